"""Which row of a table was which when it was written: rows are told by their texts, never by their number.

`present` asks it before it compares cells, so that a row inserted above does not make all rows below look
edited. What cannot be told for certain is said to be `UNSURE`. The time grows with the number of rows.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

GONE = -1
"""The row or column was deleted."""
UNSURE = -2
"""Nobody can tell where it went, or whether it is still there."""

_AGREEMENT = 0.5
"""Share of a row's texts that must be left for it to be known again by its place."""
_LARGEST_GAP = 2500
"""So many pairs of rows between two known ones are weighed against each other."""
_MOST_MOVED = 100_000
"""So many pairs of rows are weighed that may have been moved and edited."""
_NUMBER = re.compile(r"[-+−]?[0-9.,]*%?")

Row = tuple[str, ...]


def align_rows(written: Sequence[Row], present: Sequence[Row]) -> list[int]:
    """For each written row its number among the present ones, or GONE or UNSURE.

    First rows that are wholly as written, wherever they stand now; then those whose name (a text, no number)
    only they have; then what is left, where half of its texts is still there: first between the two rows that
    it stood between, then anywhere.
    """
    search = _Search(written, present)
    search.match_ends()
    if UNSURE not in search.found:
        return search.found
    search.match_equal()
    search.match_next_to_known()
    for column, telling in _names(written):
        search.match_names(column, telling=telling)
    search.match_next_to_known()
    search.match_between_known()
    search.match_moved()
    return search.found


