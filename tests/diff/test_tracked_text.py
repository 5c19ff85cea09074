"""`diff --docx`: accepting all changes gives the newer text, rejecting all the older one, whatever was edited."""

import re
from collections.abc import Callable, Sequence
from typing import Any
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from reportgen.compare.word_file import WordFile
from reportgen.merge.word.tracking.tracked import tracked
from reportgen.ooxml.package import PackageReader, pack, write_package
from reportgen.ooxml.stories import W
from reportgen.ooxml.xml import text as escaped

Told = Any
"""A paragraph's text, or a table's rows of cells of blocks."""

_GONE = {"accept": ("del", "moveFrom"), "reject": ("ins", "moveTo")}
_KEPT = {"accept": ("ins", "moveTo"), "reject": ("del", "moveFrom")}


def accepted(document: bytes) -> list[Told]:
    """What the document says after all its changes were accepted."""
    return _resolved(document, "accept")


def rejected(document: bytes) -> list[Told]:
    """What the document says after all its changes were rejected."""
    return _resolved(document, "reject")


def plain(document: bytes) -> list[Told]:
    """What a document without tracked changes says."""
    return _told(_body(ET.fromstring(document)))  # noqa: S314 - made here


def _resolved(document: bytes, how: str) -> list[Told]:
    root = ET.fromstring(document)  # noqa: S314 - made here
    gone, kept = ({f"{W}{name}" for name in names[how]} for names in (_GONE, _KEPT))
    for parent in list(root.iter()):
        if parent.tag in (f"{W}rPr", f"{W}trPr"):
            continue
        _drop(parent, gone)
    _unwrap(root, kept)
    for element in root.iter(f"{W}delText"):
        element.tag = f"{W}t"
    mark = _GONE[how][0]
    for table in list(root.iter(f"{W}tbl")):
        for row in table.findall(f"{W}tr"):
            if row.find(f"{W}trPr/{W}{mark}") is not None:
                table.remove(row)
    for parent in list(root.iter()):
        for table in parent.findall(f"{W}tbl"):
            if table.find(f"{W}tr") is None:
                parent.remove(table)
        _join_paragraphs(parent, mark)
    return _told(_body(root))


def _drop(parent: ET.Element, names: set[str]) -> None:
    for child in list(parent):
        if child.tag in names:
            parent.remove(child)


def _unwrap(parent: ET.Element, names: set[str]) -> None:
    at = 0
    while at < len(parent):
        child = parent[at]
        if child.tag in names and parent.tag not in (f"{W}rPr", f"{W}trPr"):
            parent.remove(child)
            for inner in reversed(child):
                parent.insert(at, inner)
        else:
            _unwrap(child, names)
            at += 1


def _join_paragraphs(parent: ET.Element, mark: str) -> None:
    """Join each paragraph whose end went with the paragraph behind it; without one, an empty one goes."""
    at = 0
    while at < len(parent):
        child = parent[at]
        if child.tag == f"{W}p" and child.find(f"{W}pPr/{W}rPr/{W}{mark}") is not None:
            content = [item for item in child if item.tag != f"{W}pPr"]
            behind = parent[at + 1] if at + 1 < len(parent) else None
            if behind is not None and behind.tag == f"{W}p":
                start = 1 if behind.find(f"{W}pPr") is not None else 0
                for number, item in enumerate(content):
                    behind.insert(start + number, item)
                parent.remove(child)
                continue
            if not "".join(text.text or "" for text in child.iter(f"{W}t")):
                parent.remove(child)
                continue
        at += 1


def _body(root: ET.Element) -> ET.Element:
    body = root.find(f"{W}body")
    assert body is not None
    return body


def _told(container: ET.Element) -> list[Told]:
    told: list[Told] = []
    for child in container:
        if child.tag == f"{W}p":
            told.append("".join(_shown(child)))
        elif child.tag == f"{W}tbl":
            rows: list[Told] = [[_told(cell) for cell in row.iter(f"{W}tc")] for row in child.findall(f"{W}tr")]
            told.append(rows)
        elif child.tag in (f"{W}sdt", f"{W}sdtContent"):
            told += _told(child)
    return told


def _shown(paragraph: ET.Element) -> list[str]:
    signs = {f"{W}tab": "\t", f"{W}br": "\n"}
    return [item.text or "" if item.tag == f"{W}t" else signs.get(item.tag, "") for item in paragraph.iter()]


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


def document_of(data: bytes) -> bytes:
    return PackageReader(data, "a.docx").read("word/document.xml")


def compared(old: Sequence[str], new: Sequence[str]) -> bytes:
    return document_of(tracked(WordFile(package(old), "a.docx"), package(new), "b.docx", DATE).data)


def paragraph(*texts: str) -> str:
    return f"<w:p>{''.join(f'<w:r><w:t>{escaped(text)}</w:t></w:r>' for text in texts)}</w:p>"


def check(old: Sequence[str], new: Sequence[str]) -> bytes:
    made = compared(old, new)
    assert accepted(made) == plain(document_of(package(new)))
    assert rejected(made) == plain(document_of(package(old)))
    return made


@given(versions())
def test_accepting_gives_the_newer_text_and_rejecting_the_older_one(made: tuple[list[str], list[str]]) -> None:
    check(*made)


@given(BODIES, BODIES)
def test_so_they_do_for_versions_that_have_nothing_in_common(old: list[str], new: list[str]) -> None:
    check(old, new)


@given(BODIES)
def test_equal_versions_come_out_byte_for_byte(body: list[str]) -> None:
    assert tracked(WordFile(package(body), "a.docx"), package(body), "b.docx", DATE).data == package(body)


