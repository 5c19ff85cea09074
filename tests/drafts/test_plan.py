"""Which drafts there are and what they are called."""

import pytest

from reportgen.drafts.plan import By, PlannedUnit, plan, title_of
from reportgen.model.diagnostic import ReportError
from reportgen.model.place import FileRef
from reportgen.model.report import SectionSource

SECTIONS = (
    SectionSource(file="sections/1-基本情况.md", text="", department="办公室"),
    SectionSource(file="sections/2-1-工业.md", text="", department="工信局"),
    SectionSource(file="sections/3-恳请事项.md", text="", department="办公室"),
)
UNITS = (PlannedUnit(name="青龙镇", facts={"代码": "01"}), PlannedUnit(name="红枫湖镇", facts={"代码": "02"}))


def names(by: By, units: tuple[PlannedUnit, ...] = (), pattern: str = "") -> list[str]:
    return [draft.file for draft in plan(by, SECTIONS, units, pattern, 2015)]


def test_a_section_is_a_draft() -> None:
    assert names(By.SECTION) == ["01-基本情况.docx", "02-工业.docx", "03-恳请事项.docx"]


def test_the_sections_of_a_department_are_one_draft() -> None:
    made = plan(By.DEPARTMENT, SECTIONS, (), "", 2015)
    assert [(draft.file, draft.sections) for draft in made] == [("01-办公室.docx", (0, 2)), ("02-工信局.docx", (1,))]


def test_each_unit_has_a_draft_of_each_section() -> None:
    made = plan(By.UNIT, SECTIONS[:2], UNITS, "", 2015)
    assert [(draft.file, draft.unit, draft.unit_name) for draft in made] == [
        ("01-基本情况-青龙镇.docx", 0, "青龙镇"),
        ("02-工业-青龙镇.docx", 0, "青龙镇"),
        ("03-基本情况-红枫湖镇.docx", 1, "红枫湖镇"),
        ("04-工业-红枫湖镇.docx", 1, "红枫湖镇"),
    ]


def test_a_pattern_may_ask_for_a_column_of_the_table_of_units() -> None:
    assert names(By.UNIT, UNITS, "{{ 年度 }}-{{ 单位资料.代码 }}-{{ 章节 }}")[0] == "2015-01-基本情况.docx"


def test_numbers_are_as_long_as_the_last() -> None:
    units = tuple(PlannedUnit(name=f"单位{at}", facts={}) for at in range(400))
    assert names(By.UNIT, units)[0] == "0001-基本情况-单位0.docx"


def test_drafts_that_would_be_one_file_are_refused_before_anything_is_written() -> None:
    with pytest.raises(ReportError) as problem:
        names(By.UNIT, UNITS, "{{ 单位 }}")
    (found,) = problem.value.diagnostics
    assert (found.code, str(found.place)) == ("colliding-drafts", "--name › {{ 单位 }}")
    assert found.facts == {
        "count": "2",
        "files": "青龙镇.docx = 青龙镇 1-基本情况 / 青龙镇 2-1-工业 / 青龙镇 3-恳请事项、"
        "红枫湖镇.docx = 红枫湖镇 1-基本情况 / 红枫湖镇 2-1-工业 / 红枫湖镇 3-恳请事项",
    }


def test_many_drafts_of_one_name_are_one_finding_with_the_first_of_them_and_their_places() -> None:
    units = tuple(PlannedUnit(name=f"{at}镇", facts={}, place=FileRef(f"{at}镇.xlsx")) for at in range(9000))
    with pytest.raises(ReportError) as problem:
        names(By.UNIT, units, "{{ 章节 }}")
    (found,) = problem.value.diagnostics
    assert found.facts["files"].startswith("基本情况.docx = 0镇 1-基本情况 / 1镇 1-基本情况 / 2镇 1-基本情况 / +8997、")
    assert [str(place) for place in found.related] == ["0镇.xlsx", "1镇.xlsx", "2镇.xlsx"]


def test_a_report_without_sections_has_no_drafts() -> None:
    with pytest.raises(ReportError, match="nothing-to-draft"):
        plan(By.SECTION, (), (), "", 2015)


@pytest.mark.parametrize(
    ("file", "title"),
    [("sections/2-1-工业发展.md", "工业发展"), ("sections/10. 附则.md", "附则"), ("3.md", "3"), ("总则.md", "总则")],
)
def test_a_section_is_called_as_its_file_is_without_the_number(file: str, title: str) -> None:
    assert title_of(SectionSource(file=file, text="")) == title
