"""The short notation of cells that the vocabulary's examples and cases are written in, and a plain environment."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import count

import jinja2
import pytest

from reportgen.model.dataset import Column, Row, Table
from reportgen.model.figure import Basis, Fact, Figure, Missing, Period, PeriodKind
from reportgen.model.place import CellRef, ConfigRef
from reportgen.model.quantity import NO_UNIT, Quantity, parse_unit
from reportgen.model.schema import ColumnKind
from reportgen.narrate.vocabulary.rows import Rows
from reportgen.narrate.vocabulary.words import FILTERS, FUNCTIONS

Value = Figure | Fact | Missing | Table
NUMBER = re.compile(r"(约|近|超|逾)?(-?\d+(?:\.\d+)?)(余|多)?(.*?)(以上|以下|左右)?")
DATE = re.compile(r"(\d{4})年(\d+)月(\d+)日")
PERIOD = re.compile(r"(\d{4})年(末)?(?:([一二三四])季度)?")
HEADER = re.compile(r"(.+?)（(.+)）")
ROWS = count(2)


def cell(text: str, name: str = "数") -> Figure | Missing:
    """A number with its unit and hedge; 空 is an empty cell."""
    source = CellRef("样本.xlsx", "指标", next(ROWS), 4)
    if text == "空":
        return Missing(name=name, source=source)
    found = NUMBER.fullmatch(text)
    assert found, text
    hedge = found[1] or found[3] or found[5] or ""
    quantity = Quantity(Decimal(found[2]), parse_unit(found[4]))
    return Figure(quantity=quantity, name=name, source=source, hedge=hedge, approximate=bool(hedge))


def table(text: str, name: str) -> Table:
    """`名称=甲、乙；产值（亿元）=1、空；共76家`."""
    columns: dict[str, Column] = {}
    announced = None
    length = 0
    for position, part in enumerate(text.split("；"), start=1):
        if part.startswith("共"):
            announced = cell(part[1:], name + "数")
            continue
        header, values = part.split("=")
        found = HEADER.fullmatch(header)
        unit = parse_unit(found[2]) if found else None
        title = found[1] if found else header
        cells = [None if value == "空" else value for value in values.split("、")]
        length = len(cells)
        columns[title] = Column(
            name=title,
            kind=ColumnKind.NUMBER if unit else ColumnKind.TEXT,
            position=position,
            values=tuple(Decimal(value) if value and unit else value for value in cells),
            unit=unit or NO_UNIT,
        )
    assert announced is None or isinstance(announced, Figure)
    key = next(iter(columns))
    return Table(
        name=name, file="样本.xlsx", sheet=name, columns=columns, rows=range(4, 4 + length), key=key,
        row_noun="行", period=Period(2015), announced=announced,
    )  # fmt: skip


def with_facet(figure: Figure, facet: str) -> Figure:
    """The figure with what stands beside it in the notation."""
    if facet.startswith("上年"):
        return replace(figure, previous=before(cell(facet[2:], "上年" + figure.name), figure))
    if facet.startswith("目标"):
        return replace(figure, target=cell(facet[2:], "目标值"))
    if facet.startswith("增速"):
        return replace(figure, rate=cell(facet[2:], figure.name + "增速"))
    if facet == "预计":
        return replace(figure, estimated=True)
    if facet in ("现价", "可比价"):
        return replace(figure, basis=Basis(facet))
    found = PERIOD.fullmatch(facet)
    assert found, facet
    kind = PeriodKind.YEAR_END if found[2] else PeriodKind.QUARTER if found[3] else PeriodKind.YEAR
    when = Period(int(found[1]), kind, "一二三四".index(found[3]) + 1 if found[3] else 0)
    previous = before(figure.previous, replace(figure, period=when)) if figure.previous is not None else None
    return replace(figure, period=when, previous=previous)


def before(previous: Figure | Missing | None, figure: Figure) -> Figure | Missing | None:
    if isinstance(previous, Figure) and figure.period:
        return replace(previous, period=figure.period.before)
    return previous


def parse(text: str, name: str = "数") -> Value:
    """What a cell or table of the notation is."""
    if text.startswith("表："):
        return table(text[2:], name)
    if text.startswith("年度"):
        year = Decimal(text[2:])
        return Figure(
            quantity=Quantity(year),
            name="年度",
            period=Period(int(year)),
            source=ConfigRef("report.toml", "report.year"),
        )
    found = DATE.fullmatch(text)
    if found:
        day = date(int(found[1]), int(found[2]), int(found[3]))
        return Fact(value=day, name=name, source=CellRef("样本.xlsx", "指标", next(ROWS), 2))
    head, *facets = text.split("；")
    if text == "空" or (NUMBER.fullmatch(head) and re.match(r"[约近超逾]?-?\d", head)):
        value = cell(head, name)
        for facet in facets:
            assert isinstance(value, Figure)
            value = with_facet(value, facet)
        return value
    items = tuple(text.split("、")) if "、" in text else ()
    return Fact(value=text, name=name, source=CellRef("样本.xlsx", "名单", next(ROWS), 3), items=items)


class Environment(jinja2.Environment):
    """jinja with the vocabulary and column access, nothing else of the real one."""

    def getattr(self, obj: object, attribute: str) -> object:
        if isinstance(obj, Table):
            return tuple(obj.cell(attribute, index) for index in range(len(obj)))
        if isinstance(obj, Row):
            return obj.cell(attribute)
        if isinstance(obj, Rows):
            return obj.cells(attribute)
        return super().getattr(obj, attribute)


@pytest.fixture(scope="session")
def render() -> Callable[[str, Mapping[str, str]], str]:
    """Renders a template line over cells in the notation."""
    environment = Environment(undefined=jinja2.StrictUndefined, autoescape=False)
    environment.filters.update(FILTERS)
    environment.globals.update(FUNCTIONS)

    def run(template: str, data: Mapping[str, str]) -> str:
        return environment.from_string(template).render({name: parse(text, name) for name, text in data.items()})

    return run


@pytest.fixture(scope="session")
def read() -> Callable[..., Value]:
    """Reads one cell or table of the notation."""
    return parse
