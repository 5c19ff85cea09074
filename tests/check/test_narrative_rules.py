from decimal import Decimal
from typing import Any

import pytest

from reportgen.check.check import check_document
from reportgen.model.document import Document, Heading, Inline, Paragraph, Section, Shown, Text
from reportgen.model.figure import Figure, Piece
from reportgen.model.place import TextRef
from reportgen.model.quantity import PERCENT, Quantity

World = Any


def document(*content: Inline) -> Document:
    heading = Heading(1, "一、", (Text("基本情况"),))
    section = Section(title="基本情况", blocks=(heading, Paragraph(content)), file="sections/1.md")
    return Document(title=(Text("总结"),), sections=(section,))


def rate(percent: str) -> Shown:
    figure = Figure(quantity=Quantity(Decimal(percent), PERCENT))
    return Shown(Piece(f"{percent}%", figure, "完成率"), "t", TextRef("sections/1.md", 3, 5))


def test_a_name_spelt_otherwise_in_a_section_is_found_there(world: World) -> None:
    world.table("引进企业", {"名称": ["黔力电气"]}, key="名称")
    found = check_document(document(Text("黔力电器当年投产。")), world.dataset)
    assert [(item.code, str(item.place)) for item in found] == [("two-spellings", "sections/1.md")]


def test_a_document_number_in_a_section_stands_in_the_right_brackets(world: World) -> None:
    found = check_document(document(Text("（筑编通[2010]15号）")), world.dataset)
    assert [(item.code, item.facts["expected"]) for item in found] == [("document-number-brackets", "〔2010〕15号")]


@pytest.mark.parametrize(
    ("before", "percent", "after", "found"),
    [
        ("工业投资超额完成目标，完成率", "93.5", "。", True),
        ("工业投资超额完成目标，完成率", "129.23", "。", False),
        ("去年超额完成。今年完成率", "93.5", "。", False),
        ("工业投资完成率", "93.5", "。", False),
        ("", "93.5", "，完成年度目标。", True),
    ],
)
def test_a_target_is_not_said_to_be_met_where_it_was_missed(
    world: World, before: str, percent: str, after: str, found: bool
) -> None:
    content = document(Text(before), rate(percent), Text(after))
    diagnostics = check_document(content, world.dataset)
    assert [(item.code, str(item.place)) for item in diagnostics] == (
        [("target-not-met", "sections/1.md:3:5")] if found else []
    )
