"""Workbooks for the tests, made by XlsxWriter and looked at with openpyxl and a zip reader of the standard library."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest


def parts_of(data: bytes) -> dict[str, bytes]:
    """The parts of a package by name."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def with_parts(data: bytes, changes: dict[str, bytes | None]) -> bytes:
    """The package with some parts set, or taken away for None."""
    parts = {**parts_of(data), **changes}
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            if content is not None:
                package.writestr(name, content)
    return stream.getvalue()


def changed_parts(before: bytes, after: bytes) -> set[str]:
    """The names of the parts that differ, are new, or are gone."""
    one, other = parts_of(before), parts_of(after)
    return {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)}


def opened(data: bytes, **options: Any) -> Any:
    """The workbook as openpyxl reads it."""
    from openpyxl import load_workbook

    return load_workbook(BytesIO(data), **options)


Draw = Callable[[Any], None]


@pytest.fixture
def workbook() -> Callable[[Draw], bytes]:
    """A workbook that XlsxWriter writes as a function says."""

    def make(draw: Draw, **options: Any) -> bytes:
        import xlsxwriter

        stream = BytesIO()
        book = xlsxwriter.Workbook(stream, {"in_memory": True, **options})
        draw(book)
        book.close()
        return stream.getvalue()

    return make
