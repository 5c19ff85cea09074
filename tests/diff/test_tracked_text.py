"""`diff --docx`: accepting all changes gives the newer text, rejecting all the older one, whatever was edited."""

import re
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.compare.word_file import WordFile
from reportgen.merge.word.tracking.tracked import tracked
from reportgen.ooxml.package import PackageReader, pack, write_package
from reportgen.ooxml.xml import text as escaped

DATE = "2016-02-24T08:00:00Z"
HEAD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
TAIL = '<w:sectPr><w:pgSz w:w="11906"/></w:sectPr></w:body></w:document>'

WORDS = st.text("工业产值增长012.，。 ab<", max_size=12)
LOOKS = st.sampled_from(("", "<w:rPr><w:b/></w:rPr>", '<w:rPr><w:color w:val="FF0000"/></w:rPr>'))


@st.composite
def runs(draw: st.DrawFn) -> str:
    text = draw(WORDS)
    inner = f'<w:t xml:space="preserve">{escaped(text)}</w:t>' if text else draw(st.sampled_from(("", "<w:tab/>")))
    return f"<w:r>{draw(LOOKS)}{inner}</w:r>"


@st.composite
def inlines(draw: st.DrawFn) -> str:
    inner = "".join(draw(st.lists(runs(), max_size=2)))
    around = draw(
        st.sampled_from(
            ("{}", "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>", "<w:hyperlink>{}</w:hyperlink>")
        )
    )
    return around.format(inner) + draw(st.sampled_from(("", "", '<w:bookmarkStart w:id="1" w:name="a"/>')))


@st.composite
def paragraphs(draw: st.DrawFn) -> str:
    if draw(st.integers(0, 9)) == 0:
        return draw(st.sampled_from(("<w:p/>", "<w:p><w:pPr/></w:p>", "<w:p><w:pPr><w:rPr/></w:pPr></w:p>")))
    look = draw(st.sampled_from(("", '<w:pPr><w:jc w:val="center"/></w:pPr>', "<w:pPr><w:rPr><w:b/></w:rPr></w:pPr>")))
    return f"<w:p>{look}{''.join(draw(st.lists(inlines(), max_size=4)))}</w:p>"


@st.composite
def tables(draw: st.DrawFn) -> str:
    width = draw(st.integers(1, 2))
    rows = []
    for _ in range(draw(st.integers(1, 4))):
        cells = ["".join(draw(st.lists(paragraphs(), min_size=1, max_size=2))) for _ in range(width)]
        look = draw(st.sampled_from(("", "<w:trPr><w:cantSplit/></w:trPr>", "<w:trPr/>")))
        rows.append(f"<w:tr>{look}{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>")
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


@st.composite
def blocks(draw: st.DrawFn) -> str:
    if draw(st.integers(0, 5)) == 0:
        table = draw(tables())
        return f"<w:sdt><w:sdtContent>{table}</w:sdtContent></w:sdt>" if draw(st.booleans()) else table
    return draw(paragraphs())


BODIES = st.lists(blocks(), max_size=8).map(lambda made: [*made, "<w:p><w:r><w:t>末段</w:t></w:r></w:p>"])


@st.composite
def versions(draw: st.DrawFn) -> tuple[list[str], list[str]]:
    """Two versions: the newer one is the older with blocks taken out, put in, moved, and written anew."""
    old = draw(st.lists(blocks(), max_size=8))
    new = list(old)
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(new)))
        match draw(st.sampled_from(("put", "take", "move", "edit"))):
            case "put":
                new.insert(at, draw(blocks()))
            case "take" if new:
                new.pop(at - 1)
            case "move" if new:
                new.insert(draw(st.integers(0, len(new) - 1)), new.pop(at - 1))
            case "edit" if new:
                new[at - 1] = new[at - 1].replace(draw(st.sampled_from("工业产值0，")), draw(WORDS.map(escaped)), 1)
            case _:
                pass
    return [*old, draw(paragraphs())], [*new, draw(paragraphs())]


def package(body: Sequence[str]) -> bytes:
    document = f"{HEAD}{''.join(body)}{TAIL}".encode()
    return write_package([pack("[Content_Types].xml", b"<Types/>"), pack("word/document.xml", document)])


