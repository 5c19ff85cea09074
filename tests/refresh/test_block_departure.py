"""Tables and charts that the report no longer has leave with their captions, and the numbers of the others follow."""

import re
from typing import Any

import pytest

from reportgen.model.refresh import Fate

MOMENT = "2015-12-31T18:00:00Z"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def shrinking(report: Any, kinds: str = "表图", *, bound: bool = False, **options: Any) -> Any:
    """A built report of which blocks before all others go when a number falls to 70."""
    new = f"\n{{% if 规上企业数 > 70 %}}\n{report.blocks(kinds, bound=bound)}\n{{% endif %}}\n"
    report.section(report.SECTION.replace("# 基本情况\n", f"# 基本情况\n{new}"))
    report.build(**options)
    report.put(指标_C2=60)
    return report


@pytest.mark.parametrize("native", [False, True])
@pytest.mark.parametrize(("kinds", "bound"), [("表", False), ("图", False), ("表图", False), ("表图", True)])
def test_from_a_file_that_nobody_edited_all_of_it_goes(report: Any, kinds: str, bound: bool, native: bool) -> None:
    shrinking(report, kinds, bound=bound, native_charts=native)
    outcome = report.refresh()
    assert report.told(outcome, Fate.GONE) == []
    assert report.told(outcome, Fate.DROPPED) != []
    again = report.refresh()
    assert (again.written, again.files[0].entries) == ((), ())
    assert report.is_as_built(native_charts=native)


@pytest.mark.parametrize("native", [False, True])
def test_it_goes_from_an_edited_file_where_what_refers_to_it_goes_too(report: Any, native: bool) -> None:
    shrinking(report, bound=True, native_charts=native)
    report.edit(lambda document: document.add_paragraph("人工"))
    report.refresh()
    texts = report.paragraphs()
    assert not any("比较" in text or "排名" in text for text in texts)
    assert [text[:2] for text in texts if re.match("[图表][0-9]　", text)] == ["表1", "图1"]
    assert "人工" in texts
    assert report.refresh().files[0].entries == ()


def test_it_stays_where_something_in_an_edited_file_still_refers_to_it(report: Any) -> None:
    shrinking(report)
    report.edit(lambda document: document.add_paragraph("人工"))
    for _ in range(2):
        outcome = report.refresh()
        assert report.told(outcome, Fate.DROPPED) == []
        assert {entry.place.rpartition(" ")[2] for entry in report.told(outcome, Fate.GONE)} >= {"图1", "表1"}
        assert any(text.startswith("图1　") and "比较" in text for text in report.paragraphs())
    assert outcome.written == ()


@pytest.mark.parametrize(("old", "new"), [("年比较", "年比较（快报）"), ("<w:t>42.86</w:t>", "<w:t>43</w:t>")])
def test_it_stays_where_a_person_changed_it(report: Any, old: str, new: str) -> None:
    shrinking(report, bound=True)
    report.replace(old, new)
    outcome = report.refresh()
    kept = "比较（快报）" if "比较" in old else "排名"
    assert any(kept in text for text in report.paragraphs())
    assert report.told(outcome, Fate.GONE) != []


def test_what_leaves_is_a_tracked_deletion(report: Any) -> None:
    shrinking(report, bound=True)
    before = "".join(re.findall("<w:t(?: [^>]*)?>([^<]*)", report.text()))
    report.refresh(tracked=MOMENT)
    assert not any("比较" in text or "排名" in text for text in report.paragraphs())
    kept = re.sub(r"<w:ins [^>]*[^/]>.*?</w:ins>", "", report.text())
    assert "".join(re.findall("<w:(?:t|delText)(?: [^>]*)?>([^<]*)", kept)) == before
    again = report.refresh(tracked=MOMENT)
    assert (again.written, again.files[0].entries) == ((), ())


@pytest.mark.parametrize("native", [False, True])
def test_no_empty_paragraph_is_left_where_a_tracked_deletion_is_accepted(report: Any, native: bool) -> None:
    """The paragraph before is joined with what follows a table that is gone, but not with an empty control."""
    shrinking(report, native_charts=native)
    report.refresh(tracked=MOMENT)
    deleted = [item for item in report.elements("tbl") if item.find(f"{W}tr/{W}trPr/{W}del") is not None]
    deleted += [item for item in report.elements("p") if item.find(f"{W}pPr/{W}rPr/{W}del") is not None]
    assert len(deleted) > 4
    assert all(item.getparent().tag == f"{W}body" for item in deleted)


def test_a_sentence_leaves_with_both_its_references_and_what_they_lead_to(report: Any) -> None:
    blocks = (
        "{% if 税收 > 3 %}\n税收{{ 税收 }}，见{{ 表('甲') }}和{{ 图('甲') }}。\n\n"
        "::: 表 甲\n数据: 主导产业\n列: 名称、产值\n:::\n\n"
        "::: 图 甲\n类型: 条形\n数据: 主导产业\n类别: 名称\n数值: 产值\n:::\n{% endif %}\n"
    )
    report.section(f"# 基本情况\n\n规上企业{{{{ 规上企业数 }}}}。\n\n{blocks}\n税收{{{{ 税收 | 金额 }}}}。\n")
    report.build()
    report.put(指标_C3=2)
    report.refresh()
    assert not any("见" in text for text in report.paragraphs())
    assert report.refresh().files[0].entries == ()
