"""Numbers of figures, tables and appendices (图1, 表2, 附件3): what they are in the file, and what they are today.

They are set where the file holds all that today's report numbers in its sections, in that order, and nothing else;
then captions, references and the list of appendices follow, so a section follows what comes before it elsewhere.
Where a chart is missing or left over, a person has to put it in or take it out first; until then the file keeps its
own numbers, which agree with each other. A file put together of some sections, which it counts from 一, counts its
figures and tables by themselves too.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from ....model.binding import Binding
from ....model.document import Block, ChartBlock, Heading, ReferenceKind, TableBlock, text_of
from ....model.numbering import NUMBERING_TAG, numbering_tag
from ....model.place import ARROW
from ....model.refresh import Fate, Refreshed
from ....model.values import replace
from ....narrate.hanzi import heading_number
from ....ooxml.bindings import Stored
from .places import Places, Spot
from .today import Today, section_of

_TAG = re.compile(f"{NUMBERING_TAG}([a-z]+)-([0-9]{{1,6}})")
_LABEL = re.compile("(图|表|附件)([0-9]+)")
_KINDS = frozenset(kind.name for kind in ReferenceKind)
_Key = tuple[ReferenceKind, int]


class Labels:
    """The numberings of one file.

    `moved` holds, for each number of the file that is to change, today's; `shown` the number in the file, after this
    run, of each of today's. Both are known once `settle` was told what comes and goes.
    """

    def __init__(self, stored: Sequence[Stored], today: Today, places: Places) -> None:
        self._today = today
        self._places = places
        self._old = {key: item for item in stored if isinstance(item, Binding) and (key := _key(item.tag))}
        self._bindings = {(item.wording, item.value): item for item in today.numberings}
        self.moved: dict[_Key, int] = {}
        self.shown: dict[_Key, int] = {}
        self._pairs = self._matched(stored)
        self._sections = today.sections_in(stored)
        self._came: set[_Key] = set()
        self._gone: set[_Key] = set()
        self._differs = self._is_arranged = False

    def settle(
        self,
        coming: Collection[TableBlock | ChartBlock] = (),
        leaving: Collection[_Key] = (),
        *,
        can_follow: bool = True,
        is_arranged: bool = False,
    ) -> set[str]:
        """Number what stays and what comes; the kinds (图, 表) that cannot, of which nothing may come or go.

        `leaving` are the kinds and numbers of what the file loses; `can_follow` tells whether its numbers can be set,
        `is_arranged` that all of them will stand in the report's order.
        """
        refused: set[str] = set()
        self._is_arranged = is_arranged
        self.moved, self.shown, self._came, self._gone = {}, {}, set(), set()
        for kind in ReferenceKind:
            pairs = {key: new for key, new in self._pairs.items() if key[0] is kind}
            came = {(kind, block.number) for block in coming if kind_of(block) is kind}
            gone = {key for key in leaving if key[0] is kind}
            if (came or gone) and not self._settle(kind, pairs, came, gone, can_follow):
                refused.add(str(kind))
                came, gone = set(), set()
            if not came and not gone:
                self._settle(kind, pairs, came, gone, can_follow)
        self._differs = any(key[1] != number for key, number in self.shown.items())
        return refused

    def _settle(
        self, kind: ReferenceKind, pairs: Mapping[_Key, int | None], came: set[_Key], gone: set[_Key], can_follow: bool
    ) -> bool:
        """Number one kind; whether the file then holds all that the report numbers."""
        staying = {key: new for key, new in pairs.items() if key not in gone}
        theirs = sorted(int(item.value) for item in self._today.numberings if _is_of(item, kind, self._sections))
        known = [staying[key] for key in sorted(staying, key=_number)]
        in_order = None not in known and (
            self._is_arranged or known == sorted(number for number in known if number is not None)
        )
        whole = in_order and sorted((*(each for each in known if each is not None), *map(_number, came))) == theirs
        is_moving = bool(came or gone) or any(key[1] != new for key, new in staying.items())
        if whole and is_moving and kind is not ReferenceKind.APPENDIX:
            whole = self._places.captioned(str(kind)) <= {key[1] for key in pairs}
        if whole and kind is not ReferenceKind.APPENDIX and theirs != list(range(1, len(theirs) + 1)):
            alone = {number: at for at, number in enumerate(theirs, 1)} if self._counts_alone else {}
        else:
            alone = {}
        can_follow = can_follow or all(key[1] == alone.get(new or 0, new) for key, new in staying.items())
        if (came or gone) and not (whole and can_follow):
            return False
        for key, new in staying.items():
            if new is not None:
                self.shown[kind, new] = alone.get(new, new) if whole else key[1]
                if self.shown[kind, new] != key[1]:
                    self.moved[key] = self.shown[kind, new]
        self.shown.update((key, alone.get(key[1], key[1])) for key in came)
        self._came |= came
        self._gone |= gone
        return whole

    @cached_property
    def _counts_alone(self) -> bool:
        """Whether the file counts its sections from 一 though the report has others between."""
        headings = [heading for section in self._today.document.sections for heading in _first(section.blocks)]
        numbers = [(self._places.number_before(text_of(item.content)), item.number) for item in headings]
        there = [(number, today) for number, today in numbers if number]
        counted = [heading_number(1, at) for at in range(1, len(there) + 1)]
        return [number for number, _ in there] == counted != [today for _, today in there]

    def written(self, kind: ReferenceKind, number: int) -> int | None:
        """What number in the file, before this run, has what is numbered so today; None for what is not in it."""
        return next((key[1] for key, new in self._pairs.items() if key[0] is kind and new == number), None)

    def came(self) -> list[Binding]:
        """The numberings of what came into the file."""
        return [
            _numbered(item, self.shown[key])
            for item in self._today.numberings
            if (key := _key(item.tag)) is not None and key in self._came
        ]

    def is_gone(self, item: Binding) -> bool:
        """Whether what a numbering of the file numbers is gone from it."""
        return _key(item.tag) in self._gone

    def _matched(self, stored: Iterable[Stored]) -> dict[_Key, int | None]:
        """Today's number of each numbered thing of the file; None for what the report no longer has."""
        blocks = self._today.tables | self._today.charts
        tags = {label: item.tag for item in stored if item.tag in blocks and (label := label_of(item))}
        titles: dict[tuple[str, str], int | None] = {}
        for item in self._today.numberings:  # of two that are titled alike nobody knows which one is meant
            title = (item.wording, item.sentence)
            titles[title] = None if title in titles else int(item.value)
        own = {key: block.number for key in self._old if (block := blocks.get(tags.get(f"{key[0]}{key[1]}", "")))}
        taken = {(kind, number) for (kind, _), number in own.items()}
        found: dict[_Key, int | None] = {}
        for key, item in self._old.items():
            number = own.get(key, titles.get((item.wording, item.sentence)))
            is_copy = key not in own and (key[0], number) in taken  # a person pasted the caption once more
            found[key] = None if is_copy else number
        return found

    @property
    def tags(self) -> dict[str, str]:
        """The tags of the numbers that change, and what they become."""
        return {numbering_tag(kind, old): numbering_tag(kind, new) for (kind, old), new in self.moved.items()}

    def label(self, kind: ReferenceKind, number: int) -> str:
        """How the file refers to what has that number today."""
        return f"{kind}{self.shown.get((kind, number), number)}"

    def relabelled(self, text: str) -> str:
        """A text of today's report with the numbers that the file has."""
        if not self._differs:
            return text
        return _LABEL.sub(lambda found: self.label(ReferenceKind(found[1]), int(found[2])), text)

    def set(self) -> Iterator[Refreshed]:
        """Set the changed numbers wherever they still read as written; an entry for each numbered thing."""
        for (kind, old), new in self.moved.items():
            spots = self._places.controls.get(numbering_tag(kind, old), [])
            changed = [spot for spot in spots if _renumber(spot, kind, old, new)]
            binding = self._bindings[str(kind), str(self._pairs[kind, old])]
            fate = Fate.CHANGED if changed else Fate.UNSURE
            label = f"{kind}{old}"
            yield Refreshed(
                fate=fate,
                place=ARROW.join((*binding.where[:-1], binding.sentence)),
                written=label,
                now=label if changed else "",
                today=f"{kind}{new}",
                cells=binding.cells,
            )

    def stored(self, item: Binding) -> Binding:
        """The binding of a numbering, as the file has it after this run."""
        key = _key(item.tag)
        if key is None:
            return item
        if key in self.moved:
            return _numbered(self._bindings[str(key[0]), str(self._pairs[key])], self.moved[key])
        now = next((new for (kind, new), old in self.shown.items() if (kind, old) == key), None)
        same = None if now is None else self._bindings.get((str(key[0]), str(now)))
        return item if same is None else _numbered(same, key[1])

    def placed(self, item: Stored) -> Stored:
        """A binding of today under the number that its chart or table has in the file."""
        found = _LABEL.fullmatch(label_of(item)) if self._differs else None
        label = found and self.label(ReferenceKind(found[1]), int(found[2]))
        if not found or not label or label == found[0]:
            return item
        return replace(item, where=tuple(label if part == found[0] else part for part in item.where))


