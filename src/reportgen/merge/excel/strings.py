"""Texts of cells with their runs: shared strings, inline strings, and both written again.

Sources: ISO/IEC 29500-1, 18.4 (shared strings, rich text, phonetic runs) and 22.9.2.19 (ST_Xstring).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ...ooxml.xml import cell as escaped
from ...ooxml.xml import from_cell, keeps_space
from .markup import root_of, unescape


class TextRun(NamedTuple):
    """A stretch of one look: its `<rPr>` element as written (empty for the cell's own), and its text."""

    properties: str
    text: str


RichText = tuple[TextRun, ...]


@lru_cache(maxsize=16)
def _patterns(prefix: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    p = re.escape(prefix)
    item = re.compile(rf"<{p}si(?:\s[^<>]*)?(?:/>|>(.*?)</{p}si\s*>)", re.DOTALL)
    # Phonetic runs hold texts too, which are no part of the string.
    run = re.compile(
        rf"<{p}rPh\b.*?</{p}rPh\s*>|<{p}r(?:\s[^<>]*)?>(.*?)</{p}r\s*>|<{p}t(?:\s[^<>]*?)?(?:/>|>([^<]*)</{p}t\s*>)",
        re.DOTALL,
    )
    properties = re.compile(rf"<{p}rPr(?:\s[^<>]*)?/>|<{p}rPr(?:\s[^<>]*)?>.*?</{p}rPr\s*>", re.DOTALL)
    return item, run, properties


class Strings:
    """The shared strings of a workbook, each parsed when somebody asks for it."""

    def __init__(self, text: str, part: str) -> None:
        """Find the items of the part; raises as `root_of` does."""
        self.part = part
        self.prefix, root = root_of(text, "sst", part)
        self.text = text
        self._items = list(_patterns(self.prefix)[0].finditer(text, root.end()))
        self._plain = f"<{self.prefix}t>", f"</{self.prefix}t>"
        self._without: tuple[set[int], str] = (set(), text)

    def __len__(self) -> int:
        return len(self._items)

    def rich(self, index: int) -> RichText:
        """The runs of an item; none for an item that is not there."""
        if not 0 <= index < len(self._items):
            return ()
        content = self._items[index][1] or ""
        opening, closing = self._plain
        if content.startswith(opening) and content.find("<", len(opening)) == len(content) - len(closing):
            return (TextRun("", _meant(content[len(opening) : -len(closing)])),)
        return runs_of(content, self.prefix)

    def plain(self, index: int) -> str:
        """The text of an item."""
        return "".join(run.text for run in self.rich(index))

    def holding(self, mark: str) -> list[int]:
        """The items whose XML holds a character."""
        if mark not in self.text:
            return []
        return [index for index, item in enumerate(self._items) if mark in (item[1] or "")]

    def without(self, indexes: set[int]) -> str:
        """The part with some items emptied, so that the others keep their numbers; the same again is made once."""
        if self._without[0] != indexes:
            self._without = indexes, self._emptied(indexes)
        return self._without[1]

    def _emptied(self, indexes: set[int]) -> str:
        pieces: list[str] = []
        at = 0
        empty = f"<{self.prefix}si><{self.prefix}t/></{self.prefix}si>"
        for index in sorted(indexes):
            item = self._items[index]
            pieces += (self.text[at : item.start()], empty)
            at = item.end()
        return "".join((*pieces, self.text[at:]))


def runs_of(content: str, prefix: str) -> RichText:
    """The runs of the content of `<si>` or `<is>`."""
    _, run, properties = _patterns(prefix)
    found = []
    for match in run.finditer(content):
        if match[1] is not None:
            look = properties.search(match[1])
            texts = [inner[2] or "" for inner in run.finditer(match[1]) if inner[1] is None]
            found.append(TextRun(look[0] if look else "", _meant("".join(texts))))
        elif match[0].startswith(f"<{prefix}t"):
            found.append(TextRun("", _meant(match[2] or "")))
    return tuple(found)


def _meant(raw: str) -> str:
    text = unescape(raw)
    return from_cell(text) if "_x" in text else text


def inline_content(runs: RichText, prefix: str = "") -> str:
    """The content of `<is>` for a text; runs of no text are left out."""
    kept = [run for run in runs if run.text]
    if all(not run.properties for run in kept):
        return text_element("".join(run.text for run in kept), prefix)
    return "".join(f"<{prefix}r>{run.properties}{text_element(run.text, prefix)}</{prefix}r>" for run in kept)


def text_element(text: str, prefix: str = "") -> str:
    """`<t>` with the text, its spaces kept."""
    space = ' xml:space="preserve"' if keeps_space(text) else ""
    return f"<{prefix}t{space}>{escaped(text)}</{prefix}t>"