class _Search:
    """An alignment in work: `found` as `align_rows` returns it, and the present rows that are taken."""

    def __init__(self, written: Sequence[Row], present: Sequence[Row]) -> None:
        self.written, self.present = written, present
        self.found = [UNSURE] * len(written)
        self._taken = [False] * len(present)

    def _match(self, old: int, new: int) -> None:
        self.found[old] = new
        self._taken[new] = True

    def _fits(self, old: int, new: int) -> bool:
        """Whether both rows are there, not yet known, and equal."""
        if not (0 <= old < len(self.written) and 0 <= new < len(self.present)):
            return False
        return self.found[old] < 0 and not self._taken[new] and self.written[old] == self.present[new]

    def _follow(self, old: int, new: int, step: int) -> None:
        """Match equal rows from here on, downwards or upwards."""
        while self._fits(old, new):
            self._match(old, new)
            old, new = old + step, new + step

    def match_ends(self) -> None:
        """What is equal at the top and at the bottom."""
        self._follow(0, 0, 1)
        self._follow(len(self.written) - 1, len(self.present) - 1, -1)

    def match_equal(self) -> None:
        """Rows that are as they were, where there are still as many of the kind."""
        places: defaultdict[Row, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for old, row in enumerate(self.written):
            if self.found[old] < 0:
                places[row][0].append(old)
        for new, row in enumerate(self.present):
            if not self._taken[new]:
                places[row][1].append(new)
        for olds, news in places.values():
            if len(olds) == len(news):
                for old, new in zip(olds, news, strict=True):
                    self._match(old, new)

    def match_next_to_known(self) -> None:
        """Equal rows right below or above a known one; they have others like them."""
        for old, new in list(enumerate(self.found)):
            if new >= 0:
                self._follow(old + 1, new + 1, 1)
                self._follow(old - 1, new - 1, -1)

    def match_names(self, column: int, *, telling: bool) -> None:
        """Rows whose text in a column no other row has; where it does not tell by itself, half must agree."""
        olds = _unique(self.written, column)
        news = _unique(self.present, column)
        for text, old in olds.items():
            new = news.get(text, -1)
            if new < 0 or self.found[old] >= 0 or self._taken[new]:
                continue
            if telling or _agreement(self.written[old], self.present[new]) >= _AGREEMENT:
                self._match(old, new)

    def match_between_known(self) -> None:
        """What is left, by its place between known rows."""
        free = [new for new, taken in enumerate(self._taken) if not taken]
        for start, stop in list(self._unknown()):
            before = self.found[start - 1] if start else -1
            behind = self.found[stop] if stop < len(self.found) else len(self.present)
            if not free:
                self.found[start:stop] = [GONE] * (stop - start)
            elif before < behind:
                first, last = bisect_right(free, before), bisect_left(free, behind)
                self._match_gap(range(start, stop), free[first:last] if last - first <= _LARGEST_GAP else None)

    def _unknown(self) -> Iterator[tuple[int, int]]:
        """Runs of written rows that are not yet known."""
        start = 0
        for old, new in enumerate((*self.found, 0)):
            if new >= 0:
                if start < old:
                    yield start, old
                start = old + 1

    def _match_gap(self, olds: range, news: list[int] | None) -> None:
        """Rows between two known ones: those that are each other's likest belong together, where enough agrees."""
        if news is None or len(olds) * len(news) > _LARGEST_GAP:
            return
        news = [new for new in news if not self._taken[new]]  # rows that were moved let two gaps overlap
        self._match_likest(olds, news, in_order=len(olds) == len(news))
        if all(self._taken[new] for new in news):
            for old in olds:
                self.found[old] = GONE if self.found[old] < 0 else self.found[old]

    def match_moved(self) -> None:
        """What is left, by its likeness to what is left anywhere; with several likenesses it may be any of them."""
        olds = [old for old, new in enumerate(self.found) if new < 0]
        news = [new for new, taken in enumerate(self._taken) if not taken]
        if len(olds) * len(news) <= _MOST_MOVED:
            for old in self._match_likest(olds, news, in_order=False):
                self.found[old] = UNSURE

    def _match_likest(self, olds: Sequence[int], news: Sequence[int], *, in_order: bool) -> list[int]:
        """Match rows that are each other's likest, `in_order` where they are several; the likely ones left over."""
        scores = {
            (old, new): (agreement, in_order and down == across)
            for down, old in enumerate(olds)
            for across, new in enumerate(news)
            if (agreement := _agreement(self.written[old], self.present[new])) >= _AGREEMENT
        }
        best_old, best_new = _best(scores, 0), _best(scores, 1)
        for old, pair in best_old.items():
            if pair is not None and best_new[pair[1]] == pair:
                self._match(old, pair[1])
        return [old for old in best_old if self.found[old] < 0]


_Pair = tuple[int, int]


def _best(scores: dict[_Pair, tuple[float, bool]], side: int) -> dict[int, _Pair | None]:
    """The pair with the highest score for each row of a side, None where two are equally good."""
    best: dict[int, _Pair | None] = {}
    highest: dict[int, tuple[float, bool]] = {}
    for pair, score in scores.items():
        row = pair[side]
        if row not in highest or score > highest[row]:
            best[row], highest[row] = pair, score
        elif score == highest[row]:
            best[row] = None
    return best


def _agreement(written: Row, present: Row) -> float:
    """The share of a row's texts that stand in the other row too."""
    filled = [(old, new) for old, new in zip(written, present, strict=True) if old]
    return sum(old == new for old, new in filled) / len(filled) if filled else 0.0


def _names(rows: Sequence[Row]) -> list[tuple[int, bool]]:
    """The columns that hold words, and whether the column is the first one in which no two rows are alike."""
    named, has_key = [], False
    for column in range(len(rows[0]) if rows else 0):
        texts = [row[column] for row in rows if row[column]]
        if any(_NUMBER.fullmatch(text) is None for text in texts):
            is_key = not has_key and len(set(texts)) == len(texts)
            has_key = has_key or is_key
            named.append((column, is_key))
    return named


def _unique(rows: Sequence[Row], column: int) -> dict[str, int]:
    """The rows whose text in a column no other row has."""
    counts = Counter(row[column] for row in rows)
    return {row[column]: at for at, row in enumerate(rows) if row[column] and counts[row[column]] == 1}


def align_columns(written: Sequence[str | None], present: Sequence[str]) -> list[int]:
    """For each written column its place among the present headers, or GONE or UNSURE; None is a header not known.

    Where no header is left, the columns are taken to stand as they were.
    """
    places = {header: at for at, header in enumerate(present)}
    alone = {header for header, count in Counter(written).items() if count == 1}
    found = [
        places[header] if header in alone and header and present.count(header) == 1 else UNSURE for header in written
    ]
    known = [(at, place) for at, place in enumerate(found) if place >= 0]
    if not known:
        return [at if at < len(present) else GONE for at in range(len(written))]
    edges = [(-1, -1), *known, (len(written), len(present))]
    for (left, first), (right, last) in pairwise(edges):
        for at in range(left + 1, right):
            if last - first == right - left and first + at - left not in found:
                found[at] = first + at - left
            elif last - first == 1:
                found[at] = GONE
    return found
