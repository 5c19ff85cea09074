r"""Names of the sheets of an appendix workbook, and how formulas speak of them.

Source: Excel specifications (31 characters, none of []:*?/\, no apostrophe at either end, unique without case).
"""

from __future__ import annotations

from collections.abc import Iterable

from ...model.diagnostic import Diagnostic, info
from ...model.document import Appendix

SOURCES_SHEET = "数据来源"
CHART_SHEET = "图表数据"

_LONGEST = 31
_FORBIDDEN = frozenset("[]:*?/\\")


def appendix_sheet_names(appendices: Iterable[Appendix]) -> tuple[tuple[str, ...], list[Diagnostic]]:
    """The sheet name of each appendix, as `附件1 规模以上企业名单`; a name that had to change is said."""
    taken = {SOURCES_SHEET, CHART_SHEET}
    names: list[str] = []
    found: list[Diagnostic] = []
    for appendix in appendices:
        wanted = f"附件{appendix.number} {appendix.title}".strip()
        name = _unique(_cleared(wanted), taken)
        if name != wanted:
            found.append(info("sheet-name-changed", name=wanted, sheet=name))
        taken.add(name.casefold())
        names.append(name)
    return tuple(names), found


def quoted(sheet: str) -> str:
    """The sheet's name as it stands in formulas, before the `!`."""
    return "'" + sheet.replace("'", "''") + "'"


def _cleared(name: str) -> str:
    kept = "".join(" " if character in _FORBIDDEN or not _is_shown(character) else character for character in name)
    return _cut(" ".join(kept.split()), _LONGEST)


def _is_shown(character: str) -> bool:
    return character.isprintable() or character == "\u3000"


def _cut(name: str, longest: int) -> str:
    """The name within so many UTF-16 units, which is how Excel counts; a character is never halved."""
    while len(name.encode("utf-16-le")) > 2 * longest:
        name = name[:-1]
    return name.strip("' ") or "附件"


def _unique(name: str, taken: set[str]) -> str:
    number, tried = 1, name
    while tried.casefold() in taken:
        number += 1
        mark = f"-{number}"
        tried = _cut(name, _LONGEST - len(mark)) + mark
    return tried
