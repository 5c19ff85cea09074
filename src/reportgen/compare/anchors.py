"""Which text box or note of one version is which of the other, told by what stands for them in the text.

`passages.pairs` tells which passage is which; a box or the mark of a note that stayed in its paragraph may still lead
to another passage than before.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import TYPE_CHECKING

from ..ooxml.stories import W
from .passages import NOTE_TAGS, Kind, pairs, versions_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from .word_file import WordFile

_REFERENCE = "Reference"


class Anchors:
    """The boxes and marks of two files."""

    def __init__(self, old: WordFile, new: WordFile) -> None:
        self._olds, self._news = _numbers(old), _numbers(new)
        olds, news = ({id(item): at for at, item in enumerate(file.passages)} for file in (old, new))
        self._one = {(olds[id(one)], news[id(other)]) for one, other in _both(old, new)}

    def is_one(self, old: Element, new: Element) -> bool:
        """Whether two boxes, or two marks, lead to passages that are one."""
        before, after = ([numbers.get(key) for key in _keys(element)] for numbers, element in self._sides(old, new))
        return len(before) == len(after) and all(pair in self._one for pair in zip(before, after, strict=True))

    def _sides(self, old: Element, new: Element) -> Iterator[tuple[Mapping[Hashable, int], Element]]:
        yield self._olds, old
        yield self._news, new


def _both(old: WordFile, new: WordFile) -> Iterator[tuple[object, object]]:
    yield from ((one, other) for one, other in pairs(old.passages, new.passages) if one and other)


def _numbers(file: WordFile) -> Mapping[Hashable, int]:
    """The numbers of the passages that are boxes or notes, by what `_keys` calls them."""
    found: dict[Hashable, int] = {}
    for at, item in enumerate(file.passages):
        if item.kind is Kind.BOX:
            found[item.container] = at
        elif item.kind in NOTE_TAGS:
            found[NOTE_TAGS[item.kind], item.container.get(f"{W}id")] = at
    return found


def _keys(element: Element) -> list[Hashable]:
    """What an element leads to: the contents of text boxes, or a note by its kind and id."""
    name = element.tag[len(W) :]
    if name.endswith(_REFERENCE):
        return [(name[: -len(_REFERENCE)], element.get(f"{W}id"))]
    return list(versions_of(element)[0])
