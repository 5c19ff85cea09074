"""Any text in a cell is read unchanged, whichever program wrote it."""

import io
import re
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from reportgen.load.read import read_data
from reportgen.load.xlsx import open_workbook
from reportgen.model.schema import ColumnSchema, Schema, SheetSchema

SCHEMA = Schema(sheets=(SheetSchema(name="表", columns=(ColumnSchema(name="名称"), ColumnSchema(name="文本"))),))
ANY = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)
PRINTED = st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t", exclude_characters="\ufffe\uffff")
IN_XML = st.text(PRINTED, min_size=1, max_size=60)
NASTY = st.sampled_from(
    [
        "_x0041_",
        "_x005F_",
        "&amp;",
        "<v>",
        "]]>",
        "=1+1",
        " 前后 ",
        "a\rb",
        "a\r\nb",
        "\ufeff",
        "😀",
        "\u2028",
        "_x",
        "007",
        "'1",
    ]
)


def texts_of(data: bytes) -> list[str]:
    workbook = open_workbook(data, "f.xlsx")
    return workbook.sheet(workbook.sheets[0]).columns[1].texts


@settings(max_examples=60, deadline=None)
@given(st.lists(ANY | NASTY, min_size=1, max_size=6))
def test_texts_written_by_xlsxwriter_come_back(texts: list[str]) -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet()
    for row, text in enumerate(texts):
        sheet.write_string(row, 0, text)
    book.close()
    # XlsxWriter writes U+FFFE and U+FFFF raw, which no XML can hold.
    assume(not re.search("[\ufffe\uffff]", "".join(texts)))
    assert texts_of(stream.getvalue()) == texts


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(st.lists(IN_XML, min_size=1, max_size=6))
def test_texts_written_by_openpyxl_come_back(texts: list[str]) -> None:
    from openpyxl import Workbook

    # openpyxl does not escape what a spreadsheet program would decode: `_x0041_` means `A` in its files.
    assume(not any(re.search("_x[0-9A-Fa-f]{4}_", text) or text.startswith("=") for text in texts))
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row, text in enumerate(texts, 1):
        sheet.cell(row, 1).value = text
        sheet.cell(row, 1).data_type = "s"
    stream = io.BytesIO()
    book.save(stream)
    assert texts_of(stream.getvalue()) == texts


@settings(max_examples=50, deadline=None)
@given(texts=st.lists(ANY | NASTY, min_size=1, max_size=5))
def test_texts_of_a_text_column_reach_the_table_unchanged(texts: list[str], tmp_path: Any) -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    assume(not re.search("[\ufffe\uffff]", "".join(texts)))
    path = tmp_path / "数据.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("表")
    sheet.write_row(0, 0, ["名称", "文本"])
    for row, text in enumerate(texts, 1):
        sheet.write_string(row, 0, f"第{row}行")
        sheet.write_string(row, 1, text)
    book.close()
    dataset, _ = read_data([path], SCHEMA, 2015)
    read = list(dataset.tables["表"].columns["文本"].values)
    assert read == [text if text.strip() else None for text in texts]


@settings(max_examples=60, deadline=None)
@example(texts=["累计合计"], encoding="utf-8")
@given(
    texts=st.lists(ANY, min_size=1, max_size=5), encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"])
)
def test_texts_of_a_csv_reach_the_table_unchanged(texts: list[str], encoding: str, tmp_path: Any) -> None:
    import csv

    assume("\0" not in "".join(texts))
    assume(not any(0xE000 <= ord(mark) <= 0xF8FF for mark in "".join(texts)))
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([["名称", "文本"], *([f"第{row}行", text] for row, text in enumerate(texts))])
    path = tmp_path / "表.csv"
    path.write_bytes(stream.getvalue().encode(encoding))
    dataset, _ = read_data([path], SCHEMA, 2015)
    assert list(dataset.tables["表"].columns["文本"].values) == [text if text.strip() else None for text in texts]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.decimals(-(10**9), 10**9, places=4, allow_nan=False), min_size=1, max_size=5))
def test_numbers_written_by_openpyxl_come_back_exactly(numbers: list[Decimal]) -> None:
    from openpyxl import Workbook

    from reportgen.load.values import exact_number

    book = Workbook()
    assert book.active is not None
    for number in numbers:
        book.active.append([float(number)])
    stream = io.BytesIO()
    book.save(stream)
    assert [exact_number(text) for text in texts_of(stream.getvalue())] == numbers
