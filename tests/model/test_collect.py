"""Bindings read off a document: sentences, headings, tables, charts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from reportgen.model.collect import LONGEST_SENTENCE, collect, figure_sentences
from reportgen.model.document import (
    ChartBlock,
    ChartKind,
    ChartSpec,
    ColumnSource,
    Computed,
    DataTable,
    Document,
    Footnote,
    Heading,
    Inline,
    Operand,
    Paragraph,
    Section,
    Series,
    Shown,
    TableBlock,
    TableColumn,
    Text,
    Worked,
)
from reportgen.model.figure import Fact, Figure, Missing, Operation, Piece, derive
from reportgen.model.period import Period
from reportgen.model.place import CellRef, TextRef
from reportgen.model.quantity import Quantity, parse_unit
from reportgen.model.schema import ColumnKind
from reportgen.model.shape import Shaped, shaped

YI = parse_unit("亿元")
PLACE = TextRef("1.md", 3, 5)


def figure(value: str, row: int = 4, column: int = 3) -> Figure:
    source = CellRef("a.xlsx", "产业", row, column)
    return Figure(quantity=Quantity(Decimal(value), YI), source=source, period=Period(2015))


def shown(text: str, item: Figure | Fact, wording: str = "金额") -> Shown:
    return Shown(Piece(text, item, wording), f"tag-{text}", PLACE)


def document(*blocks: Heading | Paragraph | TableBlock | ChartBlock) -> Document:
    return Document(title=(Text("总结"),), sections=(Section(title="基本情况", blocks=blocks),))


def test_a_shown_figure_is_bound_with_all_that_trace_prints() -> None:
    now, before = figure("42.86"), figure("33.2", column=4)
    growth = derive(Operation.GROWTH, now.quantity.growth_over(before.quantity), now, before)
    (found,) = collect(
        document(Heading(1, "一、", (Text("基本情况"),)), Paragraph((shown("增长29.1%", growth, "同比"),)))
    )
    assert (found.tag, found.text, found.unit, found.period) == ("tag-增长29.1%", "增长29.1%", "%", "2015年")
    assert found.value.startswith("29.096385542168")
    assert found.cells == ("a.xlsx › 产业 › C4", "a.xlsx › 产业 › D4")
    assert found.derivation == "C4 ÷ D4 − 1 = 42.86 ÷ 33.2 − 1"
    assert (found.wording, found.template, found.place) == ("同比", "1.md:3:5", "一、基本情况 › ¶1")


def test_paragraphs_are_counted_below_their_heading_and_the_trail_follows_the_levels() -> None:
    paragraph = Paragraph((shown("1亿元", figure("1")),))
    found = collect(
        document(
            Heading(1, "一、", (Text("甲"),)), paragraph, Paragraph((Text("无"),)), paragraph,
            Heading(2, "（一）", (Text("乙"),)), paragraph,
            Heading(1, "二、", (Text("丙"),)), paragraph,
        )
    )  # fmt: skip
    assert [item.place for item in found] == ["一、甲 › ¶1", "一、甲 › ¶3", "一、甲 › （一）乙 › ¶1", "二、丙 › ¶1"]


def sentences(*content: Inline) -> list[tuple[str, str]]:
    return [(item.text, item.sentence) for item in collect(document(Paragraph(content)))]


def test_each_figure_has_its_own_sentence() -> None:
    content = (
        Text("产值"), shown("1亿元", figure("1")), Text("。他说“"), shown("2亿元", figure("2")), Text("。”再加"),
        shown("3亿元", figure("3")), Text("；共"), shown("4亿元", figure("4")),
    )  # fmt: skip
    assert sentences(*content) == [
        ("1亿元", "产值1亿元。"),
        ("2亿元", "他说“2亿元。”"),
        ("3亿元", "再加3亿元；"),
        ("4亿元", "共4亿元"),
    ]


def test_of_an_endless_sentence_the_stretch_around_the_figure_is_kept() -> None:
    content = [item for row in range(2000) for item in (shown("1亿元", figure("1", row=row + 1)), Text("，"))]
    found = sentences(*content)
    assert len(found) == 2000
    assert all(len(sentence) <= LONGEST_SENTENCE + 2 for _, sentence in found)
    assert found[0][1].startswith("1亿元，")
    assert found[0][1].endswith("…")
    assert found[1000][1].startswith("…")
    assert "1亿元" in found[1999][1]


def test_a_footnote_does_not_move_the_sentences_behind_it() -> None:
    note = Footnote((Text("这是一条很长的脚注，说明口径，其中"), shown("9亿元", figure("9")), Text("。")))
    content = (Text("甲"), shown("1亿元", figure("1")), note, Text("。乙"), shown("2亿元", figure("2")), Text("。丙。"))
    assert sentences(*content) == [
        ("1亿元", "甲1亿元。"),
        ("9亿元", "甲1亿元。"),
        ("2亿元", "乙2亿元。"),
    ]


@pytest.mark.parametrize(
    ("item", "value"),
    [(Fact(value=date(2015, 5, 8)), "2015-05-08"), (Fact(value="甲"), "甲"), (figure("1.50"), "1.5")],
)
def test_the_exact_value_is_kept_as_text(item: Figure | Fact, value: str) -> None:
    (found,) = collect(document(Paragraph((shown("x", item),))))
    assert found.value == value


def test_the_numbers_of_a_table_are_bound_to_their_cells_and_its_empty_ones_are_not() -> None:
    source = ColumnSource("a.xlsx", "产业", 3, (4, 5, 7), "产值")
    column = TableColumn(
        header="产值", kind=ColumnKind.NUMBER, values=(Decimal("42.857"), None, Decimal(3)), unit=YI, decimals=2,
        source=source,
    )  # fmt: skip
    computed = TableColumn(header="序号", kind=ColumnKind.NUMBER, values=(Decimal(1), Decimal(2), Decimal(3)))
    table = DataTable(columns=(computed, column), row_count=3)
    caption = (Text("共"), shown("2亿元", figure("2")))
    found = collect(document(TableBlock(name="产值", number=1, caption=caption, table=table, tag="表", place=PLACE)))
    assert [(item.text, item.value, item.cells) for item in found[1:]] == [
        ("42.86", "42.857", ("a.xlsx › 产业 › C4",)),
        ("3.00", "3", ("a.xlsx › 产业 › C7",)),
    ]
    assert [item.place for item in found] == ["表1", "表1", "表1"]
    assert found[1].sentence == "产值（亿元）"


def test_the_figures_of_a_chart_are_bound_and_its_gaps_are_not() -> None:
    series = Series(name="产值", unit=YI, figures=(figure("1.25"), Missing(name="产值")))
    spec = ChartSpec(name="图", kind=ChartKind.BAR, categories=("铝", "医药"), series=(series,), decimals=1)
    (found,) = collect(document(ChartBlock(number=2, caption=(), spec=spec, tag="图", place=PLACE)))
    assert (found.text, found.value, found.sentence, found.place) == ("1.3亿元", "1.25", "铝 产值", "图2")


def test_title_and_signature_are_bound_too() -> None:
    year = Figure(quantity=Quantity(Decimal(2015)))
    found = collect(Document(title=(shown("2015", year),), sections=(), signature=(shown("甲区", Fact(value="甲区")),)))
    assert [(item.text, item.place) for item in found] == [("2015", "标题"), ("甲区", "落款")]


def test_computed_cells_and_totals_lead_to_the_cells_that_they_rest_on() -> None:
    source = ColumnSource("a.xlsx", "产业", 6, [4, 5, 7], "产值")
    values = (Decimal("1"), Decimal("2"), Decimal("1"))
    own = Operand(source, values)
    shares = tuple(Decimal(text) for text in ("25", "50", "25"))
    table = DataTable(
        columns=(
            TableColumn(header="产值", kind=ColumnKind.NUMBER, values=values, unit=YI, source=source, totalled=True),
            TableColumn(
                header="占比", kind=ColumnKind.NUMBER, values=shares, unit=parse_unit("%"), decimals=1, totalled=True,
                computed=Computed(Operation.OVER, (0, 0), of_total=True),
                worked=Worked(Operation.OVER, (own, replace(own, of_total=True))),
            ),
        ),
        row_count=3,
        total_label="合计",
    )  # fmt: skip
    block = TableBlock(name="产值", number=1, caption=(), table=table, tag="t", place=PLACE)
    found = {(item.text, item.where[-1]): item for item in collect(document(block))}
    half = found["50.0", "表1"]
    assert half.cells == ("a.xlsx › 产业 › F5", "a.xlsx › 产业 › F4:F5、F7")
    assert half.derivation == "F5 ÷ 合计(F4:F5、F7) = 2 ÷ 4"
    assert (half.value, half.unit) == ("50", "%")
    total = found["4", "合计"]
    assert total.cells == ("a.xlsx › 产业 › F4:F5、F7",)
    assert total.derivation == "合计(F4:F5、F7)"
    assert ("100.0", "合计") in found
    spots = {text: (item.table_row, item.table_column) for (text, _), item in found.items()}
    assert spots == {"1": (4, 1), "2": (3, 1), "25.0": (4, 2), "50.0": (3, 2), "4": (5, 1), "100.0": (5, 2)}


def told_by_shape(*content: Inline) -> list[str] | None:
    made = shaped(content)
    assert isinstance(made, Shaped)
    found = figure_sentences(made)
    return None if found is None else list(found)


def test_the_shape_of_a_content_tells_the_sentences_of_its_figures() -> None:
    content = (
        Text("占5%：投资"),
        shown("1亿元", figure("1")),
        Text("。产值"),
        shown("2亿元", figure("2")),
        Text("；无。"),
    )
    again = (content[0], shown("30亿元", figure("30")), content[2], shown("7%", figure("7")), content[4])
    for each, told in ((content, ["占5%：投资1亿元。", "产值2亿元；"]), (again, ["占5%：投资30亿元。", "产值7%；"])):
        assert told_by_shape(*each) == [sentence for _, sentence in sentences(*each)] == told


@pytest.mark.parametrize("text", ["见附表。第2项", "”", "长" * LONGEST_SENTENCE])
def test_the_shape_tells_no_sentence_that_hangs_on_the_text_of_a_figure(text: str) -> None:
    assert told_by_shape(Text("投资"), shown(text, figure("1")), Text("。")) is None
