"""What the text of a document did: the paragraphs of two versions to changes, tables cell by cell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from ..model.comparison import FORMULA, NOTE, OBJECT, PICTURE, Aspect, Fate, FormatChange, TextChange
from ..model.place import ARROW
from ..ooxml.stories import W, seen
from .align import BOUNDS, align
from .blocks import SIGNS, Block, Cell, Paragraph, Row, Table
from .columns import changed_columns
from .formats import Formats, in_order
from .passages import MAIN, pairs
from .sections import page_changes
from .table_formats import TableFormat, with_merged
from .word_file import WordFile
from .words import edits_between, pieces_between

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Swap = tuple[str, str]
"""An old and a new text."""

_FIGURE = "\ue000"
_APART = frozenset((f"{W}moveFrom", f"{W}del", f"{W}pPr"))
"""What is not of the paragraph's text: what is gone, and its properties, in which tabs stand too."""

_SIGNS = f" \t\n\u3000{PICTURE}{NOTE}{OBJECT}{FORMULA}"
"""What a paragraph may hold and still say nothing; pictures, boxes and notes are told of by themselves."""
_OBJECT = re.compile(f"[{PICTURE}{NOTE}{OBJECT}{FORMULA}]")
_SHORTEST_MOVED = 4
"""Characters of a text that is known again elsewhere; shorter ones stand in many places."""


class Masks:
    """The text of a paragraph with each bound figure that is told of apart as one character."""

    def __init__(self, told: frozenset[str], cells: Collection[Swap], swaps: Sequence[Swap]) -> None:
        self._told = told
        self._cells = cells
        self._swaps = swaps

    def cells_differ(self, old: Cell, new: Cell) -> bool:
        """Whether two cells differ in more than a figure that is told of."""
        return old.content != new.content and (seen(old.text), seen(new.text)) not in self._cells

    def differ(self, old: Paragraph, new: Paragraph) -> bool:
        """Whether two paragraphs differ in more than figures, and objects that came or went, which are told of."""
        one, other = self.masked(old.element), self.masked(new.element)
        if Counter(_OBJECT.findall(one)) != Counter(_OBJECT.findall(other)):
            one, other = _OBJECT.sub("", one), _OBJECT.sub("", other)
        for before, after in self._swaps if one != other else ():
            if before in one and after in other:
                one = one.replace(before, after, 1)
        return one != other

    def masked(self, paragraph: Element) -> str:
        """The text with one sign for each object, and for each figure that is told of."""
        pieces: list[str] = []
        waiting = [paragraph]
        while waiting:
            item = waiting.pop()
            if item.tag == f"{W}t":
                pieces.append(item.text or "")
            elif item.tag == f"{W}sdt" and self._is_told(item):
                pieces.append(_FIGURE)
            elif item.tag in SIGNS:
                pieces.append(SIGNS[item.tag])
            elif item.tag not in _APART:
                waiting.extend(reversed(item))
        return "".join(pieces)

    def _is_told(self, control: Element) -> bool:
        tag = control.find(f"{W}sdtPr/{W}tag")
        return tag is not None and tag.get(f"{W}val", "") in self._told


def text_changes(
    old: WordFile, new: WordFile, told: frozenset[str], cells: Collection[Swap], swaps: Sequence[Swap]
) -> tuple[tuple[TextChange, ...], tuple[FormatChange, ...]]:
    """The paragraphs that changed, and those that look otherwise, in the reading order of the new version.

    `told` are the tags of figures that are listed by themselves, `cells` the old and new texts of those in tables;
    `swaps` the old and new texts of those that lost the mark that bears the tag.
    """
    work = _Texts(Masks(told, cells, swaps), Formats(old, new))
    for before, after in pairs(old.passages, new.passages):
        olds, old_places = ([], []) if before is None else (before.blocks, before.places)
        news, new_places = ([], []) if after is None else (after.blocks, after.places)
        work.compare(olds, news, old_places, new_places)
    pages = page_changes(old.tree(MAIN), new.tree(MAIN))
    return tuple(_with_moves(work.changes)), (*pages, *work.formats)


