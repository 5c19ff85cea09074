"""Elements of a part found and changed in its text, so that everything between them keeps its bytes.

The followers name an element and say what stands in its place. Elements of the names that are used here never
hold another of the same name (the schemas of ISO/IEC 29500-1 forbid it).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from ....model.values import dataclass
from ....ooxml.xml import text as escaped
from ..markup import attribute_of, unescape, with_attributes

_TAG = re.compile(
    r"""<((?:[\w.\-]+:)?([\w.\-]+))((?:\s+[\w:.\-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(/?)>""",
)
_ENDING = re.compile(r"\s*>")
_BEHIND_NAME = (" ", ">", "/", "\n", "\t", "\r")
_SHORT = 16_384
"""Characters of a text whose elements are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """An element as written: `name` with its prefix, `attributes` as text, `content` None where it is empty."""

    text: str
    name: str
    attributes: str
    content: str | None = None

    def get(self, name: str) -> str | None:
        """The value of an attribute, None where there is none."""
        return attribute_of(self.attributes, name)

    def number(self, name: str) -> int | None:
        """The value of an attribute as a whole number, None where there is none that is one."""
        value = self.get(name)
        return int(value) if value is not None and value.isascii() and value.isdigit() and len(value) < 12 else None

    def having(self, changes: Mapping[str, str | None] | None = None, content: str | None = None) -> str:
        """The element with other values of attributes (None takes one away), and with another content if given."""
        changes = {name: value for name, value in (changes or {}).items() if value != self.get(name)}
        content = content or self.content if content is None or self.content is None else content
        if not changes and content == self.content:
            return self.text
        attributes = with_attributes(self.attributes, changes)
        if content is None:
            return f"<{self.name}{attributes}/>"
        return f"<{self.name}{attributes}>{content}</{self.name}>"


Cut = tuple[int, int, Element]
"""Where an element begins and ends, and the element."""


def change(text: str, names: str, follow: Callable[[Element], str]) -> str:
    """The text with each element of the names (parted by `|`, without prefix) as `follow` writes it."""
    cuts = _cuts(text, names)
    if not cuts:
        return text
    pieces: list[str] = []
    at, is_changed = 0, False
    for start, end, found in cuts:
        made = follow(found)
        is_changed = is_changed or made != found.text
        pieces += (text[at:start], made)
        at = end
    return "".join((*pieces, text[at:])) if is_changed else text


def elements(text: str, names: str) -> list[Element]:
    """All elements of the names in the text."""
    return [found for _, _, found in _cuts(text, names)]


def element_at(text: str, names: str, place: int) -> Element | None:
    """The element round a place in its start tag; None where there is none of these names."""
    found = _element(text, max(0, text.rfind("<", 0, place)), names.split("|"), set())
    return None if found is None else found[2]


def _cuts(text: str, names: str) -> Sequence[Cut]:
    """The elements of the names in order; those of a template's short texts are found once for all its fills."""
    return _kept_cuts(text, names) if len(text) <= _SHORT else _found(text, names.split("|"))


@lru_cache(maxsize=512)
def _kept_cuts(text: str, names: str) -> Sequence[Cut]:
    return _found(text, names.split("|"))


def _found(text: str, names: Sequence[str]) -> list[Cut]:
    unclosed: set[str] = set()
    cuts: list[Cut] = []
    end = 0
    for start in _starts(text, names):
        if start >= end and (cut := _element(text, start, names, unclosed)) is not None:
            cuts.append(cut)
            end = cut[1]
    return cuts


def _starts(text: str, names: Sequence[str]) -> list[int]:
    """Where a tag may begin that has one of the names; looking for words takes no pattern, which none has compiled."""
    found: set[int] = set()
    for name in names:
        for needle in (f"<{name}", f":{name}"):
            at = text.find(needle)
            while at >= 0:
                behind = at + len(needle)
                if text[behind : behind + 1] in _BEHIND_NAME:
                    found.add(at if needle[0] == "<" else text.rfind("<", 0, at))
                at = text.find(needle, behind)
    return sorted(found)


def _element(text: str, start: int, names: Sequence[str], unclosed: set[str]) -> Cut | None:
    """The element whose tag begins there; None for one of another name, or without an end.

    `unclosed` gathers the names that are not closed any more in the rest of the text.
    """
    tag = _TAG.match(text, start)
    if tag is None or tag[2] not in names:
        return None
    name, attributes = tag[1], tag[3]
    if tag[4]:
        return start, tag.end(), Element(text=tag[0], name=name, attributes=attributes)
    closing = f"</{name}"
    close = -1 if name in unclosed else text.find(closing, tag.end())
    while close >= 0:
        ending = _ENDING.match(text, close + len(closing))
        if ending is not None:
            end, content = ending.end(), text[tag.end() : close]
            return start, end, Element(text=text[start:end], name=name, attributes=attributes, content=content)
        close = text.find(closing, close + len(closing))
    unclosed.add(name)
    return None


def change_list(text: str, outer: str, inner: str, follow: Callable[[Element], str], counts: str = "count") -> str:
    """The text with the items of a list changed, its count set; a list that becomes empty goes.

    `follow` gives an item as none, one or several elements.
    """

    def listed(found: Element) -> str:
        content = change(found.content or "", inner, follow)
        if content == (found.content or ""):
            return found.text
        left = len(elements(content, inner))
        if not left:
            return ""
        return found.having({counts: str(left)} if found.get(counts) is not None else {}, content)

    return change(text, outer, listed)


def change_text(text: str, names: str, follow: Callable[[str], str]) -> str:
    """The text with the words in elements of these names, a formula for instance, as `follow` writes them.

    An element that holds others (`x14:formula1` holds `xm:f`) is looked into.
    """

    def worded(found: Element) -> str:
        if "<" in (found.content or ""):
            return found.having(content=change_text(found.content or "", names, follow))
        before = unescape(found.content or "")
        after = follow(before)
        return found.text if after == before else found.having(content=escaped(after))

    return change(text, names, worded)
