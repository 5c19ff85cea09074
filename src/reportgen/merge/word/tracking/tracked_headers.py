"""Where a header or footer that is gone can be shown as deleted.

Which header a section has is no tracked change (ISO/IEC 29500-1, 17.13.5.32: `sectPrChange` holds no references). So
it comes back as a header of its own with nothing but deleted text: accepting all changes leaves an empty one. Where
the section has another header instead, its own or that of the section before, it cannot come back.

Source: ISO/IEC 29500-1, 17.10.1 to 17.10.5 (headers, inheritance from section to section).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....compare.passages import MAIN
from ....compare.sections import sections_of
from ....compare.word_file import WordFile
from ....ooxml.stories import W

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_REFERENCES = frozenset((f"{W}headerReference", f"{W}footerReference"))
Home = tuple[int, str, str]
"""The number of a section, and the tag and the type of its reference."""


def homes(old: WordFile, new: WordFile, part: str) -> list[Home]:
    """The sections of the newer file that can refer to a header of the older one; none where one of them cannot."""
    olds, news = sections_of(old.tree(MAIN)), sections_of(new.tree(MAIN))
    if len(olds) != len(news):
        return []
    found: list[Home] = []
    for number, section in enumerate(olds):
        for (tag, kind), target in _referred(old, section).items():
            if target != part:
                continue
            if any((tag, kind) in _referred(new, other) for other in news[: number + 1]):
                return []
            found.append((number, tag, kind))
    return found


def _referred(file: WordFile, section: Element) -> dict[tuple[str, str], str]:
    """The headers and footers that a section itself names: parts by tag and type."""
    relations = file.relations(MAIN)
    return {
        (item.tag, item.get(f"{W}type", "default")): relation.target
        for item in section
        if item.tag in _REFERENCES and (relation := relations.get(item.get(_RELATION, ""))) is not None
    }
