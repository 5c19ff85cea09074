"""What the report no longer has leaves the file where nobody touched it; what a person made of it stays, listed."""

import re
from typing import Any

import pytest

from reportgen.model.refresh import Fate
from reportgen.pipeline.trace import trace

MOMENT = "2015-12-31T18:00:00Z"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LOOP = "{% for 产业 in 主导产业 %}\n{{ 产业.名称 }}产值{{ 产业.产值 | 金额 }}，"
APART = LOOP.replace("%}\n", "%}\n\n")
COUNTED = APART.replace("{{ 产业.名称", "{{ 序列 }}{{ 产业.名称")
HEADED = APART.replace("{{ 产业.名称 }}", "## {{ 产业.名称 }}产业\n\n")
ALONE = HEADED.replace("产业\n", "产业{独立}\n")
NOTED = APART.replace("| 金额 }}", '| 金额 }}{{ 脚注("快报数" ~ 产业.产值) }}')
WORDED = APART.replace("{{ 产业.名称", "形势总体稳定。{{ 产业.名称")
KINDS = {
    "running": LOOP,
    "apart": APART,
    "counted": COUNTED,
    "headed": HEADED,
    "alone": ALONE,
    "worded": WORDED,
    "noted": NOTED,
}


def lose(row: int) -> Any:
    return lambda book: book["主导产业"].delete_rows(row)


def with_note(document: Any) -> None:
    document.paragraphs[1].insert_paragraph_before("人工加的一段。")


@pytest.fixture(params=KINDS)
def listed(report: Any, request: Any) -> Any:
    """A built report that says something of each industry, in a way of many."""
    assert LOOP in report.SECTION
    report.section(report.SECTION.replace(LOOP, KINDS[request.param]))
    report.build()
    return report


@pytest.mark.parametrize("row", [2, 3, 4])
def test_a_row_that_is_gone_takes_its_words_along(listed: Any, row: int) -> None:
    listed.data(lose(row))
    outcome = listed.refresh()
    assert listed.told(outcome, Fate.GONE) == []
    assert listed.told(outcome, Fate.DROPPED) != []
    again = listed.refresh()
    assert (again.written, again.files[0].entries) == ((), ())
    assert listed.is_as_built()


def test_it_goes_from_a_file_that_was_edited_elsewhere_too(listed: Any) -> None:
    listed.edit(lambda document: document.paragraphs[1].insert_paragraph_before("人工加的一段。"))
    listed.data(lose(3))
    before = listed.text()
    outcome = listed.refresh()
    assert listed.told(outcome, Fate.DROPPED) != []
    assert "人工加的一段。" in listed.paragraphs()
    assert "医药产值" not in "".join(listed.paragraphs())
    assert before != listed.text()
    assert not any(
        "医药" in item.binding.text and "表" not in item.binding.place for item in trace(listed.word).figures
    )


@pytest.mark.parametrize(
    "touch",
    [
        ("，占21.3%", "，占21.3%"),
        ("<w:t>21.54亿元</w:t>", "<w:t>22亿元</w:t>"),
        ("<w:t>产值</w:t>", "<w:t>产值（快报）</w:t>"),
    ],
)
def test_what_a_person_changed_stays_and_is_listed(report: Any, touch: tuple[str, str]) -> None:
    report.section(report.SECTION.replace(LOOP, APART))
    report.build()
    old, new = touch
    if old == new:

        def comment(document: Any) -> None:
            paragraph = next(item for item in document.paragraphs if item._p.xpath(".//w:t[.='医药']"))
            document.add_comment(paragraph.runs, "请核实", author="张三")

        report.edit(comment)
    else:
        at = report.text().index("<w:t>医药</w:t>")
        text = report.text()
        report.write_parts(
            {**report.parts(), "word/document.xml": (text[:at] + text[at:].replace(old, new, 1)).encode()}
        )
    report.data(lose(3))
    for _ in range(2):
        outcome = report.refresh()
        assert report.told(outcome, Fate.DROPPED) == []
        assert "医药" in [entry.written for entry in report.told(outcome, Fate.GONE)]
        assert any(text.startswith("医药产值") for text in report.paragraphs())
    assert outcome.written == ()


def test_it_stays_where_something_of_today_may_be_the_same_and_has_no_place(report: Any) -> None:
    report.section(report.SECTION.replace(LOOP, APART))
    report.build()

    def part(document: Any) -> None:
        paragraph = next(item for item in document.paragraphs if item._p.xpath(".//w:t[.='铝加工']"))
        paragraph.insert_paragraph_before("另有说明。")

    report.edit(part)

    def swap(book: Any) -> None:
        sheet = book["主导产业"]
        sheet.delete_rows(3)
        sheet.insert_rows(2)
        sheet["A2"], sheet["B2"] = "大数据", 10

    report.data(swap)
    for _ in range(2):
        outcome = report.refresh()
        assert report.told(outcome, Fate.DROPPED) == []
        assert [entry.today for entry in report.told(outcome, Fate.ABSENT)] == ["大数据产值10亿元，占11.2%。"]
        assert any(text.startswith("医药产值") for text in report.paragraphs())
    assert outcome.written == ()


def test_what_leaves_is_a_tracked_deletion(listed: Any) -> None:
    before = "".join(re.findall("<w:t[ >]([^<]*)", listed.text()))
    listed.data(lose(3))
    listed.refresh(tracked=MOMENT)
    assert "医药产值" not in "".join(listed.paragraphs())
    assert "".join(re.findall(">医药<", listed.text())) != ""
    kept = re.sub(r"<w:ins [^>]*[^/]>.*?</w:ins>", "", listed.text())
    assert "".join(re.findall("<w:(?:t|delText)(?: [^>]*)?>([^<]*)", kept)) == before.replace(
        'xml:space="preserve">', ""
    )
    again = listed.refresh(tracked=MOMENT)
    assert (again.written, again.files[0].entries) == ((), ())


