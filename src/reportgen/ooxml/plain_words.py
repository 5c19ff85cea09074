"""The sentences without figures that we wrote into a Word file, as its part of bindings stores them behind all else.

Found by their name in whatever way a program wrote the part anew; a file of before has none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from .xml import attribute

_ELEMENT = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?words(\s[^<>]*?)/?>")
_MOST_DIGITS = 7
OPENING = b"<words "
"""Begins an element as we write it."""


def words_xml(words: Mapping[str, int]) -> Iterator[str]:
    """An element for each sentence; `n` says how often it stands there, where that is more than once."""
    for sentence, count in words.items():
        yield f'<words v="{attribute(sentence)}"' + (f' n="{count}"/>' if count > 1 else "/>")


def words_in(part: bytes) -> Counter[str]:
    """How often each sentence stands in a file by its part of bindings; what cannot be read is passed over."""
    found: Counter[str] = Counter()
    if b"words " not in part:
        return found
    from xml.etree import ElementTree as ET  # imported late: a build never reads bindings

    for element in _ELEMENT.finditer(part):
        try:
            node = ET.fromstring(b"<words" + element[1] + b"/>")  # noqa: S314 - an element alone has no entities
        except ET.ParseError:
            continue
        count = node.get("n", "1")
        if count.isdecimal() and len(count) <= _MOST_DIGITS:
            found[node.get("v", "")] += int(count)
    return found
