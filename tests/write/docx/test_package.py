"""The package around a Word file: every part is named, led to and unique; the same document gives the same bytes."""

import io
import posixpath
import zipfile
from collections import Counter
from collections.abc import Callable
from typing import Any

import docx
import pytest

from reportgen.model.collect import collect
from reportgen.model.document import (
    Appendix,
    Document,
    Footnote,
    Heading,
    Paragraph,
    Reference,
    ReferenceKind,
    Section,
    Shown,
    Text,
)
from reportgen.model.numbering import numberings
from reportgen.ooxml.bindings import read_bindings
from reportgen.ooxml.fingerprint import is_untouched
from reportgen.ooxml.package import LIMITS, PackageReader

Write = Callable[..., Any]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


@pytest.fixture
def rich(
    shown: Callable[..., Shown],
    dated: Shown,
    column: Callable[..., Any],
    table_of: Callable[..., Any],
    chart_of: Callable[..., Any],
    appendix: Callable[[int, str], Appendix],
) -> Document:
    """One of everything."""
    from decimal import Decimal

    first = (
        Heading(1, "一、", (Text("基本情况"),)),
        Heading(2, "（一）", (Text("总体"), shown("2015", "2015", "", tag="year")), run_in=True),
        Paragraph(
            (
                Text("产值"),
                shown("42.86亿元", "42.86", tag="output"),
                Text("，见"),
                Reference(ReferenceKind.FIGURE, "产值图", 1),
                Reference(ReferenceKind.TABLE, "产业表", 1),
                Reference(ReferenceKind.APPENDIX, "名单", 1),
                Footnote((Text("快报"), shown("1%", "1", "%", tag="note"))),
            )
        ),
        chart_of(),
        table_of(
            column("名称", ["甲1", "乙", "丙\n2"]),
            column("产值", [Decimal("1.25"), None, Decimal("3")], "亿元", decimals=1, totalled=True),
            total_label="合计",
        ),
    )
    second = (
        Heading(1, "二、", (Text("亮点"),)),
        Paragraph((shown("5家", "5", "家", tag="more"),)),
        chart_of("另一图", 2),
    )
    return Document(
        title=(Text("年工作总结"),),
        sections=(Section(title="一", blocks=first, file="1.md"), Section(title="二", blocks=second, file="2.md")),
        appendices=(appendix(1, "名单"),),
        signature=(Text("管委会"),),
        dated=(dated,),
        properties={"creator": "办公室"},
    )


@pytest.fixture
def written(write: Write, rich: Document, png: Callable[..., bytes]) -> Any:
    return write(rich, {"产值图": png(), "另一图": png(shade=9)})


def test_one_of_everything_has_no_findings(written: Any) -> None:
    assert written.diagnostics == []


def test_every_part_has_a_type_and_every_relationship_a_target(written: Any) -> None:
    names = set(written.names())
    types = written.xml("[Content_Types].xml")
    overrides = {item.get("PartName", "").lstrip("/") for item in types.findall("{*}Override")}
    defaults = {item.get("Extension") for item in types.findall("{*}Default")}
    assert overrides <= names
    assert all(name in overrides or name.rpartition(".")[2] in defaults for name in names - {"[Content_Types].xml"})
    for name in names:
        if name.endswith(".rels"):
            base = posixpath.dirname(posixpath.dirname(name))
            targets = [item.get("Target") for item in written.xml(name)]
            assert {posixpath.normpath(posixpath.join(base, target)) for target in targets} <= names


def test_every_id_is_its_own_and_every_reference_leads_somewhere(written: Any) -> None:
    relations = {item.get("Id") for item in written.xml("word/_rels/document.xml.rels")}
    styles = {item.get(f"{W}styleId") for item in written.all("w:style", "word/styles.xml")}
    seen: Counter[tuple[str, str | None]] = Counter()
    used_styles = set()
    for part in ("word/document.xml", "word/footnotes.xml"):
        for node in written.xml(part).iter():
            kind = node.tag.rpartition("}")[2]
            if kind in ("pStyle", "rStyle", "tblStyle"):
                used_styles.add(node.get(f"{W}val"))
            elif kind == "bookmarkStart":
                seen["bookmark", node.get(f"{W}id")] += 1
                seen["bookmark", node.get(f"{W}name")] += 1
            elif kind == "docPr":
                seen["drawing", node.get("id")] += 1
            elif kind == "sdtPr":
                seen["control", node.find(f"{W}id").get(f"{W}val")] += 1
            used = {value for key, value in node.attrib.items() if key.startswith(R)}
            assert used <= relations
    assert set(seen.values()) == {1}
    assert used_styles <= styles


def test_the_same_document_gives_the_same_bytes(
    written: Any, write: Write, rich: Document, png: Callable[..., bytes]
) -> None:
    assert write(rich, {"产值图": png(), "另一图": png(shade=9)}).data == written.data


def test_the_file_knows_that_nobody_touched_it(written: Any) -> None:
    assert is_untouched(written.data)


def test_the_file_carries_the_bindings_of_its_document(written: Any, rich: Document) -> None:
    bindings = read_bindings(written.data, "report.docx")
    assert bindings == (*collect(rich), *numberings(rich))
    tags = {
        item.get(f"{W}val") for part in ("document", "footnotes") for item in written.all("w:tag", f"word/{part}.xml")
    }
    assert {binding.tag for binding in bindings} == tags


def test_python_docx_opens_the_file(written: Any) -> None:
    opened = docx.Document(io.BytesIO(written.data))
    assert opened.core_properties.title == "年工作总结"
    assert [p.style.name for p in opened.paragraphs if p.style and p.text.startswith(("一、", "二、"))] == [
        "Heading 1"
    ] * 2
    assert opened.settings.odd_and_even_pages_header_footer
    assert "—" in opened.sections[0].footer.paragraphs[0].text


def test_the_styles_page_and_footers_are_those_of_the_style_document(written: Any, style: bytes) -> None:
    reader = PackageReader(style, "style.docx", LIMITS)
    own = PackageReader(written.data, "report.docx", LIMITS)
    for name in ("word/styles.xml", "word/settings.xml", "word/footer1.xml", "word/footer2.xml"):
        assert own.packed(name) == reader.packed(name)
    (page,) = written.all("w:pgSz")
    (grid,) = written.all("w:docGrid")
    assert (page.get(f"{W}w"), page.get(f"{W}h"), grid.get(f"{W}linePitch")) == ("11906", "16838", "579")


def test_no_sample_text_of_the_style_document_comes_along(written: Any) -> None:
    joined = b"".join(zipfile.ZipFile(io.BytesIO(written.data)).read(name) for name in written.names())
    assert "样式文档".encode() not in joined
    assert "示例".encode() not in joined
