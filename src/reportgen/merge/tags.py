"""Tags in the texts of cells and notes: what repeats rows, columns or the sheet, and what a cell prints.

First step of a fill. `{% for … %}` and `{% if … %}` whose end stands in the same cell belong to its text;
the others are structure and are taken out of the text, which `source` makes a template of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from itertools import pairwise

from ..model.place import CellRef
from ..model.values import dataclass, field, replace
from .excel.strings import RichText, TextRun

PLAIN = re.compile(r"\{\{\s*([^\W\d]\w*)(?:\.([^\W\d]\w*))?\s*(?:\|\s*([^\W\d]\w*)\s*)?\}\}")
"""`企业.产值 | 亿元`: a name, an attribute of it and a word, the last two left out or not."""

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_CONTROL = re.compile(r"\{%[-+]?\s*(列|表|行)?\s*([^\W\d]\w*)(.*?)[-+]?%\}", re.DOTALL)
_COUNT = re.compile(r"\s(?:行数|列数)\s*[:：]?\s*([0-9]{1,4})\s*$")
_COUNT_BEHIND = re.compile(r"[\s，,；;（(]*(?:行数|列数)\s*[:：]?\s*([0-9]{1,4})(?![0-9])")
_OPENING, _MIDDLE, _CLOSING = ("for", "if"), ("elif", "else"), ("endfor", "endif")

RUN_OPEN, RUN_CLOSE = "\x05", "\x06"
"""Around the number of a rich-text run in a template's text. XML cannot hold them, so no file can forge them."""

_OURS = str.maketrans("", "", "\x00\x01\x02\x03\x04\x05\x06")


class Along(Enum):
    """What a loop or condition repeats."""

    ROWS = "行"
    COLUMNS = "列"
    SHEET = "表"


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """A structural tag: its word, the text behind it (`企业 in 规上企业`), and how many lines a note's tag takes."""

    along: Along
    word: str
    rest: str
    place: CellRef
    lines: int = 1

    @property
    def jinja(self) -> str:
        """The tag as jinja knows it."""
        return f"{{% {self.word} {self.rest} %}}" if self.rest else f"{{% {self.word} %}}"

    @property
    def written(self) -> str:
        """The tag as it stands in its cell: `{%列 for 月 in 月份 %}`."""
        return self.jinja.replace("{%", self._opening, 1)

    @property
    def end(self) -> str:
        """The tag that ends this one: `{% endfor %}`, `{%列 endfor %}`."""
        return f"{self._opening} end{self.word} %}}"

    @property
    def _opening(self) -> str:
        return "{%" if self.along is Along.ROWS else f"{{%{self.along.value}"


@dataclass(slots=True, kw_only=True)
class TaggedCell:
    """A cell with tags: its structural tags in order, and what is left of its text.

    `source` is that text for the template, with marks where the run changes; `runs` the looks by number.
    `is_control` says that nothing but structural tags and blanks stands in the cell. `plain` are the parts of a tag
    that is all of the text and as `PLAIN` has it.
    """

    place: CellRef
    controls: tuple[Control, ...]
    source: str
    runs: RichText
    is_control: bool
    sets_names: bool = False
    plain: tuple[str, str | None, str | None] | None = None


@dataclass(slots=True, kw_only=True)
class TaggedNote:
    """A note with structural tags; it is removed."""

    place: CellRef
    controls: tuple[Control, ...] = field(default=())


def has_tags(text: str) -> bool:
    """Whether there may be a tag in the text."""
    return "{{" in text or "{%" in text or "{#" in text


