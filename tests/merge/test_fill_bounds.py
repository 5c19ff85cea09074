"""What tags may take: templates that would run for ever, or make more than a sheet holds, are stopped and placed."""

from collections.abc import Callable
from typing import Any

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
