"""What a Word file says, passage by passage: its body, headers and footers, notes, and text boxes.

A passage is a list of blocks that flows by itself. `pairs` tells which passage of one version is which of the
other; whoever lists changes, and whoever marks them, goes through the same pairs.

Source: ISO/IEC 29500-1, 17.10 (headers and footers), 17.11 (notes), 17.17.1 (text box content); part 3, 10
(AlternateContent).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import count
from typing import TYPE_CHECKING

from ..model.comparison import FORMULA, NOTE, OBJECT, PICTURE
from ..model.place import ARROW
from ..model.values import dataclass, field
from ..ooxml.stories import W
from .align import align
from .blocks import ALTERNATE, Atom, Block, Table, atoms, blocks_in
from .places import places

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from .word_file import WordFile

MAIN = "word/document.xml"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BOX = f"{W}txbxContent"
SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")
SIGNS = frozenset((PICTURE, NOTE, OBJECT, FORMULA))
"""What stands in a text for what is none."""


class Kind(StrEnum):
    """What a passage is, as its place says."""

    BODY = "正文"
    HEADER = "页眉"
    FOOTER = "页脚"
    FOOTNOTE = "脚注"
    ENDNOTE = "尾注"
    BOX = "文本框"


_PAGES = {"first": "首页", "even": "偶数页"}
_NOTES = {f"{W}footnoteReference": Kind.FOOTNOTE, f"{W}endnoteReference": Kind.ENDNOTE}
NOTE_TAGS = {Kind.FOOTNOTE: "footnote", Kind.ENDNOTE: "endnote"}
_IN_ORDER = frozenset((Kind.BODY, Kind.HEADER, Kind.FOOTER, Kind.BOX))
"""What is known again by its order too, however much its text changed; a note goes with its mark."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Passage:
    """Blocks that flow by themselves, each with its place.

    `pages` are those of a header, as its place says them. `twins` are copies of a text box for older programs.
    """

    kind: Kind
    part: str
    container: Element
    blocks: Sequence[Block]
    places: Sequence[str]
    pages: str = ""
    twins: Sequence[Element] = field(default=())

    @property
    def role(self) -> str:
        """What it is aligned within."""
        return f"{self.pages}{self.kind}"

    @property
    def content(self) -> str:
        """What it says."""
        return "".join(block.content for block in self.blocks)

    def anchors(self) -> Iterator[tuple[str, Atom]]:
        """Pictures, marks of notes and other objects in it, with their places."""
        yield from _anchors(self.blocks, self.places)


Pair = tuple[Passage | None, Passage | None]


def pairs(old: Sequence[Passage], new: Sequence[Passage]) -> Iterator[Pair]:
    """Which passage of the new version is which of the old one; None where the other version has none."""
    roles = dict.fromkeys(item.role for item in (*new, *old))
    for role in roles:
        olds, news = ([item for item in side if item.role == role] for side in (old, new))
        yield from _paired(olds, news)


def _paired(olds: Sequence[Passage], news: Sequence[Passage]) -> Iterator[Pair]:
    gone: list[Passage] = []
    come: list[Passage] = []
    for step in align([(item.role, item.content) for item in olds], [(item.role, item.content) for item in news]):
        if step.old is not None and step.new is not None:
            yield from _left(gone, come)
            gone, come = [], []
            yield olds[step.old], news[step.new]
        elif step.old is not None:
            gone.append(olds[step.old])
        elif step.new is not None:
            come.append(news[step.new])
    yield from _left(gone, come)


def _left(gone: Sequence[Passage], come: Sequence[Passage]) -> Iterator[Pair]:
    """What stands between two known pairs, in order where that tells."""
    kinds = {item.kind for item in (*gone, *come)}
    common = min(len(gone), len(come)) if kinds <= _IN_ORDER else 0
    yield from zip(gone[:common], come[:common], strict=True)
    yield from ((item, None) for item in gone[common:])
    yield from ((None, item) for item in come[common:])


def passages_of(file: WordFile) -> Iterator[Passage]:
    """The passages of a file, the body first."""
    body = file.tree(MAIN).find(f"{W}body")
    if body is None:
        return
    blocks = blocks_in(body)
    main = Passage(Kind.BODY, MAIN, body, blocks, list(places(blocks, file.styles)))
    outside = [main, *_headers(file, body), *_notes(file, main)]
    boxes = count(1)
    for passage in outside:
        yield passage
        yield from _boxes(passage, boxes)


