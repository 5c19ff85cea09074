"""The sentences without figures that we wrote into a file: which of them the report no longer has, and which it lacks.

No binding holds them, so the file says beside its bindings how often each stands there. One that the report no longer
has is ours all the same, and is listed where nothing took it away; one that it has newly is listed where nothing put
it in. What a person took out is neither, for it was there once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from ....model.collect import SENTENCE
from ....model.document import Heading, Paragraph
from ....model.plain_words import plain_sentences
from ....model.refresh import DONE, Fate, Refreshed
from ....ooxml.plain_words import OPENING, words_in
from ....ooxml.stories import paragraphs_in
from .ordinals import without_ordinal
from .today import Today, section_of
from .units import Unit

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_CUT = "…"


class _Said(NamedTuple):
    """A sentence, below a heading of level 1."""

    text: str
    section: str

    @property
    def key(self) -> str:
        """What it is told by: not the number before it, nor the stop that a heading has where a paragraph follows."""
        return without_ordinal(self.text).rstrip("。")


class OwnWords:
    """Those of one file, by its part of bindings; of a file from before that says nothing of them, nothing is told."""

    def __init__(self, part: bytes, today: Today) -> None:
        self._part = part
        self._today = today
        self._change: Counter[str] = Counter()
        self._ours: Counter[str] = Counter()
        self._was: Counter[str] = Counter()

    @cached_property
    def are_todays(self) -> bool:
        """Whether the file says of all its sentences what a build of today says; then none came or went."""
        listed, start = self._today.stored_words, self._part.find(OPENING)
        is_there = bool(listed) and start >= 0 and self._part.startswith(listed, start)
        return is_there and not self._part.startswith(OPENING, start + len(listed))

    @cached_property
    def _written(self) -> Counter[str]:
        return self._today.words if self.are_todays else words_in(self._part)

    def differences(
        self, before: Element, after: Element, units: Sequence[Unit], entries: Iterable[Refreshed]
    ) -> Iterator[Refreshed]:
        """What stands in the body `after` a refresh that the report has not, and the other way round.

        But for what the entries tell. `units` are those of the sections that the file has.
        """
        if not self._written:
            return
        titles = {section_of((unit.text,)): unit.text for unit in units if _is_title(unit)}
        found, wanted = list(_read(after, titles)), list(_wanted(units))
        was = self._was = Counter(said.key for said in _read(before, titles))
        now, today = (Counter(said.key for said in each) for each in (found, wanted))
        ours = self._ours = Counter()
        for sentence, count in self._written.items():
            ours[_Said(sentence, "").key] += count
        self._change = Counter({key: now[key] - was[key] for key in (*ours, *today)})
        told = [text for item in entries if item.fate not in DONE for text in (item.written, item.now, item.today)]
        for said in _beyond(found, now - today, told):
            if self.is_ours(said.text):
                yield Refreshed(fate=Fate.GONE, place=said.section, written=said.text)
        for said in _beyond(wanted, today - now, told):
            if not self.was_cut(said.text):
                yield Refreshed(fate=Fate.ABSENT, place=said.section, today=said.text)

    @property
    def are_known(self) -> bool:
        """Whether `differences` had something to look at."""
        return bool(self._was)

    def is_ours(self, sentence: str) -> bool:
        """Whether all that stood in the file of a sentence is what we wrote; for the ones that `differences` saw."""
        key = _Said(sentence, "").key
        return 0 < self._was[key] <= self._ours[key]

    def was_cut(self, sentence: str) -> bool:
        """Whether a person took one out."""
        key = _Said(sentence, "").key
        return self._was[key] < self._ours[key]

    @property
    def renewed(self) -> Mapping[str, int]:
        """How often each stands there now; of what a person took out, how often it stood there."""
        change, found = Counter({key: count for key, count in self._change.items() if count}), Counter[str]()
        if not change:
            return self._written
        for sentence, count in self._written.items():
            key = _Said(sentence, "").key
            lost = min(count, max(-change[key], 0))
            change[key] += lost
            found[sentence] = count - lost
        found.update(+change)
        order = dict.fromkeys((*self._today.words, *found))  # as a build has them
        return {text: found[text] for text in order if found[text] > 0}


def _beyond(said: Sequence[_Said], counts: Mapping[str, int], told: Sequence[str]) -> Iterator[_Said]:
    """The last ones of each sentence, so many as are counted, but for those that the list tells."""
    rest = dict(counts)
    found = []
    for each in reversed(said):
        if rest.get(each.key):
            rest[each.key] -= 1
            if not any(each.key in text or (text and text.rstrip(_CUT) in each.text) for text in told):
                found.append(each)
    yield from reversed(found)


def _read(body: Element, titles: Mapping[str, str]) -> Iterator[_Said]:
    """The sentences of the paragraphs outside of tables."""
    section = ""
    for text in paragraphs_in(body):
        section = titles.get(section_of((text,)), section)
        yield from (_Said(part, section) for part in SENTENCE.findall(text) if part)


def _wanted(units: Iterable[Unit]) -> Iterator[_Said]:
    """The sentences without figures of the report."""
    section = ""
    for unit in units:
        section = unit.text if _is_title(unit) else section
        for block in (unit.run_in, unit.block):
            if isinstance(block, (Heading, Paragraph)):
                yield from (_Said(part, section) for part in plain_sentences(block.content))


def _is_title(unit: Unit) -> bool:
    return isinstance(unit.block, Heading) and unit.block.level == 1
