"""Setting texts that may be split over runs, in the formatting that they have.

A new text is laid over the old one token by token, a number being one token: what stays the same stays in
its run, and what is new goes into the run where the old stretch began. So a bold number stays bold. The digits
of a number that stands in several runs stay in theirs, counted from the point. With changes tracked the old
stretch stays beside the new one as `w:del` and `w:ins`.

`TextEdits` gathers the edits of a whole story first, because several may fall into one run.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise, takewhile
from typing import TYPE_CHECKING

from ....model.values import dataclass
from ....ooxml.stories import NOTES, W
from ..markup import Names, Track, names_at, text_element, writable
from ..story import Splices, Story
from .controls import Controls, NewFigure
from .insertions import divided, insertions

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

TEXT, RUN, PARAGRAPH, CONTROL = f"{W}t", f"{W}r", f"{W}p", f"{W}sdt"
_RUN_PROPERTIES = f"{W}rPr"
_MOVED = f"{W}moveFrom"
_TOKEN = re.compile(r"[0-9][0-9.,]*|.", re.DOTALL)
_NUMBER = re.compile("[0-9][0-9.,]*")
_FIRST_MARK = 0xF0000
_MARK = re.compile("([\U000f0000-\U000ffffd])")
"""Stands for what is new and no text until it is written; no text of ours holds such a character (`writable`)."""
_MOST_TOKENS = 400
"""Longer stretches are replaced as a whole; weighing them token by token takes the square of their length."""


@dataclass(frozen=True, slots=True)
class NewMarkup:
    """Runs and what else stands beside runs, to come between two pieces of text."""

    markup: str


@dataclass(frozen=True, slots=True)
class Edit:
    """The characters from `start` to before `end` of a text become `new`."""

    start: int
    end: int
    new: str


def edits_between(old: str, new: str) -> list[Edit]:
    """The edits that make one text of the other, token by token where they can be told apart."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    start, stop_before, stop_after = 0, len(before), len(after)
    while start < min(stop_before, stop_after) and before[start] == after[start]:
        start += 1
    while min(stop_before, stop_after) > start and before[stop_before - 1] == after[stop_after - 1]:
        stop_before, stop_after = stop_before - 1, stop_after - 1
    at = sum(map(len, before[:start]))
    return list(_between(before[start:stop_before], after[start:stop_after], at))


def _between(before: Sequence[str], after: Sequence[str], at: int) -> Iterator[Edit]:
    if len(before) == len(after):
        for old, new in zip(before, after, strict=True):
            if old != new:
                yield Edit(at, at + len(old), new)
            at += len(old)
        return
    if not before or not after or max(len(before), len(after)) > _MOST_TOKENS:
        yield Edit(at, at + sum(map(len, before)), "".join(after))
        return
    from difflib import SequenceMatcher  # imported late: most figures only change their number

    starts = [at]
    for token in before:
        starts.append(starts[-1] + len(token))
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            yield Edit(starts[a], starts[b], "".join(after[c:d]))


def texts_of(element: Element) -> list[Element]:
    """The texts (`w:t`) of an element that are read, in reading order; moved-away text is not."""
    if next(element.iter(_MOVED), None) is None:
        return list(element.iter(TEXT))
    found: list[Element] = []
    waiting = [element]
    while waiting:
        item = waiting.pop()
        if item.tag == TEXT:
            found.append(item)
        elif item.tag != _MOVED:
            waiting.extend(reversed(item))
    return found


def read(texts: Sequence[Element]) -> str:
    """What the texts say together."""
    return "".join([item.text or "" for item in texts])


