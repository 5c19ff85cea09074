from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from reportgen.model.dataset import Column
from reportgen.model.diagnostic import Fault
from reportgen.model.figure import Fact, Figure, Missing
from reportgen.model.place import CellRef
from reportgen.model.quantity import Quantity, parse_unit
from reportgen.model.schema import ColumnKind
from reportgen.ooxml.xml import from_cell

from .conftest import (
    changed_parts,
    filled,
    filled_well,
    formulas_of,
    opened,
    parts_of,
    plants_of,
    table_of,
    values_of,
    with_parts,
)

Make = Callable[..., bytes]


def figure(value: str, unit: str = "") -> Figure:
    return Figure(quantity=Quantity(Decimal(value), parse_unit(unit)), source=CellRef("data.xlsx", "指标", 2, 4))


def cells_of(
    *rows: list[Any], name: str = "表", formats: dict[tuple[int, int], str] | None = None, **options: Any
) -> Any:
    """A drawing of one sheet with these cells."""

    def draw(book: Any) -> None:
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                code = (formats or {}).get((at, column))
                shape = book.add_format({"num_format": code}) if code else None
                if isinstance(value, str) and value.startswith("="):
                    sheet.write_formula(at, column, value, shape, 0)
                elif value is not None:
                    sheet.write(at, column, value, shape)

    return draw


def codes(found: list[Any]) -> list[tuple[str, str]]:
    return [(item.code, str(item.place)) for item in found]


def test_a_template_without_tags_comes_out_as_it_is(workbook: Make) -> None:
    template = workbook(cells_of(["名称", 1, "=B1*2"]))
    data, found = filled(template)
    assert data == template
    assert codes(found) == [("no-tags", "模板.xlsx")]


def test_one_tag_filled_changes_its_sheet_and_the_shared_strings_only(workbook: Make) -> None:
    def two_sheets(book: Any) -> None:
        cells_of(["{{ 产值 }}", "名称"])(book)
        cells_of([1, "=A1"], name="另一张")(book)

    template = workbook(two_sheets)
    made = filled_well(template, 产值=figure("12.5", "亿元"))
    assert changed_parts(template, made) == {"xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"}
    assert b"{{" not in parts_of(made)["xl/sharedStrings.xml"]
    assert values_of(made, "表") == [[12.5, "名称"]]


def test_a_tag_alone_gives_a_number_in_the_cells_own_format(workbook: Make) -> None:
    template = workbook(cells_of(["{{ 产值 | 万元 }}"], [" {{ 产值 }} "], formats={(0, 0): "#,##0.0"}))
    sheet = opened(filled_well(template, 产值=figure("12.5", "亿元")))["表"]
    assert (sheet["A1"].value, sheet["A1"].number_format) == (125000, "#,##0.0")
    assert sheet["A2"].value == 12.5


def test_a_percentage_is_its_hundredth_part_under_a_format_that_shows_percent(workbook: Make) -> None:
    template = workbook(cells_of(["{{ 增速 }}", "{{ 增速 }}", "{{ 占比 }}"], formats={(0, 0): "0.0%", (0, 2): "0%"}))
    made = filled_well(template, 增速=figure("12.5", "%"), 占比=figure("0.25"))
    assert values_of(made, "表") == [[0.125, 12.5, 0.25]]


def test_exact_decimals_stay_exact(workbook: Make) -> None:
    made = filled_well(workbook(cells_of(["{{ 产值 }}"])), 产值=figure("0.1000000000000000055", "亿元"))
    assert "<v>0.1</v>" in parts_of(made)["xl/worksheets/sheet1.xml"].decode()
    made = filled_well(workbook(cells_of(["{{ 产值 }}"])), 产值=figure("123456789.12", "亿元"))
    assert "<v>123456789.12</v>" in parts_of(made)["xl/worksheets/sheet1.xml"].decode()


@pytest.mark.parametrize("date_1904", [False, True])
def test_a_date_takes_the_cells_format_or_gets_one(workbook: Make, date_1904: bool) -> None:
    template = workbook(
        cells_of(["{{ 日期 }}", "{{ 日期 }}", "{{ 日期 }}"], formats={(0, 0): "yyyy-mm", (0, 2): "@"}),
        options={"date_1904": True} if date_1904 else {},
    )
    made = filled_well(template, 日期=Fact(value=date(2015, 3, 1)))
    sheet = opened(made)["表"]
    assert (sheet["A1"].value.date(), sheet["A1"].number_format) == (date(2015, 3, 1), "yyyy-mm")
    assert sheet["B1"].value.date() == date(2015, 3, 1)
    assert sheet["C1"].value == "2015年3月1日"
    assert "xl/styles.xml" in changed_parts(template, made)
    plain = workbook(cells_of(["{{ 日期 }}"], formats={(0, 0): "yyyy-mm-dd"}))
    assert "xl/styles.xml" not in changed_parts(plain, filled_well(plain, 日期=Fact(value=date(2015, 3, 1))))


