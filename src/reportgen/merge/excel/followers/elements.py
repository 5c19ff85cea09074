"""Elements of a part found and changed in its text, so that everything between them keeps its bytes.

The followers name an element and say what stands in its place. Elements of the names that are used here never
hold another of the same name (the schemas of ISO/IEC 29500-1 forbid it).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from ....model.values import dataclass
from ....ooxml.xml import text as escaped
from ..markup import attribute_of, unescape, with_attributes

_ATTRIBUTES = r"""((?:\s+[\w:.\-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*"""


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


@lru_cache(maxsize=256)
def _pattern(names: str) -> re.Pattern[str]:
    return re.compile(rf"<((?:[\w.\-]+:)?(?:{names})){_ATTRIBUTES}(?:/>|>(.*?)</\1\s*>)", re.DOTALL)


def change(text: str, names: str, follow: Callable[[Element], str]) -> str:
    """The text with each element of the names (parted by `|`, without prefix) as `follow` writes it."""
    if not any(name in text for name in names.split("|")):
        return text
    return _pattern(names).sub(lambda found: follow(_element(found)), text)


def elements(text: str, names: str) -> list[Element]:
    """All elements of the names in the text."""
    if not any(name in text for name in names.split("|")):
        return []
    return [_element(found) for found in _pattern(names).finditer(text)]


def element_at(text: str, names: str, place: int) -> Element | None:
    """The element round a place in its start tag; None where there is none of these names."""
    found = _pattern(names).match(text, max(0, text.rfind("<", 0, place)))
    return _element(found) if found else None


def _element(found: re.Match[str]) -> Element:
    return Element(text=found[0], name=found[1], attributes=found[2], content=found[3])


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
