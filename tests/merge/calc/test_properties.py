"""Random formulas: against Python's own arithmetic, loops against single cells, and all against LibreOffice."""

from __future__ import annotations

import random
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reportgen.merge.excel.calc import calculate as calculation
from reportgen.merge.excel.calc.formulas import CellFormula, ColumnFormula
from reportgen.merge.excel.calc.known import Known
from reportgen.merge.excel.calc.values import UNKNOWN, ExcelError, Value, number_text, number_texts

from .conftest import calculate

SHEET = "表"
SMALL = st.integers(-40, 40).map(lambda number: number / 4)
Written = tuple[str, float | None]
"""A formula's text, and its value by Python; None where it is an error."""


def joined(pair: tuple[Written, str, Written]) -> Written:
    (left, one), operator, (right, other) = pair
    text = f"({left}){operator}({right})"
    if one is None or other is None or (operator == "/" and not other):
        return text, None
    work: dict[str, Callable[[], float]] = {
        "+": lambda: one + other,
        "-": lambda: one - other,
        "*": lambda: one * other,
        "/": lambda: one / other,
        "<": lambda: float(one < other),
        "=": lambda: float(one == other),
    }
    made = work[operator]()
    return (f"N({text})" if operator in "<=" else text), made


def chosen(parts: tuple[Written, Written, Written]) -> Written:
    (test, truth), (then, one), (otherwise, other) = parts
    value = None if truth is None else one if truth else other
    return f"IF({test},{then},{otherwise})", value


def aggregated(parts: tuple[str, list[Written]]) -> Written:
    name, arguments = parts
    values = [value for _, value in arguments]
    text = f"{name}({','.join(text for text, _ in arguments)})"
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return text, None
    total = 0.0
    for value in known:
        total += value
    return text, {"SUM": total, "MAX": max(known), "MIN": min(known), "AVERAGE": total / len(known)}[name]


def rescued(parts: tuple[Written, Written]) -> Written:
    (text, value), (other, instead) = parts
    return f"IFERROR({text},{other})", instead if value is None else value


LEAVES = SMALL.map(lambda number: (repr(number) if number >= 0 else f"({number!r})", number))
TREES = st.recursive(
    LEAVES,
    lambda below: st.one_of(
        st.tuples(below, st.sampled_from("+-*/<="), below).map(joined),
        st.tuples(below, below, below).map(chosen),
        st.tuples(st.sampled_from(["SUM", "MAX", "MIN", "AVERAGE"]), st.lists(below, min_size=1, max_size=4)).map(
            aggregated
        ),
        st.tuples(below, below).map(rescued),
    ),
    max_leaves=12,
)


@given(tree=TREES)
def test_formulas_come_to_what_python_calculates(tree: Written) -> None:
    text, expected = tree
    formula = CellFormula(sheet=SHEET, row=1, column=1, text=f"({text})", stale=True)
    found = calculate(Known([SHEET]), [formula]).cells[0]
    if expected is None:
        assert found is ExcelError.DIVISION
    elif found is not UNKNOWN:
        assert found == pytest.approx(expected, rel=1e-13, abs=1e-13)


PATTERNS = [
    "B{r}*C{r}",
    "B{r}+D{u}",
    "D{d}+1",
    "SUM(B$3:B{r})",
    "SUM(B{r}:C{d})",
    "B{r}/SUM(B$3:B$30)",
    "IF(SUM(C$3:C$30)=0,0,C{r}/SUM(C$3:C$30))",
    'IF(B{r}>C{r},B{r},C{r}&"")',
    "ROUND(B{r}/C{r},2)",
    "IFERROR(B{r}/C{r},0)-C{u}",
    "RANK(B{r},B$3:B$30)",
    "COUNTIF(B$3:B{r},B{r})",
    "SUMIF(C:C,C{r},B:B)",
    "AVERAGE(B{u}:B{d})",
    "MAX(D$2:D{u})+B{r}",
    "SUMPRODUCT(B{r}:C{r}*1)",
    "ROW()+ROWS(B$3:B{r})",
    "E{r}*2",
    "D{u}+E{u}",
    "SUBTOTAL(9,B$3:B{r})",
    "VLOOKUP(B{r},B$3:C$30,2,FALSE)",
    "COUNT(B$1:C$40)&B{r}",
]
CELLS = st.one_of(SMALL, st.sampled_from([None, "甲", "7", True, ExcelError.MISSING]))