def test_text_round_a_tag_makes_text(workbook: Make) -> None:
    template = workbook(
        cells_of(["产值{{ 产值 }}，<{{ 单位 }}>"], ["{{ 单位 }}"], ["{% if 产值 > 1 %}高{% else %}低{% endif %}"])
    )
    made = filled_well(template, 产值=figure("12.5", "亿元"), 单位=Fact(value="经济开发区"))
    assert values_of(made, "表") == [["产值12.5亿元，<经济开发区>"], ["经济开发区"], ["高"]]


def test_runs_of_rich_text_keep_their_looks(workbook: Make) -> None:
    def rich(book: Any) -> None:
        sheet = book.add_worksheet("表")
        red, blue = book.add_format({"color": "red", "bold": True}), book.add_format({"color": "blue"})
        sheet.write_rich_string(0, 0, "共", red, "{{ 产", blue, "值 }}，增", red, "长", "！")
        sheet.write_rich_string(1, 0, red, "{% for 项 in 规上企业 %}{{ 项.名称 }}", blue, "；{% endfor %}")

    made = opened(filled_well(workbook(rich), 产值=figure("12.5", "亿元"), 规上企业=plants_of(2)), rich_text=True)["表"]
    runs = [(str(run), getattr(getattr(run, "font", None), "b", None)) for run in made["A1"].value]
    assert [(text, bool(bold)) for text, bold in runs] == [
        ("共", False), ("12.5亿元", True), ("，增", False), ("长", True), ("！", False),
    ]  # fmt: skip
    assert [str(run) for run in made["A2"].value] == ["企业1", "；", "企业2", "；"]


def test_an_empty_cell_of_the_data_leaves_the_cell_empty_and_is_said(workbook: Make) -> None:
    missing = Missing(name="产值", source=CellRef("data.xlsx", "指标", 3, 4))
    data, found = filled(workbook(cells_of(["{{ 产值 }}", "{{ 产值 | 万元 }}"])), 产值=missing)
    assert data is not None
    assert values_of(data, "表") == [[None, None]]
    assert codes(found) == [("empty-cell-filled", "模板.xlsx › 表 › A1"), ("empty-cell-filled", "模板.xlsx › 表 › B1")]
    assert str(found[0].related[0]) == "data.xlsx › 指标 › D3"


def test_an_empty_cell_of_the_data_in_the_midst_of_text_stops_the_fill(workbook: Make) -> None:
    missing = Missing(name="产值", source=CellRef("data.xlsx", "指标", 3, 4))
    data, found = filled(workbook(cells_of(["产值{{ 产值 }}"])), 产值=missing)
    assert data is None
    assert codes(found) == [("missing-value", "data.xlsx › 指标 › D3")]


def test_rows_between_for_and_endfor_repeat_together(workbook: Make) -> None:
    template = workbook(
        cells_of(
            ["名单"],
            ["{% for 企业 in 规上企业 %}"],
            ["{{ 序号 }}", "{{ 企业.名称 }}"],
            [None, "{{ 企业.产值 }}", "=B4*2"],
            ["{% endfor %}"],
            ["完"],
        )
    )
    made = filled_well(template, 规上企业=plants_of(2))
    assert values_of(made, "表") == [
        ["名单", None, None],
        [1, "企业1", None],
        [None, 100, 200],
        [2, "企业2", None],
        [None, 110, 220],
        ["完", None, None],
    ]
    assert formulas_of(made, "表") == {"C3": "=B3*2", "C5": "=B5*2"}


