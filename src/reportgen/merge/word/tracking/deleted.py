"""What an older version had, written into a newer one as deleted: runs, paragraphs, rows, tables.

The older file's properties are copied with the prefixes of the newer one, as far as the newer one knows their
styles and lists. Pictures, charts and notes belong to other parts of the older package: `carry` brings them along
where it can, and `left` counts what stays behind.

Source: ISO/IEC 29500-1, 17.13.5.14 (del), 17.13.5.15 (deleted paragraph), 17.13.5.12 (deleted row), 17.4 (tables).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from ....compare.blocks import EQUATIONS, RUN, TEXT, Block, Row, Table, atoms, blocks_in
from ....model.values import dataclass
from ....ooxml.stories import W
from ....ooxml.xml import attribute, text
from ..markup import By, Names, Track

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_XML = "{http://www.w3.org/XML/1998/namespace}"
_COPIED = frozenset(f"{W}{name}" for name in ("tab", "ptab", "br", "cr", "noBreakHyphen", "sym"))
_CHANGES = frozenset(
    f"{W}{name}"
    for name in (
        "ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "tblPrChange", "tblPrExChange", "tblGridChange",
        "trPrChange", "tcPrChange", "cellIns", "cellDel", "cellMerge", "numberingChange",
    )
)  # fmt: skip
_NOT_COPIED = _CHANGES | {f"{W}sectPr"}
_STYLES = frozenset(f"{W}{name}" for name in ("pStyle", "rStyle", "tblStyle"))
_EDGES = re.compile(r"^\s|\s$|\s\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the newer file has definitions for: ids of styles and of lists."""

    styles: Collection[str]
    lists: Collection[str]