@settings(max_examples=60)
@given(
    patterns=st.lists(st.sampled_from(PATTERNS), min_size=2, max_size=2),
    left=st.lists(CELLS, min_size=40, max_size=40),
    right=st.lists(st.one_of(SMALL, st.just(0.0)), min_size=40, max_size=40),
    step=st.sampled_from([1, 2, 3]),
    linear=st.booleans(),
    order=st.randoms(use_true_random=False),
)
def test_a_loop_comes_to_what_its_cells_come_to_one_by_one(
    patterns: list[str], left: list[Value], right: list[Value], step: int, linear: bool, order: random.Random
) -> None:
    rows = range(3, 3 + 40 * step, step)
    texts = [[pattern.format(r=row, u=row - step, d=row + step) for row in rows] for pattern in patterns]
    looped, single = Known([SHEET]), Known([SHEET])
    for column, values in ((2, left), (3, right)):
        looped.put_column(SHEET, column, 3, step, values)
        for row, value in zip(rows, values, strict=True):
            single.put(SHEET, row, column, value, changed=True)
    columns = [
        ColumnFormula(sheet=SHEET, column=number, first=3, step=step, texts=listed, linear=linear)
        for number, listed in enumerate(texts, start=4)
    ]
    cells = [
        # A blank text before each makes the texts of one column unlike, so that each is read by itself.
        CellFormula(sheet=SHEET, row=row, column=number, text=f"{' ' * (place % 2)}{text}", stale=True)
        for number, listed in enumerate(texts, start=4)
        for place, (row, text) in enumerate(zip(rows, listed, strict=True))
    ]
    shuffled = order.sample(range(len(cells)), len(cells))
    found = calculate(single, [cells[at] for at in shuffled]).cells
    one_by_one = {(cells[at].column, cells[at].row): value for at, value in zip(shuffled, found, strict=True)}
    for number, values in enumerate(calculate(looped, [], columns).columns, start=4):
        for row, value in zip(rows, values, strict=True):
            other = one_by_one[number, row]
            assert value == other, (patterns[number - 4], row)


# Truths as texts are left out: LibreOffice makes `1` of TRUE&"".
RANDOM_FORMULAS = """
{a}+{b} | {a}-{b}*{c} | {a}/{b} | -{a}^2 | {a}%+{b} | ({a}+{b})/({c}-{d}) | {a}&{b} | {a}={b} | {a}<{b} | {a}-{b}-{c}
SUM({r}) | AVERAGE({r}) | COUNT({r}) | COUNTA({r}) | MAX({r}) | MIN({r}) | PRODUCT({a},{b},2) | SUM({r},{a})
ROUND({a},1) | ROUNDUP({a},0) | ROUNDDOWN({a}/3,2) | INT({a}) | ABS({a}-{b}) | MOD({a},3) | ROUND({a}/{b},2)*{c}
IF({a}>{b},{c},"小") | IF({a},SUM({r}),0) | IFERROR({a}/{b},"无") | AND({a}>0,{b}>0) | OR({a}>5,{b}>5) | NOT({a}>0)
SUMPRODUCT({r}*1) | SUMPRODUCT(({r}>2)*1) | SUMIF({r},">2") | SUMIF({r},{a}) | COUNTIF({r},"<>") | COUNTIF({r},{a})
COUNTIF({r},"甲") | SUBTOTAL(9,{r}) | SUBTOTAL(1,{r}) | SUM({r})-SUM({r}) | {f}+1 | {f}*2
"""
RANDOM_VALUES: list[Any] = [0, 1, 2, 2.5, -3.25, 12.345, 100, 0.1, 1e6, "甲", "乙丙", None, 7, -0.005, 1234.565]


