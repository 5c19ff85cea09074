"""Formulas as text: each line gives a formula and the value that Excel finds for it over the cells named above.

Sources: ECMA-376-1 18.17 and Microsoft's pages on the operators and functions. LibreOffice finds the same,
but for the lines that begin with `!`.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from reportgen.merge.excel.calc.values import ExcelError, Value

CASES = Path(__file__).parent / "cases"


@dataclass(frozen=True)
class Case:
    formula: str
    expected: str
    cells: dict[str, str]
    in_libreoffice: bool


def cases() -> Iterator[Case]:
    """The cases of all files."""
    for path in sorted(CASES.glob("*.txt")):
        cells: dict[str, str] = {}
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("cells "):
                pairs = [cell.strip().split(": ", 1) for cell in line.removeprefix("cells ").split("; ")]
                cells = {each[0]: each[1] for each in pairs}
            elif line.startswith(("=", "!=")):
                formula, _, expected = line.removeprefix("!")[1:].rpartition(" => ")
                yield Case(formula, expected, cells, line.startswith("="))


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: case.formula[:40])
def test_a_formula_has_the_value_that_excel_finds(case: Case, shown: Callable[..., str]) -> None:
    assert shown(case.formula, case.cells) == case.expected


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_finds_the_same_values(
    tmp_path: Path, read: Callable[[str], Value], place: Callable[[str], tuple[str, int, int]]
) -> None:
    from openpyxl import load_workbook

    groups: dict[str, list[Case]] = {}
    for case in cases():
        if case.in_libreoffice and case.expected != "unknown":
            groups.setdefault(str(case.cells), []).append(case)
    for number, listed in enumerate(groups.values()):
        workbook(listed, read, place).save(tmp_path / f"{number}.xlsx")
    files = [str(path) for path in sorted(tmp_path.glob("*.xlsx"))]
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    kind = "xlsx:Calc MS Excel 2007 XML"
    command = ["soffice", home, "--headless", "--convert-to", kind, "--outdir", str(tmp_path / "out"), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=240)  # noqa: S603
    wrong = []
    for number, listed in enumerate(groups.values()):
        sheet = load_workbook(tmp_path / "out" / f"{number}.xlsx", data_only=True)["表"]
        for row, case in enumerate(listed):
            found, expected = sheet.cell(100 + row, 30).value, read(case.expected)
            if not is_same(found, expected):
                wrong.append((case.formula, case.expected, found))
    assert not wrong


def workbook(listed: list[Case], read: Callable[[str], Value], place: Callable[[str], tuple[str, int, int]]) -> Any:
    from openpyxl import Workbook

    book: Any = Workbook()
    book.active.title = "表"
    for name in ("另表", "三表"):
        book.create_sheet(name)
    for address, text in listed[0].cells.items():
        sheet, row, column = place(address)
        value, cell = read(text), book[sheet].cell(row, column)
        if value is not None:
            cell.value = value.value if isinstance(value, ExcelError) else value
            cell.data_type = "e" if isinstance(value, ExcelError) else "s" if isinstance(value, str) else cell.data_type
    for row, case in enumerate(listed):
        book["表"].cell(100 + row, 30).value = "=" + case.formula.strip()
    return book


def is_same(found: Any, expected: Value) -> bool:
    if isinstance(expected, ExcelError):
        return bool(found == expected.value)
    if isinstance(expected, float) and isinstance(found, (int, float)) and not isinstance(found, bool):
        return abs(found - expected) <= 1e-12 * max(1.0, abs(expected))
    return bool(found == expected) or (expected == "" and found is None)
