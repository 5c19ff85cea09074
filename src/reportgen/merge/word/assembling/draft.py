"""A draft before it is put in: its blocks, its styles, its bindings, and what a person made of them.

Everything is read off while the draft is still as it came.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ....model.binding import Binding
from ....model.diagnostic import Diagnostic, Fault, ReportError, warning
from ....model.owner import Owner
from ....model.place import FileRef
from ....ooxml.bindings import Stored, flat, read_stored
from ....ooxml.present import present
from ....ooxml.present_table import Present
from ....ooxml.stories import W
from .libreoffice import mend_headers, unwrap
from .lists import is_listed
from .source import Source
from .spans import OUR_TAGS, lines
from .styles import StyleSheet

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_SECTION, _CONTROL = f"{W}sectPr", f"{W}sdt"


class Draft:
    """One edited draft.

    `stored` are its bindings, none where it has none, and `figures` the same one by one with what stands in
    their places today. `listed` are the paragraphs that Word numbers,
    `recognised` the headings of level 1 that only their words tell. `owners` are the units that it was made for; `unit`
    is the name of the only one, empty for none and for a document put together from the drafts of several.
    `bound_cells` are the elements that bindings were found in, `bound_tables` the tables in controls of ours.
    `sections` is how many sections it was cut into, which the cutting sets; `appendices` are
    the titles of its own list of appendices by number.
    """

    def __init__(self, source: Source, owners: Sequence[Owner] = ()) -> None:
        self.owners = tuple(owners)
        self.source = source
        self.file = source.file
        self.findings: list[Diagnostic] = []
        unwrap(source.body)
        self.styles = StyleSheet(source.root("styles"))
        self.blocks = [block for block in source.body if block.tag != _SECTION]
        self.listed = {line for line in lines(self.blocks) if is_listed(line, self.styles)}
        self.recognised: set[Element] = set()
        self.sections = 0
        self.appendices: dict[int, str] = {}
        self.stored: tuple[Stored, ...] = self._stored()
        mend_headers(source.body, self.stored)
        notes = source.root("footnotes")
        stories = [source.tree(source.main), *([] if notes is None else [notes])]
        self.figures: list[tuple[Binding, Present]] = present(self.stored, stories)
        self.bound_cells = {found.element for _, found in self.figures if found.element is not None}
        self.bound_tables = set(_bound_tables(source.body))
        self.by_tag: dict[str, list[Binding]] = {}
        for binding in flat(self.stored):
            self.by_tag.setdefault(binding.tag, []).append(binding)

    @property
    def unit(self) -> str:
        """The name of the unit that it was made for, empty for none."""
        return self.owners[0].name if len(self.owners) == 1 else ""

    def _stored(self) -> tuple[Stored, ...]:
        try:
            return read_stored(self.source.data, self.file)
        except Fault as fault:
            if fault.code != "no-bindings":
                raise
            self.findings.append(warning("draft-without-bindings", FileRef(self.file)))
            return ()

    def tags_in(self, blocks: Iterable[Element]) -> Iterator[str]:
        """The tags of the content controls in some of the blocks."""
        for block in blocks:
            for tag in block.iter(f"{W}tag"):
                yield tag.get(f"{W}val", "")


class DraftFile(NamedTuple):
    """A draft's file: its name, its bytes, and the units that it was made for, none where nobody knows of one."""

    file: str
    data: bytes
    owners: tuple[Owner, ...] = ()


def open_drafts(files: Iterable[DraftFile]) -> list[Draft]:
    """The drafts; raises ReportError with what is wrong with each that cannot be read."""
    drafts, found = [], []
    for given in files:
        try:
            drafts.append(Draft(Source(given.data, given.file), given.owners))
        except Fault as fault:
            found.append(fault.at(FileRef(given.file)))
    if found:
        raise ReportError(*found)
    return drafts


def _bound_tables(body: Element) -> Iterator[Element]:
    for control in body.iter(_CONTROL):
        tag = control.find(f"{W}sdtPr/{W}tag")
        if tag is not None and tag.get(f"{W}val", "").startswith(OUR_TAGS):
            yield from control.iter(f"{W}tbl")
