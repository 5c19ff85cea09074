"""Lists that the style of paragraphs makes, as `List Number` does: each draft counts by itself."""

from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from docx import Document

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def paragraph(result: Any, text: str) -> ET.Element:
    found: ET.Element = next(
        item for item in result.xml().iter(f"{W}p") if "".join(piece.text or "" for piece in item.iter(f"{W}t")) == text
    )
    return found


def by_hand(file: Path, title: str, *items: tuple[str, str]) -> None:
    """A draft that somebody wrote in a program of their own: a heading, and paragraphs in styles."""
    document = Document()
    document.add_heading(title, 1)
    for text, style in items:
        document.add_paragraph(text, style=style)
    document.save(str(file))


def list_of(result: Any, text: str) -> tuple[str | None, str | None]:
    """The number of the list that a paragraph names itself, and the level."""
    found = (paragraph(result, text).find(f"{W}pPr/{W}numPr/{W}{name}") for name in ("numId", "ilvl"))
    number, level = (None if item is None else item.get(f"{W}val") for item in found)
    return number, level


def test_lists_that_a_style_makes_begin_again_in_each_draft(world: Any) -> None:
    by_hand(world.draft(2), "主要工作", ("甲", "List Number"), ("乙", "List Number"))
    by_hand(world.draft(3), "下步打算", ("丙", "List Number"), ("丁", "List Number"))
    result = world.assemble()
    style = next(item for item in result.xml("word/styles.xml") if item.get(f"{W}styleId") == "ListNumber")
    of_style = style.find(f"{W}pPr/{W}numPr/{W}numId").get(f"{W}val")
    lists = [list_of(result, text)[0] or of_style for text in "甲乙丙丁"]
    assert lists[0] == lists[1] != lists[2] == lists[3]
    numbers = {item.get(f"{W}numId") for item in result.xml("word/numbering.xml").iter(f"{W}num")}
    assert set(lists) <= numbers


def test_a_paragraph_keeps_the_level_of_the_list_that_its_style_makes(world: Any) -> None:
    def write(file: Path, title: str, text: str) -> None:
        by_hand(file, title, (text, "List Number"))
        document = Document(str(file))
        listed = document.styles["List Number"].element.pPr.numPr
        listed.append(listed.makeelement(f"{W}ilvl", {f"{W}val": "2"}))
        listed.insert(0, listed[-1])
        document.save(str(file))

    write(world.draft(2), "主要工作", "甲")
    write(world.draft(3), "下步打算", "乙")
    assert list_of(world.assemble(), "乙")[1] == "2"


def test_a_paragraph_whose_style_makes_no_list_in_its_draft_is_in_none(world: Any) -> None:
    by_hand(world.draft(2), "主要工作", ("甲", "List Number"))
    by_hand(world.draft(3), "下步打算", ("乙", "List Number"))
    document = Document(str(world.draft(3)))
    properties = document.styles["List Number"].element.pPr
    properties.remove(properties.numPr)
    document.save(str(world.draft(3)))
    assert list_of(world.assemble(), "乙") == ("0", None)


def test_a_list_of_its_own_does_not_take_the_indent_of_its_style_from_a_paragraph(world: Any) -> None:
    def write(file: Path, title: str, text: str) -> None:
        by_hand(file, title, (text, "List Number"))
        document = Document(str(file))
        document.styles["List Number"].paragraph_format.first_line_indent = 254000
        document.save(str(file))

    write(world.draft(2), "主要工作", "甲")
    write(world.draft(3), "下步打算", "乙")
    indent = paragraph(world.assemble(), "乙").find(f"{W}pPr/{W}ind")
    assert indent is not None
    assert indent.get(f"{W}firstLine") == "400"
