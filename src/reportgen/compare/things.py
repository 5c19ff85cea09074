"""Pictures, charts, equations and other objects of two versions: which came, went, or show something else.

A picture is told by its bytes, a chart by its values, an equation by its symbols; then by the description that
screen readers read, by its caption, and by its place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from ..model.comparison import FORMULA, OBJECT, PICTURE, Fate, Thing, ThingChange
from ..model.values import dataclass
from ..ooxml.stories import W
from .blocks import Atom, Paragraph, atoms
from .formats import kept
from .passages import SIGNS, Passage
from .word_file import WordFile
from .words import Edit

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"

_NAMED = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_BOX = f"{W}txbxContent"
_REFERS = (f"{_R}embed", f"{_R}link", f"{_R}id", f"{_R}pict")
_OBJECTS = frozenset((PICTURE, OBJECT))
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """An object in one version: `identity` is what it shows, `told` its description, `name` what a person calls it."""

    kind: Thing
    identity: tuple[str, ...]
    told: str
    caption: str
    name: str
    place: str


def thing_changes(old: WordFile, new: WordFile) -> tuple[ThingChange, ...]:
    """What changed in the reading order of the new version, then what is gone."""
    olds, news = (list(_things(file)) for file in (old, new))
    pairs = _pairs(olds, news)
    changes: list[ThingChange] = []
    for number, item in enumerate(news):
        before = pairs.get(number)
        if before is None:
            changes.append(_change(Fate.ADDED, item))
        elif _differs(olds[before], item):
            changes.append(_change(Fate.CHANGED, item))
    kept = set(pairs.values())
    changes += (_change(Fate.REMOVED, item) for number, item in enumerate(olds) if number not in kept)
    return tuple(changes)


IsOne = Callable[["Element", "Element"], bool]
"""Tells whether an older and a newer text box, or mark of a note, lead to the same passage."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A paragraph of a part of a file."""

    file: WordFile
    part: str
    paragraph: Paragraph


def replaced(old: Spot, new: Spot, edits: Sequence[Edit], is_one: IsOne) -> list[Edit]:
    """The edits of a paragraph with one for each object that stands where another one stood.

    `is_one` tells it of text boxes and of marks of notes, which are compared by what they lead to.
    """
    befores, afters = _by_place(old), _by_place(new)
    more = [
        Edit(at, at + 1, at + shift, at + shift + 1)
        for start, stop, shift in kept(edits, len(old.paragraph.text))
        for at in (range(start, stop) if befores else ())
        if at in befores and at + shift in afters and _is_other(befores[at], afters[at + shift], is_one)
    ]
    return _without_neighbours(sorted((*edits, *more))) if more else list(edits)


def _without_neighbours(edits: Sequence[Edit]) -> list[Edit]:
    """Edits in order, those that touch each other as one."""
    joined: list[Edit] = []
    for edit in edits:
        if joined and (joined[-1].old_end, joined[-1].new_end) == (edit.old_start, edit.new_start):
            before = joined.pop()
            edit = Edit(before.old_start, edit.old_end, before.new_start, edit.new_end)
        joined.append(edit)
    return joined


def _is_other(old: _Found | Element, new: _Found | Element, is_one: IsOne) -> bool:
    if isinstance(old, _Found) or isinstance(new, _Found):
        return not (isinstance(old, _Found) and isinstance(new, _Found)) or _differs(old, new)
    return not is_one(old, new)


def _by_place(spot: Spot) -> dict[int, _Found | Element]:
    """The objects of a paragraph by their place in its text; a text box or mark of a note as its element."""
    found: dict[int, _Found | Element] = {}
    at = 0
    for atom in atoms(spot.paragraph.element) if not SIGNS.isdisjoint(spot.paragraph.text) else ():
        if atom.text in SIGNS:
            found[at] = _thing(spot.file, spot.part, atom, "", "") or atom.element
        at += len(atom.text)
    return found


