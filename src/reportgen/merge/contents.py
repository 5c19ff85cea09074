"""What a cell holds in the output: a value as its own type where a tag stands alone, else text with its looks.

Values come from rendered templates as marks (`model.marks`); numbers and dates stay what they are and take
the cell's own format, in which a percentage is its hundredth part.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from re import Match
from typing import NamedTuple

from ..model.diagnostic import Diagnostic, Fault, error, info, warning
from ..model.figure import Fact, Figure, Missing, MissingValue, Phrase
from ..model.marks import MARK
from ..model.place import CellRef, Place
from ..model.quantity import POINT, RATIO, Quantity, Unit, plain
from ..model.shown import shown
from ..model.values import dataclass, field, replace
from ..narrate.rendering import Expression
from ..narrate.values import Joined
from .excel.cells import LONGEST_TEXT, content, serial_of
from .excel.sheet import Sheet
from .excel.strings import RichText, TextRun
from .excel.styles import Shape, Styles
from .tag_places import only_tag
from .tags import TaggedCell, run_pieces

Printed = tuple[object, Expression]
Given = Decimal | int | str | bool | None
"""What formulas see of a cell."""


class Content(NamedTuple):
    """A cell behind its address: style, type, value and its end; and what formulas see of it."""

    tail: str
    seen: Given


@dataclass(slots=True, kw_only=True)
class Empties:
    """Cells left empty because the data has nothing: the first such cell of the data, and how many there are."""

    name: str
    first: Place | None
    count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Printer:
    """Makes the contents of a workbook's cells; `on` gives the one for the sheet that they stand on.

    `values` are those behind the marks of the rendering that is read. `prefix` is that of the sheet's elements.
    What the printers of a workbook find stands together.
    """

    styles: Styles | None
    date1904: bool
    values: Sequence[Printed]
    prefix: str = ""
    findings: list[Diagnostic] = field(default_factory=list)
    empties: dict[tuple[CellRef, str], Empties] = field(default_factory=dict)
    bare: dict[tuple[CellRef, str], int] = field(default_factory=dict)

    def on(self, sheet: Sheet) -> Printer:
        """The printer for the cells of a sheet; what it finds is found here, too."""
        return self if sheet.prefix == self.prefix else replace(self, prefix=sheet.prefix)

    def shape(self, style: int) -> Shape:
        """What the format of a style shows."""
        return Shape.GENERAL if self.styles is None else self.styles.shape(style)

    def empty(self, style: int) -> Content:
        """A cell of nothing but its looks."""
        return self._cell(style, None)

    def rendered(self, text: str, cell: TaggedCell, style: int) -> Content:
        """The content of a cell that a template printed as `text`, marks in it."""
        marks = MARK.findall(text)
        if len(marks) == 1 and not "".join(p for _, p in run_pieces(MARK.sub("", text))).strip():
            value, by = self.values[int(marks[0])]
            return self.typed(value, style, cell, by.place)
        if not marks and not text.strip("\n"):
            return self.empty(style)
        runs = [
            TextRun("" if number is None else cell.runs[number].properties, self._text(piece))
            for number, piece in run_pieces(text)
        ]
        return self._string(tuple(run for run in runs if run.text), style, cell)

    def typed(self, value: object, style: int, cell: TaggedCell, tag: Place | None = None) -> Content:
        """The content of a cell that holds one value and nothing else; `tag` prints it, None for its only one."""
        if isinstance(value, Figure):
            if value.approximate or value.hedge or value.estimated:
                self.hedged(cell.place, value.name)
            return self._cell(style, self._number(value.value, value.unit, style))
        if isinstance(value, Fact) and isinstance(value.value, date):
            return self.on_day(value.value, style)
        if isinstance(value, Missing):
            self.missing(cell.place, value.name, value.source)
            return self.empty(style)
        if isinstance(value, bool):
            return self._cell(style, value)
        if isinstance(value, (int, float, Decimal)):
            return self._cell(style, Decimal(repr(value)) if isinstance(value, float) else Decimal(value))
        if isinstance(value, date):
            return self.on_day(value, style)
        text = self._worded(value, tag or only_tag(cell))
        return self._string((TextRun(cell.runs[0].properties if cell.runs else "", text),), style, cell)

    def missing(self, place: CellRef, name: str, source: Place | None, count: int = 1) -> None:
        """Note that a cell stays empty."""
        self.empties.setdefault((place, name), Empties(name=name, first=source)).count += count

    def hedged(self, place: CellRef, name: str, count: int = 1) -> None:
        """Note that a number goes into a cell without the 约 or 预计 that the data says with it."""
        self.bare[place, name] = self.bare.get((place, name), 0) + count

    def all_findings(self) -> list[Diagnostic]:
        """What was found, cells without a value last."""
        left = [
            warning(
                "empty-cell-filled",
                place,
                related=() if item.first is None else (item.first,),
                name=item.name,
                count=item.count,
            )
            for (place, _), item in self.empties.items()
        ]
        bare = [info("hedge-left-out", at, name=name or "—", count=count) for (at, name), count in self.bare.items()]
        return [*self.findings, *left, *bare]

    def _text(self, piece: str) -> str:
        """A stretch of text with its values worded."""

        def words(mark: Match[str]) -> str:
            value, by = self.values[int(mark[1])]
            return self._worded(value, by.place)

        return MARK.sub(words, piece)

    def _worded(self, value: object, tag: Place) -> str:
        """A value in words; what has none is said at its tag."""
        try:
            return worded(value)
        except Fault as fault:
            self.findings.append(not_worded(fault, tag))
        return ""

    def _number(self, value: Decimal, unit: Unit, style: int) -> Decimal:
        """The number under the cell's format: one that shows percentages multiplies by 100 itself."""
        if self.shape(style) is Shape.PERCENT and unit.dimension in (RATIO, POINT):
            return Quantity(value, unit).base
        return value

    def dated(self, style: int) -> int:
        """The style that shows dates and else looks the same."""
        return style if self.styles is None or self.shape(style) is Shape.DATE else self.styles.dated(style)

    def on_day(self, value: date, style: int) -> Content:
        """A cell that holds a date."""
        if self.shape(style) is Shape.TEXT:
            return self._cell(style, Fact(value=value).text)
        style = self.dated(style)
        return self._cell(style, Decimal(serial_of(value, date1904=self.date1904)))

    def _string(self, runs: RichText, style: int, cell: TaggedCell) -> Content:
        text = "".join(run.text for run in runs)
        if len(text) > LONGEST_TEXT:
            fault = Fault("cell-text-too-long", length=len(text), limit=LONGEST_TEXT)
            self.findings.append(fault.at(cell.place))
            return self.empty(style)
        if not text:
            return self.empty(style)
        type_, inner = content(runs if any(run.properties for run in runs) else text, prefix=self.prefix)
        return Content(self._tail(style, type_, inner), text)

    def _cell(self, style: int, value: Decimal | str | bool | None) -> Content:
        type_, inner = content(value, prefix=self.prefix)
        return Content(self._tail(style, type_, inner), value)

    def _tail(self, style: int, type_: str, inner: str) -> str:
        named = f' s="{style}"' if style else ""
        return f"{named}{type_}>{inner}</{self.prefix}c>" if inner else f"{named}{type_}/>"


def not_worded(fault: Fault, tag: Place) -> Diagnostic:
    """The finding of `worded`: an empty cell of the data in the midst of text is at fault itself, its tag beside it."""
    if not isinstance(fault, MissingValue):
        return fault.at(tag)
    source, name = fault.missing.source, fault.missing.name
    return error("missing-value", source or tag, related=(tag,) if source else (), name=name)


def worded(value: object) -> str:
    """A value as text; raises `missing-value`, `not-a-cell-value`."""
    if isinstance(value, (Figure, Fact, Phrase)):
        return value.text
    if isinstance(value, Missing):
        raise MissingValue(value)
    if isinstance(value, str):
        return value
    if isinstance(value, Joined):
        return "".join(map(worded, value.parts))
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (int, float, Decimal)):
        return plain(value) if isinstance(value, Decimal) else str(value)
    if isinstance(value, date):
        return Fact(value=value).text
    raise Fault("not-a-cell-value", value=shown(value))
