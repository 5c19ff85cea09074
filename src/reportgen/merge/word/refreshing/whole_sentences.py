"""Figures of one sentence are figures of one sentence of today, or they are not known at all.

Tags and places tell figure by figure, and so may lead figures of one sentence to several of today's, or those of
several to one: where rows went to another group, or a template was cut otherwise. Setting them would make a sentence
that is neither the old one nor today's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ....model.binding import Binding
from .ordinals import without_ordinal
from .places import statics

_Key = tuple[tuple[str, ...], int, str]
_Way = tuple[_Key, _Key]
"""A sentence of the file, and one of today to which figures of it lead."""


def strays(old: Sequence[Binding], pairs: Mapping[int, Binding]) -> set[int]:
    """The numbers of figures that belong to another sentence than the rest of theirs, or to one of other words.

    Each sentence goes to the one with which it shares the most; of those alike, to the first.
    """
    changed = {number: (_key(old[number]), _key(today)) for number, today in pairs.items() if today is not old[number]}
    sentences = {key for way in changed.values() for key in way}
    paragraphs = {key[:2] for key in sentences}
    ways: dict[_Way, list[int]] = {}
    for number, today in pairs.items() if changed else ():
        way = changed.get(number)
        # A figure that is the same binding on both sides stands in one sentence; most in none that changed.
        if way is None and (today.where, today.paragraph) in paragraphs and (key := _key(today)) in sentences:
            way = key, key
        if way is not None:
            ways.setdefault(way, []).append(number)
    headings = {without_ordinal(each) for where in {before[0] for before, _ in ways} for each in where}
    lost: set[int] = set()
    taken: set[_Key] = set()
    gone: set[_Key] = set()
    for (before, now), numbers in sorted(ways.items(), key=lambda item: -len(item[1])):
        if (
            before in gone
            or now in taken
            or not (
                all(without_ordinal(each) in headings for each in now[0])
                or _can_be(before, now, [(old[it], pairs[it]) for it in numbers])
            )
        ):
            lost.update(numbers)
        else:
            gone.add(before)
            taken.add(now)
    return lost


def _key(binding: Binding) -> _Key:
    return binding.where, binding.paragraph, binding.sentence


def _can_be(before: _Key, now: _Key, figures: Sequence[tuple[Binding, Binding]]) -> bool:
    """Whether a sentence may be one below a heading that is new: it has the same words, or the same template."""
    if any(old.template == today.template for old, today in figures):
        return True
    words = statics(before[2], [old.text for old, _ in figures])
    return words is not None and words == statics(now[2], [today.text for _, today in figures])
