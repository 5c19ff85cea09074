"""Which figure of an edited file is which figure of today's report.

Tags tell, for they stay the same from build to build (`narrate.tags`). Where a section, or the set of
cells behind a sum, was changed, they do not; then a figure is known again by the place in the template that
worded it, the vocabulary word and its cells, but only where one figure answers to that on either side.
Pure: bindings in, pairs out.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, count
from operator import attrgetter
from typing import TypeVar

from ....model.binding import Binding
from ....model.owner import Owner
from ....model.place import ARROW
from ....model.values import dataclass, field
from .whole_sentences import strays

_T = TypeVar("_T")
_REPEATED = re.compile(r"(-[0-9]+)$")
_LINE = re.compile(r":[0-9]+(:[0-9]+)?$")
_SET = re.compile(r"(合计|计数|平均|最大|最小)\([^()]*\)")
_CELL = re.compile("[A-Z]+[0-9]+")
_DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_LIKE = 0.5
"""Share of cells that two sums must have in common to be the same sum."""
_ROW = re.compile(r"^([A-Z]+)([0-9]+)")


@dataclass(slots=True, eq=False, repr=False)
class Matching:
    """`pairs` holds, for the number of each known old binding, today's binding; `new` are those nobody asked for.

    `same` are the numbers of those that are one and the same binding on both sides. `strayed` are the numbers of
    the others whose cells are in rows that went nobody knows where: other rows may stand there now.
    """

    pairs: dict[int, Binding] = field(default_factory=dict)
    new: tuple[Binding, ...] = ()
    same: frozenset[int] = frozenset()
    strayed: frozenset[int] = frozenset()

    def keeps_tags(self, old: Sequence[Binding]) -> bool:
        """Whether all that are known have their tag of today already, and nothing is new: as nearly always."""
        return not self.new and all(
            number in self.same or today.tag == old[number].tag for number, today in self.pairs.items()
        )


def match(old: Sequence[Binding], today: Sequence[Binding]) -> Matching:
    """The pairs that are certain; both sides are the single bindings, in reading order."""
    found = Matching()
    by_tag = {binding.tag: binding for binding in today}
    counted = _moved_in_family(old, today, by_tag)
    for number, binding in enumerate(old):
        same = counted[number] if number in counted else by_tag.get(binding.tag) or _repeated(binding, by_tag)
        if same is not None:
            found.pairs[number] = same
    if len(found.pairs) < len(old):
        moved = _moved_rows(old, found.pairs)
        _match_by(_at_place(moved), old, today, found)
        _match_sums(moved, old, today, found)
        _match_by(_by_file(moved), old, today, found)
        rest = [number for number, binding in enumerate(old) if number not in found.pairs and binding.cells]
        found.strayed = frozenset(number for number in rest if moved.first_cell(old[number], is_old=True) is None)
    for number in strays(old, found.pairs):
        del found.pairs[number]
    taken = {binding.tag for binding in found.pairs.values()}
    found.new = tuple(binding for binding in today if binding.tag not in taken)
    found.same = frozenset(number for number, binding in found.pairs.items() if binding is old[number])
    return found


def match_by_owner(old: Sequence[Binding], today: Sequence[Binding], owners: Iterable[Owner]) -> Matching:
    """The pairs that are certain, each within one unit's figures: units show the same figures as one another."""
    whose = {tag: owner.name for owner in owners for tag in owner.tags}
    if not whose:
        return match(old, today)
    olds: defaultdict[str, list[int]] = defaultdict(list)
    for number, binding in enumerate(old):
        olds[whose.get(binding.tag, "")].append(number)
    news: defaultdict[str, list[Binding]] = defaultdict(list)
    for binding in today:
        news[whose.get(binding.tag, "")].append(binding)
    found = Matching()
    for name, numbers in olds.items():
        own = match([old[number] for number in numbers], news[name])
        found.pairs.update((numbers[at], binding) for at, binding in own.pairs.items())
        found.strayed |= {numbers[at] for at in own.strayed}
    found.same = frozenset(number for number, binding in found.pairs.items() if binding is old[number])
    taken = {binding.tag for binding in found.pairs.values()}
    found.new = tuple(binding for binding in today if binding.tag not in taken)
    return found


