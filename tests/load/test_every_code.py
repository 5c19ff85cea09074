"""Each code of the room has a broken input that provokes it, and messages in both languages that fit its facts."""

import string
import tomllib
from collections.abc import Callable
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from reportgen.load import read as read_module
from reportgen.load.read import read_data
from reportgen.model.schema import ColumnKind, ColumnSchema, IndicatorSchema, Schema, SheetSchema

CATALOGUE = tomllib.loads(files("reportgen").joinpath("messages", "load.toml").read_text(encoding="utf-8"))
NUMBER, DATE = ColumnKind.NUMBER, ColumnKind.DATE
SCHEMA = Schema(
    sheets=(
        SheetSchema(
            name="产业",
            key="名称",
            columns=(
                ColumnSchema(name="名称", required=True),
                ColumnSchema(name="产值", kind=NUMBER, unit="亿元"),
                ColumnSchema(name="增速", kind=NUMBER, unit="%"),
                ColumnSchema(name="日期", kind=DATE),
                ColumnSchema(name="规模", kind=NUMBER, unit_column="规模单位"),
                ColumnSchema(name="规模单位"),
            ),
        ),
        SheetSchema(name="融资情况", columns=(ColumnSchema(name="渠道"),)),
    ),
    indicators=(IndicatorSchema(name="增加值", unit="亿元"),),
)
REQUIRED = Schema(sheets=(SheetSchema(name="产业", required=True, columns=(ColumnSchema(name="名称"),)),))
Case = Callable[[Any], dict[str, bytes]]


def cell(value: Any, column: str = "产值", change: Any = None) -> Case:
    """A sheet with one doubtful cell."""
    return lambda make: {"a.xlsx": make.kept({"产业": [["名称", column], ["甲", value]]}, change)}


def sheet(*rows: Any, name: str = "产业", change: Any = None) -> Case:
    return lambda make: {"a.xlsx": make.kept({name: rows}, change)}


def file(data: bytes, name: str = "a.xlsx") -> Case:
    return lambda _: {name: data}


def part(data: str) -> Case:
    """A worksheet part with the header of 产业 and then these rows or whatever."""
    head = '<row r="1"><c r="A1" t="str"><v>名称</v></c><c r="B1" t="str"><v>产值</v></c></row>'
    return lambda make: {"a.xlsx": make.package({"产业": make.worksheet(head + data)})}


def formatted(code: str) -> Any:
    def change(book: Any) -> None:
        book.active.cell(2, 2).number_format = code

    return change


def merged(*blocks: str) -> Any:
    def change(book: Any) -> None:
        for block in blocks:
            book.active.merge_cells(block)

    return change


def hidden_sheet(book: Any) -> None:
    book.create_sheet("封面")
    book.active.sheet_state = "hidden"
    book.active = 1


def hidden_row(book: Any) -> None:
    book.active.row_dimensions[2].hidden = True


def hidden_column(book: Any) -> None:
    book.active.column_dimensions["B"].hidden = True


HEAD = ["名称", "产值"]
ROW = ["甲", 1]
XML_BOMB = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><worksheet/>'

