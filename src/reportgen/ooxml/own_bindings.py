"""The part of bindings as `bindings` writes it, read without a tree: in 40 % of the time.

`bindings` asks here first. Word and WPS keep the part byte for byte; one that another program wrote anew, or that
somebody changed, is not known here and goes to the parser. What is read here reads the same there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from ..model.binding import Binding

_CHARACTERS = r'[^"<>\x00-\x1f\ufffe\uffff]*'
_OPTIONAL = ("unit", "period", "derivation", "wording", "template", "sentence")
_COUNTED = ("paragraph", "table-row", "table-column")
# As text, so that `re` compiles it only where a part is read.
_ELEMENT = (
    f'<binding tag="({_CHARACTERS})" text="({_CHARACTERS})" value="({_CHARACTERS})"'
    + "".join(f'(?: {name}="({_CHARACTERS})")?' for name in _OPTIONAL)
    + "".join(f'(?: {name}="([0-9]{{1,7}})")?' for name in _COUNTED)
    + f'(?: written="({_CHARACTERS})")?>((?:<cell v="{_CHARACTERS}"/>)*)((?:<at v="{_CHARACTERS}"/>)*)</binding>'
    + r"|(<column [^\0]*?</column>|<(?:origin|unit|words) [^<>]*/>)"
)
_TAGGED = '<binding tag="'
_CELL, _AT, _CLOSE = '<cell v="', '<at v="', '"/>'
_ENTITIES: Mapping[str, str] = {
    "&amp;": "&",
    "&lt;": "<",
    "&gt;": ">",
    "&quot;": '"',
    "&#9;": "\t",
    "&#10;": "\n",
    "&#13;": "\r",
}
_ENTITY = "&[a-z0-9#]*;?"


Run = Sequence[tuple[Binding, str]]
"""Bindings that are known before anything is read, each with its element, in the order in which they stand."""


def own_elements(
    data: bytes, head: str, tail: str, known: Mapping[str, Run] | None = None
) -> list[tuple[Binding | None, str]] | None:
    """The elements of a part with their texts, None in the place of a binding for all others.

    `known` are runs by the tag of their first binding. None in all for a part that is not wholly as we write it
    between `head` and `tail`.
    """
    try:
        part = data.decode()
    except UnicodeDecodeError:
        return None
    if not (part.startswith(head) and part.endswith(tail)):
        return None
    try:
        found = list(_elements(part, len(head), known or {}))
    except KeyError:  # an entity that we do not write
        return None
    length = sum([len(element) for _, element in found])
    return found if len(head) + length + len(tail) == len(part) else None


def _elements(part: str, start: int, known: Mapping[str, Run]) -> Iterator[tuple[Binding | None, str]]:
    """The elements from `start` on, as far as nothing unknown stands between them."""
    match, escaped = re.compile(_ELEMENT).match, "&" in part
    places: dict[str, tuple[str, ...]] = {}
    while True:
        if known and part.startswith(_TAGGED, start):
            at = start + len(_TAGGED)
            end = start
            for binding, element in known.get(part[at : part.find('"', at)], ()):
                if not part.startswith(element, end):
                    break
                yield binding, element
                end += len(element)
            if end > start:
                start = end
                continue
        found = match(part, start)
        if found is None:
            return
        element, groups = found[0], found.groups("")
        start = found.end()
        yield (None if groups[-1] else _binding(groups, places, escaped=escaped and "&" in element)), element


def _binding(groups: Sequence[str], places: dict[str, tuple[str, ...]], *, escaped: bool) -> Binding:
    """The binding of what the expression found; KeyError for an unknown entity.

    `places` are those that were read before, for all figures of a paragraph stand in one.
    """
    cells = _listed(groups[13], _CELL)
    where = places.get(groups[14])
    if where is None:
        where = places[groups[14]] = _unescaped(_listed(groups[14], _AT))
    if escaped:
        groups, cells = _unescaped(groups), _unescaped(cells)
    tag, shown, value, unit, period, derivation, wording, template, sentence, *others = groups
    paragraph, row, column, written, _, _, _ = others
    return Binding(
        tag=tag,
        text=shown,
        value=value,
        unit=unit,
        period=period,
        derivation=derivation,
        wording=wording,
        template=template,
        sentence=sentence,
        cells=cells,
        where=where,
        paragraph=int(paragraph) if paragraph else 0,
        table_row=int(row) if row else 0,
        table_column=int(column) if column else 0,
        written=written,
    )


def _listed(elements: str, opening: str) -> tuple[str, ...]:
    """The values of elements that stand one behind the other."""
    return tuple(elements[len(opening) : -len(_CLOSE)].split(_CLOSE + opening)) if elements else ()


def _unescaped(values: Sequence[str]) -> tuple[str, ...]:
    return tuple([re.sub(_ENTITY, lambda found: _ENTITIES[found[0]], value) for value in values])
