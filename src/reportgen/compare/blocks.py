"""The blocks of a Word file as they are compared: paragraphs with their text, tables with rows and cells.

Trees of `xml.etree` in; each block keeps its element, so that whoever marks the changes finds it again. Controls,
links and insertions are looked through; what is deleted or moved away with changes tracked is not there. A tab
and a line break are characters; a picture, a note's mark, another object and an equation stand as one each.

Source: ISO/IEC 29500-1, 17.3 (paragraphs, runs), 17.4 (tables), 17.5.2 (controls), 17.13.5 (revisions).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from ..model.comparison import FORMULA, NOTE, OBJECT, PICTURE
from ..model.values import dataclass, field
from ..ooxml.stories import W

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

PARAGRAPH, TABLE, ROW, CELL, RUN, TEXT = (f"{W}{name}" for name in ("p", "tbl", "tr", "tc", "r", "t"))
CONTROL, CONTENT = f"{W}sdt", f"{W}sdtContent"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"

_AROUND_BLOCKS = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"))
_AROUND_RUNS = _AROUND_BLOCKS | {f"{W}{name}" for name in ("hyperlink", "smartTag", "fldSimple", "dir", "bdo")}
_DELETED_END = f"{W}pPr/{W}rPr/{W}del"
SIGNS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "\u2011",
    f"{W}drawing": PICTURE,
    f"{W}pict": PICTURE,
    ALTERNATE: PICTURE,
    f"{W}footnoteReference": NOTE,
    f"{W}endnoteReference": NOTE,
    f"{W}object": OBJECT,
    f"{W}ruby": OBJECT,
    f"{W}sym": OBJECT,
    f"{_MATH}oMath": FORMULA,
    f"{_MATH}oMathPara": FORMULA,
}
"""What elements of a run read as; those that are not named show nothing."""

_FIELD_CODE = f"{W}instrText"
_FIELD = frozenset((_FIELD_CODE, f"{W}fldChar"))
_SIMPLE_FIELD = f"{W}fldSimple"
_PAGE = re.compile(r"\s*(?:PAGE|PAGEREF|NUMPAGES|SECTIONPAGES)\b")
_COUNTED = "\0"
"""Stands for the code of a field while its result is left out."""

EQUATIONS = (f"{_MATH}oMath", f"{_MATH}oMathPara")


class Atom(NamedTuple):
    """A stretch of a paragraph's text, the element that says it, and the run around; of an equation, itself twice."""

    text: str
    element: Element
    run: Element


@dataclass(slots=True, eq=False, repr=False)
class Paragraph:
    """A paragraph (`w:p`)."""

    element: Element
    text: str

    @property
    def content(self) -> str:
        """Its text, with a sign of where it ends: what is compared, for no two different blocks have it in common."""
        return f"{self.text}\1"

    @property
    def key(self) -> tuple[str, str]:
        """What it is aligned by."""
        return ("p", self.text)


class Table:
    """A table (`w:tbl`)."""

    def __init__(self, element: Element) -> None:
        self.element = element
        self.rows = [Row(row) for row in below(element, ROW, _AROUND_BLOCKS)]

    def narrowed(self, columns: Sequence[int]) -> Table:
        """The table with some of its columns only, of rows that have a cell for each."""
        made = Table.__new__(Table)
        made.element = self.element
        made.rows = [row.narrowed(columns) for row in self.rows]
        return made

    @cached_property
    def text(self) -> str:
        """The text of all its rows."""
        return "\n".join("\t".join(cell.text for cell in row.cells) for row in self.rows)

    @cached_property
    def content(self) -> str:
        """The content of its rows, with signs of where it begins and ends."""
        return f"\2{''.join(row.content for row in self.rows)}\3"

    @property
    def key(self) -> tuple[str, str]:
        """What it is aligned by."""
        return ("tbl", self.content)


class Row:
    """A row of a table (`w:tr`)."""

    def __init__(self, element: Element) -> None:
        self.element = element
        cells = enumerate(below(element, CELL, _AROUND_BLOCKS), 1)
        self.cells = [Cell(element=cell, number=number, blocks=blocks_in(cell)) for number, cell in cells]

    def narrowed(self, columns: Sequence[int]) -> Row:
        """The row with some of its cells only."""
        made = Row.__new__(Row)
        made.element, made.cells = self.element, [self.cells[column] for column in columns]
        return made

    @cached_property
    def content(self) -> str:
        """The content of its cells, with a sign of where it ends."""
        return f"{''.join(cell.content for cell in self.cells)}\4"

    @cached_property
    def key(self) -> tuple[str, str]:
        """What it is aligned by: only rows of the same cells can become each other."""
        return (",".join(cell.shape for cell in self.cells), self.content)


