"""Charts that the program draws, in files that another program wrote: known by what they show, set value by value."""

import re
from typing import Any

import pytest

from reportgen.model.refresh import Fate

CHART = "word/charts/reportgen1.xml"
OTHERS = """
见{{ 图('次图') }}。

::: 图 次图
类型: 条形
数据: 主导产业
类别: 名称
数值: 产值
:::
"""


def as_libreoffice(text: str) -> str:
    """A chart part as LibreOffice writes it anew: no date system, cells under names of its own, the look in full."""
    text = text.replace('<c:date1904 val="0"/>', "").replace("<c:layout/>", "")
    text = re.sub(r"<c:f>[^<]*</c:f>", "<c:f>categories</c:f>", text)
    return re.sub(r'<a:srgbClr val="[0-9A-Fa-f]{6}"/>', '<a:srgbClr val="c00000"/>', text)


def forget(report: Any) -> None:
    """Take control, name and description of the charts away, as LibreOffice does."""
    parts = report.parts()
    text = parts["word/document.xml"].decode()
    text = re.sub(r'(<wp:docPr id="[0-9]+") name="[^"]*" descr="[^"]*"', r'\1 name="Object1"', text)
    pattern = r"<w:sdt><w:sdtPr>(?:(?!</w:sdtPr>).)*</w:sdtPr><w:sdtContent>(<w:p>(?:(?!</w:p>).)*<w:drawing>.*?</w:p>)"
    parts["word/document.xml"] = re.sub(pattern + "</w:sdtContent></w:sdt>", r"\1", text).encode()
    for name in [name for name in parts if name.startswith("word/charts/reportgen")]:
        parts[name] = as_libreoffice(parts[name].decode()).encode()
    report.write_parts(parts)


def cached(text: str) -> list[str]:
    return re.findall("<c:v>([^<]*)</c:v>", text)


@pytest.fixture
def native(report: Any) -> Any:
    """A built report whose chart Word draws."""
    report.build(native_charts=True)
    return report


def test_a_chart_that_lost_its_name_is_known_by_what_it_shows_and_keeps_its_look(native: Any) -> None:
    forget(native)
    look = as_libreoffice(native.text(CHART))
    native.put(主导产业_B2=50)
    before = native.parts()
    outcome = native.refresh()
    assert [entry.today for entry in native.told(outcome, Fate.REDRAWN)] == ["产值"]
    assert outcome.files[0].found_again >= 1
    text = native.text(CHART)
    assert cached(text) == ["产值", "铝加工", "医药", "建材", "50", "21.54", "36.7"]
    assert "c00000" in text
    assert re.sub("<c:f>[^<]*</c:f>", "<c:f>categories</c:f>", text).replace(">50<", ">42.86<") == look
    assert {CHART, "word/embeddings/reportgen1.xlsx"} <= native.changed_parts(before)
    assert native.refresh().files[0].entries == ()


def test_points_come_into_a_chart_of_another_program(native: Any) -> None:
    forget(native)

    def insert(book: Any) -> None:
        sheet = book["主导产业"]
        sheet.append(("大数据", 10))

    native.data(insert)
    native.refresh()
    text = native.text(CHART)
    assert cached(text) == ["产值", "铝加工", "医药", "建材", "大数据", "42.86", "21.54", "36.7", "10"]
    assert text.count('<c:ptCount val="4"/>') == 2
    assert "c00000" in text


def test_a_chart_whose_bars_go_below_zero_is_drawn_anew(report: Any) -> None:
    report.section("# 基本情况\n\n见{{ 图('次图') }}和{{ 附件(\"主导产业情况\") }}。" + OTHERS.partition("。")[2])
    report.build(native_charts=True)
    forget(report)
    report.put(主导产业_B2=-3)
    report.refresh()
    assert '<c:min val="0"/>' not in report.text(CHART)
    assert "-3" in cached(report.text(CHART))


def worded_captions(document: Any) -> None:
    """Add a word of one's own to each caption of a chart."""
    for paragraph in document.paragraphs:
        if "SEQ 图" in "".join(paragraph._p.itertext()):
            paragraph.add_run("（快报）")


def test_two_charts_that_show_the_same_are_told_apart_by_their_captions(report: Any) -> None:
    report.section(report.SECTION + OTHERS)
    report.build(native_charts=True)
    forget(report)
    report.put(主导产业_B2=50)
    before = report.parts()
    outcome = report.refresh()
    assert [entry.today for entry in report.told(outcome, Fate.REDRAWN)] == ["产值", "次图"]
    assert {CHART, CHART.replace("1", "2")} <= report.changed_parts(before)
    assert report.refresh().files[0].entries == ()


def test_of_two_charts_that_show_the_same_under_other_captions_neither_is_set(report: Any) -> None:
    report.section(report.SECTION + OTHERS)
    report.build(native_charts=True)
    forget(report)
    report.edit(worded_captions)
    report.put(主导产业_B2=50)
    before = report.parts()
    outcome = report.refresh()
    assert report.told(outcome, Fate.REDRAWN) == []
    listed = [(entry.written, entry.today) for entry in report.told(outcome, Fate.DELETED)]
    assert sorted(listed) == [
        ("产值：铝加工 产值 42.86亿元", "产值：铝加工 产值 50亿元"),
        ("次图：铝加工 产值 42.86亿元", "次图：铝加工 产值 50亿元"),
    ]
    assert not {name for name in report.changed_parts(before) if name.startswith("word/charts")}


def test_charts_that_share_one_picture_are_drawn_anew_together(report: Any) -> None:
    report.section(report.SECTION + OTHERS)
    report.build()
    (media,) = [name for name in report.parts() if name.startswith("word/media/")]
    report.put(主导产业_B2=50)
    before = report.parts()
    outcome = report.refresh()
    assert [entry.today for entry in report.told(outcome, Fate.REDRAWN)] == ["产值", "次图"]
    assert media in report.changed_parts(before)
    assert report.refresh().files[0].entries == ()


def test_charts_that_shared_one_picture_and_differ_today_are_told_in_every_run(report: Any) -> None:
    report.section(report.SECTION + OTHERS.replace("数值: 产值", "数值: 产值\n筛选: 产值 > 20"))
    report.build()
    (media,) = [name for name in report.parts() if name.startswith("word/media/")]
    report.put(主导产业_B2=10)
    for _ in range(2):
        before = report.parts()
        outcome = report.refresh()
        assert [entry.now for entry in report.told(outcome, Fate.KEPT)] == ["产值", "次图"]
        assert media not in report.changed_parts(before)


def test_a_chart_of_ours_is_put_in_as_a_build_makes_it(native: Any) -> None:
    native.edit(lambda document: document.add_paragraph("人工"))
    native.put(主导产业_B2=50)
    native.refresh()
    refreshed = native.text(CHART)
    native.build(force=True, native_charts=True)
    assert native.text(CHART) == refreshed


def test_numbers_that_no_program_writes_end_no_refresh(report: Any, native: Any) -> None:
    native.replace('idx="0"', 'idx="null"', part=CHART)
    forget(native)
    native.put(主导产业_B2=50)
    assert native.told(native.refresh(), Fate.CHANGED)
    report.build(force=True)
    report.replace(' cx="', ' cx="1e3', count=2)
    report.put(主导产业_B2=51)
    assert [entry.today for entry in report.told(report.refresh(), Fate.REDRAWN)] == ["产值"]