def _moved_in_family(
    old: Sequence[Binding], today: Sequence[Binding], by_tag: Mapping[str, Binding]
) -> dict[int, Binding | None]:
    """Pairs of repeated tags where one came or left: those that print the same are counted, so all others moved up.

    They go by the words around them, for a template may be edited above them, else by the place of the expression; None
    for those that go by neither, where others do.
    """
    tags = {binding.tag for binding in old}
    changed = {_family(tag) for tag in tags.symmetric_difference(by_tag)}
    olds: defaultdict[str, list[int]] = defaultdict(list)
    for number, binding in enumerate(old):
        if (family := _family(binding.tag)) in changed:
            olds[family].append(number)
    news: defaultdict[str, list[Binding]] = defaultdict(list)
    for binding in today if olds else ():
        if (family := _family(binding.tag)) in olds:
            news[family].append(binding)
    pairs: dict[int, Binding | None] = {}
    for family, bindings in news.items():
        free, numbers = bindings, olds[family]
        for key in (_words, attrgetter("template")):
            after = _alone((key(binding), binding) for binding in free)
            before = _alone((key(old[number]), number) for number in numbers)
            both = after.keys() & before.keys()
            pairs.update((before[name], after[name]) for name in both)
            free = [binding for binding in free if key(binding) not in both]
            numbers = [number for number in numbers if number not in pairs]
        is_sure = len(free) + len(numbers) < len(bindings) + len(olds[family])
        pairs.update(dict.fromkeys(numbers if is_sure else ()))
    return pairs


def _alone(items: Iterable[tuple[Hashable, _T]]) -> dict[Hashable, _T]:
    """What alone goes by its key."""
    found = list(items)
    times = Counter(key for key, _ in found)
    return {key: item for key, item in found if times[key] == 1}


def _words(binding: Binding) -> str:
    """The words of a figure's sentence without any figures."""
    return _DIGITS.sub("0", binding.sentence.replace(binding.text, "0"))


def _family(tag: str) -> str:
    """The tag without the number that tells what prints the same apart."""
    return _REPEATED.sub("", tag)


def tags_in_file(
    old: Sequence[Binding], found: Matching, held: Collection[int], leaving: Collection[int]
) -> tuple[dict[int, str], dict[str, str]]:
    """The tags after a refresh: of each known figure by its number, of each new one by its tag of today.

    They are those of today as far as no figure that keeps its own has them; `held` are the numbers of those that do,
    `leaving` of those that will not be there. No two are alike.
    """
    wanted = {number: today.tag for number, today in found.pairs.items() if number not in held}
    kept = {binding.tag for number, binding in enumerate(old) if number not in wanted and number not in leaving}
    while True:
        times = Counter(wanted.values())
        staying = [number for number, tag in wanted.items() if tag in kept or times[tag] > 1]
        if not staying:
            break
        for number in staying:
            del wanted[number]
            kept.add(old[number].tag)
    taken = kept.union(wanted.values())
    known = {number: wanted.get(number, old[number].tag) for number in found.pairs}
    new: dict[str, str] = {}
    for binding in found.new:
        names = chain((binding.tag,), (f"{_family(binding.tag)}-{number}" for number in count(2)))
        new[binding.tag] = next(name for name in names if name not in taken)
        taken.add(new[binding.tag])
    return known, new


def _repeated(binding: Binding, today: Mapping[str, Binding]) -> Binding | None:
    """One of a repeated tag stands for another where it prints the same: the same expression over the same cells."""
    same = today.get(_family(binding.tag))
    return same if same is not None and same.template == binding.template else None


def _match_sums(moved: _Moved, old: Sequence[Binding], today: Sequence[Binding], found: Matching) -> None:
    """Match sums and counts of one expression whose set of cells gained or lost some: each to the likest of all."""
    taken = {binding.tag for binding in found.pairs.values()}
    news: defaultdict[Hashable, list[Binding]] = defaultdict(list)
    for binding in today:
        if binding.tag not in taken and _is_sum(binding):
            news[binding.template, binding.wording, binding.unit].append(binding)
    scores: dict[tuple[int, str], float] = {}
    by_tag: dict[str, Binding] = {}
    for number, binding in enumerate(old):
        if number not in found.pairs and _is_sum(binding):
            for new in news[binding.template, binding.wording, binding.unit]:
                likeness = moved.likeness(binding, new)
                if likeness >= _LIKE:
                    scores[number, new.tag] = likeness
                    by_tag[new.tag] = new
    for (number, tag), score in scores.items():
        rivals = [other for pair, other in scores.items() if (pair[0] == number) != (pair[1] == tag)]
        if all(other < score for other in rivals):
            found.pairs[number] = by_tag[tag]


