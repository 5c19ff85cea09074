"""What the data of today say of the figures of a draft: the report's bindings as they would be stored now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ....model.binding import Binding
from ....ooxml.bindings import Stored, flat


class DataToday:
    """The bindings of today: of the report, or of the unit that a draft was made for."""

    def __init__(self, stored: Iterable[Stored]) -> None:
        self.bindings = tuple(flat(stored))
        self._by_tag: dict[str, list[Binding]] = {}
        for binding in self.bindings:
            self._by_tag.setdefault(binding.tag, []).append(binding)

    def of(self, binding: Binding) -> Iterator[Binding]:
        """Today's bindings of the same place: the same cell of a table, or the one figure of the tag."""
        spot = (binding.table_row, binding.table_column)
        listed = self._by_tag.get(binding.tag, ())
        return (item for item in listed if (item.table_row, item.table_column) == spot)