def test_a_heading_that_stays_keeps_its_words_and_the_numbers_of_all(report: Any) -> None:
    """A person changed what stands below it; so it stays, and what would come among them does not."""
    report.section(report.SECTION.replace(LOOP, HEADED))
    report.build()
    report.replace("<w:t>36.7亿元</w:t>", "<w:t>37亿元</w:t>")

    def swap(book: Any) -> None:
        sheet = book["主导产业"]
        sheet.delete_rows(4)
        sheet.insert_rows(3)
        sheet["A3"], sheet["B3"] = "大数据", 10

    report.data(swap)
    for _ in range(2):
        outcome = report.refresh()
        assert (report.told(outcome, Fate.DROPPED), report.told(outcome, Fate.INSERTED)) == ([], [])
        headed = [text[:7] for text in report.paragraphs() if text.startswith("（")]
        assert headed == ["（一）铝加工产", "（二）医药产业", "（三）建材产业"]
        assert any("大数据" in entry.today for entry in report.told(outcome, Fate.ABSENT))
    assert outcome.written == ()


@pytest.mark.parametrize("tracked", [None, MOMENT])
@pytest.mark.parametrize("run_in", ["", "{独立}"])
@pytest.mark.parametrize(
    "last", ["其余平稳。再接再厉。", "其中税收{{ 税收 }}，企业{{ 规上企业数 }}；其余平稳。再接再厉。"]
)
def test_a_part_of_a_section_leaves_with_its_words_and_others_keep_theirs(
    report: Any, tracked: str | None, run_in: str, last: str
) -> None:
    part = f"## 企业{run_in}\n\n规上企业{{{{ 规上企业数 }}}}。\n\n{last}\n"
    rest = f"## 税收{run_in}\n\n税收{{{{ 税收 }}}}。\n\n再接再厉。\n"
    sections = f"# 基本情况\n\n税收为{{{{ 税收 }}}}。\n\n{rest}\n{{% if 规上企业数 > 70 %}}\n{part}{{% endif %}}\n"
    report.section(f"{sections}\n{rest.replace('## 税收', '## 财政')}")
    report.put(指标_C2=77)
    report.build()
    report.put(指标_C2=60)
    report.refresh(tracked=tracked)
    read = [text for text in report.paragraphs() if text]
    assert report.refresh(tracked=tracked).files[0].entries == ()
    report.build(force=True)
    assert read == report.paragraphs()


def test_words_below_a_heading_that_leaves_stay_in_a_file_that_a_person_edited(report: Any) -> None:
    part = "## 企业\n\n规上企业{{ 规上企业数 }}。\n\n再接再厉。\n"
    report.section(f"# 基本情况\n\n税收为{{{{ 税收 }}}}。\n\n{{% if 规上企业数 > 70 %}}\n{part}{{% endif %}}\n")
    report.put(指标_C2=77)
    report.build()
    report.edit(lambda document: document.paragraphs[0].insert_paragraph_before("再接再厉。"))
    report.put(指标_C2=60)
    report.refresh()
    assert report.paragraphs().count("再接再厉。") == 2


@pytest.mark.parametrize("tracked", [None, MOMENT])
def test_an_empty_paragraph_stays_behind_a_table_that_would_end_the_file(report: Any, tracked: str | None) -> None:
    table = "::: 表 产值\n数据: 主导产业\n列: 名称、产值\n题注: 产值\n:::\n"
    part = "{% if 规上企业数 > 70 %}\n规上企业{{ 规上企业数 }}。\n{% endif %}\n"
    (report.folder / "kit/sections/2-打算.md").write_text(
        f"# 打算\n\n见{{{{ 表('产值') }}}}，税收{{{{ 税收 }}}}。\n\n{table}\n{part}", encoding="utf-8"
    )
    report.section("# 基本情况\n\n税收为{{ 税收 }}。\n")
    report.put(指标_C2=77)
    report.build()
    report.edit(lambda document: document.element.body.remove(document.paragraphs[-1]._p))  # the list of appendices
    report.put(指标_C2=60)
    report.refresh(tracked=tracked)
    last = [item for item in report.elements("p") if item.getparent().tag.endswith("body")][-1]
    assert last.getnext().tag.endswith("sectPr")
    assert next(last.getprevious().iter(f"{W}tbl"), None) is not None
    assert "".join(item.text or "" for item in last.iter(f"{W}t")) == ""
    assert last.find(f"{W}pPr/{W}rPr/{W}del") is None
    assert report.refresh(tracked=tracked).files[0].entries == ()


def test_words_that_a_person_wrote_before_a_sentence_leave_it_to_that_person(report: Any) -> None:
    """The heading runs into another paragraph today; nobody can tell what stands in the place of a part of one."""
    said = "{% if 税收 %}\n税收{{ 税收 | 金额 }}，详见后文。\n{% endif %}\n\n情况见{{ 表('产值') }}。\n"
    table = "::: 表 产值\n数据: 主导产业\n列: 名称、产值\n:::\n"
    report.section(f"# 基本情况\n\n规上企业{{{{ 规上企业数 }}}}。\n\n## 总体\n\n{said}\n{table}")
    report.build()
    report.replace("<w:t>税收</w:t>", "<w:t>（人工补记）税收</w:t>")
    report.put(指标_C3=None, 指标_D3=None)
    report.refresh()
    assert any("（人工补记）" in text for text in report.paragraphs())
