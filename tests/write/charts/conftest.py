"""Charts made of bare numbers, for every test of this folder."""

from collections.abc import Callable, Sequence
from decimal import Decimal

import pytest

from reportgen.model.document import ChartKind, ChartSpec, Series
from reportgen.model.figure import Figure, Missing
from reportgen.model.quantity import Quantity, parse_unit

Number = str | int | None
Chart = Callable[..., ChartSpec]


def series(name: str, unit: str, values: Sequence[Number], *, line: bool = False, second_axis: bool = False) -> Series:
    wanted = parse_unit(unit)
    figures = tuple(
        Missing(name=name) if value is None else Figure(quantity=Quantity(Decimal(str(value)), wanted))
        for value in values
    )
    return Series(name=name, unit=wanted, figures=figures, line=line, second_axis=second_axis)


@pytest.fixture
def chart() -> Chart:
    """`chart(kind, categories, series…)`: a chart; a bare list of values is one series in 亿元."""

    def make(
        kind: ChartKind,
        categories: Sequence[str],
        *rows: Series | Sequence[Number],
        decimals: int | None = None,
        labels: bool = True,
        name: str = "产值图",
    ) -> ChartSpec:
        made = tuple(row if isinstance(row, Series) else series("产值", "亿元", row) for row in rows)
        return ChartSpec(
            name=name, kind=kind, categories=tuple(categories), series=made, decimals=decimals, labels=labels
        )

    return make


@pytest.fixture
def row() -> Callable[..., Series]:
    """`row(name, unit, values, line=…, second_axis=…)`: a series."""
    return series