BY_ZHANG = 'w:author="张" w:date="2016-01-01T00:00:00Z"'


def test_what_somebody_deleted_with_changes_tracked_is_not_deleted_twice() -> None:
    old = [paragraph("园区规模以上企业76家。"), paragraph("末段")]
    gone = f'<w:del w:id="7" {BY_ZHANG}><w:r><w:delText>规模以上</w:delText></w:r></w:del>'
    come = f'<w:ins w:id="8" {BY_ZHANG}><w:r><w:t>工业</w:t></w:r></w:ins>'
    new = [f"<w:p><w:r><w:t>园区</w:t></w:r>{gone}{come}<w:r><w:t>企业76家。</w:t></w:r></w:p>", paragraph("末段")]
    made = compared(old, new)
    assert accepted(made) == ["园区工业企业76家。", "末段"]
    assert rejected(made) == ["园区规模以上企业76家。", "末段"]


def test_a_paragraph_that_somebody_deleted_with_changes_tracked_is_not_deleted_twice() -> None:
    old = [paragraph("前段"), paragraph("删去的一段。"), paragraph("末段")]
    gone = (
        f'<w:p><w:pPr><w:rPr><w:del w:id="7" {BY_ZHANG}/></w:rPr></w:pPr>'
        f'<w:del w:id="8" {BY_ZHANG}><w:r><w:delText>删去的一段。</w:delText></w:r></w:del></w:p>'
    )
    new = [paragraph("前段"), gone, paragraph("末段")]
    made = compared(old, new)
    assert accepted(made) == ["前段", "末段"]
    assert rejected(made) == ["前段", "删去的一段。", "末段"]


def test_new_markup_is_written_with_the_prefixes_of_the_part() -> None:
    old, new = (
        [paragraph(text), paragraph("删" * row), paragraph("末段")] for row, text in ((5, "一二三四五"), (0, "一二五"))
    )
    other = write_package(
        [
            pack("[Content_Types].xml", b"<Types/>"),
            pack(
                "word/document.xml",
                document_of(package(new)).replace(b"w:", b"ns0:").replace(b"xmlns:w=", b"xmlns:ns0="),
            ),
        ]
    )
    made = document_of(tracked(WordFile(package(old), "a.docx"), other, "b.docx", DATE).data)
    assert b"<w:" not in made
    assert accepted(made) == plain(document_of(other))
    assert rejected(made) == plain(document_of(package(old)))


def test_ids_of_changes_are_their_own_in_the_whole_document() -> None:
    old = [paragraph("一二三"), paragraph("四五六七八"), paragraph("末段")]
    new = [
        '<w:p><w:bookmarkStart w:id="41" w:name="a"/><w:r><w:t>一二</w:t></w:r></w:p>',
        paragraph("新的"),
        paragraph("末"),
    ]
    ids = re.findall(rb'w:id="([0-9]+)"', compared(old, new))
    assert len(ids) == len(set(ids)) > 3
    assert min(int(found) for found in ids) == 41


def test_an_inserted_row_and_a_deleted_row_are_marked_as_rows() -> None:
    def row(*texts: str) -> str:
        return f"<w:tr>{''.join(f'<w:tc>{paragraph(text)}</w:tc>' for text in texts)}</w:tr>"

    head = row("产业", "产值")
    old = [f"<w:tbl><w:tblPr/><w:tblGrid/>{head}{row('铝加工', '42.86')}{row('建材', '36.7')}</w:tbl>", paragraph("末")]
    new = [f"<w:tbl><w:tblPr/><w:tblGrid/>{head}{row('建材', '37')}{row('医药食品', '21')}</w:tbl>", paragraph("末")]
    made = check(old, new).decode()
    assert made.count("<w:trPr><w:ins ") == made.count("<w:trPr><w:del ") == 1
    assert "<w:delText>36.7</w:delText>" in made


def test_styles_that_the_newer_version_lacks_are_not_asked_for() -> None:
    styled = '<w:p><w:pPr><w:pStyle w:val="Strange"/><w:numPr><w:numId w:val="9"/></w:numPr></w:pPr>{}</w:p>'
    old = [styled.format("<w:r><w:rPr><w:rStyle w:val='Odd'/></w:rPr><w:t>删去的一段</w:t></w:r>"), paragraph("末段")]
    made = check(old, [paragraph("末段")]).decode()
    assert "Strange" not in made
    assert "Odd" not in made
    assert "numPr" not in made


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


def test_what_went_from_a_body_that_is_empty_now_is_put_back_as_deleted() -> None:
    made = compared([paragraph("一段"), paragraph("末段")], [])
    assert rejected(made) == ["一段", "末段"]


def test_the_work_grows_with_the_number_of_paragraphs_that_went(steps: Callable[[Callable[[], object]], int]) -> None:
    def work(count: int) -> None:
        body = [paragraph(f"第{number}段由{chr(0x4E00 + number)}负责") for number in range(count)]
        compared([*body, paragraph("末段")], [paragraph("末段")])

    assert steps(lambda: work(2_000)) < 4 * 2 * steps(lambda: work(500))


def test_two_empty_paragraphs_of_a_cell_are_told_from_two_empty_rows() -> None:
    def table(*cells: str) -> list[str]:
        return [
            f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(f'<w:tr><w:tc>{cell}</w:tc></w:tr>' for cell in cells)}</w:tbl>",
            "<w:p/>",
        ]

    check(table("<w:p/><w:p/>"), table("<w:p/>", "<w:p/>"))
