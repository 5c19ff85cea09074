"""The blocks of one story with tracked changes: paragraphs and tables that came, went, or changed.

`tracked` hands in the blocks of both versions, passage by passage; which is which is told by `compare.align`.

Source: ISO/IEC 29500-1, 17.13.5 (revisions; 17.13.5.16, inserted rows).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from ....compare.align import Step, align
from ....compare.blocks import Block, Paragraph, Row, Table
from ....compare.words import Edit
from ....ooxml.stories import W
from ..foreign import RELATION
from ..markup import Names, Track, names_at
from ..story import Splices, Story
from .accepted import Theirs
from .deleted import Deleted, Known
from .inside import put_first, put_last
from .tracked_looks import Looks
from .tracked_paragraph import TrackedParagraphs
from .tracked_tables import TrackedTables

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Edits = Callable[[Paragraph, str, Paragraph], Sequence[Edit]]
_ROW_PROPERTIES = f"{W}trPr"
_NOT_IN_BEFORE = frozenset(
    f"{W}{name}" for name in ("headerReference", "footerReference", "printerSettings", "sectPrChange")
)
"""What belongs to a section and not to what it was before, or leads to a part of the older file."""


class BlockMarks:
    """The marks of one story; `left` counts what of the old version could not come along."""

    def __init__(
        self,
        story: Story,
        track: Track,
        known: Known,
        looks: Looks,
        carry: Callable[[Element, str], str],
        edits: Edits,
        theirs: Theirs,
    ) -> None:
        """Marks for a story; `carry` brings an object of the older file along, and gives its markup.

        `edits` tells what makes one paragraph of the other, the older one of that part; `theirs` tells
        which changes somebody else made.
        """
        self._story = story
        self._splices = Splices(story.data)
        self._track = track
        self.names: Names = names_at(story, story.root)
        self._paragraphs = TrackedParagraphs(story, self._splices, track, self.names, theirs)
        self._looks = looks
        self._edits = edits
        self.deleted = Deleted(track, self.names, known, carry, theirs.went)
        self._formatting = TrackedTables(story, self._splices, track, self.names, self.deleted)
        self._theirs = theirs

    @property
    def left(self) -> int:
        """What of the old version could not come along."""
        return self.deleted.left

    def result(self) -> bytes | None:
        """The part with its marks, None where there is none."""
        self._paragraphs.finish()
        return self._splices.result() if self._splices else None

    def add(self, made: str) -> None:
        """Put markup at the end of the story."""
        self._splices.insert(self._story.span(self._story.root).content_end, made.encode())

    def refer(self, section: Element, name: str, kind: str, ident: str) -> None:
        """Let a section refer to a header or footer of a kind of pages."""
        prefix = self.names.attribute_prefix
        made = (
            f'<{self.names.tag(name)}{self.names.declared} {prefix}type="{kind}"'
            f' xmlns:r="{RELATION[1:-1]}" r:id="{ident}"/>'
        )
        put_first(self._story, self._splices, section, made)

    def pages(self, old: Element, new: Element) -> None:
        """Mark that a section had other properties."""
        tag, inner = self.names.tag("sectPr"), self.deleted.children(old, leaving=_NOT_IN_BEFORE)
        before = f"<{tag}{self.names.declared}>{inner}</{tag}>"
        put_last(self._story, self._splices, new, self._track.around("sectPrChange", before, self.names))

    def container(self, old: Sequence[Block], new: Sequence[Block], element: Element) -> None:
        """Mark what changed in a body, cell or note."""
        steps: list[Step] = []
        ends: dict[int, Step] = {}
        for stretch in _stretches(align([block.key for block in old], [block.key for block in new]), old, new):
            paired = _with_ends_paired(stretch)
            steps += paired
            if (shift := _shift(paired, new)) is not None:
                ends[len(steps) - 1] = shift
        elements, behind = [block.element for block in new], _behind(steps)
        for number, step in enumerate(steps):
            shift = ends.get(number)
            if step.new is None and step.old is not None:
                made = self._gone(old[step.old], None if shift is None else elements[shift.new or 0])
                self._put(made, elements, behind[number], element)
            elif step.new is not None and step.old is None:
                self._insert(new[step.new], mark=shift is None)
            elif step.old is not None and step.new is not None:
                self._pair(old[step.old], new[step.new])
        for number, shift in ends.items():
            last = None if steps[number].new is None else elements[steps[number].new or 0]
            self._shift_end(old[shift.old or 0].element, elements[shift.new or 0], last)

    def _shift_end(self, old: Element, new: Element, last: Element | None) -> None:
        """Let the end of a paragraph stand for that of the `last` one behind it, which came; None where one went."""
        self._paragraphs.mark(new, "del" if last is None else "ins")
        # Without what came behind it, the paragraph has the form of the last one: that must be its older one.
        before = None if last is None else self._looks.form_before(old, last, self.deleted)
        if last is not None and before is not None:
            self._paragraphs.had(last, before)

    def _gone(self, block: Block, shift: Element | None) -> str:
        if shift is None or isinstance(block, Table):
            return self.deleted.block(block)
        # The end of the paragraph before is deleted in the place of this one, which then gives both their form.
        own = shift.find(f"{W}pPr")
        look = "" if own is None else "".join(
            self._story.source(child).decode() for child in own if child.tag != f"{W}rPr"
        )  # fmt: skip
        before = self._looks.form_before(block.element, shift, self.deleted)
        if before is not None:
            tag = self.names.tag("pPr")
            inner = f"<{tag}{self.names.declared}>{before}</{tag}>"
            look += self._track.around("pPrChange", inner, self.names)
        return self.deleted.paragraph(block.element, mark=False, properties=look)

    def _insert(self, block: Block, *, mark: bool = True) -> None:
        if isinstance(block, Table):
            for row in block.rows:
                self._insert_row(row)
            return
        self._paragraphs.insert(block.element)
        if mark:
            self._paragraphs.mark(block.element, "ins")

    def _insert_row(self, row: Row) -> None:
        mark = self._track.empty("ins", self.names, self._theirs.of(row.element))
        properties = row.element.find(_ROW_PROPERTIES)
        if properties is not None:
            put_last(self._story, self._splices, properties, mark)
        else:
            exception = row.element.find(f"{W}tblPrEx")
            span = self._story.span(row.element if exception is None else exception)
            at = span.content_start if exception is None else span.end
            tag = self.names.tag("trPr")
            self._splices.insert(at, f"<{tag}{self.names.declared}>{mark}</{tag}>".encode())
        for cell in row.cells:
            for block in cell.blocks:
                self._insert(block)

    def _pair(self, old: Block, new: Block) -> None:
        if self._looks.is_same(old, new):
            return
        if isinstance(old, Table) and isinstance(new, Table):
            self._tables(old, new)
        elif isinstance(old, Paragraph) and isinstance(new, Paragraph):
            source, edits = old.element, self._edits(old, self.deleted.origin, new)
            looks = self._looks.of(old.element, new.element, edits, self.deleted)
            self._paragraphs.change(
                new.element, edits, lambda start, end: self.deleted.stretch(source, start, end), looks
            )

    def _tables(self, old: Table, new: Table) -> None:
        steps = align([row.key for row in old.rows], [row.key for row in new.rows])
        if self._looks.table(old, new, steps):
            self._looks.unmarked += not self._formatting.mark(old, new, steps)
        elements, behind = [row.element for row in new.rows], _behind(steps)
        for number, step in enumerate(steps):
            if step.new is None and step.old is not None:
                self._put(self.deleted.row(old.rows[step.old]), elements, behind[number], new.element)
            elif step.new is not None and step.old is None:
                self._insert_row(new.rows[step.new])
            elif step.old is not None and step.new is not None:
                if step.is_equal and self._looks.is_same(old.rows[step.old], new.rows[step.new]):
                    continue
                for one, other in zip(old.rows[step.old].cells, new.rows[step.new].cells, strict=True):
                    self.container(one.blocks, other.blocks, other.element)

    def _put(self, made: str, elements: Sequence[Element], behind: int | None, container: Element) -> None:
        """Put markup before a block or row of the newer version, behind the last one where there is none."""
        story = self._story
        if not elements:
            head = next((child for child in container if child.tag == f"{W}tcPr"), None)
            span = story.span(container if head is None else head)
            self._splices.insert(span.content_start if head is None else span.end, made.encode())
        elif behind is None:
            outer = self._story.outermost(elements[-1], {container})
            self._splices.insert(story.span(outer).end, made.encode())
        else:
            stops = {container} | (set(story.ancestors(elements[behind - 1])) if behind else set())
            outer = self._story.outermost(elements[behind], stops)
            self._splices.insert(story.span(outer).start, made.encode())


def _behind(steps: Sequence[Step]) -> list[int | None]:
    """For each step the next block or row of the newer version, None behind the last."""
    found: list[int | None] = []
    behind: int | None = None
    for step in reversed(steps):
        behind = behind if step.new is None else step.new
        found.append(behind)
    return found[::-1]


def _stretches(steps: Sequence[Step], old: Sequence[Block], new: Sequence[Block]) -> Iterator[list[Step]]:
    """The steps in stretches of paragraphs, and each table by itself.

    The end of a body or cell is the end of its last paragraph, which can neither come nor go. Nor should one right
    before a table: LibreOffice 7.4 takes the whole table along.
    """
    stretch: list[Step] = []
    for step in steps:
        block = new[step.new] if step.new is not None else old[step.old or 0]
        if isinstance(block, Table):
            if stretch:
                yield stretch
            yield [step]
            stretch = []
        else:
            stretch.append(step)
    if stretch:
        yield stretch


def _with_ends_paired(steps: list[Step]) -> list[Step]:
    """The steps of a stretch with its last paragraphs paired, where both versions end with unpaired ones."""
    last = max((number for number, step in enumerate(steps) if None not in (step.old, step.new)), default=-1)
    gone = [step for step in steps[last + 1 :] if step.old is not None]
    come = [step for step in steps[last + 1 :] if step.new is not None]
    if not gone or not come:
        return steps
    return [*steps[: last + 1], *gone[:-1], *come[:-1], Step(gone[-1].old, come[-1].new)]


def _shift(steps: Sequence[Step], new: Sequence[Block]) -> Step | None:
    """The pair of paragraphs whose end stands for that of the last one, where a stretch gained or lost at its end."""
    kept = max((number for number, step in enumerate(steps) if None not in (step.old, step.new)), default=-1)
    if kept < 0 or kept == len(steps) - 1:
        return None
    before = new[steps[kept].new or 0]
    return steps[kept] if before.element.find(f"{W}pPr/{W}sectPr") is None else None
