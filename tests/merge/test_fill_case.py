"""One template row filled with none, one, five and a thousand, with all that offices let refer to it."""

from collections.abc import Callable
from typing import Any

import pytest

from .conftest import filled, filled_well, formulas_of, opened, parts_of, plants_of, values_of

Make = Callable[..., bytes]


def draw(book: Any) -> None:
    sheet, summary = book.add_worksheet("名单"), book.add_worksheet("汇总")
    number = book.add_format({"num_format": "0.00"})
    sheet.write_row(0, 0, ["名称", "产值", "投资", "产值加投资"])
    sheet.write_row(
        1, 0, ["{% for 企业 in 规上企业 %}{{ 企业.名称 }}", "{{ 企业.产值 }}", "{{ 企业.投资 }}{% endfor %}"], number
    )
    sheet.write_formula(1, 3, "=B2+C2", number, 0)
    sheet.write_string(2, 0, "合计")
    sheet.write_formula(2, 1, "=SUM(B2:B2)", number, 0)
    sheet.write_formula(2, 3, "=SUM(D2:D2)", number, 0)
    sheet.merge_range(3, 0, 3, 3, "注：单位为万元", number)
    sheet.data_validation("B2", {"validate": "decimal", "criteria": ">=", "value": 0})
    sheet.conditional_format(
        "D2", {"type": "cell", "criteria": ">", "value": 130, "format": book.add_format({"bold": 1})}
    )
    summary.write_formula("A1", "=名单!B3", None, 0)
    summary.write_formula("B1", "=名单!B3/COUNT(名单!B2:B2)", None, 0)
    book.define_name("产值区", "=名单!$B$2:$B$2")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"categories": "=名单!$A$2:$A$2", "values": "=名单!$B$2:$B$2"})
    summary.insert_chart("D2", chart)


@pytest.fixture
def template(workbook: Make) -> bytes:
    return workbook(draw)


@pytest.mark.parametrize("count", [1, 5, 1000])
def test_everything_follows_the_rows(template: bytes, count: int) -> None:
    made = filled_well(template, 规上企业=plants_of(count))
    last = count + 1
    total = sum(100 + 10 * number for number in range(count))
    rows = values_of(made, "名单")
    assert rows[1:last] == [[f"企业{n + 1}", 100 + 10 * n, 10, 110 + 10 * n] for n in range(count)]
    assert rows[last] == ["合计", total, None, total + 10 * count]
    assert rows[last + 1][0] == "注：单位为万元"
    assert values_of(made, "汇总")[0][:2] == [total, total / count]
    formulas = formulas_of(made, "名单")
    assert formulas[f"D{last}"] == f"=B{last}+C{last}"
    assert formulas[f"B{last + 1}"] == f"=SUM(B2:B{last})"
    assert formulas_of(made, "汇总") == {"A1": f"=名单!B{last + 1}", "B1": f"=名单!B{last + 1}/COUNT(名单!B2:B{last})"}
    book = opened(made)
    sheet = book["名单"]
    assert [str(area) for area in sheet.merged_cells.ranges] == [f"A{last + 2}:D{last + 2}"]
    assert book.defined_names["产值区"].attr_text.replace("'", "") in (f"名单!$B$2:$B${last}", "名单!$B$2")
    area = f"2:B{last}" if count > 1 else "2"
    assert [str(rule.sqref) for rule in sheet.data_validations.dataValidation] == [f"B{area}"]
    assert [str(area.sqref) for area in sheet.conditional_formatting] == [f"D{area.replace('B', 'D')}"]
    assert sheet[f"B{last}"].number_format == "0.00"
    chart = parts_of(made)["xl/charts/chart1.xml"].decode()
    assert f"<c:f>名单!$A$2:$A${last}</c:f>" in chart
    assert f"<c:f>名单!$B$2:$B${last}</c:f>" in chart
    assert f'<c:numCache><c:formatCode>General</c:formatCode><c:ptCount val="{count}"/>' in chart
    assert f'<c:pt idx="{count - 1}"><c:v>{90 + 10 * count}</c:v>' in chart


def test_without_rows_the_total_is_0_and_the_row_stays_empty_for_the_chart(template: bytes) -> None:
    made = filled_well(template, 规上企业=plants_of(0))
    rows = values_of(made, "名单")
    assert rows[1] == [None, None, None, 0]
    assert rows[2] == ["合计", 0, None, 0]
    assert "<c:f>名单!$B$2:$B$2</c:f>" in parts_of(made)["xl/charts/chart1.xml"].decode()
    assert values_of(made, "汇总")[0][:2] == [0, "#DIV/0!"]


def test_rows_of_an_empty_list_that_nothing_refers_to_go(workbook: Make) -> None:
    def plain(book: Any) -> None:
        sheet = book.add_worksheet("名单")
        sheet.write_column(
            0, 0, ["名单", "{% for 企业 in 规上企业 %}{{ 企业.名称 }}{% endfor %}{% for 企业 in 规上企业 %}"]
        )
        sheet.write_string(1, 1, "{% endfor %}")
        sheet.write_string(2, 0, "完")

    assert values_of(filled_well(workbook(plain), 规上企业=plants_of(0)), "名单") == [["名单"], ["完"]]


def test_filling_again_gives_the_same_bytes(template: bytes) -> None:
    assert filled(template, 规上企业=plants_of(5)) == filled(template, 规上企业=plants_of(5))


def test_nothing_but_what_the_rows_concern_changes(template: bytes) -> None:
    before, after = parts_of(template), parts_of(filled_well(template, 规上企业=plants_of(5)))
    assert before.keys() == after.keys()
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml",
        "xl/workbook.xml",
        "xl/sharedStrings.xml",
        "xl/charts/chart1.xml",
    }