def _first(blocks: Sequence[Block]) -> Iterator[Heading]:
    """The heading that a section begins with."""
    yield from (block for block in blocks[:1] if isinstance(block, Heading))


def _numbered(item: Binding, number: int) -> Binding:
    """The binding of a numbering under another number."""
    kind = ReferenceKind(item.wording)
    label = f"{kind}{number}"
    if item.text == label:
        return item
    return replace(
        item, tag=numbering_tag(kind, number), text=label, value=str(number), where=(*item.where[:-1], label)
    )


def _key(tag: str) -> _Key | None:
    """Kind and number of the tag of a numbering; None for any other."""
    found = _TAG.fullmatch(tag) if tag.startswith(NUMBERING_TAG) else None
    return (ReferenceKind[found[1].upper()], int(found[2])) if found and found[1].upper() in _KINDS else None


def kind_of(block: TableBlock | ChartBlock) -> ReferenceKind:
    """The kind under which a table or a chart is numbered."""
    return ReferenceKind.TABLE if isinstance(block, TableBlock) else ReferenceKind.FIGURE


def _number(key: _Key) -> int:
    return key[1]


def label_of(item: Stored) -> str:
    """The 图1 or 表2 that a binding belongs to; empty for none. Below it may stand the label of a total row."""
    return next((part for part in reversed(item.where) if _LABEL.fullmatch(part)), "")


def _is_of(item: Binding, kind: ReferenceKind, sections: set[str]) -> bool:
    """Whether today's numbering belongs to the file: appendices to every file that lists any, the rest by section."""
    return item.wording == kind and (kind is ReferenceKind.APPENDIX or section_of(item.where) in sections)


def _renumber(spot: Spot, kind: ReferenceKind, old: int, new: int) -> bool:
    """Set one number: `图1` in captions and references, `1.` before the title in the list of appendices."""
    label = f"{kind}{old}"
    if spot.text == label:
        spot.set(f"{kind}{new}")
        return True
    if kind is ReferenceKind.APPENDIX and spot.text.startswith(f"{old}."):
        spot.set(f"{new}{spot.text[len(str(old)) :]}")
        return True
    return False
