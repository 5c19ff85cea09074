"""Headers, footers, notes and text boxes are compared by themselves, wherever they stand."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from reportgen.compare.compare import compare
from reportgen.model.comparison import Comparison, Fate

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
Word = Callable[..., Any]


def paragraph(text: str, mark: str = "") -> str:
    return f"<w:p><w:r><w:t>{text}</w:t>{mark}</w:r></w:p>"


def box(text: str, older: str | None = None) -> str:
    choice = (
        f'<mc:Choice Requires="wps"><w:drawing><w:txbxContent>{paragraph(text)}</w:txbxContent></w:drawing></mc:Choice>'
    )
    copy = paragraph(text if older is None else older)
    fallback = f"<mc:Fallback><w:pict><w:txbxContent>{copy}</w:txbxContent></w:pict></mc:Fallback>"
    return f"<w:p><w:r><w:t>前</w:t><mc:AlternateContent>{choice}{fallback}</mc:AlternateContent></w:r></w:p>"


def header(text: str, kind: str = "hdr") -> str:
    return f"<w:{kind} {W}>{paragraph(text)}</w:{kind}>"


def notes(kind: str, *texts: str) -> str:
    separator = f'<w:{kind} w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:{kind}>'
    made = "".join(f'<w:{kind} w:id="{at}">{paragraph(text)}</w:{kind}>' for at, text in enumerate(texts, 1))
    return f"<w:{kind}s {W}>{separator}{made}</w:{kind}s>"


def told(old: Any, new: Any) -> list[tuple[Fate, str, str, str]]:
    return [(item.fate, item.place, item.old, item.new) for item in compared(old, new).texts]


def compared(old: Any, new: Any) -> Comparison:
    return compare(old, new, lambda *_: {})


SECTION = '<w:sectPr><w:headerReference w:type="{}" r:id="header1"/></w:sectPr>'


@pytest.mark.parametrize(("pages", "place"), [("default", "页眉"), ("first", "首页页眉"), ("even", "偶数页页眉")])
def test_a_changed_header_is_told_with_its_pages(word: Word, pages: str, place: str) -> None:
    old, new = (
        word(paragraph("正文") + SECTION.format(pages), {"header1": header(text)})
        for text in ("清镇经济开发区", "清镇经济技术开发区")
    )
    assert told(old, new) == [(Fate.CHANGED, place, "清镇经济开发区", "清镇经济技术开发区")]


def test_a_header_with_another_text_altogether_is_the_same_header(word: Word) -> None:
    old, new = (word(SECTION.format("default"), {"header1": header(text)}) for text in ("甲乙丙丁", "子丑寅卯"))
    assert [fate for fate, *_ in told(old, new)] == [Fate.REMOVED, Fate.ADDED]
    assert {place for _, place, *_ in told(old, new)} == {"页眉"}


def test_the_number_of_the_page_is_no_text(word: Word) -> None:
    def numbered(shown: str) -> Any:
        field = "".join(f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("separate",))
        text = (
            '<w:r><w:t>第</w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            f"<w:r><w:instrText> PAGE </w:instrText></w:r>{field}<w:r><w:t>{shown}</w:t></w:r>"
            '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>页</w:t></w:r>'
            f'<w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>{shown}</w:t></w:r></w:fldSimple>'
        )
        section = '<w:sectPr><w:footerReference r:id="footer1"/></w:sectPr>'
        return word(section, {"footer1": f"<w:ftr {W}><w:p>{text}</w:p></w:ftr>"})

    assert told(numbered("1"), numbered("12")) == []


@pytest.mark.parametrize(("kind", "name"), [("footnote", "脚注"), ("endnote", "尾注")])
def test_a_changed_note_is_told_with_the_place_of_its_mark(word: Word, kind: str, name: str) -> None:
    body = paragraph("正文", f'<w:{kind}Reference w:id="1"/>')
    old, new = (word(body, {f"{kind}s": notes(kind, text)}) for text in ("数据来自快报。", "数据来自年报。"))
    assert told(old, new) == [(Fate.CHANGED, f"¶1 › {name}1", "数据来自快报。", "数据来自年报。")]


def test_a_note_that_went_is_told_with_its_text_and_its_place(word: Word) -> None:
    both, one = '<w:footnoteReference w:id="1"/><w:footnoteReference w:id="2"/>', '<w:footnoteReference w:id="1"/>'
    old = word(paragraph("正文", both), {"footnotes": notes("footnote", "第一条注", "另一句话")})
    new = word(paragraph("正文", one), {"footnotes": notes("footnote", "第一条注")})
    assert told(old, new) == [(Fate.REMOVED, "¶1 › 脚注2", "另一句话", "")]


def test_a_note_whose_mark_is_gone_is_gone_though_its_part_keeps_it(word: Word) -> None:
    part = {"footnotes": notes("footnote", "第一条注")}
    old, new = word(paragraph("正文", '<w:footnoteReference w:id="1"/>'), part), word(paragraph("正文"), part)
    assert [fate for fate, *_ in told(old, new)] == [Fate.REMOVED]


def test_a_changed_text_box_is_told_once(word: Word) -> None:
    assert told(word(box("联系人张三")), word(box("联系人李四"))) == [
        (Fate.CHANGED, "¶1 › 文本框1", "联系人张三", "联系人李四")
    ]


def test_the_copy_of_a_text_box_for_older_programs_says_nothing(word: Word) -> None:
    assert told(word(box("联系人张三", "旧")), word(box("联系人张三", "新"))) == []


def test_a_text_box_is_no_text_of_the_paragraph_around(word: Word) -> None:
    def with_figure(shown: str, boxed: str) -> Any:
        return word(box(boxed).replace("前", shown))

    found = told(with_figure("甲乙丙丁", "盒中文字一"), with_figure("甲乙丙戊", "盒中文字二"))
    assert [(place, new) for _, place, _, new in found] == [("¶1", "甲乙丙戊\ufffc"), ("¶1 › 文本框1", "盒中文字二")]


@pytest.mark.parametrize("texts", [(), ("盒一",), ("盒一", "盒二")])
def test_equal_documents_with_boxes_do_not_differ(word: Word, texts: Sequence[str]) -> None:
    body = "".join(map(box, texts)) + SECTION.format("default")
    assert not compared(*(word(body, {"header1": header("页眉")}) for _ in range(2))).differs