class TextEdits:
    """The edits of the texts of one story, written into its splices at the end."""

    def __init__(self, story: Story, track: Track | None = None) -> None:
        self.story = story
        self.track = track
        self._edits: dict[Element, list[Edit]] = {}
        self._runs: dict[Element, Element] = {}
        self._has_moves = b"moveFrom" in story.data
        self.controls = Controls(story)
        self._marked_parts: list[NewFigure | NewMarkup] = []
        self._uncovered: list[Element] = []
        self.closed: set[Element] = set()

    def texts_of(self, element: Element) -> list[Element]:
        """The texts of an element that are read, in reading order."""
        return texts_of(element) if self._has_moves else list(element.iter(TEXT))

    def set(
        self,
        texts: Sequence[Element],
        new: str | Sequence[str | NewFigure | NewMarkup],
        start: int = 0,
        end: int | None = None,
        *,
        within: Element | None = None,
    ) -> None:
        """Let a stretch of the texts, all of them where none is said, read as `new`; ValueError without texts.

        `within` is an element that they all stand in, which saves to look through the whole story for their runs.
        """
        if not isinstance(new, str):
            new = "".join([writable(part) if isinstance(part, str) else self._marked(part) for part in new])
        else:
            new = writable(new)
        if not texts:
            raise ValueError("no text to set")
        if within is not None:
            self._runs.update((item, run) for run in within.iter(RUN) for item in run if item.tag == TEXT)
        whole = read(texts)
        for edit in edits_between(whole[start:end], new):
            self._add(texts, Edit(edit.start + start, edit.end + start, edit.new))

    def is_in_control(self, text: Element) -> bool:
        """Whether a text stands in a content control within its paragraph."""
        around = takewhile(lambda element: element.tag != PARAGRAPH, self.story.ancestors(text))
        return any(element.tag == CONTROL for element in around)

    def uncover(self, content: Element) -> None:
        """Take away the control around a content (`w:sdtContent`), and leave what stands in it."""
        self._uncovered.append(content)

    def close(self, element: Element) -> None:
        """Let nothing be set any more in an element that goes as a whole."""
        self.closed.update(element.iter())

    def _marked(self, part: NewFigure | NewMarkup) -> str:
        self._marked_parts.append(part)
        return chr(_FIRST_MARK + len(self._marked_parts) - 1)

    def _add(self, texts: Sequence[Element], edit: Edit) -> None:
        """Part an edit over the texts that it touches."""
        at = 0
        touched: list[tuple[Element, int, int]] = []
        for number, item in enumerate(texts):
            length = len(item.text or "")
            start, end = max(edit.start - at, 0), min(edit.end - at, length)
            # An insertion belongs to the run before it, at the very beginning to the first one.
            is_first = at == edit.start == 0 and (length or number == len(texts) - 1)
            if edit.start == edit.end and (0 < start <= length or is_first):
                touched = [(item, start, start)]
                break
            if start < end:
                touched.append((item, start, end))
            at += length
        news = _parted([(item.text or "")[start:end] for item, start, end in touched], edit.new)
        for (item, start, end), new in zip(touched, news, strict=True):
            self._edits.setdefault(item, []).append(Edit(start, end, new))

    def apply(self, splices: Splices) -> None:
        """Write all edits, run by run."""
        runs: dict[Element, list[Element]] = {}
        for item in self._edits:
            run = self._runs[item] if item in self._runs else self.story.parent(item)
            if (
                run is not None and run.tag == RUN and run not in self.closed
            ):  # text outside of a run is nowhere in a Word file
                runs.setdefault(run, []).append(item)
        for run, texts in runs.items():
            has_figures = any(_MARK.search(edit.new) for item in texts for edit in self._edits[item])
            if self.track is None and not has_figures:
                self._set_run(run, texts, splices)
            else:
                self._part_run(run, splices)
        self._edits.clear()
        for content in self._uncovered:
            control = self.story.parent(content)
            if control is not None:
                outer, inner = self.story.span(control), self.story.span(content)
                splices.remove(outer.start, inner.content_start)
                splices.remove(inner.content_end, outer.end)
        self._uncovered.clear()

    def _set_run(self, run: Element, texts: Sequence[Element], splices: Splices) -> None:
        news = {item: _edited(item.text or "", self._edits[item]) for item in texts}
        if all(child.tag == _RUN_PROPERTIES or (child.tag == TEXT and not news.get(child, "·")) for child in run):
            span = self.story.span(run)
            splices.remove(span.start, span.end)
            return
        names = names_at(self.story, run)
        for item, new in news.items():
            span = self.story.span(item)
            splices.replace(span.start, span.end, text_element(new, names).encode())

    def _part_run(self, run: Element, splices: Splices) -> None:
        """The run parted: what stays, what is deleted, what is inserted, and figures in their controls."""
        story, names = self.story, names_at(self.story, run)
        opening, closing = story.start_tag(run).decode(), f"</{story.name_of(run).decode()}>"
        properties = "".join(story.source(child).decode() for child in run if child.tag == _RUN_PROPERTIES)
        around = insertions(story, run)
        # What is new inside of two insertions, or of something that was inserted, becomes a part of that.
        can_be_ours = not around or (len(around) == 1 and around[0] is story.parent(run))
        out: list[tuple[bool, str]] = []
        for (kind, tag, is_markup), group in groupby(self._pieces(run, names), key=_kind_of):
            content = "".join(piece.content for piece in group)
            if not is_markup:
                content = f"{opening}{properties}{content}{closing}"
                if tag:
                    content = self.controls.around(tag, content, names, run)
                if self.track is not None and (kind == "del" or (kind and can_be_ours)):
                    content = self.track.around(kind, content, names)
            out.append((kind == "ins", content))
        span = story.span(run)
        if self.track is not None and around and can_be_ours:
            new = divided(story, run, out, self.track, splices)
        else:
            new = "".join(content for _, content in out)
        splices.replace(span.start, span.end, new.encode())

    def _pieces(self, run: Element, names: Names) -> Iterator[_Piece]:
        """What a run comes to, piece by piece; without tracked changes nothing is deleted or inserted."""
        for child in run:
            edits = self._edits.get(child)
            if edits is None:
                if child.tag != _RUN_PROPERTIES:
                    yield _Piece("", self.story.source(child).decode())
            elif self.track is None:
                yield from self._with_figures("", _edited(child.text or "", edits), names)
            else:
                yield from self._parted(child.text or "", edits, names)

    def _parted(self, old: str, edits: Sequence[Edit], names: Names) -> Iterator[_Piece]:
        """The pieces of a text; neighbours drawn together."""
        at = 0
        for edit in _joined(edits):
            if edit.start > at:
                yield _Piece("", text_element(old[at : edit.start], names))
            if edit.end > edit.start:
                yield _Piece("del", text_element(old[edit.start : edit.end], names, "delText"))
            yield from self._with_figures("ins", edit.new, names)
            at = edit.end
        if at < len(old):
            yield _Piece("", text_element(old[at:], names))

    def _with_figures(self, kind: str, text: str, names: Names) -> Iterator[_Piece]:
        """The pieces of a text in which marks stand for figures."""
        for part in filter(None, _MARK.split(text)):
            new = self._marked_parts[ord(part) - _FIRST_MARK] if _MARK.match(part) else NewFigure("", part)
            if isinstance(new, NewMarkup):
                yield _Piece(kind, new.markup, is_markup=True)
            else:
                yield _Piece(kind, text_element(writable(new.text), names), new.tag)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of a run's content; `kind` is empty for what stays, else `del` or `ins`. `tag` is its figure's.

    Markup is no content of a run, but stands between two.
    """

    kind: str
    content: str
    tag: str = ""
    is_markup: bool = False


def _kind_of(piece: _Piece) -> tuple[str, str, bool]:
    return piece.kind, piece.tag, piece.is_markup


def _parted(old: Sequence[str], new: str) -> Sequence[str]:
    """What of a new text stands in each of the texts that the old one stretched over.

    A number keeps the looks of its digits, counted from the point; anything else takes the look of the first.
    """
    if len(old) < 2 or not (_NUMBER.fullmatch("".join(old)) and _NUMBER.fullmatch(new)):
        return [new, *("" for _ in old[1:])]
    edges = [sum(map(len, old[:at])) - _point("".join(old)) + _point(new) for at in range(1, len(old))]
    bounds = [0, *(min(max(edge, 1), len(new)) for edge in edges), len(new)]
    return [new[start:end] for start, end in pairwise(bounds)]


def _point(number: str) -> int:
    """Where the decimals of a number begin."""
    return len(number.partition(".")[0])


def _edited(old: str, edits: Sequence[Edit]) -> str:
    at = 0
    pieces: list[str] = []
    for edit in sorted(edits, key=_start):
        pieces += (old[at : edit.start], edit.new)
        at = edit.end
    return "".join((*pieces, old[at:]))


def _start(edit: Edit) -> tuple[int, int]:
    return edit.start, edit.end


def _joined(edits: Sequence[Edit]) -> list[Edit]:
    joined: list[Edit] = []
    for edit in sorted(edits, key=_start):
        if joined and joined[-1].end == edit.start:
            before = joined.pop()
            edit = Edit(before.start, edit.end, before.new + edit.new)
        joined.append(edit)
    return joined


def notes_among(stories: Iterable[TextEdits]) -> TextEdits | None:
    """The part of footnotes; None where the file has none."""
    return next((edits for edits in stories if edits.story.name == NOTES), None)
