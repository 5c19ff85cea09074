"""The fast reader of a worksheet part: rows of one shape are matched whole, by a pattern learned on the way.

Spreadsheet programs write the cells of a list in the same way row after row. Rows are read cell by
cell until a shape has come a few times; then it becomes a regular expression in which only row number
and values are open (`templates`), the next rows are matched in one step each, and columns come out by
`zip`. What is accepted is exact:
anything outside the known grammar (prefixes, CDATA, comments, other encodings, white space between
cells) raises `NotPlainError`, and `parse` reads the part again with a full XML parser.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby
from operator import itemgetter
from typing import Any

from ..model.values import dataclass, field
from . import xml
from .addresses import cell_column, merged_range, next_column, next_row, row_number
from .cells import CellType, SheetBuilder
from .strings import NotPlainError, resolve_entities, shared, texts_of
from .templates import ATTRIBUTE, ATTRIBUTES, CELL, ROW, LooseTemplate, Slot, Template, exact_template, loose_template

_SPACES = "|".join(map(re.escape, xml.MAIN))
_HEAD = re.compile(
    r'\ufeff?(?:<\?xml version="1\.0"(?: encoding="(?:utf|UTF)-8")?(?: standalone="(?:yes|no)")?\s*\?>)?\s*'
    rf'<worksheet(?=[^<>]* xmlns="(?:{_SPACES})")[^<>]*>'
)
_MERGE = re.compile(rf"<mergeCell{ATTRIBUTES} ?/?>")
_COLUMNS = re.compile(rf"<col{ATTRIBUTES} ?/?>")
_HIDDEN = re.compile(r' hidden="(?:1|true)"')

_BUFFER = 1 << 20
_LONGEST_ROW = 16 << 20
_REPEATS = 6
"""A shape that comes so often gets an exact pattern; compiling one costs as much as reading 50 rows."""

_TEMPLATES = 12
"""Shapes that get an exact pattern at most."""

_UNMATCHED = 40
"""After so many rows without a pattern the loose one takes over, at a third of the speed of an exact one."""

_WIDEST = 300
"""Wider rows are read cell by cell; compiling a pattern for them would take longer."""

_LOOSE_PATTERNS = 20
"""How often the loose pattern is made anew because a further column turns up."""

TYPES = {
    "": CellType.NUMBER,
    "n": CellType.NUMBER,
    "s": CellType.TEXT,
    "str": CellType.TEXT,
    "inlineStr": CellType.TEXT,
    "b": CellType.BOOLEAN,
    "e": CellType.ERROR,
    "d": CellType.DATE,
}


@dataclass(slots=True)
class Scanner:
    """Reads one worksheet part into a builder."""

    builder: SheetBuilder
    strings: Sequence[str]
    _templates: list[Template] = field(default_factory=list)
    _loose: LooseTemplate | None = None
    _columns: set[int] = field(default_factory=set)
    _slots: dict[tuple[int, str, bool], Slot] = field(default_factory=dict)
    _seen: Counter[tuple[int, ...]] = field(default_factory=Counter)
    _unmatched: int = 0
    _loosened: int = 0
    _has_references: bool = False

    def scan(self, chunks: Iterable[bytes]) -> None:
        """Read the part; raises NotPlainError as soon as it departs from the plain shape."""
        pieces = _buffers(chunks)
        text = next(pieces, "")
        head = _HEAD.match(text)
        if head is None or "<?" in text[head.end() :]:
            raise NotPlainError
        position = text.find("<sheetData", head.end())
        self._column_runs(text[head.end() : max(position, head.end())])
        if text.startswith("<sheetData/>", position):
            self._tail(text[position:], pieces)
            return
        if not text.startswith("<sheetData>", position):
            raise NotPlainError
        position = self._rows(text, position + 11)
        while position == len(text):
            text = _without_instructions(next(pieces, "<"))
            position = self._rows(text, 0)
        if not text.startswith("</sheetData>", position):
            raise NotPlainError
        self._tail(text[position:], pieces)

    def _column_runs(self, text: str) -> None:
        """Take the hidden columns from what comes before the cells."""
        if "hidden" in text:
            found = _COLUMNS.findall(text)
            if len(found) != text.count("<col") - text.count("<cols"):
                raise NotPlainError
            for attributes in found:
                self.builder.column_run(dict(ATTRIBUTE.findall(attributes)))

    def _rows(self, text: str, position: int) -> int:
        """Read rows from `position` on; returns where no further row begins."""
        self._has_references = "&" in text
        while text.startswith("<row", position):
            for index, template in enumerate(self._templates):
                start, position = position, self._run(template, text, position)
                if position != start:
                    if index:
                        self._templates.insert(0, self._templates.pop(index))
                    break
            else:
                start = position
                if self._loose is not None:
                    position = self._run_loosely(self._loose, text, position)
                if position == start:
                    position = self._learn(text, position)
        return position

    def _run(self, template: Template, text: str, position: int) -> int:
        """Take as many rows as the template matches; returns where it stops matching."""
        taken, position = _taken(template.pattern, text, position)
        if taken:
            numbers, attributes, *columns = zip(*taken, strict=True)
            rows = list(map(int, numbers))
            self._begin(rows, attributes)
            for slot, values in zip(template.slots, columns, strict=True):
                self._column(slot, rows, [text or "" for text in values] if slot.kind.formula else values)
        return position

    def _run_loosely(self, template: LooseTemplate, text: str, position: int) -> int:
        """Take as many rows as the loose template matches, whatever cells they leave out."""
        taken, position = _taken(template.pattern, text, position)
        if taken:
            numbers, attributes, *groups = zip(*taken, strict=True)
            rows = list(map(int, numbers))
            self._begin(rows, attributes)
            for index, column in enumerate(template.columns):
                cells = [
                    (row, (about, formula is not None), value or "")
                    for row, about, formula, value in zip(rows, *groups[3 * index : 3 * index + 3], strict=True)
                    if value or formula
                ]
                for (about, formula), run in groupby(cells, key=itemgetter(1)):
                    found = list(run)
                    slot = self._slot(column, about, formula=formula)
                    self._column(slot, [cell[0] for cell in found], [cell[2] for cell in found])
        return position

    def _learn(self, text: str, position: int) -> int:
        """Read one row cell by cell, and make templates of it; returns where the row ends."""
        head = ROW.match(text, position)
        if head is None:
            raise NotPlainError
        row = _row_number(head[1], self.builder.last_row)
        self._begin([row], (head[1],))
        if head[2]:
            return head.end()
        cells, position = self._cells(text, head.end(), row)
        self.builder.saw(len(cells))
        for found, slot in cells:
            self._column(slot, (row,), (found[3] or found[5] or "",))
        if 0 < len(cells) <= _WIDEST and head[1].startswith(' r="'):
            self._remember(cells)
        return position

    def _remember(self, cells: list[tuple[re.Match[str], Slot]]) -> None:
        """Make a pattern of the row's shape once it has come often, and a loose one once many shapes have."""
        self._unmatched += 1
        if len(self._templates) < _TEMPLATES:
            shape = tuple(id(slot) for _, slot in cells)
            self._seen[shape] += 1
            template = exact_template(cells) if self._seen[shape] == _REPEATS else None
            if template is not None:
                self._templates.insert(0, template)
        self._columns.update(slot.column for _, slot in cells)
        if self._unmatched >= _UNMATCHED and self._loosened < _LOOSE_PATTERNS and len(self._columns) <= _WIDEST:
            columns = tuple(sorted(self._columns))
            if self._loose is None or self._loose.columns != columns:
                self._loosened += 1
                self._loose = loose_template(columns)

    def _cells(self, text: str, position: int, row: int) -> tuple[list[tuple[re.Match[str], Slot]], int]:
        cells: list[tuple[re.Match[str], Slot]] = []
        column = 0
        while found := CELL.match(text, position):
            raw = found[1]
            attributes = dict(ATTRIBUTE.findall(raw))
            if "xmlns" in raw or "&" in raw:
                raise NotPlainError
            address = attributes.get("r")
            column = next_column(column) if address is None else cell_column(address, row)
            about = "".join(f' {name}="{attributes[name]}"' for name in "st" if name in attributes)
            cells.append((found, self._slot(column, about, formula=found[2] is not None)))
            position = found.end()
        if not text.startswith("</row>", position):
            raise NotPlainError
        return cells, position + 6

    def _slot(self, column: int, about: str, *, formula: bool) -> Slot:
        """The slot of a cell with these attributes ` s="1" t="s"`."""
        key = (column, about, formula)
        slot = self._slots.get(key)
        if slot is None:
            attributes = dict(ATTRIBUTE.findall(about))
            written, style = attributes.get("t", ""), attributes.get("s", "0")
            type_ = TYPES.get(written)
            if type_ is None or not style.isascii() or not style.isdigit():
                raise NotPlainError
            slot = self._slots[key] = Slot(column, self.builder.kind(type_, int(style[:9]), formula=formula), written)
        return slot

    def _begin(self, rows: list[int], attributes: Iterable[str]) -> None:
        """Note the rows that follow, and which of them are hidden."""
        attributes = tuple(attributes)
        distinct = set(attributes)
        if any("xmlns" in text for text in distinct):
            raise NotPlainError
        self.builder.start_rows(rows)
        hidden = {text for text in distinct if _HIDDEN.search(text)}
        if hidden:
            self.builder.hidden_rows += [row for row, text in zip(rows, attributes, strict=True) if text in hidden]

    def _column(self, slot: Slot, rows: Sequence[int], values: Sequence[str]) -> None:
        """Put a run of cells of one kind into the builder, blank ones left out."""
        if "" in values:
            self._sparse_column(slot, rows, values)
            return
        if slot.written == "s":
            values = shared(self.strings, values)
        elif slot.kind.type is CellType.TEXT:
            values = texts_of(values)
        elif self._has_references and any("&" in text for text in values):
            values = [resolve_entities(text) for text in values]
        self.builder.extend(rows, slot.column, values, slot.kind)

    def _sparse_column(self, slot: Slot, rows: Sequence[int], values: Sequence[str]) -> None:
        full = [(row, text) for row, text in zip(rows, values, strict=True) if text]
        if slot.kind.formula and slot.kind.type is CellType.NUMBER:
            uncached = self.builder.kind(CellType.UNCACHED, slot.kind.style, formula=True)
            for row, text in zip(rows, values, strict=True):
                self.builder.add(row, slot.column, text, slot.kind if text else uncached)
        elif full:
            self._column(slot, [row for row, _ in full], [text for _, text in full])

    def _tail(self, text: str, pieces: Iterator[str]) -> None:
        """Take the merged ranges from what follows the cells; the part must end as one does."""
        last = text
        for piece in chain((text,), pieces):
            _without_instructions(piece)
            found = _MERGE.findall(piece)
            if piece.count("mergeCell ") != len(found):
                raise NotPlainError
            for attributes in found:
                self.builder.merge(*merged_range(dict(ATTRIBUTE.findall(attributes)).get("ref", "")))
            last = piece if piece.strip() else last
        if not last.rstrip().endswith("</worksheet>"):
            raise NotPlainError