def read_cell(place: CellRef, runs: RichText) -> TaggedCell:
    """The tags of a cell's text; text without any prints itself."""
    if len(runs) == 1 and (alone := PLAIN.fullmatch(runs[0].text)) is not None:
        plain = alone[1], alone[2], alone[3]
        return TaggedCell(place=place, controls=(), source=alone[0], runs=runs, is_control=False, plain=plain)
    runs = tuple(TextRun(run.properties, run.text.translate(_OURS)) for run in runs)
    text = "".join(run.text for run in runs)
    tags = list(TAG.finditer(text))
    structural = _structural(tags)
    controls: list[Control] = []
    pieces: list[str] = []
    at = 0
    starts = _starts(runs)
    for tag in tags:
        _literal(pieces, starts, text, at, tag.start())
        at = tag.end()
        found = _CONTROL.fullmatch(tag[0])
        if found is not None and (tag.start() in structural or found[1] in ("列", "表")):
            controls.append(_control(found, place))
        else:
            pieces += (_mark(starts, tag.start()), tag[0])
    _literal(pieces, starts, text, at, len(text))
    source = "".join(pieces)
    return TaggedCell(
        place=place,
        controls=tuple(controls),
        source=source,
        runs=runs,
        is_control=bool(controls) and not _bare(source).strip(),
        sets_names="{%" in source and re.search(r"\{%[-+]?\s*set\b", source) is not None,
    )


def read_note(place: CellRef, text: str) -> TaggedNote | None:
    """The structural tags of a note, None where it has none; ends may be left out, and do nothing.

    `行数 3` may stand in the tag or right behind it.
    """
    controls = []
    for tag in TAG.finditer(text):
        found = _CONTROL.fullmatch(tag[0])
        if found is not None and found[2] in _OPENING:
            control, behind = _control(found, place), _COUNT_BEHIND.match(text, tag.end())
            controls.append(control if behind is None else replace(control, lines=max(1, int(behind[1]))))
    return TaggedNote(place=place, controls=tuple(controls)) if controls else None


def _control(found: re.Match[str], place: CellRef) -> Control:
    along = Along(found[1] or "行")
    rest = found[3].strip()
    counted = _COUNT.search(f" {rest}")
    lines = int(counted[1]) if counted else 1
    if counted:
        rest = rest[: counted.start() - 1].rstrip() if counted.start() else ""
    return Control(along=along, word=found[2], rest=rest, place=place, lines=max(1, lines))


def _structural(tags: list[re.Match[str]]) -> set[int]:
    """Where the tags begin whose partner is not in the same cell."""
    open_tags: list[list[int]] = []
    lonely: set[int] = set()
    for tag in tags:
        found = _CONTROL.fullmatch(tag[0])
        if found is None or found[1] in ("列", "表"):
            continue
        word, start = found[2], tag.start()
        if word in _OPENING:
            open_tags.append([start])
        elif word in _MIDDLE:
            if open_tags:
                open_tags[-1].append(start)
            else:
                lonely.add(start)
        elif word in _CLOSING:
            if open_tags:
                open_tags.pop()
            else:
                lonely.add(start)
    return lonely.union(*open_tags)


def _starts(runs: RichText) -> list[int]:
    """Where each run begins in the text; empty where all look alike."""
    if len({run.properties for run in runs if run.text}) < 2:
        return []
    starts, at = [], 0
    for run in runs:
        starts.append(at)
        at += len(run.text)
    return starts


def _mark(starts: list[int], at: int) -> str:
    """The mark of the run that a position lies in, empty where all look alike."""
    if not starts:
        return ""
    number = max(index for index, start in enumerate(starts) if start <= at)
    return f"{RUN_OPEN}{number}{RUN_CLOSE}"


def _literal(pieces: list[str], starts: list[int], text: str, first: int, stop: int) -> None:
    """Add the text between two tags, each of its runs marked."""
    cuts = [first, *(start for start in starts if first < start < stop), stop]
    for begin, end in pairwise(cuts):
        if end > begin:
            pieces += (_mark(starts, begin), text[begin:end])


def _bare(source: str) -> str:
    return re.sub(f"{RUN_OPEN}[0-9]+{RUN_CLOSE}", "", source)


def run_pieces(source: str) -> Iterator[tuple[int | None, str]]:
    """A rendered text by runs: the number of each stretch's run, None where the cell has one look only."""
    number: int | None = None
    for index, piece in enumerate(re.split(f"{RUN_OPEN}([0-9]+){RUN_CLOSE}", source)):
        if index % 2:
            number = int(piece)
        elif piece:
            yield number, piece
