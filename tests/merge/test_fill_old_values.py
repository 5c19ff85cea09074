"""Values that a template says are not to be trusted are not calculated with."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from typing import Any

from reportgen.merge.excel.edit import SetCell, edit
from reportgen.merge.expressions import fill_environment
from reportgen.merge.fill import fill


def draw(book: Any) -> None:
    """XlsxWriter stores 0 for each formula, and asks for a calculation on load."""
    sheet = book.add_worksheet("表")
    sheet.write_column("A1", [1, 2, 3])
    sheet.write_formula("A4", "=SUM(A1:A3)")
    sheet.write_row("A5", ["{% for n in 数列 %}{{ n }}", 4, None, "{% endfor %}"])
    sheet.write_formula("C5", "=A$4*B5")
    sheet.write_formula("A6", "=A4*10")
    sheet.write_formula("A7", "=TODAY()")


def values(data: bytes) -> dict[str, Any]:
    from openpyxl import load_workbook

    book: Any = load_workbook(BytesIO(data), data_only=True)
    return {cell.coordinate: cell.value for row in book["表"] for cell in row if cell.value is not None}


def test_a_fill_works_out_anew_what_it_needs(workbook: Callable[..., bytes]) -> None:
    names = {**fill_environment().globals, "数列": [1, 2]}
    filled, _ = fill(workbook(draw), "模板.xlsx", names)
    assert filled.data is not None
    found = values(filled.data)
    assert found["C5"] == found["C6"] == 24
    assert found["A7"] == 60


def test_an_edit_works_out_anew_what_it_needs(workbook: Callable[..., bytes]) -> None:
    found = values(edit(workbook(draw), "表.xlsx", {"表": [SetCell(row=5, column=2, value=Decimal(7))]}))
    assert found["C5"] == 42
