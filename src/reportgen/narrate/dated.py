"""Words that are true of one year only: 今年, 2015年, “十二五”, 3月15日.

A section or a cell that goes over into the next year's report is searched for them, so that a person
looks at each; the text itself is never changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_DATED = re.compile(
    r"(?:19|20)[0-9]{2}[-./][01]?[0-9][-./][0-3]?[0-9]"  # 2016-02-23
    r"|(?:19|20)[0-9]{2}[-—~～至](?:19|20)[0-9]{2}年?"  # 2011—2015年
    r"|(?:19|20)[0-9]{2}年"
    r"|二[〇○零一][〇○零一二三四五六七八九]{2}年"
    r"|(?<![写注标说证申表])明年度?"  # not the 明年 of 写明年份
    r"|[今去前后来]年度?"
    r"|“[一二]?十[一二三四五六七八九]?五”(?:规划|期间|时期|末|以来)?"
    r"|[一二]?十[一二三四五六七八九]?五(?:规划|期间|时期)"
    r"|[0-9]{1,2}月[0-9]{1,2}[日号]"
)
"""上年, 本年 and 当年 are not among them: they follow the year that the sentence or the column is about."""

_TAGS = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)


class Dated(NamedTuple):
    """A dated word with its place: line and column from 1."""

    text: str
    line: int
    column: int


def dated_words(text: str) -> Iterator[Dated]:
    """The dated words of a text in their order, those inside template tags left out (there they follow the data)."""
    clear = _TAGS.sub(_blanked, text)
    for number, line in enumerate(clear.split("\n"), 1):
        for found in _DATED.finditer(line):
            yield Dated(found[0], number, found.start() + 1)


def _blanked(found: re.Match[str]) -> str:
    return "".join("\n" if character == "\n" else "\0" for character in found[0])
