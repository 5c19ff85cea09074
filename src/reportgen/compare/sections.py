"""The sections of a document: their properties, which is which, and whether their pages look otherwise.

Source: ISO/IEC 29500-1, 17.6 (sections; 17.6.4 columns, 17.6.11 margins, 17.6.13 page size, 17.10.6 titlePg).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ..model.comparison import Aspect, FormatChange
from ..ooxml.stories import W
from .styles import OFF, number_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_LENGTHS = {"pgSz": ("w", "h"), "pgMar": ("top", "bottom", "left", "right")}
_CLOSE = 30
"""Twentieths of a point that programs round."""


def sections_of(root: Element) -> list[Element]:
    """The properties of the sections of a document (`w:sectPr`), in their order."""
    return [*_within(root), *root.findall(f"{W}body/{W}sectPr")]


def _within(root: Element) -> Iterator[Element]:
    for properties in root.iter(f"{W}pPr"):
        yield from properties.findall(f"{W}sectPr")


def changed_pages(old: Element, new: Element) -> Iterator[tuple[int, Element, Element]]:
    """The sections whose pages look otherwise: number, old and new; none where sections came or went."""
    olds, news = sections_of(old), sections_of(new)
    if len(olds) == len(news):
        for number, (before, after) in enumerate(zip(olds, news, strict=True), 1):
            if not _is_close(_pages(before), _pages(after)):
                yield number, before, after


def page_changes(old: Element, new: Element) -> Iterator[FormatChange]:
    """The same as changes of formatting."""
    for number, _, _ in changed_pages(old, new):
        yield FormatChange(place=f"第{number}节", text="", aspects=(Aspect.PAGE,), is_only=True)


def _pages(section: Element) -> Sequence[int]:
    """What a reader sees of the pages: lengths, number of columns, and whether the first page has its own header."""
    found = []
    for name, keys in _LENGTHS.items():
        item = section.find(f"{W}{name}")
        found += [0 if item is None else number_of(item.get(f"{W}{key}", "")) for key in keys]
    columns, title = section.find(f"{W}cols"), section.find(f"{W}titlePg")
    count = number_of("1" if columns is None else columns.get(f"{W}num", "1"))
    is_titled = title is not None and title.get(f"{W}val", "1") not in OFF
    # Far apart, so that they are never close.
    return [*found, 1000 * count, 1000 * is_titled]


def _is_close(old: Sequence[int], new: Sequence[int]) -> bool:
    return all(abs(one - other) <= _CLOSE for one, other in zip(old, new, strict=True))
