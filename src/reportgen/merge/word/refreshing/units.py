"""What stands by itself in a Word file, as today's report has it: paragraphs, headings, tables, charts."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from ....model.document import Block, Heading, Inline, Paragraph, Section, Shown, text_of
from ....model.run_in import stop_behind, with_headings
from ....model.values import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """What stands by itself in Word: a block, or a paragraph with the heading that runs into it."""

    block: Block
    run_in: Heading | None = None

    @property
    def content(self) -> tuple[Inline, ...]:
        """Its inlines; those of a caption for a table or a chart."""
        own = self.block.content if isinstance(self.block, (Heading, Paragraph)) else ()
        return (*self.run_in.content, *own) if self.run_in else own

    @property
    def heading(self) -> str:
        """The heading as it reads, empty for none."""
        heading = self.run_in or (self.block if isinstance(self.block, Heading) else None)
        text = "" if heading is None else heading.number + text_of(heading.content)
        return text if self.run_in is None else text + stop_behind(self.run_in)

    @property
    def text(self) -> str:
        """How it reads."""
        return self.heading + (text_of(self.block.content) if isinstance(self.block, Paragraph) else "")

    @property
    def tags(self) -> list[str]:
        """The tags of its figures, without those of footnotes."""
        return [inline.tag for inline in self.content if isinstance(inline, Shown) and inline.piece.shows is not None]

    @property
    def is_plain(self) -> bool:
        """Whether it is a paragraph of body text by itself."""
        return isinstance(self.block, Paragraph) and self.run_in is None


def units_of(section: Section) -> Iterator[Unit]:
    """The units of a section."""
    return itertools.starmap(Unit, with_headings(section.blocks))
