"""The line below a table that says how many rows the complete list has, set to today's count.

It is bound to nothing, so it is known by its words and by the number of rows that we wrote.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ....model.refresh import Fate, Refreshed
from ....ooxml.present_table import WrittenTable
from .text_edits import PARAGRAPH, TextEdits, read
from .todays_table import TodaysTable

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

NOTE = re.compile("全部共([0-9]+)项，本表列出([0-9]+)项")
"""What the Word writer says below a table that lists a part."""


def refresh_note(table: Element, written: WrittenTable, today: TodaysTable, edits: TextEdits) -> list[Refreshed]:
    """Set the line below a table, or below its control; the entry where it reads otherwise today."""
    data = today.block.table
    around = edits.story.parent(table)
    behind = [] if around is None else list(around)[list(around).index(table) + 1 :][:1]
    texts = edits.texts_of(behind[0]) if behind and behind[0].tag == PARAGRAPH else []
    found = NOTE.search(read(texts))
    new = (str(data.announced), str(data.row_count))
    if found is None or found[2] != str(written.rows) or found.groups() == new:
        return []
    for group, number in enumerate(new, 1):
        edits.set(texts, number, found.start(group), found.end(group))
    said = NOTE.pattern.replace("([0-9]+)", "{}").format(*new)
    return [Refreshed(fate=Fate.CHANGED, place=today.where, written=found[0], now=found[0], today=said)]
