"""A Word file as a form: what is filled in is the file that would have been written, or nothing is."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from reportgen.model.document import ChartBlock, Document, Footnote, Heading, Paragraph, Shown, TableBlock, Text
from reportgen.model.owner import Owner
from reportgen.model.values import replace
from reportgen.ooxml.bindings import read_owners
from reportgen.write.docx_form import DocxForm, docx_form
from reportgen.write.to_docx import to_docx

Make = Callable[[str, str, list[int]], Document]


@pytest.fixture
def made(
    blocks_of: Callable[..., Document],
    shown: Callable[..., Shown],
    column: Callable[..., Any],
    table_of: Callable[..., TableBlock],
) -> Make:
    """A document of one kind: the text of its two figures, the exact value of the second, the rows of its table."""

    def make(first: str, second: str, rows: list[int]) -> Document:
        one, other = shown(first, "1", tag=f"one-{first}"), shown(f"{second}亿元", second, tag=f"other-{second}")
        table = table_of(
            column("名称", [f"第{row}项" for row in rows]),
            column("产值", [Decimal(row) for row in rows], "亿元"),
            caption=(Text("100%的"), shown(first, "1", tag=f"caption-{first}")),
        )
        return blocks_of(
            Heading(1, "一、", (one,)),
            Paragraph((Text("共"), other, Text("。其中"), shown(first, "1", tag=f"again-{first}"), Text("不变。"))),
            table,
        )

    return make


def written(document: Document, style: bytes) -> bytes:
    return to_docx(document, style, {}, style_file="styles.docx", quick=True)[0]


def form_of(document: Document, style: bytes) -> DocxForm:
    form = docx_form(document, written(document, style), style, "styles.docx")
    assert form is not None
    return form


def filled(form: DocxForm, document: Document) -> bytes | None:
    """The form with a document's own figures, in the order in which they are read."""
    heading, paragraph, table = document.sections[0].blocks
    assert isinstance(heading, Heading)
    assert isinstance(paragraph, Paragraph)
    assert isinstance(table, TableBlock)
    contents = (heading.content, paragraph.content, table.caption)
    figures = [(item.tag, item.piece) for content in contents for item in content if isinstance(item, Shown)]
    return form.filled(figures, [table.table], document.owners)


def test_a_form_gives_the_file_that_would_have_been_written(made: Make, style: bytes) -> None:
    form = form_of(made("甲县", "12.5", [1, 2, 3]), style)
    for document in (made("乙县", "7", [4]), made("丙丁县", "-1234.56", list(range(40)))):
        assert filled(form, document) == written(document, style)


def test_a_form_names_the_unit_that_each_file_is_made_for(made: Make, style: bytes) -> None:
    first = replace(made("甲县", "12.5", [1, 2, 3]), owners=(Owner(name="甲县", file="县.xlsx", row=2),))
    second = replace(made("乙县", "7", [4]), owners=(Owner(name='乙"&县', file="县.xlsx", row=13),))
    data = filled(form_of(first, style), second)
    assert data == written(second, style)
    assert read_owners(data, "") == second.owners


@pytest.mark.parametrize("text", ["甲。乙", "甲&乙", "甲 乙", "“甲”", '甲"乙', "䶮县", "甲：", "甲" * 300, "甲\x01"])
def test_a_figure_that_would_change_more_than_its_own_text_is_not_filled_in(
    text: str, made: Make, style: bytes
) -> None:
    form = form_of(made("甲县", "12.5", [1, 2, 3]), style)
    assert filled(form, made(text, "7", [4])) is None


def test_a_table_that_needs_a_remark_is_not_filled_in(made: Make, style: bytes, column: Callable[..., Any]) -> None:
    form = form_of(made("甲县", "12.5", [1, 2, 3]), style)
    assert form.filled([], [], ()) is None
    document = made("乙县", "7", [4])
    table = document.sections[0].blocks[2]
    assert isinstance(table, TableBlock)
    figures = [("a-1", table.caption[1].piece)] * 4 if isinstance(table.caption[1], Shown) else []
    assert form.filled(figures, [table.table], ()) is None  # four controls of one id


def test_what_a_form_cannot_hold_has_none(
    made: Make, style: bytes, shown: Callable[..., Shown], chart_of: Callable[..., ChartBlock]
) -> None:
    document = made("甲县", "12.5", [1, 2, 3])
    note = Paragraph((shown("3亿元", "3", tag="with-note"), Footnote((Text("注"),))))
    clash = Paragraph((Text("qZt0z"), shown("3亿元", "3", tag="clash")))
    for block in (note, clash, chart_of()):
        section = document.sections[0]
        other = Document(title=(), sections=(type(section)(title="一", blocks=(*section.blocks, block), file="1.md"),))
        pictures = {"产值图": b""} if isinstance(block, ChartBlock) else {}
        data = to_docx(other, style, pictures, style_file="styles.docx", quick=True, native_charts=bool(pictures))[0]
        assert docx_form(other, data, style, "styles.docx") is None


def test_a_form_of_other_bytes_is_refused(made: Make, style: bytes) -> None:
    one, other = made("甲县", "12.5", [1, 2, 3]), made("乙县", "7", [4])
    assert docx_form(one, written(other, style), style, "styles.docx") is None
