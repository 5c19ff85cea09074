"""What the numbers did since the last build: the old file's bindings against the new ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from ..files import read_bytes
from ..model.binding import Binding
from ..model.diagnostic import Fault
from ..model.outcome import Change

_Key = tuple[str, ...]


def changes_since(old_file: Path, new: Sequence[Binding]) -> tuple[Change, ...] | None:
    """The figures that read otherwise than in the file of the last build, in reading order.

    None where there is no such file, or one without bindings. A figure counts as the same where it
    stands in the same binding over the same cells; new and dropped figures are no changes.
    """
    from ..ooxml.bindings import read_bindings

    if not old_file.exists():
        return None
    try:
        old = read_bindings(read_bytes(old_file, old_file.name), old_file.name)
    except Fault:
        return None
    before = _texts(old)
    changes = []
    for binding in new:
        queue = before[_key(binding)]
        if queue and (text := queue.pop(0)) != binding.text:
            changes.append(Change(before=text, after=binding.text, place=binding.place, cells=binding.cells))
    return tuple(changes)


def _texts(bindings: Iterable[Binding]) -> defaultdict[_Key, list[str]]:
    """The texts shown, by binding; several figures of one table or chart keep their order."""
    texts: defaultdict[_Key, list[str]] = defaultdict(list)
    for binding in bindings:
        texts[_key(binding)].append(binding.text)
    return texts


def _key(binding: Binding) -> _Key:
    return (binding.tag, *binding.cells)
