"""Cells as XML: a value under a style becomes `<c …>`, numbers exact, dates as the workbook counts them.

Sources: ISO/IEC 29500-1, 18.3.1.4 (c), 18.17.4.1 (dates, and the 29 February 1900 that never was).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ...model.quantity import plain
from .strings import RichText, inline_content, text_element

Scalar = Decimal | str | date | bool | None
"""What a cell may be set to; None empties it."""

_EPOCH_1900 = date(1899, 12, 30).toordinal()
_EPOCH_1904 = date(1904, 1, 1).toordinal()
_MARCH_1900 = date(1900, 3, 1)
LONGEST_TEXT = 32_767
"""Characters of a cell (Excel specifications and limits)."""


def serial_of(day: date, *, date1904: bool) -> int:
    """The number that stands for a day."""
    if date1904:
        return day.toordinal() - _EPOCH_1904
    return day.toordinal() - _EPOCH_1900 - (day < _MARCH_1900)


def content(value: Scalar | RichText, *, date1904: bool = False, prefix: str = "") -> tuple[str, str]:
    """The `t` attribute of a value, with its leading space, and the content of its cell; both empty for None."""
    if value is None or value == "":
        return "", ""
    if isinstance(value, str):
        return ' t="inlineStr"', f"<{prefix}is>{text_element(value, prefix)}</{prefix}is>"
    if isinstance(value, bool):
        return ' t="b"', f"<{prefix}v>{int(value)}</{prefix}v>"
    if isinstance(value, Decimal):
        return "", f"<{prefix}v>{number_text(value)}</{prefix}v>"
    if isinstance(value, date):
        return "", f"<{prefix}v>{serial_of(value, date1904=date1904)}</{prefix}v>"
    return ' t="inlineStr"', f"<{prefix}is>{inline_content(value, prefix)}</{prefix}is>"


def number_text(value: Decimal) -> str:
    """The number as XML has it; one that no double can hold would make the file unreadable, and is cut to 17 digits."""
    if len(value.as_tuple().digits) <= 17 and -300 < value.adjusted() < 300:
        return plain(value)
    return repr(float(value))


def written(address: str, attributes: str, type_: str, inner: str, prefix: str = "") -> str:
    """A cell at an address; `attributes` are the others (style, cell metadata) with a leading space."""
    head = f'<{prefix}c r="{address}"{attributes}{type_}'
    return f"{head}>{inner}</{prefix}c>" if inner else f"{head}/>"
