"""Whatever people do to a form, collecting ends with findings and never with a crash; a second run changes nothing."""

from datetime import date
from random import Random
from typing import Any

import pytest
from openpyxl import load_workbook

from reportgen.model.form import MARK_SHEET

VALUES = (
    None, "", 0, -1, 1e300, "约", "1/0", True, date(2020, 1, 1), "n/a", "=A1", "#REF!", "  ", "铝加工", "建材",
    "１２％", "12.5亿元", "1e5", 0.12, "2026年", 1e16, "x" * 300, "\u200b", "合计", "备注：无",
)  # fmt: skip


def mangle(book: Any, dice: Random) -> None:
    for _ in range(dice.randrange(1, 12)):
        sheet = dice.choice(book.worksheets)
        row, column = dice.randrange(1, 9), dice.randrange(1, 10)
        deed = dice.randrange(14)
        if deed == 10:
            sheet.insert_rows(row)
        elif deed == 11:
            sheet.delete_rows(row)
        elif deed == 12:
            sheet.insert_cols(column) if dice.random() < 0.5 else sheet.delete_cols(column)
        elif deed == 13 and sheet.title != MARK_SHEET:
            sheet.title = f"改{dice.randrange(99)}"
        elif not type(sheet.cell(row, column)).__name__.startswith("Merged"):
            sheet.cell(row, column).value = dice.choice(VALUES)


@pytest.mark.parametrize("seed", range(12))
def test_mangled_returns_are_collected_as_far_as_they_are_certain(answered: Any, seed: int) -> None:
    dice = Random(seed)  # noqa: S311 - the same slips in every run
    for path in sorted(answered.back.iterdir()):
        book = load_workbook(path)
        mangle(book, dice)
        book.save(path)
    collected = answered.collect(doubts=answered.doubts)
    assert collected.overview or any(item.severity == "error" for item in collected.diagnostics)
    again = answered.collect(dry_run=True)
    assert again.values == ()
    before = [row[4] for row in load_workbook(answered.workbook)["指标"].values]
    assert before == ["上年数", 100, 90, 80, 5000]
