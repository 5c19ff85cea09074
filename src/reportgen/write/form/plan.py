"""What stands where on a sheet of a department's form, before anything is drawn.

A plan takes the schema's columns and the rows that the report's workbook has, and decides what is known
(last year's values, names, units), what holds in this year too (`lasting`), and what is asked. Pure:
`department_sheet` draws plans, `mark_of` describes them for the form's hidden sheet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from ...model.dataset import Table, Value
from ...model.form import GROWTH, REASON, FormColumn, FormRow, Role
from ...model.quantity import Quantity, parse_unit
from ...model.schema import INDICATOR_SHEET, ColumnKind, ColumnSchema, IndicatorSchema, SheetSchema
from ...model.values import dataclass, replace
from .indicators import BASIS, HEDGE, NAME, PREVIOUS, SCOPE, TARGET, UNIT, VALUE
from .sheet import FIRST_ROW, header_of

SPARE_ROWS = 15
"""Rows for what is new on a list this year."""

_MOST_SPARE_ROWS = 1000

_NUMBERS_ONLY = frozenset((UNIT, PREVIOUS, TARGET, HEDGE, BASIS))
"""Columns of 指标 that an indicator in words has no use for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A column of the form; `column` is what the schema says of it, `of` the column whose change GROWTH shows."""

    name: str
    header: str
    role: Role
    column: ColumnSchema
    of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A known row with the values that are filled in; `closed` names the cells that nobody needs to fill.

    `indicator` is what the row asks for on the sheet 指标, None on a list; `last` its value in the workbook.
    """

    name: str
    source: int | None
    values: Mapping[str, Value]
    closed: frozenset[str] = frozenset()
    indicator: IndicatorSchema | None = None
    last: Value = None


BLANK = Entry(name="", source=None, values={})
"""A spare row."""


def is_locked(field: Field, entry: Entry) -> bool:
    """Whether nobody needs to fill the cell: its answer is known, or worked out, or makes no sense there."""
    known = field.role in (Role.KEY, Role.GIVEN) and entry.values.get(field.name) is not None
    return known or field.role is Role.GROWTH or field.name in entry.closed


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPlan:
    """A sheet of the form: fields from left to right, known rows from above, then `spare` open ones."""

    schema: SheetSchema
    fields: tuple[Field, ...]
    entries: tuple[Entry, ...]
    spare: int

    @property
    def is_indicators(self) -> bool:
        """Whether each row has a unit and a kind of its own."""
        return self.schema.name == INDICATOR_SHEET

    def position(self, name: str) -> int | None:
        """The 1-based column of a field, None where there is none of that name."""
        return next((at for at, field in enumerate(self.fields, 1) if field.name == name), None)

    @property
    def last_row(self) -> int:
        """The last row that can be filled."""
        return FIRST_ROW + len(self.entries) + self.spare - 1


def mark_of(plan: SheetPlan) -> tuple[tuple[FormColumn, ...], tuple[FormRow, ...]]:
    """The plan as the form's hidden sheet describes it."""
    sheet = plan.schema.name
    columns = tuple(FormColumn(sheet, at, field.name, field.role) for at, field in enumerate(plan.fields, 1))
    rows = tuple(FormRow(sheet, at, entry.name, entry.source) for at, entry in enumerate(plan.entries, FIRST_ROW))
    return columns, rows


def plan_indicators(schema: SheetSchema, table: Table | None, asked: Sequence[IndicatorSchema]) -> SheetPlan:
    """The sheet 指标: one row for each indicator that is asked, and no others."""
    names = table.columns[NAME].values if table is not None and NAME in table.columns else ()
    at = {name.strip(): index for index, name in reversed(list(enumerate(names))) if isinstance(name, str)}
    entries = tuple(_indicator(item, schema, table, at.get(item.name)) for item in asked)
    return SheetPlan(schema=schema, fields=_fields(schema, frozenset((NAME,))), entries=entries, spare=0)


def _indicator(item: IndicatorSchema, schema: SheetSchema, table: Table | None, index: int | None) -> Entry:
    known = _row(table, index) if table is not None and index is not None else {}
    last = known.get(VALUE)
    values = {name: known.get(name) for name in _carried(schema)}
    values |= {NAME: item.name, SCOPE: item.scope or None, UNIT: item.unit or None, BASIS: item.basis or None}
    values |= {name: known.get(name) for name in (PREVIOUS, TARGET)}
    in_words = isinstance(last, str) or (last is None and not item.unit)
    if item.lasting:
        values[VALUE] = last
    closed = _NUMBERS_ONLY if in_words or isinstance(last, date) else frozenset[str]()
    source = table.rows[index] if table is not None and index is not None else None
    return Entry(name=item.name, source=source, values=values, closed=closed, indicator=item, last=last)


def plan_list(schema: SheetSchema, table: Table | None) -> SheetPlan:
    """A list: the rows of the workbook with what is known of them, and room for new ones."""
    kept = _as_kept(schema, table)
    keys = _keys(kept, table)
    shown = keys | _given(kept) | _carried(kept)
    known = range(len(table)) if table is not None and schema.lasting else range(0)
    entries = tuple(_entry(kept, table, index, keys, shown) for index in known) if table is not None else ()
    return SheetPlan(schema=kept, fields=_fields(kept, keys), entries=entries, spare=_spare(table, len(entries)))


