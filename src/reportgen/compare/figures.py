"""What the figures of a document did: bindings of two versions, and what stands in their places, to changes.

Which single figure is which is handed in (`pairs`); figures of a chart are told by category and series, those of
a table by row and column. A figure that reads otherwise was changed by the data where its value is another,
and by hand where the value is the same.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from ..model.binding import Binding
from ..model.comparison import Cause, Fate, FigureChange
from ..model.numbering import NUMBERING_TAG
from ..model.table_rows import row_name, row_names
from ..model.values import dataclass, replace
from ..ooxml.bindings import Stored
from ..ooxml.present import present
from ..ooxml.stories import seen
from .indicators import Names, name_by_cells, nameless, names_in_tables
from .word_file import WordFile

_CLAUSE = re.compile("[^，。；：！？（）、\n]*$")
_OWN_WORDS = re.compile("(?:[^0-9]{3,}(?=[0-9]))?")
_LONGEST_NAME = 24
_DIGIT = re.compile("[0-9]")
_NUMBERS = re.compile("[0-9][0-9,]*(?:[.][0-9]+)?")


@dataclass(frozen=True, slots=True)
class Reading:
    """A bound figure of one version and what a reader sees there.

    Where its mark is lost, nobody can tell; `now` is its stored text then, and an edit is seen among the text.
    """

    binding: Binding
    now: str
    name: str = ""
    is_marked: bool = True

    @property
    def is_number(self) -> bool:
        """Whether it is a figure at all; names and other words are bound too, but come and go with their text."""
        return _DIGIT.search(self.binding.text + self.binding.value) is not None


@dataclass(frozen=True, slots=True)
class Readings:
    """The figures of one version: single ones in their order, and those of tables and charts by their names."""

    single: tuple[Reading, ...]
    grouped: Mapping[str, Mapping[tuple[str, ...], Reading]]


def readings(file: WordFile, names: Names = nameless) -> Readings:
    """All figures of a file; numberings such as 图1 are none. `names` knows its indicators by their cells."""
    stored = tuple(item for item in file.bindings or () if not item.tag.startswith(NUMBERING_TAG))
    singles, rows, tables = _kinds(stored), row_names(stored), names_in_tables(stored)
    single: list[Reading] = []
    grouped: defaultdict[str, dict[tuple[str, ...], Reading]] = defaultdict(dict)
    for binding, found in present(stored, file.stories):
        now = binding.text if found.text is None or found.reads(binding.text) else found.text
        if binding.tag in singles:
            is_gone = binding.tag not in file.controls
            # Gone for certain: neither its sentence stands without it, nor did its section lose all marks.
            is_marked = not is_gone or (found.certain and not found.text)
            if is_gone:
                now = "" if is_marked else binding.text
            single.append(Reading(binding, now, name_by_cells(binding, names, tables) or _name(binding), is_marked))
        else:
            place = (row_name(binding, rows), binding.sentence) if binding.table_column else (binding.sentence,)
            known = grouped[binding.tag]
            known[(*place, str(len(known))) if place in known else place] = Reading(binding, now, " · ".join(place))
    return Readings(tuple(single), grouped)


def swaps(old: Readings, new: Readings, pairs: Mapping[int, Binding]) -> tuple[frozenset[str], list[tuple[str, str]]]:
    """The tags of figures that lost their mark in one of the versions, and what each of them reads in both."""
    news = {item.binding.tag: item for item in new.single}
    tags = {item.binding.tag for item in (*old.single, *new.single) if not item.is_marked}
    found = []
    for number, binding in pairs.items():
        before, after = old.single[number], news[binding.tag]
        if not (before.is_marked and after.is_marked):
            tags |= {before.binding.tag, binding.tag}
            found.append((before.now, after.now))
    return frozenset(tags), [(before, after) for before, after in found if before != after]


def told(old: Readings, new: Readings, pairs: Mapping[int, Binding]) -> frozenset[str]:
    """The tags of what `figure_changes` looks at, so that the text need not tell of it again."""
    known = {old.single[number].binding.tag for number in pairs} | {binding.tag for binding in pairs.values()}
    numbers = {item.binding.tag for item in (*old.single, *new.single) if item.is_number}
    return frozenset(known | numbers | set(old.grouped) | set(new.grouped))


def figure_changes(old: Readings, new: Readings, pairs: Mapping[int, Binding]) -> Iterator[FigureChange]:
    """What changed, in the reading order of the new version, then what is gone; `pairs` as `Matching.pairs`."""
    before: dict[str, Reading] = {}
    for number, binding in pairs.items():
        before.setdefault(binding.tag, old.single[number])
    for item in new.single:
        if item.is_number or item.binding.tag in before:
            yield from _change(before.get(item.binding.tag), item)
    for tag, items in new.grouped.items():
        olds = old.grouped.get(tag, {})
        for key, item in items.items():
            yield from _change(olds.get(key), item)
    for number, item in enumerate(old.single):
        if number not in pairs and item.is_number:
            yield _gone(item)
    for tag, items in old.grouped.items():
        news = new.grouped.get(tag, {})
        yield from (_gone(item) for key, item in items.items() if key not in news)


def _change(old: Reading | None, new: Reading) -> Iterator[FigureChange]:
    binding = new.binding
    if old is None:
        yield replace(_told(Fate.ADDED, new), new=new.now, new_value=binding.value)
        return
    cause = _cause(old, new)
    if cause is None or not (new.now or new.is_number):
        return
    if not new.now:
        yield _gone(old, Cause.HAND if cause is Cause.HAND else Cause.BOTH)
        return
    yield replace(
        _told(Fate.CHANGED, new, cause),
        old=old.now,
        new=new.now,
        old_value=old.binding.value,
        new_value=binding.value,
        written="" if seen(binding.text) == seen(new.now) else binding.text,
    )


def _cause(old: Reading, new: Reading) -> Cause | None:
    """Why a figure reads otherwise; None where neither its text nor its value changed."""
    is_other = old.binding.value != new.binding.value or old.binding.unit != new.binding.unit
    if seen(old.now) == seen(new.now) and not (is_other and _tells(new)):
        return None
    is_edited = seen(new.now) != seen(new.binding.text)
    if is_other:
        return Cause.BOTH if is_edited else Cause.DATA
    if is_edited:
        return Cause.HAND
    return Cause.WORDING if seen(old.binding.text) != seen(new.binding.text) else Cause.RESTORED


def _tells(item: Reading) -> bool:
    """Whether the text gives the value, rounded or cut; 截至2015年末 rests on a number, and gives another."""
    exact = _significant(item.binding.value)
    for number in _NUMBERS.findall(item.now):
        shown = _significant(number)
        if shown and (exact.startswith(shown) or _rounded(exact, len(shown)) == shown):
            return True
    return False


def _significant(number: str) -> str:
    """The digits of a number from the first that is not zero, without zeros at the end."""
    return "".join(_DIGIT.findall(number)).strip("0")


def _rounded(digits: str, count: int) -> str:
    """The first digits, rounded half up."""
    kept, rest = digits[:count], digits[count:]
    return str(int(kept) + 1).rstrip("0") if kept and rest >= "5" else kept


def _gone(item: Reading, cause: Cause | None = None) -> FigureChange:
    return replace(_told(Fate.REMOVED, item, cause), old=item.now, old_value=item.binding.value)


def _told(fate: Fate, item: Reading, cause: Cause | None = None) -> FigureChange:
    """What became of a figure, but for what it reads."""
    binding = item.binding
    return FigureChange(
        fate=fate, cause=cause, name=item.name, unit=binding.unit, place=binding.place, cells=binding.cells
    )


def _kinds(stored: Sequence[Stored]) -> set[str]:
    """The tags of figures that stand alone; those of tables and charts share one tag, or have a row."""
    times = Counter(item.tag for item in stored)
    return {
        item.tag
        for item in stored
        if isinstance(item, Binding) and times[item.tag] == 1 and not item.table_column and item.text in item.sentence
    }


def _name(binding: Binding) -> str:
    """The words of the sentence that lead to the figure, or those behind it where it comes first, else its heading."""
    before, _, behind = binding.sentence.strip("…").partition(binding.text)
    words = _CLAUSE.findall(before)[0] or _OWN_WORDS.match(binding.text)[0]  # type: ignore[index]  # it matches nothing too
    words = words or _CLAUSE.findall(before.rstrip("，：（、"))[0] or re.split("[，。；：！？（）、\n]", behind)[0]
    words = words.strip() or (binding.where[-1] if binding.where else "") or binding.text
    return words if len(words) <= _LONGEST_NAME else f"…{words[-_LONGEST_NAME:]}"
