"""Which paragraph of the new version is which of the old one, in order, in a time that grows with their number.

First what only one on either side reads, word for word, then the same with the numbers left out; what stands
next to a known pair and is equal belongs together too. In the gaps left over, a paragraph's rare pairs of
characters lead to the few that are like it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

_DIGITS = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_SIGNS = re.compile("[\1-\5]+")
"""Where paragraphs, cells and rows end (`blocks`); they say nothing of what tables are about."""
BOUNDS = dict.fromkeys(range(1, 6))
"""The same, to be left out by `str.translate`."""
_LEVELS = 12
"""How often what lies between two known pairs is searched for further ones."""
_RARE = 8
"""A pair of characters that more paragraphs of a gap have tells nothing."""
_CANDIDATES = 3
LIKE = 0.5
"""Share of two texts that must be common for one to be the other, changed."""

Key = tuple[str, str]
"""What is aligned: its kind, and its text. Only equals of a kind belong together."""


class Step(NamedTuple):
    """The numbers of a pair; None where the other version has none."""

    old: int | None
    new: int | None
    is_equal: bool = False


def align(old: Sequence[Key], new: Sequence[Key]) -> list[Step]:
    """All of both versions in an order that keeps either; between two pairs first what went, then what came."""
    found = [-1] * len(old)
    for one, other in ((old, new), (_without_numbers(old), _without_numbers(new))):
        for gap in list(_gaps(found, len(new))):
            _match_equal(one, other, gap, found)
    for gap in list(_gaps(found, len(new))):
        _match_like(old, new, gap, found)
    return list(_steps(old, new, found))


def likeness(old: str, new: str) -> float:
    """The share of the pairs of characters that two texts have in common, from 0 to 1; numbers count as one."""
    if old == new:
        return 1.0
    one, other = Counter(_pairs(old)), Counter(_pairs(new))
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


class _Gap(NamedTuple):
    old_start: int
    old_end: int
    new_start: int
    new_end: int


def _gaps(found: Sequence[int], count: int) -> Iterator[_Gap]:
    """What lies between known pairs, where both versions have something."""
    start, before = 0, -1
    for old, new in enumerate((*found, count)):
        if new >= 0:
            if start < old and before + 1 < new:
                yield _Gap(start, old, before + 1, new)
            start, before = old + 1, new


def _without_numbers(keys: Sequence[Key]) -> list[Key]:
    return [(kind, _DIGITS.sub("0", text)) for kind, text in keys]


def _match_equal(old: Sequence[Key], new: Sequence[Key], gap: _Gap, found: list[int]) -> None:
    """Pairs of equal texts: at both ends of a gap, then those that stand once on either side, and so on between."""
    waiting = [(gap, 0)]
    while waiting:
        (a, b, c, d), level = waiting.pop()
        while a < b and c < d and old[a] == new[c]:
            found[a] = c
            a, c = a + 1, c + 1
        while a < b and c < d and old[b - 1] == new[d - 1]:
            b, d = b - 1, d - 1
            found[b] = d
        if a == b or c == d or level == _LEVELS:
            continue
        known = rising(_unique_pairs(old, new, _Gap(a, b, c, d)))
        for one, other in known:
            found[one] = other
        if known:
            edges = [(a - 1, c - 1), *known, (b, d)]
            waiting += (
                (_Gap(left[0] + 1, right[0], left[1] + 1, right[1]), level + 1)
                for left, right in pairwise(edges)
                if left[0] + 1 < right[0] and left[1] + 1 < right[1]
            )


def _unique_pairs(old: Sequence[Key], new: Sequence[Key], gap: _Gap) -> list[tuple[int, int]]:
    """The pairs of texts that stand once on either side of a gap, in the order of the old version."""
    olds, news = Counter(old[gap.old_start : gap.old_end]), Counter(new[gap.new_start : gap.new_end])
    places = {key: at for at, key in enumerate(new[gap.new_start : gap.new_end], gap.new_start) if news[key] == 1}
    return [
        (at, places[key])
        for at, key in enumerate(old[gap.old_start : gap.old_end], gap.old_start)
        if olds[key] == 1 and key[1] and key in places
    ]


def rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs that rise on both sides (patience sorting)."""
    tops: list[int] = []
    numbers: list[int] = []
    before: list[int] = []
    for number, (_, new) in enumerate(pairs):
        at = bisect_left(tops, new)
        before.append(numbers[at - 1] if at else -1)
        tops[at : at + 1] = [new]
        numbers[at : at + 1] = [number]
    return _chain(pairs, before, numbers[-1] if numbers else -1)


