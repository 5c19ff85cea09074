"""The full reader of a worksheet part: any legal XML, by expat, where `scan` has given up.

Slower than `scan` by half an order of magnitude, and blind to how a producer writes: prefixes, CDATA,
comments, white space, attribute order and encodings all come out the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from . import xml
from .addresses import cell_column, merged_range, next_column, next_row, row_number
from .cells import CellType, SheetBuilder
from .scan import TYPES
from .strings import TextGatherer, shared, unescape


class SheetParser:
    """Reads one worksheet part into a builder."""

    def __init__(self, builder: SheetBuilder, strings: Sequence[str], part: str) -> None:
        self._builder = builder
        self._strings = strings
        self._part = part
        self._row = self._column = self._style = 0
        self._type = ""
        self._formula = False
        self._value: list[str] = []
        self._in_value = False
        self._texts = TextGatherer()

    def parse(self, chunks: Iterable[bytes]) -> None:
        """Read the part; raises `broken-xml`, `entity-declaration`, `bad-address` and the like."""
        made = xml.parser(self._part)
        made.StartElementHandler, made.EndElementHandler = self._start, self._end
        made.CharacterDataHandler = self._characters
        xml.feed(made, chunks, self._part)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = xml.short(name)
        if name == "c":
            self._start_cell(attributes)
        elif name == "v":
            self._in_value = True
        elif name == "f":
            self._formula = True
        elif name == "row":
            self._start_row(attributes)
        elif name == "col":
            self._builder.column_run(attributes)
        elif name == "mergeCell":
            self._builder.merge(*merged_range(attributes.get("ref", "")))
        elif self._type == "inlineStr":
            self._texts.start(name)

    def _end(self, name: str) -> None:
        name = xml.short(name)
        if name == "v":
            self._in_value = False
        elif name == "c":
            self._end_cell()
        elif self._type == "inlineStr":
            self._texts.end(name)

    def _characters(self, text: str) -> None:
        if self._in_value:
            self._value.append(text)
        else:
            self._texts.text(text)

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r")
        self._row = next_row(self._builder.last_row) if number is None else row_number(number)
        self._column = 0
        self._builder.start_rows((self._row,))
        if attributes.get("hidden") in ("1", "true"):
            self._builder.hidden_rows.append(self._row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._builder.saw(1)
        address = attributes.get("r")
        self._column = next_column(self._column) if address is None else cell_column(address, self._row)
        self._type = attributes.get("t", "")
        style = attributes.get("s", "0")
        self._style = int(style[:9]) if style.isascii() and style.isdigit() else 0
        self._formula = self._in_value = False
        self._value = []
        self._texts.open()

    def _end_cell(self) -> None:
        type_ = TYPES.get(self._type, CellType.TEXT)
        text = self._text("".join(self._value), type_)
        if not text and self._formula and type_ is CellType.NUMBER:
            type_ = CellType.UNCACHED
        self._type = ""
        if text or type_ is CellType.UNCACHED:
            kind = self._builder.kind(type_, self._style, formula=self._formula)
            self._builder.add(self._row, self._column, text, kind)

    def _text(self, value: str, type_: CellType) -> str:
        if self._type == "inlineStr":
            return self._texts.close()
        if self._type == "s":
            return shared(self._strings, (value,))[0] if value else ""
        return unescape(value) if type_ is CellType.TEXT else value
