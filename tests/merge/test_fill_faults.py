"""All that is wrong with a template is said in one run, at the same place whichever way its cells are read."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from .conftest import filled, plants_of, table_of

Make = Callable[..., bytes]
LOOP = "{% for 项 in 规上企业 %}"
END = "{% endfor %}"


def sheets(**texts: list[list[str]]) -> Callable[[Any], None]:
    """A workbook of sheets of texts; the page header of the last one asks for what is not there."""

    def draw(book: Any) -> None:
        for name, rows in texts.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
        sheet.set_header("&C{{ 页眉 }}")

    return draw


def said(found: list[Any]) -> set[tuple[str, str]]:
    return {(item.code, str(item.place).removeprefix("模板.xlsx › ")) for item in found}


def test_one_run_says_what_is_wrong_with_blocks_tags_cells_columns_and_headers(workbook: Make) -> None:
    template = workbook(
        sheets(
            一=[[f"{LOOP}{{{{ 项.名称 }}}}", "{{ 1 + }}", "{{ 没有 }}"]],
            二=[["{{ 也没有 }}", "{{ 规上企业 }}"], [f"{LOOP}{{{{ 项.产值 | 吨 }}}}", f"{{{{ 项.名称 }}}}{END}"]],
            三=[["前{{ 规上企业[0] }}后"]],
        )
    )
    data, found = filled(template, 规上企业=plants_of(2))
    assert data is None
    assert said(found) == {
        ("unclosed-loop", "一 › A1"),
        ("missing-expression", "一 › B1 › 第1个字 › {{ 1 + }}"),
        ("undefined-name", "一 › C1 › 第1个字 › {{ 没有 }}"),
        ("undefined-name", "二 › A1 › 第1个字 › {{ 也没有 }}"),
        ("not-a-cell-value", "二 › B1 › 第1个字 › {{ 规上企业 }}"),
        ("unit-mismatch", "二 › A2 › 第20个字 › {{ 项.产值 | 吨 }}"),
        ("not-a-cell-value", "三 › A1 › 第2个字 › {{ 规上企业[0] }}"),
        ("undefined-name", "三"),
    }


def test_a_sheet_without_room_does_not_hide_what_is_wrong_with_cells(workbook: Make) -> None:
    template = workbook(
        sheets(一=[[f"{LOOP}{{{{ 项.名称 }}}}", f"{{{{ 项.产值 | 吨 }}}}{END}"]] * 2, 二=[["{{ 规上企业 }}"]])
    )
    _, found = filled(
        template, 规上企业=table_of("规上企业", 700_000, 名称=["厂"] * 700_000, 产值=["1"] * 700_000), 页眉=""
    )
    assert {code for code, _ in said(found)} >= {"sheet-too-long", "not-a-cell-value"}


def test_each_cell_of_the_data_that_is_no_figure_is_named(workbook: Make) -> None:
    rows = table_of("规上企业", 4, 名称=list("甲乙丙丁"), 产值=([Decimal(1), "无", None, "保密"], "万元"))
    _, found = filled(workbook(sheets(一=[[f"{LOOP}{{{{ 项.产值 | 亿元 }}}}", f"x{END}"]])), 规上企业=rows, 页眉="")
    assert {pair for pair in said(found) if pair[0] == "not-a-figure"} == {
        ("not-a-figure", "data.xlsx › 规上企业 › B3"),
        ("not-a-figure", "data.xlsx › 规上企业 › B5"),
    }


@pytest.mark.parametrize("tag", ["{{ 项.产直 }}", "{{ 项.产值 | 吨 }}", "{{ 项.名称 | 亿元 }}"])
def test_a_fault_has_one_place_read_by_columns_or_by_the_template(workbook: Make, tag: str) -> None:
    by_columns, by_template = (
        said(filled(workbook(sheets(一=[[f"{loop}{tag}", f"x{END}"]])), 规上企业=plants_of(2), 页眉="")[1])
        for loop in ("{% for 项 in 规上企业      %}", "{% for 项 in 规上企业 if 1 %}")
    )
    assert by_columns == by_template != set()


def test_of_very_many_faults_of_a_column_the_first_are_listed(workbook: Make) -> None:
    rows = table_of("规上企业", 500, 产值=([*([Decimal(1)] * 100), *(f"无{at}" for at in range(400))], "万元"))
    _, found = filled(workbook(sheets(一=[[f"{LOOP}{{{{ 项.产值 | 亿元 }}}}", f"x{END}"]])), 规上企业=rows, 页眉="")
    assert [item.code for item in found] == ["not-a-figure"] * 20 + ["more-of-the-same"]
    assert found[-1].facts["count"] == "380"