class Deleted:
    """Writes content of the older version as deleted; `left` counts what could not come along."""

    def __init__(
        self,
        track: Track,
        names: Names,
        known: Known,
        carry: Callable[[Element, str], str],
        went: Mapping[str, By],
    ) -> None:
        """A writer; `carry` brings a picture or note of the part `origin` along, and gives its markup or nothing.

        `went` says who deleted a text.
        """
        self._track = track
        self._names = names
        self._known = known
        self._carry = carry
        self._went = went
        self.origin = ""
        self.left = 0

    def stretch(self, paragraph: Element, start: int, end: int) -> str:
        """The characters of a paragraph from `start` to before `end`, each in the look of its run."""
        runs: list[tuple[Element, list[str]]] = []
        said, at = "", 0
        for atom in atoms(paragraph):
            first, last = max(start - at, 0), min(end - at, len(atom.text))
            at += len(atom.text)
            if first >= last:
                continue
            if not runs or runs[-1][0] is not atom.run:
                runs.append((atom.run, []))
            said += atom.text[first:last]
            runs[-1][1].append(self._atom(atom.element, atom.text[first:last]))
        made = "".join(
            "".join(pieces) if run.tag in EQUATIONS else self._run(run, "".join(pieces))
            for run, pieces in runs
            if any(pieces)
        )
        return self._track.around("del", made, self._names, self._went.get(said)) if made else ""

    def block(self, block: Block) -> str:
        """A paragraph or table."""
        return self._table(block) if isinstance(block, Table) else self.paragraph(block.element)

    def paragraph(
        self, paragraph: Element, *, mark: bool = True, properties: str | None = None, before: str = ""
    ) -> str:
        """A paragraph; `mark` deletes its end too, `properties` go before its own, `before` goes before its text."""
        own = paragraph.find(f"{W}pPr")
        if properties is None:
            properties = "" if own is None else self.children(own, leaving=(f"{W}rPr",))
        if mark:
            look = None if own is None else own.find(f"{W}rPr")
            inner = self._track.empty("del", self._names) + ("" if look is None else self.children(look))
            properties += self._wrapped("rPr", inner)
        content = before + self.stretch(paragraph, 0, sum(len(atom.text) for atom in atoms(paragraph)))
        return self._wrapped("p", (self._wrapped("pPr", properties) if properties else "") + content)

    def note(self, note: Element, kind: str, number: int) -> str:
        """A footnote or endnote with a new number, all of it deleted, its mark too."""
        tag, mark = self._names.tag(kind), f"{kind}Ref"
        run = next((run for run in note.iter(RUN) if run.find(f"{W}{mark}") is not None), None)
        shown = "" if run is None else self._run(run, f"<{self._names.tag(mark)}/>")
        shown = shown and self._track.around("del", shown, self._names)
        made = []
        for block in blocks_in(note):
            is_table = isinstance(block, Table)
            made.append(self.block(block) if is_table else self.paragraph(block.element, mark=False, before=shown))
            shown = "" if not is_table else shown
        opening = f'{tag}{self._names.declared} {self._names.attribute_prefix}id="{number}"'
        return f"<{opening}>{''.join(made)}</{tag}>"

    def box(self, content: Element) -> str:
        """What stands in a text box, all of it deleted too: programs that look for text alone must not find it."""
        blocks = blocks_in(content)
        made = [self.block(block) for block in blocks[:-1]]
        made += (
            self._table(block) if isinstance(block, Table) else self.paragraph(block.element, mark=False)
            for block in blocks[-1:]
        )
        return "".join(made) or f"<{self._names.tag('p')}{self._names.declared}/>"

    def reference(self, reference: Element, number: int) -> str:
        """The mark of a note with its new number."""
        return f'<{self._names.tag(reference.tag[len(W) :])} {self._names.attribute_prefix}id="{number}"/>'

    def properties(self, properties: Element | None) -> str | None:
        """The properties of a paragraph or run without its element; None where the newer file lacks their style."""
        if properties is None:
            return ""
        if not all(map(self._is_known, properties)):
            return None
        return self.children(properties, leaving=(f"{W}rPr",))

    def row(self, row: Row) -> str:
        """A row of a table."""
        pieces = [self.copied(child) for child in row.element if child.tag == f"{W}tblPrEx"]
        properties = row.element.find(f"{W}trPr")
        inner = "" if properties is None else self.children(properties)
        pieces.append(self._wrapped("trPr", inner + self._track.empty("del", self._names)))
        pieces += (self._cell(cell.element, cell.blocks) for cell in row.cells)
        return self._wrapped("tr", "".join(pieces))

    def _table(self, table: Table) -> str:
        properties = (table.element.find(f"{W}{name}") for name in ("tblPr", "tblGrid"))
        head = "".join(self.copied(item) for item in properties if item is not None)
        return self._wrapped("tbl", head + "".join(self.row(row) for row in table.rows))

    def _cell(self, cell: Element, blocks: Sequence[Block]) -> str:
        properties = cell.find(f"{W}tcPr")
        head = "" if properties is None else self.copied(properties)
        # The ends of its paragraphs go too, as Word writes it: without that LibreOffice 7.4 leaves the row, empty.
        return self._wrapped("tc", head + "".join(map(self.block, blocks)))

    def _run(self, run: Element, content: str) -> str:
        properties = run.find(f"{W}rPr")
        return self._wrapped("r", ("" if properties is None else self.copied(properties)) + content)

    def _atom(self, element: Element, shown: str) -> str:
        if element.tag == TEXT:
            keep = ' xml:space="preserve"' if _EDGES.search(shown) else ""
            name = self._names.tag("delText")
            return f"<{name}{keep}>{text(shown)}</{name}>"
        if element.tag in _COPIED:
            return self.copied(element)
        made = self._carry(element, self.origin)
        self.left += not made
        return made

    def copied(self, element: Element) -> str:
        """An element with what is of WordprocessingML inside; empty for others, changes and unknown styles."""
        if not element.tag.startswith(W) or element.tag in _NOT_COPIED or not self._is_known(element):
            return ""
        name = self._names.tag(element.tag[len(W) :])
        head = f"{name}{''.join(self._attributes(element))}"
        inner = self.children(element)
        return f"<{head}>{inner}</{name}>" if inner else f"<{head}/>"

    def children(self, element: Element, leaving: Collection[str] = ()) -> str:
        """What stands in an element, as far as `copied` gives it."""
        return "".join(self.copied(child) for child in element if child.tag not in leaving)

    def _attributes(self, element: Element) -> Iterator[str]:
        for key, value in element.items():
            if key.startswith(W):
                yield f' {self._names.attribute_prefix}{key[len(W) :]}="{attribute(value)}"'
            elif key.startswith(_XML):
                yield f' xml:{key[len(_XML) :]}="{attribute(value)}"'

    def _is_known(self, element: Element) -> bool:
        if element.tag in _STYLES:
            return element.get(f"{W}val", "") in self._known.styles
        if element.tag == f"{W}numPr":
            number = element.find(f"{W}numId")
            return number is None or number.get(f"{W}val", "") in self._known.lists
        return True

    def _wrapped(self, name: str, content: str) -> str:
        tag = self._names.tag(name)
        return f"<{tag}{self._names.declared}>{content}</{tag}>"