def _headers(file: WordFile, body: Element) -> Iterator[Passage]:
    """Headers and footers in the order of the sections that they belong to, each once."""
    seen: set[str] = set()
    numbers: dict[str, int] = {}
    relations = file.relations(MAIN)
    for item in (item for section in body.iter(f"{W}sectPr") for item in section):
        kind = {f"{W}headerReference": Kind.HEADER, f"{W}footerReference": Kind.FOOTER}.get(item.tag)
        relation = relations.get(item.get(_RELATION, "")) if kind else None
        if kind is None or relation is None or relation.target in seen or relation.target not in file.package:
            continue
        seen.add(relation.target)
        pages = _PAGES.get(item.get(f"{W}type", ""), "")
        name = f"{pages}{kind}"
        numbers[name] = numbers.get(name, 0) + 1
        place = name if numbers[name] == 1 else f"{name}{numbers[name]}"
        yield _passage(kind, relation.target, file.tree(relation.target), place, pages=pages)


def _notes(file: WordFile, main: Passage) -> Iterator[Passage]:
    """The notes in the order of their marks in the body, numbered so."""
    found: dict[Kind, dict[str, Element]] = {}
    parts: dict[Kind, str] = {}
    numbers: dict[Kind, int] = {}
    for place, atom in main.anchors():
        kind = _NOTES.get(atom.element.tag)
        if kind is None:
            continue
        if kind not in found:
            parts[kind] = file.part(f"{NOTE_TAGS[kind]}s") or ""
            found[kind] = {} if not parts[kind] else dict(_notes_in(file.tree(parts[kind]), kind))
        note = found[kind].pop(atom.element.get(f"{W}id", ""), None)
        numbers[kind] = numbers.get(kind, 0) + 1
        if note is not None:
            yield _passage(kind, parts[kind], note, f"{place}{ARROW}{kind}{numbers[kind]}")


def _notes_in(root: Element, kind: Kind) -> Iterator[tuple[str, Element]]:
    """The notes of a part by id, without the lines that part them from the text."""
    for note in root.iter(f"{W}{NOTE_TAGS[kind]}"):
        if note.get(f"{W}type") not in SEPARATORS:
            yield note.get(f"{W}id", ""), note


def _boxes(passage: Passage, numbers: Iterator[int]) -> Iterator[Passage]:
    for place, atom in passage.anchors():
        shown, older = versions_of(atom.element)
        twins = list(older) if len(older) == len(shown) else [None] * len(shown)
        for box, twin in zip(shown, twins, strict=True):
            where = f"{place}{ARROW}{Kind.BOX}{next(numbers)}"
            yield _passage(Kind.BOX, passage.part, box, where, twins=() if twin is None else (twin,))


def versions_of(element: Element) -> tuple[list[Element], list[Element]]:
    """The text boxes of a drawing, and their copies for programs that cannot read it."""
    if element.tag != ALTERNATE:
        return list(element.iter(_BOX)), []
    choice, fallback = (element.find(f"{_COMPATIBILITY}{name}") for name in ("Choice", "Fallback"))
    shown, older = ([] if side is None else list(side.iter(_BOX)) for side in (choice, fallback))
    return (shown, older) if shown else (older, [])


def _passage(
    kind: Kind, part: str, container: Element, place: str, *, pages: str = "", twins: Sequence[Element] = ()
) -> Passage:
    blocks = blocks_in(container)
    return Passage(kind, part, container, blocks, [place] * len(blocks), pages, twins)


def _anchors(blocks: Sequence[Block], spots: Sequence[str]) -> Iterator[tuple[str, Atom]]:
    for block, place in zip(blocks, spots, strict=True):
        if SIGNS.isdisjoint(block.content):
            continue
        if isinstance(block, Table):
            for cell in (cell for row in block.rows for cell in row.cells):
                yield from _anchors(cell.blocks, [place] * len(cell.blocks))
        else:
            yield from ((place, atom) for atom in atoms(block.element) if atom.text in SIGNS)
