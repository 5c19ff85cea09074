"""Formulas follow where rows, columns and sheets go: each case is a formula before and after."""

import subprocess
import sys
from pathlib import Path

import pytest

from reportgen.merge.excel.axis import Axis, Loop
from reportgen.merge.excel.formulas import FormulaMover
from reportgen.merge.excel.moves import SheetMove, Spot

CASES = Path(__file__).resolve().parent
FIVE = Axis((Loop(first=3, last=3, rounds=5),))
BLOCK = Axis((Loop(first=3, last=5, rounds=3),))
GROUPS = Axis(
    (
        Loop(
            first=3,
            last=4,
            rounds=2,
            inner=((Loop(first=4, last=4, rounds=2),), (Loop(first=4, last=4, rounds=3),)),
        ),
    )
)
GONE = Axis((Loop(first=3, last=3, rounds=0),))
MOVES = {
    "表": SheetMove(name="表", rows=FIVE, columns=Axis(), copies=("表",)),
    "块": SheetMove(name="块", rows=BLOCK, columns=Axis(), copies=("块",)),
    "组": SheetMove(name="组", rows=GROUPS, columns=Axis(), copies=("组",)),
    "列": SheetMove(name="列", rows=Axis(), columns=FIVE, copies=("列",)),
    "无": SheetMove(name="无", rows=GONE, columns=Axis(), copies=("无",)),
    "科室": SheetMove(name="科室", rows=Axis(), columns=Axis(), copies=("经发局", "投促 局", "2015")),
    "各异": SheetMove(
        name="各异",
        rows=FIVE,
        columns=Axis(),
        copies=("一", "二"),
        each=((FIVE, Axis()), (Axis((Loop(first=3, last=3, rounds=2),)), Axis())),
    ),
    "改名": SheetMove(name="改名", rows=Axis(), columns=Axis(), copies=("新名",)),
    "删": SheetMove(name="删", rows=Axis(), columns=Axis(), copies=()),
}
ORDER = ("表", "块", "科室", "各异", "末", "末 2")


def moved(formula: str, spot: Spot) -> tuple[str, list[str]]:
    mover = FormulaMover(MOVES, ORDER, "t.xlsx")
    return mover.move(formula, spot), [finding.code for finding in mover.findings]


BELOW = Spot("表", 4, 2)
THIRD = Spot("表", 3, 4, ((3, 2),))
FIRST = Spot("表", 3, 4, ((3, 0),))

OUTSIDE = (CASES / "outside.txt").read_text(encoding="utf-8")


def cases(text: str) -> list[tuple[str, str, list[str]]]:
    """Formula, expected formula, expected codes."""
    found = []
    for line in text.splitlines():
        before, _, rest = line.replace("\\n", "\n").partition(" => ")
        after, *codes = rest.split(" !")
        found.append((before, after, codes))
    return found


@pytest.mark.parametrize(("before", "after", "codes"), cases(OUTSIDE), ids=lambda item: str(item))
def test_a_formula_outside_a_loop_takes_in_all_rounds(before: str, after: str, codes: list[str]) -> None:
    assert moved(before, BELOW) == (after, codes)


