"""What comes into a file and what leaves it, settled before anything is done.

Each stands on the other: what comes stands between what stays, and what goes stays as long as it may be what has found
no place. So both are thought of anew until they agree.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from .arranged_departure import arranged_departures
from .arrangement import NOTHING, Arrangement
from .arrival import Arrival
from .blocks import Blocks
from .departure import Departure
from .figures import Figures
from .heading_numbers import HeadingNumbers
from .labels import Labels
from .leaving import Leaving
from .new_sentences import NewSentences
from .new_units import NewUnits
from .rematch import numbers_by_element, rematch
from .text_edits import TextEdits, notes_among


class Plan(NamedTuple):
    """What comes into a file and what leaves it."""

    arrival: Arrival
    departure: Departure
    units: NewUnits
    sentences: NewSentences
    headings: HeadingNumbers


class Planning:
    """Makes the plan of one file; `stories` are its parts with texts, the body first."""

    def __init__(
        self, figures: Figures, blocks: Blocks, labels: Labels, stories: Sequence[TextEdits], arrangement: Arrangement
    ) -> None:
        self._figures, self._labels, self._stories = figures, labels, stories
        self._arrival = Arrival(figures, blocks, stories[0], arrangement)
        self._arranged = self._rematched() if arrangement is not NOTHING else []

    def plan(self, *, untouched: bool) -> Plan:
        """What comes and goes; of an `untouched` file all words are ours."""
        arrival = self._arrival
        refused: set[int] = set()
        kept: set[str] = set()
        while True:
            departure = Departure(arrival, self._stories, refused, kept, self._arranged, untouched=untouched)
            arrival.begin(departure.elements)
            units, sentences = NewUnits(arrival), NewSentences(arrival)
            is_growing = bool(arrival.wanted or arrival.new_blocks or arrival.arrangement.coming)
            if is_growing:
                units.plan()
            headings, uncounted = self._numbered(units, departure)
            if any(str(kind) in uncounted for kind, _ in departure.keys):
                kept.update(uncounted)
                continue
            self._figures.find(departure.numbers)
            if is_growing:
                sentences.plan()
            arrival.drop_uncounted()
            came = self._figures.came.union(arrival.placed)
            unplaced = {item.template for tag, item in arrival.wanted.items() if tag not in came}
            more = departure.uncertain(unplaced)
            if not more:
                return Plan(arrival, departure, units, sentences, headings)
            refused |= more

    def _rematched(self) -> list[Leaving]:
        """Take the figures for those that the arrangement makes them; what leaves by it."""
        notes = notes_among(self._stories)
        numbers = numbers_by_element(self._arrival, notes)
        rematch(self._arrival, numbers)
        return list(arranged_departures(self._arrival, notes, numbers))

    def _numbered(self, units: NewUnits, departure: Departure) -> tuple[HeadingNumbers, Collection[str]]:
        """Number charts, tables and headings with what comes and goes; what has no certain number does not come.

        The kinds (图, 表) of which nothing may come or go stand beside.
        """
        arrival = self._arrival
        while True:
            headings = HeadingNumbers(arrival, units.coming, departure.elements, departure.numbers)
            refused = self._labels.settle(
                [block for block in units.blocks if block.tag in arrival.new_blocks],
                departure.keys,
                can_follow=self._figures.places.has_tags,
                is_arranged=arrival.arrangement.is_whole,
            )
            if not units.drop(refused, headings.refused_units()):
                return headings, refused
