"""Order in a file that people edited: what is ours alone moves, what a person wrote, changed or moved stays."""

from collections.abc import Callable
from typing import Any

import pytest

from reportgen.model.refresh import DONE, Fate

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MOMENT = "2015-12-31T18:00:00Z"
RANKED = '主导产业 | 排序("产值", 降序=true)'
ITEM = "**{{ 序列 }}{{ 业.名称 }}。**产值{{ 业.产值 | 金额 }}。"
HEAD, END = "# 基本情况\n\n规上企业{{ 规上企业数 }}。\n\n", "\n\n税收{{ 税收 }}。\n"
LIST = f"{{% for 业 in {RANKED} %}}\n\n{ITEM}\n\n{{% endfor %}}\n"
HEADED = LIST.replace("**{{ 序列 }}{{ 业.名称 }}。**", "## {{ 业.名称 }}产业\n\n{{ 业.名称 }}")
BELOW = HEADED.replace("{% endfor %}", "发展势头良好。\n\n{% endfor %}")
IN_ONE = LIST.replace("\n", "").replace("**", "")
IN_A_ROW = (
    f"{{% for 业 in {RANKED} %}}{{{{ 业.名称 }}}}{{{{ 业.产值 | 金额 }}}}"
    "{% if not loop.last %}、{% else %}。{% endif %}{% endfor %}各项工作有序推进。"
)
NAMES = f"产业即{{{{ {RANKED} | 列举 }}}}，共{{{{ 主导产业 | 计数('个') }}}}。"
NOTED = LIST.replace("| 金额 }}", "| 金额 }}{{ 脚注(业.名称 ~ '为快报数，' ~ 业.产值 ~ '。') }}")
LISTS = [LIST, NOTED, HEADED, BELOW, IN_ONE, IN_A_ROW, NAMES, f"## 总体\n\n{LIST}"]
TODAY = ["一是医药。产值99亿元。", "二是铝加工。产值42.86亿元。", "三是建材。产值36.7亿元。"]


def texts(report: Any) -> list[str]:
    """The paragraphs that are read, once changes are accepted."""
    return [text for text in report.paragraphs() if text]


def ranking(report: Any) -> list[str]:
    return [text for text in texts(report) if "是" in text]


def edited(report: Any, change: Callable[[Any, list[Any]], None], section: str = LIST) -> Any:
    """Build a report, edit its file with the paragraphs of the list at hand, and let the last one come first today."""
    report.section(HEAD + section + END)
    report.build()

    def edit(document: Any) -> None:
        change(document, [item for item in document.paragraphs if "产值" in said(item)])

    report.edit(edit)
    report.put(主导产业_B3=99)
    return report


def said(paragraph: Any) -> str:
    return "".join(item.text or "" for item in paragraph._p.iter(f"{W}t"))


def add_paragraph(document: Any, _: list[Any]) -> None:
    document.add_paragraph("人工补记。")


@pytest.mark.parametrize("tracked", [None, MOMENT])
@pytest.mark.parametrize("section", LISTS)
def test_a_ranking_follows_its_values_though_a_person_wrote_below(report: Any, section: str, tracked: str) -> None:
    edited(report, add_paragraph, section)
    outcome = report.refresh(tracked=tracked)
    assert {entry.fate for entry in outcome.files[0].entries} <= DONE
    refreshed, parts = texts(report), report.parts()
    assert report.refresh(tracked=tracked).files[0].entries == ()
    assert report.parts() == parts
    report.build(force=True)
    assert refreshed == [*texts(report), "人工补记。"]


def test_what_moves_keeps_the_look_that_a_person_gave_its_list(report: Any) -> None:
    def indent(_: Any, items: list[Any]) -> None:
        for item in items:
            item.paragraph_format.left_indent = 360000

    edited(report, indent).refresh()
    assert ranking(report) == TODAY
    for paragraph in report.elements("p"):
        if "是" in "".join(item.text or "" for item in paragraph.iter(f"{W}t")):
            assert paragraph.find(f"{W}pPr/{W}ind") is not None


def test_an_item_to_which_a_person_added_a_sentence_stays_and_the_others_move_around_it(report: Any) -> None:
    outcome = edited(report, lambda _, items: items[2].add_run("全省第一。")).refresh()
    assert ranking(report) == [f"{TODAY[0]}全省第一。", *TODAY[1:]]
    assert not report.told(outcome, Fate.REORDERED)


def test_a_comment_keeps_an_item_in_its_place(report: Any) -> None:
    def comment(document: Any, items: list[Any]) -> None:
        document.add_comment(items[2].runs, text="请核实", author="张")

    outcome = edited(report, comment).refresh()
    assert "医药" in ranking(report)[-1]
    assert report.told(outcome, Fate.REORDERED)


