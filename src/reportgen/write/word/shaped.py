"""Contents of one shape as XML: the runs and controls around the figures once, then only the gaps.

`Composition.inlines` asks here first. What the shape alone decides is kept with it, for each look that it is set
in; a content whose figures hold more than plain text goes the way of every other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ...model.document import Inline, Shown
from ...model.shape import Shape, Shaped
from ...model.values import dataclass
from ...ooxml.xml import attribute
from .text import CARE, Look, Remarks, lacks_hanzi, runs

CONTROL = (
    '<w:sdt><w:sdtPr><w:tag w:val="',
    '"/><w:id w:val="',
    '"/><w15:appearance w15:val="hidden"/></w:sdtPr><w:sdtContent>',
    "</w:sdtContent></w:sdt>",
)
"""A content control that nobody sees: around its tag, its id, its content."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Form:
    """The XML of a shape with three gaps `%s` a figure: tag, id, text; None where the words need care.

    `looks` are those of the words and of the figures; they also keep the form's key, the look's id, from being
    given to another.
    """

    xml: str
    looks: Sequence[Look]


def shaped_xml(content: Shaped, look: Look, strong: Callable[[], Look], ident: Callable[[str], int]) -> str | None:
    """The runs of a content, None where its words or figures need more care.

    `strong` gives the look of strong inlines, `ident` a control's id by its tag.
    """
    form: _Form | None = content.shape.kept.get(id(look), _UNKNOWN)
    if form is _UNKNOWN:
        form = content.shape.kept[id(look)] = _made(content.shape, look, strong)
    if form is None:
        return None
    figures = content.figures
    texts = [figure.piece.text for figure in figures]
    tags = [figure.tag for figure in figures]
    joined, tagged = "".join(texts), "".join(tags)
    if CARE.search(joined) is not None or "" in texts or attribute(tagged) is not tagged:
        return None
    if not joined.isascii() and any(lacks_hanzi(joined, one) for one in form.looks):
        return None
    filled: list[object] = []
    for tag, text in zip(tags, texts, strict=True):
        filled += (tag, ident(tag), text)
    return form.xml % tuple(filled)


_UNKNOWN = _Form("", ())


def _made(shape: Shape, look: Look, strong: Callable[[], Look]) -> _Form | None:
    looks: dict[int, Look] = {id(look): look}
    pieces: list[str] = []
    remarks = Remarks()
    for inline in shape.first:
        own = strong() if _is_strong(inline) else look
        looks[id(own)] = own
        if isinstance(inline, Shown):
            opening, ending, content, closing = CONTROL
            pieces.append(f"{opening}%s{ending}%s{content}{own.plain}<w:t>%s</w:t></w:r>{closing}")
        else:
            pieces.append(runs(inline.text, own, remarks).replace("%", "%%"))
    return None if remarks.diagnostics else _Form("".join(pieces), tuple(looks.values()))


def _is_strong(inline: Inline) -> bool:
    return getattr(inline, "strong", False)
