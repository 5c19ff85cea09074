"""The bindings of all drafts as those of one document, in its order and under the names that things have there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from ....model.binding import Binding, ColumnBinding
from ....model.document import ReferenceKind
from ....model.numbering import NUMBERING_TAG, numbering_tag
from ....model.owner import Owner
from ....model.values import replace
from ....ooxml.bindings import NAMESPACE, PART, Stored, bindings_part, stored_in, to_xml
from ....ooxml.plain_words import words_in
from ....ooxml.xml import attribute
from .captions import Key
from .draft import Draft
from .ids import OwnIds
from .numbers import Numbers
from .sections import Chunk, bare_title
from .source import Source
from .target import Target

if TYPE_CHECKING:
    from collections.abc import Mapping

_TITLE = "标题"
_FRAME = (_TITLE, "落款")
"""Where the bindings of what the frame has say that they stand."""

_ORIGIN = f"{{{NAMESPACE}}}origin"
_END = "</bindings>"
_KINDS = {kind.value: kind for kind in ReferenceKind}


def merge_bindings(
    target: Target, chunks: Sequence[Chunk], numbers: Numbers, ids: Mapping[int, OwnIds], *, drafts: Sequence[Draft]
) -> None:
    """Write the bindings of the frame and of all drafts into the document's part."""
    if PART not in target.frame.package:
        return
    frame = stored_in(target.frame.package.read(PART), target.frame.file)
    title = [item for item in frame if item.where[:1] == (_TITLE,)]
    rest = [item for item in frame if item.where[:1] != (_TITLE,)]
    placed: list[tuple[int, Stored]] = []
    owners: dict[str, Owner] = {}
    for draft in drafts:
        renewed = _Renewed(draft, chunks, numbers, ids[id(draft)])
        placed += renewed.items()
        for owner in renewed.owners():
            known = owners.get(owner.name, owner)
            owners[owner.name] = replace(known, tags={**known.tags, **owner.tags})
    between = [item for _, item in sorted(placed, key=lambda pair: pair[0])]
    listed = sorted((*title, *between, *rest), key=_is_numbering)  # behind all others, as the Word writer has them
    sources = (target.frame, *(draft.source for draft in drafts))
    words = sum((words_in(_part(source)) for source in sources), Counter[str]())
    pieces = list(to_xml(listed, owners=owners.values(), words=words))
    origins = dict.fromkeys(origin for source in sources for origin in _origins(source))
    target.put(PART, "".join([*pieces[:-1], *origins, _END]).encode())


class _Renewed:
    """The bindings of one draft."""

    def __init__(self, draft: Draft, chunks: Sequence[Chunk], numbers: Numbers, ids: OwnIds) -> None:
        self._draft, self._numbers, self._ids = draft, numbers, ids
        self._own = [(position, chunk) for position, chunk in enumerate(chunks) if chunk.draft is draft]
        self._titles: dict[str, int] = {}
        for position, chunk in self._own:
            self._titles.setdefault(chunk.title, position)
            self._titles.setdefault(chunk.written, position)
        self._chunks = dict(self._own)
        self._tags: dict[str, str] = {}

    def items(self) -> Iterator[tuple[int, Stored]]:
        """Each binding under its new names, with the position of its section."""
        for item in self._draft.stored:
            if item.where[:1] and item.where[0] in _FRAME:
                continue
            position = self._position(item)
            if isinstance(item, ColumnBinding) or not item.tag.startswith(NUMBERING_TAG):
                yield position, self._moved(item, position)
            elif (numbering := self._numbering(item, position)) is not None:
                yield position, numbering

    def owners(self) -> Iterator[Owner]:
        """The units of the draft with the tags of their figures in the document, after `items` has given these."""
        for owner in self._draft.owners:
            own = owner.tags or {tag: tag for tag in self._tags}
            yield replace(owner, tags={self._tags[tag]: first for tag, first in own.items() if tag in self._tags})

    def _position(self, item: Stored) -> int:
        known = self._titles.get(bare_title(item.where[0])) if item.where else None
        return known if known is not None else self._own[0][0]

    def _moved(self, item: Stored, position: int) -> Stored:
        tag = self._tags[item.tag] = self._ids.tag(item.tag)
        sentence = self._numbers.references.followed(item.sentence, self._draft)
        return replace(item, tag=tag, where=self._where(item.where, position), sentence=sentence)

    def _where(self, where: tuple[str, ...], position: int) -> tuple[str, ...]:
        if not where:
            return where
        chunk, outline = self._chunks[position], self._numbers.outline
        captions = self._numbers.captions.numbers.get(id(self._draft), {})
        trails, below = outline.trails[id(chunk)], where[1:]
        known = next(count for count in range(len(below), -1, -1) if below[:count] in trails)
        trail = [outline.texts.get(id(chunk)) or where[0], *trails[below[:known]]]
        for name in below[known:]:
            key = _key(name)
            new = None if key is None else captions.get(key)
            trail.append(name if key is None or new is None else f"{key[0]}{new}")
        return tuple(trail)

    def _numbering(self, item: Binding, position: int) -> Binding | None:
        """The binding of a caption's number; None where the caption did not come along."""
        key = _key(item.text)
        new = None if key is None else self._numbers.captions.numbers.get(id(self._draft), {}).get(key)
        if key is None or new is None:
            return None
        where = self._where(item.where, position)
        return replace(item, tag=numbering_tag(key[0], new), text=f"{key[0]}{new}", value=str(new), where=where)


def _is_numbering(item: Stored) -> bool:
    return item.tag.startswith(NUMBERING_TAG)


def _key(text: str) -> Key | None:
    kind = _KINDS.get(text[:1])
    return (kind, int(text[1:])) if kind is not None and text[1:].isdecimal() else None


def _part(source: Source) -> bytes:
    """The part of bindings of a file, empty where it has none."""
    name = bindings_part(source.package)
    return b"" if name is None else source.package.read(name)


def _origins(source: Source) -> Iterator[str]:
    """The origins of returned forms in a file, each as it is written."""
    part = _part(source)
    if b"<origin " not in part or b"<!DOCTYPE" in part:
        return
    for node in ET.fromstring(part).iter(_ORIGIN):  # noqa: S314 - without a DTD there are no entities
        inside = "".join(f' {name}="{attribute(value)}"' for name, value in node.attrib.items())
        yield f"<origin{inside}/>"
