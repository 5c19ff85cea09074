"""Figures of sentences, headings, captions and footnotes set to today's, and the words around them.

A figure is set where its text is still what we wrote. What a person made of it stays, and is listed. The words
between figures (a template may choose 回升 or 回落 by the sign) follow where the whole sentence is still ours.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, groupby, zip_longest
from typing import TYPE_CHECKING

from ....model.binding import Binding
from ....model.document import Shown
from ....model.refresh import Fate, Refreshed
from ....model.values import dataclass, field
from ....ooxml.marks import Marks
from ....ooxml.stories import seen
from .again import Again
from .half_sentences import would_contradict
from .labels import Labels
from .matching import Matching, tags_in_file
from .ordinals import Counting, Renumbering, differ_in_ordinals, renumbering
from .places import Places, Spot, statics
from .sentences import Change, Sentences
from .text_edits import PARAGRAPH
from .today import Today, section_of, sections_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_LONGEST = 120
"""Characters of a sentence that the list shows."""


@dataclass(frozen=True, slots=True, eq=False)
class _Sentence:
    """The numbers of a sentence's figures, those without the ones of its footnotes, and what is to become of it.

    `has_other_words` tells whether it says something else today around its figures; `changes` are what brings it to
    that, place by place, `stays` tells that it cannot become today's: nothing of it is set. `renumbering` is what
    becomes of its ordinal where a person touched it.
    """

    numbers: Sequence[int]
    own: Sequence[int]
    has_other_words: bool
    changes: Sequence[Change]
    stays: bool
    renumbering: Renumbering | None

    @property
    def is_fixed(self) -> bool:
        """Whether it would have another ordinal, which cannot be set."""
        return self.renumbering is not None and not self.renumbering.spots


@dataclass(slots=True, eq=False, repr=False)
class Figures:
    """Works through the single bindings of a file; `entries` is the list.

    `missing` are the numbers of figures that are in the file and in the report no more; `unresolved` those that
    should read otherwise and could not be set, which the next run has to tell again. `kept` are the numbers of figures
    that a person changed, with what stood there before. `sentences` are those whose
    words are not those of today's binding; `sentences_of_new` are those of figures that have come into the file.
    `tags` and `tags_of_new` are the tags that both have in the file afterwards. `groups` are the numbers sentence by
    sentence, without the paragraphs in which nothing is to be done.
    """

    old: Sequence[Binding]
    found: Matching
    places: Places
    today: Today
    labels: Labels
    marks: Marks
    entries: list[Refreshed] = field(default_factory=list)
    found_again: int = 0
    missing: set[int] = field(default_factory=set)
    unresolved: set[int] = field(default_factory=set)
    kept: dict[int, str] = field(default_factory=dict)
    sentences: dict[int, str] = field(default_factory=dict)
    sentences_of_new: dict[str, str] = field(default_factory=dict)
    tags: dict[int, str] = field(default_factory=dict)
    tags_of_new: dict[str, str] = field(default_factory=dict)
    spots: dict[int, list[Spot]] = field(default_factory=dict)
    groups: list[list[int]] = field(default_factory=list)
    _sentences: list[_Sentence] = field(default_factory=list)

    def locate(self) -> None:
        """Find where every figure stands; nothing is set yet."""
        controls = self.places.controls
        self.spots = {number: controls.get(binding.tag, []) for number, binding in enumerate(self.old)}
        self.groups = list(self._sentences_of(self._open_paragraphs()))
        again = Again(
            self.old, self.found.pairs, self.places, self.today, lambda: self._sentences_of(self._paragraphs())
        )
        self.found_again = again.complete(
            [(numbers, self._without_notes(numbers)) for numbers in self.groups], self.spots
        )

    def find(self, leaving: Collection[int] = ()) -> None:
        """Find what makes today's sentences of those in the file, once all things in it have their numbers.

        `leaving` are the numbers of figures that leave with all that they stand in.
        """
        self._sentences.clear()
        self.missing = set(leaving)
        free = frozenset(item.tag for item in self.found.new)
        sentences = Sentences(self.old, self.found.pairs, self.places, self.today, self.labels, self.spots, free)
        for numbers in self.groups:
            own = self._without_notes(numbers)
            has_other_words = self._has_other_words(own)
            changes = sentences.changes(own) if has_other_words else ()
            stays = has_other_words and not changes and (self._is_ours(own) or self._is_torn(own))
            ordinal = self._renumbering(own, stays=stays) if has_other_words and not changes else None
            self._sentences.append(_Sentence(numbers, own, has_other_words, changes, stays, ordinal))
        self.missing.update(number for each in self._sentences for change in each.changes for number in change.gone)

    def name(self) -> None:
        """Give every figure the tag that it will have in the file, once all that leave are known."""
        if self.found.keeps_tags(self.old):
            self.tags = {number: self.old[number].tag for number in self.found.pairs}
            return
        held = {number for number, spots in self.spots.items() if not any(spot.text for spot in spots)}
        held.update(number for each in self._sentences if each.stays for number in each.own)
        self.tags, self.tags_of_new = tags_in_file(self.old, self.found, held, self.missing)

    def counting(self, placed: Collection[str]) -> Counting:
        """Where ordinals follow today's, if those figures come too."""
        fixed = [self.old[each.own[0]].where for each in self._sentences if each.is_fixed]
        return Counting(self.old, self.found, self.today, self.spots, self.missing, self.came.union(placed), fixed)

    @property
    def came(self) -> set[str]:
        """Today's tags of the figures that come into sentences of the file."""
        return {tag for each in self._sentences for change in each.changes for tag in change.came}

    def set(self, placed: Collection[str]) -> None:
        """Set every figure, sentence by sentence; `placed` are today's tags of others that will come into the file."""
        counts = self.counting(placed)
        for each in self._sentences:
            for number in each.numbers:
                if number not in self.missing and not (each.stays and number in each.own):
                    self._figure(number)
            if each.stays:
                self._leave(each.own)
                continue
            if each.has_other_words:
                agrees = counts.agrees(self.old[each.own[0]].where)
                self._words(each, each.changes if agrees else _with_ordinals(each.changes))
                if agrees:
                    self._renumber(each)
            self._agree(each)

    def absent(self) -> Iterator[Refreshed]:
        """Today's sentences with figures that the file still has not, of the sections that it has."""
        return _absent(self.old, [item for item in self.found.new if item.tag not in self.sentences_of_new])

    def _paragraphs(self) -> Iterator[list[int]]:
        """The figures of each paragraph."""
        return (list(group) for _, group in groupby(range(len(self.old)), key=self._paragraph_of))

    def _open_paragraphs(self) -> Iterator[list[int]]:
        """The figures of the paragraphs in which one says something else today, or has not its control and its text."""
        return (numbers for numbers in self._paragraphs() if not all(map(self._stands, numbers)))

    def _sentences_of(self, paragraphs: Iterable[list[int]]) -> Iterator[list[int]]:
        for numbers in paragraphs:
            for _, group in groupby(numbers, key=self._sentence_of):
                yield from self._copies(list(group))

    def _copies(self, numbers: list[int]) -> list[list[int]]:
        """The figures of a sentence, copy by copy where it stands several times; with its footnotes, all of them."""
        texts = [self.old[number].text for number in numbers]
        stories = {id(spot.edits) for number in numbers for spot in self.spots[number]}
        if len(stories) == 1 or (not stories and len(self._without_notes(numbers)) == len(numbers)):
            for size in range(1, len(numbers) // 2 + 1):
                if (
                    texts == texts[:size] * (len(texts) // size)
                    and statics(self._sentence_of(numbers[0]), texts) is None
                ):
                    return [numbers[at : at + size] for at in range(0, len(numbers), size)]
        return [numbers]

    def _stands(self, number: int) -> bool:
        """Whether a build would store the same of a figure, and the one control that there is reads so."""
        spots = self.spots[number]
        return number in self.found.same and len(spots) == 1 and spots[0].text == self.old[number].text

    def _paragraph_of(self, number: int) -> tuple[object, ...]:
        return self.old[number].where, self.old[number].paragraph

    def _sentence_of(self, number: int) -> str:
        return self.old[number].sentence

    def _has_other_words(self, numbers: Sequence[int]) -> bool:
        """Whether the sentence of these figures says something else today around them."""
        pairs, sentence = self.found.pairs, self.old[numbers[0]].sentence
        known = [pairs[number] for number in numbers if number in pairs]
        if all(today.sentence == sentence for today in known):
            return False
        words = [statics(today.sentence, [each.text for each in known]) for today in known[:1]]
        return len(known) < len(numbers) or words[0] != statics(sentence, [self.old[it].text for it in numbers])

    def _without_notes(self, numbers: Sequence[int]) -> list[int]:
        """The figures of a sentence without those of its footnotes, which are stored under the same sentence."""
        contents = self.today.contents
        found = [contents.get(pair.tag) if (pair := self.found.pairs.get(number)) else None for number in numbers]
        outer = next((content for content in found if content is not None), None)
        return [number for number, content in zip(numbers, found, strict=True) if content is None or content is outer]

    def _figure(self, number: int) -> None:
        """Set one figure at each of its spots, or list why not."""
        written, today, spots = self.old[number], self.found.pairs.get(number), self.spots[number]
        if today is not None and today.text == written.text and len(spots) == 1 and spots[0].text == written.text:
            return
        if any(spot.content is not None and _is_block(spot.content) for spot in spots):
            return
        texts = [spot.text for spot in spots]
        if not any(texts):
            self._not_there(number, today, is_certain=bool(spots) or not self.marks.are_lost(written))
            return
        if today is None:
            self._add(Fate.GONE, written, now=next(filter(None, texts)))
            return
        first = written.written or written.text
        known = (seen(written.text), seen(first))
        stale = [spot for spot in spots if spot.text and seen(spot.text) in known]
        ours = [spot for spot in stale if seen(spot.text) != seen(today.text)]
        others = [text for text in texts if text and seen(text) not in (*known, seen(today.text))]
        if ours:
            for spot in ours:
                spot.set(today.text)
            self._add(Fate.CHANGED, today, written=first, now=ours[0].text, today=today.text)
        for text in dict.fromkeys(others):
            self.kept[number] = first
            self._add(Fate.KEPT, today, written=first, now=text, today=today.text)

    def _not_there(self, number: int, today: Binding | None, *, is_certain: bool) -> None:
        written = self.old[number]
        if today is None and is_certain:
            self.missing.add(number)
        elif today is None or seen(today.text) != seen(written.text):
            fate = Fate.DELETED if is_certain else Fate.UNSURE
            self.unresolved.add(number)
            self._add(fate, today or written, written=written.text, today=today.text if today else "")

    def _renumbering(self, numbers: Sequence[int], *, stays: bool) -> Renumbering | None:
        """What becomes of the ordinal of a sentence that is not ours as a whole."""
        known = {self.found.pairs[number].sentence for number in numbers if number in self.found.pairs}
        if len(known) != 1:
            return None
        standing = ([spot for spot in self.spots[number] if spot.text] for number in numbers if not stays)
        around = next(filter(None, standing), [])
        return renumbering(self.old[numbers[0]].sentence, known.pop(), around, self.places)

    def _renumber(self, sentence: _Sentence) -> None:
        """Set the ordinal of a sentence that a person touched."""
        own, ordinal = sentence.own, sentence.renumbering
        if ordinal is None:
            return
        for spot in ordinal.spots:
            spot.set(ordinal.today)
        today = next(self.found.pairs[number] for number in own if number in self.found.pairs)
        self._add(Fate.CHANGED, today, written=ordinal.written, now=ordinal.written, today=ordinal.today)
        said = self.sentences.get(own[0])
        if said is not None:
            self.sentences.update(dict.fromkeys(own, ordinal.today + said.removeprefix(ordinal.written)))

    def _words(self, group: _Sentence, changes: Sequence[Change]) -> None:
        """The words of a sentence around its figures, where they read otherwise today and the sentence is ours."""
        numbers = group.own
        today = [self.found.pairs[number] for number in numbers if number in self.found.pairs]
        sentence = self.old[numbers[0]].sentence
        if len({each.sentence for each in today}) != 1:
            return
        if changes:
            for change in changes:
                if not change.is_none:
                    change.make(self.tags_of_new if self.places.has_tags else None)
            change = changes[0]
            if not change.is_none:
                self._add(Fate.CHANGED, today[0], written=sentence, now=sentence, today=change.text)
            self.sentences.update(dict.fromkeys(numbers, change.text))
            self.sentences_of_new.update(dict.fromkeys(change.came, change.text))
            return
        words = statics(sentence, [self.old[number].text for number in numbers])
        if words is None:
            return
        self._keep_words(numbers, words)
        if len(today) == len(numbers):
            after = statics(today[0].sentence, [each.text for each in today])
            exact = self.today.words_around(today)
            now = self._now(numbers)
            is_other = exact is not None and (group.is_fixed or not differ_in_ordinals(words, exact))
            if now and after != words and is_other:
                self._add(Fate.KEPT, today[0], written=sentence, now=now, today=today[0].sentence)

    def _agree(self, sentence: _Sentence) -> None:
        """Let all figures of a sentence, and of its notes, be stored with the one that stands in the file."""
        own, pairs = sentence.own, self.found.pairs
        said = self.sentences.get(own[0]) or next((pairs[number].sentence for number in own if number in pairs), "")
        if not self.unresolved.isdisjoint(own):
            known = [pairs.get(number, self.old[number]).text for number in own]
            texts = [self.old[at].text if at in self.unresolved else text for at, text in zip(own, known, strict=True)]
            words = statics(said, known)
            said = said if words is None else "".join(chain.from_iterable(zip_longest(words, texts, fillvalue="")))
        elif self.unresolved.isdisjoint(sentence.numbers) and own[0] not in self.sentences:
            return
        self.sentences.update(dict.fromkeys(sentence.numbers, said))

    def _is_ours(self, numbers: Sequence[int]) -> bool:
        """Whether a sentence stands word for word as we wrote it, and is to read otherwise in more than ordinals."""
        sentence = self.old[numbers[0]].sentence
        known = [self.found.pairs[number] for number in numbers if number in self.found.pairs]
        exact = self.today.words_around(known) if known else None
        words = statics(sentence, [self.old[number].text for number in numbers])
        if not known or words is None or sentence != sentence.strip("…"):
            return False
        return (exact is None or not differ_in_ordinals(words, exact)) and self._stands_whole(numbers)

    def _stands_whole(self, numbers: Sequence[int]) -> bool:
        """Whether a sentence stands somewhere word for word."""
        spots, sentence = self.spots[numbers[0]], self.old[numbers[0]].sentence
        return any(spot.text and self.places.sentence_around(spot, sentence) is not None for spot in spots)

    def _is_torn(self, numbers: Sequence[int]) -> bool:
        """Whether a sentence that a person worded anew would contradict itself if only its figures were set."""
        known = [today for number in numbers if (today := self.found.pairs.get(number)) is not None]
        known = [today for today in known if today.tag not in self.today.notes]
        inlines = self.today.sentence(known) if known else None
        tags = {inline.tag for inline in inlines or () if isinstance(inline, Shown)}
        standing = [number for number in numbers if any(spot.text for spot in self.spots[number])]
        coming = (item for item in self.found.new if item.tag in tags)
        return bool(known) and would_contradict(self.old, self.found.pairs, standing, coming)

    def _leave(self, numbers: Sequence[int]) -> None:
        """List a sentence that stays as it is, and what it should read."""
        self.unresolved.update(numbers)
        sentence = self.old[numbers[0]].sentence
        today = next(self.found.pairs[number] for number in numbers if number in self.found.pairs)
        if self._stands_whole(numbers):
            self._add(Fate.GONE, today, written=sentence, now=sentence)
        else:
            self._add(Fate.KEPT, today, written=sentence, now=self._now(numbers), today=today.sentence)
        if all(item.sentence != today.sentence for item in self.found.new):
            self._add(Fate.ABSENT, today, today=today.sentence)

    def _now(self, numbers: Sequence[int]) -> str:
        """What the sentence of these figures reads in the file; empty where none of them stands there."""
        spots = (spot for number in numbers for spot in self.spots[number] if spot.text)
        spot = next(spots, None)
        return "" if spot is None else self.places.said_around(spot)

    def _keep_words(self, numbers: Sequence[int], words: Sequence[str]) -> None:
        """Remember the sentence as it stands in the file from now on: its own words, today's figures."""
        texts = (self.found.pairs.get(number, self.old[number]).text for number in numbers)
        whole = "".join(chain.from_iterable(zip_longest(words, texts, fillvalue="")))
        self.sentences.update(dict.fromkeys(numbers, whole))

    def _add(self, fate: Fate, binding: Binding, *, written: str = "", now: str = "", today: str = "") -> None:
        self.entries.append(
            Refreshed(
                fate=fate,
                place=binding.place,
                written=_short(written or (binding.text if fate is Fate.GONE else "")),
                now=_short(now),
                today=_short(today),
                cells=binding.cells,
            )
        )


def _with_ordinals(changes: Sequence[Change]) -> Sequence[Change]:
    """Changes of a sentence without that of its ordinal."""
    if changes and changes[0].differs_in_ordinals:
        return ()
    for change in changes:
        change.keep_ordinal()
    return changes


def _is_block(content: Element) -> bool:
    """Whether a control stands around paragraphs, a table or a picture: nothing of a sentence."""
    return next(content.iter(PARAGRAPH), None) is not None


def _absent(old: Sequence[Binding], new: Iterable[Binding]) -> Iterator[Refreshed]:
    """Today's sentences with figures that the file has not, of the sections that it has."""
    sections = sections_of(old)
    wanted = (binding for binding in new if section_of(binding.where) in sections)
    for (place, sentence), group in groupby(wanted, key=lambda binding: (binding.place, binding.sentence)):
        bindings = list(group)
        cells = tuple(dict.fromkeys(cell for binding in bindings for cell in binding.cells))
        shown = sentence or "、".join(binding.text for binding in bindings)
        yield Refreshed(fate=Fate.ABSENT, place=place, today=_short(shown), cells=cells)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
