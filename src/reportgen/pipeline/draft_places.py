"""Drafts that stand in the folder under a name of an earlier run.

The number in front of a name moves when a unit is added or a section goes, and the pattern of names may change.
The ledger knows what each file holds, so a draft is found again: one that nobody edited gets its name of now, one
that a person edited stays where it is and is the draft.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache

from ..drafts.ledger import KEPT, Entry
from ..drafts.output import Found, Standing, look
from ..drafts.plan import title_of_file
from ..model.diagnostic import Diagnostic, Fault, info, warning
from ..model.names import Names
from ..model.place import FileRef
from ..ooxml.save import signs_of_use

_NAMES_SHOWN = 20

Held = tuple[tuple[str, ...], str]
"""What a draft holds: its sections by title, without the numbers that order them, and its unit."""


def held(sections: tuple[str, ...], unit: str) -> Held:
    """What a draft of these section files and of this unit holds."""
    return _titles(sections), unit


@lru_cache(maxsize=256)
def _titles(sections: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(title_of_file, sections))


def look_at(path: str, entry: Entry | None) -> Found:
    """What stands at a path, of which the ledger has the entry; raises as `look` does."""
    return look(path, entry.output if entry is not None and entry.state != KEPT else "")


def is_open(folder: str, name: str) -> bool:
    """Whether an office program has a file of the folder open."""
    return any(
        os.path.exists(f"{folder}{os.sep}{sign}")  # noqa: PTH110 - pathlib takes four times as long
        for sign in signs_of_use(name)
    )


class EarlierNames:
    """The files of a folder that no draft of this run is called, by what they hold.

    `entries` are those of the ledger, `planned` the names of this run with what they are to hold. Where two drafts
    are to hold the same, as two sections of one title do, nobody can tell whose an earlier file was.
    """

    def __init__(self, folder: str, entries: Iterable[Entry], planned: Mapping[str, Held]) -> None:
        self._folder = folder
        self._planned = planned
        self._by_content: dict[tuple[Held, str], list[Entry]] = defaultdict(list)
        for entry in entries:
            if entry.file not in planned and os.path.isfile(self._path(entry.file)):  # noqa: PTH113 - as above
                self._by_content[held(entry.sections, entry.unit), entry.units].append(entry)

    def __bool__(self) -> bool:
        return bool(self._by_content)

    @cached_property
    def _counted(self) -> Counter[Held]:
        return Counter(self._planned.values())

    def is_of_another(self, entry: Entry, content: Held) -> bool:
        """Whether a file holds what another draft of this run is to hold."""
        own = held(entry.sections, entry.unit)
        return own != content and own in self._counted

    def of(self, content: Held, units: str) -> list[tuple[Entry, Found]]:
        """The files that hold what a draft is to hold, with what became of them; `units` is where the units stand."""
        entries = self._by_content.get((content, units), ()) if self._counted[content] == 1 else ()
        return [(entry, found) for entry in entries if (found := self._look(entry)) is not None]

    def left_over(self, place: FileRef, known: Container[str]) -> Iterator[Diagnostic]:
        """Findings of these files but for those that are known; what people edited is nothing to be deleted."""
        names: dict[bool, list[str]] = {True: [], False: []}
        for entry in (entry for entries in self._by_content.values() for entry in entries if entry.file not in known):
            found = self._look(entry)
            if found is not None and found.standing is not Standing.ABSENT:
                names[found.standing is Standing.EDITED].append(entry.file)
        if names[True]:
            yield warning("edited-left-over", place, count=len(names[True]), names=_shown(names[True]))
        if names[False]:
            yield info("drafts-left-over", place, count=len(names[False]), names=_shown(names[False]))

    def move(self, old: str, new: str) -> bool:
        """Give a file that nobody has open a name that is free; False where that cannot be."""
        if is_open(self._folder, old) or os.path.lexists(self._path(new)):
            return False
        try:
            os.rename(self._path(old), self._path(new))  # noqa: PTH104 - as above
        except OSError:
            return False
        return True

    def _look(self, entry: Entry) -> Found | None:
        """What became of a file; None for what cannot be read."""
        try:
            return look_at(self._path(entry.file), entry)
        except (OSError, Fault):
            return None

    def _path(self, name: str) -> str:
        return f"{self._folder}{os.sep}{name}"


def _shown(names: Sequence[str]) -> Names:
    return Names(names, most=_NAMES_SHOWN)
