"""The tables and charts of a file, and what brings them to today's report: cells, rows, drawings.

They stand in controls of ours; where another program dropped those, a table is known by its headers, and a chart by
its name or by what it shows, as long as there is one like it in the whole file, or one with its caption.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from ....model.binding import Binding
from ....model.document import ChartBlock
from ....model.numbering import NUMBERING_TAG
from ....model.place import ARROW
from ....model.refresh import Fate, Refreshed
from ....model.values import replace
from ....ooxml.bindings import Stored
from ....ooxml.marks import Marks
from ....ooxml.package import PackageReader, PackedPart
from ....ooxml.present_table import WrittenTable, heads_like
from ....ooxml.stories import W, text_in
from ....ooxml.word_table import tables_in
from ..story import Splices
from .captions import is_captioned
from .charts import Charts, TodaysChart, drawings_of, is_drawn, is_native
from .note import refresh_note
from .places import Places
from .rows import Rows
from .table_records import TableRecords
from .tables import is_as_written, refresh_table
from .text_edits import CONTROL, TextEdits
from .today import Today
from .todays_table import todays_table

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_TABLE, _DRAWING = f"{W}tbl", f"{W}drawing"
_TABLE_TAG = re.compile(rb"tbl[\s>]")


class Blocks:
    """The tables and charts of one file; `entries` is the list.

    `written` are the tables that were written by tag, `points` what the charts showed. `lost` are the tags of those
    that should have been set and stand nowhere, `leaving` of those that are taken away, which nothing sets.
    `open_tables` tells what was set of those that could not be set whole.
    """

    def __init__(
        self,
        package: PackageReader,
        places: Places,
        stories: Mapping[TextEdits, Splices],
        written: Mapping[str, WrittenTable],
        points: Mapping[str, Sequence[Binding]],
        stored: Sequence[Stored],
        today: Today,
        charts: Mapping[str, TodaysChart],
        marks: Marks,
    ) -> None:
        self.written, self.points = written, points
        self.entries: list[Refreshed] = []
        self.found_again = 0
        self.lost: set[str] = set()
        self.leaving: set[str] = set()
        self.open_tables: dict[str, TableRecords] = {}
        self.parts: dict[str, PackedPart] = {}
        self._package, self._places, self._stories = package, places, stories
        self._today, self._charts, self._marks = today, charts, marks
        self._drawn: dict[TextEdits, Charts] = {}
        self.by_tag: dict[str, list[Stored]] = {tag: [] for tag in (*written, *points)}
        self._titles: dict[tuple[str, ...], str] = {}
        for item in stored:
            if item.tag in self.by_tag:
                self.by_tag[item.tag].append(item)
            elif item.tag.startswith(NUMBERING_TAG):
                self._titles[item.where] = item.sentence

    def renew(self) -> None:
        """Set all that stays: tables first, then charts."""
        for tag, written in self.written.items():
            if tag not in self.leaving:
                self._table(tag, written)
        for tag in self.points:
            if tag not in self.leaving:
                self._expect(tag)
        for tag, points in self.points.items():
            if tag not in self.leaving:
                self._chart(tag, points)

    def tables(self, tag: str) -> list[tuple[TextEdits, list[Element]]]:
        """The tables that stand for a written one, control by control; one of its headers where it has no control."""
        controls = self._places.controls.get(tag, ())
        found = [(spot.edits, tables_in(spot.content)) for spot in controls if spot.content is not None]
        if found:
            return found
        headed = [(edits, [table]) for edits, table in self._all_tables if heads_like(self.written[tag], table)]
        if len(headed) > 1:
            headed = [pair for pair in headed if self._is_captioned(tag, pair[0], pair[1][0])]
        return headed if len(headed) == 1 else []

    def _pasted(self, tag: str) -> list[tuple[TextEdits, list[Element]]]:
        """The tables that read as one of ours in its control: people paste a table without it.

        What reads as several of ours goes with the first of them if all read the same today too.
        """
        if tag not in self._places.controls or not self._other_tables:
            return []
        texts = self._own_texts.get(tag, frozenset())
        alike = [other for other, said in self._own_texts.items() if not texts.isdisjoint(said)]
        today = [list(_shown(self._today.grouped.get(other, ()))) for other in alike]
        if alike[:1] != [tag] or any(shown != today[0] for shown in today):
            return []
        return [(edits, [table]) for edits, table in self._other_tables if text_in(table) in texts]

    @cached_property
    def _own_texts(self) -> Mapping[str, frozenset[str]]:
        """What the tables read that stand for written ones, by tag; nothing where one stands nowhere: any may be it."""
        found = {
            tag: frozenset(text_in(table) for _, tables in self.tables(tag) for table in tables) for tag in self.written
        }
        return found if all(found.values()) else {}

    @cached_property
    def _other_tables(self) -> list[tuple[TextEdits, Element]]:
        """The tables that stand for no written one."""
        own = {table for tag in self.written for _, tables in self.tables(tag) for table in tables}
        # Counted in the bytes, at the start and the end: to look through the tree takes four times as long.
        times = sum(len(_TABLE_TAG.findall(edits.story.data)) for edits in self._stories)
        return [pair for pair in self._all_tables if pair[1] not in own] if times > 2 * len(own) else []

    def drawings(self, tag: str) -> list[tuple[TextEdits, Element]]:
        """The drawings of a chart: those in its control, else the one that must be it."""
        found = self._controlled(tag)
        if found:
            return found
        block = self._today.charts.get(tag)
        by_story = {edits.story: edits for edits in self._stories}
        name = block.name if block is not None else None
        if name in self._shared_names:
            named = [(edits, drawing) for edits in self._stories for drawing in edits.story.root.iter(_DRAWING)]
        else:
            like = drawings_of(list(by_story), self._package, name, self.points[tag])
            named = [(by_story[story], drawing) for story, drawing in like]
        if len(named) > 1:
            named = [pair for pair in named if self._is_captioned(tag, *pair)]
        return named if len(named) == 1 else []

    @cached_property
    def _shared_names(self) -> set[str]:
        """The names of several charts, as units have them; LibreOffice 7.4 leaves only the first drawing its name."""
        blocks = (self._today.charts.get(tag) for tag in self.points)
        times = Counter(block.name for block in blocks if block is not None)
        return {name for name, count in times.items() if count > 1}

    def standing(self, tag: str, edits: TextEdits) -> Element | None:
        """The one element of the body that a table or chart is; None where there is none, or more than one."""
        if tag in self.written:
            found = [(where, table) for where, tables in self.tables(tag) for table in tables]
        else:
            found = self.drawings(tag) if tag in self.points else []
        if len(found) != 1 or found[0][0] is not edits:
            return None
        return found[0][1]

    def title(self, tag: str) -> str:
        """The caption under which a table or chart was written, without its number."""
        return self._titles.get(self.by_tag[tag][0].where, "")

    def is_written(self, tag: str) -> bool:
        """Whether a table or chart shows what we wrote, and nothing else."""
        if tag in self.written:
            tables = [table for _, tables in self.tables(tag) for table in tables]
            return is_as_written(self.written[tag], tables)
        return all(
            is_drawn(edits.story, self._package, drawing, self.points[tag]) for edits, drawing in self.drawings(tag)
        )

    def are_native(self, edits: TextEdits) -> bool:
        """Whether the program draws the charts of a story, or shows pictures of them."""
        drawings = [drawing for tag in self.points for where, drawing in self.drawings(tag) if where is edits]
        return any(is_native(drawing) for drawing in drawings[:1])

    @cached_property
    def _all_tables(self) -> list[tuple[TextEdits, Element]]:
        return [(edits, table) for edits in self._stories for table in edits.story.root.iter(_TABLE)]

    def _is_captioned(self, tag: str, edits: TextEdits, element: Element) -> bool:
        return is_captioned(edits, element, self.title(tag))

    def _controlled(self, tag: str) -> list[tuple[TextEdits, Element]]:
        found: list[tuple[TextEdits, Element]] = []
        for spot in self._places.controls.get(tag, ()):
            if spot.content is not None:
                spot.find_inside()
                found += [(spot.edits, drawing) for drawing in spot.content.iter(_DRAWING)]
        return found

    def _table(self, tag: str, written: WrittenTable) -> None:
        block = self._today.tables.get(tag)
        where = ARROW.join(self.by_tag[tag][0].where)
        spots = self.tables(tag)
        self.found_again += len(spots) if tag not in self._places.controls else 0
        if block is None:
            if spots:
                self.entries.append(Refreshed(fate=Fate.GONE, place=where, written="、".join(written.headers.values())))
            return
        today = todays_table(block, self._today.grouped[tag])
        is_same = not self._differs(tag)
        if not spots and not is_same:
            headers = "、".join(written.headers.values())
            self._lose(tag, today.where, headers, headers)
        told: set[Refreshed] = set()
        for edits, tables in [*spots, *([] if is_same else self._pasted(tag))]:
            if is_same and today.is_read_in(tables):
                continue
            for spot in self._places.controls.get(tag, ()):
                spot.find_inside()
            done = refresh_table(written, tables, today, Rows(edits, self._stories[edits]))
            new = [entry for entry in done.entries if entry not in told] if done is not None else []
            self.entries += new
            told.update(new)
            if done is not None and done.records is not None:
                self.open_tables[tag] = done.records
            if tables and block.table.announced is not None:
                last = tables[-1]
                control = next((item for item in edits.story.ancestors(last) if item.tag == CONTROL), last)
                self.entries += refresh_note(control, written, today, edits)

    def _chart(self, tag: str, points: Sequence[Binding]) -> None:
        block, today = self._today.charts.get(tag), self._charts.get(tag)
        place = ARROW.join(points[0].where)
        if block is None or today is None:
            if self._places.controls.get(tag):
                self.entries.append(Refreshed(fate=Fate.GONE, place=place, written=points[0].where[-1]))
            return
        if not self._differs(tag):
            return
        drawings = self.drawings(tag)
        if tag not in self._places.controls:
            self.found_again += len(drawings)
        told = _told(block, points, self._today.grouped[tag])
        if not drawings:
            self._lose(tag, place, *told)
        for edits, drawing in drawings:
            entry = self._charts_of(edits).refresh(block, place, drawing, today)
            if entry.fate is Fate.KEPT:
                entry = replace(entry, today=told[1])
                self.lost.add(tag)
            self.entries.append(entry)

    def _expect(self, tag: str) -> None:
        """Tell which drawings will be set, for several may show one picture."""
        today = self._charts.get(tag)
        if today is not None and tag in self._today.charts and self._differs(tag):
            for edits, drawing in self.drawings(tag):
                self._charts_of(edits).expect(drawing, today)

    def _charts_of(self, edits: TextEdits) -> Charts:
        work = self._drawn.get(edits)
        if work is None:
            work = self._drawn[edits] = Charts(edits.story, self._stories[edits], self._package, self.parts)
        return work

    def _differs(self, tag: str) -> bool:
        """Whether a table or chart shows something else today."""
        return list(_shown(self.by_tag[tag])) != list(_shown(self._today.grouped[tag]))

    def _lose(self, tag: str, place: str, written: str, today: str) -> None:
        """List a table or chart that should be set and stands nowhere; what is stored of it stays as it is."""
        fate = Fate.UNSURE if self._marks.are_lost(self.by_tag[tag][0]) else Fate.DELETED
        self.entries.append(Refreshed(fate=fate, place=place, written=written, today=today))
        self.lost.add(tag)


def _told(block: ChartBlock, old: Sequence[Binding], new: Sequence[Stored]) -> tuple[str, str]:
    """A chart by its name and the points that differ, as they were written and as they are today."""
    before, now = ([f"{it.sentence} {it.text}" for it in items if isinstance(it, Binding)] for items in (old, new))
    written, today = ([each for each in one if each not in other] for one, other in ((before, now), (now, before)))
    return f"{block.name}：{'、'.join(written)}".rstrip("："), f"{block.name}：{'、'.join(today)}".rstrip("：")


def _shown(stored: Sequence[Stored]) -> Iterator[tuple[object, ...]]:
    """What of a table or chart can be read."""
    return ((item.sentence, item.text if isinstance(item, Binding) else tuple(item.texts)) for item in stored)
