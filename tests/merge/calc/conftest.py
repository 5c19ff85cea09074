"""Formulas worked out over a few cells, as tests write them."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from reportgen.merge.excel.calc.calculate import Calculation, Results
from reportgen.merge.excel.calc.formulas import CellFormula, ColumnFormula, Workbook
from reportgen.merge.excel.calc.known import Known
from reportgen.merge.excel.calc.references import column_number
from reportgen.merge.excel.calc.values import ERRORS, UNKNOWN, Mark, Value, stored

HOME = (60, 30)


def calculate(
    known: Known, cells: Sequence[CellFormula], columns: Sequence[ColumnFormula] = (), workbook: Workbook | None = None
) -> Results:
    """Work out what depends on a changed cell."""
    return Calculation(cells, columns, workbook).run(known)


def place_of(address: str) -> tuple[str, int, int]:
    """Sheet, row and column of `C4` or `Other!C4`."""
    sheet, _, cell = address.rpartition("!")
    found = re.fullmatch(r"([A-Z]+)(\d+)", cell)
    assert found, address
    return sheet or "表", int(found[2]), column_number(found[1])


def value_of(text: str) -> Value:
    """The value that a test writes: `1.5`, `"text"`, `TRUE`, `#N/A`, `blank`, `unknown`."""
    if text in ERRORS:
        return ERRORS[text]
    if text in ("TRUE", "FALSE"):
        return text == "TRUE"
    if text == "blank":
        return None
    if text == "unknown":
        return UNKNOWN
    return text[1:-1].replace('""', '"') if text.startswith('"') else float(text)


def text_of(value: Value) -> str:
    """The value as tests write it."""
    if isinstance(value, Mark):
        return value.value
    found = stored(value)
    assert found is not None
    kind, text = found
    doubled = text.replace('"', '""')
    return {"b": "TRUE" if text == "1" else "FALSE", "str": f'"{doubled}"'}.get(kind, text)


def known_of(cells: Mapping[str, Value], *, changed: bool = True) -> Known:
    known = Known(["表", "另表", "三表"])
    for address, value in cells.items():
        sheet, row, column = place_of(address)
        known.put(sheet, row, column, value, changed=changed)
    return known


@pytest.fixture
def shown() -> Callable[..., str]:
    """The value of a formula on sheet 表 over cells by address, all as tests write them."""

    def make(text: str, cells: Mapping[str, str], **workbook: Any) -> str:
        formula = CellFormula(sheet="表", row=HOME[0], column=HOME[1], text=text, stale=True)
        known = known_of({address: value_of(value) for address, value in cells.items()})
        book = Workbook(sheets=("表", "另表", "三表"), **workbook)
        return text_of(calculate(known, [formula], (), book).cells[0])

    return make


@pytest.fixture
def read() -> Callable[[str], Value]:
    """How tests write values."""
    return value_of


@pytest.fixture
def place() -> Callable[[str], tuple[str, int, int]]:
    """How tests write cells."""
    return place_of
