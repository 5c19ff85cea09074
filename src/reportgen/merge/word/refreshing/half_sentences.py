"""Sentences that a person worded anew: when some of their figures must not be set without the others.

Their words stay, so nothing comes into them and nothing leaves. A count of industries set to 3 beside the names of two,
or a value of today beside the growth of then, would be a sentence that is neither the person's nor today's.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from ....model.binding import Binding
from ....model.place import ARROW

_ADDRESS = re.compile("[A-Z]+([0-9]+)")
_Row = tuple[str, str]


def would_contradict(
    old: Sequence[Binding], pairs: Mapping[int, Binding], standing: Collection[int], coming: Iterable[Binding]
) -> bool:
    """Whether a figure that is another one today speaks of the rows of one that leaves the sentence, or comes into it.

    `standing` are the numbers of the sentence's figures that the file shows, `coming` those of today that it lacks.
    """
    changing = [number for number in standing if number in pairs and pairs[number].text != old[number].text]
    leaving = [old[number] for number in standing if number not in pairs]
    before = set().union(*(_rows(old[number]) for number in changing))
    if changing and any(not item.cells or not before.isdisjoint(_rows(item)) for item in leaving):
        return True  # what has lost its row has lost its cells
    sets = [rows for number in changing if len(rows := _rows(pairs[number])) > 1]
    return any((rows := _rows(item)) and rows <= others for item in coming for others in sets)


def _rows(item: Binding) -> set[_Row]:
    """The sheets and rows that a figure rests on."""
    found = (cell.rpartition(ARROW) for cell in item.cells)
    return {(sheet, at[1]) for sheet, _, address in found if (at := _ADDRESS.fullmatch(address))}