def test_loops_lie_inside_each_other_and_below_each_other(workbook: Make) -> None:
    template = workbook(
        cells_of(
            ["{% for 组 in 规上企业 | 分组('类别') %}{{ 组.名称 }}"],
            ["{% for 企业 in 组.行 %}{{ 企业.名称 }}", "{{ 企业.产值 }}{% endfor %}"],
            ["小计", "=SUM(B2)"],
            ["{% endfor %}"],
            ["{% for 企业 in 规上企业 %}{{ 企业.名称 }}", "{{ loop.index }}{% endfor %}"],
            ["合计", "=SUM(B3)"],
        )
    )
    table = table_of(
        "规上企业",
        3,
        名称=["甲", "乙", "丙"],
        类别=["铝", "药", "铝"],
        产值=([Decimal(1), Decimal(2), Decimal(4)], "万元"),
    )
    made = filled_well(template, 规上企业=table)
    assert values_of(made, "表") == [
        ["铝", None],
        ["甲", 1],
        ["丙", 4],
        ["小计", 5],
        ["药", None],
        ["乙", 2],
        ["小计", 2],
        ["甲", 1],
        ["乙", 2],
        ["丙", 3],
        ["合计", 7],
    ]


def test_columns_repeat_with_their_formulas_and_widths(workbook: Make) -> None:
    def months(book: Any) -> None:
        cells_of(
            ["月份", "{%列 for 项 in 规上企业 %}{{ 项.名称 }}{%列 endfor %}", "合计"],
            ["产值", "{{ 项.产值 }}", "=SUM(B2:B2)"],
            ["两倍", "=B2*2", "=C2"],
        )(book)
        book.worksheets()[0].set_column("B:B", 20)

    made = filled_well(workbook(months), 规上企业=plants_of(3))
    assert values_of(made, "表") == [
        ["月份", "企业1", "企业2", "企业3", "合计"],
        ["产值", 100, 110, 120, 330],
        ["两倍", 200, 220, 240, 330],
    ]
    assert formulas_of(made, "表") == {"E2": "=SUM(B2:D2)", "B3": "=B2*2", "C3": "=C2*2", "D3": "=D2*2", "E3": "=E2"}


def test_rows_and_columns_repeat_at_once(workbook: Make) -> None:
    template = workbook(
        cells_of(
            [None, "{%列 for 月 in [1, 2, 3] %}{{ 月 }}{%列 endfor %}"],
            ["{% for 项 in 规上企业 %}{{ 项.名称 }}", "{{ 项.产值 * 月 }}{% endfor %}", "=SUM(B2:B2)"],
        )
    )
    assert values_of(filled_well(template, 规上企业=plants_of(2)), "表") == [
        [None, 1, 2, 3, None],
        ["企业1", 100, 200, 300, 600],
        ["企业2", 110, 220, 330, 660],
    ]


def test_a_sheet_repeats_under_names_with_tags_and_others_add_them_up(workbook: Make) -> None:
    def draw(book: Any) -> None:
        cells_of(
            ["{%表 for 组 in 规上企业 | 分组('类别') %}{{ 组.名称 }}"],
            ["{% for 项 in 组.行 %}{{ 项.名称 }}", "{{ 项.产值 }}{% endfor %}"],
            ["合计", "=SUM(B2:B2)"],
            name="{{ 组.名称 }}表",
        )(book)
        cells_of(["=SUM('{{ 组.名称 }}表'!B2)"], name="汇总")(book)

    table = table_of(
        "规上企业",
        3,
        名称=["甲", "乙", "丙"],
        类别=["铝", "药", "铝"],
        产值=([Decimal(1), Decimal(2), Decimal(4)], "万元"),
    )
    made = filled_well(workbook(draw), 规上企业=table)
    assert opened(made).sheetnames == ["铝表", "药表", "汇总"]
    assert values_of(made, "铝表") == [["铝", None], ["甲", 1], ["丙", 4], ["合计", 5]]
    assert values_of(made, "药表") == [["药", None], ["乙", 2], ["合计", 2]]
    assert values_of(made, "汇总") == [[7]]


@pytest.mark.parametrize(
    "note",
    ["{% for 项 in 规上企业 行数 2 %}", "{% for 项 in 规上企业 %} 行数 2", "{% for 项 in 规上企业 %}（行数：2）"],
)
def test_a_note_repeats_its_row_and_is_taken_away(workbook: Make, note: str) -> None:
    def noted(book: Any) -> None:
        cells_of(["名称", "产值"], ["{{ 项.名称 }}", "{{ 项.产值 }}"], ["{{ 项.投资 }}"], ["完"])(book)
        sheet = book.worksheets()[0]
        sheet.write_comment("A2", f"张三：\n{note}")
        sheet.write_comment("A4", "请核对")

    made = filled_well(workbook(noted), 规上企业=plants_of(2))
    assert values_of(made, "表") == [
        ["名称", "产值"], ["企业1", 100], [10, None], ["企业2", 110], [10, None], ["完", None],
    ]  # fmt: skip
    sheet = opened(made)["表"]
    assert [(cell.coordinate, cell.comment.text) for row in sheet.iter_rows() for cell in row if cell.comment] == [
        ("A6", "请核对")
    ]


