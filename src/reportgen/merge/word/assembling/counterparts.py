"""Which figure of today's report is which figure of a draft, so that both speak of the same cells.

A draft names the cells as they were when it was made; rows that came since moved them. Figures of the text are
known again as `refresh` knows them, those of a table by the name of their row.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from ....model.binding import Binding
from ....model.place import ARROW
from ....model.table_rows import row_name, row_names
from ....ooxml.bindings import Stored, flat
from ..refreshing.matching import match
from .draft import Draft

_Spot = tuple[str, int, int]
_Named = tuple[str, str, int]


class Known:
    """What is known today of the figures of one draft."""

    def __init__(self, pairs: Sequence[tuple[Binding, Binding]]) -> None:
        self._today = {_spot(old): same for old, same in pairs}
        moved = (zip(old.cells, same.cells, strict=False) for old, same in pairs)
        self._moved = {_sheet(old) for cells in moved for old, new in cells if old != new}

    def today(self, binding: Binding) -> Binding | None:
        """Today's binding of the figure; None where nobody knows."""
        return self._today.get(_spot(binding))

    def cells(self, binding: Binding) -> tuple[str, ...]:
        """The cells of today that the figure rests on; none where nobody knows, because rows of their sheet moved."""
        same = self.today(binding)
        if same is not None and same.cells:
            return same.cells
        return () if any(_sheet(cell) in self._moved for cell in binding.cells) else binding.cells


class Counterparts:
    """Today's bindings, of the report or of a unit by its name, asked draft by draft.

    The drafts of other units have data of their own, and are as they are.
    """

    def __init__(self, today: Sequence[Stored], unit: str = "") -> None:
        self.unit = unit
        self._texts: defaultdict[str, set[str]] = defaultdict(set)
        for binding in flat(today):
            self._texts[binding.tag].add(binding.text)
        self._single = _single(flat(today))
        self._cells = dict(_cells(today))
        self._known: dict[Draft, Known] = {}

    def of(self, draft: Draft) -> Known:
        """What is known of a draft's figures."""
        if draft not in self._known:
            old = _single(flat(draft.stored))
            pairs = [(old[number], same) for number, same in match(old, self._single).pairs.items()]
            pairs += [(one, self._cells[named]) for named, one in _cells(draft.stored) if named in self._cells]
            if draft.unit != self.unit:
                pairs = [(one, same) for one, same in pairs if one.cells == same.cells]
            self._known[draft] = Known(pairs)
        return self._known[draft]

    def texts(self, tag: str) -> set[str]:
        """All texts that today's report shows under a tag: those of a chart."""
        return self._texts.get(tag, set())


def _single(bindings: Iterable[Binding]) -> list[Binding]:
    """The figures that have a tag of their own: those of tables and charts share one."""
    listed = [binding for binding in bindings if not binding.table_row]
    often = Counter(binding.tag for binding in listed)
    return [binding for binding in listed if often[binding.tag] == 1]


def _cells(stored: Iterable[Stored]) -> list[tuple[_Named, Binding]]:
    """The figures of tables by tag, name of the row, and column; rows of one name are told apart by nobody."""
    stored = list(stored)
    names = row_names(stored)
    listed = [binding for binding in flat(stored) if binding.table_row]
    named = [(binding.tag, row_name(binding, names), binding.table_column) for binding in listed]
    often = Counter(named)
    return [(name, binding) for name, binding in zip(named, listed, strict=True) if often[name] == 1]


def _spot(binding: Binding) -> _Spot:
    return binding.tag, binding.table_row, binding.table_column


def _sheet(cell: str) -> str:
    return cell.rpartition(ARROW)[0]
