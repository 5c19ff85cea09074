"""Files of comma-separated values in the encodings and shapes of Chinese offices."""

from decimal import Decimal
from typing import Any

import pytest

from reportgen.load.csv import decode, read_csv
from reportgen.load.read import read_data
from reportgen.model.diagnostic import Fault
from reportgen.model.place import CellRef
from reportgen.model.schema import ColumnKind, ColumnSchema, Schema, SheetSchema

TEXT = "企业名称,产值（亿元）,投产日期\n贵州第一铝业有限公司,42.86,2015-05-08\n第二建材厂,,2014年3月1日\n"
ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_usual_encoding_is_recognised(read: Any, encoding: str) -> None:
    dataset, found = read(企业_csv=TEXT.encode(encoding))
    table = dataset.tables["企业"]
    assert not found
    assert list(table.columns) == ["企业名称", "产值", "投产日期"]
    assert table.columns["产值"].values == [Decimal("42.86"), None]
    assert table.columns["投产日期"].kind is ColumnKind.DATE
    assert table.ref("产值", 0) == CellRef("企业.csv", "", 2, 2)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found(read: Any, delimiter: str) -> None:
    dataset, _ = read(企业_csv=TEXT.replace(",", delimiter).encode())
    assert list(dataset.tables["企业"].columns) == ["企业名称", "产值", "投产日期"]


def test_title_unit_and_note_rows_around_the_table_are_no_entries(read: Any) -> None:
    text = "2015年企业情况,,\n,,单位：万元\n企业名称,产值,人数\n甲厂,1234.5,12\n合计,1234.5,12\n注：数据未经审计,,\n"
    dataset, found = read(企业_csv=text.encode("gb18030"))
    table = dataset.tables["企业"]
    assert table.rows == [4]
    assert str(table.columns["产值"].unit) == "万元"
    assert [item.code for item in found] == ["total-row", "note-row"]


def test_quoted_fields_keep_delimiters_line_ends_and_quotes(read: Any) -> None:
    dataset, _ = read(表_csv='名称,说明\n甲,"一,二\n三""四"""\n'.encode())
    assert dataset.tables["表"].columns["说明"].values == ['一,二\n三"四"']


def test_rows_are_counted_as_a_spreadsheet_counts_them(read: Any) -> None:
    dataset, _ = read(表_csv='名称,数\n"两\n行",1\n\n乙,2\n'.encode())
    assert dataset.tables["表"].rows == [2, 4]


def test_numbers_of_a_csv_are_not_reported_as_text_unless_they_are_odd(read: Any) -> None:
    schema = Schema(sheets=(SheetSchema(name="表", columns=(_number(), ColumnSchema(name="名称"))),))
    dataset, found = read(schema, 表_csv='名称,产值\n甲,"1,234.5"\n乙,约12亿\n丙,１２\n丁,7\n'.encode())
    assert dataset.tables["表"].columns["产值"].values == [Decimal("1234.5"), Decimal(12), Decimal(12), Decimal(7)]
    assert [(item.code, item.place.address) for item in found] == [
        ("approximate-number", "B3"),
        ("number-as-text", "B4"),
    ]


def _number() -> ColumnSchema:
    return ColumnSchema(name="产值", kind=ColumnKind.NUMBER, unit="亿元")


def test_codes_and_long_digits_of_a_csv_stay_text(read: Any) -> None:
    dataset, _ = read(表_csv="名称,编号,账号\n甲,007,6222020200112233445\n乙,012,6222020200112233446\n".encode())
    assert dataset.tables["表"].columns["编号"].values == ["007", "012"]
    assert dataset.tables["表"].columns["账号"].values[0] == "6222020200112233445"


def test_a_csv_named_zhibiao_holds_the_indicators(read: Any) -> None:
    dataset, _ = read(指标_csv="指标名称,计量单位,数值\n规上企业数,家,76\n".encode())
    assert dataset.indicators["规上企业数"].figure.text == "76家"


def test_an_unmatched_quote_is_refused_with_its_line() -> None:
    with pytest.raises(Fault) as caught:
        read_csv('名称,说明\n甲,"一\n'.encode(), "表.csv")
    assert caught.value.code == "broken-csv"
    assert caught.value.diagnostics[0].facts["line"] == "2"


def test_a_field_beyond_the_readers_limit_is_a_fault() -> None:
    with pytest.raises(Fault) as caught:
        read_csv(b"a," + b"x" * 200_000, "t.csv")
    assert caught.value.code == "broken-csv"


def test_bytes_of_no_encoding_are_refused() -> None:
    with pytest.raises(Fault) as caught:
        decode(b"\xff\xff\x80\xfe" * 7)
    assert caught.value.code == "unknown-encoding"


def test_a_csv_is_read_from_disk_under_its_stem(tmp_path: Any) -> None:
    (tmp_path / "主导产业.csv").write_bytes(TEXT.encode())
    dataset, _ = read_data([tmp_path / "主导产业.csv"], Schema(sheets=()), 2015)
    assert dataset.tables["主导产业"].file == "主导产业.csv"
    assert dataset.files == ("主导产业.csv",)
