"""Live formulas and the values that stand with them: equal to what a spreadsheet calculates."""

import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from reportgen.model.document import Appendix, Computed, DataTable, Document, TableColumn
from reportgen.model.figure import Operation
from reportgen.model.quantity import PERCENT, PERCENTAGE_POINT, parse_unit
from reportgen.model.schema import ColumnKind
from reportgen.ooxml.package import PackageReader, pack, write_package
from reportgen.write.to_xlsx import to_xlsx

Book = Callable[..., Any]


def both(book: Book, appendix: Appendix) -> tuple[Any, Any]:
    """The sheet with its formulas, and with its cached values."""
    return book([appendix]).worksheets[0], book([appendix], data_only=True).worksheets[0]


def test_totals_are_sums_with_their_values(book: Book, appendix: Appendix) -> None:
    formulas, values = both(book, appendix)
    assert formulas["A9"].value == "合计"
    assert formulas["C9"].value == "=SUM(C5:C8)"
    assert values["C9"].value == 1143.737
    assert values["D9"].value == 1029.7
    assert "A9:B9" in {str(merged) for merged in formulas.merged_cells.ranges}


def test_growth_is_a_formula_and_empty_without_a_base(book: Book, appendix: Appendix) -> None:
    formulas, values = both(book, appendix)
    assert formulas["E5"].value == '=IF(OR(COUNT(C5,D5)<2,N(D5)<=0),"",C5/D5-1)'
    assert values["E5"].value == pytest.approx(42.86 / 33.2 - 1)
    assert [values[f"E{row}"].value or "" for row in (6, 7)] == ["", ""]
    assert formulas["E7"].value == '=IF(OR(COUNT(C7,D7)<2,N(D7)<=0),"",C7/D7-1)'


def test_a_share_divides_by_the_total_row(book: Book, appendix: Appendix) -> None:
    formulas, values = both(book, appendix)
    assert formulas["F5"].value == '=IF(OR(COUNT(C5,C$9)<2,N(C$9)=0),"",C5/C$9)'
    assert values["F5"].value == pytest.approx(42.86 / 1143.737)
    assert values["F9"].value == 1


def test_a_share_divides_by_a_sum_where_no_total_row_stands(book: Book, appendix: Appendix) -> None:
    formulas, values = both(book, replace(appendix, table=replace(appendix.table, total_label="")))
    assert formulas["F5"].value == '=IF(OR(COUNT(C5,SUM(C$5:C$8))<2,N(SUM(C$5:C$8))=0),"",C5/SUM(C$5:C$8))'
    assert values["F5"].value == pytest.approx(42.86 / 1143.737)


def test_growth_of_totals_is_left_out_where_a_row_lacks_its_base(book: Book, appendix: Appendix) -> None:
    _, values = both(book, appendix)
    assert values["E9"].value is None


def computed(operation: Operation, left: TableColumn, right: TableColumn, value: str, unit: Any) -> Appendix:
    made = TableColumn(
        header="计算",
        kind=ColumnKind.NUMBER,
        values=[Decimal(value)],
        unit=unit,
        computed=Computed(operation, (0, 1)),
    )
    table = DataTable(columns=(left, right, made), row_count=1, total_label="合计")
    return Appendix(number=1, title="计算", table=table)


def amount(value: str, unit: str) -> TableColumn:
    return TableColumn(
        header="数", kind=ColumnKind.NUMBER, values=[Decimal(value)], unit=parse_unit(unit), totalled=unit != "%"
    )


