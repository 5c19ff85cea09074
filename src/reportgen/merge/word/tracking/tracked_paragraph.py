"""A paragraph of the newer version with tracked changes against the same one of the older version.

Runs that stayed keep their bytes; a run that is new as a whole is put inside `w:ins`; only a run in which a
change begins or ends is parted, each part in the formatting that the run has. What went stands as `w:del` in
the older formatting, inside the control or link in which its successor stands. What only looks otherwise says in
`w:rPrChange` and `w:pPrChange` how it looked.

Source: ISO/IEC 29500-1, 17.13.5.18 (ins), 17.13.5.14 (del), 17.13.5.19 (inserted paragraph).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from ....compare.blocks import EQUATIONS, RUN, TEXT, Atom, atoms, runs
from ....compare.words import Edit
from ....model.values import dataclass
from ....ooxml.stories import W
from ....ooxml.xml import text
from ..markup import By, Names, Track
from ..story import Splices, Story
from .accepted import Theirs
from .inside import put_first, put_last
from .tracked_looks import Before, Look

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_RUN_PROPERTIES, _PROPERTIES = f"{W}rPr", f"{W}pPr"
_LAST_PROPERTIES = frozenset((f"{W}sectPr", f"{W}pPrChange"))
_EDGES = re.compile(r"^\s|\s$|\s\s")


_STAYED, _INSERTION, _DELETED = "", "ins", "del"
_Piece = str | Look
"""What became of a piece of a run: it stayed, came, went, or stayed and looked otherwise."""


@dataclass(frozen=True, slots=True, eq=False)
class _Run:
    """A run that says something, and where its text stands in that of the paragraph."""

    element: Element
    start: int
    end: int
    atoms: Sequence[Atom]


class TrackedParagraphs:
    """Marks changes in the paragraphs of one story."""

    def __init__(self, story: Story, splices: Splices, track: Track, names: Names, theirs: Theirs) -> None:
        self._story = story
        self._splices = splices
        self._track = track
        self._names = names
        self._theirs = theirs
        self._marks: dict[Element, str] = {}
        self._contents: dict[Element, str] = {}
        self._before: dict[Element, str] = {}

    def change(
        self, paragraph: Element, edits: Sequence[Edit], deleted: Callable[[int, int], str], before: Before
    ) -> None:
        """Mark the edits, the older stretches of which `deleted` writes as deleted, and how it looked before."""
        known = list(_runs_of(paragraph))
        if before.own is not None:
            self._before[paragraph] = before.own
        inside: dict[_Run, list[Edit]] = {}
        for edit in edits:
            touched = [run for run in known if _touches(run, edit)]
            for run in touched:
                inside.setdefault(run, []).append(edit)
            if not touched:
                self._between(paragraph, known, edit.new_start, deleted(edit.old_start, edit.old_end))
        looked = {run: looks for run in known if (looks := _looks_in(run, before.runs))}
        for run in known:
            if run in inside or run in looked:
                self._change_run(run, inside.get(run, ()), looked.get(run, ()), deleted)

    def insert(self, paragraph: Element) -> None:
        """Mark everything in a paragraph as inserted."""
        for around in dict.fromkeys(self._story.parent(run) for run in runs(paragraph)):
            children = () if around is None else around
            for (is_run, by), group in groupby(children, key=lambda item: (_is_run(item), self._theirs.of(item))):
                if is_run:
                    members = list(group)
                    self._around(self._story.span(members[0]).start, self._story.span(members[-1]).end, by)

    def had(self, paragraph: Element, before: str) -> None:
        """Mark that a paragraph had other properties, given as markup."""
        self._before[paragraph] = before

    def mark(self, paragraph: Element, kind: str) -> None:
        """Mark the end of a paragraph as inserted (`ins`) or deleted (`del`)."""
        self._marks[paragraph] = kind

    def finish(self) -> None:
        """Write the marks of paragraphs' ends, and what came into empty ones."""
        for paragraph in {**self._marks, **self._contents, **self._before}:
            mark = self._marks.get(paragraph, "")
            by = self._theirs.of(paragraph) if mark == "ins" else None
            self._finish(paragraph, self._track.empty(mark, self._names, by) if mark else "")

    def _finish(self, paragraph: Element, mark: str) -> None:
        story, content = self._story, self._contents.get(paragraph, "")
        span = story.span(paragraph)
        properties = paragraph.find(_PROPERTIES)
        before = self._look_before(paragraph)
        inner = (self._wrapped("rPr", mark) if mark else "") + before
        look = self._wrapped("pPr", inner) if inner else ""
        if span.is_closed_tag:
            put_first(story, self._splices, paragraph, look + content)
        elif properties is None:
            # With its start tag, so that it comes before what is inserted in front of the first run.
            opening = story.start_tag(paragraph).decode()
            self._splices.replace(span.start, span.content_start, f"{opening}{look}{content}".encode())
        elif story.span(properties).is_closed_tag:
            put_first(story, self._splices, properties, inner)
            self._splices.insert(story.span(properties).end, content.encode())
        else:
            if mark:
                self._mark_in(properties, mark)
            if before:
                put_last(story, self._splices, properties, before)
            self._splices.insert(story.span(properties).end, content.encode())

    def _look_before(self, paragraph: Element) -> str:
        """The mark that says how a paragraph looked."""
        before = self._before.get(paragraph)
        return "" if before is None else self._track.around("pPrChange", self._wrapped("pPr", before), self._names)

    def _mark_in(self, properties: Element, mark: str) -> None:
        look = properties.find(_RUN_PROPERTIES)
        if look is not None:
            put_first(self._story, self._splices, look, mark)
            return
        made = self._wrapped("rPr", mark)
        later = next((child for child in properties if child.tag in _LAST_PROPERTIES), None)
        if later is None:
            put_last(self._story, self._splices, properties, made)
        else:
            self._splices.insert(self._story.span(later).start, made.encode())

    def _between(self, paragraph: Element, known: Sequence[_Run], at: int, made: str) -> None:
        """Put what went between two runs, outside of controls and links that only one of them is in."""
        before = next((run.element for run in reversed(known) if run.end <= at), None)
        behind = next((run.element for run in known if run.start >= at), None)
        if before is None and behind is None:
            self._contents[paragraph] = self._contents.get(paragraph, "") + made
        elif behind is not None:
            shared = set() if before is None else set(self._story.ancestors(before))
            outer = self._story.outermost(behind, shared | {paragraph})
            self._splices.insert(self._story.span(outer).start, made.encode())
        elif before is not None:
            outer = self._story.outermost(before, {paragraph})
            self._splices.insert(self._story.span(outer).end, made.encode())

    def _change_run(
        self, run: _Run, edits: Sequence[Edit], looks: Sequence[Look], deleted: Callable[[int, int], str]
    ) -> None:
        story, span = self._story, self._story.span(run.element)
        by = self._theirs.of(run.element)
        if len(edits) == 1 and edits[0].new_start <= run.start and run.end <= edits[0].new_end:
            if edits[0].new_start == run.start:
                self._splices.insert(span.start, deleted(edits[0].old_start, edits[0].old_end).encode())
            self._around(span.start, span.end, by)
            return
        opening, closing = story.start_tag(run.element).decode(), f"</{story.name_of(run.element).decode()}>"
        out: list[str] = []
        for kind, group in groupby(self._parted(run, edits, looks, deleted), key=lambda piece: piece[0]):
            content = "".join(piece for _, piece in group)
            if kind == _DELETED:
                out.append(content)
                continue
            look = self._run_look(run.element, kind if isinstance(kind, Look) else None)
            made = f"{opening}{look}{content}{closing}"
            out.append(self._track.around("ins", made, self._names, by) if kind == _INSERTION else made)
        self._splices.replace(span.start, span.end, "".join(out).encode())

    def _run_look(self, run: Element, before: Look | None) -> str:
        """The properties of a run, with what they were before."""
        own = run.find(_RUN_PROPERTIES)
        said = "" if own is None else self._story.source(own).decode()
        if before is None:
            return said
        mark = self._track.around("rPrChange", self._wrapped("rPr", before.old), self._names)
        if own is None:
            return self._wrapped("rPr", mark)
        closing = f"</{self._story.name_of(own).decode()}>"
        if self._story.span(own).is_closed_tag:
            return f"{said[:-2].rstrip()}>{mark}{closing}"
        return f"{said[: said.rindex('</')]}{mark}{closing}"

    def _parted(
        self, run: _Run, edits: Sequence[Edit], looks: Sequence[Look], deleted: Callable[[int, int], str]
    ) -> Iterator[tuple[_Piece, str]]:
        """The pieces of a run with their kind, whole runs for those that are deleted."""
        waiting = [edit for edit in edits if edit.new_start >= run.start]
        says = {atom.element: atom for atom in run.atoms}
        at = run.start
        kind: _Piece = _STAYED
        for child in run.element:
            if child.tag == _RUN_PROPERTIES:
                continue
            atom = says.get(child)
            if atom is None:
                yield kind, self._story.source(child).decode()
                continue
            end = at + len(atom.text)
            for stop in sorted({*_borders(edits, looks, at, end), end}):
                while waiting and waiting[0].new_start <= at:
                    edit = waiting.pop(0)
                    yield _DELETED, deleted(edit.old_start, edit.old_end)
                kind = _kind(at, edits, looks)
                part = atom.text[at - end : stop - end or None]
                yield kind, self._text(part) if child.tag == TEXT else self._story.source(child).decode()
                at = stop
        for edit in waiting:
            yield _DELETED, deleted(edit.old_start, edit.old_end)

    def _text(self, shown: str) -> str:
        name = self._names.tag("t")
        keep = ' xml:space="preserve"' if _EDGES.search(shown) else ""
        return f"<{name}{self._names.declared}{keep}>{text(shown)}</{name}>"

    def _around(self, start: int, end: int, by: By | None) -> None:
        opening, _, closing = self._track.around("ins", "\0", self._names, by).partition("\0")
        self._splices.insert(start, opening.encode())
        self._splices.insert(end, closing.encode())

    def _wrapped(self, name: str, content: str) -> str:
        tag = self._names.tag(name)
        return f"<{tag}{self._names.declared}>{content}</{tag}>"


