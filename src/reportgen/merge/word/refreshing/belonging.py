"""Whether a file is one of today's report: of the same year, from the same workbooks, with a figure that is known.

Asked before anything is looked for. Another report's file would come out as a list of what is gone and what is
absent, with a few figures set that happen to have the same tags.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from ....model.binding import Binding, ColumnBinding
from ....model.diagnostic import Fault
from ....model.place import ARROW
from ....ooxml.bindings import Stored
from .matching import Matching
from .today import Today

_ENOUGH = 8
"""So many cells of a sum are looked at to tell which workbooks it comes from."""
_YEAR_CELL = ("report.toml › report.year",)


def check_belonging(
    file: str,
    stored: Sequence[Stored],
    single: Sequence[Binding],
    found: Matching,
    grouped: Collection[str],
    today: Today,
    workbooks: Sequence[str] | None,
) -> None:
    """Raise `other-year`, `other-data` or `other-report` for a file of another report than today's.

    `single` are the figures of sentences among what is `stored`, `grouped` the tags of its tables and charts.
    `workbooks` are the names of today's data files; None lets them have other names.
    """
    same = {id(single[number]) for number in found.same}
    years = set(_years([item for item in single if id(item) not in same]))
    if years and years.isdisjoint(_years(today.single)):
        todays = set(_years(today.single))
        if todays:
            raise Fault("other-year", file=file, year=min(years), report=min(todays))
    other = [item for item in stored if id(item) not in same]
    others = [] if workbooks is None else sorted(_workbooks(other).difference(workbooks))
    if others:
        raise Fault("other-data", file=file, workbook=others, report=list(workbooks or ()))
    known = any(_is_of_data(single[number]) for number in found.pairs) or any(tag in today.grouped for tag in grouped)
    if not known and any(map(_is_of_data, single)):
        raise Fault("other-report", file=file, count=len(single))


def _years(items: Sequence[Binding]) -> Iterator[str]:
    """The years that figures show which are nothing but the report's year."""
    return (item.value for item in items if item.cells == _YEAR_CELL and not item.derivation)


def _workbooks(stored: Sequence[Stored]) -> set[str]:
    """The names of the data files that bindings lead to; settings have no sheet."""
    columns = {item.source.file for item in stored if isinstance(item, ColumnBinding)}
    cells = {cell for item in stored if isinstance(item, Binding) for cell in item.cells[:_ENOUGH]}
    return (columns | {cell.partition(ARROW)[0] for cell in cells if cell.count(ARROW) > 1}) - {""}


def _is_of_data(item: Binding) -> bool:
    """Whether a figure rests on a cell of a workbook; settings have no sheet."""
    return any(cell.count(ARROW) > 1 for cell in item.cells[:_ENOUGH])