@pytest.mark.parametrize(
    ("operation", "left", "right", "value", "unit", "formula"),
    [
        (Operation.GROWTH, ("12000", "万元"), ("1", "亿元"), "20", PERCENT, "A3/B3*0.0001-1"),
        (Operation.OVER, ("3", "亿元"), ("12", "亿元"), "25", PERCENT, "A3/B3"),
        (Operation.OVER, ("3", "亿元"), ("1000", "人"), "30", parse_unit("万元/人"), "A3/B3*10000"),
        (Operation.OVER, ("6", "亿元"), ("2", "亿元"), "3", parse_unit("倍"), "A3/B3"),
        (Operation.MINUS, ("5", "亿元"), ("20000", "万元"), "3", parse_unit("亿元"), "A3-B3*0.0001"),
        (Operation.MINUS, ("12.5", "%"), ("10", "%"), "2.5", PERCENTAGE_POINT, "A3*100-B3*100"),
        (Operation.MINUS, ("5", "亿元"), ("2", "亿元"), "3", parse_unit("亿元"), "A3-B3"),
    ],
)
def test_units_are_brought_together_in_the_formula(
    book: Book, operation: Operation, left: tuple[str, str], right: tuple[str, str], value: str, unit: Any, formula: str
) -> None:
    formulas, values = both(book, computed(operation, amount(*left), amount(*right), value, unit))
    row = 4 if formulas["A3"].value == "数" else 3
    assert formulas[f"C{row}"].value.endswith(f'"",{formula.replace("3", str(row), 2) if row == 4 else formula})')
    expected = Decimal(value) / 100 if unit is PERCENT else Decimal(value)
    assert values[f"C{row}"].value == pytest.approx(float(expected))


def test_a_value_that_the_formula_would_not_give_stands_as_it_is(book: Book) -> None:
    appendix = computed(Operation.GROWTH, amount("110", "亿元"), amount("100", "亿元"), "9.4", PERCENT)
    formulas, _ = both(book, appendix)
    row = 4 if formulas["A3"].value == "数" else 3
    assert formulas[f"C{row}"].value == pytest.approx(0.094)


def test_a_growth_from_a_loss_is_empty(book: Book) -> None:
    appendix = computed(Operation.GROWTH, amount("110", "亿元"), amount("-100", "亿元"), "1", PERCENT)
    table = appendix.table
    blank = replace(table.columns[2], values=[None])
    _, values = both(book, replace(appendix, table=replace(table, columns=(*table.columns[:2], blank))))
    assert not values["C4"].value


def without_caches(data: bytes) -> bytes:
    """The workbook with the value of every formula taken out, so that it must be calculated."""
    package = PackageReader(data, "附件.xlsx")
    parts = []
    for name in package.names:
        content = package.read(name)
        if name.startswith("xl/worksheets/sheet"):
            content = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", content)
        parts.append(pack(name, content))
    return write_package(parts)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_calculates_the_values_that_we_wrote(document: Document, tmp_path: Path) -> None:
    data, _ = to_xlsx(document, year=2015)
    (tmp_path / "in.xlsx").write_bytes(without_caches(data))
    home = (tmp_path / "home").as_uri()
    command = ["soffice", f"-env:UserInstallation={home}", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
    subprocess.run(  # noqa: S603 - a fixed command
        [*command, "--outdir", str(tmp_path / "out"), str(tmp_path / "in.xlsx")],
        check=True,
        capture_output=True,
        timeout=180,
    )
    ours = openpyxl.load_workbook(BytesIO(data), data_only=True).worksheets[0]
    theirs = openpyxl.load_workbook(tmp_path / "out" / "in.xlsx", data_only=True).worksheets[0]
    formulas = openpyxl.load_workbook(BytesIO(data)).worksheets[0]
    compared = 0
    for row in formulas.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.value.startswith("="):
                expected, found = (sheet[cell.coordinate].value or "" for sheet in (ours, theirs))
                assert found == (pytest.approx(expected) if expected else ""), cell.coordinate
                compared += 1
    assert compared == 11


def test_a_total_of_more_digits_than_its_entries_has_room(book: Book) -> None:
    column = replace(amount("99999999", "元"), values=[Decimal(99999999)] * 200)
    table = DataTable(columns=(column,), row_count=200, total_label="合计")
    alone = book([Appendix(number=1, title="长", table=replace(table, columns=(replace(column, totalled=False),)))])
    summed = book([Appendix(number=1, title="长", table=table)])
    widths = [opened.worksheets[0].column_dimensions["A"].width for opened in (alone, summed)]
    assert widths[1] >= len("19,999,999,800") + 2
    assert widths[0] <= widths[1]
