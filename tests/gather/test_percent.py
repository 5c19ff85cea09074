"""Percentages are read as the values beside them tell, and refused where nothing tells."""

from decimal import Decimal

import pytest

from reportgen.gather.percent import decide


@pytest.mark.parametrize(
    ("value", "last", "shown", "expected"),
    [
        ("12", "11.5", False, "12"),
        ("0.12", "11.5", False, "12"),
        ("0.12", "0.15", False, "0.12"),
        ("1", "98", False, "100"),
        ("-0.05", "-4", False, "-5"),
        ("0", "12", False, "0"),
        ("12", None, False, "12"),
        ("0.12", None, False, None),
        ("1", None, False, None),
        ("0.9", "4", False, "0.9"),
        ("0.3", "3", False, None),
        ("26", "25", True, "26"),
        ("0.26", "25", True, "0.26"),
        ("2600", "25", True, "26"),
        ("2600", None, True, "2600"),
        ("120", "110", True, "120"),
    ],
)
def test_a_percentage_is_read(value: str, last: str | None, shown: bool, expected: str | None) -> None:
    found = decide(Decimal(value), Decimal(last) if last else None, is_shown=shown)
    assert found.value == (None if expected is None else Decimal(expected))


@pytest.mark.parametrize(("neighbours", "expected"), [((True, True), 12), ((True,), None), ((True, True, False), None)])
def test_neighbours_that_are_all_fractions_tell(neighbours: tuple[bool, ...], expected: int | None) -> None:
    assert decide(Decimal("0.12"), None, neighbours, is_shown=False).value == expected
