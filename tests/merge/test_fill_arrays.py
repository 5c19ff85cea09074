"""Array formulas and loops: each cell of an array holds what it comes to, and an array inside a loop stays one."""

from collections.abc import Callable
from typing import Any

import pytest

from .conftest import filled_well, parts_of, plants_of, values_of, with_parts

Make = Callable[..., bytes]


def arrays(book: Any) -> None:
    """A loop in row 2; C1:C3 is an array over its rows, D2 and E2:F2 are arrays in it, C4 a total."""
    sheet = book.add_worksheet("表")
    sheet.write_row(0, 0, ["起", 1])
    sheet.write_row(1, 0, ["{% for 项 in 规上企业 %}{{ 项.名称 }}", "{{ 项.产值 }}{% endfor %}"])
    sheet.write_row(2, 0, ["止", 2])
    sheet.write_array_formula("C1:C3", "{=B1:B3*2}", None, 2)
    sheet.write("C2", 77)
    sheet.write("C3", 4)
    sheet.write_array_formula("D2:D2", "{=SUM(B2:B2*2)}", None, 9)
    sheet.write_array_formula("E2:F2", "{=B2*{1,3}}", None, 9)
    sheet.write("F2", 3)
    sheet.write_formula("C4", "=SUM(C1:C3)", None, 83)


@pytest.mark.parametrize("count", [1, 3])
def test_cells_of_arrays_have_their_own_values_in_every_round(workbook: Make, count: int) -> None:
    data = filled_well(workbook(arrays), 规上企业=plants_of(count))
    values = [100 + 10 * number for number in range(count)]
    assert values_of(data, "表") == [
        ["起", 1, 2, None, None, None],
        *([f"企业{at}", value, 2 * value, 2 * value, value, 3 * value] for at, value in enumerate(values, 1)),
        ["止", 2, 4, None, None, None],
        [None, None, 2 * (3 + sum(values)), None, None, None],
    ]


def test_arrays_stay_arrays_in_every_round(workbook: Make) -> None:
    sheet = parts_of(filled_well(workbook(arrays), 规上企业=plants_of(2)))["xl/worksheets/sheet1.xml"].decode()
    assert '<f t="array" ref="C1:C4">B1:B4*2</f>' in sheet
    for row in (2, 3):
        assert f'<f t="array" ref="D{row}">SUM(B{row}:B{row}*2)</f>' in sheet
        assert f'<f t="array" ref="E{row}:F{row}">B{row}*{{1,3}}</f>' in sheet


def test_a_data_table_follows_its_input_cells(workbook: Make) -> None:
    def rate(book: Any) -> None:
        sheet = book.add_worksheet("表")
        sheet.write_row(0, 0, ["{% for 项 in 规上企业 %}{{ 项.名称 }}", "{{ 项.产值 }}{% endfor %}"])
        sheet.write_row(1, 0, ["增速", 5])
        sheet.write_row(2, 0, ["试算", "=B2*2"])
        sheet.write_row(3, 0, [6, 12])
        sheet.write_row(4, 0, [7, 14])

    template = workbook(rate)
    sheet = parts_of(template)["xl/worksheets/sheet1.xml"].decode()
    table = '<c r="B4"><f t="dataTable" ref="B4:B5" dt2D="0" dtr="0" r1="B2"/><v>12</v></c>'
    template = with_parts(
        template, {"xl/worksheets/sheet1.xml": sheet.replace('<c r="B4"><v>12</v></c>', table).encode()}
    )
    made = parts_of(filled_well(template, 规上企业=plants_of(3)))["xl/worksheets/sheet1.xml"].decode()
    assert '<f t="dataTable" ref="B6:B7" dt2D="0" dtr="0" r1="B4"></f>' in made
