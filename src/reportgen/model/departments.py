"""Who answers for what: the sheets and indicators of a report, parted by department.

`template` makes one form of each part, and `collect` asks for the same parts back. A list belongs to the
department that `[departments]` of report.toml names, else to the kit's; an indicator likewise, with its
own cell 责任科室 in between. Where all are silent, the kit's usual division of work decides by the words in the
name, which is said. What nobody answers for becomes a part of its own, 未分工, and a finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b

from .dataset import Column, Dataset, Table
from .diagnostic import Diagnostic, info, nearest, warning
from .form import is_added
from .names import Names
from .place import ConfigRef, FileRef, Place
from .quantity import NO_UNIT
from .report import Report
from .schema import INDICATOR_SHEET, ColumnSchema, IndicatorSchema, Schema, SheetSchema
from .values import dataclass, replace

UNASSIGNED = "未分工"
"""The department of what nobody answers for."""

_DEPARTMENT, _UNIT, _SCOPE, _BASIS = "责任科室", "计量单位", "口径", "价格口径"
_APART = re.compile(r"[、，,；;\n]|(?<=\w\w)\s*[/／]\s*(?=\w\w|$)")
"""A slash parts departments only between words: `a/b` and `../x` are names as they stand."""
_NUMBERING = frozenset(("序号", "编号", "No", "No.", "NO", "NO."))
_NAMES_SHOWN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one department is asked for; the sheet 指标 is not among `sheets`.

    `sheets` and columns that the kit does not declare are described as they stand in the workbook. `indicators` carry
    the workbook's 口径, unit and price basis where it has them.
    """

    department: str
    sheets: tuple[SheetSchema, ...]
    indicators: tuple[IndicatorSchema, ...]


def parts_of(report: Report, dataset: Dataset) -> tuple[tuple[Part, ...], list[Diagnostic]]:
    """The parts of all departments, in the order of the kit and the workbook; 未分工 comes last."""
    schema, named = report.kit.schema, report.departments
    found = list(_unknown(named, schema, dataset))
    sheets: dict[str, list[SheetSchema]] = {}
    indicators: dict[str, list[IndicatorSchema]] = {}
    usual: dict[str, str] = {}
    for sheet in _sheets(schema, dataset, named):
        department = _first(named.get(sheet.name, "")) or _first(sheet.department)
        sheets.setdefault(department or _usual(sheet.name, schema, usual), []).append(sheet)
    for item in _indicators(schema, dataset, named):
        department = _answering(item, schema, dataset, named)
        indicators.setdefault(department or _usual(item.name, schema, usual), []).append(item)
    found += _without_department(sheets.get("", []), indicators.get("", []), dataset)
    found += _by_division(usual, dataset)
    names = [name for name in dict.fromkeys((*sheets, *indicators)) if name]
    parts = [
        Part(
            department=name or UNASSIGNED,
            sheets=tuple(sheets.get(name, ())),
            indicators=tuple(indicators.get(name, ())),
        )
        for name in (*names, "")
        if name in sheets or name in indicators
    ]
    return tuple(parts), found


def fingerprint(part: Part) -> str:
    """16 hexadecimal digits over what the department is asked for: names, units and choices.

    Values, notes and looks do not count, so a form stays valid while the workbook fills; a column or an
    indicator more makes an old form of it.
    """
    lines = [f"{item.name}\0{item.unit}" for item in part.indicators]
    for sheet in part.sheets:
        lines.append(f"{sheet.name}\0{sheet.key or ''}")
        lines += ["\0".join((column.name, column.unit or "", *column.choices)) for column in sheet.columns]
    return blake2b("\n".join(lines).encode(), digest_size=8).hexdigest()


def _sheets(schema: Schema, dataset: Dataset, named: Mapping[str, str]) -> Iterator[SheetSchema]:
    """The lists that the report has, or must have: the kit's in its order, then the workbook's own."""
    for sheet in schema.sheets:
        wanted = sheet.required or sheet.name in named or sheet.name in dataset.tables
        if wanted and sheet.name != INDICATOR_SHEET:
            yield _with_own_columns(sheet, dataset.tables.get(sheet.name))
    for table in dataset.tables.values():
        if schema.sheet(table.name) is None and table.name != INDICATOR_SHEET:
            yield _as_it_stands(table)


def _with_own_columns(sheet: SheetSchema, table: Table | None) -> SheetSchema:
    """The kit's list with the columns that the workbook has besides."""
    own = [column for column in _columns(table) if sheet.column(column.name) is None] if table is not None else []
    return replace(sheet, columns=(*sheet.columns, *own)) if own else sheet


