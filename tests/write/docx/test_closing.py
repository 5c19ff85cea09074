"""The end of a report: 附件说明 and 落款 as GB/T 9704-2012 wants them."""

from collections.abc import Callable
from typing import Any

import pytest

from reportgen.model.document import Appendix, Document, Paragraph, Section, Shown, Text

Write = Callable[..., Any]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
EM = 315
"""三号 is 16 pt, less a quarter point of character spacing."""


def document(signature: str, dated: str, **fields: Any) -> Document:
    section = Section(title="一", blocks=(Paragraph((Text("正文。"),)),))
    return Document(
        title=(),
        sections=(section,),
        signature=(Text(signature),) if signature else (),
        dated=(Text(dated),) if dated else (),
        **fields,
    )


WIDTH = 8845 / EM


def extent(written: Any, style: str, width: float) -> tuple[float, float]:
    """Where a paragraph of that width begins and ends, in characters from the left edge of the text."""
    (paragraph,) = written.paragraphs(style)
    indent, side = paragraph.find("{*}pPr/{*}ind"), paragraph.find("{*}pPr/{*}jc").get(f"{W}val")
    if side == "left":
        begin = int(indent.get(f"{W}left")) / EM
        return begin, begin + width
    end = WIDTH - int(indent.get(f"{W}right")) / EM
    return end - width, end


def test_appendices_are_listed_with_numbers_and_without_stops(
    write: Write, appendix: Callable[[int, str], Appendix], read_text: Callable[[Any], str]
) -> None:
    appendices = (appendix(1, "企业名单。"), appendix(2, "项目（2015年）"), appendix(3, "主要指标；"))
    written = write(document("", "", appendices=appendices))
    (first,) = written.paragraphs("Attachment")
    assert read_text(first) == "附件：1.企业名单"
    assert [read_text(p) for p in written.paragraphs("AttachmentNext")] == ["2.项目（2015年）", "3.主要指标"]


@pytest.mark.parametrize(
    ("signature", "dated", "longer"),
    [
        ("示范园区管理委员会", "2016年2月24日", "Signature"),
        ("管委会", "2016年2月24日", "Dated"),
        ("六个字的机关", "2016年12月24日", "Dated"),
        ("七个字的某机关", "2016年12月24日", "Signature"),
    ],
)
def test_the_date_begins_two_characters_right_of_the_signature_and_the_longer_ends_two_from_the_edge(
    signature: str, dated: str, longer: str, write: Write
) -> None:
    written = write(document(signature, dated))
    widths = {"Signature": len(signature), "Dated": sum(0.5 if c.isascii() else 1 for c in dated)}
    extents = {name: extent(written, name, width) for name, width in widths.items()}
    assert extents["Dated"][0] - extents["Signature"][0] == pytest.approx(2, abs=0.01)
    assert extents[longer][1] == pytest.approx(WIDTH - 2, abs=0.01)


@pytest.mark.parametrize(("signature", "dated", "name"), [("管委会", "", "Signature"), ("", "2016年2月24日", "Dated")])
def test_one_alone_ends_two_characters_from_the_edge(signature: str, dated: str, name: str, write: Write) -> None:
    assert extent(write(document(signature, dated)), name, 0)[1] == pytest.approx(WIDTH - 2, abs=0.01)


def test_signature_and_date_stay_with_the_last_line_of_the_text(
    write: Write, appendix: Callable[[int, str], Appendix]
) -> None:
    written = write(document("管委会", "2016年2月24日", appendices=(appendix(1, "名单"),)))
    assert written.paragraphs("Body")[-1].find("{*}pPr/{*}keepNext") is not None
    kept = {}
    for style in written.all("w:style", "word/styles.xml"):
        kept[style.get(f"{W}styleId")] = style.find("{*}pPr/{*}keepNext") is not None
    assert kept["Attachment"]
    assert kept["AttachmentNext"]
    assert kept["Signature"]


def test_a_report_without_a_closing_keeps_nothing(write: Write) -> None:
    written = write(document("", ""))
    assert written.paragraphs("Body")[-1].find("{*}pPr/{*}keepNext") is None


def test_the_properties_take_the_day_of_the_report(write: Write, dated: Shown) -> None:
    by_fact = Document(title=(Text("总结"),), sections=(), dated=(dated,), properties={"creator": "办公室 & <甲>"})
    core = write(by_fact).xml("docProps/core.xml")
    texts = {child.tag.rpartition("}")[2]: child.text for child in core}
    assert texts["created"] == texts["modified"] == "2016-02-24T00:00:00Z"
    assert texts["title"] == "总结"
    assert texts["creator"] == "办公室 & <甲>"


@pytest.mark.parametrize(
    ("words", "day"), [("2016年12月1日", "2016-12-01"), ("二〇一六年", "1980-01-01"), ("2016年13月1日", "1980-01-01")]
)
def test_the_properties_read_the_day_from_the_text_else_take_none(words: str, day: str, write: Write) -> None:
    core = write(document("", words)).xml("docProps/core.xml")
    assert {child.text for child in core if child.tag.endswith("ed")} == {f"{day}T00:00:00Z"}
