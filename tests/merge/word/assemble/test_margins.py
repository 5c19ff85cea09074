"""Headers, footers and page numbers of drafts: the kit's stand in the document, what else there was is said."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx.oxml import parse_xml

Edit = Callable[[Path, Callable[[Any], None]], None]
NAMESPACES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
CODES = ("header-dropped", "page-number-dropped")


def said(result: Any) -> list[tuple[str, str, str]]:
    return [(item.code, str(item.place), item.facts["text"]) for item in result.findings if item.code in CODES]


def field(code: str, shown: str) -> str:
    return (
        f'<w:p {NAMESPACES}><w:r><w:t>{shown[0]}</w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText>{code}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'<w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>{shown[-1]}</w:t></w:r></w:p>'
    )


def set_footer(xml: str) -> Callable[[Any], None]:
    def change(document: Any) -> None:
        footer = document.sections[-1].footer._element
        footer[:] = [parse_xml(xml)]

    return change


def test_a_text_in_a_header_is_said_with_its_draft(world: Any, edit: Edit) -> None:
    def mark(document: Any) -> None:
        document.sections[0].header.paragraphs[0].text = "征求意见稿"
        document.sections[0].footer.paragraphs[0].text = "经发科起草"

    edit(world.draft(2), mark)
    result = world.assemble()
    assert said(result) == [("header-dropped", world.draft(2).name, "征求意见稿、经发科起草")]
    assert "征求意见稿" not in result.text


def test_page_numbers_as_the_kit_writes_them_are_not_said(world: Any, edit: Edit) -> None:
    edit(world.draft(2), lambda document: document.add_paragraph("改过。"))
    assert not said(world.assemble())


@pytest.mark.parametrize(("code", "around"), [(" PAGE ", "第页"), ("PAGE \\* ROMAN", "——")])
def test_page_numbers_of_another_kind_are_said(world: Any, edit: Edit, code: str, around: str) -> None:
    edit(world.draft(2), set_footer(field(code, around)))
    assert said(world.assemble()) == [("page-number-dropped", world.draft(2).name, f"{around[0]}1{around[1]}")]


def test_a_format_of_page_numbers_is_said(world: Any, edit: Edit) -> None:
    def roman(document: Any) -> None:
        document.sections[0]._sectPr.append(parse_xml(f'<w:pgNumType {NAMESPACES} w:fmt="upperRoman"/>'))

    edit(world.draft(1), roman)
    assert said(world.assemble()) == [("page-number-dropped", world.draft(1).name, "upperRoman")]


def test_a_text_beside_the_page_number_is_a_text(world: Any, edit: Edit) -> None:
    edit(world.draft(2), set_footer(field("PAGE", "密页").replace(">密<", ">内部资料 第<")))
    assert said(world.assemble()) == [("header-dropped", world.draft(2).name, "内部资料 第1页")]


def test_a_watermark_is_said(world: Any, edit: Edit) -> None:
    def mark(document: Any) -> None:
        shape = (
            f'<w:r {NAMESPACES}><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textpath string="草稿"/>'
            "</v:shape></w:pict></w:r>"
        )
        document.sections[0].header.paragraphs[0]._p.append(parse_xml(shape))

    edit(world.draft(2), mark)
    assert said(world.assemble()) == [("header-dropped", world.draft(2).name, "草稿")]


def test_a_header_that_no_page_shows_is_not_said(world: Any, edit: Edit) -> None:
    def hide(document: Any) -> None:
        document.sections[0].first_page_header.paragraphs[0].text = "首页"
        document.sections[0].different_first_page_header_footer = False

    edit(world.draft(2), hide)
    assert not said(world.assemble())
