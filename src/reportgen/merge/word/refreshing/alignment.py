"""What stands in the same order on two sides: the heaviest common sequence of two rows of things.

Source: the common subsequence of two sequences by dynamic programming (Hirschberg, CACM 18 (1975), 341), with weights.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import takewhile

_MOST = 1_000_000
"""Pairs that are weighed; beyond, only what both sides begin and end with is common."""

Weight = Callable[[int, int], int]
"""How much it weighs that the one of a number stands for the other of a number; 0 where it does not."""


def aligned(count: int, others: int, weight: Weight) -> dict[int, int]:
    """For the numbers of one side those of the other, rising on both."""
    first = sum(1 for _ in takewhile(lambda at: weight(at, at), range(min(count, others))))
    rest = range(min(count, others) - first)
    last = sum(1 for _ in takewhile(lambda at: weight(count - 1 - at, others - 1 - at), rest))
    found = {at: at for at in range(first)}
    found.update({count - at: others - at for at in range(1, last + 1)})
    if (count - first - last) * (others - first - last) <= _MOST:
        found.update(_between(first, count - last, others - last, weight))
    return found


def _between(first: int, end: int, other_end: int, weight: Weight) -> Iterator[tuple[int, int]]:
    """The pairs from `first` on both sides to before the ends."""
    width = other_end - first
    best = [[0] * (width + 1)]
    for at in range(end - 1, first - 1, -1):
        below, row = best[-1], [0] * (width + 1)
        for other in range(width - 1, -1, -1):
            own = weight(at, first + other)
            row[other] = max(below[other], row[other + 1], own + below[other + 1] if own else 0)
        best.append(row)
    best.reverse()
    at, other = first, 0
    while at < end and other < width:
        own, here = weight(at, first + other), best[at - first][other]
        if own and here == own + best[at - first + 1][other + 1]:
            yield at, first + other
            at, other = at + 1, other + 1
        elif here == best[at - first + 1][other]:
            at += 1
        else:
            other += 1
