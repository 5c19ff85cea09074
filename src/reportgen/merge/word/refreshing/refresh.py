"""An edited Word file brought up to today's report, in place: the one entry of `refresh` into this room.

Pure: the file's bytes, today's report and what draws its charts in; the new bytes and the list out. Parts
that nothing of it concerns are copied as they are packed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import count

from ....model.diagnostic import Fault
from ....model.document import ChartBlock
from ....model.place import ARROW
from ....model.refresh import Fate, Refreshed
from ....model.uncollected import uncollected
from ....ooxml.bindings import bindings_part, stored_texts, to_xml
from ....ooxml.fingerprint import is_of_edited, is_untouched, seal
from ....ooxml.marks import Marks
from ....ooxml.package import PackageReader, PackedPart, pack, write_package
from ....ooxml.present_table import written_tables
from ....ooxml.stories import MAIN, NOTES, W
from ..markup import Track, first_free_id
from ..story import Splices, Story, read_story, with_edits
from .arrangement import NOTHING, Arrangement
from .arranging import Arranging
from .aside import Aside
from .belonging import check_belonging
from .blocks import Blocks
from .charts import TodaysChart
from .figures import Figures
from .host import Host
from .kinds import kinds_of
from .labels import Labels
from .left_behind import LeftBehind
from .matching import Matching, match_by_owner
from .moving import Moving
from .outcome import Outcome
from .own_words import OwnWords
from .places import Places, Spot
from .planning import Plan, Planning
from .proof import Proof
from .records import Records
from .rematch import numbers_by_element
from .sequence import are_elsewhere, reordered
from .settled import Result, until_settled
from .specimen import Build, Specimen
from .text_edits import TextEdits, notes_among
from .today import Today, section_of, sections_of

_BESIDE = re.compile(r"word/(endnotes|header[0-9]*|footer[0-9]*)\.xml")
_MAY_MOVE = frozenset((Fate.GONE, Fate.ABSENT, Fate.REORDERED))
"""What is listed where something of ours stands in another place today."""
_TAGGED = b'"rg-'
_ANNOTATED = re.compile(r"word/(document|footnotes|endnotes|comments|header[0-9]*|footer[0-9]*)\.xml")


def refresh(
    data: bytes,
    file: str,
    today: Today,
    charts: Mapping[str, TodaysChart],
    build: Build,
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
        build: builds the report, for what comes newly into the file.
        workbooks: the names of today's data files, one of which each figure of the file must come from; None lets
            a workbook have another name.
        tracked: the date of tracked changes, as `2015-12-31T18:00:00Z`; None changes the texts themselves.

    Raises:
        Fault: `no-document`, `no-bindings`, `other-report`, `other-year`, `other-data`, `part-too-large`, and
            those of the reader.
    """
    with uncollected():
        return until_settled(partial(_pass, file, today, charts, build, workbooks, tracked), data)


def _pass(
    file: str,
    today: Today,
    charts: Mapping[str, TodaysChart],
    build: Build,
    workbooks: Sequence[str] | None,
    tracked: str | None,
    data: bytes,
) -> Result:
    """What one pass over a file comes to; its trees are gone behind it, before anybody looks for garbage in them."""
    again = partial(_Work, PackageReader(data, file), today, charts, build, tracked)
    work = again()
    work.check(workbooks)
    sealed = bool(is_untouched(data))
    untouched = sealed and not is_of_edited(data)
    work.run(untouched=untouched)
    work = _arranged(work, again, untouched=untouched)
    if untouched:
        work.prove()
    return work.result(data, sealed=sealed)


def _arranged(work: _Work, again: Callable[[Arrangement], _Work], *, untouched: bool) -> _Work:
    """The work on a file, done again where something of ours stands in another place; numbers come last."""
    for exact in (False, True):
        arrangement = work.otherwise(untouched=untouched, exact=exact)
        if arrangement is not None:
            other = again(arrangement)
            other.run(untouched=untouched)
            if not other.is_arranged:
                break
            work = other
    return work