INSIDE = (CASES / "inside.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(("before", "after", "codes"), cases(INSIDE), ids=lambda item: str(item))
def test_a_formula_in_a_loop_refers_to_its_own_round(before: str, after: str, codes: list[str]) -> None:
    assert moved(before, THIRD) == (after, codes)


@pytest.mark.parametrize(("before", "after", "codes"), cases(INSIDE), ids=lambda item: str(item))
def test_a_program_gives_every_round_the_formula_that_moving_gives(before: str, after: str, codes: list[str]) -> None:
    mover = FormulaMover(MOVES, ORDER)
    program = mover.program(before, FIRST)
    assert program is not None
    for number in range(5):
        spot = Spot("表", 3, 4, ((3, number),))
        assert program.text(3 + number) == mover.move(before, spot)
    assert [finding.code for finding in mover.findings] == codes


def test_the_first_round_of_a_running_formula_refers_to_the_line_before_the_loop() -> None:
    assert moved("D2+C3", FIRST)[0] == "D2+C3"


def test_a_line_before_a_loop_that_is_gone_gives_way_to_the_one_before_it() -> None:
    rows = Axis((Loop(first=2, last=2, rounds=0), Loop(first=3, last=3, rounds=3)))
    mover = FormulaMover({"表": SheetMove(name="表", rows=rows, columns=Axis(), copies=("表",))})
    assert mover.move("D1+C3", Spot("表", 3, 4, ((3, 0),))) == "D1+C2"
    assert mover.move("D1+C3", Spot("表", 3, 4, ((3, 2),))) == "D3+C4"


def test_loops_inside_loops_see_their_own_rounds() -> None:
    spot = Spot("组", 4, 4, ((3, 1), (4, 2)))
    assert moved("B4/B3+SUM($B$4:$B$4)+SUM(B$4:B4)+D3", spot)[0] == "B9/B6+SUM($B$7:$B$9)+SUM(B$7:B9)+D8"
    assert moved("SUM(B4)+SUM(B4:B4)+B4", Spot("组", 3, 4, ((3, 1),)))[0] == "SUM(B7:B9)+SUM(B7:B9)+B7"


def test_a_program_is_refused_where_loops_inside_make_the_rounds_unlike() -> None:
    mover = FormulaMover(MOVES)
    assert mover.program("SUM(B4)", Spot("组", 3, 4, ((3, 1),))) is None
    inner = mover.program("B4/B3", Spot("组", 4, 4, ((3, 1), (4, 0))))
    assert inner is not None
    assert [inner.text(row) for row in (7, 8, 9)] == ["B7/B6", "B8/B6", "B9/B6"]


def test_columns_repeat_as_rows_do() -> None:
    spot = Spot("列", 9, 3, (), ((3, 4),))
    assert moved("SUM(C2:C8)/C$1*$D9+B9+SUM($C9:C9)", spot)[0] == "SUM(G2:G8)/G$1*$H9+F9+SUM($C9:G9)"


def test_a_repeated_sheet_refers_to_itself() -> None:
    assert moved("B3+科室!B3+SUM(科室!B:B)", Spot("科室", 1, 1, copy=1))[0] == "B3+'投促 局'!B3+SUM('投促 局'!B:B)"
    assert moved("SUM(B3)+各异!B4", Spot("各异", 5, 1, copy=1))[0] == "SUM(B3:B4)+二!B5"


def test_a_finding_comes_once_for_all_rounds_and_names_the_cell_of_the_template() -> None:
    mover = FormulaMover(MOVES, file="t.xlsx")
    for number in range(3):
        mover.move("块!B4", Spot("表", 3, 4, ((3, number),)))
    (finding,) = mover.findings
    assert str(finding.place) == "t.xlsx › 表 › D3"
    assert finding.facts == {"formula": "块!B4", "reference": "块!B4", "taken": "块!B4"}


def test_rounds_that_are_too_many_to_be_named_are_said() -> None:
    rows = Axis((Loop(first=3, last=4, rounds=1000),))
    mover = FormulaMover({"表": SheetMove(name="表", rows=rows, columns=Axis(), copies=("表",))})
    assert mover.move("SUM(B3)", Spot("表", 5, 2)) == "SUM(B3)"
    assert [finding.code for finding in mover.findings] == ["scattered-rounds"]


def test_a_name_takes_all_rounds_and_keeps_distances() -> None:
    mover = FormulaMover(MOVES)
    assert mover.fixed("表!$B$3", pinned_only=True) == "表!$B$3:$B$7"
    assert mover.fixed("表!$B$3:$B$3,表!$B$9", pinned_only=True) == "表!$B$3:$B$7,表!$B$13"
    assert mover.fixed("表!B9", pinned_only=True) == "表!B9"
    assert mover.fixed("表!$B9:$B20", pinned_only=True) == "表!$B9:$B20"
    assert mover.fixed("OFFSET(表!$B$3,0,0,COUNTA(表!$B:$B)-1,1)") == "OFFSET(表!$B$3,0,0,COUNTA(表!$B:$B)-1,1)"
    assert mover.fixed("块!$B$4") == "块!$B$4,块!$B$7,块!$B$10"
    assert mover.findings == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("$F3>B3", "$F3>B3"),
        ("$F$3>0.3", "$F3>0.3"),
        ("B3>B7", "B3>B$11"),
        ("B3>B$7", "B3>B$11"),
        ("B3>AVERAGE($B$3:$B$3)", "B3>AVERAGE($B$3:$B$7)"),
        ("B3>B2", "B3>B2"),
        ("SUM(B$3:B3)>末!A9", "SUM(B$3:B3)>末!A$9"),
    ],
)
def test_a_rule_for_one_row_pins_what_all_rounds_share(before: str, after: str) -> None:
    mover = FormulaMover(MOVES)
    spot = Spot("表", 3, 2, ((3, 0),))
    assert mover.rule(before, spot, is_one_row=True, is_one_column=False) == after


