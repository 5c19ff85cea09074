"""Origins: found again by what a row is called, kept in runs, and read beside the cells of a binding."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.dataset import Column, Table
from reportgen.model.origin_texts import origin_texts, runs
from reportgen.model.origins import attached, row_labels
from reportgen.model.place import CellRef
from reportgen.model.returns import Origin
from reportgen.model.schema import ColumnKind

SOURCE = CellRef("经发局.xlsx", "指标", 7, 6)


def table(names: list[str], values: list[Decimal | None], key: str | None = "名称") -> Table:
    columns = {
        "名称": Column(name="名称", kind=ColumnKind.TEXT, position=1, values=names),
        "产值": Column(name="产值", kind=ColumnKind.NUMBER, position=2, values=values),
    }
    return Table(name="产业", file="a.xlsx", sheet="产业", columns=columns, rows=range(4, 4 + len(names)), key=key)


def origin(row: str, value: str) -> Origin:
    return Origin(sheet="产业", row=row, column="产值", value=value, source=SOURCE)


def test_rows_of_one_name_are_numbered() -> None:
    assert row_labels(table(["铝", "铝", "建材"], [None] * 3)) == ["铝", "铝#2", "建材"]
    assert row_labels(table(["铝", "铝"], [None] * 2, key=None)) == ["铝", "铝#2"]


@pytest.mark.parametrize(("value", "holds"), [("42.86", True), ("42.860", False), ("43", False)])
def test_an_origin_holds_as_long_as_the_value_does(value: str, holds: bool) -> None:
    found, findings = attached([origin("铝", value)], {"产业": table(["建材", "铝"], [None, Decimal("42.86")])})
    assert (found == {CellRef("a.xlsx", "产业", 5, 2): SOURCE}) is holds
    assert [item.code for item in findings] == ([] if holds else ["origins-dropped"])


def test_an_origin_of_a_row_that_is_gone_is_forgotten() -> None:
    assert attached([origin("医药", "1")], {"产业": table(["铝"], [Decimal(1)])}) == ({}, [])


def test_a_range_names_the_files_that_its_cells_came_from() -> None:
    cells = {CellRef("a.xlsx", "产业", row, 2): CellRef(f"{row}.xlsx", "产业", row, 7) for row in range(4, 8)}
    texts = origin_texts(cells.items())
    assert texts.of(("a.xlsx › 产业 › B4", "a.xlsx › 产业 › C4")) == ("4.xlsx › 产业 › G4", "")
    assert texts.of(("a.xlsx › 产业 › B4:B5、B7",)) == ("4.xlsx、5.xlsx、7.xlsx",)
    assert texts.of(("a.xlsx › 产业 › C4:C5",)) == ()


PLACES = st.builds(CellRef, st.sampled_from(["a", "b"]), st.just("表"), st.integers(1, 6), st.integers(1, 3))


@given(st.dictionaries(PLACES, PLACES))
def test_runs_hold_every_origin_once(origins: dict[CellRef, CellRef]) -> None:
    pairs = [pair for run in runs(origins) for pair in run.pairs()]
    assert dict(pairs) == origins
    assert len(pairs) == len(origins)
