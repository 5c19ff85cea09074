"""Contents of one shape: a line of a template, printed again with other figures.

A loop over projects, and even more a section made for each of 500 towns, gives the same words hundreds of
times. `narrate` gives such contents as `Shaped`, and the steps behind it keep with the shape what the words
alone decide: the XML around the gaps, the sentences, what there is to say about the words. Whoever does not
know about shapes sees a tuple of inlines like any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .document import Inline, Shown, Text
from .values import dataclass

_MOST = 2048
_known: dict[tuple[object, ...], Shape] = {}


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Shape:
    """What contents have in common that differ in their figures only: words, styles, places, wordings.

    `first` is the first of them, with its `gaps`, the positions of its figures. `kept` is what somebody worked
    out from the shape and needs again, by a key of his own; it must not hold for less than all contents.
    """

    first: tuple[Inline, ...]
    gaps: tuple[int, ...]
    kept: dict[Any, Any]

    def with_gaps(self, gap: str) -> str:
        """The words, `gap` standing for each figure."""
        return "".join(gap if type(inline) is Shown else inline.text for inline in self.first)


class Shaped(tuple[Inline, ...]):
    """Inlines that know their shape, and which of them are figures."""

    shape: Shape
    figures: Sequence[Shown]


def shaped(content: Sequence[Inline]) -> tuple[Inline, ...]:
    """The inlines with their shape; as they are where a footnote or a reference is among them.

    Those have numbers, which the document gives, not the line.
    """
    key: list[object] = []
    figures: list[Shown] = []
    for inline in content:
        if type(inline) is Text:
            key += (inline.text, inline.strong)
        elif type(inline) is Shown and inline.piece.shows is not None:
            # By identity: each expression of a template has a place of its own, and the shape holds it.
            key += (id(inline.place), inline.piece.wording, inline.strong)
            figures.append(inline)
        else:
            return tuple(content)
    return _with_shape(tuple(key), content, figures)


def shaped_line(words: tuple[str, ...], content: Sequence[Inline], figures: Sequence[Shown]) -> Shaped:
    """The same for a content of plain words between figures, given also its words and its figures."""
    return _with_shape((words, *[(id(shown.place), shown.piece.wording) for shown in figures]), content, figures)


def _with_shape(key: tuple[object, ...], content: Sequence[Inline], figures: Sequence[Shown]) -> Shaped:
    found = _known.get(key)
    made = Shaped(content)
    if found is None:
        if len(_known) >= _MOST:
            _known.clear()
        gaps = tuple(at for at, inline in enumerate(content) if type(inline) is Shown)
        found = _known[key] = Shape(tuple(content), gaps, {})
    made.shape, made.figures = found, figures
    return made
