"""How a figure was worked out, as people read it."""

from __future__ import annotations

from decimal import Decimal

from reportgen.model.figure import Fact, Figure, Operation, derive, total
from reportgen.model.formula import DEEPEST, describe
from reportgen.model.place import CellRef, ConfigRef
from reportgen.model.quantity import PERCENT, Quantity, parse_unit


def figure(value: str, row: int, unit: str = "亿元", column: int = 3, sheet: str = "主导产业") -> Figure:
    source = CellRef("a.xlsx", sheet, row, column)
    return Figure(quantity=Quantity(Decimal(value), parse_unit(unit)), source=source)


FIVE = tuple(figure(value, row) for row, value in enumerate(("42.86", "21.543", "36.746", "18.508", "24.08"), start=4))


def test_what_stands_in_one_cell_needs_no_formula() -> None:
    assert describe(FIVE[0]) == ""
    assert describe(Fact(value="甲")) == ""


def test_a_part_of_a_cell_that_lists_things_is_told_by_its_number() -> None:
    listed = CellRef("a.xlsx", "恳请事项", 4, 6)
    assert describe(Fact(value="用电量", source=listed, item=2)) == "F4第2项"
    assert describe(Fact(value="用气量、用电量", source=listed, items=("用气量", "用电量"))) == ""


def test_a_share_is_told_by_cells_and_by_numbers() -> None:
    assert describe(FIVE[0] / total(FIVE)) == "C4 ÷ 合计(C4:C8) = 42.86 ÷ 143.737"


def test_growth_is_told_by_cells_and_by_numbers() -> None:
    before = figure("33.2", 4, column=4)
    growth = derive(Operation.GROWTH, FIVE[0].quantity.growth_over(before.quantity), FIVE[0], before)
    assert describe(growth) == "C4 ÷ D4 − 1 = 42.86 ÷ 33.2 − 1"


def test_cells_that_are_no_neighbours_are_listed_one_by_one() -> None:
    assert describe(total((FIVE[0], FIVE[1], FIVE[3]))) == "合计(C4:C5、C7) = 合计(42.86、21.543、18.508)"


def test_cells_of_several_sheets_carry_their_names() -> None:
    other = figure("1", 2, sheet="指标")
    assert describe(FIVE[0] + other) == "主导产业!C4 + 指标!C2 = 42.86 + 1"


def test_numbers_of_several_units_carry_them() -> None:
    assert describe(FIVE[0] + figure("5000", 5, "万元")) == "C4 + C5 = 42.86亿元 + 5000万元"


def test_a_calculation_inside_another_stands_in_brackets() -> None:
    assert describe((FIVE[0] + FIVE[1]) / FIVE[2]) == "(C4 + C5) ÷ C6 = (42.86 + 21.543) ÷ 36.746"


def test_a_setting_is_named_by_its_key_and_a_constant_by_its_value() -> None:
    year = Figure(quantity=Quantity(Decimal(2015)), source=ConfigRef("report.toml", "report.year"))
    assert describe(year - 1) == "report.year − 1 = 2015 − 1"


def test_a_count_and_a_rank_are_told_by_cells_only() -> None:
    names = tuple(Fact(value=f"企业{row}", source=CellRef("a.xlsx", "规上企业", row, 2)) for row in range(4, 80))
    assert describe(derive(Operation.COUNT_OF, Quantity(Decimal(76)), *names)) == "计数(B4:B79)"
    assert describe(derive(Operation.RANK_OF, Quantity(Decimal(1)), *FIVE)) == "名次(C4:C8)"


def test_an_average_annual_growth_shows_its_root() -> None:
    years = Figure(quantity=Quantity(Decimal(5)))
    rate = derive(Operation.ANNUAL_GROWTH, Quantity(Decimal("7.6"), PERCENT), FIVE[0], FIVE[1], years)
    assert describe(rate) == "(C4 ÷ C5)^(1/5) − 1 = (42.86 ÷ 21.543)^(1/5) − 1"


def test_a_deep_calculation_is_cut_short() -> None:
    result = FIVE[0]
    for _ in range(40):
        result = result + result
    assert len(describe(result)) < 40 * 2 ** (DEEPEST + 2)