def test_conditions_take_one_of_two_stretches_of_rows(workbook: Make) -> None:
    template = workbook(cells_of(["{% if 有 %}"], ["有数据"], ["{% else %}"], ["没有数据"], ["{% endif %}"], ["完"]))
    assert values_of(filled_well(template, 有=True), "表")[0][0] == "有数据"
    assert [row[0] for row in values_of(filled_well(template, 有=False), "表")] == ["没有数据", "完"]


def test_a_set_name_holds_for_the_cells_behind_it(workbook: Make) -> None:
    template = workbook(cells_of(["{% set 总 = 产值 * 2 %}{{ 总 }}"], ["{{ 总 }}"]))
    assert values_of(filled_well(template, 产值=figure("2", "亿元")), "表") == [[4], [4]]


def test_shared_and_array_formulas_are_written_out_and_follow(workbook: Make) -> None:
    template = workbook(
        cells_of(
            [
                "{% for 项 in 规上企业 %}{{ 项.产值 }}{% endfor %}{% for 项 in 规上企业 %}",
                "{{ 项.投资 }}{% endfor %}",
                0,
            ],
            [1, 2, 0],
            [3, 4, 0],
            [0],
        )
    )
    sheet = parts_of(template)["xl/worksheets/sheet1.xml"].decode()
    sheet = sheet.replace('<c r="C1"><v>0</v></c>', "")
    sheet = sheet.replace(
        '<c r="C2"><v>0</v></c>', '<c r="C2"><f t="shared" ref="C2:C3" si="0">A2*$B$3</f><v>4</v></c>'
    )
    sheet = sheet.replace('<c r="C3"><v>0</v></c>', '<c r="C3"><f t="shared" si="0"/><v>12</v></c>')
    sheet = sheet.replace('<c r="A4"><v>0</v></c>', '<c r="A4"><f t="array" ref="A4">SUM(A2:A3*B2:B3)</f><v>14</v></c>')
    template = with_parts(template, {"xl/worksheets/sheet1.xml": sheet.encode()})
    data, found = filled(template, 规上企业=plants_of(3))
    assert data is not None, codes(found)
    assert formulas_of(data, "表") == {"C4": "=A4*$B$5", "C5": "=A5*$B$5", "A6": "=SUM(A4:A5*B4:B5)"}
    assert [row[2] for row in values_of(data, "表")][3:5] == [4, 12]


