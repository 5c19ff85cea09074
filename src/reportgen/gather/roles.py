"""What the columns of a returned sheet are for: as its form said, else as the workbook's table tells."""

from __future__ import annotations

from ..model.dataset import Column, Table
from ..model.form import REASON, FormMark, Role, is_added
from ..model.schema import INDICATOR_SHEET, ColumnKind
from .answer import key_column

_GIVEN = frozenset(("口径", "计量单位", "价格口径", "责任科室"))
"""Columns of 指标 that the office fills in, for returns without the marks of a form."""


def is_unit_of(table: Table, column: Column) -> bool:
    """Whether a text column holds the units of another one's numbers."""
    return column.name.endswith("单位") and any(other.units is not None for other in table.columns.values())


def roles_of(table: Table, book: Table, mark: FormMark | None) -> dict[str, Role]:
    """What each column of a returned table is for: as its form said, else by the workbook's table."""
    listed = {column.name: column.role for column in mark.columns_of(book.name)} if mark else {}
    key = key_column(book)
    previous = {column.previous for column in book.columns.values() if column.previous}
    roles = {}
    for name, column in table.columns.items():
        role = listed.get(name)
        if role is None:
            role = Role.REASON if name == REASON else Role.GROWTH if is_added(name) else None
        if role is None and name == key:
            role = Role.KEY
        if role is None and (name in previous or (book.name == INDICATOR_SHEET and name in _GIVEN)):
            role = Role.GIVEN
        roles[name] = role or (Role.INPUT if column.kind is ColumnKind.NUMBER else Role.CARRIED)
    return roles
