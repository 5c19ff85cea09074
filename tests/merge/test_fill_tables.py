"""Tables whose headers hold tags: the column takes the header's text for its name, and formulas follow."""

from collections.abc import Callable
from typing import Any

import pytest

from .conftest import filled_well, formulas_of, opened, parts_of, plants_of, values_of

Make = Callable[..., bytes]
HEADER = "{{ 年度 }}年[产值]"


def listed(book: Any, rows: list[list[Any]]) -> None:
    """Table 清单 in A1, its second header a tag; formulas beside it, on another sheet and in a name."""
    sheet, other = book.add_worksheet("表"), book.add_worksheet("汇总")
    quoted = HEADER.replace("[", "'[").replace("]", "']")
    columns = [{"header": "名称"}, {"header": HEADER}, {"header": "倍"}]
    sheet.add_table(0, 0, len(rows), 2, {"name": "清单", "columns": columns})
    for at, row in enumerate(rows, 1):
        sheet.write_row(at, 0, row)
        sheet.write_formula(at, 2, f"=清单[[#This Row],[{quoted}]]*2", None, 0)
    book.define_name("总数", f"=SUM(清单[{quoted}])")
    other.write_formula("A1", f"=SUM(清单[{quoted}])", None, 0)
    other.write_formula("A2", "=总数+1", None, 211)


@pytest.mark.parametrize("count", [None, 3])
def test_formulas_follow_a_column_whose_header_held_a_tag(workbook: Make, count: int | None) -> None:
    looped = [["{% for 项 in 规上企业 %}{{ 项.名称 }}", "{{ 项.产值 }}{% endfor %}"]]
    template = workbook(lambda book: listed(book, looped if count else [["甲", 100], ["乙", 110]]))
    data = filled_well(template, 年度=2015, 规上企业=plants_of(count or 0))
    total = 330 if count else 210
    assert list(opened(data)["表"].tables["清单"].column_names) == ["名称", "2015年[产值]", "倍"]
    assert formulas_of(data, "表")["C2"] == "=清单[[#This Row],[2015年'[产值']]]*2"
    assert formulas_of(data, "汇总")["A1"] == "=SUM(清单[2015年'[产值']])"
    assert "SUM(清单[2015年'[产值']])" in parts_of(data)["xl/workbook.xml"].decode()
    assert [row[0] for row in values_of(data, "汇总")][:2] == [total, total + 1]
    assert values_of(data, "表")[1][2] == 200
