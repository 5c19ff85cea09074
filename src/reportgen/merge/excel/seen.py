"""What formulas see of the cells of a workbook: numbers, texts, truth values, errors."""

from __future__ import annotations

from ...model.values import dataclass
from .calc.values import ERRORS, UNKNOWN, Value
from .sheet import Cell
from .strings import Strings, runs_of


@dataclass(frozen=True, slots=True)
class Seen:
    """Reads the values of cells; `strings` are the shared ones, None where the workbook has none.

    `is_calculated`: formulas' values are what they come to; not in a workbook that asks to be calculated
    on load, as those that XlsxWriter makes: it stores 0 for each formula.
    """

    strings: Strings | None
    is_calculated: bool = True

    def value(self, cell: Cell, prefix: str) -> Value:
        """The value that the file holds in a cell; UNKNOWN for a formula's cell without one to be trusted."""
        if cell.formula is not None and not self.is_calculated:
            return UNKNOWN
        if cell.type == "inlineStr":
            return "".join(run.text for run in runs_of(cell.inline or "", prefix))
        if cell.value is None or (cell.value == "" and cell.type != "str"):
            return None if cell.formula is None else UNKNOWN
        return self._typed(cell.type, cell.value)

    def _typed(self, type_: str, value: str) -> Value:
        if type_ == "s":
            return self.strings.plain(int(value)) if self.strings is not None and value.isdigit() else None
        if type_ == "b":
            return value.strip() in ("1", "true")
        if type_ == "e":
            return ERRORS.get(value, UNKNOWN)
        if type_ in ("", "n"):
            try:
                return float(value)
            except ValueError:
                return UNKNOWN
        return value if type_ == "str" else UNKNOWN
