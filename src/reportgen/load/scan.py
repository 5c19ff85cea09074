"""The fast reader of a worksheet part: rows of one shape are matched whole, by a pattern learned from the first.

Spreadsheet programs write the cells of a list in the same way row after row. The first row of a shape
is read cell by cell and becomes a regular expression in which only row number and values are open; the
next rows are matched by it in one step each, and columns come out by `zip`. What is accepted is exact:
anything outside the known grammar (prefixes, CDATA, comments, other encodings, white space between
cells) raises `NotPlainError`, and `parse` reads the part again with a full XML parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from . import xml
from .addresses import cell_column, merged_range, next_column, next_row, row_number
from .cells import CellKind, CellType, SheetBuilder
from .strings import NotPlainError, resolve_entities, shared, unescape

_SPACES = "|".join(map(re.escape, xml.MAIN))
_HEAD = re.compile(
    r'\ufeff?(?:<\?xml version="1\.0"(?: encoding="(?:utf|UTF)-8")?(?: standalone="(?:yes|no)")?\s*\?>)?\s*'
    rf'<worksheet(?=[^<>]* xmlns="(?:{_SPACES})")[^<>]*>'
)
_ATTRIBUTES = r'((?: [A-Za-z][A-Za-z0-9:]*="[^"<]*")*)'
_ATTRIBUTE = re.compile(r' ([A-Za-z0-9:]+)="([^"]*)"')
_ROW = re.compile(rf"<row{_ATTRIBUTES} ?(/?)>")
_FORMULA = r"<f(?:>| [^<>]*>)(?:(?<=/>)|[^<]*</f>)"
_VALUE = r"<v(?:/>|>([^<]*)</v>)"
_OPEN = "([^<]*)"
_INLINE = r'<is><t(?: xml:space="preserve")?(?:/>|>([^<]*)</t>)</is>'
_CELL = re.compile(rf"<c{_ATTRIBUTES} ?(?:/>|>({_FORMULA})?(?:{_VALUE}|({_INLINE}))?</c>)")
_MERGE = re.compile(rf"<mergeCell{_ATTRIBUTES} ?/?>")
_ROW_HEAD = r'<row r="([1-9][0-9]{0,6})"([^<>]*)>'
_HIDDEN = re.compile(r' hidden="(?:1|true)"')

_BUFFER = 1 << 20
_LONGEST_ROW = 16 << 20
_TEMPLATES = 16
"""More shapes than this mean rows without a shape of their own; they are read cell by cell."""

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


@dataclass(frozen=True, slots=True)
class _Slot:
    """A cell of a row's shape: its column, its kind, and its type as written (`s`, `str` …)."""

    column: int
    kind: CellKind
    written: str


