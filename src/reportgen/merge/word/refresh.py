"""An edited Word file brought up to today's report, in place: the one entry of `refresh` into this room.

Pure: the file's bytes, today's report and what draws its charts in; the new bytes and the list out. Parts
that nothing of it concerns are copied as they are packed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from ...model.binding import Binding, ColumnBinding
from ...model.diagnostic import Fault
from ...model.numbering import NUMBERING_TAG
from ...model.place import ARROW
from ...model.refresh import Fate, Refreshed
from ...model.uncollected import uncollected
from ...model.values import dataclass
from ...ooxml.bindings import Stored, bindings_part, stored_texts, to_xml
from ...ooxml.fingerprint import is_untouched, seal
from ...ooxml.package import PackageReader, PackedPart, pack, write_package
from ...ooxml.present_table import WrittenTable, heads_like, written_tables
from ...ooxml.stories import W
from ...ooxml.word_table import tables_in
from .arrival import Arrival
from .charts import Charts, TodaysChart, drawings_of
from .figures import Figures
from .labels import Labels
from .markup import Track, first_free_id
from .matching import Matching, match
from .new_sentences import NewSentences
from .note import refresh_note
from .paragraphs import Paragraphs
from .places import Places, Spot
from .records import Records
from .rows import Rows
from .story import Splices, read_story
from .table_records import TableRecords
from .tables import refresh_table, todays_table
from .text_edits import TextEdits
from .today import Today, section_of, sections_of

_MAIN = "word/document.xml"
_STORIES = (_MAIN, "word/footnotes.xml")
_ANNOTATED = re.compile(r"word/(document|footnotes|endnotes|comments|header[0-9]*|footer[0-9]*)\.xml")
_CHART = re.compile("图[0-9]+")
_ENOUGH = 8
"""So many cells of a sum are looked at to tell which workbooks it comes from."""
_YEAR_CELL = ("report.toml › report.year",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """`data` are the new bytes, the old ones where nothing changed. `found_again` were without their control."""

    data: bytes
    entries: tuple[Refreshed, ...]
    found_again: int


def refresh(
    data: bytes,
    file: str,
    today: Today,
    charts: Mapping[str, TodaysChart],
    *,
    workbooks: Sequence[str] | None = None,
    tracked: str | None = None,
) -> Result:
    """Bring a file up to a report.

    Args:
        data: the Word file.
        file: its name in findings.
        today: today's report; one serves any number of files.
        charts: what shows each of its charts, by the tag of its block.
        workbooks: the names of today's data files, one of which each figure of the file must come from; None lets
            a workbook have another name.
        tracked: the date of tracked changes, as `2015-12-31T18:00:00Z`; None changes the texts themselves.

    Raises:
        Fault: `no-document`, `no-bindings`, `other-report`, `other-year`, `other-data`, `part-too-large`, and
            those of the reader.
    """
    with uncollected():
        return _done(_Work(PackageReader(data, file), today, charts, tracked), data, workbooks)


def _done(work: _Work, data: bytes, workbooks: Sequence[str] | None) -> Result:
    """What the work comes to; its trees are gone behind it, before anybody looks for garbage among them."""
    work.check(workbooks)
    work.run()
    return Result(data=work.packed(data), entries=tuple(work.entries), found_again=work.found_again)


class _Work:
    """One file while it is refreshed."""

    def __init__(
        self, package: PackageReader, today: Today, charts: Mapping[str, TodaysChart], tracked: str | None
    ) -> None:
        if _MAIN not in package:
            raise Fault("no-document", file=package.file)
        self._package = package
        part = bindings_part(package)
        if part is None:
            raise Fault("no-bindings", file=package.file)
        self._part = part
        self._bound = package.read(part)
        texts = stored_texts(self._bound, package.file)
        self._stored = [item for item, _ in texts]
        self._texts = {id(item): text for item, text in texts}
        self._today = today
        self._charts = charts
        self._written = written_tables(self._stored)
        track = None if tracked is None else Track(tracked, first_free_id(_annotated(package)))
        stories = [read_story(package, name) for name in _STORIES if name in package]
        self._edits = [TextEdits(story, track) for story in stories]
        self._splices = {edits: Splices(edits.story.data) for edits in self._edits}
        self._places = Places(self._edits)
        self._parts: dict[str, PackedPart] = {}
        self.entries: list[Refreshed] = []
        self.found_again = 0
        singles, self._chart_tags = _kinds(self._stored, self._written)
        self._single = singles
        self._found: Matching = match(singles, self._today.single)
        self._labels = Labels(self._stored, today)
        self._figures = Figures(singles, self._found, self._places, today, self._labels)
        self._by_tag: dict[str, list[Stored]] = {tag: [] for tag in (*self._written, *self._chart_tags)}
        for item in self._stored:
            if item.tag in self._by_tag:
                self._by_tag[item.tag].append(item)
        self._lost: set[str] = set()
        self._open_tables: dict[str, TableRecords] = {}
        self._drawn: dict[TextEdits, Charts] = {}

    def check(self, workbooks: Sequence[str] | None) -> None:
        """Raise `other-year`, `other-data` or `other-report` for a file of another one than today's."""
        years = {item.value for item in self._single if item.cells == _YEAR_CELL and not item.derivation}
        todays = {item.value for item in self._today.single if item.cells == _YEAR_CELL and not item.derivation}
        if years and todays and not years & todays:
            raise Fault("other-year", file=self._package.file, year=min(years), report=min(todays))
        others = [] if workbooks is None else sorted(_workbooks(self._stored).difference(workbooks))
        if others:
            raise Fault("other-data", file=self._package.file, workbook=others, report=list(workbooks or ()))
        known = any(_is_of_data(self._single[number]) for number in self._found.pairs) or any(
            tag in self._today.grouped for tag in (*self._written, *self._chart_tags)
        )
        if not known and any(map(_is_of_data, self._single)):
            raise Fault("other-report", file=self._package.file, count=len(self._single))

    def run(self) -> None:
        """Sentences first, then tables, then charts."""
        figures = self._figures
        figures.find()
        arrival = Arrival(figures, self._edits[0])
        coming: list[Paragraphs | NewSentences] = []
        if arrival.wanted:
            splices = self._splices[self._edits[0]]
            coming += (NewSentences(arrival, splices), Paragraphs(arrival, splices))
        for work in coming:
            work.plan()
        arrival.drop_uncounted()
        figures.set(arrival.placed)
        self.entries += figures.entries
        for work in coming:
            self.entries += work.make()
        self.entries += figures.absent()
        self.found_again += self._figures.found_again
        self.entries += self._labels.set(self._places)
        for tag, written in self._written.items():
            self._table(tag, written)
        for tag, bindings in self._chart_tags.items():
            self._chart(tag, bindings)
        self.entries += self._absent()
        self._retag()
        for edits, splices in self._splices.items():
            edits.apply(splices)
            if splices:
                name = edits.story.name
                self._parts[name] = pack(name, edits.story.packed(splices.result()))
        self._parts |= self._bindings()

    def _absent(self) -> Iterator[Refreshed]:
        """Tables and charts of today that the file has not, of the sections that it has."""
        sections = sections_of(self._stored)
        for tag, items in self._today.grouped.items():
            if tag not in self._by_tag and items and section_of(items[0].where) in sections:
                block = self._today.tables.get(tag) or self._today.charts.get(tag)
                yield Refreshed(
                    fate=Fate.ABSENT, place=ARROW.join(items[0].where), today=block.name if block else "", cells=()
                )

    def _retag(self) -> None:
        """Give the controls of figures that were known again otherwise than by their tag the tag that they have now."""
        tags = {self._single[number].tag: tag for number, tag in self._figures.tags.items()}
        for old, new in (tags | self._labels.tags).items():
            for spot in self._places.controls.get(old, ()) if old != new else ():
                self._set_tag(spot, new)

    def _set_tag(self, spot: Spot, tag: str) -> None:
        story = spot.edits.story
        control = None if spot.content is None else story.parent(spot.content)
        element = None if control is None else control.find(f"{W}sdtPr/{W}tag")
        if element is not None:
            start, source = story.span(element).start, story.start_tag(element)
            at = source.find(element.get(f"{W}val", "").encode())
            if at >= 0:
                end = at + len(element.get(f"{W}val", ""))
                self._splices[spot.edits].replace(start + at, start + end, tag.encode())

    def _table(self, tag: str, written: WrittenTable) -> None:
        block = self._today.tables.get(tag)
        where = ARROW.join(self._by_tag[tag][0].where)
        controls = self._places.controls.get(tag, ())
        spots = [(spot.edits, tables_in(spot.content)) for spot in controls if spot.content is not None]
        if not spots:
            headed = [
                (edits, [table])
                for edits in self._edits
                for table in edits.story.root.iter(f"{W}tbl")
                if heads_like(written, table)
            ]
            spots = headed if len(headed) == 1 else []
            self.found_again += len(spots)
        if block is None:
            if spots:
                self.entries.append(Refreshed(fate=Fate.GONE, place=where, written="、".join(written.headers.values())))
            return
        today = todays_table(block, self._today.grouped[tag])
        if not spots and self._differs(tag):
            headers = "、".join(written.headers.values())
            self._lose(tag, today.where, headers, headers)
        is_same = not self._differs(tag)
        for edits, tables in spots:
            if is_same and today.is_read_in(tables):
                continue
            done = refresh_table(written, tables, today, Rows(edits, self._splices[edits]))
            self.entries += done.entries if done is not None else ()
            if done is not None and done.records is not None:
                self._open_tables[tag] = done.records
            if tables and block.table.announced is not None:
                last = tables[-1]
                control = next((item for item in edits.story.ancestors(last) if item.tag == f"{W}sdt"), last)
                self.entries += refresh_note(control, written, today, edits)

    def _chart(self, tag: str, bindings: Sequence[Binding]) -> None:
        block, today = self._today.charts.get(tag), self._charts.get(tag)
        place = ARROW.join(bindings[0].where)
        if block is None or today is None:
            if self._places.controls.get(tag):
                self.entries.append(Refreshed(fate=Fate.GONE, place=place, written=bindings[0].where[-1]))
            return
        changed = self._differs(tag)
        drawings = [
            (spot.edits, drawing)
            for spot in self._places.controls.get(tag, ())
            if spot.content is not None
            for drawing in spot.content.iter(f"{W}drawing")
        ]
        if not drawings and changed:
            by_story = {edits.story: edits for edits in self._edits}
            named = drawings_of(list(by_story), self._package, block.name, bindings)
            drawings = [(by_story[story], drawing) for story, drawing in named] if len(named) == 1 else []
            self.found_again += len(drawings)
            if not drawings:
                self._lose(tag, place, *_points_of(block.name, bindings, self._today.grouped[tag]))
        for edits, drawing in drawings if changed else ():
            work = self._drawn.get(edits)
            if work is None:
                work = Charts(edits.story, self._splices[edits], self._package, self._parts, self.entries)
                self._drawn[edits] = work
            work.refresh(block, place, drawing, today)

    def _differs(self, tag: str) -> bool:
        """Whether a table or chart shows something else today."""
        return _shown(self._by_tag[tag]) != _shown(self._today.grouped[tag])

    def _lose(self, tag: str, place: str, written: str, today: str) -> None:
        """List a table or chart that should be set and stands nowhere; what is stored of it stays as it is."""
        fate = Fate.DELETED if self._places.has_tags else Fate.UNSURE
        self.entries.append(Refreshed(fate=fate, place=place, written=written, today=today))
        self._lost.add(tag)

    def _bindings(self) -> dict[str, PackedPart]:
        """The part of bindings with today's values, nothing where it is the same."""
        records = Records(
            stored=self._stored,
            today=self._today,
            figures=self._figures,
            labels=self._labels,
            grouped=self._by_tag.keys(),
            lost=self._lost,
            tables=self._open_tables,
        )
        data = "".join(to_xml(records.renewed(), self._today.document.origins, self._texts)).encode()
        return {} if data == self._bound else {self._part: pack(self._part, data)}

    def packed(self, data: bytes) -> bytes:
        """The file; sealed anew only where nobody had edited it, for else a build would overwrite the edits."""
        if not self._parts:
            return data
        parts = [self._parts.get(name) or self._package.packed(name) for name in self._package.names]
        return write_package(seal(parts) if is_untouched(data) else parts)