class _Work:
    """One file while it is refreshed."""

    def __init__(
        self,
        package: PackageReader,
        today: Today,
        charts: Mapping[str, TodaysChart],
        build: Build,
        tracked: str | None,
        arrangement: Arrangement = NOTHING,
    ) -> None:
        if MAIN not in package:
            raise Fault("no-document", file=package.file)
        self._package = package
        part = bindings_part(package)
        if part is None:
            raise Fault("no-bindings", file=package.file)
        self._part, self._bound = part, package.read(part)
        texts = stored_texts(self._bound, package.file, today.runs)
        self._aside = Aside((item for item, _ in texts), today.document.owners, today.tags)
        self._stored = self._aside.rest
        self._texts = {id(item): text for item, text in texts}
        self._today = today
        self._build = build
        track = None if tracked is None else Track(tracked, first_free_id(_annotated(package)))
        stories = [read_story(package, name) for name in _stories(package)]
        self._splices = {edits: Splices(edits.story.data) for edits in (TextEdits(story, track) for story in stories)}
        self._main = next(iter(self._splices))
        self._places = Places(list(self._splices))
        self._parts: dict[str, PackedPart] = {}
        self.entries: list[Refreshed] = []
        written = written_tables(self._stored)
        self._single, points = kinds_of(self._stored, written)
        self._found: Matching = match_by_owner(self._single, today.single, today.document.owners)
        self._labels = Labels(self._stored, today, self._places)
        marks = Marks(self._stored, self._places.controls, [edits.story.root for edits in self._splices])
        self._figures = Figures(self._single, self._found, self._places, today, self._labels, marks)
        self._blocks = Blocks(package, self._places, self._splices, written, points, self._stored, today, charts, marks)
        self._came: set[str] = set()
        self._is_plain = False
        self._arrangement = arrangement
        self._after: dict[TextEdits, Story] = {}

    def check(self, workbooks: Sequence[str] | None) -> None:
        """Raise `other-year`, `other-data` or `other-report` for a file of another one than today's."""
        grouped, file = self._blocks.by_tag.keys(), self._package.file
        check_belonging(file, self._stored, self._single, self._found, grouped, self._today, workbooks)

    def run(self, *, untouched: bool) -> None:
        """Find all places first, then set: what stands there, and what comes and goes.

        Of an `untouched` file all words are ours.
        """
        figures, blocks = self._figures, self._blocks
        figures.locate()
        planning = Planning(figures, blocks, self._labels, list(self._splices), self._arrangement)
        plan = planning.plan(untouched=untouched)
        self._done: Plan = plan
        blocks.leaving |= plan.departure.tags
        figures.name()
        figures.set(plan.arrival.placed)
        self._is_plain = not (figures.came or figures.missing or plan.departure.leaving or plan.arrival.placed)
        self.entries += figures.entries
        self.entries += plan.departure.make(self._splices)
        self._bring(plan)
        self.entries += figures.absent()
        self.entries += reordered(self._single, self._found, self._today, figures.spots, self._main)
        self.entries += plan.headings.renew()
        self.entries += self._labels.set()
        blocks.renew()
        self.entries += blocks.entries
        self.entries += self._absent()
        self._retag()
        for edits, splices in self._splices.items():
            edits.apply(splices)
            if splices:
                name = edits.story.name
                self._parts[name] = pack(name, edits.story.packed(splices.result()))
        if not self._words.are_todays:
            told = list(self._told_words())
            self.entries += () if untouched else told
        self._parts |= blocks.parts | self._bindings()

    @cached_property
    def _words(self) -> OwnWords:
        return OwnWords(self._bound, self._today)

    def _told_words(self) -> Iterator[Refreshed]:
        """Sentences without figures that the report has otherwise, and nothing else tells of."""
        arrival, body = self._done.arrival, self._edited(self._main).root.find(f"{W}body")
        if body is not None:
            yield from self._words.differences(arrival.body, body, arrival.units, self.entries)

    @property
    def is_arranged(self) -> bool:
        """Whether all came that an arrangement takes away elsewhere."""
        return self._done.units.are_arranged

    def otherwise(self, *, untouched: bool, exact: bool) -> Arrangement | None:
        """How a file is to be arranged that does not read as the report, now that all has been set; None where it does.

        Where each unit of several stands the report does not say: their documents are like those that people edited.
        """
        is_whole = untouched and not any(owner.tags for owner in self._today.document.owners)
        may_move = any(entry.fate in _MAY_MOVE for entry in self.entries) or are_elsewhere(self._single, self._found)
        if not is_whole and not may_move:
            return None
        arrival = self._done.arrival
        rows = list(Outcome(arrival, self._splices, self._done.units.made, self._edited).rows())
        if is_whole:
            return Arranging(arrival, rows, self._done.departure.paragraphs, exact=exact).arrangement()
        notes = notes_among(self._splices)
        return Moving(arrival, rows, numbers_by_element(arrival, notes), notes, self._words).arrangement()

    def prove(self) -> None:
        """List what today's report has otherwise all the same."""
        body, edits = self._edited(self._main).root.find(f"{W}body"), notes_among(self._splices)
        notes = None if edits is None else self._edited(edits).root
        proof = Proof(self._today.document, self._stored, self._found.pairs, self._labels)
        self.entries += () if body is None else proof.differences(body, notes, self.entries)

    def _edited(self, edits: TextEdits) -> Story:
        """A part as it will be written, once all edits are made."""
        if edits not in self._after:
            splices = self._splices[edits]
            self._after[edits] = with_edits(edits.story, splices.result()) if splices else edits.story
        return self._after[edits]

    def _bring(self, plan: Plan) -> None:
        """Put in what comes, as a build writes it."""
        coming = [work for work in (plan.units, plan.sentences) if work.are_placed()]
        if not coming:
            return
        new = plan.units.blocks
        names = {block.name for block in new if isinstance(block, ChartBlock)}
        native = self._blocks.are_native(self._main)
        specimen = Specimen(self._today.document, self._build, native=native, charts=names)
        number = (
            self._main.track.number if self._main.track else count(first_free_id(_annotated(self._package))).__next__
        )
        host = Host(self._package, specimen, self._figures, self._splices, number)
        for work in coming:
            work.announce(specimen, host)
        for work in coming:
            self.entries += work.make(specimen, host, self._splices[self._main])
        self._came = {block.tag for block in new}
        self._parts |= host.finish()

    def _absent(self) -> Iterator[Refreshed]:
        """Tables and charts of today that the file has not, of the sections that it has."""
        sections = sections_of(self._stored)
        for tag, items in self._today.grouped.items():
            is_known = tag in self._blocks.by_tag or tag in self._came
            if not is_known and items and section_of(items[0].where) in sections:
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
        is_closed = spot.content is None or spot.content in spot.edits.closed
        control = None if spot.content is None or is_closed else story.parent(spot.content)
        element = None if control is None else control.find(f"{W}sdtPr/{W}tag")
        if element is not None:
            start, source = story.span(element).start, story.start_tag(element)
            at = source.find(element.get(f"{W}val", "").encode())
            if at >= 0:
                end = at + len(element.get(f"{W}val", ""))
                self._splices[spot.edits].replace(start + at, start + end, tag.encode())

    def _bindings(self) -> dict[str, PackedPart]:
        """The part of bindings with today's values, nothing where it is the same."""
        records = Records(
            stored=self._stored,
            today=self._today,
            figures=self._figures,
            labels=self._labels,
            grouped=self._blocks.by_tag,
            tables=self._blocks.open_tables,
            left_behind=LeftBehind(self._single, self._found.pairs, self._today.single),
            lost=self._blocks.lost,
            left=self._blocks.leaving,
            came=self._came,
        )
        renewed = self._aside.put_back(list(records.renewed()))
        owners = records.owners(renewed)
        texts = self._today.texts | self._texts
        data = "".join(to_xml(renewed, self._today.document.origins, texts, owners, self._words.renewed)).encode()
        return {} if data == self._bound else {self._part: pack(self._part, data)}

    def result(self, data: bytes, *, sealed: bool) -> Result:
        """The file, sealed anew only where nobody had edited it, for else a build would overwrite the edits."""
        if self._parts:
            parts = [self._parts.get(name) or self._package.packed(name) for name in self._package.names]
            parts += [part for name, part in self._parts.items() if name not in self._package]
            data = write_package(seal(parts) if sealed else parts)
        found_again = self._figures.found_again + self._blocks.found_again
        return Result(data=data, entries=tuple(self.entries), found_again=found_again, is_plain=self._is_plain)


def _stories(package: PackageReader) -> Iterator[str]:
    """The parts with texts, the body first; those that figures are only copied to, where there are any."""
    yield MAIN
    if NOTES in package:
        yield NOTES
    yield from (name for name in package.names if _BESIDE.fullmatch(name) and _TAGGED in package.read(name))


def _annotated(package: PackageReader) -> Iterator[bytes]:
    return (package.read(name) for name in package.names if _ANNOTATED.fullmatch(name))