def _buffers(chunks: Iterable[bytes]) -> Iterator[str]:
    """The part as text in buffers of about 1 MB, each cut behind a row, or behind a tag where none ends."""
    pending: list[bytes] = []
    size, enough = 0, _BUFFER
    for chunk in chunks:
        pending.append(chunk)
        size += len(chunk)
        if size < enough:
            continue
        data = b"".join(pending)
        cut = data.rfind(b"</row>") + 6
        if cut < 6:
            cut = data.rfind(b">") + 1
        pending, size, enough = [data[cut:]], size - cut, _BUFFER if cut else 2 * size
        if size > _LONGEST_ROW:
            raise NotPlainError
        if cut:
            yield _text(data[:cut])
    yield _text(b"".join(pending))


def _text(data: bytes) -> str:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise NotPlainError from None
    # A search for a rare character is many times faster than one for a pair that begins with `<`.
    if "!" in text and "<!" in text:
        raise NotPlainError
    # XML reads every line end as a line feed (XML 1.0, 2.11); a real one is written &#13;.
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _without_instructions(text: str) -> str:
    if "?" in text and "<?" in text:
        raise NotPlainError
    return text


def _row_number(attributes: str, last: int) -> int:
    number = dict(ATTRIBUTE.findall(attributes)).get("r")
    if number is None:
        return next_row(last)
    return row_number(number)


def _taken(pattern: re.Pattern[str], text: str, position: int) -> tuple[list[tuple[str | Any, ...]], int]:
    """The groups of all rows that the pattern matches one behind the other, and where they end."""
    taken: list[tuple[str | Any, ...]] = []
    take, match = taken.append, pattern.match
    while found := match(text, position):
        take(found.groups())
        position = found.end()
    return taken, position
