"""What stands in another order today, or below another heading: in a file that nobody edited it moves, and all reads
as a build of today's data does."""

import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from reportgen.model.refresh import DONE

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MOMENT = "2015-12-31T18:00:00Z"
HEAD = "# 基本情况\n\n规上企业{{ 规上企业数 }}。\n\n"
END = "\n\n税收{{ 税收 }}。\n"
RANKED = '主导产业 | 排序("产值", 降序=true)'
ITEM = "**{{ 序列 }}{{ 业.名称 }}。**产值{{ 业.产值 | 金额 }}。"
LIST = f"{{% for 业 in {RANKED} %}}\n\n{ITEM}\n\n{{% endfor %}}\n"
NOTED = LIST.replace("| 金额 }}", '| 金额 }}{{ 脚注(业.名称 ~ "为快报数，" ~ 业.产值 ~ "。") }}')
HEADED = LIST.replace("**{{ 序列 }}{{ 业.名称 }}。**", "## {{ 业.名称 }}产业\n\n{{ 业.名称 }}") + "\n发展势头良好。\n"
BELOW = HEADED.replace("{% endfor %}\n\n发展势头良好。\n", "发展势头良好。\n\n{% endfor %}\n")
IN_ONE = LIST.replace("\n", "").replace("**", "")
IN_A_ROW = (
    f"{{% for 业 in {RANKED} %}}{{{{ 业.名称 }}}}{{{{ 业.产值 | 金额 }}}}"
    "{% if not loop.last %}、{% else %}。{% endif %}{% endfor %}各项工作有序推进。"
)
NAMES = f"产业即{{{{ {RANKED} | 列举 }}}}，共{{{{ 主导产业 | 计数('个') }}}}。"
RUN_IN = f"## 总体\n\n{LIST}"
LISTS = [LIST, NOTED, HEADED, BELOW, IN_ONE, IN_A_ROW, NAMES, RUN_IN, f"## 总体\n\n{NOTED}"]
TABLE = "见{{{{ 表('{0}') }}}}。\n\n::: 表 {0}\n数据: 主导产业\n列: 名称、产值\n题注: {0}\n:::\n\n"
BLOCKS = {
    "plain": "稳中有进。\n\n",
    "figures": "税收{{ 税收 | 金额 }}。\n\n",
    "headed": "## 方面\n\n方面{{ 规上企业数 }}。\n\n其余平稳。\n\n",
    "heading": "## 总体\n\n",
    "list": LIST,
    "table": TABLE.format("产值一"),
    "other": TABLE.format("产值二"),
}


def read(element: ET.Element, left_out: str) -> list[str]:
    """The paragraphs of a body with text once changes are accepted (w:del left out) or refused (w:ins left out)."""

    def said(item: ET.Element) -> str:
        if item.tag == left_out:
            return ""
        mark = "〔注〕" if item.tag == f"{W}footnoteReference" else ""
        own = item.text or "" if item.tag in (f"{W}t", f"{W}delText") else mark
        return own + "".join(map(said, item))

    rows = (row for row in element.iter(f"{W}tr") if row.find(f"{W}trPr/{left_out}") is not None)
    away = {paragraph for row in rows for paragraph in row.iter(f"{W}p")}
    joined = ""
    for paragraph in (item for item in element.iter(f"{W}p") if item not in away):
        ends = paragraph.find(f"{W}pPr/{W}rPr/{left_out}") is None
        joined += said(paragraph) + ("\0" if ends else "")
    return [text for text in joined.split("\0") if text]


def body(report: Any) -> ET.Element:
    return ET.fromstring(report.text())  # noqa: S314 - made by the test


def notes(report: Any) -> list[str]:
    """The footnotes in the order of their marks."""
    parts = report.parts()
    if "word/footnotes.xml" not in parts:
        return []
    root = ET.fromstring(parts["word/footnotes.xml"])  # noqa: S314 - made by the test
    texts = {
        note.get(f"{W}id"): "".join(item.text or "" for item in note.iter(f"{W}t"))
        for note in root.iter(f"{W}footnote")
    }
    return [texts[mark.get(f"{W}id")] for mark in body(report).iter(f"{W}footnoteReference")]


def check(report: Any, change: Callable[[], None], tracked: str | None) -> None:
    """Refresh after a change: as built, nothing left to tell, refused as before, and a second run changes nothing."""
    report.build()
    before = read(body(report), f"{W}ins")
    change()
    outcome = report.refresh(tracked=tracked)
    assert {entry.fate for entry in outcome.files[0].entries} <= DONE
    if tracked:
        assert read(body(report), f"{W}ins") == before
    refreshed = report.parts()
    assert report.refresh(tracked=tracked).files[0].entries == ()
    assert report.parts() == refreshed
    after, noted = read(body(report), f"{W}del"), notes(report)
    names = re.findall('w:bookmarkStart w:id="[0-9]+" w:name="([^"]*)"', report.text())
    report.build(force=True)
    assert after == read(body(report), f"{W}del")
    assert len(names) == len(set(names))
    assert tracked or noted == notes(report)


