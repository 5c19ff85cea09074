"""Tags as plain as `企业.产值 | 亿元` outside of loops: read with the template, looked up without the sandbox.

Where such tags stand one below the other and each names the same column of a row of one table, they are read
as a column is (`columns`): a form of a thousand cells costs no more than a list of as many.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from ..model.dataset import Column, Row, Value
from ..model.figure import Fact, Figure, Missing, as_figure
from ..model.quantity import NO_UNIT, parse_unit
from ..model.values import dataclass
from ..narrate.access import get_attribute
from ..narrate.runtime import Undefined
from .excel.cells import LONGEST_TEXT
from .expressions import UNITS, in_unit
from .source import Field
from .tags import PLAIN, TaggedCell

NOTHING = object()
_FEWEST = 4
"""So many tags one below the other are worth reading as a column."""


class PlainTag(NamedTuple):
    """The tag of a cell: a name, an attribute of it and a unit, None where there is none; the cell's number."""

    cell: int
    root: str
    attribute: str | None
    unit: str | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Strip:
    """Plain tags of one column of the sheet, in rows `first`, `first + step`, ..., that differ in their names alone.

    `indexes` are the numbers of their cells, all of one style and look.
    """

    column: int
    first: int
    step: int
    style: int
    indexes: tuple[int, ...]
    roots: tuple[str, ...]
    field: Field

    def rows(self, names: Mapping[str, Any]) -> Sequence[Row] | None:
        """The rows that the tags name; None where the cells are not alike enough to be read as a column."""
        found = [names.get(root) for root in self.roots]
        if set(map(type, found)) != {Row}:
            return None
        rows: list[Row] = found  # type: ignore[assignment]
        table = rows[0].table
        column = table.columns.get(self.field.name)
        if column is None or any(row.table is not table for row in rows):
            return None
        return rows if _is_alike(column, [column.values[row.index] for row in rows], self.field.unit) else None

    @property
    def tags(self) -> Iterator[PlainTag]:
        """The tags one by one."""
        unit = self.field.unit or None
        return (PlainTag(*both, self.field.name, unit) for both in zip(self.indexes, self.roots, strict=True))

    def value(self, row: Row) -> Figure | Fact | Missing:
        """What one of the tags stands for."""
        value = row.cell(self.field.name)
        return in_unit(value, UNITS[self.field.unit]) if self.field.unit and isinstance(value, Figure) else value


def _is_alike(column: Column, values: Sequence[Value], unit: str) -> bool:
    """Whether nothing is to be said of any of the values, and all become cells of one kind."""
    if column.units is not None or column.approximate or column.hedge:
        return False
    kinds = set(map(type, values))
    if kinds == {Decimal}:
        return not unit or parse_unit(unit).dimension == (column.unit or NO_UNIT).dimension
    if unit:
        return False
    texts: Sequence[str] = values if kinds == {str} else ()  # type: ignore[assignment]
    return kinds == {date} or (
        bool(texts) and max(map(len, texts)) <= LONGEST_TEXT and all(text == text.strip() for text in texts)
    )


def plain_tag(number: int, cell: TaggedCell) -> PlainTag | None:
    """The tag that is all of a cell's text; None for one that is not plain."""
    parts = cell.plain
    if parts is None:
        found = PLAIN.fullmatch(cell.source.strip())
        if found is None:
            return None
        parts = found[1], found[2], found[3]
    return PlainTag(number, *parts) if parts[2] is None or parts[2] in UNITS else None


def looked_up(tag: PlainTag, names: Mapping[str, Any]) -> object:
    """What a tag stands for; NOTHING where anything is wrong, which the sandbox says."""
    _, root, attribute, unit = tag
    value = names.get(root, NOTHING)
    if value is NOTHING:
        return NOTHING
    try:
        if attribute is not None:
            value = get_attribute(value, attribute)
        if unit is not None and not isinstance(value, Missing):
            value = in_unit(as_figure(value), UNITS[unit])
    except Exception:
        return NOTHING
    return NOTHING if isinstance(value, Undefined) else value


def strips_of(cells: Sequence[TaggedCell], styles: Sequence[int]) -> Iterator[Strip]:
    """The strips that the cells of a sheet without loops make."""
    alike: dict[tuple[int, int, str, str, str | None], list[_Member]] = {}
    for number, (cell, style) in enumerate(zip(cells, styles, strict=False)):
        if cell.plain is None:
            continue
        root, attribute, unit = cell.plain
        if attribute is not None and attribute[0] != "_" and (unit is None or unit in UNITS):
            key = (cell.place.column, style, cell.runs[0].properties, attribute, unit)
            alike.setdefault(key, []).append((cell.place.row, number, root))
    for (column, style, _, attribute, unit), members in alike.items():
        for rows in _runs(members):
            yield Strip(
                column=column,
                first=rows[0][0],
                step=rows[1][0] - rows[0][0],
                style=style,
                indexes=tuple(number for _, number, _ in rows),
                roots=tuple(root for _, _, root in rows),
                field=Field(attribute, unit or ""),
            )


_Member = tuple[int, int, str]
"""The row of a cell, its number, and the name in its tag."""


def _runs(members: Sequence[_Member]) -> Iterator[Sequence[_Member]]:
    """The members cut where their rows go on in another step; short runs left out."""
    at = 0
    while at + 1 < len(members):
        step = members[at + 1][0] - members[at][0]
        stop = at + 2
        while stop < len(members) and members[stop][0] - members[stop - 1][0] == step:
            stop += 1
        if stop - at >= _FEWEST:
            yield members[at:stop]
            at = stop
        else:
            at = stop - 1
