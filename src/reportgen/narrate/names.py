"""What sections may name: the data, the report's own settings, the words; and which data they name at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from ..model.dataset import Column, Dataset, Table
from ..model.diagnostic import Diagnostic, error, info, nearest, warning
from ..model.figure import Fact, Figure, Operation, derive
from ..model.period import Period
from ..model.place import ConfigRef
from ..model.quantity import NO_UNIT, Quantity, parse_unit
from ..model.report import Report
from ..model.schema import INDICATOR_SHEET, ColumnKind, ColumnSchema, Schema, SheetSchema
from ..model.values import replace
from .access import Indicators
from .context_words import CONTEXT_FUNCTIONS, Ordinals
from .directives import Sources
from .environment import Compiled, SectionEnvironment
from .words import vocabulary

REPORT_FILE = "report.toml"
CONTEXT_WORDS = vocabulary(CONTEXT_FUNCTIONS)


def year_of(report: Report) -> Figure:
    """`年度`: the report's year, bound to its setting."""
    return Figure(
        quantity=Quantity(Decimal(report.year), NO_UNIT),
        name="年度",
        period=Period(report.year),
        source=ConfigRef(REPORT_FILE, "report.year"),
    )


def sources_of(report: Report, dataset: Dataset) -> Sources:
    """What directives and templates may name; sheets that the kit declares and the data lacks are empty tables."""
    schema = report.kit.schema
    tables = dict(dataset.tables)
    for sheet in schema.sheets:
        table = tables.get(sheet.name)
        if table is not None:
            tables[sheet.name] = _completed(table, sheet)
        elif sheet.name != INDICATOR_SHEET:
            tables[sheet.name] = _empty(sheet)
    return Sources(tables, Indicators(dataset, schema), dataset, report.year)


def _completed(table: Table, sheet: SheetSchema) -> Table:
    """The table with an empty column for each that the kit declares and the sheet lacks."""
    absent = [column for column in sheet.columns if column.name not in table.columns]
    if not absent:
        return table
    nothing = (None,) * len(table.rows)
    return replace(table, columns={**table.columns, **{item.name: _empty_column(item, 0, nothing) for item in absent}})


def _empty_column(column: ColumnSchema, position: int, values: tuple[None, ...]) -> Column:
    """A column without values; at `position` 0 the sheet has none such."""
    return Column(
        name=column.name,
        kind=column.kind,
        position=position,
        values=values,
        unit=parse_unit(column.unit or "") if column.kind is ColumnKind.NUMBER else None,
        previous=column.previous,
        target=column.target,
    )


def _empty(sheet: SheetSchema) -> Table:
    columns = {column.name: _empty_column(column, at, ()) for at, column in enumerate(sheet.columns, 1)}
    return Table(
        name=sheet.name, file="", sheet=sheet.name, columns=columns, rows=(), key=sheet.key, row_noun=sheet.row_noun
    )


def names_of(report: Report, sources: Sources, environment: SectionEnvironment) -> dict[str, Any]:
    """Every name of a section's templates and what it stands for."""
    year = year_of(report)
    before = derive(
        Operation.MINUS,
        Quantity(Decimal(report.year - 1), NO_UNIT),
        year,
        Figure(quantity=Quantity(Decimal(1), NO_UNIT)),
        name="上年",
        period=Period(report.year - 1),
    )
    names: dict[str, Any] = dict(sources.indicators.all)
    names.update(sources.tables)
    names.update(environment.globals)
    names.update(CONTEXT_WORDS)
    names["序列"] = Ordinals()
    names["指标"] = sources.indicators
    names["年度"], names["上年"] = year, before
    names["单位"] = Fact(value=report.organization, name="单位", source=ConfigRef(REPORT_FILE, "report.organization"))
    return names


def taken_names(sources: Sources, names: Mapping[str, Any]) -> Iterator[Diagnostic]:
    """Data that a word of the templates hides."""
    for name, item in sources.dataset.indicators.items():
        if names.get(name) is not item.figure:
            yield warning("name-taken", item.place, name=name)
    for name, table in sources.dataset.tables.items():
        if names.get(name) is not sources.tables[name] and name != INDICATOR_SHEET:
            yield warning("name-taken", table.place, name=name)


def undefined_names(compiled: Compiled, names: Mapping[str, Any]) -> Iterator[Diagnostic]:
    """Names that a template asks for and nothing defines, at each place; also in branches not taken."""
    for name, places in compiled.loaded.items():
        if name not in names and name != "loop":
            suggestion = nearest(name, names)
            for place in dict.fromkeys(places):
                yield error("undefined-name", place, suggestion=suggestion, name=name)


def unused_data(
    sources: Sources, compiled: Iterable[Compiled], appendix_sheets: Iterable[str], schema: Schema
) -> Iterator[Diagnostic]:
    """Indicators and tables that no template and no appendix uses."""
    used = sources.used | sources.indicators.used | set(appendix_sheets) | {INDICATOR_SHEET}
    for template in compiled:
        used |= template.asked | template.indicators
    used |= {sheet.total_indicator for sheet in schema.sheets if sheet.total_indicator}
    for name, item in sources.dataset.indicators.items():
        if name not in used and name.removesuffix("增速") not in used:
            yield info("unused-data", item.place, name=name)
    for name, table in sources.dataset.tables.items():
        if name not in used:
            yield info("unused-data", table.place, name=name)
