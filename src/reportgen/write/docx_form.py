"""The Word file of a document as a form: made from the first of its kind, filled in for all others.

Documents of one kind differ in their figures and in the rows of their tables. The first is written as every
document is, then once more with a token for each text that a figure decides; what stands between the tokens is
the form. It is kept only where, filled with the first document's own figures, it gives the very bytes of the first
file. A figure whose text could change more than itself is not filled in; such a document is written as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from operator import itemgetter

from ..model.collect import LONGEST_SENTENCE, placed_blocks, sentences_of
from ..model.document import Block, ChartBlock, DataTable, Document, Footnote, Inline, Shown, TableBlock, text_of
from ..model.figure import Fact, Piece
from ..model.late import CellFigure
from ..model.owner import Owner
from ..model.place import ConfigRef
from ..model.values import dataclass, replace
from ..ooxml.content_bindings import cell_facts, figure_facts
from ..ooxml.owners import owner_xml
from ..ooxml.package import PackageReader, pack
from ..ooxml.package_form import PackageForm, package_form
from ..ooxml.xml import attribute
from .table_form import TableForm, table_form
from .to_docx import to_docx
from .word.inline import control_id
from .word.parts import ITEM
from .word.style import MAIN, StyleDocument, read_style
from .word.text import CAREFUL, is_common

_STAND_IN = "qZ"
"""Begins the stand-ins for a figure's text (`qZt7z`), tag (`qZi7z`), value (`qZv7z`) and cell (`qZc7z`)."""
_STAND_INS = (
    (re.compile(r'qZi([0-9]+)z"/><w:id w:val="[0-9]+'), "\0k\\1\0"),
    (re.compile(r'qZv([0-9]+)z"'), "\0v\\1\0"),
    (re.compile(r'<cell v="qZc([0-9]+)z › z"/>'), "\0c\\1\0"),
    (re.compile('<unit name="qZu([0-9]+)z"/>'), "\0u\\1\0"),
    (re.compile(r"qZ([ti])([0-9]+)z"), "\0\\1\\2\0"),
)
"""What becomes a gap.

`k` is a tag with the id of its control, `v` a value with what follows it up to the wording, `u` the unit's element.
"""
_GAP = re.compile("\0([a-z])([0-9]+)\0")
_OF_FIGURES, _OF_TABLES, _OF_OWNERS = "tikvc", "gbn", "u"
"""Kinds of gaps; those of a table are its grid, its bindings, and its cells in the binding of its number."""
_CONTROL = re.compile(r'<w:id w:val="([0-9]+)"/>')
_UNSAFE = re.compile(f'[{CAREFUL}"。；！？：]')
"""What a figure's text must not hold: it would be escaped, look different, or end its sentence."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Text:
    """A text with gaps; `pick` takes what goes into each out of what there is for all gaps of all kinds."""

    pattern: str
    pick: Callable[[Sequence[object]], object]

    def filled(self, content: Sequence[str]) -> str:
        """The text with its gaps filled."""
        return self.pattern % self.pick(content)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Part:
    """A part of the package with gaps, as bytes: what goes into the gaps is encoded once for all parts."""

    pattern: bytes
    pick: Callable[[Sequence[object]], object]

    def filled(self, content: Sequence[bytes]) -> bytes:
        """The part with its gaps filled."""
        return self.pattern % self.pick(content)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class DocxForm:
    """A Word file with gaps.

    `tables` are its tables, each with its trail of headings. `longest` is how many characters a figure's text may
    have; `taken` are control ids.
    """

    main: _Part
    bindings: _Part
    tables: Sequence[tuple[TableForm, Sequence[_Text]]]
    package: PackageForm
    longest: int
    taken: frozenset[int]

    def filled(
        self, figures: Sequence[tuple[str, Piece | CellFigure]], tables: Sequence[DataTable], owners: Sequence[Owner]
    ) -> bytes | None:
        """The file with these figures, each with its tag, and these tables; None where it must be written whole.

        `owners` are the units that it is made for, as many as the first file had.
        """
        content = self._of_figures(figures)
        if content is None or len(tables) != len(self.tables):
            return None
        made_tables: list[tuple[bytes, bytes, bytes]] = []
        for (form, where), table in zip(self.tables, tables, strict=True):
            found = form.filled(table, tuple(text.filled(content) for text in where))
            if found is None:
                return None
            made_tables.append(found)
        count = len(content)
        content += map(owner_xml, owners)
        encoded = "\0".join(content).encode().split(b"\0")  # one call instead of one a text; XML holds no such sign
        encoded[count:count] = chain.from_iterable(zip(*made_tables, strict=True))
        made = {MAIN: self.main.filled(encoded), ITEM: self.bindings.filled(encoded)}
        return self.package.filled({name: pack(name, part, quick=True) for name, part in made.items()})

    def _of_figures(self, figures: Sequence[tuple[str, Piece | CellFigure]]) -> list[str] | None:
        """What the gaps of figures are filled with; None where a figure would change more than that."""
        tags = [tag for tag, _ in figures]
        idents = list(map(control_id, tags))
        if len(set(idents)) < len(idents) or not self.taken.isdisjoint(idents):
            return None
        others = [figure for _, figure in figures if isinstance(figure, Piece)]
        foreign: list[str] = []
        told = figure_facts(others, foreign)
        found = [
            (figure.text, *next(told)) if isinstance(figure, Piece) else cell_facts(figure) for _, figure in figures
        ]
        texts, values, cells = zip(*found, strict=True) if found else ((), (), ())
        if max(map(len, texts), default=0) > self.longest or not _are_plain(others, foreign):
            return None
        controls = [f'{tag}"/><w:id w:val="{ident}' for tag, ident in zip(tags, idents, strict=True)]
        return [*texts, *tags, *controls, *values, *cells]


def _are_plain(pieces: Sequence[Piece], foreign: Sequence[str]) -> bool:
    """Whether pieces, and what else is said of their figures, go into the file as they are."""
    joined, known = "".join([piece.text for piece in pieces]), "".join(foreign)
    if _UNSAFE.search(joined) is not None or attribute(known) is not known:
        return False
    return joined.isascii() or is_common(joined)


def docx_form(document: Document, data: bytes, style: bytes, style_file: str) -> DocxForm | None:
    """The form of a document that `to_docx` wrote as `data`, quickly and with bindings; None where it has none."""
    contents = [content for section in document.sections for block in section.blocks for content in _contents(block)]
    figures = [inline for content in contents for inline in content if isinstance(inline, Shown)]
    blocks = [block for section in document.sections for block in section.blocks]
    if any(isinstance(block, ChartBlock) for block in blocks):
        return None
    if any(isinstance(inline, Footnote) for content in contents for inline in content):
        return None
    reader = PackageReader(data, "")
    if any(_STAND_IN in reader.read(name).decode() for name in (MAIN, ITEM) if name in reader.names):
        return None
    marked = _marked(document)
    written, found = to_docx(marked, style, {}, style_file=style_file, quick=True)
    if found or ITEM not in reader.names:
        return None
    form = _made(marked, written, reader, read_style(style, style_file), style_file, len(figures))
    tables = [block.table for block in blocks if isinstance(block, TableBlock)]
    own = [(figure.tag, figure.piece) for figure in figures]
    return form if form is not None and form.filled(own, tables, document.owners) == data else None


def _contents(block: Block) -> Iterator[tuple[Inline, ...]]:
    yield block.caption if isinstance(block, (TableBlock, ChartBlock)) else block.content


def _marked(document: Document) -> Document:
    """The document with stand-ins for all that its figures say."""
    number = iter(range(1_000_000))

    def mark(inline: Inline) -> Inline:
        if not isinstance(inline, Shown):
            return inline
        at = next(number)
        shows = Fact(value=f"{_STAND_IN}v{at}z", source=ConfigRef(f"{_STAND_IN}c{at}z", "z"))
        return replace(
            inline, piece=replace(inline.piece, text=f"{_STAND_IN}t{at}z", shows=shows), tag=f"{_STAND_IN}i{at}z"
        )

    def block(item: Block) -> Block:
        if isinstance(item, (TableBlock, ChartBlock)):
            return replace(item, caption=tuple(map(mark, item.caption)))
        return replace(item, content=tuple(map(mark, item.content)))

    sections = (replace(item, blocks=tuple(map(block, item.blocks))) for item in document.sections)
    owners = (Owner(name=f"{_STAND_IN}u{at}z") for at in range(len(document.owners)))
    return replace(document, sections=tuple(sections), owners=tuple(owners))


def _made(
    marked: Document, written: bytes, first: PackageReader, style: StyleDocument, style_file: str, figures: int
) -> DocxForm | None:
    """The form out of the file with stand-ins; None where a table's part of it cannot be told."""
    reader = PackageReader(written, "")
    texts = reader.read(MAIN).decode(), reader.read(ITEM).decode()
    placed = [found[:2] for section in marked.sections for found in placed_blocks(section)]
    blocks = [(block, (*trail, f"表{block.number}")) for block, trail in placed if isinstance(block, TableBlock)]
    numbers = _numbers(figures, len(blocks))
    tables: list[tuple[TableForm, Sequence[_Text]]] = []
    for at, (block, where) in enumerate(blocks):
        forms = [table_form(block, style, style_file, keep_next=keep) for keep in (False, True)]
        found = _without_table(texts, at, block, where, forms)
        if found is None:
            return None
        texts, form = found
        tables.append((form, [_text(text, numbers) for text in where]))
    main, bindings = map(_with_gaps, texts)
    return DocxForm(
        main=_part(main, numbers),
        bindings=_part(bindings, numbers),
        tables=tables,
        package=package_form([first.packed(name) for name in first.names], (MAIN, ITEM)),
        longest=_longest(marked),
        taken=frozenset(map(int, _CONTROL.findall(main))),
    )