CASES: dict[str, Case] = {
    "missing-workbook": lambda _: {},
    "folder-for-workbook": lambda _: {},
    "unreadable-workbook": file(b"x"),
    "empty-workbook": file(b""),
    "html-workbook": file(b"<html></html>", "a.xls"),
    "text-workbook": file("名称\t产值".encode("utf-16"), "a.xls"),
    "not-a-workbook": file(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9),
    "no-workbook": lambda make: {"a.xlsx": make.packed({"a.txt": "x"})},
    "binary-workbook": lambda make: {"a.xlsx": make.packed({"xl/workbook.bin": "x"})},
    "opendocument-workbook": lambda make: {"a.xlsx": make.packed({"mimetype": "x", "content.xml": "x"})},
    "broken-workbook": lambda make: {
        "a.xlsx": make.packed(
            {
                "[Content_Types].xml": "<Types/>",
                "xl/workbook.xml": f'<workbook xmlns="{make.main}"><sheets><sheet name="产业"/></sheets></workbook>',
            }
        )
    },
    "broken-xml": lambda make: {"a.xlsx": make.package({"产业": "<worksheet"})},
    "entity-declaration": lambda make: {"a.xlsx": make.package({"产业": XML_BOMB})},
    "bad-address": part('<row r="2"><c r="XFE2"><v>1</v></c></row>'),
    "bad-shared-string": part('<row r="2"><c r="A2" t="s"><v>9</v></c></row>'),
    "too-much-data": file(b"PK\3\4" + b"x" * 9000),
    "macros-ignored": lambda make: {"a.xlsm": make.package({}, extra={"xl/vbaProject.bin": b"x"})},
    "unknown-encoding": file(b"\xff\xff\x80\xfe" * 7, "a.csv"),
    "broken-csv": file(b'a,"b\n', "a.csv"),
    "missing-sheet": sheet(HEAD, ROW, name="别的"),
    "unmatched-sheet": sheet(["渠道", "金额"], ["银行", 1], name="融资"),
    "duplicate-sheet": lambda make: {
        "a.xlsx": make.kept({"产业": [HEAD, ROW]}),
        "产业.csv": "名称,产值\n甲,1\n".encode(),
    },
    "hidden-sheet": sheet(HEAD, ROW, name="选项", change=hidden_sheet),
    "hidden-sheet-read": sheet(HEAD, ROW, change=hidden_sheet),
    "empty-sheet": sheet(),
    "no-header": sheet(["一", "二"], [3, 4]),
    "sheet-without-table": sheet([1, 2], [3, 4], name="别的"),
    "hidden-rows": sheet(HEAD, ROW, change=hidden_row),
    "hidden-columns": sheet(HEAD, ROW, change=hidden_column),
    "two-tables": sheet(HEAD, ROW, [], HEAD, ROW),
    "value-beside-table": sheet(HEAD, [*ROW, None, 42.86]),
    "note-beside-table": sheet(HEAD, [*ROW, None, "漏报"]),
    "missing-column": sheet(["名 字", "产值"], ROW),
    "unmatched-column": sheet(["名称", "产 品值"], ROW),
    "extra-column": sheet(["名称", "产值", "联系人"], ["甲", 1, "张"]),
    "duplicate-column": sheet(["名称", "产值", "产值（亿元）"], ["甲", 1, 2]),
    "wrong-unit": sheet(["名称", "产值（万吨）"], ROW),
    "unknown-unit": sheet(["名称", "规模", "规模单位"], ["甲", 1, "按2015年价格计算的亿元"]),
    "mixed-percent": sheet(["名称", "增速"], ["甲", 0.1], ["乙", 2], change=formatted("0%")),
    "total-row": sheet(HEAD, ROW, ["合计", 1]),
    "note-row": sheet(HEAD, ROW, ["注：产值为现价"]),
    "group-row": sheet(["名称", "产值", "增速"], ["一、工业"], ["甲", 1, 2]),
    "merged-cells": sheet(["名称", "产值", "规模单位"], ["甲", 1, "吨"], ["乙", 2, None], change=merged("C2:C3")),
    "merged-number": sheet(HEAD, ROW, ["乙", None], change=merged("B2:B3")),
    "number-as-text": cell("1,234.5"),
    "unit-in-cell": cell("12万元"),
    "approximate-number": cell("约12亿"),
    "ambiguous-number": cell("1,2"),
    "text-for-number": cell("12月"),
    "number-out-of-range": cell("9" * 40),
    "digits-lost": part('<row r="2"><c r="A2"><v>520181199001011234</v></c><c r="B2"><v>1</v></c></row>'),
    "date-for-number": cell(date(2015, 5, 8)),
    "number-for-date": cell(42132, "日期"),
    "date-as-text": cell("2015年5月8日", "日期"),
    "text-for-date": cell("2015年5月", "日期"),
    "impossible-date": cell("2015-02-30", "日期"),
    "error-cell": part('<row r="2"><c r="A2" t="str"><v>甲</v></c><c r="B2" t="e"><v>#DIV/0!</v></c></row>'),
    "formula-without-value": cell("=1+2"),
    "more-of-the-same": sheet(HEAD, *([f"厂{n}", "1,2"] for n in range(30))),
    "duplicate-indicator": sheet(
        ["指标名称", "计量单位", "数值"], ["产值", "亿元", 1], ["产值", "亿元", 1], name="指标"
    ),
    "indicator-without-name": sheet(["指标名称", "计量单位", "数值"], [None, "亿元", 1], name="指标"),
    "missing-unit": sheet(["指标名称", "计量单位", "数值"], ["增加值", None, 1], name="指标"),
}


def test_there_is_a_case_for_each_code_of_the_catalogue() -> None:
    assert set(CASES) == set(CATALOGUE)


@pytest.mark.parametrize("code", CASES)
def test_a_broken_input_is_found(code: str, make: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = []
    for name, data in CASES[code](make).items():
        paths.append(tmp_path / name)
        paths[-1].write_bytes(data)
    if code == "missing-workbook":
        paths = [tmp_path / "none.xlsx"]
    elif code == "folder-for-workbook":
        paths = [tmp_path]
    elif code == "too-much-data":
        monkeypatch.setattr(read_module, "_LARGEST_FILE", 5000)
    elif code == "unreadable-workbook":
        monkeypatch.setattr(Path, "read_bytes", _refuse)
    _, found = read_data(paths, REQUIRED if code == "missing-sheet" else SCHEMA, 2015)
    first = next((item for item in found if item.code == code), None)
    assert first is not None, [item.code for item in found]
    for language in ("en", "zh"):
        for sentence in ("message", "note", "help"):
            assert _placeholders(CATALOGUE[code][language].get(sentence, "")) <= set(first.facts)


def _refuse(self: Path) -> bytes:
    raise PermissionError(13, "Permission denied")


@pytest.mark.parametrize("code", CATALOGUE)
def test_both_languages_say_the_same_facts(code: str) -> None:
    english, chinese = CATALOGUE[code]["en"], CATALOGUE[code]["zh"]
    assert set(english) == set(chinese) >= {"message", "help", "explain"}
    assert _placeholders(english["message"]) == _placeholders(chinese["message"])


def _placeholders(text: str) -> set[str]:
    return {name.partition("|")[0] for _, name, _, _ in string.Formatter().parse(text) if name is not None}
