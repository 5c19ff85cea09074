"""What a cell can hold for a formula, and how a result is stored in the file.

A blank is None, a number a double as in Excel (ECMA-376-1 18.17.2.2), a text `str`, TRUE and FALSE
`bool`, an error an `ExcelError`. `UNKNOWN` is what we cannot work out as Excel would: it takes with it
whatever depends on it, and such a formula is stored without a value.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import Enum


class ExcelError(Enum):
    """An error value; it goes through every calculation that it enters."""

    NULL = "#NULL!"
    DIVISION = "#DIV/0!"
    VALUE = "#VALUE!"
    REFERENCE = "#REF!"
    NAME = "#NAME?"
    NUMBER = "#NUM!"
    MISSING = "#N/A"


class Mark(Enum):
    """What stands in the place of a value."""

    UNKNOWN = "unknown"
    """Not to be worked out here; the cell goes without a cached value."""
    KEPT = "kept"
    """Of a result: nothing that the formula depends on has changed, the cached value stays as it is."""
    PENDING = "pending"
    """Not yet worked out."""
    RUNNING = "running"
    """Being worked out; met again, it is a circular reference."""


UNKNOWN, KEPT, PENDING, RUNNING = Mark.UNKNOWN, Mark.KEPT, Mark.PENDING, Mark.RUNNING

Value = float | str | bool | ExcelError | Mark | None
Given = Decimal | int | Value

ERRORS = {error.value: error for error in ExcelError}


def to_value(given: Given) -> Value:
    """The value as formulas see it: every number a double."""
    if given.__class__ is Decimal or given.__class__ is int:
        return float(given)
    return given  # type: ignore[return-value]


def to_values(given: Sequence[Given]) -> list[Value]:
    """The values of many cells."""
    kinds = set(map(type, given))
    if kinds <= {Decimal, int}:
        return list(map(float, given))  # type: ignore[arg-type]
    return list(map(to_value, given)) if Decimal in kinds or int in kinds else list(given)  # type: ignore[arg-type]


def number_texts(numbers: Sequence[float]) -> list[str]:
    """The texts of many numbers, the same as `number_text` gives."""
    joined = "\n".join([*map(repr, numbers), ""])
    texts = joined.replace("e", "E").replace(".0\n", "\n").split("\n")[:-1]
    return ["0" if text == "-0" else text for text in texts] if "-0" in texts else texts


def number_text(number: float) -> str:
    """The number as Excel stores it in `<v>`: the shortest text that reads back as the same double."""
    text = repr(number)
    if text.endswith(".0"):
        text = text[:-2]
    return "0" if text == "-0" else text.replace("e", "E")


def stored(value: Value) -> tuple[str, str] | None:
    """The cell's `t` and the text of its `<v>` (not yet escaped) for a formula's result; None without a value.

    `t` is empty for a number, its default. The result blank is the number 0, as a reference to a blank cell shows.
    """
    if value.__class__ is float:
        return "", number_text(value)
    if value is None:
        return "", "0"
    if isinstance(value, str):
        return "str", value
    if isinstance(value, ExcelError):
        return "e", value.value
    if isinstance(value, bool):
        return "b", "1" if value else "0"
    return None
