"""Text of comma-separated values that is changed field by field."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.merge.csv_text import edit_text
from reportgen.model.diagnostic import Fault

FIELDS = st.lists(st.lists(st.text(alphabet='a,"\n\r 铝;', max_size=4), min_size=1, max_size=4), min_size=1, max_size=5)


def read(text: str) -> list[list[str]]:
    return [row or [""] for row in csv.reader(io.StringIO(text, newline=""))]


def test_only_the_field_that_is_set_changes() -> None:
    text = '名称, 产值 ,"备注"\r\n\r\n"铝,加工",,"a ""b"""\n建材,2'
    assert edit_text(text, "a.csv", ",", {(3, 2): "42.86"}, {}) == text.replace('",,"', '",42.86,"')


def test_a_value_gets_quotes_where_it_needs_them() -> None:
    assert edit_text("a,b\n", "a.csv", ",", {(1, 2): 'x,"y"\nz'}, {}) == 'a,"x,""y""\nz"\n'


def test_records_are_added_behind_a_record_and_below_the_last() -> None:
    text = "名称,产值\n铝,1\n合计,1"
    assert edit_text(text, "a.csv", ",", {}, {2: [{1: "建材", 2: "2"}]}) == "名称,产值\n铝,1\n建材,2\n合计,1"
    assert edit_text(text, "a.csv", ",", {}, {3: [{1: "注"}]}) == text + "\n注,"
    assert edit_text("名称,产值\r\n", "a.csv", ",", {(2, 1): "铝", (2, 3): "x"}, {}) == "名称,产值\r\n铝,,x"


@pytest.mark.parametrize("text", ['a,"b"c\n', 'a,"b\n', 'a,"'])
def test_fields_that_cannot_be_told_apart_are_refused(text: str) -> None:
    with pytest.raises(Fault) as caught:
        edit_text(text, "a.csv", ",", {(1, 1): "x"}, {})
    assert caught.value.diagnostics[0].code == "uneditable-text"


@given(FIELDS, st.data())
def test_all_other_fields_read_as_before(rows: list[list[str]], data: st.DataObject) -> None:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows(rows)
    text = stream.getvalue()
    expected = read(text)
    row = data.draw(st.integers(1, len(expected)))
    column = data.draw(st.integers(1, len(expected[row - 1])))
    value = data.draw(st.text(alphabet='a,"\n\r铝', max_size=4))
    expected[row - 1][column - 1] = value
    assert read(edit_text(text, "a.csv", ",", {(row, column): value}, {})) == expected
