"""What comes back is merged into the report's workbook: the plain way, and everything around it."""

from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook

from reportgen.load.read import read_data
from reportgen.model.place import CellRef
from reportgen.ooxml.package import PackageReader
from reportgen.pipeline.template import TemplateOptions, template
from reportgen.report import read_report


def parts(data: bytes) -> dict[str, bytes]:
    package = PackageReader(data, "x.xlsx")
    return {name: package.read(name) for name in package.names}


def test_every_answer_stands_in_the_workbook(answered: Any) -> None:
    collected = answered.collect()
    assert [item for item in collected.diagnostics if item.severity == "error"] == []
    assert answered.value("指标!工业总产值.数值") == 110
    assert answered.value("指标!财政收入.数值") == 5200
    assert answered.value("主导产业!铝加工.产值") == 42.86
    assert answered.value("招商项目!甲项目.签约日期").isoformat().startswith("2026-03-05")
    states = {line.department: (line.state.value, line.new, line.same) for line in collected.overview}
    assert states == {"经发局": ("returned", 7, 0), "招商局": ("returned", 3, 0), "财政局": ("returned", 1, 0)}


def test_each_value_keeps_the_cell_that_it_came_from(answered: Any) -> None:
    answered.collect()
    report, _ = read_report(answered.report)
    dataset, found = read_data(report.data, report.kit.schema, report.year)
    cell = dataset.tables["主导产业"].ref("产值", 0)
    origin = dataset.origins[cell]
    assert origin.file == "2026年数据填报表-经发局.xlsx"
    form = load_workbook(answered.form("经发局"))
    assert form[origin.sheet].cell(origin.row, origin.column).value == 42.86
    assert [item.code for item in found if item.severity != "info"] == []


def test_a_value_that_was_changed_by_hand_has_lost_its_origin(answered: Any) -> None:
    answered.collect()
    answered.change(answered.workbook, lambda book: setattr(answered.find(book, "主导产业!铝加工.产值"), "value", 43))
    report, _ = read_report(answered.report)
    dataset, found = read_data(report.data, report.kit.schema, report.year)
    assert dataset.tables["主导产业"].ref("产值", 0) not in dataset.origins
    assert dataset.tables["主导产业"].ref("产值", 1) in dataset.origins
    assert [item.code for item in found if "origin" in item.code] == ["origins-dropped"]


def test_an_origin_is_found_again_when_rows_were_put_in(answered: Any) -> None:
    answered.collect()
    answered.change(answered.workbook, lambda book: book["主导产业"].insert_rows(2, 2))
    report, _ = read_report(answered.report)
    dataset, _ = read_data(report.data, report.kit.schema, report.year)
    assert CellRef("2026.xlsx", "主导产业", 4, 2) in dataset.origins


def test_an_office_change_is_kept_when_the_return_has_not_changed(answered: Any, said: Any) -> None:
    answered.collect()
    answered.change(answered.workbook, lambda book: setattr(answered.find(book, "主导产业!铝加工.产值"), "value", 43))
    again = answered.collect()
    assert "edited-since-collected" in said.codes(again)
    assert answered.value("主导产业!铝加工.产值") == 43
    answered.answer("经发局", {"主导产业!铝加工.产值": 44})
    answered.collect()
    assert answered.value("主导产业!铝加工.产值") == 44


def test_collecting_twice_writes_nothing_the_second_time(answered: Any) -> None:
    answered.collect()
    first = answered.workbook.read_bytes()
    again = answered.collect()
    assert again.written == ()
    assert again.values == ()
    assert answered.workbook.read_bytes() == first
    assert sum(line.same for line in again.overview) == 11


def test_one_more_return_changes_only_the_cells_of_its_department(office: Any) -> None:
    office.answer("经发局")
    waiting = office.form("招商局")
    content = waiting.read_bytes()
    waiting.unlink()
    first = office.collect()
    assert {line.department: line.state.value for line in first.overview}["招商局"] == "missing"
    before = parts(office.workbook.read_bytes())
    waiting.write_bytes(content)
    office.answer("招商局", {"招商项目!甲项目.到位资金": 1200})
    office.collect()
    after = parts(office.workbook.read_bytes())
    changed = {name for name in before if before[name] != after[name]}
    book = PackageReader(office.workbook.read_bytes(), "x").read("xl/workbook.xml").decode()
    assert "招商项目" in book
    assert len(changed) == 2, "the sheet 招商项目 and the sheet of origins"


