"""Which words of a text came and went: two texts to edits, in stretches that a person reads easily.

A number is one word, and so is a Latin word; Chinese is compared character by character. Clauses that stayed are
found first, words only in what is left: that keeps edits together and long paragraphs quick.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from ..model.comparison import FORMULA, NOTE, OBJECT, PICTURE, Fate, Piece

_WORD = re.compile(r"[0-9]+(?:[.,][0-9]+)*%?|[A-Za-z]+|\s+|.", re.DOTALL)
_CLAUSE_END = re.compile("[，。；：！？、\n]")
_MOST_WORDS = 600
"""Longer stretches between clauses that stayed are replaced whole; weighing them takes the square of their length."""
_ISLAND = 2
"""So many characters that stayed between two changes are drawn into them."""
_OBJECTS = frozenset((PICTURE, NOTE, OBJECT, FORMULA))


class Edit(NamedTuple):
    """The characters from `old_start` to before `old_end` become those from `new_start` to before `new_end`."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


def edits_between(old: str, new: str) -> list[Edit]:
    """The edits that make one text of the other, in order, none next to each other."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    start = _common(before, after)
    stop = _common(before[: start - len(before) - 1 : -1], after[: start - len(after) - 1 : -1])
    at = len("".join(before[:start]))
    middle_before, middle_after = before[start : len(before) - stop], after[start : len(after) - stop]
    return _joined(list(_clauses(middle_before, middle_after, at)), new)


def pieces_between(old: str, new: str) -> tuple[Piece, ...]:
    """The new text in pieces, with what went between them."""
    pieces: list[Piece] = []
    at = 0
    for edit in edits_between(old, new):
        pieces += (
            Piece(new[at : edit.new_start]),
            Piece(old[edit.old_start : edit.old_end], Fate.REMOVED),
            Piece(new[edit.new_start : edit.new_end], Fate.ADDED),
        )
        at = edit.new_end
    pieces.append(Piece(new[at:]))
    return tuple(piece for piece in pieces if piece.text)


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words both begin with."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def _clauses(before: Sequence[str], after: Sequence[str], at: int) -> Iterator[Edit]:
    """The edits of two lists of words that begin at the same character of their texts."""
    olds, news = _in_clauses(before), _in_clauses(after)
    if min(len(olds), len(news)) <= 1 or max(len(olds), len(news)) > _MOST_WORDS:
        yield from _words(before, after, at, at)
        return
    old_ends, new_ends = _ends(olds, at), _ends(news, at)
    for kind, a, b, c, d in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        if kind != "equal":
            yield from _words(
                [word for clause in olds[a:b] for word in clause],
                [word for clause in news[c:d] for word in clause],
                old_ends[a],
                new_ends[c],
            )


def _in_clauses(words: Sequence[str]) -> list[tuple[str, ...]]:
    clauses: list[tuple[str, ...]] = []
    start = 0
    for number, word in enumerate(words, 1):
        if _CLAUSE_END.match(word) or number == len(words):
            clauses.append(tuple(words[start:number]))
            start = number
    return clauses


def _ends(groups: Sequence[Sequence[str]], at: int) -> list[int]:
    """Where each group begins, and where the last one ends."""
    ends = [at]
    for group in groups:
        ends.append(ends[-1] + sum(map(len, group)))
    return ends


def _words(before: Sequence[str], after: Sequence[str], old_at: int, new_at: int) -> Iterator[Edit]:
    old_starts, new_starts = _ends(before, old_at), _ends(after, new_at)
    if not before or not after or max(len(before), len(after)) > _MOST_WORDS:
        if before or after:
            yield Edit(old_at, old_starts[-1], new_at, new_starts[-1])
        return
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            yield Edit(old_starts[a], old_starts[b], new_starts[c], new_starts[d])


def _joined(edits: Sequence[Edit], new: str) -> list[Edit]:
    """The edits with those drawn together that only an island parts, smaller than the change on either side."""
    joined: list[Edit] = []
    for edit in edits:
        if joined:
            last = joined[-1]
            island = new[last.new_end : edit.new_start]
            is_small = len(island) <= _ISLAND and len(island) < min(_size(last), _size(edit))
            if not island or (is_small and _OBJECTS.isdisjoint(island)):
                joined[-1] = Edit(last.old_start, edit.old_end, last.new_start, edit.new_end)
                continue
        joined.append(edit)
    return joined


def _size(edit: Edit) -> int:
    return max(edit.old_end - edit.old_start, edit.new_end - edit.new_start)