def _without_table(
    texts: tuple[str, str], at: int, block: TableBlock, where: tuple[str, ...], forms: Sequence[TableForm]
) -> tuple[tuple[str, str], TableForm] | None:
    """Main part and bindings with gaps for the table numbered `at`; None where it is not found in them.

    `forms` are the table, its last row not kept and kept with what follows; the one found comes back.
    """
    main, bindings = texts
    for form in forms:
        made = form.written(block.table, where) if block.table.row_count else None
        if made is None or not all(made) or main.count(made.grid) != 1:
            continue
        if bindings.count(made.bindings) != 1 or bindings.count(made.cells) != 1:
            return None
        bindings = bindings.replace(made.bindings, f"\0b{at}\0").replace(made.cells, f"\0n{at}\0")
        return (main.replace(made.grid, f"\0g{at}\0"), bindings), form
    return None


def _numbers(figures: int, tables: int) -> dict[str, int]:
    """The number of the first gap of each kind."""
    found = {kind: at * figures for at, kind in enumerate(_OF_FIGURES)}
    found |= {kind: len(_OF_FIGURES) * figures + at * tables for at, kind in enumerate(_OF_TABLES)}
    return found | {_OF_OWNERS: len(_OF_FIGURES) * figures + len(_OF_TABLES) * tables}


def _with_gaps(text: str) -> str:
    for stand_in, gap in _STAND_INS:
        text = stand_in.sub(gap, text)
    return text


def _text(text: str, first: Mapping[str, int]) -> _Text:
    parts = _GAP.split(_with_gaps(text).replace("%", "%%"))
    numbers = [first[kind] + int(number) for kind, number in zip(parts[1::3], parts[2::3], strict=True)]
    return _Text("%s".join(parts[::3]), itemgetter(*numbers) if numbers else _nothing)


def _part(text: str, first: Mapping[str, int]) -> _Part:
    made = _text(text, first)
    return _Part(made.pattern.encode(), made.pick)


def _nothing(_content: Sequence[object]) -> tuple[()]:
    return ()


def _longest(marked: Document) -> int:
    """How long each figure's text may be for no sentence to become so long that bindings cut it."""
    longest = LONGEST_SENTENCE
    for section in marked.sections:
        for block in section.blocks:
            for _, sentence in (found for content in _contents(block) for found in sentences_of(text_of(content))):
                words = _GAP.split(_with_gaps(sentence))
                if len(words) > 1:
                    room = LONGEST_SENTENCE - sum(map(len, words[::3]))
                    longest = min(longest, room // (len(words) // 3))
    return longest
