"""Findings: their facts as text, their places, which of them stop a build."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reportgen.model.diagnostic import (
    Fault,
    ReportError,
    Severity,
    error,
    has_errors,
    info,
    nearest,
    warning,
)
from reportgen.model.place import CellRef, TextRef

CELL = CellRef("data.xlsx", "指标", 17, 4)


def test_facts_are_kept_as_text() -> None:
    found = error("missing-value", CELL, name="产值", limit=Decimal("2.50"))
    assert found.facts == {"name": "产值", "limit": "2.50"}
    assert found.severity is Severity.ERROR


def test_only_errors_stop_a_build() -> None:
    assert not has_errors([warning("a"), info("b")])
    assert has_errors([info("b"), error("a")])


def test_a_fault_gets_its_place_from_whoever_knows_it_and_keeps_its_suggestion() -> None:
    fault = Fault("unknown-column", column="产直", suggestion="产值")
    assert fault.diagnostics[0].place is None
    found = fault.at(CELL, TextRef("1.md", 3, 5))
    assert (found.code, found.place, found.related) == ("unknown-column", CELL, (TextRef("1.md", 3, 5),))
    assert (found.suggestion, found.facts) == ("产值", {"column": "产直"})


def test_a_fault_of_a_cell_stands_at_the_cell_and_names_the_place_that_used_it() -> None:
    found = Fault("not-money", cell=CELL, name="产值").at(TextRef("1.md", 3, 5), TextRef("2.md", 1))
    assert (found.place, found.related) == (CELL, (TextRef("1.md", 3, 5), TextRef("2.md", 1)))
    assert found.facts == {"name": "产值"}
    assert Fault("not-money", cell=CELL).at(None).related == ()


def test_a_fault_is_what_the_user_can_mend() -> None:
    with pytest.raises(ReportError) as caught:
        raise Fault("division-by-zero")
    assert [found.code for found in caught.value.diagnostics] == ["division-by-zero"]


@pytest.mark.parametrize(
    ("name", "expected"), [("主导产也", "主导产业"), ("产值", "产值"), ("完全不同的东西", None), ("", None)]
)
def test_the_nearest_name_is_suggested_and_none_where_nothing_is_near(name: str, expected: str | None) -> None:
    assert nearest(name, ["主导产业", "产业项目", "产值"]) == expected