def _as_it_stands(table: Table) -> SheetSchema:
    """The description of a list that the kit does not declare."""
    columns = tuple(_columns(table))
    first = columns[0].name if columns else None
    return SheetSchema(name=table.name, columns=columns, row_noun=table.row_noun, key=table.key or first)


def _columns(table: Table) -> Iterator[ColumnSchema]:
    """The columns that somebody can answer: no running numbers, nothing that a form works out or adds."""
    for column in table.columns.values():
        if column.name not in _NUMBERING and not is_added(column.name):
            yield _column(column)


def _column(column: Column) -> ColumnSchema:
    unit = column.unit if column.units is None else None
    return ColumnSchema(
        name=column.name,
        kind=column.kind,
        unit=unit.symbol if unit is not None and unit != NO_UNIT else None,
        previous=column.previous,
        target=column.target,
        hedge=column.hedge,
        split=column.split,
    )


def _indicators(schema: Schema, dataset: Dataset, named: Mapping[str, str]) -> Iterator[IndicatorSchema]:
    """The indicators of the workbook in its order, then those of the kit that must be there or are named."""
    for name, indicator in dataset.indicators.items():
        declared = schema.indicator(name) or IndicatorSchema(name=name, unit="")
        texts = indicator.texts
        yield replace(
            declared,
            unit=texts.get(_UNIT) or declared.unit,
            scope=texts.get(_SCOPE) or declared.scope,
            basis=texts.get(_BASIS) or declared.basis,
        )
    for item in schema.indicators:
        if item.name not in dataset.indicators and (item.required or item.name in named):
            yield item


def _answering(item: IndicatorSchema, schema: Schema, dataset: Dataset, named: Mapping[str, str]) -> str:
    """The department of an indicator, empty where nobody answers for it."""
    known = dataset.indicators.get(item.name)
    sheet = schema.sheet(INDICATOR_SHEET)
    said = (
        named.get(item.name, ""),
        known.texts.get(_DEPARTMENT, "") if known else "",
        item.department,
        named.get(INDICATOR_SHEET, ""),
        sheet.department if sheet else "",
    )
    return next(filter(None, map(_first, said)), "")


def _usual(name: str, schema: Schema, usual: dict[str, str]) -> str:
    """Who usually answers for something of that name; noted in `usual`, for nobody has said so."""
    department = _first(schema.division(name))
    if department:
        usual[name] = department
    return department


def _by_division(usual: Mapping[str, str], dataset: Dataset) -> Iterator[Diagnostic]:
    """One finding for each department that got something by the words in its name."""
    for department in dict.fromkeys(usual.values()):
        names = [name for name, given in usual.items() if given == department]
        facts = {"department": department, "names": _shown(names), "count": len(names)}
        yield info("department-by-division", _place(names[0], dataset), related=(), suggestion=None, **facts)


def _first(text: str) -> str:
    """The department that leads, of 招商局、财政局; without white space."""
    return "".join(_APART.split(text.strip(), maxsplit=1)[0].split())


def _unknown(named: Mapping[str, str], schema: Schema, dataset: Dataset) -> Iterator[Diagnostic]:
    """Names in `[departments]` that are neither a sheet nor an indicator."""
    sheets = (INDICATOR_SHEET, *(sheet.name for sheet in schema.sheets), *dataset.tables)
    known = {*sheets, *(item.name for item in schema.indicators), *dataset.indicators}
    for name in named:
        if name not in known:
            place = ConfigRef("report.toml", f"departments.{name}")
            yield warning("unknown-assignment", place, suggestion=nearest(name, sorted(known)), name=name)


def _without_department(
    sheets: Iterable[SheetSchema], indicators: Iterable[IndicatorSchema], dataset: Dataset
) -> Iterator[Diagnostic]:
    """One finding for all lists without a department and one for all indicators, at the first of them."""
    lists = {sheet.name: _place(sheet.name, dataset) for sheet in sheets}
    single = {item.name: _place(item.name, dataset) for item in indicators}
    for code, places in (("list-without-department", lists), ("indicator-without-department", single)):
        if places:
            yield warning(code, next(iter(places.values())), names=_shown(places), count=len(places))


def _place(name: str, dataset: Dataset) -> Place:
    if name in dataset.indicators:
        return dataset.indicators[name].place
    return dataset.tables[name].place if name in dataset.tables else FileRef("report.toml")


def _shown(names: Iterable[str]) -> Names:
    return Names(names, most=_NAMES_SHOWN)
