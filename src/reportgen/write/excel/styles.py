"""Cell styles of our workbooks: a role and a number format become an index into `styles.xml`.

The look is that of a table in an official document: 黑体 headers on a light fill that survives a grey
printer, 宋体 cells, thin borders. Every font, size and colour of a workbook is named here and nowhere else.

Source: ISO/IEC 29500-1, 18.8 (styles), 18.8.30 (built-in number formats).
"""

from __future__ import annotations

from enum import StrEnum

from ...model.values import dataclass
from ...ooxml.xml import DECLARATION, attribute

_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


class Role(StrEnum):
    """What a cell is in its table."""

    NONE = "none"
    TITLE = "title"
    NOTE = "note"
    UNIT = "unit"
    HEADER = "header"
    TEXT = "text"
    CENTRED = "centred"
    NUMBER = "number"
    TOTAL_LABEL = "total label"
    TOTAL = "total"
    SMALL_TEXT = "small text"
    SMALL_CENTRED = "small centred"
    SMALL_NUMBER = "small number"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class _Look:
    font: int = 0
    fill: int = 0
    border: int = 0
    horizontal: str = ""
    indent: int = 0
    wrap: bool = False


_LOOKS = {
    Role.NONE: _Look(),
    Role.TITLE: _Look(font=1, horizontal="center", wrap=True),
    Role.NOTE: _Look(font=3, horizontal="left", wrap=True),
    Role.UNIT: _Look(font=3, horizontal="right"),
    Role.HEADER: _Look(font=2, fill=2, border=1, horizontal="center", wrap=True),
    Role.TEXT: _Look(border=1, horizontal="left", wrap=True),
    Role.CENTRED: _Look(border=1, horizontal="center", wrap=True),
    Role.NUMBER: _Look(border=1, horizontal="right", indent=1),
    Role.TOTAL_LABEL: _Look(font=4, fill=3, border=1, horizontal="center"),
    Role.TOTAL: _Look(font=4, fill=3, border=1, horizontal="right", indent=1),
    Role.SMALL_TEXT: _Look(font=3, border=1, horizontal="left", wrap=True),
    Role.SMALL_CENTRED: _Look(font=3, border=1, horizontal="center", wrap=True),
    Role.SMALL_NUMBER: _Look(font=3, border=1, horizontal="right"),
    Role.LINK: _Look(font=5, border=1, horizontal="left", wrap=True),
}


def _font(name: str, size: int, extra: str = "", colour: str = "FF000000") -> str:
    # CT_Font is a sequence in Excel's own files: b, u, sz, color, name, family, charset (134 is GB2312).
    return (
        f'<font>{extra}<sz val="{size}"/><color rgb="{colour}"/><name val="{name}"/>'
        f'<family val="3"/><charset val="134"/></font>'
    )


_FONTS = (
    _font("宋体", 11),
    _font("宋体", 18, "<b/>"),
    _font("黑体", 11),
    _font("宋体", 10),
    _font("宋体", 11, "<b/>"),
    _font("宋体", 10, "<u/>", "FF1F4E79"),
)
_FILLS = (
    '<fill><patternFill patternType="none"/></fill>',
    '<fill><patternFill patternType="gray125"/></fill>',
    '<fill><patternFill patternType="solid"><fgColor rgb="FFDBE7F3"/><bgColor indexed="64"/></patternFill></fill>',
    '<fill><patternFill patternType="solid"><fgColor rgb="FFF2F2F2"/><bgColor indexed="64"/></patternFill></fill>',
)
_EDGES = "".join(
    f'<{side} style="thin"><color rgb="FF7F7F7F"/></{side}>' for side in ("left", "right", "top", "bottom")
)
_BORDERS = (
    "<border><left/><right/><top/><bottom/><diagonal/></border>",
    f"<border>{_EDGES}<diagonal/></border>",
)
_BUILT_IN = {"General": 0, "0": 1, "0.00": 2, "#,##0": 3, "#,##0.00": 4, "0%": 9, "0.00%": 10, "@": 49}
_FIRST_OWN = 164


class Styles:
    """The styles that a workbook has asked for so far; each asks once and gets the same index again."""

    def __init__(self) -> None:
        self._formats = dict(_BUILT_IN)
        self._indexes: dict[tuple[Role, int, bool], int] = {(Role.NONE, 0, False): 0}

    def index(self, role: Role, number_format: str = "General", *, quoted: bool = False) -> int:
        """The `s` of a cell. `quoted` keeps text that begins like a formula text when somebody edits it."""
        number = self._formats.setdefault(number_format, _FIRST_OWN + len(self._formats) - len(_BUILT_IN))
        return self._indexes.setdefault((role, number, quoted), len(self._indexes))

    def xml(self) -> str:
        """The part `xl/styles.xml`."""
        own = {code: number for code, number in self._formats.items() if number >= _FIRST_OWN}
        formats = "".join(
            f'<numFmt numFmtId="{number}" formatCode="{attribute(code)}"/>' for code, number in own.items()
        )
        return "".join(
            (
                f'{DECLARATION}<styleSheet xmlns="{_NAMESPACE}">',
                f'<numFmts count="{len(own)}">{formats}</numFmts>' if own else "",
                _counted("fonts", _FONTS),
                _counted("fills", _FILLS),
                _counted("borders", _BORDERS),
                _counted("cellStyleXfs", ('<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',)),
                _counted("cellXfs", tuple(_format(*key) for key in self._indexes)),
                '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>',
                '<dxfs count="0"/></styleSheet>',
            )
        )


def _counted(name: str, items: tuple[str, ...]) -> str:
    return f'<{name} count="{len(items)}">{"".join(items)}</{name}>'


def _format(role: Role, number: int, quoted: bool) -> str:
    look = _LOOKS[role]
    horizontal = f' horizontal="{look.horizontal}"' if look.horizontal else ""
    wrap = ' wrapText="1"' if look.wrap else ""
    indent = f' indent="{look.indent}"' if look.indent else ""
    prefix = ' quotePrefix="1"' if quoted else ""
    return (
        f'<xf numFmtId="{number}" fontId="{look.font}" fillId="{look.fill}" borderId="{look.border}" xfId="0"'
        f'{prefix} applyNumberFormat="1" applyFont="1" applyFill="1"'
        f' applyBorder="1" applyAlignment="1"><alignment{horizontal} vertical="center"{wrap}{indent}/></xf>'
    )
