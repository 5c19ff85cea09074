"""Places as they are printed and copied."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.place import CellRef, ConfigRef, FileRef, Place, SheetRef, TextRef, WordRef, column_letters


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (CellRef("data.xlsx", "指标", 17, 4), "data.xlsx › 指标 › D17"),
        (CellRef("data.csv", "", 2, 28), "data.csv › AB2"),
        (SheetRef("data.xlsx", "指标"), "data.xlsx › 指标"),
        (SheetRef("data.csv", ""), "data.csv"),
        (TextRef("02.md", 14, 9), "02.md:14:9"),
        (TextRef("02.md", 14), "02.md:14"),
        (WordRef("a.docx", ("一、基本情况", "（二）主导产业"), 3), "a.docx › 一、基本情况 › （二）主导产业 › ¶3"),
        (ConfigRef("report.toml", "report.year"), "report.toml › report.year"),
        (FileRef("a.docx"), "a.docx"),
    ],
)
def test_a_place_prints_as_people_look_for_it(place: Place, text: str) -> None:
    assert str(place) == text


@pytest.mark.parametrize(
    ("column", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA"), (16384, "XFD")]
)
def test_columns_are_lettered_as_spreadsheets_do(column: int, letters: str) -> None:
    assert column_letters(column) == letters


@given(st.integers(1, 16384))
def test_letters_are_the_number_again_in_base_26(column: int) -> None:
    number = 0
    for letter in column_letters(column):
        number = number * 26 + ord(letter) - 64
    assert number == column
