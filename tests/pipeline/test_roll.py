"""A report is turned to the next year: values go back a year, what was of one year is emptied, the rest stays."""

import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from reportgen.kit import kit_folders
from reportgen.model.diagnostic import Diagnostic
from reportgen.ooxml.package import PackageReader
from reportgen.pipeline.roll import roll

KIT = """[kit]
name = "small"
title = "小模板"
profile = "gb9704"
[outputs]
document = "{year}年总结.docx"
appendix = "{year}年附件.xlsx"
[styles]
gb9704 = "styles/gb9704.docx"
"""
SCHEMA = """[[sheets]]
name = "指标"
key = "指标名称"
columns = [
  {name = "指标名称"}, {name = "计量单位"},
  {name = "数值", kind = "number", unit_column = "计量单位", previous = "上年数", target = "目标值", hedge = "概数"},
  {name = "概数"},
  {name = "上年数", kind = "number", unit_column = "计量单位"},
  {name = "目标值", kind = "number", unit_column = "计量单位"},
  {name = "来源说明", lasting = false},
]
[[sheets]]
name = "产业"
key = "名称"
columns = [
  {name = "名称"}, {name = "备注"},
  {name = "产值", kind = "number", unit = "亿元", previous = "上年产值"},
  {name = "上年产值", kind = "number", unit = "亿元"},
  {name = "占比", kind = "number", unit = "%", previous = "上年占比"},
  {name = "上年占比", kind = "number", unit = "%"},
  {name = "总投资", kind = "number", unit = "亿元", lasting = true},
  {name = "成立", kind = "date"},
]
[[sheets]]
name = "活动"
lasting = false
columns = [{name = "名称"}, {name = "人数", kind = "number", unit = "人"}]
[[indicators]]
name = "简称"
unit = ""
lasting = true
[[indicators]]
name = "思路"
unit = ""
"""
REPORT = """[report]
kit = "../kit"
year = 2015
title = "清镇2015年工作总结"
organization = "清镇"
data = ["清镇2015.xlsx"]
dated = 2016-02-24
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A report of 2015 whose kit is a folder beside it."""
    styles = kit_folders()["work-summary"] / "styles" / "gb9704.docx"
    for name, text in {"kit/kit.toml": KIT, "kit/schema.toml": SCHEMA, "old/report.toml": REPORT}.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "kit/styles").mkdir()
    (tmp_path / "kit/styles/gb9704.docx").write_bytes(styles.read_bytes())
    (tmp_path / "old/sections").mkdir()
    (tmp_path / "old/sections/2-亮点.md").write_text("# 亮点\n\n今年{{ 年度 }}年平稳。\n", encoding="utf-8")
    data().save(tmp_path / "old" / "清镇2015.xlsx")
    return tmp_path / "old"


def data() -> Workbook:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "指标"
    for row in (
        ("清镇2015年主要指标",),
        ("指标名称", "计量单位", "数值", "概数", "上年数", "目标值", "来源说明"),
        ("企业数", "家", 130, "余", 120, 140, "2015年年报"),
        ("总产值", "亿元", 42.86, None, None, None, None),
        ("简称", None, "园区"),
        ("思路", None, "抓项目"),
        ("没填的", "家", None, None, 7),
    ):
        sheet.append(row)
    industries = book.create_sheet("产业")
    industries.append(
        ("名称", "备注", "产值（亿元）", "上年产值（亿元）", "占比", "上年占比", "总投资（亿元）", "成立")
    )
    industries.append(("铝加工", "2015年投产", 10, 9, 0.25, 0.2, 47, date(2011, 3, 1)))
    industries.append(("建材", None, 5, 4, 0.5, 0.4, None, None))
    for address in ("E2", "F2", "E3", "F3"):
        industries[address].number_format = "0.0%"
    industries["C3"] = "=C2/2"
    events = book.create_sheet("活动")
    events.append(("名称", "人数（人）"))
    events.append(("推介会", 30))
    return book


Cells = Callable[[str], list[tuple[Any, ...]]]


@pytest.fixture
def cells(old: Path) -> Cells:
    """The rows of a sheet of the new workbook."""

    def rows(sheet: str) -> list[tuple[Any, ...]]:
        book = load_workbook(old.parent / "new" / "清镇2016.xlsx")
        return [tuple(row) for row in book[sheet].iter_rows(values_only=True)]

    return rows


def rolled(old: Path, year: int | None = None) -> tuple[Diagnostic, ...]:
    return roll(old, old.parent / "new", year).diagnostics


def calculated(path: Path) -> None:
    """Give the formula of 产业!C3 a cached value, as a spreadsheet program would."""
    from reportgen.ooxml.package import pack, write_package

    reader = PackageReader(path.read_bytes(), path.name)
    parts = [reader.packed(name) for name in reader.names]
    name = "xl/worksheets/sheet2.xml"
    changed = (
        reader.read(name).replace(b"<v></v>", b"<v>5</v>").replace(b"<v />", b"<v>5</v>").replace(b"<v/>", b"<v>5</v>")
    )
    path.write_bytes(write_package([pack(name, changed) if part.name == name else part for part in parts]))


def test_values_go_back_a_year_and_facts_of_one_year_are_emptied(old: Path, cells: Cells) -> None:
    calculated(old / "清镇2015.xlsx")
    rolled(old)
    assert cells("指标")[2:] == [
        ("企业数", "家", None, None, 130, None, None),
        ("总产值", "亿元", None, None, 42.86, None, None),
        ("简称", None, "园区", None, None, None, None),
        ("思路", None, None, None, None, None, None),
        ("没填的", "家", None, None, None, None, None),
    ]
    assert cells("活动")[1:] == [(None, None)]


