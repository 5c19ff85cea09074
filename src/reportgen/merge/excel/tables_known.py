"""What formulas name beside cells: the sheets in order, defined names, tables.

The names and tables of a workbook as it stands now, for working formulas out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .book import Book
from .calc.formulas import TableArea, Workbook
from .followers.elements import elements
from .followers.follow import Followers
from .followers.grid import area_of
from .followers.place import SheetPlace
from .followers.relations import related
from .followers.tables import table_area
from .formulas import FormulaMover
from .markup import attribute_of, unescape

_NAME = re.compile(r"<(?:[\w.\-]+:)?definedName\b([^<>]*)>([^<]*)</")


def workbook_of(book: Book, followers: Followers | None = None) -> Workbook:
    """The names and tables of the workbook; with followers that are not finished, as they will stand then."""
    if followers is None:
        sheets: list[tuple[str, int, str]] = [(entry.name, entry.index, entry.part) for entry in book.sheets]
    else:
        sheets = [(sheet.name, sheet.entry.index, sheet.part) for sheet in followers.sheets]
    tables: dict[str, TableArea] = {}
    for at, (name, _, part) in enumerate(sheets):
        place = followers.place(followers.sheets[at]) if followers is not None else None
        tables.update(_tables(book, name, part, place) if part else ())
    names = _Names(book.text(book.main), sheets, followers)
    return Workbook(sheets=tuple(name for name, _, _ in sheets), name=names, tables=tables)


class _Names:
    """The text of a name as a sheet sees it, moved when somebody asks: its own goes before the workbook's."""

    def __init__(self, text: str, sheets: Sequence[tuple[str, int, str]], followers: Followers | None) -> None:
        self._known: dict[tuple[str, str], tuple[str, str, int]] = {}
        self._mover: FormulaMover | None = None
        if followers is not None:  # one of its own: what is doubtful about a name is said where it is written
            self._mover = FormulaMover(followers.moves, [entry.name for entry in followers.book.sheets])
            self._mover.rename_as(followers.mover)
        outputs = {} if followers is None else {sheet.name: sheet for sheet in followers.sheets}
        for raw, formula in _NAME.findall(text):
            local, name = attribute_of(raw, "localSheetId"), (attribute_of(raw, "name") or "").casefold()
            seen_from = [""] if local is None else [sheet for sheet, index, _ in sheets if str(index) == local]
            for sheet in seen_from:
                home = outputs.get(sheet)
                where = (sheet, 0) if home is None else (home.entry.name, home.copy)
                self._known[name, sheet.casefold()] = (unescape(formula), *where)

    def __call__(self, wanted: str, sheet: str) -> str | None:
        """The text of the name, without `=`; None where there is none."""
        name = wanted.casefold()
        found = self._known.get((name, sheet.casefold())) or self._known.get((name, ""))
        if found is None or self._mover is None:
            return None if found is None else found[0]
        return self._mover.fixed(*found, pinned_only=True)


def _tables(book: Book, sheet: str, part: str, place: SheetPlace | None) -> Iterator[tuple[str, TableArea]]:
    for item in related(book, part):
        if item.kind != "table" or not book.has(item.part):
            continue
        for found in elements(book.text(item.part), "table"):
            area = area_of(found.get("ref") or "") if place is None else table_area(found, place)
            if area is None:
                continue
            headers, totals = found.number("headerRowCount"), found.number("totalsRowCount")
            columns = elements(found.content or "", "tableColumn")
            name = found.get("displayName") or found.get("name") or ""
            renamed = place.mover.column_names(name) if place is not None else {}
            yield (
                name.casefold(),
                TableArea(
                    sheet=sheet,
                    first_row=area.top,
                    last_row=area.bottom,
                    first_column=area.left,
                    columns=tuple(renamed.get(old, old) for old in (column.get("name") or "" for column in columns)),
                    header_rows=1 if headers is None else headers,
                    totals_rows=totals or 0,
                ),
            )
