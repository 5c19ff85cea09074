"""Whether the figures of all drafts agree: with one another, and with the data of today.

Two figures are the same indicator where they rest on the same cells of today in the same way, in whatever unit they
are shown. Drafts that were made on different days, or one of which a person corrected, then say different things in
different sections. A text that a person wrote is compared as far as its decimals go: 64.4亿元 is no other value
than 64.403亿元, nor is 644030万元.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from ....model.binding import Binding
from ....model.diagnostic import Diagnostic, error, warning
from ....model.numbering import NUMBERING_TAG
from ....model.place import ARROW, FileRef, Place
from ....model.quantity import parse_unit, round_half_up
from ....model.values import dataclass
from ....ooxml.stories import seen
from .counterparts import Counterparts
from .data_today import DataToday
from .draft import Draft
from .hand import place_of

_Key = tuple[tuple[str, ...], str, str, str]
_EQUALS = " = "
_QUANTITY = re.compile(r"约?(-?[0-9]{1,20}(?:\.[0-9]{1,10})?)(\D{0,8})")
_YEAR_CELL = ("report.toml › report.year",)


@dataclass(frozen=True, slots=True)
class _Said:
    """What one place says of an indicator: the text, and the exact value in base units unless a person changed it."""

    text: str
    value: Decimal | None
    section: str
    place: Place

    def agrees(self, other: _Said) -> bool:
        """Whether two places say the same."""
        if self.value is not None and other.value is not None:
            return self.value == other.value
        if _plain(self.text) == _plain(other.text):
            return True
        return any(
            value is not None and _reads(text, value)
            for text, value in ((self.text, other.value), (other.text, self.value))
        )


def two_values(
    drafts: Sequence[Draft], counterparts: Mapping[str, Counterparts], data: Collection[str] = ()
) -> Iterator[Diagnostic]:
    """`indicator-disagrees`: an indicator that two sections say differently, once an indicator, with both places.

    `counterparts` are those of each unit by its name, those of the report by the empty one. `data` are the names of
    the report's data files; figures of other files are those of a draft's unit.
    """
    first: dict[_Key, _Said] = {}
    said: set[_Key] = set()
    for draft in drafts:
        for key, item in _said(draft, counterparts.get(draft.unit, counterparts[""]), data):
            known = first.setdefault(key, item)
            if key not in said and known.section != item.section and not known.agrees(item):
                said.add(key)
                cells = list(key[0][:3])
                yield warning(
                    "indicator-disagrees",
                    item.place,
                    related=(known.place,),
                    first=known.text,
                    second=item.text,
                    cells=cells,
                )


def _said(draft: Draft, counterparts: Counterparts, data: Collection[str]) -> Iterator[tuple[_Key, _Said]]:
    known = counterparts.of(draft)
    for binding, present in draft.figures:
        value = _decimal(binding.value)
        if value is None or not binding.cells or binding.tag.startswith(NUMBERING_TAG) or not present.certain:
            continue
        edited = present.text is not None and not present.reads(binding.text)
        text = present.text if edited and present.text is not None else binding.text
        cells = known.cells(binding)
        if text and cells:
            unit = parse_unit(binding.unit)
            whose = draft.unit if draft.unit and _file_of(cells[0]) not in data else ""
            key = (cells, binding.derivation.partition(_EQUALS)[0], unit.dimension, whose)
            yield (
                key,
                _Said(text, None if edited else value * unit.factor, binding.section, place_of(binding, draft.file)),
            )


def _file_of(cell: str) -> str:
    return cell.partition(ARROW)[0]


def _plain(text: str) -> str:
    """A text as it is compared: digits of full width are digits."""
    return unicodedata.normalize("NFKC", seen(text))


def _reads(text: str, value: Decimal) -> bool:
    """Whether a text is a number with a unit that says a value in base units, as far as its decimals go."""
    found = _QUANTITY.fullmatch(_plain(text).replace(",", ""))
    if found is None:
        return False
    number, unit = Decimal(found[1]), parse_unit(found[2])
    return round_half_up(value / unit.factor, len(found[1].partition(".")[2])) == number


def _decimal(value: str) -> Decimal | None:
    try:
        return Decimal(value)
    except InvalidOperation:
        return None


def of_another_year(draft: Draft, today: DataToday) -> Iterator[Diagnostic]:
    """`draft-of-other-year` where the report's year stands in the draft, and is another one than the report's now."""
    wanted = {item.value for item in today.bindings if _is_year(item)}
    years = {binding.value for binding, _ in draft.figures if _is_year(binding)}
    if wanted and years and not wanted & years:
        yield error("draft-of-other-year", FileRef(draft.file), file=draft.file, year=min(years), report=min(wanted))


def _is_year(binding: Binding) -> bool:
    return binding.cells == _YEAR_CELL and not binding.derivation


def behind_data(draft: Draft, counterparts: Counterparts) -> Iterator[Diagnostic]:
    """`draft-outdated` where figures that nobody touched read otherwise in the data of today.

    The report's data may be others than those of a unit: where nobody knows the unit's own, only figures of the same
    cells are compared.
    """
    known = counterparts.of(draft)
    shown: list[str] = []
    for binding, present in draft.figures:
        same = known.today(binding)
        texts = {same.text} if same is not None else set()
        if same is None and not binding.table_row and draft.unit == counterparts.unit:
            texts = counterparts.texts(binding.tag)
        untouched = present.text is not None and present.reads(binding.text)
        if texts and binding.text not in texts and untouched and not binding.tag.startswith(NUMBERING_TAG):
            shown.append(f"{binding.text}→{min(texts)}")
    if shown:
        examples = shown[:3]
        yield warning("draft-outdated", FileRef(draft.file), count=len(shown), examples=examples)
