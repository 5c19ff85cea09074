"""Where in a Word file its figures stand: in their controls, or in the one sentence that still reads as written.

Other programs keep a content control and drop its tag, or drop it whole (LibreOffice 7.4 does); people paste
paragraphs without their controls. The stored sentence leads to the figure then, as long as it stands in the
file exactly once, word for word, or wherever it stands says the same of the same.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from ....model.collect import SENTENCE_ENDS
from ....model.numbering import NUMBERING_TAG
from ....ooxml.stories import controls, text_in
from .controls import NewFigure
from .text_edits import PARAGRAPH, NewMarkup, TextEdits, read

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_BETWEEN = "\0"
"""Parts the paragraphs of the file in one string; no XML can hold it."""
_ENDS = "".join(sorted(SENTENCE_ENDS))
_STOPS = "。；！？"
_WIDEST = 40
"""Characters that a figure takes at most, however a person words it."""


class Spot:
    """A stretch of the texts of a story; all of them where `end` is None.

    `content` is that of its control, if there is one, and `tag` the control's.

    The texts of a control are looked for when somebody asks: most controls are only read once.
    """

    __slots__ = ("_text", "_texts", "content", "edits", "end", "start", "tag")

    def __init__(
        self,
        edits: TextEdits,
        texts: Sequence[Element] | None = None,
        start: int = 0,
        end: int | None = None,
        content: Element | None = None,
        tag: str = "",
    ) -> None:
        self.edits, self.start, self.end, self.content, self.tag = edits, start, end, content, tag
        self._texts = texts
        self._text: str | None = None

    @property
    def texts(self) -> Sequence[Element]:
        """The texts (`w:t`) that the stretch lies in."""
        if self._texts is None:
            self._texts = () if self.content is None else self.edits.texts_of(self.content)
        return self._texts

    @property
    def text(self) -> str:
        """What is read there."""
        if self._text is None:
            self._text = read(self.texts)[self.start : self.end]
        return self._text

    @property
    def begin(self) -> tuple[int, int]:
        """Where it begins in its part: where the text does that holds it, and at which character of that."""
        start, at = self.edits.story.start, self.start
        for item in self.texts:
            if at < len(item.text or ""):
                return start(item), at
            at -= len(item.text or "")
        return (start(self.texts[0]), self.start) if self.texts else (0, 0)

    def touched(self) -> Iterator[Element]:
        """Those of the texts in which a part of the stretch stands."""
        at = 0
        for item in self.texts:
            length = len(item.text or "")
            if at + length > self.start and (self.end is None or at < self.end):
                yield item
            at += length

    def set(self, new: str | Sequence[str | NewFigure | NewMarkup]) -> None:
        """Let it read as `new`."""
        self.find_inside()
        self.edits.set(self.texts, new, self.start, self.end, within=self.content)

    def find_inside(self) -> None:
        """Let the elements of its control be found without the rest of the story: some of them will be set."""
        if self.content is not None:
            self.edits.story.find_inside(self.content, self.tag)

    def take_away(self) -> None:
        """Take the text away, and the control around it; nothing where there is no control."""
        if self.content is not None:
            if self.texts:
                self.set("")
            self.edits.uncover(self.content)


class Places:
    """The controls and sentences of a file's stories."""

    def __init__(self, stories: Sequence[TextEdits]) -> None:
        self.stories = stories

    @cached_property
    def controls(self) -> dict[str, list[Spot]]:
        """The spots in all content controls by tag; `content` holds the control's content."""
        found: dict[str, list[Spot]] = {}
        for edits in self.stories:
            for tag, contents in controls([edits.story.root]).items():
                spots = [Spot(edits, None, 0, None, content, tag) for content in contents]
                if tag in found:
                    found[tag] += spots
                else:
                    found[tag] = spots
        return found

    @cached_property
    def has_tags(self) -> bool:
        """Whether any control of ours is left with its tag."""
        return any(tag.startswith("rg-") for tag in self.controls)

    @cached_property
    def references(self) -> list[Spot]:
        """The spots of all 图1, 表2 and 附件3: captions, references, the list of appendices."""
        return [spot for tag, spots in self.controls.items() if tag.startswith(NUMBERING_TAG) for spot in spots]

    def sentence(self, sentence: str) -> Spot | None:
        """The one place where a sentence stands word for word; None where it stands nowhere or more than once."""
        found = self.sentences(sentence)
        return found[0] if len(found) == 1 else None

    def sentences(self, sentence: str) -> list[Spot]:
        """All places where a sentence stands word for word, in reading order."""
        sentence = sentence.strip("…")
        found: list[Spot] = []
        at = self._text.find(sentence) if sentence else -1
        while at >= 0:
            begin, edits, paragraph = self._paragraphs[bisect(self._begins, at) - 1]
            found.append(Spot(edits, edits.texts_of(paragraph), at - begin, at - begin + len(sentence)))
            at = self._text.find(sentence, at + 1)
        return found

    def at(self, spot: Spot) -> int:
        """Where a spot begins among all texts of the file."""
        texts, start = self._paragraph_of(spot)
        around = next(item for item in spot.edits.story.ancestors(texts[0]) if item.tag == PARAGRAPH)
        return self._begin_of[around] + start

    def paragraph_at(self, place: int) -> tuple[int, int]:
        """The paragraph that holds a place among all texts: from where to before where."""
        number = bisect(self._begins, place)
        return self._begins[number - 1], self._begins[number] if number < len(self._begins) else len(self._text) + 1

    def is_main(self, spot: Spot) -> bool:
        """Whether a spot stands in the body."""
        return spot.edits is self.stories[0]

    def number_before(self, title: str) -> str:
        """The number of level 1 (三、) that a paragraph has before a title; empty where not one paragraph is such."""
        found = re.findall(
            f"(?:^|{_BETWEEN})([一二三四五六七八九十百]+、){re.escape(title)}(?={_BETWEEN}|$)", self._text
        )
        return found[0] if len(found) == 1 else ""

    def captioned(self, kind: str) -> set[int]:
        """The numbers that captions of a kind (图, 表) have."""
        return {int(number) for number in re.findall(f"(?:^|{_BETWEEN}){kind}([0-9]{{1,6}})　", self._text)}

    def sentence_around(self, spot: Spot, sentence: str) -> Spot | None:
        """The place of a sentence that a spot lies in; None where it reads otherwise there."""
        texts, start = self._paragraph_of(spot)
        sentence = sentence.strip("…")
        at = read(texts).rfind(sentence, 0, start + len(sentence)) if sentence else -1
        end = at + len(sentence)
        return Spot(spot.edits, texts, at, end) if at >= 0 and start + len(spot.text) <= end else None

    def said_around(self, spot: Spot) -> str:
        """The sentence that a spot lies in, as it reads now."""
        texts, start = self._paragraph_of(spot)
        whole = read(texts)
        first = _first(whole, start)
        end = start + len(spot.text)
        end -= end > start and whole[end - 1] in SENTENCE_ENDS
        last = next((at + 1 for at in range(end, len(whole)) if whole[at] in SENTENCE_ENDS), len(whole))
        return whole[first:last]

    def opening(self, spot: Spot, words: str) -> Spot | None:
        """The words with which the sentence begins that a spot lies in; None where it begins otherwise."""
        texts, start = self._paragraph_of(spot)
        whole = read(texts)
        first = _first(whole, start)
        return Spot(spot.edits, texts, first, first + len(words)) if whole.startswith(words, first) else None

    def between(self, words: Sequence[str], beside: Spot | None) -> list[Spot] | None:
        """The one sentence that has these words, whatever stands between them, and the places between, in order.

        It is looked for in the paragraph of the spot `beside`, without one everywhere. None where it is nowhere, or
        more than once.
        """
        pattern = _pattern(words)
        if beside is not None:
            texts, at = self._paragraph_of(beside)
            around = [found for found in pattern.finditer(read(texts)) if found.start() <= at < found.end()]
            return _spots(around[0], beside.edits, texts, 0) if len(around) == 1 else None
        everywhere = list(islice(pattern.finditer(self._text), 2))
        if len(everywhere) != 1:
            return None
        begin, edits, paragraph = self._paragraphs[bisect(self._begins, everywhere[0].start()) - 1]
        return _spots(everywhere[0], edits, edits.texts_of(paragraph), begin)

    def _paragraph_of(self, spot: Spot) -> tuple[Sequence[Element], int]:
        """The texts of a spot's paragraph, and where it begins in them."""
        if spot.content is None or not spot.texts:
            return spot.texts, spot.start
        first = spot.texts[0]
        around = next(item for item in spot.edits.story.ancestors(first) if item.tag == PARAGRAPH)
        texts = spot.edits.texts_of(around)
        before = takewhile(lambda item: item is not first, texts)
        return texts, spot.start + sum(len(item.text or "") for item in before)

    @cached_property
    def _paragraphs(self) -> list[tuple[int, TextEdits, Element]]:
        """Where each paragraph begins in `_text`, where it stands, and its element."""
        found = []
        at = 0
        for edits, paragraph in self._all_paragraphs():
            found.append((at, edits, paragraph))
            at += len(text_in(paragraph)) + len(_BETWEEN)
        return found

    @cached_property
    def _begin_of(self) -> dict[Element, int]:
        return {paragraph: begin for begin, _, paragraph in self._paragraphs}

    @cached_property
    def _begins(self) -> list[int]:
        return [begin for begin, _, _ in self._paragraphs]

    @cached_property
    def _text(self) -> str:
        return _BETWEEN.join([text_in(paragraph) for _, paragraph in self._all_paragraphs()])

    def _all_paragraphs(self) -> Iterator[tuple[TextEdits, Element]]:
        for edits in self.stories:
            for paragraph in edits.story.root.iter(PARAGRAPH):
                yield edits, paragraph


