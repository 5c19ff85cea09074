"""Cells as XML text: one by one for headings, and column by column, many rows at once, for tables.

A block of a column that holds one type and nothing unusual takes one format string for all its cells;
anything else is written cell by cell. Both give the same cells.

Source: ISO/IEC 29500-1, 18.3.1.4 (c), 18.18.11 (cell types).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from ...model.dataset import Value
from ...model.values import dataclass
from ...ooxml.xml import cell as escaped
from ...ooxml.xml import keeps_space
from .formulas import Formula, number_text

LONGEST_TEXT = 32_767
"""Characters that a cell can hold (Excel specifications), in UTF-16 units."""

_EPOCH = date(1899, 12, 30).toordinal()
_FIRST_DATE = date(1900, 3, 1)
"""Before it Excel counts a 29th of February that never was."""

_FORMULA_MARKS = frozenset("=+-@")
_ENTITIES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"))


@dataclass(frozen=True, slots=True)
class CellStyles:
    """The styles of a column's cells by content; `formula_like` keeps text that begins with = + - @."""

    number: int
    text: int
    formula_like: int
    date: int


def text_cell(address: str, text: str, styles: CellStyles) -> str:
    """A cell with text, whatever the text is."""
    return f'<c r="{address}"{_text_tail(text, styles)}'


def value_cell(address: str, value: Value, styles: CellStyles, *, percent: bool = False) -> str:
    """A cell with a value of any type; None gives an empty cell that has its style."""
    return f'<c r="{address}"{_tail(value, styles, percent=percent)}'


def formula_cell(address: str, formula: Formula, style: int) -> str:
    """A cell with a live formula and its value."""
    return f'<c r="{address}"{formula_tail(formula, style)}'


def formula_tail(formula: Formula, style: int) -> str:
    """All of a formula's cell behind its address."""
    kind = "" if formula.value else ' t="str"'
    return f' s="{style}"{kind}><f>{escaped(formula.text)}</f><v>{formula.value}</v></c>'


def column_block(values: Sequence[Value], styles: CellStyles, *, percent: bool) -> tuple[str, Sequence[str]]:
    """What stands behind each cell's address: a pattern with one `%s`, and what goes into it, a row at a time."""
    kinds = set(map(type, values))
    if kinds == {str} and not _is_unusual(values):  # type: ignore[arg-type]
        return f' s="{styles.text}" t="inlineStr"><is><t>%s</t></is></c>', _escaped(values)  # type: ignore[arg-type]
    if kinds == {Decimal}:
        numbers = [_percent_text(value) for value in values] if percent else _number_texts(values)  # type: ignore
        return f' s="{styles.number}"><v>%s</v></c>', numbers
    if kinds == {date} and min(values) >= _FIRST_DATE:  # type: ignore[type-var, operator]
        return f' s="{styles.date}"><v>%s</v></c>', [str(value.toordinal() - _EPOCH) for value in values]  # type: ignore
    return "%s", [_tail(value, styles, percent=percent) for value in values]


def _is_unusual(texts: Sequence[str]) -> bool:
    """Whether some text needs more than its &, < and > escaped; one look at all of them is 5 times faster."""
    whole = "".join(texts)
    if not whole.isprintable() or " " in whole or "_x" in whole or max(map(len, texts)) > LONGEST_TEXT // 2:
        return True
    return not _FORMULA_MARKS.isdisjoint({text[:1] for text in texts})


def _escaped(texts: Sequence[str]) -> Sequence[str]:
    for mark, entity in _ENTITIES:
        if any(mark in text for text in texts):
            texts = [text.replace(mark, entity) for text in texts]
    return texts


def _number_texts(values: Sequence[Decimal]) -> list[str]:
    # str is exact, but may have an exponent or end in zeros.
    return [
        text if text[-1] != "0" and len(text) < 16 and "E" not in text else number_text(value)
        for text, value in zip(map(str, values), values, strict=True)
    ]


def _percent_text(value: Decimal) -> str:
    return number_text(value.scaleb(-2))


def _tail(value: Value, styles: CellStyles, *, percent: bool) -> str:
    if value is None:
        return f' s="{styles.text}"/>'
    if isinstance(value, str):
        return _text_tail(value, styles)
    if isinstance(value, date):
        if value < _FIRST_DATE:
            return _text_tail(value.isoformat(), styles)
        return f' s="{styles.date}"><v>{value.toordinal() - _EPOCH}</v></c>'
    if not value.is_finite():
        return _text_tail(str(value), styles)
    return f' s="{styles.number}"><v>{_percent_text(value) if percent else number_text(value)}</v></c>'


def _text_tail(text: str, styles: CellStyles) -> str:
    style = styles.formula_like if text[:1] in _FORMULA_MARKS else styles.text
    space = ' xml:space="preserve"' if keeps_space(text) else ""
    return f' s="{style}" t="inlineStr"><is><t{space}>{escaped(shortened(text))}</t></is></c>'


def shortened(text: str) -> str:
    """The text as far as a cell can hold it, its end marked where it was cut."""
    if len(text) <= LONGEST_TEXT // 2 or _units(text) <= LONGEST_TEXT:
        return text
    text = text[: LONGEST_TEXT - 1]
    while (over := _units(text) - LONGEST_TEXT + 1) > 0:
        text = text[: len(text) - max(1, over // 2)]
    return f"{text}…"


def is_too_long(text: str) -> bool:
    """Whether a cell cannot hold the text."""
    return len(text) > LONGEST_TEXT // 2 and _units(text) > LONGEST_TEXT


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)
