"""Paragraphs that the report has newly, put where they belong: between two neighbours that still stand side by side.

A paragraph is new when it shows figures, and the file has none of them. It is put in only where what stands before
and behind it in the report stands in the file, one right behind the other; else it is listed. It takes the form of a
paragraph of the same kind nearby, and its figures are bound as a build binds them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from ...model.document import Footnote
from ...model.refresh import Refreshed
from ...model.values import dataclass
from ...ooxml.stories import W
from .arrival import Arrival
from .form import Form
from .markup import names_at
from .story import Splices
from .text_edits import CONTROL, PARAGRAPH
from .units import Unit

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_BLOCKS = frozenset((PARAGRAPH, f"{W}tbl", CONTROL))


@dataclass(frozen=True, slots=True, eq=False)
class _Planned:
    """New paragraphs that stand one behind the other, to come behind an element, to look like one of the file."""

    units: list[Unit]
    behind: Element
    model: tuple[Unit, Element]


class Paragraphs:
    """Puts new paragraphs into the main story of a file."""

    def __init__(self, arrival: Arrival, splices: Splices) -> None:
        self._arrival = arrival
        self._edits = arrival.edits
        self._splices = splices
        self._form = Form(arrival.edits.story)
        self._planned: list[_Planned] = []

    def plan(self) -> None:
        """Find what has a certain place."""
        units, at = self._arrival.units, 0
        for is_new, group in groupby(units, key=self._is_new):
            new = list(group)
            if is_new:
                end = at + len(new)
                self._find_place(new, units[at - 1] if at else None, units[end] if end < len(units) else None)
            at += len(new)

    def make(self) -> Iterator[Refreshed]:
        """Put them in; an entry for each."""
        for planned in self._planned:
            coming = [unit for unit in planned.units if all(tag in self._arrival.placed for tag in unit.tags)]
            if coming:
                made = "".join(self._made(unit, *planned.model) for unit in coming)
                self._splices.insert(self._edits.story.span(planned.behind).end, made.encode())
            for unit in coming:
                yield self._arrival.told(unit.tags, unit.text)

    def _is_new(self, unit: Unit) -> bool:
        return unit.is_plain and self._arrival.are_new(unit.content)

    def _find_place(self, new: list[Unit], before: Unit | None, behind: Unit | None) -> None:
        last = None if before is None else self._arrival.standing(before)[1]
        first = None if behind is None else self._arrival.standing(behind)[0]
        model = self._model(new, before, behind)
        following = None if last is None else self._arrival.next(last)
        at_end = first is None and (following is None or self._arrival.is_list_of_appendices(following))
        if last is not None and model is not None and (at_end or (first is not None and following is first)):
            self._planned.append(_Planned(new, last, model))
            self._arrival.placed.update((tag, unit.text) for unit in new for tag in unit.tags)

    def _model(self, units: Sequence[Unit], *near: Unit | None) -> tuple[Unit, Element] | None:
        """A paragraph of body text in the file, for the new ones to look like, as near as there is one."""
        strong = any(inline.strong for unit in units for inline in unit.content if not isinstance(inline, Footnote))
        candidates = [unit for unit in (*near, *self._arrival.units) if unit is not None and unit.is_plain]
        candidates = [unit for unit in candidates if not self._is_new(unit)]
        if strong:
            candidates.sort(key=lambda unit: not any(getattr(inline, "strong", False) for inline in unit.content))
        for unit in candidates:
            element = self._arrival.standing(unit)[0]
            if element is not None:
                return unit, element
        return None

    def _made(self, unit: Unit, model: Unit, like: Element) -> str:
        """The new paragraph."""
        form, track = self._form, self._edits.track
        names = names_at(self._edits.story, like)
        mark = "" if track is None else track.empty("ins", names)
        plain = form.look_of(like, _texts(model, strong=False))
        plain = form.look(like) if plain is None else plain
        strong = form.look_of(like, _texts(model, strong=True))
        runs = []
        for is_strong, group in groupby(unit.content, key=lambda inline: getattr(inline, "strong", False)):
            look = plain if not is_strong else form.bold(plain, like) if strong is None else strong
            runs.append(self._edits.runs(self._arrival.parts(group), look, like))
        return form.wrapped("p", form.of_paragraph(like, mark) + "".join(runs), names)


def _texts(unit: Unit, *, strong: bool) -> set[str]:
    return {inline.text for inline in unit.content if not isinstance(inline, Footnote) and inline.strong is strong} - {
        ""
    }
