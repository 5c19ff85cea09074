"""A worksheet part cut into head, rows, cells and tail, each with its exact place in the text.

One regular expression walks over the rows, and the cells of a row are parsed when somebody asks; rows that
nobody asks for are copied as text. Rows and cells without addresses stand behind the one before
(ISO/IEC 29500-1, 18.3.1.73 and 18.3.1.4).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ...model.diagnostic import Fault
from .addresses import LAST_COLUMN, LAST_ROW, column_number
from .markup import attribute_of, root_of, unescape


class Row(NamedTuple):
    """A row of the part: its tag is `text[start:opened]`, its cells `text[opened:closed]`, its end `end`.

    `attributes` are those of the tag as written, the slash of an empty row left out.
    """

    number: int
    start: int
    opened: int
    closed: int
    end: int
    attributes: str


class Cell(NamedTuple):
    """A cell of the part, `text[start:end]`.

    `attributes` are as written, without the closing slash. `type` is empty for numbers. `formula` is the
    text of `<f>`, with its attributes in `formula_attributes`; both None where there is no formula, and the
    text is empty for a follower of a shared formula. `value` is the text of `<v>`, `inline` the content of
    `<is>`, None where there is none; references are replaced in `formula` and `value` only.
    """

    row: int
    column: int
    start: int
    end: int
    style: int
    type: str
    attributes: str
    formula: str | None
    formula_attributes: str | None
    value: str | None
    inline: str | None


_made = tuple.__new__
"""Makes a `Cell` in a third of the time that its own constructor takes."""


class _Patterns(NamedTuple):
    row: re.Pattern[str]
    row_end: re.Pattern[str]
    cell: re.Pattern[str]
    quick: re.Pattern[str]
    formula: re.Pattern[str]
    value: re.Pattern[str]
    inline: re.Pattern[str]
    data: re.Pattern[str]
    data_end: str


@lru_cache(maxsize=32)
def _patterns(prefix: str) -> _Patterns:
    p = re.escape(prefix)
    return _Patterns(
        row=re.compile(rf"<{p}row((?:\s[^<>]*?)?)(/?)>"),
        row_end=re.compile(rf"\s*(?:<{p}extLst\b.*?</{p}extLst>\s*)?</{p}row>", re.DOTALL),
        cell=re.compile(rf"<{p}c((?:\s[^<>]*?)?)(?:/>|>(.*?)</{p}c\s*>)", re.DOTALL),
        quick=re.compile(
            rf'<{p}c( r="([A-Z]{{1,3}})([0-9]{{1,7}})"(?: s="([0-9]{{1,6}})")?(?: t="([a-zA-Z]{{1,9}})")?)'
            rf"(?:/>|>(?:<{p}f>([^<]*)</{p}f>)?(?:<{p}v>([^<]*)</{p}v>)?</{p}c>)"
        ),
        formula=re.compile(rf"<{p}f((?:\s[^<>]*?)?)(?:/>|>([^<]*)</{p}f\s*>)"),
        value=re.compile(rf"<{p}v(?:\s[^<>]*?)?(?:/>|>([^<]*)</{p}v\s*>)"),
        inline=re.compile(rf"<{p}is(?:\s[^<>]*)?>(.*?)</{p}is\s*>", re.DOTALL),
        data=re.compile(rf"<{p}sheetData(\s[^<>]*?)?(/?)>"),
        data_end=f"</{prefix}sheetData",
    )


class Sheet:
    """A scanned worksheet part.

    `text` is the part, `rows` its rows in order; what stands before the first row is `head`, what follows
    the last one `tail`. `prefix` is that of its elements, with the colon.
    """

    def __init__(self, text: str, part: str) -> None:
        """Scan `text`; raises `broken-sheet`, `broken-xml`, `strict-workbook`."""
        self.part = part
        self.prefix, root = root_of(text, "worksheet", part)
        self._like = _patterns(self.prefix)
        opened = self._like.data.search(text, root.end())
        if opened is None:
            raise Fault("broken-sheet", part=part, reason="<sheetData> ?")
        if opened[2]:
            tag = f"<{self.prefix}sheetData>"
            text = f"{text[: opened.start()]}{tag}</{self.prefix}sheetData>{text[opened.end() :]}"
            self._first = opened.start() + len(tag)
        else:
            self._first = opened.end()
        self.text = text
        self.rows = list(self._scan())
        if any(one.number >= other.number for one, other in zip(self.rows, self.rows[1:], strict=False)):
            raise Fault("broken-sheet", part=part, reason="<row r> ↓")
        self._numbers = [row.number for row in self.rows]
        self._cells: dict[int, list[Cell]] = {}

    @property
    def head(self) -> str:
        """Everything before the rows."""
        return self.text[: self._first]

    @property
    def tail(self) -> str:
        """Everything behind the rows."""
        return self.text[self._last :]

    @property
    def last_row(self) -> int:
        """The number of the last row, 0 where there is none."""
        return self._numbers[-1] if self._numbers else 0

    def row(self, number: int) -> Row | None:
        """The row of that number, None where the part has none."""
        at = bisect_left(self._numbers, number)
        return self.rows[at] if at < len(self.rows) and self.rows[at].number == number else None

    def between(self, first: int, last: int) -> list[Row]:
        """The rows of the part from one number to another."""
        return self.rows[bisect_left(self._numbers, first) : bisect_left(self._numbers, last + 1)]

    def cells(self, row: Row) -> list[Cell]:
        """The cells of a row, in order."""
        found = self._cells.get(row.number)
        if found is None:
            found = self._cells[row.number] = self._parsed(row)
        return found

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell at that place, None where the part has none."""
        there = self.row(row)
        return None if there is None else next((cell for cell in self.cells(there) if cell.column == column), None)

    def _scan(self) -> Iterator[Row]:
        text, position = self.text, self._first
        pattern, close = self._like.row, f"</{self.prefix}row"
        end_of_data = text.find(self._like.data_end, position)
        if end_of_data < 0:
            raise Fault("broken-sheet", part=self.part, reason="</sheetData> ?")
        number = 0
        while True:
            found = pattern.search(text, position, end_of_data)
            if found is None or text[position : found.start()].strip():
                break
            raw = found[1]
            written = attribute_of(raw, "r")
            number = _number(written, self.part) if written is not None else number + 1
            if number > LAST_ROW:
                raise Fault("broken-sheet", part=self.part, reason=f"row {number}")
            opened = closed = end = found.end()
            if not found[2]:
                closed = text.find(close, opened, end_of_data)
                end = text.find(">", closed) + 1
                if closed < 0:
                    raise Fault("broken-sheet", part=self.part, reason="</row> ?")
            yield Row(number, found.start(), opened, closed, end, raw.rstrip())
            position = end
        if text[position:end_of_data].strip():
            raise Fault("broken-sheet", part=self.part, reason=text[position : position + 40].strip())
        self._last = end_of_data

    def _parsed(self, row: Row) -> list[Cell]:
        text, position, end = self.text, row.opened, row.closed
        found: list[Cell] = []
        column = 0
        quick, general = self._like.quick, self._like.cell
        while position < end:
            match = quick.match(text, position, end)
            if match is not None:
                raw, letters, number, style, type_, formula, value = match.groups()
                column = column_number(letters)
                if int(number) != row.number:
                    raise Fault("broken-sheet", part=self.part, reason=f"{letters}{number} ≠ {row.number}")
                cell = _made(Cell, (
                    row.number, column, position, match.end(), int(style or 0), type_ or "", raw,
                    None if formula is None else unescape(formula), None if formula is None else "",
                    None if value is None else unescape(value), None,
                ))  # fmt: skip
            else:
                match = general.match(text, position, end)
                if match is None:
                    if self._like.row_end.match(text, position) or not text[position:end].strip():
                        break
                    blank = len(text[position:end]) - len(text[position:end].lstrip())
                    if not blank:
                        raise Fault("broken-sheet", part=self.part, reason=text[position : position + 40])
                    position += blank
                    continue
                cell = self._general(match, row.number, column)
            if cell.column <= (found[-1].column if found else 0) or cell.column > LAST_COLUMN:
                raise Fault("broken-sheet", part=self.part, reason=f"row {row.number}, <c r> ↓")
            column = cell.column
            found.append(cell)
            position = match.end()
        return found

    def _general(self, match: re.Match[str], row: int, before: int) -> Cell:
        raw, body = match[1].removesuffix("/").rstrip(), match[2] or ""
        reference = attribute_of(raw, "r")
        column = before + 1
        if reference is not None:
            letters = reference.rstrip("0123456789")
            if not letters.isascii() or not letters.isupper() or len(letters) > 3 or reference != f"{letters}{row}":
                raise Fault("broken-sheet", part=self.part, reason=f"{reference[:20]} ≠ {row}")
            column = column_number(letters)
        formula, value = self._like.formula.search(body), self._like.value.search(body)
        inline = self._like.inline.search(body)
        style = attribute_of(raw, "s") or "0"
        return Cell(
            row, column, match.start(), match.end(),
            int(style) if style.isascii() and style.isdigit() and len(style) < 7 else 0,
            attribute_of(raw, "t") or "", raw,
            None if formula is None else unescape(formula[2] or ""),
            None if formula is None else formula[1].removesuffix("/").rstrip(),
            None if value is None else unescape(value[1] or ""), None if inline is None else inline[1],
        )  # fmt: skip


def _number(written: str, part: str) -> int:
    if not written.isascii() or not written.isdigit() or len(written) > 7 or not int(written):
        raise Fault("broken-sheet", part=part, reason=f"<row r={written[:20]!r}>")
    return int(written)
