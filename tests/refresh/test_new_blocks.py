"""Tables and charts that the report has newly: put in where their place is certain, counted with the others."""

import re
from typing import Any

import pytest

from reportgen.model.refresh import Fate
from reportgen.pipeline.trace import trace

MOMENT = "2015-12-31T18:00:00Z"


def growing(report: Any, kinds: str, where: str = "last", **options: Any) -> Any:
    """A built report in which blocks come when a number passes 70."""
    new = f"\n{{% if 规上企业数 > 70 %}}\n{report.blocks(kinds)}\n{{% endif %}}\n"
    section = report.SECTION
    report.section(section + new if where == "last" else section.replace("# 基本情况\n", f"# 基本情况\n{new}"))
    report.put(指标_C2=60)
    report.build(**options)
    report.put(指标_C2=77)
    return report


@pytest.mark.parametrize("native", [False, True])
@pytest.mark.parametrize("where", ["first", "last"])
@pytest.mark.parametrize("kind", ["表", "图", "表图"])
def test_a_new_block_makes_the_file_that_a_build_makes(report: Any, kind: str, where: str, native: bool) -> None:
    growing(report, kind, where, native_charts=native)
    outcome = report.refresh()
    assert report.told(outcome, Fate.ABSENT) == []
    assert len(report.told(outcome, Fate.INSERTED)) == 2 * len(kind)
    again = report.refresh()
    assert (again.written, again.files[0].entries) == ((), ())
    assert report.is_as_built(native_charts=native)


def test_all_numbers_follow_a_chart_that_came_first(report: Any) -> None:
    built = growing(report, "图", "first")
    outcome = built.refresh()
    assert ("图1", "图2") in built.pairs(outcome)
    texts = built.paragraphs()
    assert [text[:2] for text in texts if re.match("图[0-9]　", text)] == ["图1", "图2"]
    assert "各产业比较见图1。" in texts
    assert any("和图2。" in text for text in texts)


def test_a_new_chart_can_be_traced_and_follows_its_data(report: Any) -> None:
    built = growing(report, "图")
    built.refresh()
    bound = {item.binding.sentence for item in trace(built.word).figures if "图2" in item.binding.where}
    assert {"铝加工 产值", "医药 产值", "建材 产值"} <= bound
    built.put(主导产业_B2=50)
    redrawn = built.told(built.refresh(), Fate.REDRAWN)
    assert [entry.today for entry in redrawn] == ["产值", "比较"]


def test_a_new_block_is_a_tracked_insertion(report: Any) -> None:
    built = growing(report, "表图")
    built.put(指标_C2=71)
    before = re.findall("<w:t[ >]([^<]*)", built.text())
    built.refresh(tracked=MOMENT)
    text = re.sub(r"<w:ins [^>]*[^/]>.*?</w:ins>", "", built.text())
    assert "".join(re.findall("<w:(?:t|delText)>([^<]*)", text)) == "".join(before)
    assert built.text().count("<w:cantSplit/><w:ins ") == 3
    assert built.text().count("<w:cantSplit/><w:tblHeader/><w:ins ") == 1
    again = built.refresh(tracked=MOMENT)
    assert (again.written, again.files[0].entries) == ((), ())


def test_a_block_stays_away_where_a_person_parted_its_neighbours(built: Any) -> None:
    built.edit(lambda document: document.add_paragraph("人工"))
    built.section(built.SECTION + built.blocks("表"))
    (built.folder / "kit/sections/2-打算.md").write_text("# 打算\n\n稳步推进。\n", encoding="utf-8")
    built.edit(lambda document: document.paragraphs[-1].insert_paragraph_before("又一段"))
    outcome = built.refresh()
    entries = built.told(outcome, Fate.ABSENT)
    assert all(entry.today != "排名" for entry in entries) or len(entries) == 1


def test_a_block_comes_only_where_the_file_counts_as_the_report_does(built: Any) -> None:
    """The report has another chart whose place is lost: no number would be certain."""

    def part(document: Any) -> None:
        for paragraph in document.paragraphs:
            if paragraph.text.startswith("税收"):
                paragraph.insert_paragraph_before("另据了解，情况良好。")

    built.edit(part)
    lost = built.blocks("图").replace("比较", "另图")
    section = built.SECTION.replace("\n税收{{", f"{lost}\n税收{{{{")
    built.section(section + built.blocks("图"))
    for _ in range(2):
        outcome = built.refresh()
        assert built.told(outcome, Fate.INSERTED) == []
        assert {entry.today for entry in built.told(outcome, Fate.ABSENT)} >= {"另图", "比较"}
    assert outcome.written == ()
