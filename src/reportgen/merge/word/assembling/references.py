"""References to figures, tables and appendices: 见图2, 表1、3, 附件1和附件2, 如表三所示, in controls of ours or typed.

They follow what they lead to, in whatever draft that stands, where only one can be meant. Numbers in hanzi are often
no numbers (附件一并报送, 图一时之快): they count only between words that lead to a reference and such as end one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Set
from typing import TYPE_CHECKING, NamedTuple

from ....model.document import ReferenceKind
from ....model.numbering import numbering_tag
from ....ooxml.stories import W
from .captions import BOUND, LABEL, Captions, plain
from .draft import Draft
from .once import Appendices
from .ordinals import HANZI, in_the_script_of, number_of
from .spans import Spans

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_D = "[0-9０-９]"
END = r"(?=[，。；：、！？）)”\s]|所|中|[和与及至到]|$)"
"""What stands behind a number that a reference ends with."""
_MORE = rf"(?:(?:[、和与及至到～~]|[—–－-]){_D}{{1,4}}{END})*"
_BEFORE = "(?:(?<![一-鿿])|(?<=[见如由据从在和与及至或])|(?<=根据)|(?<=参照))"
_H = f"{HANZI}{{1,3}}"
_H_END = r"(?=[，。；、！？）)”\s]|所[示列述附]|中[，的]|可[见知以]|[和与及]|[至到]|[显列]|$)"
_H_LEAD = "(?:(?<=[见如由据从在和与及至或（(，。；、])|(?<=[见如由][ 　])|(?<=根据)|(?<=参照)|(?<=按照)|^)"
_H_MORE = rf"(?:[、和与及至到～~—–－-]{_H}{_H_END})*"
_REFERENCE = re.compile(
    rf"{_BEFORE}(?P<kind>图|表)[ 　]?(?P<labels>{LABEL}{_MORE})(?![0-9０-９.．%])"
    rf"|(?P<appendix>附件)[ 　]?(?P<numbers>{_D}{{1,3}}{_MORE})(?![0-9０-９：:])"
    rf"|{_H_LEAD}(?P<named>图|表|附件)[ 　]?(?P<hanzi>{_H}{_H_END}{_H_MORE})"
)
_HANZI = re.compile(_H)
_LABEL = re.compile(LABEL)
_NUMBER = re.compile(f"{_D}+")
_PART = re.compile(rf"[-.．—–－]{_D}")
"""What follows a number that is a part of another one, 2-1, or of a range."""
_CONTROL = f"{W}sdt"

Lose = Callable[[str], None]


def named_in(text: str) -> Iterator[tuple[int, int]]:
    """Where a text refers to a figure, a table or an appendix by its kind and number: 图1, of 图1、3 the first."""
    for found in _REFERENCE.finditer(text):
        start, end = found.span("labels" if found["kind"] else "numbers")
        number = None if found["hanzi"] else _NUMBER.match(text, start, end)
        if number is not None and _PART.match(text, number.end()) is None:
            yield found.start(), number.end()


class _Named(NamedTuple):
    """What a reference names: its kind, its label, where that stands, and what it became; None: nobody knows."""

    kind: ReferenceKind
    start: int
    end: int
    new: int | None


class References:
    """Lets references follow captions and appendices."""

    def __init__(self, captions: Captions, appendices: Appendices) -> None:
        self._captions, self._appendices = captions, appendices

    def follow(self, paragraph: Element, draft: Draft, lose: Lose, done: Set[Element] = frozenset()) -> None:
        """Renumber the references in a paragraph of a draft, but for those in the texts of `done`.

        `lose` is told of those that lead nowhere.
        """
        bound = self._follow_bound(paragraph, draft, lose) | done
        spans = Spans(paragraph)
        for found in reversed(list(_REFERENCE.finditer(spans.whole))):
            named = list(self._named(found, spans.whole, draft))
            for item in reversed(named):
                old = spans.whole[item.start : item.end]
                if spans.at(item.start) in bound:
                    continue
                if item.new is None:
                    lose(f"{item.kind}{old}")
                elif (written := in_the_script_of(old[:1], item.new)) != old:
                    spans.replace(item.start, item.end, written)

    def followed(self, text: str, draft: Draft) -> str:
        """A sentence of a draft, as its bindings keep it, with the numbers that its references have now."""
        for found in reversed(list(_REFERENCE.finditer(text))):
            for item in reversed(list(self._named(found, text, draft))):
                if item.new is not None:
                    written = in_the_script_of(text[item.start], item.new)
                    text = f"{text[: item.start]}{written}{text[item.end :]}"
        return text

    def _named(self, found: re.Match[str], text: str, draft: Draft) -> Iterator[_Named]:
        if found["hanzi"]:
            yield from self._named_in_hanzi(found, text, draft)
            return
        kind = ReferenceKind(found["kind"] or found["appendix"])
        start, end = found.span("labels" if found["kind"] else "numbers")
        label = _LABEL.match(text, start, end) if found["kind"] else None
        if label is not None and not label[0].isdecimal():
            known = self._captions.new_number(draft, kind, label[0])
            first, last = (int(number[0]) for number in _NUMBER.finditer(label[0]))
            is_range = known is None and "-" in plain(label[0]) and first < last
            if not is_range:
                if known is not None or "-" in plain(label[0]):
                    yield _Named(kind, start, label.end(), known)
                start = label.end()
        for number in _NUMBER.finditer(text, start, end):
            yield _Named(kind, number.start(), number.end(), self._new(draft, kind, number[0]))

    def _named_in_hanzi(self, found: re.Match[str], text: str, draft: Draft) -> Iterator[_Named]:
        kind = ReferenceKind(found["named"])
        for item in _HANZI.finditer(text, *found.span("hanzi")):
            number = number_of(item[0])
            if number:
                yield _Named(kind, item.start(), item.end(), self._new(draft, kind, str(number)))

    def _new(self, draft: Draft, kind: ReferenceKind, label: str) -> int | None:
        if kind is ReferenceKind.APPENDIX:
            return self._appendices.number(draft, int(label))
        return self._captions.new_number(draft, kind, str(int(label)))

    def _follow_bound(self, paragraph: Element, draft: Draft, lose: Lose) -> set[Element]:
        """Renumber the references in controls of ours; the texts that they hold."""
        done: set[Element] = set()
        for control in paragraph.iter(_CONTROL):
            tag = control.find(f"{W}sdtPr/{W}tag")
            found = None if tag is None else BOUND.match(tag.get(f"{W}val", ""))
            if found is None or tag is None:
                continue
            spans = Spans(control)
            done.update(spans.texts)
            kind, old = ReferenceKind[found[1].upper()], int(found[2])
            new = self._new(draft, kind, found[2])
            if new is None:
                lose(f"{kind}{old}")
                continue
            tag.set(f"{W}val", numbering_tag(kind, new))
            for link in control.iter(f"{W}hyperlink"):
                if kind is ReferenceKind.APPENDIX and new != old:
                    link.attrib.pop(f"{W}anchor", None)  # its entry may be another; `links` knows only plain runs
            shown = _NUMBER.search(spans.whole)
            if shown is not None:
                spans.replace(shown.start(), shown.end(), str(new))
        return done