def test_a_loop_inside_a_table_takes_its_totals_and_filter_along(workbook: Make) -> None:
    def listed(book: Any) -> None:
        sheet = book.add_worksheet("表")
        sheet.add_table(
            "A1:C3",
            {
                "name": "企业表",
                "total_row": True,
                "columns": [
                    {"header": "名称", "total_string": "合计"},
                    {"header": "产值"},
                    {"header": "两倍", "formula": "=企业表[[#This Row],[产值]]*2"},
                ],
            },
        )
        sheet.write_string("A2", "{% for 项 in 规上企业 %}{{ 项.名称 }}")
        sheet.write_string("B2", "{{ 项.产值 }}{% endfor %}")
        sheet.write_formula("B3", "=SUBTOTAL(109,企业表[产值])", None, 0)

    made = filled_well(workbook(listed), 规上企业=plants_of(3))
    table = opened(made)["表"].tables["企业表"]
    assert (table.ref, table.autoFilter.ref) == ("A1:C5", "A1:C4")
    assert values_of(made, "表")[1:] == [
        ["企业1", 100, 200], ["企业2", 110, 220], ["企业3", 120, 240], ["合计", 330, None],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["{% for 项 in 规上企业 %}{{ 项.名称 }}"]], [("unclosed-loop", "A1")]),
        ([["甲"], ["{% endfor %}"]], [("nothing-to-end", "A2")]),
        ([["{% for 项 in 规上企业 %}a"], ["b{% endif %}"]], [("nothing-to-end", "A2"), ("unclosed-loop", "A1")]),
        (
            [["{% for 甲 in 规上企业 %}", "x{% endfor %}", "{% for 乙 in 规上企业 %}", "y{% endfor %}"]],
            [("overlapping-loops", "C1")],
        ),
        ([["{%表 for 甲 in 规上企业 %}", "{%表 for 乙 in 规上企业 %}x"]], [("several-sheet-loops", "B1")]),
        (
            [["{{ 产直 }}"], ["{{ 不在 }}"]],
            [("undefined-name", "A1 › 第1个字 › {{ 产直 }}"), ("undefined-name", "A2 › 第1个字 › {{ 不在 }}")],
        ),
        ([["{{ 规上企业 }}"]], [("not-a-cell-value", "A1 › 第1个字 › {{ 规上企业 }}")]),
        ([["{{ 规上企业[0].名字 }}"]], [("unknown-column", "A1 › 第1个字 › {{ 规上企业[0].名字 }}")]),
        (
            [["{{ 1 + }}", "{{ 2 | }}"]],
            [("missing-expression", "A1 › 第1个字 › {{ 1 + }}"), ("unexpected-token", "B1 › 第1个字 › {{ 2 | }}")],
        ),
        (
            [["{% for 项 in 规上企业 %}{{ 项.产直 }}", "{{ 项.名称 }}{% endfor %}"]],
            [("unknown-column", "A1 › 第20个字 › {{ 项.产直 }}")],
        ),
        (
            [["{% for 项 in 规上企业 %}{{ 项.产值 | 吨 }}", "x{% endfor %}"]],
            [("unit-mismatch", "A1 › 第20个字 › {{ 项.产值 | 吨 }}")],
        ),
        ([["{{ '长' * 40000 }}"]], [("unsupported-operation", "A1 › 第1个字 › {{ '长' * 40000 }}")]),
        ([["{% for 数 in range(9999) %}很长的文字{% endfor %}"]], [("cell-text-too-long", "A1")]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_cell_and_nothing_is_made(
    workbook: Make, rows: list[list[str]], expected: list[tuple[str, str]]
) -> None:
    data, found = filled(workbook(cells_of(*rows)), 规上企业=plants_of(2))
    assert data is None
    assert codes(found) == [(code, f"模板.xlsx › 表 › {cell}") for code, cell in expected]


def test_a_loop_over_columns_is_said_with_its_own_end(workbook: Make) -> None:
    template = workbook(cells_of(["{%列 for 项 in 规上企业 %}{{ 项.名称 }}{% endfor %}"]))
    _, found = filled(template, 规上企业=plants_of(2))
    facts = {item.code: dict(item.facts) for item in found}
    assert facts == {
        "nothing-to-end": {"tag": "{% endfor %}"},
        "unclosed-loop": {"tag": "{%列 for 项 in 规上企业 %}", "end": "{%列 endfor %}"},
    }


def test_output_beyond_a_sheet_is_refused(workbook: Make) -> None:
    template = workbook(
        cells_of(["{% for 甲 in range(9999) %}a"], ["{% for 乙 in range(9999) %}b", "c{% endfor %}"], ["{% endfor %}"])
    )
    data, found = filled(template)
    assert data is None
    assert found[0].code in ("endless-template", "output-too-long")
    wide = workbook(cells_of(["{%列 for 甲 in range(9999) %}a", "b", "c{%列 endfor %}"]))
    data, found = filled(wide)
    assert codes(found) == [("sheet-too-wide", "模板.xlsx › 表")]


def test_a_loop_past_the_last_row_is_refused(workbook: Make) -> None:
    for values, place in (("规上企业", " › A1"), ("规上企业 | 前几(400000)", "")):
        start = f"{{% for 项 in {values} %}}{{{{ 项.名称 }}}}"
        data, found = filled(
            workbook(cells_of([start, "x"], ["y"], ["z", "{% endfor %}"])), 规上企业=plants_of(400_000)
        )
        assert data is None
        assert codes(found) == [("sheet-too-long", f"模板.xlsx › 表{place}")]


def test_a_row_of_many_cells_cannot_repeat_without_bound(workbook: Make) -> None:
    template = workbook(cells_of(["{% for 项 in 规上企业 %}{{ 项.名称 }}", *range(999), "{% endfor %}x"]))
    assert codes(filled(template, 规上企业=plants_of(30_000))[1]) == [("too-many-cells", "模板.xlsx › 表")]


def test_sheets_do_not_repeat_without_bound_or_go_all_away(workbook: Make) -> None:
    template = workbook(cells_of(["{%表 for 项 in 规上企业 %}{{ 项.名称 }}"]))
    assert codes(filled(template, 规上企业=plants_of(1001))[1]) == [("too-many-sheets", "模板.xlsx › 表")]
    assert codes(filled(template, 规上企业=plants_of(0))[1]) == [("no-sheet-left", "模板.xlsx")]


def test_more_tags_than_anybody_writes_are_refused(workbook: Make) -> None:
    template = workbook(cells_of(*[["{{ 甲 }}"] * 100] * 201))
    assert codes(filled(template, 甲=1)[1]) == [("too-many-tagged-cells", "模板.xlsx › 表")]


def test_text_that_looks_like_our_marks_stays_text(workbook: Make) -> None:
    odd = "\x01C0\x02假\x04{{ 名 }}\ue004\ue005"
    template = workbook(cells_of(["{{ 名 }}", odd]))
    data, _ = filled(template, 名=Fact(value="\x01C0\x02\ue0000\ue001<&>"))
    assert data is not None
    assert from_cell(values_of(data, "表")[0][0]) == "\x01C0\x02\ue0000\ue001<&>"
    assert "C0假" in values_of(data, "表")[0][1]


def test_inline_strings_hold_tags_as_well(workbook: Make) -> None:
    template = workbook(cells_of([1, 2]))
    sheet = parts_of(template)["xl/worksheets/sheet1.xml"].decode()
    sheet = sheet.replace('<c r="A1"><v>1</v></c>', '<c r="A1" t="inlineStr"><is><t>{{ 产值 }}</t></is></c>')
    made = filled_well(with_parts(template, {"xl/worksheets/sheet1.xml": sheet.encode()}), 产值=figure("3", "亿元"))
    assert values_of(made, "表") == [[3, 2]]


def test_a_formula_that_cannot_be_worked_out_is_left_to_the_program_that_opens_the_file(workbook: Make) -> None:
    def unknown(book: Any) -> None:
        book.add_worksheet("表").write_string("A1", "{{ 产值 }}")
        book.worksheets()[0].write_formula("A2", "=WEBSERVICE(A1)", None, 5)

    template = workbook(unknown)
    main = parts_of(template)["xl/workbook.xml"].replace(b' fullCalcOnLoad="1"', b"")
    made = filled_well(with_parts(template, {"xl/workbook.xml": main}), 产值=figure("3", "亿元"))
    assert values_of(made, "表") == [[3], [None]]
    assert b'fullCalcOnLoad="1"' in parts_of(made)["xl/workbook.xml"]


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml"])
def test_a_part_that_is_no_xml_is_refused(workbook: Make, part: str) -> None:
    template = workbook(cells_of(["{{ 产值 }}"]))
    broken = parts_of(template)[part].replace(b"<sheet", b"<broken><sheet", 1)
    with pytest.raises(Fault) as caught:
        filled(with_parts(template, {part: broken}), 产值=figure("3", "亿元"))
    assert caught.value.code == "broken-xml"
    assert caught.value.diagnostics[0].facts["file"] == "模板.xlsx"


def test_a_number_that_loses_its_hedge_in_a_cell_is_said(workbook: Make) -> None:
    about = Figure(quantity=Quantity(Decimal(12), parse_unit("亿元")), name="投资", approximate=True, hedge="约")
    column = plants_of(2).columns["产值"]
    plants = replace(plants_of(2), columns={"产值": replace(column, approximate=frozenset({1}), hedges={1: "约"})})
    template = workbook(
        cells_of(["{{ 投资 }}", "{{ 投资 }}左右"], ["{% for 项 in 规上企业 %}{{ 项.产值 }}", "x{% endfor %}"])
    )
    data, found = filled(template, 投资=about, 规上企业=plants)
    assert data is not None
    assert values_of(data, "表") == [[12, "约12亿元左右"], [100, "x"], [110, "x"]]
    assert [(item.code, str(item.place), item.facts["count"]) for item in found] == [
        ("hedge-left-out", "模板.xlsx › 表 › A1", "1"),
        ("hedge-left-out", "模板.xlsx › 表 › A2", "1"),
    ]


def test_an_empty_cell_loses_no_hedge(workbook: Make) -> None:
    column = plants_of(2).columns["产值"]
    about = Column(name="概数", kind=ColumnKind.TEXT, position=9, values=["约", "余"])
    columns = {"产值": replace(column, values=[Decimal(100), None], hedge="概数"), "概数": about}
    template = workbook(cells_of(["{% for 项 in 规上企业 %}{{ 项.产值 }}", "x{% endfor %}"]))
    _, found = filled(template, 规上企业=replace(plants_of(2), columns=columns))
    assert sorted((item.code, item.facts["count"]) for item in found) == [
        ("empty-cell-filled", "1"),
        ("hedge-left-out", "1"),
    ]