def _first(text: str, place: int) -> int:
    """Where the sentence begins that a place lies in."""
    return max((at + 1 for at in range(place) if text[at] in SENTENCE_ENDS), default=0)


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    """What a sentence of these words reads like; at its ends stand words, or other sentences."""
    first = re.escape(words[0]) if words[0] else f"(?:^|(?<=[{_BETWEEN}{_ENDS}]))"
    last = re.escape(words[-1]) if words[-1] else f"(?=[{_BETWEEN}{_ENDS}]|$)"
    gap = f"([^{_BETWEEN}{_STOPS}]{{0,{_WIDEST}}}?)"
    return re.compile(gap.join((first, *map(re.escape, words[1:-1]), last)))


def _spots(found: re.Match[str], edits: TextEdits, texts: Sequence[Element], begin: int) -> list[Spot]:
    """A match, whole and by its groups, as spots of texts that begin there."""
    spans = [found.span(group) for group in range(len(found.groups()) + 1)]
    return [Spot(edits, texts, start - begin, end - begin) for start, end in spans]


def statics(sentence: str, texts: Iterable[str]) -> list[str] | None:
    """The words of a sentence before, between and behind these texts; None where one is missing."""
    found = []
    at = 0
    for text in texts:
        begin = sentence.find(text, at)
        if begin < 0:
            return None
        found.append(sentence[at:begin])
        at = begin + len(text)
    return [*found, sentence[at:]]
