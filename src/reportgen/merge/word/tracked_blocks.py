"""The blocks of one story with tracked changes: paragraphs and tables that came, went, or changed.

`tracked` hands in the blocks of both versions, passage by passage; which is which is told by `compare.align`.

Source: ISO/IEC 29500-1, 17.13.5 (revisions; 17.13.5.16, inserted rows).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ...compare.align import Step, align
from ...compare.blocks import PARAGRAPH, Block, Paragraph, Row, Table, deleted_texts, text_of
from ...compare.words import Edit
from ...ooxml.stories import W
from .deleted import Deleted, Known
from .foreign import RELATION
from .inside import put_first, put_last
from .markup import Names, Track, names_at
from .story import Splices, Story
from .tracked_looks import Looks
from .tracked_paragraph import TrackedParagraphs
from .tracked_tables import TrackedTables

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Edits = Callable[[Paragraph, str, Paragraph], Sequence[Edit]]
_ROW_PROPERTIES = f"{W}trPr"


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
        theirs: Counter[str],
    ) -> None:
        """Marks for a story; `carry` brings an object of the older file along, and gives its markup.

        `edits` tells what makes one paragraph of the other, the older one of that part; `theirs` are the paragraphs
        that somebody deleted there before, as `deleted_paragraphs` gives them.
        """
        self._story = story
        self._splices = Splices(story.data)
        self._track = track
        self.names: Names = names_at(story, story.root)
        self._paragraphs = TrackedParagraphs(story, self._splices, track, self.names)
        self._looks = looks
        self._edits = edits
        self.deleted = Deleted(track, self.names, known, carry)
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

    def container(self, old: Sequence[Block], new: Sequence[Block], element: Element) -> None:
        """Mark what changed in a body, cell or note."""
        steps = _with_ends_paired(align([block.key for block in old], [block.key for block in new]), old, new)
        shift = _shift(steps, old, new)
        elements, behind = [block.element for block in new], _behind(steps)
        for number, step in enumerate(steps):
            if step.new is None and step.old is not None and not self._is_shown(old[step.old]):
                made = self._gone(old[step.old], shift, is_last=number == len(steps) - 1)
                self._put(made, elements, behind[number], element)
            elif step.new is not None and step.old is None:
                is_last = shift is not None and number == len(steps) - 1
                self._insert(new[step.new], mark=not is_last)
            elif step.old is not None and step.new is not None:
                self._pair(old[step.old], new[step.new])
        if shift is not None:
            self._shift_end(shift, steps, old, new)

    def _shift_end(self, shift: Paragraph, steps: Sequence[Step], old: Sequence[Block], new: Sequence[Block]) -> None:
        """Let the end of a paragraph stand for that of the last one, which came or went."""
        is_new = steps[-1].old is None
        self._paragraphs.mark(shift.element, "ins" if is_new else "del")
        if is_new:
            # Without what came behind it, the paragraph has the form of the last one: that must be its older one.
            paired = next(step.old for step in reversed(steps) if step.old is not None)
            last = new[-1].element
            before = self._looks.form_before(old[paired].element, last, self.deleted)
            if before is not None:
                self._paragraphs.had(last, before)

    def _is_shown(self, block: Block) -> bool:
        """Whether somebody deleted such a paragraph with changes tracked, so that it stands there as deleted."""
        if isinstance(block, Table) or not self._theirs[block.text]:
            return False
        self._theirs[block.text] -= 1
        return True

    def _gone(self, block: Block, shift: Paragraph | None, *, is_last: bool) -> str:
        if shift is None or not is_last or isinstance(block, Table):
            return self.deleted.block(block)
        # The end of the paragraph before is deleted in the place of this one, which then gives both their form.
        own = shift.element.find(f"{W}pPr")
        look = "" if own is None else "".join(
            self._story.source(child).decode() for child in own if child.tag not in (f"{W}rPr", f"{W}pPrChange")
        )  # fmt: skip
        before = self._looks.form_before(block.element, shift.element, self.deleted)
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
        mark = self._track.empty("ins", self.names)
        properties = row.element.find(_ROW_PROPERTIES)
        if properties is not None:
            if properties.find(f"{W}ins") is not None:
                return  # somebody tracks this row already
            put_last(self._story, self._splices, properties, mark, before=f"{W}trPrChange")
        else:
            exception = row.element.find(f"{W}tblPrEx")
            span = self._story.span(row.element if exception is None else exception)
            at = span.content_start if exception is None else span.end
            tag = self.names.tag("trPr")
            self._splices.insert(at, f"<{tag}{self.names.declared}>{mark}</{tag}>".encode())
        for cell in row.cells:
            for block in cell.blocks:
                self._insert(block, mark=False)

    def _pair(self, old: Block, new: Block) -> None:
        if self._looks.is_same(old, new):
            return
        if isinstance(old, Table) and isinstance(new, Table):
            self._tables(old, new)
        elif isinstance(old, Paragraph) and isinstance(new, Paragraph):
            source, edits = old.element, self._edits(old, self.deleted.origin, new)
            looks = self._looks.of(old.element, new.element, edits, self.deleted)
            self._paragraphs.change(
                new.element, old.text, edits, lambda start, end: self.deleted.stretch(source, start, end), looks
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


def deleted_paragraphs(root: Element) -> Counter[str]:
    """The texts of the paragraphs that somebody deleted whole with changes tracked, and how many have each."""
    return Counter(
        "".join(text for _, text in deleted_texts(paragraph))
        for paragraph in root.iter(PARAGRAPH)
        if paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None and not text_of(paragraph)
    )


def _behind(steps: Sequence[Step]) -> list[int | None]:
    """For each step the next block or row of the newer version, None behind the last."""
    found: list[int | None] = []
    behind: int | None = None
    for step in reversed(steps):
        behind = behind if step.new is None else step.new
        found.append(behind)
    return found[::-1]


def _with_ends_paired(steps: list[Step], old: Sequence[Block], new: Sequence[Block]) -> list[Step]:
    """The steps with the last paragraphs of both versions paired, where both end with unpaired ones.

    The end of a body or cell is the end of its last paragraph, which can neither come nor go.
    """
    last = max((number for number, step in enumerate(steps) if None not in (step.old, step.new)), default=-1)
    gone = [step for step in steps[last + 1 :] if step.old is not None]
    come = [step for step in steps[last + 1 :] if step.new is not None]
    if not gone or not come or gone[-1].old is None or come[-1].new is None:
        return steps
    if isinstance(old[gone[-1].old], Table) or isinstance(new[come[-1].new], Table):
        return steps
    return [*steps[: last + 1], *gone[:-1], *come[:-1], Step(gone[-1].old, come[-1].new)]


def _shift(steps: Sequence[Step], old: Sequence[Block], new: Sequence[Block]) -> Paragraph | None:
    """The paragraph whose end stands for that of the last one, where a body or cell only gained or lost at its end."""
    kept = max((number for number, step in enumerate(steps) if None not in (step.old, step.new)), default=-1)
    tail = steps[kept + 1 :]
    before = new[steps[kept].new or 0] if kept >= 0 and tail else None
    blocks = [old[step.old] if step.old is not None else new[step.new or 0] for step in tail]
    if not isinstance(before, Paragraph) or any(isinstance(block, Table) for block in blocks):
        return None
    return None if before.element.find(f"{W}pPr/{W}sectPr") is not None else before
