"""Followers under a real fill: what only shows when tags, rows and references come together."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference

from reportgen.merge.fill import fill
from reportgen.ooxml.package import PackageReader


def years(book: Any) -> None:
    sheet = book.add_worksheet("表")
    sheet.write("A1", "名称")
    sheet.write("B1", "{%列 for 年 in 各年 %}{{ 年 }}{%列 endfor %}")
    sheet.write("C1", "合计")
    sheet.write("A2", "{% for 项 in 各项 %}{{ 项.名称 }}")
    sheet.write("B2", "{{ 项.产值 + 年 }}")
    sheet.write_formula("C2", "=SUM(B2)")
    sheet.write("D2", "{% endfor %}")
    sheet.write_formula("B3", "=SUM(B2)")
    sheet.write_formula("C3", "=SUM(B2:B2)")


def filled(book: bytes, names: dict[str, Any]) -> Any:
    result, findings = fill(book, "t.xlsx", names)
    assert findings == []
    assert result.data is not None
    return load_workbook(BytesIO(result.data))["表"]


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_column_loop_prints_its_cells_in_one_round_as_in_many(
    workbook: Callable[[Callable[[Any], None]], bytes], count: int
) -> None:
    items = [{"名称": "甲", "产值": 10}, {"名称": "乙", "产值": 20}]
    sheet = filled(workbook(years), {"各年": list(range(1, count + 1)), "各项": items})
    assert [sheet.cell(1, column).value for column in range(2, count + 3)] == [*range(1, count + 1), "合计"]
    assert [sheet.cell(2, column).value for column in range(2, count + 2)] == [
        10 + year for year in range(1, count + 1)
    ]
    last = "BCD"[count - 1]
    total = f"=SUM(B2:{last}2)" if count > 1 else "=SUM(B2)"
    assert sheet.cell(2, count + 2).value == total
    assert sheet.cell(4, count + 2).value == f"=SUM(B2:{last}3)"
    assert sheet.cell(4, 2).value == "=SUM(B2:B3)"


def groups(book: Any) -> None:
    sheet = book.add_worksheet("表")
    sheet.write("A2", "{% for 组 in 各组 %}{{ 组.名称 }}")
    sheet.write_formula("B2", "=SUM(B3)")
    sheet.write("A3", "{% for 值 in 组.各值 %}值")
    sheet.write("B3", "{{ 值 }}")
    sheet.write_formula("C3", "=B3/B2")
    sheet.write("D3", "{% endfor %}{% endfor %}")
    sheet.write_formula("B4", "=SUM(B2)")


def test_a_group_without_rows_adds_nothing_to_the_total(workbook: Callable[[Callable[[Any], None]], bytes]) -> None:
    named = {"各组": [{"名称": "甲", "各值": [1, 2]}, {"名称": "乙", "各值": []}, {"名称": "丙", "各值": [5]}]}
    sheet = filled(workbook(groups), named)
    assert [sheet.cell(row, 2).value for row in range(2, 8)] == ["=SUM(B3:B4)", 1, 2, "=SUM(0)", "=SUM(B7)", 5]
    assert sheet.cell(8, 2).value == "=SUM(B2,B5:B6)"
    assert [sheet.cell(row, 3).value for row in (3, 4, 7)] == ["=B3/B2", "=B4/B2", "=B7/B6"]


def test_a_chart_whose_part_writes_characters_by_number_follows_too() -> None:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "产值"
    sheet.append(["名称", "产值"])
    sheet.append(["{% for 项 in 各项 %}{{ 项.名称 }}", "{{ 项.产值 }}", "{% endfor %}"])
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=2), titles_from_data=True)
    made.create_sheet("图").add_chart(chart, "A1")
    stream = BytesIO()
    made.save(stream)
    items = [{"名称": name, "产值": number} for number, name in enumerate("甲乙丙", 1)]
    result, findings = fill(stream.getvalue(), "t.xlsx", {"各项": items})
    assert findings == []
    assert result.data is not None
    part = PackageReader(result.data, "t.xlsx").read("xl/charts/chart1.xml").decode()
    assert re.findall(r"<(?:c:)?f>([^<]+)<", part) == ["'产值'!B1", "'产值'!$B$2:$B$4"]