def _is_sum(binding: Binding) -> bool:
    """Whether a figure rests on sets of cells alone; a share of a sum has a cell of its own beside them."""
    formula = binding.derivation.partition(" = ")[0]
    return bool(formula) and _CELL.search(_SET.sub("", formula)) is None


_Key = Callable[[Binding, bool], Hashable]
"""What a binding goes by, None for nothing; the flag says that it is an old one."""


def _match_by(key: _Key, old: Sequence[Binding], today: Sequence[Binding], found: Matching) -> None:
    """Match what is left and has a key that as many have on either side; several go by their order."""
    taken = {binding.tag for binding in found.pairs.values()}
    news: defaultdict[Hashable, list[Binding]] = defaultdict(list)
    for binding in today:
        if binding.tag not in taken and (name := key(binding, False)) is not None:
            news[name].append(binding)
    olds: defaultdict[Hashable, list[int]] = defaultdict(list)
    for number, binding in enumerate(old):
        if number not in found.pairs and (name := key(binding, True)) is not None:
            olds[name].append(number)
    for name, numbers in olds.items():
        if len(numbers) == len(news[name]):
            found.pairs.update(zip(numbers, news[name], strict=True))


def _at_place(moved: _Moved) -> _Key:
    """The place of the expression and the first cell, which is that of the row itself in 占比 and 同比."""

    def key(binding: Binding, is_old: bool) -> Hashable:
        cell = moved.first_cell(binding, is_old=is_old)
        return (binding.template, binding.wording, cell) if cell else None

    return key


def _by_file(moved: _Moved) -> _Key:
    """The template file, the word and the first cell: an expression that was written anew or elsewhere."""

    def key(binding: Binding, is_old: bool) -> Hashable:
        cell = moved.first_cell(binding, is_old=is_old)
        return (_LINE.sub("", binding.template), binding.wording, binding.unit, cell) if cell else None

    return key


@dataclass(slots=True, eq=False, repr=False)
class _Moved:
    """Where rows went: the new row by sheet and old row, as told by figures that are known already.

    `steady` are the sheets of which no known row went anywhere.
    """

    rows: dict[tuple[str, str], str]
    steady: frozenset[str]

    def likeness(self, old: Binding, new: Binding) -> float:
        """The share of cells that both rest on."""
        before = {self._now(spot) for cell in old.cells if (spot := _spot(cell))} - {None}
        now = {(spot[0], spot[1] + spot[2]) for cell in new.cells if (spot := _spot(cell))}
        return len(before & now) / (max(len(before), len(now)) or 1)

    def _now(self, spot: tuple[str, str, str]) -> tuple[str, str] | None:
        sheet, column, row = spot
        now = self.rows.get((sheet, row)) or (row if sheet in self.steady else "")
        return (sheet, column + now) if now else None

    def first_cell(self, binding: Binding, *, is_old: bool) -> tuple[str, str] | None:
        """Sheet and address of the first cell as they are today; None for an old one that went nobody knows where."""
        spot = _spot(binding.cells[0]) if binding.cells else None
        if spot is None:
            return None
        return self._now(spot) if is_old else (spot[0], spot[1] + spot[2])


def _moved_rows(old: Sequence[Binding], pairs: Mapping[int, Binding]) -> _Moved:
    rows: dict[tuple[str, str], str] = {}
    moving: set[str] = set()
    for number, today in pairs.items():
        for before, now in _spots(old[number].cells, today.cells):
            rows[before[0], before[2]] = now[2]
            if before != now:
                moving.add(before[0])
    sheets = {spot[0] for binding in old for cell in binding.cells if (spot := _spot(cell))}
    return _Moved(rows, frozenset(sheets - moving))


def _spots(before: Sequence[str], now: Sequence[str]) -> Iterator[tuple[tuple[str, str, str], tuple[str, str, str]]]:
    if len(before) == len(now):
        for old, new in zip(before, now, strict=True):
            one, other = _spot(old), _spot(new)
            if one and other and one[0] == other[0]:
                yield one, other


def _spot(cell: str) -> tuple[str, str, str] | None:
    """Sheet, column and row of `data.xlsx › 产业 › C4`, whatever the file; None for a setting."""
    parts = cell.split(ARROW)
    found = _ROW.match(parts[-1])
    return (parts[-2], found[1], found[2]) if found and len(parts) > 1 else None