def test_an_item_does_not_leave_what_a_person_wrote_behind_it(report: Any) -> None:
    def write(document: Any, items: list[Any]) -> None:
        items[2]._p.addnext(document.add_paragraph("此事由张负责。")._p)

    outcome = edited(report, write).refresh()
    found = texts(report)
    assert "医药" in found[found.index("此事由张负责。") - 1]
    assert report.told(outcome, Fate.REORDERED)


def test_a_sentence_that_a_person_took_out_does_not_come_back_with_what_moves(report: Any) -> None:
    section = LIST.replace("。\n\n{% endfor", "。发展势头良好。\n\n{% endfor")

    def cut(_: Any, items: list[Any]) -> None:
        for text in items[2]._p.iter(f"{W}t"):
            text.text = (text.text or "").replace("。发展势头良好", "")

    edited(report, cut, section).refresh()
    assert len([text for text in texts(report) if "发展势头良好" in text]) == 2


def mark(*runs: Any) -> None:
    for run in runs:
        run.font.highlight_color = 7


def marked(report: Any) -> list[str]:
    """The ranked items with a mark somewhere in them that stand in the file once changes are accepted."""
    items = [item for item in report.elements("p") if next(item.iter(f"{W}highlight"), None) is not None]
    return [
        "".join(text.text or "" for text in item.iter(f"{W}t")) for item in items if item.find(f".//{W}t") is not None
    ]


def all_runs(paragraph: Any) -> list[Any]:
    from docx.text.run import Run

    return [Run(item, paragraph) for item in paragraph._p.iter(f"{W}r")]


@pytest.mark.parametrize("tracked", [None, MOMENT])
@pytest.mark.parametrize("section", [LIST, IN_ONE, BELOW])
def test_words_that_a_person_marked_keep_their_mark_and_the_order_is_told(
    report: Any, section: str, tracked: str | None
) -> None:
    def mark_some(_: Any, items: list[Any]) -> None:
        for item in items:
            mark(*(run for run in all_runs(item) if "产值" in run.text))

    edited(report, mark_some, section)
    marks = report.text().count("<w:highlight ")
    outcome = report.refresh(tracked=tracked)
    assert report.text().count("<w:highlight ") == marks > 0
    assert report.told(outcome, Fate.REORDERED)
    assert not report.told(outcome, Fate.REMOVED)


@pytest.mark.parametrize("tracked", [None, MOMENT])
@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_paragraph_that_moves_keeps_its_own_look_and_takes_none_of_its_neighbours(
    report: Any, at: int, tracked: str | None
) -> None:
    name = ["铝加工", "建材", "医药"][at]
    edited(report, lambda _, items: mark(*all_runs(items[at])))
    report.refresh(tracked=tracked)
    assert ranking(report) == TODAY
    (there,) = marked(report)
    assert name in there
    moved = next(
        item for item in report.elements("p") if name in "".join(text.text or "" for text in item.iter(f"{W}t"))
    )
    runs = [run for run in moved.iter(f"{W}r") if run.find(f"{W}t") is not None]
    assert all(run.find(f"{W}rPr/{W}highlight") is not None for run in runs)


@pytest.mark.parametrize("section", [LIST, IN_ONE])
def test_a_paragraph_that_moves_stays_aligned_as_a_person_set_it(report: Any, section: str) -> None:
    def centre(_: Any, items: list[Any]) -> None:
        items[-1].alignment = 1

    edited(report, centre, section).refresh()
    (there,) = [item for item in report.elements("p") if item.find(f"{W}pPr/{W}jc") is not None]
    assert "医药" in "".join(text.text or "" for text in there.iter(f"{W}t"))


def test_a_new_item_takes_no_look_that_a_person_gave_one_item(report: Any) -> None:
    edited(report, lambda _, items: mark(*all_runs(items[2])))
    report.data(lambda book: book["主导产业"].append(["酿酒", 10]))
    report.refresh()
    assert "酿酒" in ranking(report)[-1]
    (there,) = marked(report)
    assert "医药" in there


def test_a_new_item_of_a_paragraph_takes_no_mark_that_a_person_gave_one_item(report: Any) -> None:
    def mark_first(_: Any, items: list[Any]) -> None:
        mark(*[run for run in all_runs(items[0]) if run.text == "一是"])

    edited(report, mark_first, IN_ONE)
    report.put(主导产业_B3=21.54)
    report.data(lambda book: book["主导产业"].append(["酿酒", 10]))
    report.refresh()
    assert "四是酿酒。产值10亿元。" in ranking(report)[0]
    assert report.text().count("<w:highlight ") == 1
