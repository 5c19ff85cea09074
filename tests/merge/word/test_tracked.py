"""`diff --docx`: accepting all changes gives the newer text, rejecting all the older one, whatever was edited."""

from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from reportgen.compare.word_file import WordFile
from reportgen.merge.word.tracked import tracked
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
