"""Bindings of today that say more than their text only when they are asked.

What a build would store now is compared with what a file holds, paragraph by paragraph, as text. Most paragraphs of
an edited document are what they were, and of their figures nobody asks for more than tag, text, place and sentence.
Value, cells and derivation are worked out for all figures of a paragraph when somebody asks for one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ....model.binding import Binding
from ....model.collect import ContentBindings, figure_sentences
from ....model.document import Shown
from ....model.shape import Shaped
from ....ooxml.bindings import content_elements
from ....ooxml.own_bindings import Run


class LateBinding(Binding):
    """A binding like any other; `together` and `number` say where it stands among those of its paragraph."""

    __slots__ = ("number", "together")
    together: _Together
    number: int

    if not TYPE_CHECKING:
        # Set by assignment, in half the time of the setters, as long as both are those of any object (Python 3.11).
        __setattr__, __delattr__ = object.__setattr__, object.__delattr__

        def __getattr__(self, name: str) -> object:
            """A field that has not been set."""
            if name not in Binding.__slots__:
                raise AttributeError(name)
            return getattr(self.together.bindings[self.number], name)


class _Together:
    """The bindings of a paragraph, worked out once."""

    def __init__(self, content: ContentBindings) -> None:
        self._content = content

    @cached_property
    def bindings(self) -> tuple[Binding, ...]:
        """All of them, in order."""
        return tuple(self._content)


def run_of(content: ContentBindings) -> Run:
    """The bindings of a heading, paragraph or caption, each with the element that a build would store."""
    inlines = content.content
    if isinstance(inlines, Shaped):
        sentences = figure_sentences(inlines)
        if sentences is not None:
            elements = content_elements(content, sentences)
            return list(zip(_late(content, inlines.figures, sentences), elements, strict=True))
    return list(zip(content, content_elements(content), strict=True))


def _late(content: ContentBindings, figures: Sequence[Shown], sentences: Sequence[str]) -> Iterator[LateBinding]:
    together = _Together(content)
    where, paragraph = content.where, content.paragraph
    for number, (figure, sentence) in enumerate(zip(figures, sentences, strict=True)):
        late: Any = object.__new__(LateBinding)
        late.tag, late.text, late.sentence = figure.tag, figure.piece.text, sentence
        late.where, late.paragraph = where, paragraph
        late.table_row = late.table_column = 0
        late.number, late.together = number, together
        yield late
