"""Edited drafts into one document in official format.

The frame is the report without its sections, made from the kit; the drafts are cut into sections and put in
where the frame holds the mark, in the report's order. What they bring is renewed on the way (`assembling`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...model.binding import Binding
from ...model.diagnostic import Diagnostic, info
from ...model.document import Section
from ...model.place import FileRef
from ...model.values import dataclass
from ...ooxml.bindings import Stored, flat
from ...ooxml.stories import W, text_in
from .assembling.agreement import behind_data, two_values
from .assembling.bound import merge_bindings
from .assembling.draft import Draft, open_drafts
from .assembling.hand import Typed, changed_figures, lost_controls
from .assembling.ids import Ids
from .assembling.lists import Lists
from .assembling.looks import Looks
from .assembling.notes import Notes, Threads
from .assembling.numbers import Numbers
from .assembling.sections import Chunk, Order, chunks_of
from .assembling.source import Source
from .assembling.styles import StyleSheet
from .assembling.target import Target
from .assembling.transfer import Assembly, Transfer

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MARK = "〔reportgen：各章〕"
"""The one paragraph of the frame that the sections stand in for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssembleInput:
    """What is put together.

    `frame` is the report's Word file with `MARK` in the place of its sections. `drafts` are the files by name,
    in the order of their names. `expected` are the report's sections as they would be written today.
    `today` are the report's bindings as they would be stored today. `fixed_terms` are words in which a numeral is
    no figure. `keep_formatting` leaves the direct formatting of the drafts as it is.
    """

    frame: bytes
    drafts: Sequence[tuple[str, bytes]]
    expected: Sequence[Section]
    today: Sequence[Stored] = ()
    fixed_terms: tuple[str, ...] = ()
    keep_formatting: bool = False


def assemble(given: AssembleInput) -> tuple[bytes, list[Diagnostic]]:
    """The document, the same for the same input, and the findings; raises ReportError for unusable drafts."""
    drafts = open_drafts(given.drafts)
    chunks = []
    for draft in drafts:
        own = chunks_of(draft)
        draft.sections = len(own)
        chunks += own
    order = Order(chunks, given.expected)
    findings = [item for draft in drafts for item in draft.findings] + order.findings
    findings += _about_figures(drafts, order.chunks, given)
    assembly = _assembly(Source(given.frame, "frame"), keep_formatting=given.keep_formatting)
    transfers = {id(draft): Transfer(draft.source, assembly) for draft in drafts}
    for chunk in order.chunks:
        for block in chunk.blocks:
            transfers[id(chunk.draft)].block(block)
    for transfer in transfers.values():
        transfer.finish()
    numbers = Numbers(order.chunks, assembly.styles)
    numbers.run()
    findings += numbers.findings
    ids = {draft: transfer.ids for draft, transfer in transfers.items()}
    merge_bindings(assembly.target, order.chunks, numbers, ids, drafts=drafts)
    _put_in(assembly.target.body, [block for chunk in order.chunks for block in chunk.blocks])
    for draft in drafts:
        findings += _brought(draft, transfers[id(draft)])
    return assembly.target.result(), findings


def _about_figures(drafts: Sequence[Draft], chunks: Sequence[Chunk], given: AssembleInput) -> list[Diagnostic]:
    """What there is to say about the figures of the drafts, read while they are as they came."""
    typed = Typed(given.expected, given.fixed_terms)
    today: dict[str, list[Binding]] = {}
    for binding in flat(given.today):
        today.setdefault(binding.tag, []).append(binding)
    found: list[Diagnostic] = []
    for draft in drafts:
        found += [*lost_controls(draft), *changed_figures(draft), *behind_data(draft, today)]
    for chunk in chunks:
        found += typed.find(chunk)
    return [*found, *two_values(drafts)]


def _assembly(frame: Source, *, keep_formatting: bool) -> Assembly:
    target = Target(frame)
    name = frame.part("styles")
    styles = StyleSheet(None if name is None else target.tree(name))
    return Assembly(
        target=target,
        styles=styles,
        looks=Looks(styles),
        ids=Ids([frame.body]),
        lists=Lists(target),
        footnotes=Notes(target, "footnote"),
        endnotes=Notes(target, "endnote"),
        comments=Notes(target, "comment"),
        threads=Threads(target),
        keep_formatting=keep_formatting,
    )


def _put_in(body: Element, blocks: list[Element]) -> None:
    """Put the sections into the place of the mark."""
    mark = next(block for block in body if block.tag == f"{W}p" and text_in(block) == MARK)
    position = list(body).index(mark)
    body[position : position + 1] = blocks


def _brought(draft: Draft, transfer: Transfer) -> list[Diagnostic]:
    return [info("style-brought", FileRef(draft.file), style=name) for name in transfer.styles.brought]
