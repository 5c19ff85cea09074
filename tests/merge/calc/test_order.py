"""What is worked out, in which order: changes, chains, circles, loops of many rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pytest

from reportgen.merge.excel.calc.calculate import Calculation, Results
from reportgen.merge.excel.calc.formulas import CellFormula, ColumnFormula, TableArea, Workbook
from reportgen.merge.excel.calc.known import Known
from reportgen.merge.excel.calc.values import KEPT, UNKNOWN, ExcelError, Value, stored

from .conftest import calculate

SHEET = "表"
Place = Callable[[str], tuple[str, int, int]]


def cell(place: Place, address: str, text: str, *, cached: Value = 77.0, stale: bool = False) -> CellFormula:
    sheet, row, column = place(address)
    return CellFormula(sheet=sheet, row=row, column=column, text=text, cached=cached, stale=stale)


def known(place: Place, cells: Mapping[str, Value], changed: Sequence[str] = ()) -> Known:
    made = Known([SHEET])
    for address, value in cells.items():
        made.put(*place(address), value, changed=address in changed)
    return made


def column(letter: int, texts: Sequence[str], *, first: int = 3, step: int = 1, linear: bool = False) -> ColumnFormula:
    return ColumnFormula(sheet=SHEET, column=letter, first=first, step=step, texts=texts, linear=linear)


def loop(count: int, **columns: Sequence[float]) -> Known:
    made = Known([SHEET])
    for number, values in enumerate(columns.values(), start=2):
        made.put_column(SHEET, number, 3, 1, values[:count])
    return made


def test_formulas_that_no_change_reaches_keep_their_values(place: Place) -> None:
    formulas = [
        cell(place, "B1", "A1*2"),
        cell(place, "B2", "A2*2"),
        cell(place, "B3", "B2+1"),
        cell(place, "B4", "B1+1"),
    ]
    found = calculate(known(place, {"A1": 1.0, "A2": 5.0}, ["A2"]), formulas)
    assert found.cells == [KEPT, 10.0, 11.0, KEPT]


def test_without_any_change_nothing_is_worked_out(place: Place) -> None:
    found = calculate(known(place, {"A1": 1.0}), [cell(place, "B1", "A1*2"), cell(place, "B2", "NOW()")])
    assert found.cells == [KEPT, KEPT]


def test_a_value_that_stands_is_the_input_of_what_changed(place: Place) -> None:
    formulas = [cell(place, "B1", "A1*2", cached=50.0), cell(place, "B2", "B1+A2")]
    assert calculate(known(place, {"A1": 1.0, "A2": 5.0}, ["A2"]), formulas).cells == [KEPT, 55.0]


def test_a_formula_without_a_value_is_worked_out_for_others_only(place: Place) -> None:
    formulas = [cell(place, "B1", "A1*2", cached=UNKNOWN), cell(place, "B2", "B1+A2")]
    assert calculate(known(place, {"A1": 1.0, "A2": 5.0}, ["A2"]), formulas).cells == [KEPT, 7.0]


def test_a_stale_formula_is_worked_out_though_no_cell_changed(place: Place) -> None:
    formulas = [cell(place, "B1", "SUM(A1:A2)", stale=True), cell(place, "B2", "B1*2"), cell(place, "B3", "A1")]
    assert calculate(known(place, {"A1": 1.0, "A2": 5.0}), formulas).cells == [6.0, 12.0, KEPT]


def test_what_is_not_known_takes_with_it_what_rests_on_it(place: Place) -> None:
    formulas = [cell(place, "B1", "NUMBERSTRING(A1,1)"), cell(place, "B2", "B1+1"), cell(place, "B3", "SUM(B1:B2,9)")]
    assert calculate(known(place, {"A1": 1.0}, ["A1"]), formulas).cells == [UNKNOWN] * 3


def test_functions_that_may_look_anywhere_change_with_anything(place: Place) -> None:
    formulas = [cell(place, "B1", 'INDIRECT("A1")'), cell(place, "B2", "B1+1"), cell(place, "B3", "VLOOKUP(1,C1:D9,2)")]
    assert calculate(known(place, {"A1": 1.0}, ["A1"]), formulas).cells == [UNKNOWN, UNKNOWN, KEPT]


def test_a_change_goes_on_through_wide_and_tall_areas(place: Place) -> None:
    formulas = [
        cell(place, "B900", "SUM(A1:A899)"),
        cell(place, "C901", "SUM(A900:Z900)"),
        cell(place, "D902", "SUM(C:C)"),
        cell(place, "E903", "SUM(1:899)"),
        cell(place, "F904", "SUM(D1:D900)"),
    ]
    assert calculate(known(place, {"A5": 2.0}, ["A5"]), formulas).cells == [2.0, 2.0, 2.0, 2.0, KEPT]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["B1+1"], [UNKNOWN]),
        (["B2+1", "B1+1"], [UNKNOWN, UNKNOWN]),
        (["SUM(B1:B3)", "A1", "A1"], [UNKNOWN, 1.0, 1.0]),
        (["IF(A1=1,5,B1)"], [5.0]),
        (["IFERROR(B2,3)", "B1", "A1"], [UNKNOWN, UNKNOWN, 1.0]),
    ],
)
def test_circles_are_unknown_and_what_stands_apart_is_not(
    texts: list[str], expected: list[Value], place: Place
) -> None:
    formulas = [cell(place, f"B{row}", text, stale=True) for row, text in enumerate(texts, start=1)]
    assert calculate(known(place, {"A1": 1.0}, ["A1"]), formulas).cells == expected


@pytest.mark.parametrize("backwards", [False, True])
def test_a_chain_of_formulas_may_be_of_any_length(backwards: bool, place: Place) -> None:
    rows = list(range(2, 20_002))
    formulas = [cell(place, f"B{row}", f"B{row - 1}+A1") for row in rows]
    given = known(place, {"A1": 1.0, "B1": 0.0}, ["A1"])
    found = calculate(given, formulas[::-1] if backwards else formulas)
    assert sorted(found.cells, key=lambda value: value if isinstance(value, float) else 0) == [
        float(row - 1) for row in rows
    ]


def test_formulas_that_lean_on_each_other_row_by_row_are_worked_out(place: Place) -> None:
    rows = range(3, 1003)
    texts = [f"E{row - 1}+B{row}" for row in rows], [f"D{row}*0.5" for row in rows]
    found = calculate(loop(1000, values=[1.0] * 1000), [], [column(4, texts[0]), column(5, texts[1])])
    total = 0.0
    for one, half in zip(*found.columns, strict=True):
        total = total / 2 + 1
        assert (one, half) == (total, total / 2)


def test_a_running_total_reads_upwards_and_downwards(place: Place) -> None:
    rows = range(3, 503)
    values = [row / 7 for row in rows]
    texts = [f"D{row - 1}+B{row}" for row in rows], [f"E{row + 1}+B{row}" for row in rows]
    found = calculate(loop(500, values=values), [], [column(4, texts[0]), column(5, texts[1], linear=True)])
    down = up = 0.0
    for index in range(500):
        down += values[index]
        up += values[-1 - index]
        assert found.columns[0][index] == down
        assert found.columns[1][-1 - index] == up


def test_a_growing_sum_has_the_same_bits_as_adding_anew(place: Place) -> None:
    rows = range(3, 203)
    values = [row / 7 for row in rows]
    texts = [f"SUM(B$3:B{row})" for row in rows], [f"MAX(B$3:B{row})" for row in rows]
    found = calculate(loop(200, values=values), [], [column(4, texts[0]), column(5, texts[1])])
    total = 0.0
    for index, value in enumerate(values):
        total += value
        assert found.columns[0][index] == total
        assert found.columns[1][index] == value


def test_loops_side_by_side_and_between_each_other_are_read(place: Place) -> None:
    made = Known([SHEET])
    made.put_column(SHEET, 2, 3, 2, [float(number) for number in range(100)])
    made.put_column(SHEET, 2, 4, 2, [1000.0] * 100)
    made.put(SHEET, 203, 2, 0.5, changed=True)
    texts = [f"B{row}+B{row + 1}" for row in range(3, 203, 2)]
    total = cell(place, "B300", "SUM(B3:B203)")
    found = calculate(made, [total], [column(3, texts, step=2)])
    assert found.columns[0] == [1000.0 + number for number in range(100)]
    assert found.cells == [4950 + 100_000.5]


def test_texts_that_do_not_go_on_alike_are_still_worked_out(place: Place) -> None:
    texts = ["B3*2", "B4*2", "B5*3", "B6*3", "SUM(B3:B6)", "B8", "B9", "B8", '"2"&B10', '"3"&B11']
    found = calculate(loop(20, values=[float(row) for row in range(3, 23)]), [], [column(4, texts)])
    assert found.columns == [[6.0, 8.0, 15.0, 18.0, 18.0, 8.0, 9.0, 8.0, "210", "311"]]


def test_numbers_in_names_and_sheets_are_not_taken_for_rows(place: Place) -> None:
    sheets = ("一1", "一2", "一3", SHEET)
    made = Known(sheets)
    for number, sheet in enumerate(sheets[:3], start=1):
        made.put(sheet, 1, 1, 10.0 * number, changed=True)
    names = {"率1": "表!$A$1", "率2": "表!$A$2", "率3": "表!$A$9"}
    made.put(SHEET, 9, 1, 7.0, changed=True)
    book = Workbook(sheets=sheets, name=lambda name, _: names.get(name))
    texts = ["一1!A1", "一2!A1", "一3!A1"], ["率1", "率2", "率3"]
    found = calculate(made, [], [column(4, texts[0]), column(5, texts[1])], book)
    assert found.columns == [[10.0, 20.0, 30.0], [0.0, 0.0, 7.0]]


def test_names_stand_for_cells_and_values(shown: Callable[..., str]) -> None:
    names = {
        "合计": "表!$A$1:$A$2",
        "税率": "0.13",
        "相对": "表!A1",
        "算式": "SUM(表!$A$1:$A$2)*2",
        "半": "表!$A1",
        "列": "表!$A:$A",
        "叠": "合计",
        "字": '"元"',
    }
    cells = {"A1": "1", "A2": "2"}
    book = {"name": lambda name, _: names.get(name)}
    found = [
        shown(text, cells, **book)
        for text in ("SUM(合计)", "A1*税率", "A1&字", "算式-1", "SUM(列)", "SUM(叠)", "相对", "半")
    ]
    assert found == ["3", "0.13", '"1元"', "5", "3", "3", "unknown", "unknown"]


def test_parts_of_tables_are_named_by_their_columns(shown: Callable[..., str]) -> None:
    table = TableArea(
        sheet="表",
        first_row=1,
        last_row=5,
        first_column=1,
        columns=("名称", "产值", "税]收"),
        header_rows=1,
        totals_rows=1,
    )
    cells = {f"B{row}": str(row) for row in range(2, 6)} | {"C2": "100", "A1": '"名称"'}
    texts = {
        "SUM(企业表[产值])": "9",
        "SUM(企业表[[#Totals],[产值]])": "5",
        "SUM(企业表[[产值]:[税']收]])": "109",
        "SUM(企业表[#All])": "114",
        "SUM(企业表[])": "109",
        "COUNTA(企业表[#Headers])": "1",
        "SUM(企业表[[#Data],[#Totals],[产值]])": "14",
        "SUM(企业表[利润])": "#REF!",
        "企业表[[#This Row],[产值]]": "#VALUE!",
        "SUM(别表[产值])": "unknown",
    }
    for text, expected in texts.items():
        assert shown(text, cells, tables={"企业表": table}) == expected, text


def test_this_row_of_a_table_is_the_formulas_own(place: Place) -> None:
    table = TableArea(sheet=SHEET, first_row=2, last_row=102, first_column=2, columns=("产值", "税率"))
    texts = ["表一[[#This Row],[产值]]*2"] * 100
    values = [float(number) for number in range(100)]
    for text in texts[0], "[[#This Row],[产值]]*2":
        given, book = loop(100, values=values), Workbook(tables={"表一": table})
        inside = calculate(given, [], [column(3, [text] * 100)], book)
        assert inside.columns == [[2 * value for value in values]]
    outside = calculate(loop(100, values=values), [], [column(9, ["[[#This Row],[产值]]*2"] * 100)], book)
    assert outside.columns == [[UNKNOWN] * 100]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SUM(A1:A3*B1:B3)", 140.0),
        ("SUM(IF(A1:A3>1,B1:B3))", 50.0),
        ("MAX(IF(A1:A3>1,B1:B3,0)-A1:A3)", 27.0),
        ("SUM(ROUND(A1:A3/3,1))", 2.0),
        ("SUM(A1:A3*{1,2})", 18.0),
        ("SUM(A1:A3*B1:B2)", ExcelError.MISSING),
        ("SUM(VLOOKUP(A1:A3,A1:B3,2,0))", UNKNOWN),
        ("A1*2", 2.0),
    ],
)
def test_an_array_formula_works_element_by_element(text: str, expected: Value, place: Place) -> None:
    cells = {"A1": 1.0, "A2": 2.0, "A3": 3.0, "B1": 10.0, "B2": 20.0, "B3": 30.0}
    formula = CellFormula(sheet=SHEET, row=9, column=9, text=text, array=(1, 1))
    assert calculate(known(place, cells, ["A1"]), [formula]).cells == [expected]


def test_a_block_of_an_array_formula_is_the_input_of_others(place: Place) -> None:
    cells = {"A1": 1.0, "A2": 2.0, "B1": 10.0, "B2": 20.0}
    block = CellFormula(sheet=SHEET, row=5, column=1, text="A1:B2*2", array=(3, 2))
    found = calculate(known(place, cells, ["A1"]), [block, cell(place, "D1", "SUM(A5:B6)")])
    assert found.blocks == {0: [[2.0, 20.0], [4.0, 40.0], [ExcelError.MISSING, ExcelError.MISSING]]}
    assert found.cells == [2.0, 66.0]


def test_subtotals_do_not_count_each_other(place: Place) -> None:
    cells = {"A1": 1.0, "A2": 2.0, "A4": 4.0}
    formulas = [cell(place, "A3", "SUBTOTAL(9,A1:A2)"), cell(place, "A5", "SUBTOTAL(9,A1:A4)")]
    assert calculate(known(place, cells, ["A1"]), formulas).cells == [3.0, 7.0]


def test_a_subtotal_leaves_out_hidden_rows_where_it_is_told_to(place: Place) -> None:
    made = known(place, {"A1": 1.0, "A2": 2.0, "A3": 4.0}, ["A1"])
    made.hide(SHEET, 2, 2)
    texts = ["SUBTOTAL(109,A1:A3)", "SUBTOTAL(9,A1:A3)", "SUBTOTAL(9,A1)", "SUBTOTAL(102,A1:A3)", "SUM(A1:A3)"]
    formulas = [cell(place, f"B{row}", text, stale=True) for row, text in enumerate(texts, start=1)]
    assert calculate(made, formulas).cells == [5.0, UNKNOWN, 1.0, 2.0, 7.0]


def test_only_cells_that_some_formula_looks_at_are_wanted(place: Place) -> None:
    columns = [column(4, [f"B{row}*$F$1" for row in range(3, 53)])]
    wanted = Calculation([cell(place, "A60", "SUM(另表!C:C)")], columns).wanted
    asked = [("表", 3, 2), ("表", 52, 2), ("表", 53, 2), ("表", 1, 6), ("表", 2, 6), ("另表", 99, 3), ("另表", 99, 4)]
    assert [wanted.has(*each) for each in asked] == [True, True, False, True, False, True, False]
    assert [wanted.has_column("表", number) for number in range(1, 8)] == [
        False,
        True,
        False,
        False,
        False,
        True,
        False,
    ]


def test_thousands_of_conditional_counts_stay_quick(place: Place) -> None:
    count = 5000
    values = [float(number % 50) for number in range(count)]
    texts = [f"COUNTIF(B$3:B${count + 2},B{row})" for row in range(3, count + 3)]
    found = calculate(loop(count, values=values), [], [column(4, texts)])
    assert found.columns == [[100.0] * count]


@pytest.mark.parametrize(
    "text",
    [
        "SUMIF(B$3:B${last},B{row},C$3:C${last})",
        'SUMIFS(C$3:C${last},B$3:B${last},B{row},C$3:C${last},">=0")',
        "VLOOKUP(B{row},B$3:C${last},2,FALSE)",
        "MATCH(B{row},B$3:B${last},0)-1",
    ],
)
def test_ten_thousand_names_are_looked_up_among_themselves(text: str) -> None:
    count = 10_000
    known = Known([SHEET])
    known.put_column(SHEET, 2, 3, 1, [f"企业{number}" for number in range(count)])
    known.put_column(SHEET, 3, 3, 1, [float(number) for number in range(count)])
    texts = [text.format(row=row, last=count + 2) for row in range(3, count + 3)]
    found = calculate(known, [], [column(4, texts)])
    assert found.columns == [[float(number) for number in range(count)]]


@pytest.mark.parametrize("text", ["COUNTIF(B$3:B{row},B{row})", "SUMPRODUCT((B$3:B$902=B{row})*B$3:B$902)"])
def test_cells_judged_again_and_again_end_unknown_and_totals_are_still_right(
    text: str, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportgen.merge.excel.calc.grid.JUDGING_BUDGET", 100_000)
    texts = [text.format(row=row) for row in range(3, 903)]
    found = calculate(loop(900, values=[1.0] * 900), [cell(place, "B1", "SUM(B3:B902)")], [column(4, texts)])
    assert found.columns[0][0] in (1.0, 900.0)
    assert found.columns[0][-1] is UNKNOWN
    assert found.cells == [900.0]


def test_more_work_than_any_workbook_asks_for_ends_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportgen.merge.excel.calc.grid.BUDGET", 100_000)
    count = 1000
    texts = [f"SUM(B{row}:B{row + count})" for row in range(3, count + 3)]
    found: Results = calculate(loop(count, values=[1.0] * count), [], [column(4, texts, linear=True)])
    assert found.columns[0][0] == float(count)
    assert UNKNOWN in found.columns[0]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0.1 + 0.2, ("", "0.30000000000000004")),
        (3.0, ("", "3")),
        (-0.0, ("", "0")),
        (1e21, ("", "1E+21")),
        (1.5e-7, ("", "1.5E-07")),
        ("甲", ("str", "甲")),
        (True, ("b", "1")),
        (ExcelError.DIVISION, ("e", "#DIV/0!")),
        (None, ("", "0")),
        (UNKNOWN, None),
    ],
)
def test_results_are_stored_as_excel_stores_them(value: Value, written: tuple[str, str] | None) -> None:
    assert stored(value) == written


@pytest.mark.parametrize(
    "text", ["(" * 5000, "-" * 4000 + "1", "SUM(" * 300 + "1" + ")" * 300, "1" + "+1" * 4000, "A1)", '"']
)
def test_no_formula_is_too_strange_to_read(text: str, shown: Callable[..., str]) -> None:
    assert shown(text, {"A1": "1"}) in ("unknown", "4001")
