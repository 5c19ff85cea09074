"""What the forms say of themselves: 口径, unit and price basis that the kit declares for an indicator.

The workbook may be silent there. A return that still says the same has not answered anything.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..model.departments import Part
from ..model.schema import INDICATOR_SHEET
from .answer import fold

_SCOPE, _UNIT, _BASIS = "口径", "计量单位", "价格口径"


def shown_by_forms(parts: Iterable[Part]) -> dict[tuple[str, str, str], str]:
    """The texts in the locked cells of 指标 by sheet, name of the row as it is compared, and column."""
    return {
        (INDICATOR_SHEET, fold(item.name), column): text
        for part in parts
        for item in part.indicators
        for column, text in ((_SCOPE, item.scope), (_UNIT, item.unit), (_BASIS, item.basis))
        if text
    }
