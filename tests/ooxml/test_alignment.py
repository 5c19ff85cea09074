"""Rows and columns of a table found again after people changed it."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.ooxml.alignment import GONE, UNSURE, align_columns, align_rows

A, B, C, D = (("铝", "42", "29"), ("医药", "21", "15"), ("建材", "36", "25"), ("装备", "18", "12"))


def with_figure(row: tuple[str, ...], text: str) -> tuple[str, ...]:
    return (row[0], text, *row[2:])


@pytest.mark.parametrize(
    ("present", "found"),
    [
        ([A, B, C, D], [0, 1, 2, 3]),
        ([A, with_figure(B, "99"), C, D], [0, 1, 2, 3]),
        ([A, C, D], [0, GONE, 1, 2]),
        ([("新", "1", "2"), A, B, C, D], [1, 2, 3, 4]),
        ([A, with_figure(B, "99"), ("新", "1", "2"), C, D], [0, 1, 3, 4]),
        ([D, with_figure(C, "9"), B, A], [3, 2, 1, 0]),
        ([A, ("药", "21", "15"), C, D], [0, 1, 2, 3]),
        ([A, ("新", "1", "2"), C, D], [0, UNSURE, 2, 3]),
        ([A, ("新", "1", "2"), ("再", "3", "4"), C, D], [0, UNSURE, 3, 4]),
        ([("药", "21", "15"), A, C, D], [1, 0, 2, 3]),
        ([B, ("铝", "9", "29"), ("铝材", "42", "29"), C, D], [1, 0, 3, 4]),
        ([], [GONE] * 4),
    ],
)
def test_a_row_is_known_by_its_texts_and_never_by_its_number(present: list[tuple[str, ...]], found: list[int]) -> None:
    assert align_rows([A, B, C, D], present) == found


def test_rows_that_are_alike_are_told_apart_by_those_around_them() -> None:
    same = ("清镇", "1")
    assert align_rows([same, ("铝", "2"), same, ("药", "3")], [("铝", "2"), same, ("药", "3")]) == [GONE, 0, 1, 2]
    assert align_rows([same] * 3, [same, ("清镇", "9"), same]) == [0, 1, 2]
    assert align_rows([same] * 3, [same, same]) == [0, 1, GONE]


def test_rows_of_numbers_alone_are_known_where_half_of_them_is_left() -> None:
    rows = [("1", "2", "3", "4"), ("5", "6", "7", "8"), ("9", "10", "11", "12")]
    assert align_rows(rows, [rows[0], ("5", "0", "7", "8"), rows[2]]) == [0, 1, 2]
    assert align_rows(rows, [rows[0], ("5", "0", "0", "0"), rows[2]]) == [0, UNSURE, 2]


def test_a_row_that_may_be_any_of_several_is_not_said_to_be_gone() -> None:
    rows = [("1", "2", "3"), ("4", "5", "6"), ("7", "8", "9")]
    assert align_rows(rows, [("4", "5", "0"), ("4", "5", "1"), rows[0], rows[2]]) == [2, UNSURE, 3]


ROWS = st.lists(st.tuples(st.integers(0, 10**6).map("名{}".format), st.just("1")), unique=True, max_size=12)


@given(ROWS, st.data())
def test_rows_with_names_are_found_whatever_was_inserted_deleted_and_moved(
    rows: list[tuple[str, ...]], data: st.DataObject
) -> None:
    added = data.draw(st.lists(st.integers(0, 99).map(lambda number: (f"新{number}", "7")), unique=True, max_size=4))
    present = data.draw(st.permutations([*rows, *added]))
    kept = [row for row in present if row in added or data.draw(st.booleans())]
    found = align_rows(rows, kept)
    for row, at in zip(rows, found, strict=True):
        if row in kept:
            assert kept[at] == row
        else:
            assert at < 0


@given(st.lists(st.tuples(st.sampled_from("甲乙"), st.sampled_from("12")), max_size=8), st.data())
def test_no_two_rows_are_found_in_the_same_place(rows: list[tuple[str, ...]], data: st.DataObject) -> None:
    present = data.draw(st.lists(st.tuples(st.sampled_from("甲乙"), st.sampled_from("12")), max_size=8))
    found = [at for at in align_rows(rows, present) if at >= 0]
    assert len(set(found)) == len(found)
    assert all(at < len(present) for at in found)


@pytest.mark.parametrize("alike", [False, True])
def test_a_long_table_takes_no_work_that_grows_with_the_square_of_its_rows(
    alike: bool, steps: Callable[[Callable[[], object]], int]
) -> None:
    def work(count: int) -> None:
        rows = [("同" if alike else f"名{at}", str(at % 7), str(at % 11)) for at in range(count)]
        present = [(name, "x", last) if at % 3 == 0 else (name, one, last) for at, (name, one, last) in enumerate(rows)]
        found = align_rows(rows, present[1:])
        assert alike or found == [GONE, *range(len(rows) - 1)]

    assert steps(lambda: work(30_000)) < 30 * 2 * steps(lambda: work(1_000))


@pytest.mark.parametrize(
    ("present", "found"),
    [
        (["序号", "名称", "产值", "占比"], [0, 1, 2, 3]),
        (["序号", "名称", "新", "产值", "占比"], [0, 1, 3, 4]),
        (["序号", "名称", "占比"], [0, 1, GONE, 2]),
        (["序号", "名称", "总产值", "占比"], [0, 1, 2, 3]),
        (["序号", "名称", "甲", "乙", "占比"], [0, 1, UNSURE, 4]),
        (["占比", "名称", "产值"], [UNSURE, 1, 2, 0]),
        (["一", "二", "三"], [0, 1, 2, GONE]),
    ],
)
def test_columns_are_known_by_their_headers(present: list[str], found: list[int]) -> None:
    assert align_columns([None, "名称", "产值", "占比"], present) == found
