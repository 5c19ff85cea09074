"""What is new in a text that another person inserted with changes tracked: it is not that person's.

Their insertion ends before it and begins again behind it, as Word does it, so that each change can be accepted and
refused by itself.

Source: ISO/IEC 29500-1, 17.13.5.18 (ins), 17.13.5.25 (moveTo).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING

from ....ooxml.stories import W
from ..markup import Track
from ..story import Splices, Story

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_INSERTED = frozenset((f"{W}ins", f"{W}moveTo"))
_ID = re.compile(r"""([\s:]id\s*=\s*["'])[^"']*""")


def insertions(story: Story, run: Element) -> list[Element]:
    """The insertions that a run stands in, the innermost first."""
    return [element for element in story.ancestors(run) if element.tag in _INSERTED]


def divided(story: Story, run: Element, pieces: Iterable[tuple[bool, str]], track: Track, splices: Splices) -> str:
    """What stands in the place of a run that is a child of an insertion; `pieces` are its own, and new ones (True).

    No empty insertion is left where the new ones stand at its beginning or end.
    """
    theirs = story.parent(run)
    if theirs is None:
        raise ValueError("a run without an insertion around it")
    span, opening = story.span(theirs), story.start_tag(theirs).decode()
    closing = f"</{story.name_of(theirs).decode()}>"
    parts = [(is_new, "".join(piece for _, piece in group)) for is_new, group in groupby(pieces, key=_is_new)]
    out = []
    for number, (is_new, part) in enumerate(parts):
        is_first, is_last = number == 0 and theirs[0] is run, number == len(parts) - 1 and theirs[-1] is run
        if not is_new:
            out.append(part)
            continue
        if is_first:
            splices.remove(span.start, span.content_start)
        if is_last:
            splices.remove(span.content_end, span.end)
        again = _ID.sub(rf"\g<1>{track.number()}", opening, count=1)
        out += ("" if is_first else closing, part, "" if is_last else again)
    return "".join(out)


def _is_new(piece: tuple[bool, str]) -> bool:
    return piece[0]