@dataclass(slots=True, eq=False, repr=False, kw_only=True)
class Cell:
    """A cell of a row (`w:tc`); `number` counts those of the whole row from 1."""

    element: Element
    number: int
    blocks: list[Block] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text of its blocks."""
        return "\n".join(block.text for block in self.blocks)

    @property
    def content(self) -> str:
        """The content of its blocks, with a sign of where it ends."""
        return f"{''.join(block.content for block in self.blocks)}\5"

    @property
    def shape(self) -> str:
        """The columns that it takes, and how it is merged with the cells above or below."""
        properties = self.element.find(f"{W}tcPr")
        span, merge = (None, None) if properties is None else map(properties.find, (f"{W}gridSpan", f"{W}vMerge"))
        shape = "1" if span is None else span.get(f"{W}val", "1")
        return shape if merge is None else f"{shape}{merge.get(f'{W}val', 'continue')[:1]}"


Block = Paragraph | Table


def blocks_in(container: Element) -> list[Block]:
    """The blocks of a body, cell or note, in reading order; what somebody deleted with changes tracked is none."""
    found: list[Block] = []
    waiting = [iter(container)]
    while waiting:
        child = next(waiting[-1], None)
        if child is None:
            waiting.pop()
        elif child.tag == PARAGRAPH:
            text = text_of(child)
            if text or child.find(_DELETED_END) is None:
                found.append(Paragraph(child, text))
        elif child.tag == TABLE:
            found.append(Table(child))
        elif child.tag in _AROUND_BLOCKS:
            waiting.append(iter(child))
    return found


def below(element: Element, name: str, around: frozenset[str]) -> Iterator[Element]:
    """The elements of a name next below, looking through those that only stand around."""
    waiting = [iter(element)]
    while waiting:
        child = next(waiting[-1], None)
        if child is None:
            waiting.pop()
        elif child.tag == name:
            if name != ROW or child.find(f"{W}trPr/{W}del") is None:
                yield child
        elif child.tag in around:
            waiting.append(iter(child))


def text_of(paragraph: Element) -> str:
    """What a paragraph reads as."""
    return "".join([item.text for item in atoms(paragraph)])


def atoms(paragraph: Element) -> Iterator[Atom]:
    """The stretches of a paragraph's text, none empty."""
    waiting, field = [iter(paragraph)], ""
    while waiting:
        child = next(waiting[-1], None)
        if child is None:
            waiting.pop()
        elif child.tag == RUN:
            for item in child:
                if item.tag == TEXT:
                    if item.text and field != _COUNTED:
                        yield Atom(item.text, item, child)
                elif (sign := SIGNS.get(item.tag)) is not None:
                    yield Atom(sign, item, child)
                elif item.tag in _FIELD:
                    field = _in_field(item, field)
        elif child.tag in _AROUND_RUNS:
            if child.tag != _SIMPLE_FIELD or not _PAGE.match(child.get(f"{W}instr", "")):
                waiting.append(iter(child))
        elif child.tag in EQUATIONS:
            yield Atom(FORMULA, child, child)


def _in_field(item: Element, field: str) -> str:
    """What of a field is being read behind a mark or piece of its code: the code so far, or where its result begins.

    Page numbers are worked out anew by whoever shows the file, so they are no text of it.
    """
    if item.tag == _FIELD_CODE:
        return field + (item.text or "")
    if item.get(f"{W}fldCharType") == "separate" and _PAGE.match(field):
        return _COUNTED
    return ""


def runs(paragraph: Element) -> Iterator[Element]:
    """The runs and equations of a paragraph that are read, in order, those that show nothing too."""
    waiting = [iter(paragraph)]
    while waiting:
        child = next(waiting[-1], None)
        if child is None:
            waiting.pop()
        elif child.tag == RUN or child.tag in EQUATIONS:
            yield child
        elif child.tag in _AROUND_RUNS:
            waiting.append(iter(child))
