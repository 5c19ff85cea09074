"""References to sections that were typed as text: 见本节第（二）部分, “二、主要工作”, 见第一部分（二）.

A reference follows its heading where nobody can doubt which one is meant: by the words before it (见, 本节, 上文) and
the number that the heading had in its draft, or by the title behind the number. What cannot be told stays and is
said. Numbers without such words belong to lists, to other documents, or to nobody, and are left alone.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ....narrate.hanzi import hanzi, heading_number
from ....ooxml.stories import text_in
from .ordinals import HANZI, in_the_script_of, number_of, ordinal_of
from .outline import Heading, Outline
from .sections import Chunk
from .spans import lines

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_H, _D = f"{HANZI}{{1,4}}", "[0-9０-９]{1,2}"
_NOUN = "(?:部分|小节|[章节篇])"
_ITEM = "(?:部分|小节|[节点条项款])"
_PART = rf"第(?:{_H}|{_D})(?:[、和与及至到]第?(?:{_H}|{_D}))*{_NOUN}"
_TOKEN = re.compile(
    rf"(?P<part>{_PART})|(?P<one>{_H}、)(?=第?[（(])|第?[（(](?P<two>{_H})[）)]{_ITEM}?"
    rf"|第(?P<three>{_D}){_ITEM}|(?P<point>{_D})[.．](?![0-9０-９])|第?[（(](?P<four>{_D})[）)]{_ITEM}?"
)
_LEVELS = {"one": 1, "two": 2, "three": 3, "point": 3, "four": 4}
_LEAD = re.compile(
    r"(?:(?:详见|参见|参照|参看|(?<![意看可罕常])见|同)?(?P<scope>本[节章篇]|本部分|本(?:报告|文)|[上前下后]文|[上前]述)"
    r"中?的?|详见|参见|参照|参看|(?<![意看可罕常])见)"
)
_OWN = re.compile("本(?:[节章篇]|部分)")
_QUOTE, _BETWEEN = re.compile("[“「『]?"), re.compile("[、和与及至到]|[的中]?")
_QUOTED, _CLOSING = re.compile("[“「『]"), re.compile("[”」』]")
_BARE = re.compile(rf"(?<![》〉”」）)]){_PART}")
_NUMERAL = re.compile(f"{_H}|{_D}")
_LONGEST = 60
_SECOND, _THIRD = 2, 3


class Change(NamedTuple):
    """New text for the characters from `start` to before `end`; None says that nobody can tell it."""

    start: int
    end: int
    new: str | None


class _Named(NamedTuple):
    """A numeral of a reference: the level that it means, its value, where it stands, and where its word does.

    `goes_on` says that it only adds another one, as in （一）和（二）; `is_part` that it reads 第二部分.
    """

    level: int
    number: int
    start: int
    end: int
    word: tuple[int, int]
    goes_on: bool
    is_part: bool


class SectionReferences:
    """Finds where references to the headings of an outline have to change."""

    def __init__(self, outline: Outline, chunks: Sequence[Chunk]) -> None:
        self._outline, self._chunks = outline, chunks
        self._below: dict[tuple[int, int, int, int], list[Heading]] = {}
        self._titles: dict[str, list[Heading]] = {}
        self._firsts: dict[int, list[tuple[Chunk, Heading]]] = {}
        self._texts: dict[int, str] = {}
        self._listed: dict[tuple[int, str], bool] = {}
        for heading in outline.headings.values():
            self._titles.setdefault(heading.title, []).append(heading)
            if heading.old is not None and heading.old_level > 1:
                key = (id(heading.chunk), id(heading.above), heading.old_level, heading.old)
                self._below.setdefault(key, []).append(heading)
            elif heading.old is not None and outline.firsts.get(id(heading.chunk)) is not heading:
                self._firsts.setdefault(heading.old, []).append((heading.chunk, heading))
        for chunk in chunks:
            if chunk.number is not None and id(chunk) in outline.firsts:
                self._firsts.setdefault(chunk.number, []).append((chunk, outline.firsts[id(chunk)]))

    def changes(self, text: str, chunk: Chunk, here: Heading | None) -> list[Change]:
        """What has to change in a paragraph that stands below the heading `here`, in the order of its text."""
        found: list[Change] = []
        done: list[tuple[int, int]] = []
        for lead in _LEAD.finditer(text):
            at = _QUOTE.match(text, lead.end()).end()  # type: ignore[union-attr]  # it matches nothing, too
            titled = self._titled(text, at, chunk)
            named = [] if titled else list(_named(text, at, own=_OWN.match(lead["scope"] or "") is not None))
            found += [titled] if titled else self._numbered(text, named, chunk, here)
            done.append((lead.start(), titled.end if titled else named[-1].word[1] if named else at))
        for quote in _QUOTED.finditer(text):
            titled = self._titled(text, quote.end(), chunk) if _is_free(quote, done) else None
            found += [titled] if titled else []
        for bare in _BARE.finditer(text):
            if _is_free(bare, done):
                found += self._doubtful(bare, chunk)
        return sorted(item for item in found if item.new != text[item.start : item.end])

    def _titled(self, text: str, at: int, chunk: Chunk) -> Change | None:
        """The number in front of the title of a heading."""
        ordinal = ordinal_of(text[at : at + _LONGEST])
        if ordinal is None:
            return None
        rest = text[at + ordinal.end : at + ordinal.end + _LONGEST]
        is_open = _QUOTED.match(text, at - 1) is not None if at else False
        length = next((length for length in range(len(rest), 1, -1) if rest[:length] in self._titles), 0)
        if is_open and not _CLOSING.match(rest, length):
            return None
        if not length:
            return None
        known = self._titles[rest[:length]]
        same = [item for item in known if (item.old_level, item.old) == ordinal[:2]]
        nearest = [item for item in same or known if item.chunk is chunk] or same or known
        numbers = {heading_number(item.level, item.new) for item in nearest}
        return Change(at, at + ordinal.end, numbers.pop() if len(numbers) == 1 else None)

    def _doubtful(self, found: re.Match[str], chunk: Chunk) -> Iterator[Change]:
        """第二部分 without a word that says of what: to be said where it would have to change."""
        for numeral in _NUMERAL.finditer(found[0]):
            heading = self._first(number_of(numeral[0]), chunk)[1]
            if heading is not None and heading.new != number_of(numeral[0]):
                yield Change(found.start(), found.end(), None)
                return

    def _numbered(self, text: str, named: Sequence[_Named], chunk: Chunk, here: Heading | None) -> Iterator[Change]:
        """The new numbers of a reference by number."""
        chunks: Sequence[Chunk] = (chunk,)
        above: dict[int, Heading | None] = {item.old_level: item for item in _chain(here)}
        level = 0
        for item in named:
            heading: Heading | None
            if item.level <= level and not item.goes_on:
                heading = None
            elif item.level == 1:
                chunks, heading = self._first(item.number, chunk)
            else:
                around = above.get(item.level - 1) if item.level > _SECOND else None
                keys = ((id(one), id(around), item.level, item.number) for one in chunks)
                known = [heading for key in keys for heading in self._below.get(key, ())]
                heading = known[0] if len(known) == 1 else None
            if heading is not None:
                yield _changed(text, item, heading, self._part_of(heading) if named[0].level == 1 else "")
            elif item.is_part or not self._is_listed(text[item.word[0] : item.word[1]], chunk):
                yield Change(*item.word, None)
            above = {known: one for known, one in above.items() if known < item.level} | {item.level: heading}
            level = item.level

    def _part_of(self, heading: Heading) -> str:
        """The number of the unit that a heading stands below, as a reference from outside has to say it."""
        part = heading.chunk.part_heading
        return "" if part is None else heading_number(_SECOND, self._outline.headings[part].new)

    def _first(self, number: int | None, chunk: Chunk) -> tuple[Sequence[Chunk], Heading | None]:
        """The sections that had a number at level 1, the nearest ones, and their heading; None where it is not one.

        The draft's own come first, then those of its unit, then the one that has this number in the report.
        """
        known = [] if number is None else self._firsts.get(number, [])
        own = [pair for pair in known if pair[0].draft is chunk.draft]
        if [one for one, _ in own] == [chunk] and chunk.draft.sections == 1:
            own = known  # of its own section nobody speaks so: one that counts from one may mean the report's first
        unit = [pair for pair in known if chunk.draft.unit and pair[0].draft.unit == chunk.draft.unit]
        report = [pair for pair in known if pair[0].section is not None and pair[0].section + 1 == number]
        nearest = own or unit or report or known
        headings = _headings(nearest)
        return [one for one, _ in nearest], headings[0] if len(headings) == 1 else None

    def _without_number(self, paragraph: Element) -> str:
        """The text of a paragraph, less the number of a heading."""
        text = text_in(paragraph)
        ordinal = ordinal_of(text) if paragraph in self._outline.headings else None
        return text if ordinal is None else text[ordinal.end :]

    def _is_listed(self, word: str, chunk: Chunk) -> bool:
        """Whether a number begins an item of a list in the text, which is not renumbered."""
        if id(chunk) not in self._texts:
            self._texts[id(chunk)] = "\n".join(map(self._without_number, lines(chunk.blocks)))
        core = word.removeprefix("第")
        core = core[: core.find("）") + 1] if "）" in core else core
        if (id(chunk), core) not in self._listed:
            item = re.compile(rf"(?:^|[：:；;。，,\s]){re.escape(core)}", re.MULTILINE)
            self._listed[id(chunk), core] = item.search(self._texts[id(chunk)]) is not None
        return self._listed[id(chunk), core]


def _named(text: str, at: int, *, own: bool) -> Iterator[_Named]:
    """The numerals of a reference that begins at a place; `own`: its parts are those of the section itself."""
    goes_on = False
    while (found := _TOKEN.match(text, at)) is not None:
        kind = found.lastgroup or ""
        level = _LEVELS.get(kind, 2 if own else 1)
        spans = [found.span(kind)]
        if kind in ("part", "one"):
            spans = [(at + item.start(), at + item.end()) for item in _NUMERAL.finditer(found[0])]
        for start, end in spans:
            number = number_of(text[start:end])
            if number is not None:
                yield _Named(level, number, start, end, found.span(), goes_on, kind == "part")
            goes_on = True
        between = _BETWEEN.match(text, found.end())
        at = found.end() if between is None else between.end()
        goes_on = between is not None and between[0] not in ("", "的", "中")


def _changed(text: str, item: _Named, heading: Heading, part: str) -> Change:
    """A numeral of a reference as its heading has it; other levels have other numerals.

    `part` is the number of the unit that it stands below, empty within the unit's own section.
    """
    if heading.level == heading.old_level:
        return Change(item.start, item.end, in_the_script_of(text[item.start : item.end], heading.new))
    if item.is_part:
        return Change(item.start, item.end, hanzi(heading.new) if heading.level < _THIRD else str(heading.new))
    forms = {1: f"第{hanzi(heading.new)}部分", 2: f"（{hanzi(heading.new)}）", 3: f"第{heading.new}点"}
    before = part if item.level == _SECOND else ""
    return Change(*item.word, before + forms.get(heading.level, f"（{heading.new}）"))


def _chain(heading: Heading | None) -> Iterator[Heading]:
    """A heading and those above it."""
    while heading is not None:
        yield heading
        heading = heading.above


def _headings(pairs: Iterable[tuple[Chunk, Heading]]) -> list[Heading]:
    return list({id(heading): heading for _, heading in pairs}.values())


def _is_free(found: re.Match[str], done: Sequence[tuple[int, int]]) -> bool:
    """Whether something begins outside of stretches that stand one behind the other."""
    before = bisect_right(done, (found.start(), sys.maxsize)) - 1
    return before < 0 or found.start() >= done[before][1]