def _is_run(element: Element) -> bool:
    return element.tag == RUN or element.tag in EQUATIONS


def _runs_of(paragraph: Element) -> Iterator[_Run]:
    at = 0
    for run, group in groupby(atoms(paragraph), key=lambda atom: atom.run):
        members = list(group)
        end = at + sum(len(atom.text) for atom in members)
        yield _Run(run, at, end, members)
        at = end


def _touches(run: _Run, edit: Edit) -> bool:
    """Whether an edit changes the run's own text, or falls between its characters."""
    if edit.new_start < edit.new_end:
        return edit.new_start < run.end and run.start < edit.new_end
    return run.start < edit.new_start < run.end


def _borders(edits: Sequence[Edit], looks: Sequence[Look], start: int, end: int) -> Iterator[int]:
    """Where in a stretch changes begin and end."""
    spans = (*((edit.new_start, edit.new_end) for edit in edits), *((look.start, look.end) for look in looks))
    yield from (border for span in spans for border in span if start < border < end)


def _kind(at: int, edits: Sequence[Edit], looks: Sequence[Look]) -> _Piece:
    """What became of the character at a place of the newer text."""
    if any(edit.new_start <= at < edit.new_end for edit in edits):
        return _INSERTION
    return next((look for look in looks if look.start <= at < look.end), _STAYED)


def _looks_in(run: _Run, looks: Sequence[Look]) -> list[Look]:
    """How the characters of a run looked; nothing in an equation."""
    if run.element.tag != RUN:
        return []
    return [look for look in looks if look.start < run.end and run.start < look.end]
