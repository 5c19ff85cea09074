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


def right(written: Any, style: str) -> float:
    """The distance of a paragraph from the right edge, in characters."""
    (paragraph,) = written.paragraphs(style)
    return int(paragraph.find("{*}pPr/{*}ind").get(f"{W}right")) / EM


def test_appendices_are_listed_with_numbers_and_without_stops(
    write: Write, appendix: Callable[[int, str], Appendix], read_text: Callable[[Any], str]
) -> None:
    appendices = (appendix(1, "企业名单。"), appendix(2, "项目（2015年）"), appendix(3, "主要指标；"))
    written = write(document("", "", appendices=appendices))
    (first,) = written.paragraphs("Attachment")
    assert read_text(first) == "附件：1.企业名单"
    assert [read_text(p) for p in written.paragraphs("AttachmentNext")] == ["2.项目（2015年）", "3.主要指标"]


@pytest.mark.parametrize(
    ("signature", "dated", "signed_at", "dated_at"),
    [
        ("示范园区管理委员会", "2016年2月24日", 2.0, 2.5),
        ("管委会", "2016年2月24日", 7.5, 2.0),
        ("六个字的机关", "2016年12月24日", 5.0, 2.0),
    ],
)
def test_the_date_begins_two_characters_to_the_right_of_the_signature(
    signature: str, dated: str, signed_at: float, dated_at: float, write: Write
) -> None:
    written = write(document(signature, dated))
    assert right(written, "Signature") == pytest.approx(signed_at, abs=0.01)
    assert right(written, "Dated") == pytest.approx(dated_at, abs=0.01)
    width = {"signature": len(signature), "dated": sum(0.5 if c.isascii() else 1 for c in dated)}
    assert signed_at + width["signature"] - (dated_at + width["dated"]) == pytest.approx(2)


@pytest.mark.parametrize(("signature", "dated", "name"), [("管委会", "", "Signature"), ("", "2016年2月24日", "Dated")])
def test_one_alone_stands_two_characters_from_the_edge(signature: str, dated: str, name: str, write: Write) -> None:
    assert right(write(document(signature, dated)), name) == pytest.approx(2, abs=0.01)


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
