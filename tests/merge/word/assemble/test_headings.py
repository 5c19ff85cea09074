"""Headings of all levels, numbered through the document as a build numbers them, and the references to them."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml

from reportgen.ooxml.bindings import read_bindings

Edit = Callable[[Path, Callable[[Any], None]], None]
Rewrite = Callable[[Path, dict[str, Callable[[str], str]]], None]
URI = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MAIN = "word/document.xml"
HEADINGS = {1: "heading 1", 2: "heading 2", 3: "heading 3", 4: "heading 4", 0: "公文正文"}


def adding(*lines: tuple[int, str]) -> Callable[[Any], None]:
    """Paragraphs at the end of a draft, each with its level, 0 for body text."""

    def add(document: Any) -> None:
        for level, text in lines:
            document.add_paragraph(text, style=HEADINGS[level])

    return add


def last(result: Any, count: int) -> list[str]:
    """The last paragraphs of the text before the list of appendices."""
    texts = [text for _, text in result.paragraphs]
    end = next(position for position, text in enumerate(texts) if text.startswith("附件："))
    return texts[end - count : end]


def test_headings_of_each_level_begin_again_below_the_one_above(world: Any, edit: Edit) -> None:
    added = (
        (2, "（五）财税"),
        (3, "2.收入"),
        (4, "（3）税收"),
        (4, "（4）非税"),
        (3, "9.支出"),
        (2, "（九）金融"),
        (3, "4.存款"),
    )
    edit(world.draft(3), adding(*added))
    result = world.assemble()
    assert last(result, 7) == ["（一）财税", "1.收入", "（1）税收", "（2）非税", "2.支出", "（二）金融", "1.存款"]
    assert not {"heading-numbered", "heading-number-changed", "heading-unstyled"} & set(result.codes)


def test_a_heading_that_runs_into_its_paragraph_is_numbered_with_the_others(world: Any, edit: Edit) -> None:
    def add(document: Any) -> None:
        document.add_paragraph("（四）财税", style="heading 2")
        paragraph = document.add_paragraph(style="二级标题段")
        for piece in ("（", "七", "）", "金融。"):
            paragraph.add_run(piece, style="二级标题文字")
        paragraph.add_run("存款增加。")

    edit(world.draft(1), add)
    text = world.assemble().text
    assert "（一）主导产业。" in text
    assert "（二）财税" in text
    assert "（三）金融。存款增加。" in text


def test_a_heading_below_level_1_without_a_number_gets_one(world: Any, edit: Edit) -> None:
    edit(world.draft(3), adding((2, "（九）产业"), (2, "财税"), (3, "收入")))
    result = world.assemble()
    assert last(result, 2) == ["（二）财税", "1.收入"]
    said = [
        (item.facts["heading"], item.facts["number"]) for item in result.findings if item.code == "heading-numbered"
    ]
    assert said == [("财税", "（二）"), ("收入", "1.")]
    places = [str(item.place) for item in result.findings if item.code == "heading-numbered"]
    assert places == [
        f"{world.draft(3).name} › 三、下步打算 › 财税 › ¶1",
        f"{world.draft(3).name} › 三、下步打算 › 财税 › 收入 › ¶1",
    ]


def test_a_number_before_a_figure_of_the_heading_is_put_outside_of_its_control(world: Any, rewrite: Rewrite) -> None:
    heading = '<w:p><w:pPr><w:pStyle w:val="Heading2"/></w:pPr>{}<w:r><w:t>收官</w:t></w:r></w:p>'

    def add(xml: str) -> str:
        control = re.search(r"<w:sdt>(?:(?!<w:sdt>).)*?76家.*?</w:sdt>", xml)
        assert control is not None
        return xml.replace("<w:sectPr>", f"{heading.format(control[0])}<w:sectPr>", 1)

    rewrite(world.draft(3), {MAIN: add})
    result = world.assemble()
    assert last(result, 1) == ["（一）76家收官"]
    assert "figure-edited" not in result.codes
    assert "<w:t>76家</w:t>" in result.text_of()


@pytest.mark.parametrize(
    ("level", "typed", "expected"),
    [
        (2, "(1)财税", "（一）财税"),
        (2, "第二节 财税", "（一）财税"),
        (3, "1.1 财税", "1.财税"),
        (1, "第四章　财税", "四、财税"),
        (2, "一、财税", "（一）财税"),
    ],
)
def test_a_number_of_another_kind_becomes_that_of_the_level(
    world: Any, edit: Edit, level: int, typed: str, expected: str
) -> None:
    edit(world.draft(3), adding((level, typed)))
    result = world.assemble()
    assert last(result, 1) == [expected]
    assert result.finding("heading-number-changed").facts["number"] == expected.removesuffix("财税")


@pytest.mark.parametrize(
    "text", ["5G网络建设", "2015年工作回顾", "3.5亿元项目落地", "（试行）办法出台", "一二三产业融合"]
)
def test_figures_at_the_beginning_of_a_heading_are_no_numbers_of_it(world: Any, edit: Edit, text: str) -> None:
    edit(world.draft(3), adding((2, text)))
    assert last(world.assemble(), 1) == [f"（一）{text}"]


def test_body_text_that_carries_the_next_number_counts_as_a_heading(world: Any, edit: Edit) -> None:
    edit(world.draft(3), adding((2, "（三）财税"), (0, "（四）金融。存款增加。"), (2, "（五）投资")))
    result = world.assemble()
    assert last(result, 3) == ["（一）财税", "（二）金融。存款增加。", "（三）投资"]
    found = result.finding("heading-unstyled")
    assert (found.facts["heading"], found.facts["level"]) == ("（四）金融。存款增加。", "2")


def test_lists_of_body_text_keep_their_numbers(world: Any, edit: Edit) -> None:
    added = (
        (2, "（三）财税"),
        (0, "（一）抓收入。"),
        (0, "（二）压支出。"),
        (2, "（四）投资"),
        (0, "1.甲。"),
        (0, "2.乙。"),
    )
    edit(world.draft(3), adding(*added))
    result = world.assemble()
    assert last(result, 6) == ["（一）财税", "（一）抓收入。", "（二）压支出。", "（二）投资", "1.甲。", "2.乙。"]
    assert "heading-unstyled" not in result.codes


NUMBERING = (
    f'<w:numbering xmlns:w="{URI}"><w:abstractNum w:abstractNumId="4"><w:multiLevelType w:val="multilevel"/>'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1、"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="4"/></w:num></w:numbering>'
)


def test_numbers_that_word_made_with_lists_become_typed_ones(world: Any) -> None:
    document = Document()
    document.part.numbering_part.element.append(parse_xml(NUMBERING)[0])
    document.part.numbering_part.element.append(parse_xml(NUMBERING)[1])
    properties = f'<w:numPr xmlns:w="{URI}"><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr>'
    document.styles["Heading 2"].element.get_or_add_pPr().append(parse_xml(properties))
    heading = document.add_heading("下步打算", 1)
    heading._p.get_or_add_pPr().append(parse_xml(properties))
    document.add_heading("财税", 2)
    document.add_heading("金融", 2)
    document.add_paragraph("见本章（二）。")
    document.save(str(world.draft(3)))
    result = world.assemble()
    assert last(result, 4) == ["三、下步打算", "（一）财税", "（二）金融", "见本章（二）。"]
    assert not {"heading-numbered", "reference-lost"} & set(result.codes)
    assert "<w:numPr>" not in result.text_of()


def test_a_style_of_the_drafts_own_that_is_in_a_list_is_left_out_of_it(world: Any, edit: Edit) -> None:
    def add(document: Any) -> None:
        style = document.styles.add_style("科室标题", WD_STYLE_TYPE.PARAGRAPH)
        properties = style.element.get_or_add_pPr()
        for xml in ('<w:numPr xmlns:w="{}"><w:numId w:val="7"/></w:numPr>', '<w:outlineLvl xmlns:w="{}" w:val="1"/>'):
            properties.append(parse_xml(xml.format(URI)))
        document.add_paragraph("财税", style="科室标题")

    edit(world.draft(3), add)
    result = world.assemble()
    assert last(result, 1) == ["（一）财税"]
    # The list is defined nowhere in the draft, so the style that comes along is in none either.
    assert '<w:numId w:val="7"/>' not in result.text_of("word/styles.xml")


def test_the_places_of_figures_follow_the_headings_above_them(world: Any, edit: Edit) -> None:
    def add_before(document: Any) -> None:
        document.paragraphs[1].insert_paragraph_before("（一）体制机制", style="heading 2")

    edit(world.draft(1), add_before)
    result = world.assemble()
    assert "（二）主导产业。" in result.text
    places = {item.where for item in read_bindings(result.out.read_bytes(), "all") if "基本情况" in item.where[0]}
    assert ("一、基本情况", "（二）主导产业") in places
    assert not [where for where in places if "（一）主导产业" in where]


TITLES = ((2, "（一）财税"), (2, "（三）金融"), (3, "1.存款"), (3, "4.贷款"), (2, "（四）投资"))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("见本节第（三）部分。", "见本节第（二）部分。"),
        ("详见（四）。", "详见（三）。"),
        ("见本章（三）4.所述。", "见本章（二）2.所述。"),
        ("见本节（三）、（四）。", "见本节（二）、（三）。"),
        ("上文第（四）点已述。", "上文第（三）点已述。"),
        ("本节第三部分已述。", "本节第二部分已述。"),
        ("做法见“（四）投资”。", "做法见“（三）投资”。"),
        ("“（三）金融”已有安排。", "“（二）金融”已有安排。"),
        ("见（一）。", "见（一）。"),
    ],
)
def test_references_to_headings_of_the_section_follow_them(world: Any, edit: Edit, typed: str, expected: str) -> None:
    edit(world.draft(3), adding(*TITLES, (0, typed)))
    result = world.assemble()
    assert last(result, 1) == [expected]
    assert "reference-lost" not in result.codes


def test_a_reference_to_a_point_follows_it_below_its_own_heading(world: Any, edit: Edit) -> None:
    edit(
        world.draft(3),
        adding((2, "（一）财税"), (3, "2.收入"), (0, "见本部分第2点。"), (2, "（二）金融"), (3, "1.存款")),
    )
    assert "见本部分第1点。" in world.assemble().text


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("详见第三部分。", "详见第四部分。"),
        ("见本报告第二部分（一）。", "见本报告第三部分（一）。"),
        ("见二、（一）。", "见三、（一）。"),
        ("参见第二、三部分。", "参见第三、四部分。"),
        ("参见第二部分和第三部分。", "参见第三部分和第四部分。"),
        ("参见第１部分。", "参见第１部分。"),
        ("见“二、主要工作”。", "见“三、主要工作”。"),
        ("见三、下步打算。", "见四、下步打算。"),
    ],
)
def test_references_to_other_sections_follow_them(world: Any, edit: Edit, typed: str, expected: str) -> None:
    edit(world.draft(1), adding((1, "二、党建工作"), (0, "抓好党建。")))
    edit(world.draft(3), adding((0, typed)))
    result = world.assemble()
    assert last(result, 1) == [expected]
    assert "reference-lost" not in result.codes


@pytest.mark.parametrize(
    ("typed", "reference"),
    [
        ("见本节第（九）部分。", "第（九）部分"),
        ("详见第八部分。", "第八部分"),
        ("第三部分所列项目。", "第三部分"),
        ("见“（九）农业”。", "（九）"),
        ("见本节（二）。", "（二）"),
    ],
)
def test_a_reference_that_nobody_can_resolve_is_said_and_stays(
    world: Any, edit: Edit, typed: str, reference: str
) -> None:
    edit(world.draft(1), adding((1, "二、党建工作"), (0, "抓好党建。")))
    edit(world.draft(3), adding((2, "（一）财税"), (2, "（三）金融"), (0, typed)))
    result = world.assemble()
    assert result.finding("reference-lost").facts["reference"] == reference
    assert last(result, 1) == [typed]


@pytest.mark.parametrize(
    "text",
    [
        "《发展规划》第三部分提出要求。",
        "具体意见（三）条。",
        "要做到：（一）抓收入；（二）压支出，见（一）。",
        "第二产业增长。",
        "见2.5亿元项目。",
        "“三、下步打算更好”。",
    ],
)
def test_words_that_are_no_references_to_sections_stay(world: Any, edit: Edit, text: str) -> None:
    edit(world.draft(1), adding((1, "二、党建工作"), (0, "抓好党建。")))
    edit(world.draft(3), adding((0, text)))
    result = world.assemble()
    assert text in result.text
    assert "reference-lost" not in result.codes


def test_references_in_tables_and_notes_follow_too(world: Any, edit: Edit, rewrite: Rewrite) -> None:
    def add(document: Any) -> None:
        adding((2, "（二）财税"), (2, "（五）金融"))(document)
        document.add_table(rows=1, cols=1).rows[0].cells[0].text = "见本节（五）"

    edit(world.draft(1), lambda document: document.add_paragraph("图9　手工的图", style="图题"))
    edit(world.draft(2), add)
    note = "见图2和本节（五）。"
    rewrite(world.draft(2), {"word/footnotes.xml": lambda xml: xml.replace("年末口径。", f"年末口径，{note}")})
    result = world.assemble()
    assert "见本节（三）" in result.text
    text = "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)", result.text_of("word/footnotes.xml")))
    assert text.endswith("见图3和本节（三）。")


def field(code: str, shown: str) -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return (
        f'<w:p xmlns:w="{URI}"><w:r><w:t>详见</w:t></w:r>{mark.format("begin")}'
        f"<w:r><w:instrText>{code}</w:instrText></w:r>"
        f"{mark.format('separate')}<w:r><w:t>{shown}</w:t></w:r>{mark.format('end')}<w:r><w:t>。</w:t></w:r></w:p>"
    )


@pytest.mark.parametrize(
    ("code", "shown", "expected"),
    [
        (r" REF _Ref7 \h ", "（三）金融", "详见（二）金融。"),
        (r" REF _Ref7 \r \h ", "（三）", "详见（二）。"),
        (r" REF _Ref7 \p ", "上方", "详见上方。"),
        (r" REF _Ref8 \h ", "别处", "详见别处。"),
    ],
)
def test_fields_that_lead_to_a_heading_show_its_new_number(
    world: Any, edit: Edit, code: str, shown: str, expected: str
) -> None:
    def add(document: Any) -> None:
        adding(*TITLES)(document)
        heading = next(item for item in document.paragraphs if item.text == "（三）金融")
        heading._p.insert(1, parse_xml(f'<w:bookmarkStart xmlns:w="{URI}" w:id="77" w:name="_Ref7"/>'))
        heading._p.append(parse_xml(f'<w:bookmarkEnd xmlns:w="{URI}" w:id="77"/>'))
        document.element.body.insert(-1, parse_xml(field(code, shown)))

    edit(world.draft(3), add)
    result = world.assemble()
    assert last(result, 1) == [expected]
    assert ("REF _Ref7" in result.text_of()) == (r"\r" not in code and "Ref7" in code)


def test_a_reference_inside_a_figure_that_we_wrote_stays(world: Any, rewrite: Rewrite, edit: Edit) -> None:
    edit(world.draft(3), adding(*TITLES))
    rewrite(world.draft(3), {MAIN: lambda xml: xml.replace("<w:t>76家</w:t>", "<w:t>见（四）</w:t>", 1)})
    assert "<w:t>见（四）</w:t>" in world.assemble().text_of()