def _spare(table: Table | None, known: int) -> int:
    """Rows for what is new: more where the list begins anew, or is known to be longer."""
    if table is None:
        return SPARE_ROWS
    announced = int(table.announced.value) if table.announced is not None else 0
    return min(max(SPARE_ROWS, len(table) - known + SPARE_ROWS, announced - known), _MOST_SPARE_ROWS)


def _entry(schema: SheetSchema, table: Table, index: int, keys: frozenset[str], shown: frozenset[str]) -> Entry:
    values = {name: value for name, value in _row(table, index).items() if name in shown}
    values |= {name: _in_unit(schema, table, name, values[name]) for name in _previous(schema) & values.keys()}
    ordered = sorted(keys, key=lambda name: name != schema.key)
    name = next((str(values[key]) for key in ordered if values.get(key)), "")
    return Entry(name=name, source=table.rows[index], values=values)


def _as_kept(schema: SheetSchema, table: Table | None) -> SheetSchema:
    """The list with the units in which the workbook keeps its columns; last year's in the unit of this year's."""
    if table is None:
        return schema
    units = {
        column.name: table.columns[column.name].unit
        for column in schema.columns
        if column.unit and column.name in table.columns
    }
    columns = []
    for column in schema.columns:
        unit = units.get(column.name)
        columns.append(replace(column, unit=unit.symbol) if unit is not None and unit.symbol else column)
    this_year = {column.previous: column.unit for column in columns if column.previous and column.unit}
    columns = [replace(item, unit=this_year[item.name]) if this_year.get(item.name) else item for item in columns]
    return replace(schema, columns=tuple(columns))


def _in_unit(schema: SheetSchema, table: Table, name: str, value: Value) -> Value:
    """Last year's number in the unit of the form's column; as it stands where the two cannot be converted."""
    column, kept = schema.column(name), table.columns[name].unit
    if column is None or not column.unit or kept is None or value is None or isinstance(value, (str, date)):
        return value
    unit = parse_unit(column.unit)
    if unit == kept or unit.dimension != kept.dimension:
        return value
    return Quantity(value, kept).to(unit).value


def _row(table: Table, index: int) -> dict[str, Value]:
    return {name: column.values[index] for name, column in table.columns.items()}


def _keys(schema: SheetSchema, table: Table | None) -> frozenset[str]:
    """The columns that tell rows apart: the key, and the other required texts where it does not by itself."""
    required = [item.name for item in schema.columns if item.required and item.kind is ColumnKind.TEXT]
    if schema.key is None:
        return frozenset(required or [schema.columns[0].name] if schema.columns else ())
    values = table.columns[schema.key].values if table is not None and schema.key in table.columns else ()
    told = [value for value in values if value is not None]
    return frozenset((schema.key, *(required if len(set(told)) < len(told) else ())))


def _previous(schema: SheetSchema) -> frozenset[str]:
    return frozenset(column.previous for column in schema.columns if column.previous)


def _given(schema: SheetSchema) -> frozenset[str]:
    """What is known before anybody answers: last year's values, targets, units, 口径."""
    beside = (name for column in schema.columns for name in (column.previous, column.target, column.unit_column))
    fixed = (SCOPE, BASIS) if schema.name == INDICATOR_SHEET else ()
    return frozenset((*filter(None, beside), *fixed))


def _carried(schema: SheetSchema) -> frozenset[str]:
    """What holds in the next year too, by the rule of `roll`: as declared, a hedge as its number, else words."""
    stays: set[str] = set()
    for column in schema.columns:
        numbers = [item for item in schema.columns if item.hedge == column.name]
        by_kind = column.kind in (ColumnKind.TEXT, ColumnKind.CHOICE)
        lasting = column.lasting if column.lasting is not None else by_kind
        if any(item.lasting for item in numbers) if numbers else lasting and column.previous is None:
            stays.add(column.name)
    return frozenset(stays)


def _fields(schema: SheetSchema, keys: frozenset[str]) -> tuple[Field, ...]:
    """The schema's columns, last year's before this year's, its change and the reason behind."""
    before = {column.name: schema.column(column.previous) for column in schema.columns if column.previous}
    paired = {name: column for name, column in before.items() if column is not None}
    moved = {column.name for column in paired.values()}
    given, carried = _given(schema), _carried(schema)
    fields: list[Field] = []
    for column in schema.columns:
        if column.name in moved:
            continue
        if column.name in paired:
            fields.append(_field(paired[column.name], keys, given, carried))
        fields.append(_field(column, keys, given, carried))
        if column.name in paired:
            fields.append(_growth(column, alone=len(paired) == 1))
            if column.name == list(paired)[-1]:
                fields.append(_added(REASON, Role.REASON, ColumnKind.TEXT, 18.0))
    return tuple(fields)


def _field(column: ColumnSchema, keys: frozenset[str], given: frozenset[str], carried: frozenset[str]) -> Field:
    role = Role.INPUT
    for names, meant in ((keys, Role.KEY), (given, Role.GIVEN), (carried, Role.CARRIED)):
        if column.name in names:
            role = meant
            break
    return Field(name=column.name, header=header_of(column), role=role, column=column)


def _growth(column: ColumnSchema, *, alone: bool) -> Field:
    name = GROWTH if alone else f"{GROWTH}：{column.name}"
    return replace(_added(name, Role.GROWTH, ColumnKind.NUMBER, 11.0), of=column.name)


def _added(name: str, role: Role, kind: ColumnKind, width: float) -> Field:
    return Field(name=name, header=name, role=role, column=ColumnSchema(name=name, kind=kind, width=width))