def test_formulas_stay_percent_keeps_its_form_and_what_lasts_is_kept(old: Path, cells: Cells) -> None:
    calculated(old / "清镇2015.xlsx")
    rolled(old)
    first, second = cells("产业")[1:]
    assert first == ("铝加工", "2015年投产", None, 10, None, 0.25, 47, None)
    assert second == ("建材", None, "=C2/2", 5, None, 0.5, None, None)


def test_settings_sections_and_the_way_to_the_kit_carry_over(old: Path) -> None:
    calculated(old / "清镇2015.xlsx")
    rolled(old)
    new = old.parent / "new"
    report = tomllib.loads((new / "report.toml").read_text(encoding="utf-8"))["report"]
    assert report == {
        "kit": "../kit",
        "year": 2016,
        "title": "清镇2016年工作总结",
        "organization": "清镇",
        "data": ["清镇2016.xlsx"],
    }
    assert (new / "sections/2-亮点.md").read_text(encoding="utf-8").startswith("# 亮点")


def test_dated_words_are_listed_with_their_places(old: Path) -> None:
    calculated(old / "清镇2015.xlsx")
    found = [(item.facts["text"], str(item.place)) for item in rolled(old) if item.code == "dated-word"]
    assert ("今年", "sections/2-亮点.md:3:1") in found
    assert ("2015年", "清镇2016.xlsx › 指标 › A1") in found
    assert ("2015年", "清镇2016.xlsx › 产业 › B2") in found
    assert not [place for _, place in found if place.endswith("G3")], "emptied cells are not listed"


def test_a_year_left_out_leaves_last_years_columns_empty(old: Path) -> None:
    calculated(old / "清镇2015.xlsx")
    found = rolled(old, 2017)
    assert "years-skipped" in [item.code for item in found]
    book = load_workbook(old.parent / "new" / "清镇2017.xlsx")
    assert book["指标"]["E3"].value is None


def test_an_earlier_year_a_taken_folder_and_broken_data_leave_nothing(old: Path) -> None:
    new = old.parent / "new"
    assert [item.code for item in rolled(old, 2015)] == ["year-not-later"]
    assert not new.exists()
    (old / "清镇2015.xlsx").write_bytes(b"PK\3\4 no package")
    assert [item.code for item in rolled(old)] == ["broken-package"]
    assert not new.exists()
    new.mkdir()
    (new / "notes.txt").write_text("mine", encoding="utf-8")
    assert [item.code for item in rolled(old)] == ["folder-not-empty"]
    assert [path.name for path in new.iterdir()] == ["notes.txt"]


def test_a_sheet_or_column_that_the_schema_does_not_know_is_left_and_said(old: Path, cells: Cells) -> None:
    path = old / "清镇2015.xlsx"
    book = load_workbook(path)
    own = book.create_sheet("自己的表")
    own.append(("名称", "数"))
    own.append(("甲", 1))
    book["活动"]["C1"] = "季度数"
    book["活动"]["C2"] = 4
    book["产业"]["C3"] = 5
    del book["指标"]
    book.save(path)
    codes = {item.code: str(item.place) for item in rolled(old)}
    assert codes["sheet-left-alone"] == "清镇2015.xlsx › 自己的表"
    assert codes["columns-left-alone"] == "清镇2015.xlsx › 活动"
    assert cells("自己的表")[1] == ("甲", 1)
    assert cells("活动")[1] == (None, None, 4)


def test_without_a_column_for_last_year_the_loss_is_said(old: Path) -> None:
    path = old / "清镇2015.xlsx"
    book = load_workbook(path)
    book["产业"]["C3"] = 5
    book["产业"].delete_cols(4)
    book.save(path)
    found = [item for item in rolled(old) if item.code == "no-column-for-last-year"]
    assert [(item.facts["column"], item.facts["wanted"]) for item in found] == [("产值", "上年产值")]


def test_csv_data_is_turned_as_well(old: Path) -> None:
    (old / "清镇2015.xlsx").unlink()
    settings = (old / "report.toml").read_text(encoding="utf-8").replace("清镇2015.xlsx", "产业.csv")
    (old / "report.toml").write_text(settings, encoding="utf-8")
    (old / "产业.csv").write_text("名称,备注,产值（亿元）,上年产值（亿元）\n铝,甲,10.5,9\n", encoding="gb18030")
    rolled(old)
    text = (old.parent / "new" / "产业.csv").read_text(encoding="utf-8-sig")
    assert text == "名称,备注,产值（亿元）,上年产值（亿元）\n铝,甲,,10.5\n"


def test_settings_in_an_odd_form_are_written_anew(old: Path) -> None:
    calculated(old / "清镇2015.xlsx")
    (old / "report.toml").write_text(
        'report = {kit = "../kit", year = 2015, title = "总结", organization = "清镇", data = ["清镇2015.xlsx"]}',
        encoding="utf-8",
    )
    codes = [item.code for item in rolled(old)]
    assert "settings-rewritten" in codes
    report = tomllib.loads((old.parent / "new/report.toml").read_text(encoding="utf-8"))["report"]
    assert report["year"] == 2016
    assert report["organization"] == "清镇"