def _chain(pairs: Sequence[tuple[int, int]], before: Sequence[int], last: int) -> list[tuple[int, int]]:
    chain = []
    while last >= 0:
        chain.append(pairs[last])
        last = before[last]
    return chain[::-1]


def _match_like(old: Sequence[Key], new: Sequence[Key], gap: _Gap, found: list[int]) -> None:
    """Pairs of like texts in a gap: of all candidates the run in order that is likest altogether."""
    candidates: list[tuple[int, int, float]] = []
    for one, other in _candidates(old, new, gap):
        if old[one][0] == new[other][0]:
            like = likeness(old[one][1], new[other][1])
            if like >= LIKE:
                candidates.append((one, other, like))
    for one, other in _heaviest(candidates, gap):
        found[one] = other


def _candidates(old: Sequence[Key], new: Sequence[Key], gap: _Gap) -> Iterator[tuple[int, int]]:
    """For each new text the old ones that share most rare pairs of characters with it, new texts in order."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for at in range(gap.old_start, gap.old_end):
        for pair in set(_pairs(old[at][1])):
            places[pair].append(at)
    for at in range(gap.new_start, gap.new_end):
        shared: Counter[int] = Counter()
        for pair in set(_pairs(new[at][1])):
            listed = places.get(pair, ())
            if len(listed) <= _RARE:
                shared.update(listed)
        for one, _ in shared.most_common(_CANDIDATES):
            yield one, at


def _pairs(text: str) -> list[str]:
    bare = _DIGITS.sub("0", _SIGNS.sub(" ", text))
    return [bare[at : at + 2] for at in range(len(bare) - 1)] or [bare]


def _heaviest(candidates: Sequence[tuple[int, int, float]], gap: _Gap) -> list[tuple[int, int]]:
    """The run of pairs that rise on both sides with the greatest likeness together.

    A tree of prefixes (Fenwick 1994) keeps the best run that ends at or before each old text.
    """
    size = gap.old_end - gap.old_start
    best: list[tuple[float, int]] = [(0.0, -1)] * (size + 1)
    pairs = [(one, other) for one, other, _ in candidates]
    before = [-1] * len(candidates)
    reached = [0.0] * len(candidates)
    number = 0
    while number < len(candidates):
        stop = number
        while stop < len(candidates) and candidates[stop][1] == candidates[number][1]:
            at, top = candidates[stop][0] - gap.old_start, (0.0, -1)
            while at > 0:
                top = max(top, best[at])
                at &= at - 1
            reached[stop], before[stop] = top[0] + candidates[stop][2], top[1]
            stop += 1
        for done in range(number, stop):  # pairs of one new text cannot follow each other
            at = candidates[done][0] - gap.old_start + 1
            while at <= size:
                best[at] = max(best[at], (reached[done], done))
                at += at & -at
        number = stop
    last = max(range(len(candidates)), key=reached.__getitem__, default=-1)
    return _chain(pairs, before, last)


def _steps(old: Sequence[Key], new: Sequence[Key], found: Sequence[int]) -> Iterator[Step]:
    at = start = 0
    for one, other in enumerate((*found, len(new))):
        if other < 0:
            continue
        yield from (Step(gone, None) for gone in range(start, one))
        yield from (Step(None, come) for come in range(at, other))
        if one < len(old):
            yield Step(one, other, old[one] == new[other])
        start, at = one + 1, other + 1
