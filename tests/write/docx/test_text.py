"""Any text comes out of Word as it went in; what cannot is said."""

import io
import re
from collections.abc import Callable
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.model.document import DataTable, Document, Heading, Paragraph, Section, TableBlock, TableColumn, Text
from reportgen.model.place import FileRef, TextRef
from reportgen.model.schema import ColumnKind
from reportgen.write.to_docx import to_docx
from reportgen.write.word.text import Remarks, look_of, runs

Write = Callable[..., Any]

HOSTILE = [
    "<&>\"'",
    "]]>",
    "A&B公司<甲>",
    "&amp; &lt;",
    "一\t二\t三",
    "一\n二\r\n三\r四",
    " 前后有空格 ",
    "中  间",
    "%s %d %% %(name)s {} {0}",
    "עברית العربية",
    "📈😀",
    "𠮷野家",
    "粬、囍、㙍",
    "",
    "\u200b\u200d\ufeff",
    "\u2028\u2029\x85\xa0",
    "é à ü Ω я",
    "REF _Ref1 \\h",
]
DROPPED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff\ue000-\uf8ff\U000f0000-\U0010ffff]")


def expected(text: str) -> str:
    """What python-docx reads for a text: line ends are all one, and some characters cannot be."""
    return re.sub("\r\n|\r", "\n", DROPPED.sub("", text))


def document_of(text: str) -> Document:
    column = TableColumn(header="列", kind=ColumnKind.TEXT, values=(text, "甲", text))
    table = DataTable(columns=(column, column), row_count=3)
    block = TableBlock(name="表", number=1, caption=(Text(text),), table=table, tag="t", place=TextRef("1.md", 1))
    blocks = (Paragraph((Text(text), Text("、"), Text(text, strong=True))), Heading(2, "", (Text(text),)), block)
    return Document(title=(Text(text),), sections=(Section(title="一", blocks=blocks, file="1.md"),))


def check(text: str, style: bytes) -> None:
    data, diagnostics = to_docx(document_of(text), style, {})
    opened = docx.Document(io.BytesIO(data))
    wanted = expected(text)
    paragraphs = {p.style.style_id: p.text for p in reversed(opened.paragraphs) if p.style is not None}
    assert paragraphs["Body"] == f"{wanted}、{wanted}"
    assert paragraphs["Heading2"] == wanted
    assert paragraphs["Title"] == wanted
    body = opened.element.body
    cells = ["".join(_read(node) for node in cell.iter()) for cell in body.iter(f"{W}tc")]
    assert cells == ["列", "列", wanted, wanted, "甲", "甲", wanted, wanted]
    assert {item.code for item in diagnostics} <= {"character-dropped", "character-not-in-font"}
    assert any(item.code == "character-dropped" for item in diagnostics) == bool(DROPPED.search(text))


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _read(node: Any) -> str:
    return {f"{W}t": node.text or "", f"{W}tab": "\t", f"{W}br": "\n"}.get(node.tag, "")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_comes_out_unchanged(text: str, style: bytes) -> None:
    check(text, style)


@settings(deadline=None, max_examples=80)
@given(text=st.text(st.characters(exclude_categories=())))
def test_any_text_comes_out_of_paragraphs_headings_and_cells_unchanged(text: str, style: bytes) -> None:
    check(text, style)


@pytest.mark.parametrize(("character", "name"), [("\x07", "U+0007"), ("\ue123", "U+E123"), ("\ud800", "U+D800")])
def test_a_character_that_word_cannot_hold_is_left_out_and_said(
    character: str, name: str, write: Write, blocks_of: Callable[..., Document]
) -> None:
    written = write(blocks_of(Paragraph((Text(f"第一句。第二{character}句。第三句。"),))))
    (finding,) = written.diagnostics
    assert finding.code == "character-dropped"
    assert finding.facts == {"character": name, "sentence": "第二句。"}
    assert finding.place == FileRef("sections/1.md")


def test_a_hanzi_that_the_font_lacks_is_said_once_and_set_in_a_style_that_has_it(
    write: Write, blocks_of: Callable[..., Document], val: Callable[[Any, str], str], read_text: Callable[[Any], str]
) -> None:
    written = write(blocks_of(Paragraph((Text("有酒粬厂一家。粬厂在建。"),))))
    (finding,) = written.diagnostics
    assert finding.code == "character-not-in-font"
    assert finding.facts == {"character": "粬", "font": "仿宋_GB2312", "sentence": "有酒粬厂一家。"}
    rare = [read_text_of(run) for run in written.all("w:r") if val(run, "{*}rPr/{*}rStyle") == "RareText"]
    assert rare == ["粬", "粬"]
    assert read_text(written.paragraphs("Body")[0]) == "有酒粬厂一家。粬厂在建。"


def read_text_of(run: Any) -> str:
    return "".join(node.text or "" for node in run.iter(f"{W}t"))


def test_strong_rare_hanzi_stay_strong(
    write: Write, blocks_of: Callable[..., Document], val: Callable[[Any, str], str]
) -> None:
    written = write(blocks_of(Paragraph((Text("酒粬", strong=True),))))
    assert [val(run, "{*}rPr/{*}rStyle") for run in written.all("w:r")] == ["Strong", "RareStrong"]


@pytest.mark.parametrize("text", ["——", "甲·乙", "“好”", "①②③", "㎡", "©é", "🎉", "，。！"])
def test_signs_are_no_rare_hanzi(text: str) -> None:
    remarks = Remarks()
    runs(text, look_of("", "仿宋_GB2312", "Rare"), remarks)
    assert remarks.diagnostics == []


def test_a_font_with_every_hanzi_needs_no_other(
    write: Write, blocks_of: Callable[..., Document], second_style: bytes
) -> None:
    written = write(blocks_of(Paragraph((Text("酒粬"),))), style=second_style)
    assert written.diagnostics == []
    assert written.all("w:rPr") == []
