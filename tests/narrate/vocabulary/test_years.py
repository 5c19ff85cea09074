"""The year that a figure speaks of: its name goes before its period."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reportgen.model.figure import Figure
from reportgen.model.period import Period
from reportgen.model.quantity import Quantity
from reportgen.narrate.vocabulary.spans import spoken_period, year_of


@pytest.mark.parametrize(
    ("name", "period", "spoken", "year"),
    [
        ("2020年地区生产总值", Period(2024), "2020年", 2020),
        ("2020年", None, "2020年", 2020),
        ("常住人口（2020年末）", Period(2024), "2020年末", 2020),
        ("地区生产总值", Period(2024), "2024年", 2024),
        ("地区生产总值", None, "", None),
        ("120205年", None, "", None),
        ("3000万羽肉鸡", None, "", None),
    ],
)
def test_a_year_in_the_name_goes_before_the_period(
    name: str, period: Period | None, spoken: str, year: int | None
) -> None:
    figure = Figure(quantity=Quantity(Decimal(1)), name=name, period=period)
    assert (spoken_period(figure), year_of(figure)) == (spoken, year)