def document_of(data: bytes) -> str:
    return PackageReader(data, "a.docx").read("word/document.xml").decode()


def paragraph(*texts: str) -> str:
    return f"<w:p>{''.join(f'<w:r><w:t>{escaped(text)}</w:t></w:r>' for text in texts)}</w:p>"


Check = Callable[[Sequence[str], Sequence[str]], str]


@pytest.fixture(scope="session")
def check(resolved: Any) -> Check:
    """Compare two bodies, and see that both come back; the marked document."""

    def compare(old: Sequence[str], new: Sequence[str]) -> str:
        made = tracked(WordFile(package(old), "a.docx"), package(new), "b.docx", DATE).data
        assert resolved.told(made, "accept") == resolved.told(package(new), "accept")
        assert resolved.told(made, "reject") == resolved.told(package(old))
        return document_of(made)

    return compare


@given(versions())
def test_accepting_gives_the_newer_text_and_rejecting_the_older_one(
    check: Check, made: tuple[list[str], list[str]]
) -> None:
    check(*made)


@given(BODIES, BODIES)
def test_so_they_do_for_versions_that_have_nothing_in_common(check: Check, old: list[str], new: list[str]) -> None:
    check(old, new)


@given(BODIES)
def test_equal_versions_come_out_byte_for_byte(body: list[str]) -> None:
    assert tracked(WordFile(package(body), "a.docx"), package(body), "b.docx", DATE).data == package(body)


BY_ZHANG = 'w:author="张" w:date="2016-01-01T00:00:00Z"'


def test_what_somebody_deleted_with_changes_tracked_is_not_deleted_twice(check: Check) -> None:
    old = [paragraph("园区规模以上企业76家。"), paragraph("末段")]
    gone = f'<w:del w:id="7" {BY_ZHANG}><w:r><w:delText>规模以上</w:delText></w:r></w:del>'
    come = f'<w:ins w:id="8" {BY_ZHANG}><w:r><w:t>工业</w:t></w:r></w:ins>'
    new = [f"<w:p><w:r><w:t>园区</w:t></w:r>{gone}{come}<w:r><w:t>企业76家。</w:t></w:r></w:p>", paragraph("末段")]
    assert check(old, new).count("规模以上") == 1


def test_a_paragraph_that_somebody_deleted_with_changes_tracked_is_not_deleted_twice(check: Check) -> None:
    old = [paragraph("前段"), paragraph("删去的一段。"), paragraph("末段")]
    gone = (
        f'<w:p><w:pPr><w:rPr><w:del w:id="7" {BY_ZHANG}/></w:rPr></w:pPr>'
        f'<w:del w:id="8" {BY_ZHANG}><w:r><w:delText>删去的一段。</w:delText></w:r></w:del></w:p>'
    )
    new = [paragraph("前段"), gone, paragraph("末段")]
    assert check(old, new).count("删去的一段。") == 1


def test_new_markup_is_written_with_the_prefixes_of_the_part(resolved: Any) -> None:
    old, new = (
        [paragraph(text), paragraph("删" * row), paragraph("末段")] for row, text in ((5, "一二三四五"), (0, "一二五"))
    )
    other = write_package(
        [
            pack("[Content_Types].xml", b"<Types/>"),
            pack(
                "word/document.xml",
                document_of(package(new)).replace("w:", "ns0:").replace("xmlns:w=", "xmlns:ns0=").encode(),
            ),
        ]
    )
    made = tracked(WordFile(package(old), "a.docx"), other, "b.docx", DATE).data
    assert "<w:" not in document_of(made)
    assert resolved.told(made, "accept") == resolved.told(other)
    assert resolved.told(made, "reject") == resolved.told(package(old))


def test_ids_of_changes_are_their_own_in_the_whole_document(check: Check) -> None:
    old = [paragraph("一二三"), paragraph("四五六七八"), paragraph("末段")]
    new = [
        '<w:p><w:bookmarkStart w:id="41" w:name="a"/><w:r><w:t>一二</w:t></w:r></w:p>',
        paragraph("新的"),
        paragraph("末"),
    ]
    ids = re.findall('w:id="([0-9]+)"', check(old, new))
    assert len(ids) == len(set(ids)) > 3
    assert min(int(found) for found in ids) == 41


