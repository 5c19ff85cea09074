"""The one way into the followers: everything in a workbook besides cells, moved as its sheets move.

`fill` and `edit` open the followers on a book with the moves, ask them for the head and the tail of every sheet
that they write, and at the end let them change the other parts. Parts in which nothing changes are not put.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from ....model.diagnostic import Diagnostic
from ....ooxml.xml import text as escaped
from ..book import Book
from ..formulas import FormulaMover
from ..moves import Moves
from . import anchors, charts, marks, names, notes, once, pivots, repeated, rules, tables, views
from .chart_rounds import ChartRounds
from .copies import OutputSheet, output_sheets, places, table_names
from .elements import Element, change, elements
from .grid import Area, area_of
from .notes import Cells
from .place import SheetPlace
from .relations import related
from .tables import Values

_WITH_FORMULAS = frozenset(("vmlDrawing", "ctrlProp"))
"""Kinds of part beside charts and tables that may refer to other sheets."""


class Followers:
    """Moves what refers to rows, columns and sheets of one workbook.

    `sheets` are those of the output, each with the part that it is to be written to; `mover` moves the formulas of
    cells too, so that all findings come together.
    """

    def __init__(
        self, book: Book, moves: Moves, removed_notes: Mapping[str, Cells] | None = None, *, repeats: bool = True
    ) -> None:
        """Open the followers; sheets that repeat get their parts now.

        `removed_notes`: by template sheet the cells whose notes held tags, and go. `repeats`: see `FormulaMover`.
        """
        self.book = book
        self.moves = moves
        self.mover = FormulaMover(moves, [entry.name for entry in book.sheets], book.file, repeats=repeats)
        self._removed = removed_notes or {}
        self._places: dict[tuple[str, int], SheetPlace] = {}
        self._original = {
            entry.name: set(table_names(book, entry.part)) for entry in book.sheets if self._repeats(entry.name)
        }
        self.sheets = output_sheets(book, moves)
        self._moved = _written_names(name for name, move in moves.items() if not move.is_still)
        self._changed: tuple[str, ...] | None = None
        self._seen: set[str] = set()
        self._grown: set[str] = set()
        for sheet in self.sheets:
            if sheet.copy:
                self._name_tables(sheet)

    @property
    def findings(self) -> list[Diagnostic]:
        """What was found so far about references that nothing answers, or several."""
        return self.mover.findings

    def name_columns(self, values: Values) -> None:
        """Let formulas follow the columns of tables whose headers hold tags; before any formula is moved."""
        for sheet in self.sheets:
            for kind, part in related(self.book, sheet.part) if sheet.part else ():
                if kind == "table" and self.book.has(part) and _has_tags(self._text(part)):
                    for found in elements(self._text(part), "table"):
                        names = tables.renamed_columns(found, self.place(sheet), values)
                        if names:
                            self.mover.rename_columns(found.get("displayName") or "", names)

    def head(self, sheet: OutputSheet, text: str) -> str:
        """What stands before the rows of a sheet: dimension, views, columns."""
        text = views.follow(text, self.place(sheet))
        return _second(text) if sheet.copy else text

    def tail(self, sheet: OutputSheet, text: str) -> str:
        """What stands behind the rows of a sheet: merged cells, rules, links, breaks, controls."""
        place = self.place(sheet)
        if place.grid.is_still and not _mentions(text, self._moved):
            return text
        text = marks.follow(rules.follow(text, place), place)
        text = anchors.follow(views.views(text, place), place)
        return text if place.grid.is_still else _without_empty(text)

    def finish(self, values: Values | None = None, changed: Collection[str] | None = None) -> None:
        """Change the other parts of the book; `values` knows what the cells of the output hold.

        `changed` are the sheets of the output with cells that changed, None where any may have.
        """
        self._changed = None if changed is None else (*self._moved, *_written_names(changed))
        known: Values = values or _unknown
        if values is None and all(move.is_still for move in self.moves.values()) and not self._removed:
            return
        for sheet in self.sheets:
            self._of_sheet(sheet, known)
        if self.mover.renames_columns or any(not move.is_still for move in self.moves.values()):
            self._of_workbook()

    def _repeats(self, name: str) -> bool:
        return name in self.moves and len(self.moves[name].copies) > 1

    def place(self, sheet: OutputSheet) -> SheetPlace:
        """The place of a sheet of the output."""
        key = (sheet.entry.name, sheet.copy)
        if key not in self._places:
            self._places[key] = self._place(sheet)
        return self._places[key]

    def _place(self, sheet: OutputSheet) -> SheetPlace:
        move = self.moves.get(sheet.entry.name)
        return SheetPlace.of(move, sheet.copy, self.mover) if move else SheetPlace.still(sheet.entry.name, self.mover)

    def _name_tables(self, sheet: OutputSheet) -> None:
        copied = table_names(self.book, sheet.part)
        old = self._original.get(sheet.entry.name, set())
        renamed = {name: new for name in old for new in copied if new.rpartition("_")[0] == name}
        if renamed:
            self.mover.rename_tables(sheet.entry.name, sheet.copy, renamed)

    def _of_sheet(self, sheet: OutputSheet, values: Values) -> None:
        place = self.place(sheet)
        part = sheet.part or self.book.relations[sheet.entry.relation].target
        removed = self._removed.get(sheet.entry.name, ())
        is_still = place.grid.is_still and not removed
        near = [item for item in related(self.book, part) if self.book.has(item.part)]
        threaded = {
            cell
            for item in near
            if item.kind == "threadedComment" and not is_still
            for cell in notes.threaded_cells(self._text(item.part))
        }
        for kind, name in near:
            if kind == "drawing":
                self._drawing(name, place, values)
            elif kind == "table":
                self._table(name, place, values)
            elif is_still and not (kind in _WITH_FORMULAS and _mentions(self._text(name), self._moved)):
                continue
            elif kind == "comments":
                self._put(name, notes.notes(self._text(name), place, removed, threaded))
            elif kind == "vmlDrawing":
                self._put(name, notes.shapes(self._text(name), place, removed, threaded))
            elif kind == "threadedComment":
                self._put(name, notes.threads(self._text(name), place))
            elif kind == "ctrlProp":
                self._put(name, anchors.follow(self._text(name), place))
            elif kind == "pivotTable":
                self._put(name, pivots.pivot_table(self._text(name), place))
            elif kind == "tableSingleCells":
                self._put(name, change(self._text(name), "singleXmlCell", lambda item: _single_cell(item, place)))

    def _drawing(self, name: str, place: SheetPlace, values: Values) -> None:
        if not place.grid.is_still:
            once.report_drawing(self._text(name), place)
        rounds = ChartRounds(self.book, name, place, values)
        charted = [item for item in related(self.book, name) if item.kind in ("chart", "chartEx")]
        if not place.grid.is_still or _mentions(self._text(name), self._moved):
            self._put(name, repeated.drawing(self._text(name), place, rounds.relation))
        for _, part in charted:
            if not self.book.has(part) or part in rounds.done:
                continue
            if self._changed is None or _mentions(self._text(part), self._changed):
                self._put(part, charts.chart(self._text(part), place, values))

    def _table(self, name: str, place: SheetPlace, values: Values) -> None:
        before = self._text(name)
        if not place.grid.is_still:
            once.report_table(before, place)
        after = tables.table(before, place, values)
        if after != before:
            self._grown.update((found.get("displayName") or "").casefold() for found in elements(after, "table"))
        self._put(name, after)

    def _of_workbook(self) -> None:
        book = self.book
        order = [entry.name for entry in book.sheets]
        before = self._text(book.main)
        self._put(book.main, names.names(before, self.mover, order, places(book, self.sheets)))
        by_name = {sheet.entry.name.casefold(): self.place(sheet) for sheet in reversed(self.sheets)}
        for relation in book.relations.values():
            if relation.kind == "pivotCacheDefinition" and book.has(relation.target):
                text = pivots.pivot_source(self._text(relation.target), by_name, self._grown)
                self._put(relation.target, text)

    def _text(self, part: str) -> str:
        return self.book.text(part)

    def _put(self, part: str, text: str) -> None:
        """Put a part once, where it has changed; a part of two sheets follows the first."""
        if part not in self._seen:
            self._seen.add(part)
            if text != self._text(part):
                self.book.put(part, text)


def _written_names(names: Iterable[str]) -> tuple[str, ...]:
    """Names of sheets as they stand in the formulas of a part, whether in quotes or not."""
    return tuple(escaped(name.replace("'", "''")) for name in names)


def _mentions(text: str, names: Collection[str]) -> bool:
    """Whether a part may refer to one of some sheets; upper and lower case are alike in formulas.

    A part that writes characters by number, as openpyxl does, may.
    """
    if names and "&#" in text:
        return True
    if any(name in text for name in names):
        return True
    cased = [name.casefold() for name in names if name.lower() != name.upper()]
    folded = text.casefold() if cased else text
    return any(name in folded for name in cased)


def _has_tags(text: str) -> bool:
    """Whether a part may hold tags; Excel writes identities in single braces."""
    return "{{" in text or "{%" in text


def _unknown(_sheet: str, _area: Area) -> None:
    return None


def _single_cell(item: Element, place: SheetPlace) -> str:
    """A cell that is mapped to an element of custom XML."""
    area = area_of(item.get("r") or "")
    at = area and place.cell(place.spot(area.top, area.left))
    return item.having({"r": str(at)}) if at else item.text


def _second(text: str) -> str:
    """The head of a copied sheet: not selected together with the first, and without the first one's code name."""
    text = change(text, "sheetView", lambda found: found.having({"tabSelected": None}))
    return change(text, "sheetPr", lambda found: found.having({"codeName": None}))


def _without_empty(text: str) -> str:
    """The tail without extensions from which everything has gone."""
    for name in ("conditionalFormattings|sparklineGroup", "sparklineGroups", "ext", "extLst"):
        text = change(text, name, lambda found: found.text if _has_content(found) else "")
    return text


def _has_content(found: Element) -> bool:
    if found.name.endswith("sparklineGroup"):
        return "sparklines>" in (found.content or "")
    is_size = found.name.endswith("ext") and found.get("uri") is None
    return is_size or bool((found.content or "").strip())
