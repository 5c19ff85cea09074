"""Workbooks for tests: by openpyxl where a person would have made them, from raw parts where a program would not."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from reportgen.load.cells import RawSheet
from reportgen.load.read import read_data
from reportgen.load.xlsx import open_workbook
from reportgen.model.dataset import Dataset
from reportgen.model.diagnostic import Diagnostic
from reportgen.model.schema import Schema

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = (
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"

Parts = dict[str, str | bytes]


def worksheet(data: str, after: str = "", before: str = "", main: str = MAIN) -> str:
    """A worksheet part around the content of its sheetData."""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{main}">{before}<sheetData>{data}</sheetData>{after}</worksheet>'
    )


def package(
    sheets: Mapping[str, str | bytes],
    *,
    strings: str | None = None,
    styles: str | None = None,
    states: Mapping[str, str] | None = None,
    properties: str = "",
    extra: Mapping[str, str | bytes] | None = None,
    spaces: tuple[str, str] = (MAIN, OFFICE),
) -> bytes:
    """A workbook of raw worksheet parts by sheet name."""
    main, office = spaces
    states = states or {}
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" {f"state={chr(34)}{states[name]}{chr(34)} " if name in states else ""}'
        f'r:id="rId{n}"/>'
        for n, name in enumerate(sheets, 1)
    )
    relations = [
        f'<Relationship Id="rId{n}" Type="{office}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n, _ in enumerate(sheets, 1)
    ]
    parts: Parts = {}
    for n, part in enumerate(sheets.values(), 1):
        parts[f"xl/worksheets/sheet{n}.xml"] = part
    for name, content in (("sharedStrings", strings), ("styles", styles)):
        if content is not None:
            relations.append(f'<Relationship Id="{name}" Type="{office}/{name}" Target="/xl/{name}.xml"/>')
            parts[f"xl/{name}.xml"] = content
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts["xl/_rels/workbook.xml.rels"] = f'<Relationships xmlns="{space}">{"".join(relations)}</Relationships>'
    parts["xl/workbook.xml"] = (
        f'<workbook xmlns="{main}" xmlns:r="{office}">{properties}<sheets>{listed}</sheets></workbook>'
    )
    parts["_rels/.rels"] = (
        f'<Relationships xmlns="{space}"><Relationship Id="r" Type="{office}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>"
    )
    parts["[Content_Types].xml"] = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/xl/workbook.xml" ContentType="{WORKBOOK_TYPE}"/></Types>'
    )
    return packed({**parts, **(extra or {})})


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def kept(sheets: Mapping[str, Sequence[Sequence[Any]]], change: Callable[[Any], None] | None = None) -> bytes:
    """A workbook as a person keeps it: rows of values by sheet; `change` gets the openpyxl workbook."""
    from openpyxl import Workbook

    book = Workbook()
    for empty in book.worksheets:
        book.remove(empty)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    if change is not None:
        change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


class Make:
    """The builders above, for tests, which cannot import a conftest."""

    worksheet = staticmethod(worksheet)
    package = staticmethod(package)
    packed = staticmethod(packed)
    kept = staticmethod(kept)
    strict = STRICT
    main = MAIN


@pytest.fixture(scope="session")
def make() -> type[Make]:
    return Make


@pytest.fixture(scope="session")
def first_sheet() -> Callable[[bytes], RawSheet]:
    def read(data: bytes) -> RawSheet:
        workbook = open_workbook(data, "表.xlsx")
        return workbook.sheet(workbook.sheets[0])

    return read


Reading = tuple[Dataset, list[Diagnostic]]
Reader = Callable[..., Reading]


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    """Read the bytes of files, by name, with a schema for the year 2015."""

    def reader(schema: Schema | None = None, **files: bytes) -> Reading:
        paths = []
        for name, data in files.items():
            base, _, ending = name.rpartition("_")
            path = tmp_path / f"{base}.{ending}"
            path.write_bytes(data)
            paths.append(path)
        return read_data(paths, schema or Schema(sheets=()), 2015)

    return reader
