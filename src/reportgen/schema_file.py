"""A kit's `schema.toml` as a `Schema`: sheets, columns, indicators, and the sums that must hold."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from .model.diagnostic import Diagnostic
from .model.figure import Basis
from .model.quantity import parse_unit
from .model.schema import (
    INDICATOR_SHEET,
    ColumnKind,
    ColumnSchema,
    Comparison,
    Division,
    IndicatorSchema,
    Relation,
    Schema,
    SheetSchema,
)
from .settings import Settings, read_settings

_RIGHT_SIGNS = str.maketrans("圆圓噸顿頓畝頃傾億萬", "元元吨吨吨亩顷顷亿万")
_RIGHT_WORDS = {"平米": "平方米", "公倾": "公顷", "百分号": "%", "百分比": "%"}
"""Written often, and never the word of a unit: the formal sign of money, the old signs, sounds alike, short forms."""

_WIDEST = 255
"""Characters that a spreadsheet column is wide at most (ISO/IEC 29500-1, 18.3.1.13; Excel's limit)."""


def read_schema(path: Path) -> tuple[Schema, list[Diagnostic]]:
    """The schema in a file, with its findings; raises ReportError where the file is unusable."""
    settings = read_settings(path, path.name)
    schema = Schema(
        sheets=tuple(_sheet(item) for item in settings.distinct_tables("sheets")),
        indicators=tuple(_indicator(item) for item in settings.distinct_tables("indicators")),
        relations=tuple(_relation(item) for item in settings.tables("relations")),
        divisions=tuple(_division(item) for item in settings.tables("divisions")),
    )
    settings.finish()
    return schema, settings.found


def _sheet(settings: Settings) -> SheetSchema:
    settings.require("name")
    parts = settings.distinct_tables("columns")
    columns = tuple(_column(item) for item in parts)
    names = [column.name for column in columns]
    for part, column in zip(parts, columns, strict=True):
        for setting in ("previous", "target", "unit_column", "hedge"):
            _names_a_column(part, setting, getattr(column, setting), names)
        for setting in ("previous", "target"):
            _has_a_like_unit(part, setting, column, columns)
    sheet = SheetSchema(
        name=settings.text("name"),
        columns=columns,
        row_noun=settings.text("row_noun", "行"),
        key=settings.text_or_none("key"),
        required=settings.flag("required"),
        department=settings.text("department"),
        total_indicator=settings.text_or_none("total_indicator"),
        note=settings.text("note"),
        lasting=settings.flag("lasting", default=True),
    )
    if sheet.name != INDICATOR_SHEET or columns:
        _names_a_column(settings, "key", sheet.key, names)
    settings.finish()
    return sheet


def _names_a_column(settings: Settings, setting: str, value: str | None, names: list[str]) -> None:
    if value is not None and value not in names:
        settings.not_among(setting, value, names)


def _has_a_like_unit(settings: Settings, setting: str, column: ColumnSchema, columns: Sequence[ColumnSchema]) -> None:
    """Report a column whose figures cannot be set against those of the column that `setting` names."""
    other = next((item for item in columns if item.name == getattr(column, setting)), None)
    if other is None or not column.unit or not other.unit:
        return
    if parse_unit(column.unit).dimension != parse_unit(other.unit).dimension:
        settings.add(
            "unlike-units", setting, column=column.name, unit=column.unit, other=other.name, other_unit=other.unit
        )


def _unit(settings: Settings) -> str | None:
    """A unit, checked for the slips that would make a counting word of a measure."""
    unit = settings.text_or_none("unit")
    meant = (unit or "").translate(_RIGHT_SIGNS)
    for wrong, right in _RIGHT_WORDS.items():
        meant = meant.replace(wrong, right)
    if unit and meant != unit:
        settings.add("misspelt-unit", "unit", suggestion=meant, unit=unit)
    return unit


def _column(settings: Settings) -> ColumnSchema:
    settings.require("name")
    kind = ColumnKind(settings.choice("kind", ColumnKind, ColumnKind.TEXT))
    column = ColumnSchema(
        name=settings.text("name"),
        kind=kind,
        unit=_unit(settings),
        unit_column=settings.text_or_none("unit_column"),
        required=settings.flag("required"),
        previous=settings.text_or_none("previous"),
        target=settings.text_or_none("target"),
        hedge=settings.text_or_none("hedge"),
        choices=settings.texts("choices"),
        split=settings.text("split"),
        aliases=settings.texts("aliases"),
        minimum=settings.decimal("minimum"),
        maximum=settings.decimal("maximum"),
        width=_width(settings),
        note=settings.text("note"),
        lasting=settings.flag("lasting") if settings.has("lasting") else None,
    )
    if kind is ColumnKind.CHOICE and not column.choices:
        settings.require("choices")
    settings.finish()
    return column


def _width(settings: Settings) -> float | None:
    width = settings.decimal("width")
    if width is not None and not 0 < width <= _WIDEST:
        settings.add("unlikely-width", "width", width=width, limit=_WIDEST)
        return None
    return None if width is None else float(width)


def _indicator(settings: Settings) -> IndicatorSchema:
    settings.require("name")
    indicator = IndicatorSchema(
        name=settings.text("name"),
        unit=_unit(settings) or "",
        scope=settings.text("scope"),
        required=settings.flag("required"),
        department=settings.text("department"),
        basis=settings.choice("basis", Basis),
        note=settings.text("note"),
        lasting=settings.flag("lasting"),
    )
    settings.finish()
    return indicator


def _division(settings: Settings) -> Division:
    settings.require("department", "words")
    division = Division(department=settings.text("department"), words=tuple(filter(None, settings.texts("words"))))
    settings.finish()
    return division


def _relation(settings: Settings) -> Relation:
    settings.require("total", "plus")
    relation = Relation(
        total=settings.text("total"),
        plus=settings.texts("plus"),
        minus=settings.texts("minus"),
        comparison=Comparison(settings.choice("comparison", Comparison, Comparison.EQUAL)),
    )
    settings.finish()
    return relation