def _workbooks(stored: Sequence[Stored]) -> set[str]:
    """The names of the data files that bindings lead to; settings have no sheet."""
    columns = {item.source.file for item in stored if isinstance(item, ColumnBinding)}
    cells = {cell for item in stored if isinstance(item, Binding) for cell in item.cells[:_ENOUGH]}
    return (columns | {cell.partition(ARROW)[0] for cell in cells if cell.count(ARROW) > 1}) - {""}


def _is_of_data(item: Binding) -> bool:
    """Whether a figure rests on a cell of a workbook; settings have no sheet."""
    return any(cell.count(ARROW) > 1 for cell in item.cells[:_ENOUGH])


def _annotated(package: PackageReader) -> Iterator[bytes]:
    return (package.read(name) for name in package.names if _ANNOTATED.fullmatch(name))


def _kinds(
    stored: Sequence[Stored], tables: Mapping[str, WrittenTable]
) -> tuple[list[Binding], dict[str, list[Binding]]]:
    """The bindings that stand alone, and those of charts by tag."""
    rest = [
        item
        for item in stored
        if isinstance(item, Binding) and item.tag not in tables and not item.tag.startswith(NUMBERING_TAG)
    ]
    times = Counter(item.tag for item in rest)
    charts: dict[str, list[Binding]] = {}
    for item in rest:
        if times[item.tag] > 1 or _is_point(item):
            charts.setdefault(item.tag, []).append(item)
    return [item for item in rest if item.tag not in charts], charts


def _is_point(item: Binding) -> bool:
    """Whether a binding is the only point of a chart: its sentence names category and series, not the figure."""
    return bool(item.where) and _CHART.fullmatch(item.where[-1]) is not None and item.text not in item.sentence


def _points_of(name: str, old: Sequence[Binding], new: Sequence[Stored]) -> tuple[str, str]:
    """A chart by its name and the points that differ, as they were written and as they are today."""
    before, now = ([f"{it.sentence} {it.text}" for it in items if isinstance(it, Binding)] for items in (old, new))
    written, today = ([each for each in one if each not in other] for one, other in ((before, now), (now, before)))
    return f"{name}：{'、'.join(written)}".rstrip("："), f"{name}：{'、'.join(today)}".rstrip("：")


def _shown(stored: Sequence[Stored]) -> list[tuple[object, ...]]:
    """What of a table or chart can be read."""
    return [(item.sentence, item.text if isinstance(item, Binding) else tuple(item.texts)) for item in stored]
