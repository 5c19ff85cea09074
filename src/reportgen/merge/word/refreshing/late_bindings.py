"""Bindings of today that say more than their text only when they are asked.

What a build would store now is compared with what a file holds, paragraph by paragraph, as text. Most paragraphs of
an edited document are what they were, and of their figures nobody asks for more than tag, text, place and sentence.
Value, cells and derivation are worked out for all figures of a paragraph when somebody asks for one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

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
        late: LateBinding = _new(LateBinding)
        _set_tag(late, figure.tag)
        _set_text(late, figure.piece.text)
        _set_where(late, where)
        _set_paragraph(late, paragraph)
        _set_sentence(late, sentence)
        _set_row(late, 0)
        _set_column(late, 0)
        _set_number(late, number)
        _set_together(late, together)
        yield late


_new = object.__new__
_set_tag, _set_text, _set_where, _set_paragraph, _set_sentence, _set_row, _set_column = (
    vars(Binding)[name].__set__
    for name in ("tag", "text", "where", "paragraph", "sentence", "table_row", "table_column")
)
_set_number, _set_together = (vars(LateBinding)[name].__set__ for name in ("number", "together"))
