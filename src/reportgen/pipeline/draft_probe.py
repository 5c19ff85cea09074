"""Which sections of a narrative need a cell that could not be read: their drafts fail, the others are made.

The drafts are worded over the data as read, where such a cell is empty. Here the same templates are worded once more
over guarded data, in which to reach the cell is its fault; what comes of that is looked at, never written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..model.dataset import Dataset, Row, Table
from ..model.diagnostic import Diagnostic, Severity
from ..model.place import TextRef
from ..model.report import Report
from ..model.unread import Unread
from ..model.values import replace

if TYPE_CHECKING:
    from ..narrate.kept import Store


class Probe:
    """The templates over guarded data; `units` is the table of units, None for none."""

    def __init__(
        self, report: Report, dataset: Dataset, units: Table | None, unread: Unread, store: Store | None
    ) -> None:
        from ..narrate.access import UnreadValue
        from ..narrate.narrate import Narrator

        self._unread = unread
        self._units = None if units is None else unread.table(units)
        self._narrator = Narrator(report, with_units(self._units, unread.dataset(dataset, UnreadValue)), store)

    def judged(self, own: Mapping[str, Any] | None, found: Sequence[Diagnostic]) -> list[Diagnostic]:
        """What was found in a narrative; of sections that need an unread cell, what is found over guarded data.

        `own` is what a unit has of its own, None for the report's narrative.
        """
        from ..narrate.asking import findings_of_asking

        with self._narrator.rendered(own and self._guarded(own)) as narrative:
            asked = findings_of_asking(narrative)
        known = {(item.code, item.place, item.related) for item in found}
        needed = [
            item
            for item in asked
            if item.severity is Severity.ERROR and (item.code, item.place, item.related) not in known
        ]
        files = {file for item in needed for file in _files(item)}
        told = [item for item in asked if is_about(item, files) and item not in needed]
        first = {(item.code, item.place, _files(item)): item for item in reversed(needed)}
        return [*(item for item in found if not is_about(item, files)), *reversed(first.values()), *told]

    def _guarded(self, own: Mapping[str, Any]) -> dict[str, Any]:
        return {name: self._of_guarded(value) for name, value in own.items()}

    def _of_guarded(self, value: Any) -> Any:
        if isinstance(value, Row) and self._units is not None:
            return Row(self._units, value.index)
        return self._unread.table(value) if isinstance(value, Table) else value


def with_units(units: Table | None, dataset: Dataset) -> Dataset:
    """The data with the table of units, which templates may name too: a rank needs all of them."""
    return dataset if units is None else replace(dataset, tables={units.name: units, **dataset.tables})


def is_about(item: Diagnostic, files: set[str]) -> bool:
    """Whether a finding stands in one of these sections; then it does not concern the others."""
    return not files.isdisjoint(_files(item))


def _files(item: Diagnostic) -> tuple[str, ...]:
    return tuple(place.file for place in (item.place, *item.related) if isinstance(place, TextRef))
