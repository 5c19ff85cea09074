"""Styles of drafts by name: the kit's where it has one of that name, else the draft's own, brought over.

An id says nothing (Word makes `a3` of 公文正文, LibreOffice `Style15`), so each id of a draft is looked up by
the style's kind and name; aliases count. What a brought style rests on is looked up in the same way.

Source: ISO/IEC 29500-1, 17.7 (styles; names are compared without regard to case, as Word does).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from typing import TYPE_CHECKING

from ....ooxml.stories import W
from .formatting import without_theme
from .source import Source

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_VALUE, _ID, _TYPE, _DEFAULT = f"{W}val", f"{W}styleId", f"{W}type", f"{W}default"
_NAME, _STYLE = f"{W}name", f"{W}style"
_RESTS_ON = ("basedOn", "next", "link")
_TRUE = ("1", "true", "on")
PARAGRAPH, CHARACTER, TABLE, NUMBERING = "paragraph", "character", "table", "numbering"


def names_of(style: Element) -> Iterator[str]:
    """The name of a style and its aliases, as they are compared."""
    for element, separator in ((_NAME, "\0"), (f"{W}aliases", ",")):
        found = style.find(element)
        if found is not None:
            yield from (name.strip().casefold() for name in found.get(_VALUE, "").split(separator))


class StyleSheet:
    """The styles of a file by id and by kind and name."""

    def __init__(self, root: Element | None) -> None:
        self.root = root
        self.by_id: dict[str, Element] = {}
        self._by_name: dict[tuple[str, str], str] = {}
        self.defaults: dict[str, str] = {}
        for style in () if root is None else root.iter(_STYLE):
            self.enter(style)

    def enter(self, style: Element) -> None:
        """Make a style known."""
        ident, kind = style.get(_ID, ""), style.get(_TYPE, PARAGRAPH)
        self.by_id.setdefault(ident, style)
        for name in names_of(style):
            self._by_name.setdefault((kind, name), ident)
        if style.get(_DEFAULT) in _TRUE:
            self.defaults.setdefault(kind, ident)

    def named(self, kind: str, *names: str) -> str | None:
        """The id of the first of these names that a style has."""
        found = (self._by_name.get((kind, name.casefold())) for name in names)
        return next((ident for ident in found if ident is not None), None)

    def names(self, ident: str) -> tuple[str, ...]:
        """The names of a style, none for an unknown id."""
        style = self.by_id.get(ident)
        return () if style is None else tuple(names_of(style))

    def level(self, ident: str) -> int | None:
        """The outline level (from 0) of a paragraph style; None for body text."""
        value = _value(self.inherited(ident, "outlineLvl"))
        return int(value) if value in tuple("012345678") else None

    def is_listed(self, ident: str) -> bool:
        """Whether paragraphs of a style are numbered as a list."""
        return bool(self.list_of(ident)[0])

    def list_of(self, ident: str) -> tuple[str, str]:
        """The number of the list that paragraphs of a style are in, and the level that the style says; else empty."""
        number = level = ""
        for style in self._chain(ident):
            number = number or _value(style.find(f"{W}pPr/{W}numPr/{W}numId"))
            level = level or _value(style.find(f"{W}pPr/{W}numPr/{W}ilvl"))
        return ("", "") if number == "0" else (number, level)

    def inherited(self, ident: str, name: str) -> Element | None:
        """A property of paragraphs that a style has, or the nearest one that it rests on."""
        found = (style.find(f"{W}pPr/{W}{name}") for style in self._chain(ident))
        return next((item for item in found if item is not None), None)

    def _chain(self, ident: str) -> Iterator[Element]:
        """A style and those that it rests on."""
        seen: set[str] = set()
        while ident in self.by_id and ident not in seen:
            seen.add(ident)
            style = self.by_id[ident]
            yield style
            ident = _value(style.find(f"{W}basedOn"))


class StyleMap:
    """What the styles of one draft are called in the target.

    `numbering` gives a number of a list of the draft as that of the target; `substitutes` are ids of the target by
    kind and name for styles that it would lack. `brought` are the names of the styles that came along.
    """

    def __init__(
        self,
        source: Source,
        target: StyleSheet,
        numbering: Callable[[str], str],
        substitutes: Mapping[tuple[str, str], str],
    ) -> None:
        self.own = StyleSheet(source.root("styles"))
        self.brought: list[str] = []
        self._target = target
        self._numbering = numbering
        self._substitutes = substitutes
        self._known: dict[tuple[str, str], str | None] = {}

    def of(self, kind: str, ident: str) -> str | None:
        """The target's id for a style of the draft; None where the draft has none of that id: the default is meant."""
        if (kind, ident) not in self._known:
            self._known[kind, ident] = self._found(kind, ident)
        return self._known[kind, ident]

    def _found(self, kind: str, ident: str) -> str | None:
        style = self.own.by_id.get(ident)
        if style is None or style.get(_TYPE, PARAGRAPH) != kind:
            return None
        if self.own.defaults.get(kind) == ident and kind in self._target.defaults:
            return self._target.defaults[kind]
        known = self._target.named(kind, *names_of(style))
        substitute = (self._substitutes.get((kind, name)) for name in names_of(style))
        return known or next(filter(None, substitute), None) or self._bring(style, kind, ident)

    def _bring(self, style: Element, kind: str, ident: str) -> str:
        new = ident
        number = 2
        while new in self._target.by_id or not new:
            new = f"{ident or 'Style'}-{number}"
            number += 1
        self._known[kind, ident] = new
        copy = deepcopy(style)
        copy.set(_ID, new)
        copy.attrib.pop(_DEFAULT, None)
        self._target.enter(copy)
        for rests in _RESTS_ON:
            self._resolve(copy, rests, kind)
        for item in copy.iter(f"{W}numId"):
            item.set(_VALUE, self._numbering(item.get(_VALUE, "")))
        without_theme(copy)
        if self._target.root is not None:
            self._target.root.append(copy)
        self.brought.append(_value(style.find(_NAME)))
        return new

    def _resolve(self, style: Element, rests: str, kind: str) -> None:
        found = style.find(f"{W}{rests}")
        if found is None:
            return
        other = self.own.by_id.get(_value(found))
        other_kind = kind if other is None else other.get(_TYPE, PARAGRAPH)
        new = self.of(other_kind, _value(found))
        if new is None:
            style.remove(found)
        else:
            found.set(_VALUE, new)


def _value(element: Element | None) -> str:
    return "" if element is None else element.get(_VALUE, "")