@pytest.mark.parametrize("tracked", [None, MOMENT])
@pytest.mark.parametrize("listed", LISTS)
def test_a_ranking_follows_its_values(report: Any, listed: str, tracked: str | None) -> None:
    report.section(HEAD + listed + END)
    check(report, lambda: report.put(主导产业_B2=20.5, 主导产业_B3=99), tracked)


@pytest.mark.parametrize("tracked", [None, MOMENT])
@pytest.mark.parametrize("listed", LISTS)
def test_a_ranking_follows_where_rows_come_and_go_too(report: Any, listed: str, tracked: str | None) -> None:
    def change(book: Any) -> None:
        book["主导产业"].delete_rows(2)
        book["主导产业"].append(["大数据", 50])
        book["主导产业"]["B2"] = 20

    report.section(HEAD + listed + END)
    check(report, lambda: report.data(change), tracked)


@pytest.mark.parametrize("tracked", [None, MOMENT])
def test_groups_follow_their_rows(report: Any, tracked: str | None) -> None:
    def grouped(*kinds: str) -> Callable[[Any], None]:
        def change(book: Any) -> None:
            for row, kind in enumerate(("类别", *kinds), 1):
                book["主导产业"].cell(row, 3, kind)

        return change

    path = report.folder / "kit/schema.toml"
    path.write_text(path.read_text(encoding="utf-8") + '\n[[sheets.columns]]\nname = "类别"\n', encoding="utf-8")
    group = "{{ 类 }}有{{ 们 | 列举 }}，共{{ 们 | 计数('个') }}。"
    report.section(f"{HEAD}{{% for 类, 们 in 主导产业 | 分组('类别') %}}\n{group}\n{{% endfor %}}{END}")
    report.data(grouped("传统", "新兴", "传统"))
    check(report, lambda: report.data(grouped("新兴", "传统", "新兴")), tracked)


@pytest.mark.parametrize("tracked", [None, MOMENT])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        (("plain", "figures"), ("figures", "plain")),
        (("figures", "headed"), ("headed", "figures")),
        (("heading", "plain", "list"), ("plain", "heading", "list")),
        (("heading", "list", "figures"), ("list", "heading", "figures")),
        (("table", "figures", "list"), ("list", "figures", "table")),
        (("heading", "table"), ("table", "heading", "plain")),
        (("plain", "list", "headed"), ("headed", "figures", "list")),
    ],
)
def test_parts_of_the_template_that_change_places_do_so_in_the_file(
    report: Any, before: tuple[str, ...], after: tuple[str, ...], tracked: str | None
) -> None:
    report.section(HEAD + "".join(BLOCKS[name] for name in before) + END)
    check(report, lambda: report.section(HEAD + "".join(BLOCKS[name] for name in after) + END), tracked)


def test_tables_that_change_places_keep_their_references_right(report: Any) -> None:
    report.section(HEAD + BLOCKS["table"] + BLOCKS["other"] + "另见{{ 表('产值一') }}。" + END)
    swapped = HEAD + BLOCKS["other"] + BLOCKS["table"] + "另见{{ 表('产值一') }}。" + END
    check(report, lambda: report.section(swapped), None)


def test_tables_that_change_places_are_told_where_changes_are_only_proposed(report: Any) -> None:
    report.section(HEAD + BLOCKS["table"] + BLOCKS["other"] + END)
    report.build()
    report.section(HEAD + BLOCKS["other"] + BLOCKS["table"] + END)
    outcome = report.refresh(tracked=MOMENT)
    assert not {entry.fate for entry in outcome.files[0].entries} <= DONE


@pytest.mark.parametrize("tracked", [None, MOMENT])
def test_words_that_refer_to_two_things_that_leave_go_with_them(report: Any, tracked: str | None) -> None:
    chart = "::: 图 产值\n类型: 条形\n数据: 主导产业\n类别: 名称\n数值: 产值\n题注: 各业\n:::\n\n"
    both = BLOCKS["table"].replace("}}。", "}}和{{ 图('产值') }}。")
    report.section(f"{HEAD}{{% if 税收 %}}\n{both}{chart}{{% endif %}}\n\n稳中有进。\n")
    check(report, lambda: report.put(指标_C3=None, 指标_D3=None), tracked)
