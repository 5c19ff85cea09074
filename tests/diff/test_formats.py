"""Formatting is compared as a reader sees it: by what comes out of styles and of what was set by hand."""

from collections.abc import Callable
from typing import Any

import pytest

from reportgen.compare.compare import compare
from reportgen.model.comparison import Aspect, FormatChange

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
Word = Callable[..., Any]


def styles(*inner: str, defaults: str = "") -> dict[str, str]:
    return {"styles": f"<w:styles {W}>{defaults}{''.join(inner)}</w:styles>"}


def style(key: str, inner: str, *, kind: str = "paragraph", base: str = "", name: str = "") -> str:
    based = f'<w:basedOn w:val="{base}"/>' if base else ""
    return f'<w:style w:type="{kind}" w:styleId="{key}"><w:name w:val="{name or key}"/>{based}{inner}</w:style>'


def run(text: str, look: str = "") -> str:
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}<w:t>{text}</w:t></w:r>"


def paragraph(*runs: str, look: str = "") -> str:
    return f"<w:p>{f'<w:pPr>{look}</w:pPr>' if look else ''}{''.join(runs)}</w:p>"


def formats(old: Any, new: Any) -> list[FormatChange]:
    return list(compare(old, new, lambda *_: {}).formats)


def aspects(old: Any, new: Any) -> set[Aspect]:
    return {aspect for item in formats(old, new) for aspect in item.aspects}


@pytest.mark.parametrize(
    ("look", "aspect"),
    [
        ("<w:b/>", Aspect.BOLD),
        ("<w:i/>", Aspect.ITALIC),
        ('<w:u w:val="single"/>', Aspect.UNDERLINE),
        ("<w:strike/>", Aspect.STRIKE),
        ('<w:sz w:val="32"/>', Aspect.SIZE),
        ('<w:color w:val="FF0000"/>', Aspect.COLOUR),
        ('<w:highlight w:val="yellow"/>', Aspect.BACKGROUND),
        ('<w:rFonts w:eastAsia="黑体"/>', Aspect.FONT),
        ('<w:vertAlign w:val="superscript"/>', Aspect.OTHER),
    ],
)
def test_what_was_set_at_characters_is_named(word: Word, look: str, aspect: Aspect) -> None:
    old, new = word(paragraph(run("园区产值"))), word(paragraph(run("园区"), run("产值", look)))
    (found,) = formats(old, new)
    assert (found.aspects, found.is_only, found.text, found.place) == ((aspect,), True, "园区产值", "¶1")


@pytest.mark.parametrize(
    ("look", "aspect"),
    [
        ('<w:jc w:val="center"/>', Aspect.ALIGNMENT),
        ('<w:ind w:firstLine="640"/>', Aspect.INDENT),
        ('<w:spacing w:before="120"/>', Aspect.SPACING),
        ('<w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>', Aspect.NUMBERING),
        ("<w:pageBreakBefore/>", Aspect.OTHER),
    ],
)
def test_what_was_set_at_a_paragraph_is_named(word: Word, look: str, aspect: Aspect) -> None:
    assert aspects(word(paragraph(run("产值"))), word(paragraph(run("产值"), look=look))) == {aspect}


def test_a_paragraph_whose_text_changed_too_says_so(word: Word) -> None:
    old, new = word(paragraph(run("园区产值增长"))), word(paragraph(run("园区"), run("产值", "<w:b/>"), run("下降")))
    (found,) = formats(old, new)
    assert (found.aspects, found.is_only) == ((Aspect.BOLD,), False)


def test_the_look_of_new_text_is_no_change_of_formatting(word: Word) -> None:
    assert formats(word(paragraph(run("园区产值"))), word(paragraph(run("园区产值"), run("，增长", "<w:b/>")))) == []


def test_the_same_look_said_by_a_style_and_by_hand_is_the_same(word: Word) -> None:
    sheet = styles(style("重点", "<w:rPr><w:b/></w:rPr>", kind="character"))
    old = word(paragraph(run("产值", '<w:rStyle w:val="重点"/>')), sheet)
    assert formats(old, word(paragraph(run("产值", "<w:b/>")), sheet)) == []


def test_a_style_takes_from_those_that_it_is_based_on(word: Word) -> None:
    base = style("Base", '<w:pPr><w:jc w:val="center"/></w:pPr>')
    named = '<w:pStyle w:val="Own"/>'
    old = word(paragraph(run("产值"), look=named), styles(base, style("Own", "", base="Base")))
    new = word(paragraph(run("产值"), look=named), styles(style("Own", '<w:pPr><w:jc w:val="center"/></w:pPr>')))
    assert formats(old, new) == []