@dataclass(frozen=True, slots=True)
class _Template:
    pattern: re.Pattern[str]
    slots: tuple[_Slot, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """A cell as it was read: where its attributes ended up, its text, and the pattern of its like."""

    slot: _Slot
    text: str
    pattern: str | None


@dataclass(slots=True)
class Scanner:
    """Reads one worksheet part into a builder."""

    builder: SheetBuilder
    strings: Sequence[str]
    _templates: list[_Template] = field(default_factory=list)
    _has_references: bool = False

    def scan(self, chunks: Iterable[bytes]) -> None:
        """Read the part; raises NotPlainError as soon as it departs from the plain shape."""
        pieces = _buffers(chunks)
        text = next(pieces, "")
        head = _HEAD.match(text)
        if head is None or "<?" in text[head.end() :]:
            raise NotPlainError
        position = text.find("<sheetData", head.end())
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
                position = self._learn(text, position)
        return position

    def _run(self, template: _Template, text: str, position: int) -> int:
        """Take as many rows as the template matches; returns where it stops matching."""
        taken: list[tuple[str | Any, ...]] = []
        take, match = taken.append, template.pattern.match
        while found := match(text, position):
            take(found.groups())
            position = found.end()
        if taken:
            numbers, attributes, *columns = zip(*taken, strict=True)
            rows = list(map(int, numbers))
            self._begin(rows, attributes)
            for slot, values in zip(template.slots, columns, strict=True):
                self._column(slot, rows, [text or "" for text in values] if slot.kind.formula else values)
        return position

    def _learn(self, text: str, position: int) -> int:
        """Read one row cell by cell, and make a template of it; returns where the row ends."""
        head = _ROW.match(text, position)
        if head is None:
            raise NotPlainError
        row = _row_number(head[1], self.builder.last_row)
        self._begin([row], (head[1],))
        if head[2]:
            return head.end()
        cells, position = self._cells(text, head.end(), row)
        for cell in cells:
            self._column(cell.slot, (row,), (cell.text,))
        if cells and len(self._templates) < _TEMPLATES and head[1].startswith(' r="'):
            self._remember(cells)
        return position

    def _remember(self, cells: list[_Found]) -> None:
        patterns = [cell.pattern for cell in cells if cell.pattern is not None]
        if len(patterns) == len(cells):
            slots = tuple(cell.slot for cell in cells if cell.pattern is not None and _OPEN in cell.pattern)
            self._templates.insert(0, _Template(re.compile(f"{_ROW_HEAD}{''.join(patterns)}</row>"), slots))

    def _cells(self, text: str, position: int, row: int) -> tuple[list[_Found], int]:
        cells: list[_Found] = []
        column = 0
        while found := _CELL.match(text, position):
            cells.append(self._cell(found, row, column))
            column = cells[-1].slot.column
            position = found.end()
        if not text.startswith("</row>", position):
            raise NotPlainError
        return cells, position + 6

    def _cell(self, found: re.Match[str], row: int, last_column: int) -> _Found:
        raw, formula, value, _, inline_text = found.groups()
        attributes = dict(_ATTRIBUTE.findall(raw))
        type_ = TYPES.get(attributes.get("t", ""))
        style = attributes.get("s", "0")
        if "xmlns" in raw or "&" in raw or type_ is None or not style.isascii() or not style.isdigit():
            raise NotPlainError
        address = attributes.get("r")
        column = next_column(last_column) if address is None else cell_column(address, row)
        kind = self.builder.kind(type_, int(style[:9]), formula=formula is not None)
        slot = _Slot(column, kind, attributes.get("t", ""))
        return _Found(slot, value or inline_text or "", _cell_pattern(found, address))

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

    def _column(self, slot: _Slot, rows: Sequence[int], values: Sequence[str]) -> None:
        """Put a run of cells of one kind into the builder, blank ones left out."""
        if "" in values:
            self._sparse_column(slot, rows, values)
            return
        if slot.written == "s":
            values = shared(self.strings, values)
        elif slot.kind.type is CellType.TEXT:
            values = [unescape(resolve_entities(text)) for text in values]
        elif self._has_references and any("&" in text for text in values):
            values = [resolve_entities(text) for text in values]
        self.builder.extend(rows, slot.column, values, slot.kind)

    def _sparse_column(self, slot: _Slot, rows: Sequence[int], values: Sequence[str]) -> None:
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
                self.builder.merge(*merged_range(dict(_ATTRIBUTE.findall(attributes)).get("ref", "")))
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
    number = dict(_ATTRIBUTE.findall(attributes)).get("r")
    if number is None:
        return next_row(last)
    return row_number(number)


def _cell_pattern(found: re.Match[str], address: str | None) -> str | None:
    """The pattern of a cell like this one in another row, None where it cannot be told."""
    raw, formula, value, inline, _ = found.groups()
    if address is None or f' r="{address}"' not in raw:
        return None
    before, after = raw.split(f' r="{address}"', 1)
    letters = address.rstrip("0123456789")
    head = rf'<c{re.escape(before)} r="{letters}\1"{re.escape(after)} ?'
    if formula is None and value is None and inline is None:
        return f"{head}(?:/>|></c>)"
    if formula is not None:
        return f"{head}>{_FORMULA}(?:{_VALUE})?</c>" if inline is None else None
    body = r"<v>([^<]*)</v>" if inline is None else r'<is><t(?: xml:space="preserve")?>([^<]*)</t></is>'
    return f"{head}>{body}</c>"
