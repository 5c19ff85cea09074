"""Which formatting of a paragraph is to be shown as changed, and what it was before.

Only what was set at the paragraph or its characters can be marked so that rejecting gives the older look again.
What looks otherwise because a style of the document is another is listed, and not marked.

Source: ISO/IEC 29500-1, 17.13.5.29 (pPrChange), 17.13.5.31 (rPrChange).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ....compare.align import Step
from ....compare.blocks import Block, Row, Table
from ....compare.formats import Formats, is_alike, stayed
from ....compare.passages import SIGNS
from ....compare.styles import direct
from ....compare.words import Edit
from ....model.values import dataclass
from ....ooxml.stories import W
from .deleted import Deleted

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_STYLES = ("pStyle", "rStyle")


class Look(NamedTuple):
    """The characters from `start` to before `end` of the newer text had the properties `old`, as markup."""

    start: int
    end: int
    old: str


@dataclass(frozen=True, slots=True)
class Before:
    """How a paragraph looked: `own` are the properties of the paragraph as markup, None where they are the same."""

    own: str | None
    runs: Sequence[Look]


class Looks:
    """Tells how the paragraphs of one version looked in the other; `unmarked` counts those that cannot be marked."""

    def __init__(self, formats: Formats) -> None:
        self._formats = formats
        self.unmarked = 0

    def compare_by(self, formats: Formats) -> None:
        """Go on with the newer file as it was read anew."""
        self._formats = formats

    def is_same(self, old: Block | Row, new: Block | Row) -> bool:
        """Whether two blocks show the same for certain, for they are written alike and lead to nothing outside."""
        return self._formats.is_same(old, new) and SIGNS.isdisjoint(new.content)

    def table(self, old: Table, new: Table, steps: Sequence[Step]) -> bool:
        """Whether a table looks otherwise; of rows that came or went only the borders of the table could tell."""
        if self._formats.table(old, new, steps):
            return True
        borders = [table.element.find(f"{W}tblPr/{W}tblBorders") for table in (old, new)]
        return any(None in (step.old, step.new) for step in steps) and not is_alike(*borders)

    def form_before(self, old: Element, new: Element, deleted: Deleted) -> str | None:
        """The older properties of a paragraph as markup, None where they are the same or cannot be marked."""
        return _properties(old, new, "pPr", deleted) if any(self._formats.of_paragraph(old, new)) else None

    def of(self, old: Element, new: Element, edits: Sequence[Edit], deleted: Deleted) -> Before:
        """How a paragraph looked before, as far as that can be marked."""
        own = self.form_before(old, new, deleted)
        is_unmarked = own is None and any(self._formats.of_paragraph(old, new))
        looks: list[Look] = []
        for same in stayed(old, new, edits):
            if self._formats.of_characters(old, new, same):
                properties = _properties(same.old, same.new, "rPr", deleted)
                if properties is not None:
                    looks.append(Look(same.start, same.end, properties))
                is_unmarked |= properties is None
        self.unmarked += is_unmarked
        return Before(own, looks)


def _properties(old: Element, new: Element, name: str, deleted: Deleted) -> str | None:
    """The older properties as markup; None where both set the same, or where a style is meant that is not there."""
    before, after = old.find(f"{W}{name}"), new.find(f"{W}{name}")
    if _set(before) == _set(after):
        return None
    return deleted.properties(before)


def _set(properties: Element | None) -> dict[str, str]:
    found = direct(properties)
    for name in _STYLES:
        style = None if properties is None else properties.find(f"{W}{name}")
        if style is not None:
            found[name] = style.get(f"{W}val", "")
    return found
