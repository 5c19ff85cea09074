"""The sheet 数据来源: each figure of the Word file with its sentence, exact value, cells and derivation.

Names and other words without a number keep their bindings in Word, but are no figures and not listed.
Where all cells lie in one file, its name stands in the heading, so that the cell itself fits the column.
Where a source cell is printed in an appendix, its address is a hyperlink to that cell. The sheet is for reading
on paper too: of the trail of headings the last stands there, of a long sentence what is around the figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Context, Decimal, InvalidOperation

from ...model.binding import Binding
from ...model.origin_texts import FROM, OriginTexts
from ...model.place import ARROW
from ...model.quantity import plain
from ...model.values import dataclass, field
from .cells import CellStyles, is_too_long, text_cell, value_cell
from .layout import line_count
from .places import PrintedCells, compact
from .rows import LINE_HEIGHT, uniform
from .styles import Role, Styles
from .xml import MOST_LINKS, Frame, Link

HEADINGS = ("序号", "章节", "句子", "显示值", "精确值", "单位", "期间", "来源单元格", "推算方法", "模板位置")
HEADER_ROW = 2

_WIDTHS = (5.0, 20.0, 40.0, 13.0, 12.0, 7.0, 9.0, 20.0, 18.0, 17.0)
_LINE_HEIGHT, _LETTERS_A_WIDTH = 13.5, 1.1
"""Points of a line of the 10 point text of this sheet, and how many of its letters a unit of width holds."""

_LONGEST_SENTENCE = 44
_CLAUSE_NEAR = 12
"""Characters within which a cut moves to the end of a clause."""

_LONGEST_HEADING = 15
_LONGEST_WORDS = 24
"""Characters of words that stand as a value; all of them stand in the sentence beside it."""

_CLAUSE_ENDS = "，。；：、！？）"
_WRAPPED = (1, 2, 3, 4, 7, 8, 9)
_LINKED = 7
_LETTERS = "ABCDEFGHIJ"
_SURE_DIGITS = 15
"""Digits that Excel shows of a number; a longer exact value stays text."""


@dataclass(slots=True)
class SourceSheet:
    """The sheet's rows and the links that they need; `unlinked` and `cut` count what Excel had no room for."""

    title: str
    rows: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    unlinked: int = 0
    cut: int = 0

    def frame(self, *, shown: bool) -> Frame:
        """The worksheet around the rows."""
        last = len(self.rows)
        return Frame(
            last_row=last,
            widths=_WIDTHS,
            frozen=HEADER_ROW,
            merged=(f"A1:{_LETTERS[-1]}1",),
            links=self.links,
            filtered=self.filtered,
            landscape=True,
            shown=shown,
        )

    @property
    def filtered(self) -> str:
        """The range under the autofilter."""
        return f"A{HEADER_ROW}:{_LETTERS[-1]}{max(HEADER_ROW + 1, len(self.rows))}"


def source_sheet(
    title: str,
    bindings: Sequence[Binding],
    printed: PrintedCells,
    styles: Styles,
    origins: OriginTexts | None = None,
) -> SourceSheet:
    """The sheet of these bindings, in their order; behind collected cells stand those of the returns, `origins`."""
    sheet = SourceSheet(title)
    header = uniform(styles.index(Role.HEADER))
    sheet.rows.append(
        f'<row r="1" ht="34" customHeight="1">{text_cell("A1", title, uniform(styles.index(Role.TITLE)))}</row>'
    )
    listed = [binding for binding in bindings if any(map(str.isdigit, binding.value + binding.text))]
    file = _only_file(listed)
    headings = [_heading(heading, file) for heading in HEADINGS]
    cells = "".join(
        text_cell(f"{letters}{HEADER_ROW}", heading, header)
        for letters, heading in zip(_LETTERS, headings, strict=True)
    )
    # A file name breaks badly; one line more than its letters need shows all of it.
    lines = line_count(headings[_LINKED], _WIDTHS[_LINKED]) + bool(file)
    sheet.rows.append(f'<row r="{HEADER_ROW}" ht="{lines * LINE_HEIGHT + 9:g}" customHeight="1">{cells}</row>')
    looks = _looks(styles)
    for number, binding in enumerate(listed, 1):
        cells = compact(cell.removeprefix(file) for cell in binding.cells)
        _add(sheet, number, binding, cells + _origins(binding, origins), printed, looks)
    return sheet


def _origins(binding: Binding, origins: OriginTexts | None) -> str:
    """The cells of returns that a figure's cells were collected from, as ` ← 经发局.xlsx › 指标 › F7`."""
    found = list(dict.fromkeys(filter(None, origins.of(binding.cells)))) if origins is not None else []
    cells = compact(place for place in found if ARROW in place)
    shown = "；".join(filter(None, (cells, *(place for place in found if ARROW not in place))))
    return f"{FROM}{shown}" if shown else ""


def _only_file(bindings: Sequence[Binding]) -> str:
    """The one workbook of all cells as they are written (`园区.xlsx › `), empty where there are several."""
    files = {cell.split(ARROW)[0] + ARROW for binding in bindings for cell in binding.cells if cell.count(ARROW) > 1}
    return files.pop() if len(files) == 1 else ""


