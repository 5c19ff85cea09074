"""Tables and charts that the report has newly: put in where their place is certain, counted with the others."""

import re
from typing import Any

import pytest

from reportgen.model.refresh import Fate
from reportgen.pipeline.trace import trace

MOMENT = "2015-12-31T18:00:00Z"
TABLE = """
各产业排名见{{ 表('排名') }}。

::: 表 排名
数据: 主导产业
列: 名称、产值
排序: 产值 降序
题注: {{ 年度 }}年排名
:::
"""
CHART = """
各产业比较见{{ 图('比较') }}。

::: 图 比较
类型: 柱形
数据: 主导产业
类别: 名称
数值: 产值
题注: {{ 年度 }}年比较
:::
"""


def shape(document: str) -> str:
    """The body without what two writers may do differently: numbers, names of bookmarks, ends of runs, page breaks."""
    document = re.sub(r'_Ref[0-9]+|r:(embed|id)="[^"]*"|(docPr|cNvPr) id="[0-9]+"', "", document)
    document = re.sub(r' xmlns:(wp|a|pic|r|c)="[^"]*"', "", document)
    return re.sub(r'<w:id w:val="[0-9]+"/>| w:id="[0-9]+"|</w:t></w:r><w:r><w:t>|<w:keepNext/>', "", document)


def is_as_built(report: Any, **options: Any) -> None:
    refreshed = report.parts()
    report.build(force=True, **options)
    assert refreshed["customXml/item1.xml"].decode() == report.parts()["customXml/item1.xml"].decode()
    assert shape(refreshed["word/document.xml"].decode()) == shape(report.text())


def growing(report: Any, new: str, where: str = "last", **options: Any) -> Any:
    """A built report in which blocks come when a number passes 70."""
    new = f"\n{{% if 规上企业数 > 70 %}}\n{new}\n{{% endif %}}\n"
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
    new = (TABLE if "表" in kind else "") + (CHART if "图" in kind else "")
    growing(report, new, where, native_charts=native)
    outcome = report.refresh()
    assert report.told(outcome, Fate.ABSENT) == []
    assert len(report.told(outcome, Fate.INSERTED)) == 2 * len(kind)
    again = report.refresh()
    assert (again.written, again.files[0].entries) == ((), ())
    is_as_built(report, native_charts=native)


def test_all_numbers_follow_a_chart_that_came_first(report: Any) -> None:
    built = growing(report, CHART, "first")
    outcome = built.refresh()
    assert ("图1", "图2") in built.pairs(outcome)
    texts = built.paragraphs()
    assert [text[:2] for text in texts if re.match("图[0-9]　", text)] == ["图1", "图2"]
    assert "各产业比较见图1。" in texts
    assert any("和图2。" in text for text in texts)


def test_a_new_chart_can_be_traced_and_follows_its_data(report: Any) -> None:
    built = growing(report, CHART)
    built.refresh()
    bound = {item.binding.sentence for item in trace(built.word).figures if "图2" in item.binding.where}
    assert {"铝加工 产值", "医药 产值", "建材 产值"} <= bound
    built.put(主导产业_B2=50)
    redrawn = built.told(built.refresh(), Fate.REDRAWN)
    assert [entry.today for entry in redrawn] == ["产值", "比较"]


def test_a_new_block_is_a_tracked_insertion(report: Any) -> None:
    built = growing(report, TABLE + CHART)
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
    built.section(built.SECTION + TABLE)
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
    lost = CHART.replace("比较", "另图")
    section = built.SECTION.replace("\n税收{{", f"{lost}\n税收{{{{")
    built.section(section + CHART)
    for _ in range(2):
        outcome = built.refresh()
        assert built.told(outcome, Fate.INSERTED) == []
        assert {entry.today for entry in built.told(outcome, Fate.ABSENT)} >= {"另图", "比较"}
    assert outcome.written == ()
