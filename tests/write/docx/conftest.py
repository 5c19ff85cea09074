"""What the tests of the Word writer build their documents from, and how they read the files again."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from reportgen.model.diagnostic import Diagnostic
from reportgen.model.document import (
    Appendix,
    Block,
    ChartBlock,
    ChartKind,
    ChartSpec,
    ColumnSource,
    DataTable,
    Document,
    Inline,
    Paragraph,
    Section,
    Series,
    Shown,
    TableBlock,
    TableColumn,
    Text,
)
from reportgen.model.figure import Fact, Figure, Period, Piece
from reportgen.model.place import CellRef, ConfigRef, TextRef
from reportgen.model.quantity import Quantity, parse_unit
from reportgen.model.schema import ColumnKind
from reportgen.write.to_docx import to_docx

STYLES = Path(__file__).resolve().parents[3] / "templates" / "work-summary" / "styles"
NAMES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "rel": "http://schemas.openxmlformats.org/package/2006/relationships",
    "ct": "http://schemas.openxmlformats.org/package/2006/content-types",
}


@dataclass(frozen=True)
class Written:
    """A file that was written: its bytes, its findings, its parts."""

    data: bytes
    diagnostics: list[Diagnostic]

    def names(self) -> list[str]:
        return zipfile.ZipFile(io.BytesIO(self.data)).namelist()

    def part(self, name: str) -> bytes:
        return zipfile.ZipFile(io.BytesIO(self.data)).read(name)

    def xml(self, name: str = "word/document.xml") -> ET.Element:
        return ET.fromstring(self.part(name))  # noqa: S314 - our own file

    def all(self, path: str, name: str = "word/document.xml") -> list[ET.Element]:
        return self.xml(name).findall(f".//{path}", NAMES)

    def paragraphs(self, style: str) -> list[ET.Element]:
        """The paragraphs of the body in a style, by the style's id."""
        return [p for p in self.all("w:p") if value(p, "w:pPr/w:pStyle") == style]

    def codes(self) -> list[str]:
        return [item.code for item in self.diagnostics]


def value(element: ET.Element, path: str) -> str:
    found = element.find(path, NAMES)
    return "" if found is None else found.get(f"{{{NAMES['w']}}}val", "")


def text(element: ET.Element) -> str:
    """What is read: texts, tabs, line breaks; codes of fields are not."""
    w = f"{{{NAMES['w']}}}"
    marks = {f"{w}tab": "\t", f"{w}br": "\n"}
    runs = element.iter(f"{w}r")
    return "".join(
        (node.text or "") if node.tag == f"{w}t" else marks.get(node.tag, "") for run in runs for node in run
    )


def make_png(width: int = 160, height: int = 90, shade: int = 200) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = b"".join(b"\0" + bytes([shade]) * width for _ in range(height))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@pytest.fixture(scope="session")
def style() -> bytes:
    return (STYLES / "gb9704.docx").read_bytes()


@pytest.fixture(scope="session")
def second_style() -> bytes:
    return (STYLES / "gbt33476.docx").read_bytes()


@pytest.fixture
def write(style: bytes) -> Callable[..., Written]:
    def written(document: Document, pictures: Mapping[str, bytes] | None = None, **options: Any) -> Written:
        return Written(*to_docx(document, options.pop("style", style), pictures or {}, **options))

    return written


@pytest.fixture
def blocks_of() -> Callable[..., Document]:
    """A document of one section with these blocks."""

    def document(*blocks: Block, **fields: Any) -> Document:
        section = Section(title="一", blocks=tuple(blocks), file="sections/1.md")
        return Document(title=fields.pop("title", ()), sections=(section,), **fields)

    return document


@pytest.fixture
def shown() -> Callable[..., Shown]:
    def make(words: str, number: str, unit: str = "亿元", tag: str = "figure-1", strong: bool = False) -> Shown:
        figure = Figure(
            quantity=Quantity(Decimal(number), parse_unit(unit)),
            name="产值",
            period=Period(2015),
            source=CellRef("data.xlsx", "产业", 2, 3),
        )
        return Shown(Piece(words, figure, "金额"), tag, TextRef("sections/1.md", 3, 5), strong)

    return make


@pytest.fixture
def column() -> Callable[..., TableColumn]:
    def make(header: str, values: Sequence[Any], unit: str | None = None, **fields: Any) -> TableColumn:
        is_number = any(isinstance(item, Decimal) for item in values)
        return TableColumn(
            header=header,
            kind=fields.pop("kind", ColumnKind.NUMBER if is_number else ColumnKind.TEXT),
            values=tuple(values),
            unit=parse_unit(unit) if unit else None,
            source=ColumnSource("data.xlsx", "产业", 3, tuple(range(2, 2 + len(values))), header),
            **fields,
        )

    return make


@pytest.fixture
def table_of() -> Callable[..., TableBlock]:
    def make(
        *columns: TableColumn, number: int = 1, caption: Sequence[Inline] | None = None, **fields: Any
    ) -> TableBlock:
        rows = fields.pop("row_count", len(columns[0].values) if columns else 0)
        return TableBlock(
            name="产业表",
            number=number,
            caption=tuple(caption) if caption is not None else (Text("产业一览"),),
            table=DataTable(columns=columns, row_count=rows, **fields),
            tag=f"table-{number}",
            place=TextRef("sections/1.md", 9),
        )

    return make


@pytest.fixture
def chart_of() -> Callable[..., ChartBlock]:
    def make(name: str = "产值图", number: int = 1) -> ChartBlock:
        figures = tuple(
            Figure(quantity=Quantity(Decimal(n), parse_unit("亿元")), source=CellRef("data.xlsx", "产业", n, 3))
            for n in (2, 3, 4)
        )
        spec = ChartSpec(
            name=name,
            kind=ChartKind.COLUMN,
            categories=("甲", "乙", "丙"),
            series=(Series(name="产值", unit=parse_unit("亿元"), figures=figures),),
        )
        return ChartBlock(
            number=number,
            caption=(Text("产值对比"),),
            spec=spec,
            tag=f"chart-{number}",
            place=TextRef("sections/1.md", 20),
        )

    return make


@pytest.fixture
def dated() -> Shown:
    fact = Fact(value=date(2016, 2, 24), source=ConfigRef("report.toml", "report.dated"))
    return Shown(Piece("2016年2月24日", fact), "dated", TextRef("report.toml", 1))


@pytest.fixture
def appendix() -> Callable[[int, str], Appendix]:
    def make(number: int, title: str) -> Appendix:
        return Appendix(number=number, title=title, table=DataTable(columns=(), row_count=0))

    return make


@pytest.fixture
def plain_text() -> Callable[[str], Document]:
    def make(words: str) -> Document:
        return Document(title=(), sections=(Section(title="一", blocks=(Paragraph((Text(words),)),)),))

    return make


@pytest.fixture
def png() -> Callable[..., bytes]:
    return make_png


@pytest.fixture
def read_text() -> Callable[[ET.Element], str]:
    return text


@pytest.fixture
def val() -> Callable[[ET.Element, str], str]:
    return value