class _Texts:
    """The changes while they are gathered."""

    def __init__(self, masks: Masks, formats: Formats) -> None:
        self._masks = masks
        self._formats = formats
        self.changes: list[TextChange] = []
        self.formats: list[FormatChange] = []

    def compare(
        self, old: Sequence[Block], new: Sequence[Block], old_places: Sequence[str], new_places: Sequence[str]
    ) -> None:
        for step in align([block.key for block in old], [block.key for block in new]):
            if step.old is None and step.new is not None:
                self._alone(Fate.ADDED, new[step.new], new_places[step.new])
            elif step.new is None and step.old is not None:
                self._alone(Fate.REMOVED, old[step.old], old_places[step.old])
            elif step.old is not None and step.new is not None:
                self._pair(old[step.old], new[step.new], old_places[step.old], new_places[step.new])

    def _alone(self, fate: Fate, block: Block, place: str) -> None:
        if isinstance(block, Table):
            for number, row in enumerate(block.rows, 1):
                self._row_alone(fate, row, f"{place}{ARROW}{_row_name(row, number)}")
        elif block.text.strip(_SIGNS):
            self.changes.append(_alone(fate, block.text, place))

    def _row_alone(self, fate: Fate, row: Row, place: str) -> None:
        text = _row_text(row)
        if text.strip(" |"):
            self.changes.append(_alone(fate, text, place))

    def _pair(self, old: Block, new: Block, old_place: str, new_place: str, *, is_told: bool = False) -> None:
        """Two blocks that are one; `is_told` says that what their texts differ in is told of already."""
        if self._formats.is_same(old, new):
            return
        if isinstance(old, Table) and isinstance(new, Table):
            columns = changed_columns(old, new)
            if columns is not None:
                self._columns(Fate.ADDED, new, columns.come, new_place)
                self._columns(Fate.REMOVED, old, columns.gone, old_place)
                old, new = old.narrowed(columns.old), new.narrowed(columns.new)
            self._tables(old, new, old_place, new_place)
        elif isinstance(old, Paragraph) and isinstance(new, Paragraph):
            self._paragraphs(old, new, new_place, is_told=is_told)

    def _paragraphs(self, old: Paragraph, new: Paragraph, place: str, *, is_told: bool) -> None:
        is_same = old.text == new.text
        if not is_same and not is_told and self._masks.differ(old, new):
            pieces = pieces_between(old.text, new.text)
            self.changes.append(TextChange(fate=Fate.CHANGED, place=place, old=old.text, new=new.text, pieces=pieces))
        if not new.text.strip():
            return
        aspects = self._formats.aspects(old, new, [] if is_same else edits_between(old.text, new.text))
        if aspects:
            self.formats.append(FormatChange(place=place, text=new.text, aspects=aspects, is_only=is_same))

    def _columns(self, fate: Fate, table: Table, numbers: Sequence[int], place: str) -> None:
        """Columns that only one version has, each with all that it says."""
        for number in numbers:
            text = " | ".join(row.cells[number].text for row in table.rows)
            self.changes.append(_alone(fate, text, f"{place}{ARROW}第{number + 1}列"))

    def _tables(self, old: Table, new: Table, old_place: str, new_place: str) -> None:
        steps, merged = with_merged(align([row.key for row in old.rows], [row.key for row in new.rows]), old, new)
        looks = self._formats.table(old, new, steps)
        told: list[FormatChange] = []
        for step in steps:
            if step.new is None:
                row = old.rows[step.old or 0]
                self._row_alone(Fate.REMOVED, row, f"{old_place}{ARROW}{_row_name(row, (step.old or 0) + 1)}")
                continue
            row = new.rows[step.new]
            place = f"{new_place}{ARROW}{_row_name(row, step.new + 1)}"
            if step.old is None:
                self._row_alone(Fate.ADDED, row, place)
                continue
            before, start = old.rows[step.old], len(self.formats)
            if step.new not in merged and not (step.is_equal and self._formats.is_same(before, row)):
                self._cells(before.cells, row.cells, place)
            found = [*self.formats[start:], *_of_row(looks, step.new, row, place, is_merged=step.new in merged)]
            del self.formats[start:]
            told += _folded(found, place, row)
        if looks.table or len(told) > 1:
            aspects = looks.table.union(*(item.aspects for item in told))
            told = [_format(new_place, _row_text(new.rows[0]), aspects, is_only=_bare(old) == _bare(new))]
        self.formats += told

    def _cells(self, old: Sequence[Cell], new: Sequence[Cell], place: str) -> None:
        for one, other in zip(old, new, strict=True):
            where = f"{place}{ARROW}{other.number}"
            if not self._masks.cells_differ(one, other):
                for before, after in zip(one.blocks, other.blocks, strict=False):
                    self._pair(before, after, where, where, is_told=True)
            elif len(one.blocks) == len(other.blocks) == 1:
                self._pair(one.blocks[0], other.blocks[0], where, where)
            else:
                self.compare(one.blocks, other.blocks, [where] * len(one.blocks), [where] * len(other.blocks))