def random_sheet(seed: int) -> tuple[dict[tuple[int, int], Any], dict[tuple[int, int], str]]:
    """Values in A1:D8, and formulas in F1:H8 over them and over formulas further up."""
    pick = random.Random(seed)  # noqa: S311 - the same sheets every time
    listed = [text.strip() for text in RANDOM_FORMULAS.replace("\n", "|").split("|") if text.strip()]
    values = {(row, column): pick.choice(RANDOM_VALUES) for row in range(1, 9) for column in range(1, 5)}
    formulas: dict[tuple[int, int], str] = {}

    def address() -> str:
        return f"{pick.choice('ABCD')}{pick.randint(1, 8)}"

    for row in range(1, 9):
        for column in range(6, 9):
            before = f"{'FGH'[pick.randrange(3)]}{row - 1}" if row > 1 else "A1"
            area = f"{pick.choice('AB')}{pick.randint(1, 4)}:{pick.choice('CD')}{pick.randint(5, 8)}"
            text = pick.choice(listed)
            formulas[row, column] = text.format(a=address(), b=address(), c=address(), d=address(), r=area, f=before)
    return values, formulas


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_random_sheets_come_to_what_libreoffice_recalculates(tmp_path: Path) -> None:
    from openpyxl import Workbook, load_workbook

    book: Any = Workbook()
    book.remove(book.active)
    sheets = {f"s{seed}": random_sheet(seed) for seed in range(60)}
    for name, (values, formulas) in sheets.items():
        sheet = book.create_sheet(name)
        for (row, column), value in values.items():
            sheet.cell(row, column).value = value
        for (row, column), text in formulas.items():
            sheet.cell(row, column).value = "=" + text
    book.save(tmp_path / "random.xlsx")
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    kind = "xlsx:Calc MS Excel 2007 XML"
    command = ["soffice", home, "--headless", "--convert-to", kind, "--outdir", str(tmp_path / "out")]
    subprocess.run([*command, str(tmp_path / "random.xlsx")], check=True, capture_output=True, timeout=240)  # noqa: S603
    other = load_workbook(tmp_path / "out" / "random.xlsx", data_only=True)
    wrong, unknown = [], 0
    for name, (values, formulas) in sheets.items():
        known = Known([name])
        for (row, column), value in values.items():
            known.put(name, row, column, value, changed=True)
        cells = [
            CellFormula(sheet=name, row=row, column=column, text=text, stale=True)
            for (row, column), text in formulas.items()
        ]
        for formula, found in zip(cells, calculate(known, cells).cells, strict=True):
            there = other[name].cell(formula.row, formula.column).value
            unknown += found is UNKNOWN
            if found is not UNKNOWN and not is_same(found, there):
                wrong.append((name, formula.row, formula.text, found, there))
    assert not wrong
    assert unknown < 0.05 * sum(len(formulas) for _, formulas in sheets.values())


def is_same(found: Value, there: Any) -> bool:
    if isinstance(found, ExcelError):
        return bool(there == found.value)
    if isinstance(found, float) and isinstance(there, (int, float)):
        return abs(found - there) <= 1e-9 * max(1.0, abs(found))
    return bool(found == there) or (found == "" and there is None)


@settings(deadline=None)
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False)))
@example([-0.0, -0.0, 0.0, 1e16, -5e-324, 100.0, -0.05])
def test_many_numbers_are_written_as_each_is(numbers: list[float]) -> None:
    assert number_texts(numbers) == list(map(number_text, numbers))


_arithmetic = st.recursive(
    st.sampled_from(["A{0}", "B{0}", "C{0}", "A$2", "SUM(A:A)", "2", "0.1", "D{0}", "SUM(B$2:B{0})"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map("".join),
        inner.map("({})".format),
        inner.map("-{}".format),
        inner.map("{}%".format),
        inner.map("IF(SUM(A:A)=0,0,{})".format),
        inner.map("IF(B{{0}}>1,{},1)".format),
    ),
    max_leaves=5,
)


@settings(deadline=None)
@given(_arithmetic, _arithmetic, st.lists(SMALL | st.sampled_from([None, "文", 1e308, -0.0, 1e-300]), max_size=4))
@example("A{0}-B{0}", "D{0}*2", [])
@example("IF(SUM(A:A)=0,0,A{0}/SUM(A:A))", "E{0}", [])
@example("A{0}*B{0}", "A{0}/C{0}", [1e308])
def test_columns_worked_out_at_once_have_the_values_of_single_formulas(
    first: str, second: str, odd: list[float | str | None]
) -> None:
    rows = range(2, 42)
    texts = [[text.format(row) for row in rows] for text in (first, second)]

    def values() -> list[list[Value]]:
        known = Known([SHEET])
        for column in (1, 2, 3):
            cells: list[Any] = [(row * column) % 7 / 4 + 0.1 for row in rows]
            cells[: len(odd)] = odd if column == 2 else cells[: len(odd)]
            known.put_column(SHEET, column, rows[0], 1, cells)
        columns = [
            ColumnFormula(sheet=SHEET, column=column, first=rows[0], step=1, texts=texts[number])
            for number, column in enumerate((5, 4))
        ]
        return calculate(known, (), columns).columns

    found = values()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(calculation, "worked_out", lambda *_: None)
        assert repr(found) == repr(values())