def test_an_inserted_row_and_a_deleted_row_are_marked_as_rows(check: Check) -> None:
    def row(*texts: str) -> str:
        return f"<w:tr>{''.join(f'<w:tc>{paragraph(text)}</w:tc>' for text in texts)}</w:tr>"

    head = row("产业", "产值")
    old = [f"<w:tbl><w:tblPr/><w:tblGrid/>{head}{row('铝加工', '42.86')}{row('建材', '36.7')}</w:tbl>", paragraph("末")]
    new = [f"<w:tbl><w:tblPr/><w:tblGrid/>{head}{row('建材', '37')}{row('医药食品', '21')}</w:tbl>", paragraph("末")]
    made = check(old, new)
    assert made.count("<w:trPr><w:ins ") == made.count("<w:trPr><w:del ") == 1
    assert "<w:delText>36.7</w:delText>" in made


def test_styles_that_the_newer_version_lacks_are_not_asked_for(resolved: Any) -> None:
    styled = '<w:p><w:pPr><w:pStyle w:val="Strange"/><w:numPr><w:numId w:val="9"/></w:numPr></w:pPr>{}</w:p>'
    run = "<w:r><w:rPr><w:rStyle w:val='Odd'/></w:rPr><w:t>删去的一段</w:t></w:r>"
    old, new = package([styled.format(run), paragraph("末段")]), package([paragraph("末段")])
    made = tracked(WordFile(old, "a.docx"), new, "b.docx", DATE).data
    assert resolved.told(made, "accept") == resolved.told(new)
    assert resolved.told(made, "reject") == resolved.told(package([paragraph("删去的一段"), paragraph("末段")]))


def test_changes_in_footnotes_are_marked_in_their_part() -> None:
    def with_note(text: str) -> bytes:
        note = '<w:footnote w:id="{}"{}><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:footnote>'
        notes = note.format(0, ' w:type="separator"', "") + note.format(2, "", text)
        root = HEAD.replace("document", "footnotes").replace("<w:body>", "")
        body = paragraph("正文") + '<w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
        return write_package(
            [
                pack("[Content_Types].xml", b"<Types/>"),
                pack("word/document.xml", f"{HEAD}{body}{TAIL}".encode()),
                pack("word/footnotes.xml", f"{root}{notes}</w:footnotes>".encode()),
            ]
        )

    old, new = with_note("数据来自快报，口径不变。"), with_note("数据来自年报，口径不变。")
    made = PackageReader(tracked(WordFile(old, "a"), new, "b", DATE).data, "b")
    assert made.read("word/document.xml") == PackageReader(new, "b").read("word/document.xml")
    assert b"<w:delText>\xe5\xbf\xab</w:delText>" in made.read("word/footnotes.xml")


def test_what_went_from_a_body_that_is_empty_now_is_put_back_as_deleted(resolved: Any) -> None:
    old = package([paragraph("一段"), paragraph("末段")])
    made = tracked(WordFile(old, "a.docx"), package([]), "b.docx", DATE).data
    assert resolved.told(made, "reject") == resolved.told(old)


def test_the_work_grows_with_the_number_of_paragraphs_that_went(steps: Callable[[Callable[[], object]], int]) -> None:
    def work(count: int) -> None:
        body = [paragraph(f"第{number}段由{chr(0x4E00 + number)}负责") for number in range(count)]
        tracked(WordFile(package([*body, paragraph("末段")]), "a"), package([paragraph("末段")]), "b", DATE)

    assert steps(lambda: work(2_000)) < 4 * 2 * steps(lambda: work(500))


def test_two_empty_paragraphs_of_a_cell_are_told_from_two_empty_rows(check: Check) -> None:
    def table(*cells: str) -> list[str]:
        return [
            f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(f'<w:tr><w:tc>{cell}</w:tc></w:tr>' for cell in cells)}</w:tbl>",
            "<w:p/>",
        ]

    check(table("<w:p/><w:p/>"), table("<w:p/>", "<w:p/>"))
