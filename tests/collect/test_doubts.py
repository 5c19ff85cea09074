"""The table of doubts: one sheet a department, every question with its cell and room for the answer."""

from typing import Any

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from reportgen.cli.program import Program
from reportgen.model.doubts import Asked, Doubt
from reportgen.write.to_doubts import to_doubts


def doubt(department: str, place: str = "指标 › E4") -> Doubt:
    asked = Asked(department=department, code="large-change")
    return Doubt(place=place, name="财政收入", now="9", before="5", change="80.0%", question="变动很大", asked=asked)


def rows(path: Any, department: str) -> list[tuple[Any, ...]]:
    return list(load_workbook(path)[department].iter_rows(min_row=4, values_only=True))


def test_each_department_gets_its_questions(office: Any) -> None:
    office.answer("财政局", {"指标!财政收入.数值": 9000})
    office.answer("经发局", {"主导产业!铝加工.产值": "1,2", "指标!规上工业产值.数值": 115, "指标!工业总产值.数值": 110})
    office.collect(doubts=office.doubts)
    finance = rows(office.doubts, "财政局")
    assert finance == [(1, "指标 › E4", "财政收入", "9000万元", "5000万元", "80.0%", "large-change", None, None)]
    codes = [row[6] for row in rows(office.doubts, "经发局")]
    assert "ambiguous-number" in codes
    assert "part-above-total" in codes


def test_a_contradiction_is_a_question_to_both(office: Any) -> None:
    office.answer("财政局", name="招商局转来.xlsx")
    office.change(
        office.back / "招商局转来.xlsx",
        lambda book: setattr(office.find(book, "指标!财政收入.数值"), "value", 5300),
    )
    office.answer("财政局")
    office.collect(doubts=office.doubts)
    assert [row[6] for row in rows(office.doubts, "财政局")] == ["conflicting-answers"]


def test_the_command_asks_in_chinese_and_without_the_offices_remedy(office: Any) -> None:
    office.answer("财政局", {"指标!财政收入.数值": 9000})
    CliRunner().invoke(Program("en"), ["collect", str(office.report), str(office.back), "--doubts", str(office.doubts)])
    (row,) = rows(office.doubts, "财政局")
    assert row[6] == "“财政收入”比上年变动 80.0%，没有写原因"


def test_where_nothing_is_doubtful_the_table_says_so(answered: Any) -> None:
    answered.collect(doubts=answered.doubts)
    book = load_workbook(answered.doubts)
    assert book.sheetnames == ["存疑数据表", "_reportgen"]
    assert book["_reportgen"].sheet_state == "veryHidden"
    assert book.worksheets[0]["A2"].value == "各科室回报的数据没有疑问。"


def test_the_same_doubts_are_the_same_bytes() -> None:
    doubts = [doubt("财政局"), doubt("招商局")]
    assert to_doubts(doubts, 2026) == to_doubts(doubts, 2026)


@pytest.mark.parametrize("name", ["a/b:c*?[x]", "很" * 40, ""])
def test_any_name_of_a_department_makes_a_sheet(name: str, tmp_path: Any) -> None:
    path = tmp_path / "doubts.xlsx"
    path.write_bytes(to_doubts([doubt(name), doubt(name.upper() + " "), doubt("=1+1")], 2026))
    assert len(load_workbook(path).sheetnames) == 4


def test_a_question_is_never_a_formula(tmp_path: Any) -> None:
    path = tmp_path / "doubts.xlsx"
    path.write_bytes(to_doubts([doubt("财政局", place="=HYPERLINK(1)")], 2026))
    assert load_workbook(path)["财政局"]["B4"].data_type == "s"


def test_each_sheet_prints_by_itself(tmp_path: Any) -> None:
    path = tmp_path / "doubts.xlsx"
    path.write_bytes(to_doubts([doubt("财政局")], 2026))
    sheet = load_workbook(path)["财政局"]
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.fitToWidth == 1
    assert sheet.print_title_rows == "$3:$3"
