"""What the numbers did since the last build: the old file's bindings against the new ones.

A figure is the same one where its tag is: tags go by template, expression and the names of rows and columns,
so they outlast inserted rows and renamed workbooks. The figures of a chart or a table share a tag and are told
apart by category and series, or by the name of their row and the header of their column.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..files import read_bytes
from ..model.binding import Binding
from ..model.diagnostic import Fault
from ..model.numbering import NUMBERING_TAG
from ..model.outcome import Change
from ..model.table_rows import row_name, row_names

if TYPE_CHECKING:
    from ..ooxml.bindings import Stored

_Key = tuple[str, ...]
_DIGIT = re.compile("[0-9]")


def changes_since(old_file: Path, new: Iterable[Stored]) -> tuple[Change, ...] | None:
    """The figures that read otherwise than in the file of the last build, that are new, and that are gone.

    In reading order, those that are gone last. None where there is no such file, or one without bindings. Texts
    without a digit are told where they changed, and not where they come or go with their sentence.
    """
    from ..ooxml.bindings import read_stored

    if not old_file.exists():
        return None
    try:
        before = _by_key(read_stored(read_bytes(old_file, old_file.name), old_file.name))
    except Fault:
        return None
    after = _by_key(new)
    pairs = {key: key for key in after if key in before} | _worked_otherwise(before, after)
    same = (_change(before.get(pairs[key]) if key in pairs else None, binding) for key, binding in after.items())
    left = before.keys() - set(pairs.values())
    gone = (_change(binding, None) for key, binding in before.items() if key in left)
    return tuple(change for change in (*same, *gone) if change is not None)


def _change(old: Binding | None, new: Binding | None) -> Change | None:
    """The change from one to the other; None where both read the same, or a mere text comes or goes."""
    shown = new or old
    if shown is None or (old is not None and new is not None and old.text == new.text):
        return None
    if (old is None or new is None) and not _DIGIT.search(shown.text + shown.value):
        return None
    return Change(
        before="" if old is None else old.text,
        after="" if new is None else new.text,
        place=shown.place,
        cells=shown.cells,
    )


def _by_key(stored: Iterable[Stored]) -> dict[_Key, Binding]:
    """The figures by what tells them apart; numberings such as 图1 are none."""
    items = [item for item in stored if not item.tag.startswith(NUMBERING_TAG)]
    names = row_names(items)
    found: dict[_Key, Binding] = {}
    for item in items:
        for binding in (item,) if isinstance(item, Binding) else item:
            key = _key(binding, names)
            number = 1
            while (numbered := (*key, str(number))) in found:
                number += 1
            found[numbered] = binding
    return found


def _key(binding: Binding, names: Mapping[tuple[str, int], str]) -> _Key:
    if binding.table_column:
        return (binding.tag, row_name(binding, names), binding.sentence)
    return (binding.tag,) if binding.text in binding.sentence else (binding.tag, binding.sentence)


def _worked_otherwise(before: Mapping[_Key, Binding], after: Mapping[_Key, Binding]) -> dict[_Key, _Key]:
    """New keys to old ones of figures that rest on other cells than before, as a total over one row more.

    Such a figure has another tag. It is known by its place in the template, where that showed as many before.
    """
    old, new = _by_template(before, after), _by_template(after, before)
    return {
        key: other
        for place, keys in new.items()
        if len(keys) == len(old.get(place, ()))
        for key, other in zip(keys, old[place], strict=True)
    }


def _by_template(items: Mapping[_Key, Binding], known: Mapping[_Key, Binding]) -> Mapping[_Key, Sequence[_Key]]:
    """The keys that `known` lacks, by the place in the template that showed them and how it worded them."""
    found: defaultdict[_Key, list[_Key]] = defaultdict(list)
    for key, binding in _unknown(items, known):
        if binding.derivation and not binding.table_column:
            found[binding.template, binding.wording, binding.unit].append(key)
    return found


def _unknown(items: Mapping[_Key, Binding], known: Mapping[_Key, Binding]) -> Iterator[tuple[_Key, Binding]]:
    return ((key, binding) for key, binding in items.items() if key not in known)