def _pairs(olds: Sequence[_Found], news: Sequence[_Found]) -> dict[int, int]:
    """Which old one each new one is, by its number."""
    found: dict[int, int] = {}
    keys: tuple[Callable[[_Found], tuple[object, ...]], ...] = (
        lambda item: (item.kind, item.identity, item.caption) if item.identity else (),
        lambda item: (item.kind, item.identity) if item.identity else (),
        lambda item: (item.told,) if item.told else (),
        lambda item: (item.caption,) if item.caption else (),
        lambda item: (item.kind, item.place),
    )
    for key in keys:
        taken = set(found.values())
        waiting: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
        for number, item in enumerate(olds):
            if number not in taken and key(item):
                waiting[key(item)].append(number)
        for number, item in enumerate(news):
            if number not in found and (numbers := waiting.get(key(item))):
                found[number] = numbers.pop(0)
    return found


def _differs(old: _Found, new: _Found) -> bool:
    """Whether a reader sees something else; a chart and the picture of one are compared by what they are told to be."""
    if old.kind is not new.kind:
        return not old.told or old.told != new.told
    return old.identity != new.identity


def _change(fate: Fate, item: _Found) -> ThingChange:
    return ThingChange(fate=fate, kind=item.kind, name=item.name, place=item.place)


def _things(file: WordFile) -> Iterator[_Found]:
    for passage in file.passages:
        captions = _captions(file, passage)
        for (place, atom), caption in zip(passage.anchors(), captions, strict=True):
            thing = _thing(file, passage.part, atom, place, caption)
            if thing is not None:
                yield thing


def _thing(file: WordFile, part: str, atom: Atom, place: str, caption: str) -> _Found | None:
    """What stands in a text and is none; None for text, marks of notes and text boxes."""
    if atom.text == FORMULA:
        return _equation(atom.element, place, caption)
    return _object(file, part, atom.element, place, caption) if atom.text in _OBJECTS else None


def _captions(file: WordFile, passage: Passage) -> Iterator[str]:
    """The caption of each anchor: of a paragraph in a style for captions right below the picture, else right above."""
    blocks = passage.blocks
    for number, block in enumerate(blocks):
        if SIGNS.isdisjoint(block.content):
            continue
        lone = Passage(passage.kind, passage.part, passage.container, [block], [""])
        count = sum(1 for _ in lone.anchors())
        near = (blocks[at] for at in (number + 1, number - 1) if 0 <= at < len(blocks))
        said = (item.text.strip() for item in near if isinstance(item, Paragraph) and file.styles.is_caption(item))
        yield from [next(said, "")] * count


def _equation(element: Element, place: str, caption: str) -> _Found:
    text = "".join(item.text or "" for item in element.iter() if item.tag.endswith("}t"))
    return _Found(kind=Thing.FORMULA, identity=(text,), told="", caption=caption, name=_cut(text), place=place)


def _object(file: WordFile, part: str, element: Element, place: str, caption: str) -> _Found | None:
    """A picture, chart or other object; None for a text box and for a shape that shows nothing of its own."""
    relations = file.relations(part)
    targets = [
        relation
        for item in element.iter()
        for key in _REFERS
        if (relation := relations.get(item.get(key, ""))) is not None
    ]
    chart = next(element.iter(f"{_CHART}chart"), None)
    kind = Thing.OBJECT
    identity: tuple[str, ...] = ()
    if chart is not None:
        kind = Thing.CHART
        identity = tuple(value for item in targets for value in _values(file, item.target))
    elif targets:
        is_picture = element.tag != f"{W}object" and not any(item.kind.endswith("/oleObject") for item in targets)
        kind = Thing.PICTURE if is_picture else Thing.OBJECT
        identity = tuple(item.target if item.external else _digest(file, item.target) for item in targets)
    elif next(element.iter(_BOX), None) is not None:
        return None
    else:
        identity = (element.tag, *(value for _, value in sorted(element.items())), "".join(element.itertext()))
    named = next(element.iter(_NAMED), None)
    told = "" if named is None else named.get("descr", "") or named.get("title", "")
    name = caption or told or ("" if named is None else named.get("name", ""))
    return _Found(kind=kind, identity=identity, told=told, caption=caption, name=_cut(name), place=place)


def _values(file: WordFile, part: str) -> Iterator[str]:
    """The names and values that a chart draws."""
    if part in file.package:
        yield from (item.text or "" for item in file.tree(part).iter(f"{_CHART}v"))


def _digest(file: WordFile, part: str) -> str:
    if part not in file.package:
        return part
    packed = file.package.packed(part)
    return f"{packed.crc:08x}-{packed.size}"


def _cut(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"
