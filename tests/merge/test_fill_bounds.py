"""What tags may take: templates that would run for ever, or make more than a sheet holds, are stopped and placed."""

from collections.abc import Callable
from typing import Any

import pytest

from .conftest import filled, plants_of

Make = Callable[..., bytes]


def rows_of(*cells: str) -> Callable[[Any], None]:
    """A drawing of a sheet 表 with these cells below each other."""

    def draw(book: Any) -> None:
        book.add_worksheet("表").write_column(0, 0, cells)

    return draw


def codes(found: list[Any]) -> list[tuple[str, str]]:
    return [(item.code, str(item.place)) for item in found]


def test_loops_deeper_than_can_be_compiled_are_said_at_the_first_tag(workbook: Make) -> None:
    depth = 25
    tags = ["{% for q in 规上企业 %}"] * depth + ["{{ q.名称 }}"] + ["{% endfor %}"] * depth
    data, found = filled(workbook(rows_of("企业", *tags)), 规上企业=plants_of(1))
    assert (data, codes(found)) == (None, [("template-too-deep", "模板.xlsx › 表 › A2")])


def nested(values: str) -> Callable[[Any], None]:
    """One loop over the plants inside another."""
    ends = ("{% endfor %}", "{% endfor %}")
    return rows_of("{% for a in 规上企业 %}", f"{{% for b in {values} %}}", "{{ a.名称 }}{{ b.产值 }}", *ends)


def test_loops_inside_each_other_are_refused_before_they_begin(workbook: Make) -> None:
    data, found = filled(workbook(nested("规上企业")), 规上企业=plants_of(5000))
    assert (data, codes(found)) == (None, [("sheet-too-long", "模板.xlsx › 表 › A1")])
    assert found[0].facts == {"rows": "25000000", "limit": "1048576"}


def test_loops_inside_each_other_run_where_their_rows_have_room(workbook: Make) -> None:
    data, found = filled(workbook(nested("规上企业")), 规上企业=plants_of(20))
    assert (data is None, found) == (False, [])


def test_rounds_of_inner_loops_use_up_the_budget_in_time(workbook: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportgen.merge.fill.STEPS", 100_000)
    data, found = filled(workbook(nested("规上企业 | 前几(150)")), 规上企业=plants_of(150))
    assert (data, codes(found)) == (
        None,
        [("endless-template", "模板.xlsx › 表 › A2 › 第1个字 › {% for b in 规上企业 | 前几(150) %}")],
    )


def across(book: Any) -> None:
    """A loop along columns across one along rows."""
    sheet = book.add_worksheet("表")
    sheet.write_row("B1", ["{%列 for a in 规上企业 %}{{ a.名称 }}", "{%列 endfor %}"])
    sheet.write_row("A2", ["{% for b in 规上企业 %}{{ b.名称 }}", "{{ a.产值 }}", "{% endfor %}"])


def test_loops_across_each_other_are_refused_before_they_begin(workbook: Make) -> None:
    data, found = filled(workbook(across), 规上企业=plants_of(5000))
    assert (data, codes(found)) == (None, [("too-many-cells", "模板.xlsx › 表 › A2")])
    data, found = filled(workbook(across), 规上企业=plants_of(3))
    assert (data is None, found) == (False, [])
