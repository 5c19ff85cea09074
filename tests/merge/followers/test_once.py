"""What a loop does not repeat is said: tables inside one, and pictures beyond any number that can be drawn."""

from collections.abc import Callable
from typing import Any

import pytest

from reportgen.merge.expressions import fill_environment
from reportgen.merge.fill import fill

Draw = Callable[[Any], None]


@pytest.fixture
def findings(workbook: Callable[[Draw], bytes]) -> Callable[..., list[tuple[str, str, str]]]:
    """Code, place and thing of what a fill of a loop in row 3 finds."""

    def find(draw: Draw, rounds: int = 3) -> list[tuple[str, str, str]]:
        def whole(book: Any) -> None:
            sheet = book.add_worksheet("表")
            sheet.write_column(0, 0, ["企业", "x", "{% for 甲 in 列 %}{{ 甲 }}", "合计"])
            sheet.write("B3", "{% endfor %}")
            draw(sheet)

        names = {**fill_environment().globals, "列": list(range(rounds))}
        _, found = fill(workbook(whole), "模板.xlsx", names)
        return [(item.code, str(item.place), item.facts["what"]) for item in found]

    return find


def in_row(row: int, height: int = 15) -> Draw:
    options = {"width": 30, "height": height, "description": "徽标"}
    return lambda sheet: sheet.insert_textbox(row - 1, 3, "徽标", options)


def test_a_shape_in_a_loop_of_too_many_rounds_is_said_to_stand_once(findings: Callable[..., Any]) -> None:
    assert findings(in_row(3), rounds=1000) == []
    assert findings(in_row(3), rounds=1001) == [("stands-once", "模板.xlsx › 表 › D3", "TextBox 1")]


def test_a_table_in_a_loop_is_said_to_stand_once(findings: Callable[..., Any]) -> None:
    def table(sheet: Any) -> None:
        sheet.write("A6", "{% for 乙 in 列 %}{{ 乙 }}")
        sheet.write("B9", "{% endfor %}")
        sheet.add_table("D7:E8", {"name": "清单"})

    assert findings(table) == [("stands-once", "模板.xlsx › 表 › D7", "清单")]


@pytest.mark.parametrize("row", [2, 4])
def test_what_lies_outside_of_a_loop_is_not_spoken_of(findings: Callable[..., Any], row: int) -> None:
    assert findings(in_row(row)) == []


def test_what_reaches_over_a_loop_or_has_one_round_is_not_spoken_of(findings: Callable[..., Any]) -> None:
    assert findings(in_row(2, height=90)) == []
    assert findings(in_row(3), rounds=1) == []
