"""Values that somebody typed over the formulas of a form: into the columns of 比上年增减, which nobody answers in.

Those columns are not read. A value there that does not follow from the two numbers beside it may be this year's
number one cell too far to the right, so it is said, with the cell where it belongs.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from ..model.diagnostic import warning
from ..model.findings import Findings
from ..model.form import GROWTH, REASON
from ..model.schema import SheetSchema
from ..model.values import dataclass
from .cells import RawSheet
from .headers import Header, find_header
from .titles import Titles, key_of
from .values import clip, narrow

_MARGIN = Decimal("0.0006")
"""Half of the 0.1 % that a form shows of its growth."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """The columns whose growth a column shows, each 0 where it is not on the sheet; `name` is this year's."""

    name: str
    now: int
    before: int


def say_typed_over(sheet: RawSheet, schema: SheetSchema, year: int, findings: Findings) -> None:
    """A finding for each value that stands where the form works out a growth, and is not that growth."""
    header = find_header(sheet, Titles(schema, year))
    if header is None:
        return
    key = next((item.position for item in header.headings if item.title.name == schema.key), 1)
    for heading in header.headings:
        if not heading.title.name.startswith(GROWTH):
            continue
        pair = _pair(heading.title.name, schema, header)
        for row, text in _typed(sheet, heading.position, header.last_row):
            if _follows(sheet, row, pair, text):
                continue
            named = sheet.cell(row, key)
            belongs = (sheet.ref(row, pair.now),) if pair.now else ()
            findings.add(
                warning(
                    "typed-over-formula",
                    sheet.ref(row, heading.position),
                    related=belongs,
                    name=clip(named.text.strip()) if named else str(row),
                    value=clip(text),
                    column=heading.title.name,
                    belongs=f"{pair.name}（{belongs[0].address}）" if belongs else pair.name,
                    reason=REASON,
                )
            )


def _pair(title: str, schema: SheetSchema, header: Header) -> _Pair:
    """What a growth column compares: the column named behind its ：, else the only one with a year before."""
    compared = [column for column in schema.columns if column.previous]
    of = key_of(title.removeprefix(GROWTH).lstrip("：: "))
    meant = [column for column in compared if key_of(column.name) == of] or compared
    if not meant:
        return _Pair(title, 0, 0)
    at = {item.title.name: item.position for item in header.headings}
    return _Pair(meant[0].name, at.get(meant[0].name, 0), at.get(meant[0].previous or "", 0))


def _typed(sheet: RawSheet, position: int, last_row: int) -> Iterator[tuple[int, str]]:
    """The rows of a column in which something stands that no formula worked out."""
    cells = sheet.columns.get(position)
    if cells is None:
        return
    for row, text, kind in zip(cells.rows, cells.texts, cells.kinds, strict=True):
        if row > last_row and not kind.formula and text.strip():
            yield row, text.strip()


def _follows(sheet: RawSheet, row: int, pair: _Pair, text: str) -> bool:
    """Whether a value is the growth that the formula would show, as a share, in percent, or in points."""
    now, before = (_number(sheet, row, position) for position in (pair.now, pair.before))
    said = _decimal(narrow(text).removesuffix("个百分点").rstrip("%"))
    if now is None or before is None or said is None:
        return False
    grown = [now - before]
    if before > 0:
        grown += [now / before - 1, (now / before - 1) * 100]
    margin = _MARGIN if abs(said) < 1 else _MARGIN * 100
    return any(abs(said - one) <= margin for one in grown)


def _number(sheet: RawSheet, row: int, position: int) -> Decimal | None:
    cell = sheet.cell(row, position) if position else None
    return _decimal(narrow(cell.text).rstrip("%")) if cell is not None else None


def _decimal(text: str) -> Decimal | None:
    try:
        found = Decimal(text.strip().replace(",", ""))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None