def test_a_changed_definition_of_a_style_is_seen_where_it_is_used(word: Word) -> None:
    body = paragraph(run("产值"), look='<w:pStyle w:val="A"/>') + paragraph(run("其他"))
    old, new = (word(body, styles(style("A", f'<w:rPr><w:sz w:val="{size}"/></w:rPr>'))) for size in (32, 28))
    assert [(item.text, item.aspects) for item in formats(old, new)] == [("产值", (Aspect.SIZE,))]


def test_two_styles_that_are_bold_are_not_bold_together(word: Word) -> None:
    bold = "<w:rPr><w:b/></w:rPr>"
    sheet = styles(style("P", bold), style("C", bold, kind="character"))
    both = paragraph(run("产值", '<w:rStyle w:val="C"/>'), look='<w:pStyle w:val="P"/>')
    thin = paragraph(run("产值", '<w:b w:val="0"/>'), look='<w:pStyle w:val="P"/>')
    assert formats(word(both, sheet), word(thin, sheet)) == []


def test_a_paragraph_in_a_style_of_another_name_says_so(word: Word) -> None:
    sheet = styles(style("A", ""), style("B", ""))
    old, new = (word(paragraph(run("产值"), look=f'<w:pStyle w:val="{name}"/>'), sheet) for name in "AB")
    assert aspects(old, new) == {Aspect.STYLE}


@pytest.mark.parametrize(
    "look",
    [
        '<w:lang w:val="en-US"/>',
        "<w:noProof/>",
        '<w:b w:val="false"/>',
        '<w:u w:val="none"/>',
        '<w:sz w:val="20"/>',
        '<w:color w:val="000000"/>',
        '<w:rFonts w:ascii="Arial" w:hAnsi="Arial"/>',
    ],
)
def test_what_a_reader_cannot_see_is_no_change(word: Word, look: str) -> None:
    assert formats(word(paragraph(run("产值"))), word(paragraph(run("产值", look)))) == []


def test_cells_of_a_table_are_looked_at_too(word: Word) -> None:
    def table(look: str) -> str:
        return f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc>{paragraph(run('产值', look))}</w:tc></w:tr></w:tbl>"

    (found,) = formats(word(table("")), word(table("<w:b/>")))
    assert found.place == "表1 › 产值 › 1"


def theme(latin: str, asian: str = "") -> str:
    space = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    fonts = f'<a:latin typeface="{latin}"/><a:ea typeface="{asian}"/><a:cs typeface=""/>'
    return f"<a:theme {space}><a:fontScheme><a:minorFont>{fonts}</a:minorFont></a:fontScheme></a:theme>"


THEMED = '<w:rFonts w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi" w:eastAsiaTheme="minorEastAsia" w:ascii="Old"/>'


@pytest.mark.parametrize(
    ("text", "font", "expected"),
    [
        ("GDP", '<w:rFonts w:ascii="Cambria" w:hAnsi="Cambria"/>', set()),
        ("GDP", '<w:rFonts w:ascii="Arial" w:hAnsi="Arial"/>', {Aspect.FONT}),
        ("产值", '<w:rFonts w:eastAsia="宋体"/>', set()),
        ("产值", '<w:rFonts w:eastAsia="黑体"/>', {Aspect.FONT}),
    ],
)
def test_a_font_of_the_theme_and_its_name_are_the_same(word: Word, text: str, font: str, expected: set[Aspect]) -> None:
    old = word(paragraph(run(text, THEMED)), {"theme": theme("Cambria", "宋体")})
    assert aspects(old, word(paragraph(run(text, font)))) == expected


def test_a_font_that_the_theme_leaves_to_the_language_is_compared_with_none(word: Word) -> None:
    old = word(paragraph(run("产值", THEMED)), {"theme": theme("Cambria")})
    assert aspects(old, word(paragraph(run("产值", '<w:rFonts w:eastAsia="黑体"/>')))) == set()


def test_paragraphs_of_a_table_take_the_look_of_its_style(word: Word) -> None:
    def table(*, look: str) -> str:
        cell = f"<w:tc>{paragraph(run('产值'), look=look)}</w:tc>"
        return f'<w:tbl><w:tblPr><w:tblStyle w:val="T"/></w:tblPr><w:tblGrid/><w:tr>{cell}</w:tr></w:tbl>'

    spaced = '<w:spacing w:before="120"/>'
    sheet = styles(style("T", f"<w:pPr>{spaced}</w:pPr>", kind="table"))
    old = word(table(look=""), sheet)
    assert aspects(old, word(table(look=spaced), sheet)) == set()
    assert aspects(old, word(table(look='<w:spacing w:before="240"/>'), sheet)) == {Aspect.SPACING}
