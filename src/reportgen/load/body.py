"""The rows of a table: what stands below the header, less blank rows, totals, notes and headings of groups.

What is left out is said, row by row, so that nobody wonders where an entry went.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from ..model.diagnostic import info
from ..model.findings import Findings
from ..model.values import dataclass
from .cells import CellType, RawCell, RawSheet, alike
from .headers import Header, Heading
from .values import clip

_WHOLE_TOTALS = frozenset(("合计", "总计", "共计", "总和", "合计数", "total", "sum"))
_TOTALS = _WHOLE_TOTALS | {"小计", "本页合计", "累计合计"}
_NOTE = re.compile(
    r"\s*(?:(?:备\s*注|附注|注释|注|说明|数据来源|资料来源|填报说明|填表说明|填报人|填表人|审核人|制表人|复核人"
    r"|(?:单位|统计|部门|科室)?负责人|联系人|联系电话|填报单位|(?:填报|填表|制表|报出)(?:日期|时间))\s*[0-9]*\s*[:：])"
)
_STARS = frozenset("*＊※")
_GROUP = re.compile(r"\s*(?:[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）])")
_NUMBERING = frozenset(("序号", "编号", "No", "No.", "NO", "NO."))
_SUSPICIOUS = re.compile(r"[计:：、]|^[*＊※(（tTsS]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Body:
    """The sheet rows of a table's entries, in order, and of the one total over all of them, 0 where there is none."""

    rows: Sequence[int]
    total_row: int = 0


def body_of(sheet: RawSheet, header: Header, headings: Sequence[Heading], findings: Findings) -> Body:
    """The entries below a header, and their total."""
    columns = [_rows_below(sheet, heading.position, header.last_row) for heading in headings]
    columns = [rows for rows in columns if rows]
    if not columns:
        return Body([])
    full = all(rows == columns[0] for rows in columns)
    rows = columns[0] if full else sorted(set(chain.from_iterable(columns)))
    sieve = _Sieve(sheet, headings, Counter() if full else Counter(chain.from_iterable(columns)), len(columns))
    left_out = sieve.left_out(rows, findings)
    if not left_out:
        return Body(rows)
    kept = [row for row in rows if row not in left_out]
    return Body(kept, sieve.whole_total(kept, left_out))


def _rows_below(sheet: RawSheet, position: int, last_row: int) -> list[int]:
    """The rows of a column below the header in which something other than white space stands."""
    cells = sheet.columns.get(position)
    if cells is None:
        return []
    start = bisect_right(cells.rows, last_row)
    texts = cells.texts[start:]
    kinds = cells.kinds[start:]
    if (alike(kinds) and kinds[0].type is CellType.NUMBER) or "" not in map(str.strip, texts):
        return cells.rows[start:]
    found = zip(cells.rows[start:], texts, kinds, strict=True)
    return [row for row, text, kind in found if text.strip() or kind.type is CellType.UNCACHED]


@dataclass(frozen=True, slots=True)
class _Sieve:
    """Tells entries from the rest; `counts` is how many cells a row has, empty where all rows are full."""

    sheet: RawSheet
    headings: Sequence[Heading]
    counts: Counter[int]
    width: int

    def left_out(self, rows: Sequence[int], findings: Findings) -> dict[int, str]:
        """The rows that are no entries, each with the code that says why; findings say so."""
        found: dict[int, str] = {}
        for row in self._numbered_only():
            found[row] = ""
        for row, text in self._suspects(rows[0]):
            code = self._verdict(row, text)
            if code:
                found[row] = code
        for row in self._below_notes(rows, found):
            found[row] = "note-row"
        for row in sorted(found):
            cells = self._cells(row)
            if found[row] and cells:
                place = self.sheet.ref(row, cells[0].column)
                findings.add(info(found[row], place, text=clip(cells[0].text)))
        return found

    def whole_total(self, kept: Sequence[int], left_out: Mapping[int, str]) -> int:
        """The row that totals all entries: the only total, above or below all of them; 0 for none."""
        rows = [row for row, code in left_out.items() if code == "total-row"]
        if len(rows) != 1 or not kept or kept[0] < rows[0] < kept[-1]:
            return 0
        return rows[0] if any(_name(cell.text) in _WHOLE_TOTALS for cell in self._cells(rows[0])) else 0

    def _suspects(self, first: int) -> Iterable[tuple[int, str]]:
        """Rows whose leading cells look like a total, a note or a group, with that cell's text."""
        for heading in self.headings[:3]:
            cells = self.sheet.columns.get(heading.position)
            if cells is None:
                continue
            start = bisect_left(cells.rows, first)
            if _SUSPICIOUS.search("\n".join(cells.texts[start:])):
                for row, text in zip(cells.rows[start:], cells.texts[start:], strict=True):
                    if _SUSPICIOUS.search(text):
                        yield row, text

    def _verdict(self, row: int, text: str) -> str:
        """The code of why the row is no entry, empty where it is one."""
        cells = self._cells(row)
        if _name(text) in _TOTALS and _is_total(cells, text):
            return "total-row"
        if not cells or cells[0].text != text:
            return ""
        notes = sum(_NOTE.match(cell.text) is not None for cell in cells)
        if notes == len(cells) or (notes and len(cells) <= 2 and len(cells) < self.width):
            return "note-row"
        if text.lstrip()[:1] in _STARS and len(cells) == 1 < self.width:
            return "note-row"
        alone = len(cells) == 1 and self.width >= 3 and cells[0].kind.type in (CellType.TEXT, CellType.LOOSE)
        if alone and (_GROUP.match(text) or self._spreads(row)):
            return "group-row"
        return ""

    def _spreads(self, row: int) -> bool:
        """Whether the row's first cell is merged over at least half of the table."""
        half = self.headings[len(self.headings) // 2].position
        first = self.headings[0].position
        merges = self.sheet.merges[:2000]
        return any(item.top == item.bottom == row and item.left <= first and item.right >= half for item in merges)

    def _numbered_only(self) -> list[int]:
        """Rows of a form in which only the running number is filled in."""
        numbers = {heading.position for heading in self.headings if heading.title.name in _NUMBERING}
        if not numbers or self.width < 2:
            return []
        single = [row for row, count in self.counts.items() if count == 1]
        return [row for row in single if any(self.sheet.cell(row, position) for position in numbers)]

    def _below_notes(self, rows: Sequence[int], found: dict[int, str]) -> list[int]:
        """The lines that go on a note at the end of a table: rows of one text below the first note."""
        notes = [row for row, code in found.items() if code == "note-row"]
        if not notes or self.width < 3:
            return []
        below = rows[bisect_right(rows, min(notes)) :]
        if any(self.counts.get(row, self.width) > 1 and row not in found for row in below):
            return []
        return [row for row in below if row not in found]

    def _cells(self, row: int) -> list[RawCell]:
        cells = (self.sheet.cell(row, heading.position) for heading in self.headings)
        return [cell for cell in cells if cell is not None and cell.text.strip()]


def _name(text: str) -> str:
    """What a total is called, spread out or not: 合 计：."""
    return "".join(text.split()).strip(":：").lower()


def _is_total(cells: Sequence[RawCell], text: str) -> bool:
    """Whether the word leads the row, or stands behind its group (工业, 小计, 12.5): then with a number to total."""
    if cells and cells[0].text == text:
        return True
    return any(cell.text == text for cell in cells[1:2]) and any(_is_number(cell) for cell in (cells[0], *cells[2:]))


def _is_number(cell: RawCell) -> bool:
    return cell.kind.type is CellType.NUMBER or cell.text.strip()[:1].isdecimal()
