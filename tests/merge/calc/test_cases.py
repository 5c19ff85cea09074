"""Formulas as text: each line gives a formula and the value that Excel finds for it over the cells named above.

Sources: ECMA-376-1 18.17 and Microsoft's pages on the operators and functions; where Excel and LibreOffice
differ, Excel is right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

CASES = Path(__file__).parent / "cases"


def cases() -> Iterator[tuple[str, str, dict[str, str]]]:
    """Formula, expected value, and cells by address, of all files."""
    for path in sorted(CASES.glob("*.txt")):
        cells: dict[str, str] = {}
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("cells "):
                cells = dict(cell.strip().split(": ", 1) for cell in line.removeprefix("cells ").split("; "))
            elif line.startswith("="):
                formula, _, expected = line[1:].rpartition(" => ")
                yield formula, expected, cells


@pytest.mark.parametrize(("formula", "expected", "cells"), list(cases()), ids=lambda value: str(value)[:40])
def test_a_formula_has_the_value_that_excel_finds(
    formula: str, expected: str, cells: dict[str, str], shown: Callable[..., str]
) -> None:
    assert shown(formula, cells) == expected