def _of_row(looks: TableFormat, number: int, row: Row, place: str, *, is_merged: bool) -> Iterator[FormatChange]:
    """What of a row and of its cells looks otherwise."""
    aspects = looks.rows.get(number, frozenset()) | ({Aspect.MERGED} if is_merged else frozenset())
    if aspects:
        yield _format(place, _row_text(row), aspects, is_only=True)
    for at, cell in enumerate(row.cells):
        if of_cell := looks.cells.get((number, at)):
            yield _format(f"{place}{ARROW}{cell.number}", cell.text, of_cell, is_only=True)


def _folded(found: Sequence[FormatChange], place: str, row: Row) -> list[FormatChange]:
    """What looks otherwise in a row as one change: that of its cell where there is only one, else of the row."""
    if not found:
        return []
    aspects = frozenset(aspect for item in found for aspect in item.aspects)
    spots = {item.place for item in found}
    is_only = all(item.is_only for item in found)
    if len(spots) == 1:
        return [_format(found[0].place, found[0].text, aspects, is_only=is_only)]
    return [_format(place, _row_text(row), aspects, is_only=is_only)]


def _format(place: str, text: str, aspects: Collection[Aspect], *, is_only: bool) -> FormatChange:
    return FormatChange(place=place, text=text, aspects=in_order(aspects), is_only=is_only)


def _bare(table: Table) -> str:
    """What a table says, however it is parted into rows and cells."""
    return table.content.translate(BOUNDS)


def _row_text(row: Row) -> str:
    return " | ".join(cell.text for cell in row.cells)


def _alone(fate: Fate, text: str, place: str) -> TextChange:
    if fate is Fate.ADDED:
        return TextChange(fate=fate, place=place, new=text)
    return TextChange(fate=fate, place=place, old=text)


def _row_name(row: Row, number: int) -> str:
    """The first text of a row, its number where it has none."""
    text = next((cell.text.strip() for cell in row.cells if cell.text.strip()), "")
    return text.partition("\n")[0][:20] or str(number)


def _with_moves(changes: Sequence[TextChange]) -> Iterator[TextChange]:
    """The changes, with what went in one place and came in another as one that moved."""
    gone: dict[str, list[TextChange]] = {}
    for change in changes:
        if change.fate is Fate.REMOVED and len(change.old.strip()) >= _SHORTEST_MOVED:
            gone.setdefault(change.old, []).append(change)
    moved: dict[int, TextChange] = {}
    left: set[int] = set()
    for number, change in enumerate(changes):
        if change.fate is Fate.ADDED and (waiting := gone.get(change.new)):
            before = waiting.pop(0)
            left.add(id(before))
            moved[number] = TextChange(
                fate=Fate.MOVED, place=change.place, old_place=before.place, old=before.old, new=change.new
            )
    for number, change in enumerate(changes):
        if id(change) not in left:
            yield moved.get(number, change)
