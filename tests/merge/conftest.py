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


def table_of(name: str, rows: int, **columns: Any) -> Any:
    """A table of `rows` rows; each column is a list of values, or a pair of values and unit."""
    from decimal import Decimal

    from reportgen.model.dataset import Column, Table
    from reportgen.model.quantity import parse_unit
    from reportgen.model.schema import ColumnKind

    made = {}
    for position, (column, given) in enumerate(columns.items(), 1):
        values, unit = given if isinstance(given, tuple) else (given, None)
        kind = ColumnKind.NUMBER if any(isinstance(value, Decimal) for value in values) else ColumnKind.TEXT
        made[column] = Column(
            name=column, kind=kind, position=position, values=values, unit=parse_unit(unit) if unit else None
        )
    return Table(name=name, file="data.xlsx", sheet=name, columns=made, rows=range(2, rows + 2))


def plants_of(rows: int) -> Any:
    """规上企业: names, 产值 100, 110, … 万元, 投资 10 万元 each."""
    from decimal import Decimal

    return table_of(
        "规上企业",
        rows,
        名称=[f"企业{number}" for number in range(1, rows + 1)],
        产值=([Decimal(100 + 10 * number) for number in range(rows)], "万元"),
        投资=([Decimal(10)] * rows, "万元"),
    )


def filled(template: bytes, **names: Any) -> tuple[bytes | None, list[Any]]:
    """The template filled with these names and the vocabulary, and the findings."""
    from reportgen.merge.expressions import fill_environment
    from reportgen.merge.fill import fill

    made, found = fill(template, "模板.xlsx", {**fill_environment().globals, **names})
    return made.data, found


def filled_well(template: bytes, **names: Any) -> bytes:
    """The same where nothing is to be found."""
    data, found = filled(template, **names)
    assert [(item.code, str(item.place)) for item in found] == []
    assert data is not None
    return data


def values_of(data: bytes, sheet: str) -> list[list[Any]]:
    """The values of a sheet as they are cached in the file."""
    return [list(row) for row in opened(data, data_only=True)[sheet].iter_rows(values_only=True)]


def formulas_of(data: bytes, sheet: str) -> dict[str, str]:
    """The formulas of a sheet by cell."""
    cells = (cell for row in opened(data)[sheet].iter_rows() for cell in row)
    return {
        cell.coordinate: getattr(cell.value, "text", cell.value)
        for cell in cells
        if cell.data_type == "f" or hasattr(cell.value, "text")
    }
