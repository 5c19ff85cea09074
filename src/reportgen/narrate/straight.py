"""Narratives that print cells as they stand: worded for one unit, told for every other by its cells alone.

Where templates use what a unit has of its own in tags such as `{{ 单位资料.产值 }}` only, nothing in them hangs on the
values: words, marks and settings are the same for all units, and the outline of a further one needs no more than the
cells that stand at the marks. One word, operator, condition or loop over what is the unit's own, one include or import,
and the templates run for each unit.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ..model.dataset import Row, Table
from ..model.document import DataTable
from ..model.figure import Fact, Figure, Phrase, Piece
from ..model.late import CellFigure, Late, ListedTable, Listing, TablePart, late_cell, listed_table
from ..model.marks import Marks
from ..model.values import dataclass, replace
from .directives import Settings, Sources
from .environment import Compiled
from .listings import table_made
from .markup import Directive
from .outline import Outline, numbers_of
from .rendering import Expression
from .tags import Tags

_CELL = re.compile(r"(\w+)(?:\.(\w+))?")
_ATTEMPTS = 4
"""So many narratives are compared with what is told of them; then the report is taken for one that is not straight."""

Cells = Mapping[Expression, tuple[str, str]]
"""Tags that print a cell: the name that is the unit's own, and the column, empty for what stands under the name."""


class _Step(NamedTuple):
    """A figure of the outline, printed by `by`: a cell of the unit's own, or `same`, the same for every unit."""

    by: Expression
    name: str = ""
    column: str = ""
    same: Piece | CellFigure | None = None


class _Listed(NamedTuple):
    """A table of the outline: the name of the unit's list, and what the directive makes of any rows."""

    name: str
    listing: Listing
    directive: Directive


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Course:
    """What the outlines of all units have in common: their key, and how their figures and tables are found."""

    key: tuple[object, ...]
    steps: Sequence[_Step]
    tables: Sequence[_Listed]


class Straight:
    """The outlines of a report's narratives for one unit after the other, as far as cells alone tell them.

    `templates` are those of the sections, `listed` the sheets of the appendices.
    """

    def __init__(self, templates: Sequence[Compiled], listed: Collection[str], sources: Sources, late: Late) -> None:
        self._templates, self._listed, self._sources, self._late = templates, listed, sources, late
        self._course: _Course | None = None
        self._attempts = _ATTEMPTS

    def outline(self, own: Mapping[str, Any]) -> Outline | None:
        """The outline for a unit with these names of its own; None where its templates must run."""
        course = self._course
        return None if course is None else self._told(course, own)

    def learn(
        self,
        outline: Outline,
        own: Mapping[str, Any],
        texts: Iterable[str],
        marks: Marks,
        tables: Iterable[tuple[Directive, DataTable]],
    ) -> None:
        """Take from the outline of a unit whose templates ran how those of all others are told."""
        if self._course is not None or not self._attempts:
            return
        self._attempts -= 1
        cells = None if self._listed & own.keys() else cells_printed(self._templates, own.keys())
        known = [(directive, self._late.listings.get(id(directive), (None, None))[1]) for directive, _ in tables]
        if cells is None:
            self._attempts = 0
            return
        listed = [
            _Listed(directive.settings["数据"].text, listing, directive)
            for directive, listing in known
            if listing is not None
        ]
        course = _Course(outline.key, list(_steps(texts, marks, cells)), listed)
        if len(listed) == len(known) and _are_alike(self._told(course, own), outline):
            self._course = course

    def _told(self, course: _Course, own: Mapping[str, Any]) -> Outline | None:
        tags = Tags(self._sources.dataset, self._sources.sheets)
        figures: list[tuple[str, Piece | CellFigure]] = []
        for by, name, column, same in course.steps:
            value: object = own[name] if name else same
            if column and isinstance(value, Row):
                value = late_cell(value.table, column, value.index, self._late)
            if type(value) is CellFigure:
                figures.append((tags.of_cell(by, value), value))
                continue
            shown = value if isinstance(value, Piece) else _piece(value)
            tag = None if shown is None or shown.shows is None else tags.of(by, shown.shows, shown.wording)
            if shown is None or tag is None:
                return None
            figures.append((tag, shown))
        tables = [self._table(item, own) for item in course.tables]
        made = [table for table in tables if table is not None]
        return Outline(course.key, figures, made) if len(made) == len(tables) else None

    def _table(self, item: _Listed, own: Mapping[str, Any]) -> DataTable | None:
        part, listing = own.get(item.name), item.listing
        if type(part) is not TablePart or part.base is not listing.base:
            return None
        return listed_table(listing, part.indexes, lambda: self._made(item.directive, own))

    def _made(self, directive: Directive, own: Mapping[str, Any]) -> DataTable:
        tables = {name: table for name, table in own.items() if isinstance(table, Table)}
        sources = replace(self._sources, tables={**self._sources.tables, **tables})
        return table_made(Settings(directive, Marks(), sources))


def _piece(value: object) -> Piece | None:
    """What prints as a figure by itself."""
    return Piece(value.text, value) if isinstance(value, (Figure, Fact)) and value.text else None


def cells_printed(templates: Iterable[Compiled], own: Collection[str]) -> Cells | None:
    """The tags that print cells of a unit's own; None where templates use what is its own in any other way."""
    found: dict[Expression, tuple[str, str]] = {}
    for template in templates:
        source = template.source
        if template.template is None or ("{%" in source and ("include" in source or "import" in source)):
            return None
        printed = [(item, tag) for item in template.expressions if (tag := _CELL.fullmatch(item.text))]
        for name in template.asked.intersection(own):
            tags = {item: (name, tag[2] or "") for item, tag in printed if tag[1] == name}
            # Each place that asks for the name is one of these tags, or something else is done with it.
            if len(template.loaded.get(name, ())) != len(tags):
                return None
            found.update(tags)
    return found


def _steps(texts: Iterable[str], marks: Marks, cells: Cells) -> Iterator[_Step]:
    """The figures of rendered texts, in their order."""
    for text in texts:
        for number in numbers_of(text):
            item = marks.values[number]
            assert isinstance(item, tuple)  # noqa: S101 - else there would be no outline
            value, by = item
            if by in cells:
                yield _Step(by, *cells[by])
            elif isinstance(value, Phrase):
                yield from (_Step(by, same=piece) for piece in value.pieces if piece.shows is not None and piece.text)
            elif type(value) is CellFigure:
                yield _Step(by, same=value)
            elif (piece := _piece(value)) is not None:
                yield _Step(by, same=piece)


def _are_alike(one: Outline | None, other: Outline) -> bool:
    """Whether two outlines have the same figures and tables; only then all tags are what they seem to be."""
    if one is None or len(one.figures) != len(other.figures) or len(one.tables) != len(other.tables):
        return False
    figures = zip(one.figures, other.figures, strict=True)
    tables = zip(one.tables, other.tables, strict=True)
    return all(tag == known and _is_same(item, shown) for (tag, item), (known, shown) in figures) and all(
        isinstance(table, ListedTable)
        and isinstance(known, ListedTable)
        and table.listing is known.listing
        and table.indexes == known.indexes
        for table, known in tables
    )


def _is_same(one: Piece | CellFigure, other: Piece | CellFigure) -> bool:
    if isinstance(one, CellFigure) and isinstance(other, CellFigure):
        return one.line is other.line and one.index == other.index
    return isinstance(one, Piece) and one == other
