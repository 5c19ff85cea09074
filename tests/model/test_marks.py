"""Marks: values wait under a number while text is made around them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reportgen.model.figure import Fact, Figure, Missing, Phrase, Piece
from reportgen.model.marks import CLOSE, MARK, OPEN, collecting, mark
from reportgen.model.quantity import Quantity, parse_unit

FIGURE = Figure(quantity=Quantity(Decimal("5"), parse_unit("亿元")))
VALUES = [FIGURE, Fact(value="甲"), Missing(name="产值"), Phrase((Piece("增长5%", FIGURE, "同比"),))]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_a_value_becomes_a_mark_inside_and_plain_text_outside_of_a_rendering(value: object) -> None:
    with collecting() as marks:
        inside = str(value)
    assert MARK.fullmatch(inside)
    assert marks.values == [value]
    assert OPEN not in str(value)


@pytest.mark.parametrize("change", [str.upper, str.lower, str.title, str.swapcase, str.strip, "前{}后".format, repr])
def test_a_mark_survives_what_templates_do_to_text(change: object) -> None:
    with collecting() as marks:
        text = change(f"{FIGURE}、{FIGURE}")  # type: ignore[operator]
    found = [
        marks.get(int(number))
        for number in MARK.findall(text.encode().decode("unicode_escape") if "\\u" in text else text)
    ]
    assert found == [FIGURE, FIGURE]


def test_renderings_inside_each_other_keep_their_own_values() -> None:
    with collecting() as outer:
        mark("a", "a")
        with collecting() as inner:
            mark("b", "b")
        mark("c", "c")
    assert (outer.values, inner.values) == (["a", "c"], ["b"])


def test_the_store_ends_even_where_rendering_fails() -> None:
    with pytest.raises(ValueError, match="broken"), collecting():
        raise ValueError("broken")
    assert str(FIGURE) == "5亿元"


def test_a_number_never_given_out_is_an_error() -> None:
    with collecting() as marks, pytest.raises(IndexError):
        marks.get(0)


def test_marks_are_private_use_characters() -> None:
    assert (OPEN, CLOSE) == ("\ue000", "\ue001")