def _heading(heading: str, file: str) -> str:
    return f"{heading}（{file.removesuffix(ARROW)}）" if file and heading == HEADINGS[_LINKED] else heading


def _place(place: str) -> str:
    """The last heading and the paragraph, as `（二）工业 › ¶1`; a long heading cut to two lines."""
    *headings, last = place.split(ARROW)
    if not headings:
        return place
    heading = headings[-1]
    if len(heading) > _LONGEST_HEADING:
        heading = f"{heading[: _LONGEST_HEADING - 1]}…"
    return f"{heading}{ARROW}{last}"


def _around(sentence: str, shown: str) -> str:
    """The sentence; of a long one the clauses around the figure, what is left out marked by …."""
    at = sentence.find(shown)
    room = _LONGEST_SENTENCE - len(shown)
    if len(sentence) <= _LONGEST_SENTENCE or at < 0 or room <= 0:
        return sentence
    first = max(0, min(at - room // 2, len(sentence) - _LONGEST_SENTENCE))
    last = min(len(sentence), first + _LONGEST_SENTENCE)
    if first:
        begins = range(first, min(at, first + _CLAUSE_NEAR))
        first = next((index + 1 for index in begins if sentence[index] in _CLAUSE_ENDS), first)
    if last < len(sentence):
        ends = range(last, max(at + len(shown), last - _CLAUSE_NEAR), -1)
        last = next((index for index in ends if sentence[index - 1] in _CLAUSE_ENDS), last)
    return f"{'…' if first else ''}{sentence[first:last]}{'…' if last < len(sentence) else ''}"


def _beginning(value: str) -> str:
    """The value; of many words the beginning, for a sentence in a narrow column fills a page."""
    is_words = len(value) > _LONGEST_WORDS and not value.isascii()
    return f"{value[: _LONGEST_WORDS - 1]}…" if is_words else value


def _exact(binding: Binding) -> str:
    """The exact value; one that was worked out with as many digits as Excel keeps."""
    if not binding.derivation:
        return binding.value
    try:
        return plain(Context(prec=_SURE_DIGITS).create_decimal(binding.value))
    except InvalidOperation:
        return binding.value


def _add(sheet: SourceSheet, number: int, binding: Binding, cells: str, printed: PrintedCells, looks: _Looks) -> None:
    row = HEADER_ROW + number
    target = next((found for cell in binding.cells if (found := printed.target(cell))), None)
    linked = target is not None and len(sheet.links) < MOST_LINKS
    if target is not None and linked:
        sheet.links.append(Link(f"{_LETTERS[_LINKED]}{row}", target))
    sheet.unlinked += target is not None and not linked
    exact = _exact(binding)
    texts = (
        str(number),
        _place(binding.place),
        _around(binding.sentence, binding.text),
        _beginning(binding.text),
        _beginning(exact),
        binding.unit,
        binding.period,
        cells,
        binding.derivation,
        binding.template,
    )
    sheet.cut += sum(map(is_too_long, texts))
    pieces = [
        _cell(f"{letters}{row}", position, text, looks, linked=linked)
        for position, (letters, text) in enumerate(zip(_LETTERS, texts, strict=True))
    ]
    lines = max(_lines(texts[position], _WIDTHS[position] * _LETTERS_A_WIDTH) for position in _WRAPPED)
    height = f' ht="{min(409.0, lines * _LINE_HEIGHT + 5):g}" customHeight="1"' if lines > 1 else ""
    sheet.rows.append(f'<row r="{row}"{height}>{"".join(pieces)}</row>')


def _lines(text: str, width: float) -> int:
    """The lines of a text whose words, parted by blanks, stay whole where a line holds them."""
    if line_count(text, width) == 1 or " " not in text:
        return line_count(text, width)
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and line_count(f"{lines[-1]} {word}", width) > line_count(lines[-1], width):
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".lstrip()
    return sum(line_count(line, width) for line in lines)


@dataclass(frozen=True, slots=True)
class _Looks:
    text: CellStyles
    centred: CellStyles
    number: CellStyles
    link: CellStyles


def _looks(styles: Styles) -> _Looks:
    def look(role: Role) -> CellStyles:
        number, text, like = styles.index(role), styles.index(role), styles.index(role, quoted=True)
        return CellStyles(number, text, like, text)

    return _Looks(look(Role.SMALL_TEXT), look(Role.SMALL_CENTRED), look(Role.SMALL_NUMBER), look(Role.LINK))


def _cell(address: str, position: int, text: str, looks: _Looks, *, linked: bool) -> str:
    if not text:
        return value_cell(address, None, looks.text)
    if position == 0:
        return value_cell(address, Decimal(text), looks.centred)
    if position == 4 and (number := _number(text)) is not None:
        return value_cell(address, number, looks.number)
    if position in (5, 6):
        return text_cell(address, text, looks.centred)
    return text_cell(address, text, looks.link if position == _LINKED and linked else looks.text)


def _number(text: str) -> Decimal | None:
    """The exact value as a number where a cell can hold and show all its digits, else None."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    digits = len(value.as_tuple().digits)
    return value if value.is_finite() and digits <= _SURE_DIGITS and plain(value) == text else None