def test_a_dated_copy_of_the_old_workbook_stays_and_is_never_overwritten(answered: Any) -> None:
    old = answered.workbook.read_bytes()
    collected = answered.collect()
    copy = answered.report / "2026-2026-11-21.bak.xlsx"
    assert copy in collected.written
    assert copy.read_bytes() == old
    answered.answer("财政局", {"指标!财政收入.数值": 5300})
    second = answered.workbook.read_bytes()
    answered.collect()
    assert copy.read_bytes() == old
    assert (answered.report / "2026-2026-11-21-2.bak.xlsx").read_bytes() == second


def test_a_dry_run_writes_nothing(answered: Any) -> None:
    old = answered.workbook.read_bytes()
    collected = answered.collect(dry_run=True, doubts=answered.doubts)
    assert collected.values
    assert collected.written == ()
    assert answered.workbook.read_bytes() == old
    assert not answered.doubts.exists()
    assert len(list(answered.report.glob("*.xlsx"))) == 1


def test_new_entries_are_added_below_the_list_and_look_like_it(answered: Any, said: Any) -> None:
    def add(book: Any) -> None:
        sheet = book["招商项目"]
        rows = [row for row in sheet.iter_rows(min_row=4) if row[0].value is None][:2]
        for row, (name, money) in zip(rows, (("丙项目", 300), ("丁项目", 400)), strict=True):
            row[0].value, row[1].value = name, money

    def style(book: Any) -> None:
        for row in book["招商项目"].iter_rows(min_row=2):
            row[1].number_format = "#,##0.0"

    answered.change(answered.workbook, style)
    answered.change(answered.form("招商局"), add)
    collected = answered.collect()
    assert [item.facts["rows"] for item in collected.diagnostics if item.code == "new-rows"] == ["丙项目、丁项目"]
    sheet = load_workbook(answered.workbook)["招商项目"]
    assert [cell.value for cell in sheet["A"]] == ["项目", "甲项目", "乙项目", "丙项目", "丁项目"]
    assert sheet["B5"].value == 400
    assert sheet["B5"].number_format == "#,##0.0"
    again = answered.collect()
    assert again.written == ()


def test_a_total_below_the_list_takes_new_entries_in(answered: Any) -> None:
    def total(book: Any) -> None:
        sheet = book["招商项目"]
        sheet["A4"].value, sheet["B4"].value = "合计", "=SUM(B2:B3)"

    answered.change(answered.workbook, total)
    answered.answer("招商局", {"招商项目!.项目": "丙项目"})
    answered.answer("招商局", {"招商项目!丙项目.到位资金": 300})
    answered.collect()
    sheet = load_workbook(answered.workbook)["招商项目"]
    assert [cell.value for cell in sheet["A"]] == ["项目", "甲项目", "乙项目", "丙项目", "合计"]
    assert sheet["B5"].value == "=SUM(B2:B4)"
    assert load_workbook(answered.workbook, data_only=True)["招商项目"]["B5"].value == 2300


def test_text_that_a_program_gave_other_line_ends_is_no_change(answered: Any) -> None:
    answered.answer("经发局", {"主导产业!铝加工.备注": "一\n二"})
    answered.collect()
    answered.answer("经发局", {"主导产业!铝加工.备注": "一\r\n二 "})
    assert answered.collect().values == ()


def test_a_cell_that_shows_percentages_gets_a_hundredth(answered: Any) -> None:
    def percent(book: Any) -> None:
        cell = answered.find(book, "主导产业!铝加工.增加值率")
        cell.number_format = "0.0%"

    answered.change(answered.workbook, percent)
    answered.collect()
    assert answered.value("主导产业!铝加工.增加值率") == 0.26
    report, _ = read_report(answered.report)
    dataset, _ = read_data(report.data, report.kit.schema, report.year)
    assert dataset.tables["主导产业"].columns["增加值率"].values[0] == Decimal(26)


