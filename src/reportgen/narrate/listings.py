"""Tables of directives for one unit after the other: what is the same for all of them is found out once.

A `::: 表` that lists all rows of a unit as they stand, with settings that are the author's own words, makes of every
unit's rows what it made of the first one's. Its table is told by the listing and the rows alone, and made as a whole
when somebody looks into it; any other directive's table is made at once.
"""

from __future__ import annotations

from ..model.document import DataTable
from ..model.late import Late, Listing, TablePart, about_table, listed_table
from ..model.marks import OPEN
from ..model.schema import ColumnKind
from .directives import Settings
from .tables import directive_table

_MOST = 256
_PLAIN = frozenset(("数据", "列", "表头", "小数", "合计", "序号", "说明", "题注"))
"""Settings that choose no rows."""


def late_table(settings: Settings, late: Late) -> DataTable | None:
    """What `directive_table` gives."""
    directive = settings.directive
    known, listing = late.listings.get(id(directive), (None, None))
    if listing is not None:
        part = settings.sources.tables[directive.settings["数据"].text]
        if type(part) is TablePart and part.base is listing.base:
            return listed_table(listing, part.indexes, lambda: table_made(settings))
    made = directive_table(settings)
    if known is None:
        if len(late.listings) >= _MOST:
            late.listings.clear()
        # With the directive, else another one may get its id.
        late.listings[id(directive)] = directive, _listing(settings, made)
    return made


def table_made(settings: Settings) -> DataTable:
    """The table of settings that made one of other rows."""
    made = directive_table(settings)
    assert made is not None  # noqa: S101 - the same settings made one of other rows
    return made


def _listing(settings: Settings, made: DataTable | None) -> Listing | None:
    """What the directive makes of any rows; None where it may make something else of others."""
    own = settings.directive.settings
    part = settings.sources.tables.get(own["数据"].text) if "数据" in own else None
    if made is None or settings.findings or type(part) is not TablePart or made.total_label:
        return None
    if not own.keys() <= _PLAIN or any(OPEN in item.text for name, item in own.items() if name != "题注"):
        return None
    columns = []
    for column in made.columns:
        source = column.source
        if source is None or column.worked or column.texts is not None or column.width is not None:
            return None
        whole = part.base.columns[source.name]
        if whole.units is not None or whole.hedge or whole.hedges or whole.approximate:
            return None
        columns.append((whole.values, column.decimals, column.decimals is None or column.kind is not ColumnKind.NUMBER))
    return Listing(part.base, columns, about_table(made))