def test_a_rule_for_many_rows_keeps_its_dollars() -> None:
    mover = FormulaMover(MOVES)
    assert mover.rule("B5>$B$9+C9", Spot("表", 5, 2), is_one_row=False, is_one_column=True) == "B9>$B$13+C13"


def test_a_formula_is_known_to_refer_to_lines_of_a_loop() -> None:
    mover = FormulaMover(MOVES)
    assert mover.refers_inside("SUM(B3)", "表", "表", (3, 3))
    assert mover.refers_inside("SUM(表!B3:C3)", "末", "表", (3, 4))
    assert not mover.refers_inside("SUM(B3)", "末", "表", (3, 3))
    assert not mover.refers_inside("SUM(B2:B3)+SUM(B:B)+B4+表1[x]", "表", "表", (3, 3))
    assert mover.refers_inside("SUM(C:C)", "表", "表", (3, 3), columns=True)
    assert not mover.refers_inside("SUM(3:3)+B9", "表", "表", (3, 3), columns=True)
    assert not mover.refers_inside("SUM(B3))", "表", "表", (3, 3))


def test_a_name_for_a_cell_of_a_repeated_sheet_takes_the_first_copy() -> None:
    mover = FormulaMover(MOVES)
    assert mover.fixed("科室!$B$3:$B$4") == "经发局!$B$3:$B$4"
    assert [finding.code for finding in mover.findings] == ["one-of-many"]
    assert mover.fixed("科室!$B$3:$B$4", "科室", 2) == "'2015'!$B$3:$B$4"


def test_shapes_of_brackets_and_quotes_do_not_lead_astray() -> None:
    mover = FormulaMover({"a:b's": MOVES["表"], "表": MOVES["表"]})
    assert mover.move("'O''Neil''s'!B4&表!B4", Spot("x", 1, 1)) == "'O''Neil''s'!B4&表!B8"


def test_moving_a_formula_loads_the_tokenizer_and_nothing_else_of_openpyxl() -> None:
    code = (
        "import sys; from reportgen.merge.excel.formulas import FormulaMover\n"
        "assert FormulaMover({}).move('SUM(表!A1)', __import__('reportgen.merge.excel.moves').merge.excel.moves"
        ".Spot('x', 1, 1)) == 'SUM(表!A1)'\n"
        "sys.exit('openpyxl' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603 - our own code


@pytest.mark.parametrize(
    ("before", "after"),
    [("B3*2", "B3*2"), ("SUM(B3)", "SUM(B3)"), ("SUM(B2:B3)", "SUM(B2:B7)"), ("SUM(B3:B3)+B4", "SUM(B3:B7)+B8")],
)
def test_rows_put_in_make_ranges_grow_and_leave_single_cells_single(before: str, after: str) -> None:
    mover = FormulaMover(MOVES, repeats=False)
    assert mover.move(before, BELOW) == after
    assert mover.fixed("表!$B$3") == "表!$B$3"
    assert mover.findings == []