def test_a_formula_of_the_workbook_is_kept(answered: Any, said: Any) -> None:
    answered.change(
        answered.workbook, lambda book: setattr(answered.find(book, "指标!工业总产值.数值"), "value", "=C3+10")
    )
    collected = answered.collect()
    assert "formula-kept" in said.codes(collected)
    assert answered.value("指标!工业总产值.数值") == "=C3+10"


def test_the_reason_for_a_change_goes_behind_the_remark(answered: Any, said: Any) -> None:
    answered.answer("经发局", {"指标!规上工业产值.数值": 130, "指标!规上工业产值.变动原因": "新投产两户"})
    answered.answer("经发局", {"指标!工业总产值.数值": 150})
    collected = answered.collect()
    assert answered.value("指标!规上工业产值.来源说明") == "统计报表；变动原因：新投产两户"
    large = [item.facts["name"] for item in collected.diagnostics if item.code == "large-change"]
    assert large == ["工业总产值"]
    answered.answer("经发局", {"指标!规上工业产值.变动原因": "新投产三户"})
    answered.collect()
    assert answered.value("指标!规上工业产值.来源说明") == "统计报表；变动原因：新投产三户"
    assert answered.collect().written == ()


def test_a_part_above_its_total_names_the_cells_of_the_return(answered: Any) -> None:
    answered.answer("经发局", {"指标!规上工业产值.数值": 115})
    collected = answered.collect()
    finding = next(item for item in collected.diagnostics if item.code == "part-above-total")
    assert str(finding.related[0]).startswith("2026年数据填报表-经发局.xlsx › 指标 › ")


@pytest.mark.parametrize("name", ["没有这个文件夹", "2026.xlsx"])
def test_returns_that_are_no_folder_are_a_finding(answered: Any, said: Any, name: str) -> None:
    assert said.codes(answered.collect(returns=answered.report / name)) == ["no-returns-folder"]


def test_a_remark_of_last_year_is_no_reason_for_a_change_of_this_year(office: Any, said: Any) -> None:
    def remark(book: Any) -> None:
        for cell in ("主导产业!铝加工.备注", "主导产业!建材.备注", "指标!规上工业产值.来源说明"):
            office.find(book, cell).value = "去年因停产基数低"

    office.change(office.workbook, remark)
    answers = {"主导产业!铝加工.产值": 60, "主导产业!建材.产值": 30, "指标!规上工业产值.数值": 130}
    office.answer("经发局", answers | {"主导产业!建材.备注": "因新建两条线增产"})

    def large(collected: Any) -> list[str]:
        return [item.facts["name"] for item in collected.diagnostics if item.code == "large-change"]

    assert large(office.collect()) == ["规上工业产值", "铝加工 产值"]
    office.answer("经发局", {"主导产业!铝加工.变动原因": "订单增加", "指标!规上工业产值.变动原因": "新增一户"})
    assert large(office.collect()) == []
    assert office.value("主导产业!铝加工.备注") == "去年因停产基数低；变动原因：订单增加"
    assert large(office.collect()) == []


@pytest.fixture
def with_basis(office: Any) -> Any:
    """The kit says how 工业总产值 is priced and what it covers; the workbook has an empty column for the price."""
    schema = office.report / "kit/schema.toml"
    text = schema.read_text(encoding="utf-8")
    told = text.replace('name = "工业总产值"\n', 'name = "工业总产值"\nbasis = "可比价"\nscope = "全部工业"\n', 1)
    schema.write_text(told, encoding="utf-8")
    office.change(office.workbook, lambda book: book["指标"].cell(1, 7, "价格口径"))
    assert not template(office.report, TemplateOptions(folder=office.back, force=True)).stopped
    return office


def test_what_the_form_says_from_the_kit_is_not_collected(with_basis: Any, said: Any) -> None:
    before = with_basis.workbook.read_bytes()
    for department in ("经发局", "招商局", "财政局"):
        with_basis.answer(department, {})
    collected = with_basis.collect()
    assert collected.written == ()
    assert collected.values == ()
    assert with_basis.workbook.read_bytes() == before
    assert "column-not-collected" not in said.codes(collected)


def test_what_a_department_changes_there_is_collected(with_basis: Any) -> None:
    with_basis.answer("经发局", {"指标!工业总产值.价格口径": "现价"})
    with_basis.collect()
    assert with_basis.value("指标!工业总产值.价格口径") == "现价"
