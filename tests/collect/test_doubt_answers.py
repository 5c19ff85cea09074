"""A table of doubts that comes back with answers: what is taken as newer, what contradicts, what cannot be placed."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

VALUE, REASON = 8, 9


class Questions:
    """The table of doubts as it lies among the returns."""

    def __init__(self, office: Any, name: str = "存疑数据表（答复）.xlsx") -> None:
        office.collect(doubts=office.doubts)
        self.path: Path = office.back / name
        self.path.write_bytes(office.doubts.read_bytes())

    def answer(self, department: str, code: str, value: Any = None, reason: Any = None) -> str:
        """Write behind a question; the place of the value."""
        book = load_workbook(self.path)
        sheet = book[department]
        row: Any = next(row[0].row for row in sheet.iter_rows(min_row=4) if row[6].value == code)
        sheet.cell(row, VALUE).value, sheet.cell(row, REASON).value = value, reason
        book.save(self.path)
        return f"{self.path.name} › {department} › H{row}"

    def change(self, change: Any) -> None:
        book = load_workbook(self.path)
        change(book)
        book.save(self.path)


def lines(collected: Any, state: str) -> list[tuple[str, str, int]]:
    return [(line.department, line.file, line.changed + line.new) for line in collected.overview if line.state == state]


@pytest.fixture
def doubted(office: Any) -> Any:
    """Two departments with something to ask about."""
    office.answer("财政局", {"指标!财政收入.数值": 9000})
    office.answer("经发局", {"主导产业!铝加工.产值": "1,2", "主导产业!建材.产值": 60})
    return office


def test_a_correct_value_takes_the_place_of_the_one_in_the_form(doubted: Any, said: Any) -> None:
    questions = Questions(doubted)
    place = questions.answer("财政局", "large-change", 5200)
    collected = doubted.collect()
    assert doubted.value("指标!财政收入.数值") == 5200
    assert [value.origin for value in collected.values if value.name == "财政收入"] == [place]
    assert ("财政局", questions.path.name, 1) in lines(collected, "doubts")
    assert not [item for item in said.places(collected, "large-change") if "财政" in item]


@pytest.mark.parametrize(("written", "kept"), [("５３００万元", 5300), ("0.53亿元", 5300), ("5,300", 5300)])
def test_a_correct_value_is_read_as_tolerantly_as_a_form(doubted: Any, written: object, kept: float) -> None:
    Questions(doubted).answer("财政局", "large-change", written)
    doubted.collect()
    assert doubted.value("指标!财政收入.数值") == kept


FUNDS = """[[sheets]]
name = "资金"
department = "财政局"
key = "名称"
columns = [
  {name = "名称", required = true},
  {name = "单位"},
  {name = "数额", kind = "number", unit_column = "单位", previous = "上年数额"},
  {name = "上年数额", kind = "number", unit_column = "单位"},
]
"""


@pytest.fixture
def funds(office_of: Any) -> Any:
    """A list whose rows have a unit of their own."""
    return office_of(FUNDS, {"资金": [("名称", "单位", "数额", "上年数额"), ("专项", "亿元", None, 3.4)]})


@pytest.mark.parametrize("written", ["3.5亿元", "35000万元", 3.5])
def test_the_unit_of_an_answer_wins_and_is_not_asked_about(funds: Any, written: object) -> None:
    funds.answer("财政局", {"资金!专项.数额": "三个多亿"})
    Questions(funds).answer("财政局", "text-for-number", written)
    again = funds.back.parent / "再问.xlsx"
    funds.collect(doubts=again)
    assert funds.value("资金!专项.数额") == 3.5
    assert "财政局" not in load_workbook(again).sheetnames


@pytest.mark.parametrize(("unit", "kept"), [("亿元", 3.5), ("万元", 35000)])
def test_an_answer_about_a_new_row_goes_into_the_unit_of_that_row(funds: Any, unit: str, kept: float) -> None:
    def add(book: Any) -> None:
        for position, value in ((1, "基金"), (2, unit), (4, "3-5")):
            book["资金"].cell(5, position).value = value

    funds.change(funds.form("财政局"), add)
    Questions(funds).answer("财政局", "ambiguous-number", "3.5亿元")
    again = funds.back.parent / "再问.xlsx"
    funds.collect(doubts=again)
    assert (funds.value("资金!基金.单位"), funds.value("资金!基金.数额")) == (unit, kept)
    assert "财政局" not in load_workbook(again).sheetnames


def test_a_unit_of_another_kind_is_refused_and_asked_about(funds: Any, said: Any) -> None:
    funds.answer("财政局", {"资金!专项.数额": "三个多亿"})
    place = Questions(funds).answer("财政局", "text-for-number", "3.5平方米")
    again = funds.back.parent / "再问.xlsx"
    collected = funds.collect(doubts=again)
    assert said.places(collected, "wrong-unit") == [place]
    assert funds.value("资金!专项.数额") is None
    assert "财政局" in load_workbook(again).sheetnames


@pytest.mark.parametrize("written", [5200, "0.52亿元"])
def test_an_answer_about_what_was_typed_over_a_formula_goes_where_it_belongs(
    office: Any, said: Any, written: object
) -> None:
    office.answer("财政局", {"指标!财政收入.比上年增减": 5200})
    Questions(office).answer("财政局", "typed-over-formula", written)
    collected = office.collect()
    assert office.value("指标!财政收入.数值") == 5200
    assert not {"typed-over-formula", "doubt-without-cell"} & set(said.codes(collected))


def test_such_an_answer_contradicts_a_value_that_is_there(office: Any, said: Any) -> None:
    office.answer("财政局", {"指标!财政收入.数值": 5200, "指标!财政收入.比上年增减": 12})
    Questions(office).answer("财政局", "typed-over-formula", 12)
    collected = office.collect()
    assert "conflicting-answers" in said.codes(collected)
    assert office.value("指标!财政收入.数值") == 5200


def test_a_value_that_could_not_be_read_is_put_right(doubted: Any, said: Any) -> None:
    questions = Questions(doubted)
    questions.answer("经发局", "ambiguous-number", 42.86)
    collected = doubted.collect()
    assert doubted.value("主导产业!铝加工.产值") == 42.86
    assert "ambiguous-number" not in said.codes(collected)
    assert [line.refused for line in collected.overview if line.department == "经发局"] == [0, 0]


def test_a_reason_goes_behind_the_remark_and_is_not_asked_for_again(doubted: Any, said: Any) -> None:
    questions = Questions(doubted)
    questions.answer("财政局", "large-change", reason="并入两户企业")
    questions.answer("经发局", "large-change", reason="二期投产")
    again = doubted.back.parent / "再问.xlsx"
    collected = doubted.collect(doubts=again)
    assert doubted.value("指标!财政收入.来源说明") == "变动原因：并入两户企业"
    assert doubted.value("主导产业!建材.备注") == "变动原因：二期投产"
    assert doubted.value("指标!财政收入.数值") == 9000
    assert "large-change" not in said.codes(collected)
    assert load_workbook(again).sheetnames == ["经发局", "_reportgen"]


def test_a_value_and_its_reason_are_both_taken(doubted: Any) -> None:
    Questions(doubted).answer("财政局", "large-change", 8000, "并入两户企业")
    doubted.collect()
    assert doubted.value("指标!财政收入.数值") == 8000
    assert doubted.value("指标!财政收入.来源说明") == "变动原因：并入两户企业"


def test_running_again_changes_nothing(doubted: Any) -> None:
    questions = Questions(doubted)
    questions.answer("财政局", "large-change", 5200)
    questions.answer("经发局", "large-change", reason="二期投产")
    doubted.collect()
    before = doubted.workbook.read_bytes()
    again = doubted.collect()
    assert not again.values
    assert doubted.workbook.read_bytes() == before


def test_a_form_that_says_something_third_by_now_contradicts(doubted: Any, said: Any) -> None:
    Questions(doubted).answer("财政局", "large-change", 5200)
    doubted.answer("财政局", {"指标!财政收入.数值": 5100})
    collected = doubted.collect()
    (finding,) = [item for item in collected.diagnostics if item.code == "conflicting-answers"]
    assert "5100" in finding.facts["answers"]
    assert "5200" in finding.facts["answers"]
    assert doubted.value("指标!财政收入.数值") == 9000


def test_a_form_put_right_as_well_agrees(doubted: Any, said: Any) -> None:
    questions = Questions(doubted)
    questions.answer("财政局", "large-change", 5200)
    doubted.answer("财政局", {"指标!财政收入.数值": 5200})
    collected = doubted.collect()
    assert "conflicting-answers" not in said.codes(collected)
    assert doubted.value("指标!财政收入.数值") == 5200
    assert doubted.form("财政局").name in next(v.origin for v in collected.values if v.name == "财政收入")


def test_the_second_round_replaces_the_first_whatever_the_files_are_called(doubted: Any, said: Any) -> None:
    first = Questions(doubted, "乙.xlsx")
    first.answer("财政局", "large-change", 8000)
    second = Questions(doubted, "甲.xlsx")
    second.answer("财政局", "large-change", 5300)
    collected = doubted.collect()
    assert "conflicting-answers" not in said.codes(collected)
    assert doubted.value("指标!财政收入.数值") == 5300


def test_a_contradiction_of_two_files_is_settled_by_the_one_that_gives_way(office: Any, said: Any) -> None:
    office.answer("财政局", name="转来.xlsx")
    office.change(
        office.back / "转来.xlsx", lambda book: setattr(office.find(book, "指标!财政收入.数值"), "value", 5300)
    )
    office.answer("财政局")
    questions = Questions(office)
    questions.answer("财政局", "conflicting-answers", reason="以转来的为准")
    collected = office.collect()
    assert "conflicting-answers" in said.codes(collected)
    assert office.value("指标!财政收入.来源说明") == "核实说明：以转来的为准"


def test_the_origin_of_an_answer_stays_with_the_workbook(doubted: Any) -> None:
    place = Questions(doubted).answer("财政局", "large-change", 5200)
    doubted.collect()
    rows = list(load_workbook(doubted.workbook)["汇总来源"].iter_rows(values_only=True))
    assert ("指标", "财政收入", "数值", "5200", *place.split(" › ")) in rows


def test_a_value_behind_a_question_about_no_cell_is_refused(office: Any, said: Any) -> None:
    office.answer("经发局", {"主导产业!铝加工.产值": 42.86})
    office.change(office.form("经发局"), lambda book: setattr(book["主导产业"].cell(5, 12), "value", 7))
    questions = Questions(office)
    place = questions.answer("经发局", "value-beside-table", 7)
    collected = office.collect()
    assert said.places(collected, "doubt-without-cell") == [place]


def test_a_reason_that_no_row_can_keep_is_said(doubted: Any, said: Any) -> None:
    doubted.change(doubted.form("经发局"), lambda book: book.remove(book["指标"]))
    questions = Questions(doubted)
    questions.answer("经发局", "lost-sheet", reason="本科室不填这张表")
    collected = doubted.collect()
    (finding,) = [item for item in collected.diagnostics if item.code == "doubt-answer-noted"]
    assert finding.facts["text"] == "本科室不填这张表"


def test_words_in_the_place_of_a_number_are_refused_at_their_cell(doubted: Any, said: Any) -> None:
    place = Questions(doubted).answer("财政局", "large-change", "数没有错")
    collected = doubted.collect()
    assert said.places(collected, "text-for-number") == [place]
    assert doubted.value("指标!财政收入.数值") == 9000


def test_questions_are_known_in_any_order_and_under_a_new_tab(doubted: Any) -> None:
    questions = Questions(doubted)
    questions.answer("经发局", "large-change", reason="二期投产")

    def turn(book: Any) -> None:
        sheet = book["经发局"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
        for number, row in enumerate(reversed(rows), 4):
            for position, value in enumerate(row, 1):
                sheet.cell(number, position).value = value
        sheet.title = "已答复"
        del book["财政局"]

    questions.change(turn)
    doubted.collect()
    assert doubted.value("主导产业!建材.备注") == "变动原因：二期投产"


def test_a_tab_of_nobody_and_a_number_twice_are_said(doubted: Any, said: Any) -> None:
    questions = Questions(doubted)
    questions.answer("财政局", "large-change", 5200)

    def spoil(book: Any) -> None:
        book.create_sheet("草稿")["A1"] = "我的"
        for position in range(1, 10):
            book["财政局"].cell(6, position).value = book["财政局"].cell(4, position).value
        book["财政局"].cell(6, VALUE).value = 1

    questions.change(spoil)
    collected = doubted.collect()
    assert said.places(collected, "unknown-doubts-sheet") == [f"{questions.path.name} › 草稿"]
    assert said.places(collected, "repeated-doubt") == [f"{questions.path.name} › 财政局 › A6"]
    assert doubted.value("指标!财政收入.数值") == 5200


def test_a_table_whose_headers_are_gone_is_an_error(doubted: Any, said: Any) -> None:
    questions = Questions(doubted)
    questions.change(lambda book: setattr(book["财政局"]["H3"], "value", "核定数"))
    assert said.places(doubted.collect(), "no-header") == [f"{questions.path.name} › 财政局"]


def test_what_is_not_answered_yet_is_counted(doubted: Any) -> None:
    questions = Questions(doubted)
    questions.answer("财政局", "large-change", 5200)
    (finding,) = [item for item in doubted.collect().diagnostics if item.code == "unanswered-doubts"]
    assert (finding.facts["count"], finding.facts["total"]) == ("2", "3")


@pytest.mark.parametrize(
    ("row", "value", "code"), [(2, "别的报告", "return-of-other-report"), (3, 2025, "return-of-other-year")]
)
def test_answers_to_another_reports_questions_are_not_taken(
    doubted: Any, said: Any, row: int, value: object, code: str
) -> None:
    questions = Questions(doubted)
    questions.answer("财政局", "large-change", 5200)
    questions.change(lambda book: setattr(book["_reportgen"].cell(row, 2), "value", value))
    assert code in said.codes(doubted.collect())
    assert doubted.value("指标!财政收入.数值") == 9000


def test_a_department_that_only_answers_doubts_has_still_to_send_its_form(doubted: Any, said: Any) -> None:
    questions = Questions(doubted)
    questions.answer("财政局", "large-change", 5200)
    doubted.form("财政局").unlink()
    collected = doubted.collect()
    assert doubted.value("指标!财政收入.数值") == 5200
    assert [line.state for line in collected.overview if line.department == "财政局"] == ["missing", "doubts"]
    assert "missing-returns" in said.codes(collected)


def test_an_answered_table_is_not_overwritten(doubted: Any, said: Any) -> None:
    questions = Questions(doubted)
    questions.answer("财政局", "large-change", 5200)
    before = questions.path.read_bytes()
    collected = doubted.collect(doubts=questions.path)
    assert "output-edited" in said.codes(collected)
    assert questions.path.read_bytes() == before


def test_a_broken_hidden_sheet_is_no_table_of_doubts(office: Any, said: Any) -> None:
    book = Workbook()
    hidden = book.create_sheet("_reportgen")
    hidden.append(["种类", "存疑数据表"])
    hidden.append(["疑", "财政局", "x"])
    book.save(office.back / "坏表.xlsx")
    collected = office.collect()
    assert [line.state for line in collected.overview if line.file == "坏表.xlsx"] == ["not-recognised"]
