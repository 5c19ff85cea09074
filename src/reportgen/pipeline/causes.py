"""The cause alone is shown: findings that merely follow from an earlier error are left out.

A cell that cannot be read leaves an empty place behind it, an unreadable workbook hundreds of them.
What later steps say about those places is true of the data as read, and false of the user's workbook.
Between the steps, `prepare` passes their findings through here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..model.dataset import Dataset
from ..model.diagnostic import Diagnostic, Severity
from ..model.place import CellRef, FileRef, Place, SheetRef, TextRef
from ..model.values import dataclass

_Area = tuple[str, str, int]
"""A row or a column: its file, its sheet, its number."""

_ABSENT_INDICATORS = frozenset(("missing-indicator", "unknown-indicator", "undefined-name"))
_ABSENT_DATA = frozenset(
    (
        "missing-value", "nothing-to-add", "nothing-to-count", "no-base", "unknown-attribute", "unknown-column",
        "unknown-data", "empty-chart", "unknown-reference", "unreferenced", "unused-data", "unused-footnote",
        "missing-section", "empty-heading",
    )
)  # fmt: skip
"""What is said where something is not there, whatever the reason."""

_UNITS = frozenset(("wrong-unit", "unknown-unit", "missing-unit"))
_LIMITS = frozenset(("below-minimum", "above-maximum"))
_CONTRADICTIONS = (
    (_UNITS, frozenset(("unit-mismatch", "mixed-axis"))),
    (_LIMITS, frozenset(("share-above-whole", "no-positive-base"))),
)
"""What a wrong unit, and what an impossible number leads to; the findings need not name the row."""

_HOLLOW = frozenset(
    ("missing-section", "empty-heading", "empty-chart", "unreferenced", "unknown-reference", "unused-footnote")
)
"""What a section shows whose expressions, charts or tables came to nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lost:
    """What the causes left without a sound value.

    `codes` are those of findings that say no more than that; `contradictions` those that follow wherever they stand.
    """

    cells: frozenset[CellRef]
    columns: frozenset[_Area]
    rows: frozenset[_Area]
    sheets: frozenset[SheetRef]
    names: frozenset[str]
    codes: frozenset[str]
    contradictions: frozenset[str]

    def has(self, place: Place) -> bool:
        """Whether a place lies in what was lost."""
        if isinstance(place, SheetRef):
            return place in self.sheets
        if not isinstance(place, CellRef):
            return False
        file, sheet = place.file, place.sheet
        return (
            place in self.cells
            or (file, sheet, place.column) in self.columns
            or (file, sheet, place.row) in self.rows
            or SheetRef(file, sheet) in self.sheets
        )

    def explains(self, item: Diagnostic) -> bool:
        """Whether a finding follows from the causes: by its places, by its kind, or by what it names."""
        if any(self.has(place) for place in _places(item)):
            return True
        if item.code in self.contradictions:
            return True
        if isinstance(item.place, CellRef):
            return False
        return item.code in self.codes or any(fact in self.names for fact in item.facts.values())


def without_consequences(
    causes: Sequence[Diagnostic], later: Iterable[Diagnostic], dataset: Dataset
) -> list[Diagnostic]:
    """The later findings less those that merely follow from an error among `causes`.

    `causes` are the findings of the steps before. Nothing is lost for good: once the cause is mended, the
    next run judges everything behind it.
    """
    errors = [item for item in causes if item.severity is Severity.ERROR]
    if not errors:
        return list(later)
    lost = _lost(errors, dataset)
    kept: list[Diagnostic] = []
    hollow: set[str] = set()
    for item in later:
        if lost.explains(item):
            hollow |= {place.file for place in _places(item) if isinstance(place, TextRef)}
        else:
            kept.append(item)
    return [item for item in kept if item.code not in _HOLLOW or getattr(item.place, "file", "") not in hollow]


def _places(item: Diagnostic) -> Iterator[Place]:
    if item.place is not None:
        yield item.place
    yield from item.related


def _lost(errors: Sequence[Diagnostic], dataset: Dataset) -> _Lost:
    cells = {item.place: item for item in errors if isinstance(item.place, CellRef)}
    rows = {(cell.file, cell.sheet, cell.row) for cell in cells}
    names = {name for name, item in dataset.indicators.items() if _row(item.place) in rows}
    names |= {item.facts["name"] for item in errors if item.code == "missing-indicator"}
    names |= {item.facts["column"] for item in errors if item.code == "missing-column"}
    return _Lost(
        cells=frozenset(cells),
        columns=frozenset(_columns(errors)),
        rows=frozenset(_row(cell) for cell, item in cells.items() if item.code in _UNITS),
        sheets=_unread_sheets(errors, dataset),
        names=frozenset(names),
        codes=_codes(errors, dataset),
        contradictions=_contradictions(errors),
    )


def _contradictions(errors: Iterable[Diagnostic]) -> frozenset[str]:
    codes = {item.code for item in errors}
    return frozenset(code for causes, found in _CONTRADICTIONS if codes & causes for code in found)


def _row(cell: CellRef) -> _Area:
    return (cell.file, cell.sheet, cell.row)


def _columns(errors: Iterable[Diagnostic]) -> Iterator[_Area]:
    """Columns with more unreadable cells than are listed, and column 0, where absent columns are said to be."""
    for item in errors:
        if isinstance(item.place, CellRef) and item.code == "more-of-the-same":
            yield (item.place.file, item.place.sheet, item.place.column)
        elif isinstance(item.place, SheetRef) and item.code == "missing-column":
            yield (item.place.file, item.place.sheet, 0)


def _unread_sheets(errors: Iterable[Diagnostic], dataset: Dataset) -> frozenset[SheetRef]:
    read = {table.place for table in dataset.tables.values()}
    return frozenset(item.place for item in errors if isinstance(item.place, SheetRef)) - read


def _codes(errors: Sequence[Diagnostic], dataset: Dataset) -> frozenset[str]:
    """The kinds of findings that say nothing of their own after these errors."""
    codes = {item.code for item in errors}
    read = {table.file for table in dataset.tables.values()}
    whole_file = any(isinstance(item.place, FileRef) and item.place.file not in read for item in errors)
    kinds: frozenset[str] = frozenset()
    if whole_file or "missing-sheet" in codes or _unread_sheets(errors, dataset):
        kinds |= _ABSENT_DATA
    if whole_file:
        kinds |= {"undefined-name"}
    if not dataset.indicators and (kinds & _ABSENT_DATA or "missing-column" in codes):
        kinds |= _ABSENT_DATA | _ABSENT_INDICATORS
    return kinds
