"""Edited drafts into one document in official format.

The frame is the report without its sections, made from the kit; the drafts are cut into sections and put in
where the frame holds the mark, in the report's order. What they bring is renewed on the way (`assembling`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from ...model.collect import collect_columns
from ...model.diagnostic import Diagnostic, info
from ...model.document import Document, Section
from ...model.place import FileRef, WordRef
from ...model.values import dataclass, field
from ...ooxml.bindings import Stored
from ...ooxml.fingerprint import is_all_ours
from ...ooxml.stories import W, text_in
from .assembling.agreement import behind_data, of_another_year, two_values
from .assembling.bound import merge_bindings
from .assembling.counterparts import Counterparts
from .assembling.data_today import DataToday
from .assembling.draft import Draft, DraftFile, open_drafts
from .assembling.hand import changed_figures, lost_controls
from .assembling.ids import Ids
from .assembling.linked import dropped_macros, linked_content
from .assembling.links import bookmarks_of, link_plain
from .assembling.lists import Lists
from .assembling.looks import Looks
from .assembling.margins import dropped_margins
from .assembling.notes import Notes
from .assembling.numbers import Numbers
from .assembling.once import Appendices, close, drop_ending, forget_pages, give_pages, take_out
from .assembling.parts import Parts, missing_parts, name_units
from .assembling.placing import places_of
from .assembling.sections import Chunk, Order, chunks_of, recognise_headings
from .assembling.source import Source
from .assembling.styles import StyleSheet
from .assembling.target import Target
from .assembling.threads import Threads
from .assembling.transfer import Assembly, Transfer
from .assembling.typed import Typed

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MARK = "〔reportgen：各章〕"
"""The one paragraph of the frame that the sections stand in for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssembleInput:
    """What is put together.

    `frame` is the report's Word file with `MARK` in the place of its sections. `drafts` are the files by name,
    in the order of their names. `expected` are the report's sections as they would be written today.
    `today` are the report's bindings as they would be stored today, `data` the names of its data files. `units` are
    the units that drafts were made for, in their order, none where there are none or nobody knows; `of_units` are what
    they would say today, as far as that is known. `fixed_terms` are words in which a numeral is no figure.
    `keep_formatting` leaves the direct formatting of the drafts as it is.
    """

    frame: bytes
    drafts: Sequence[DraftFile]
    expected: Sequence[Section]
    today: Sequence[Stored] = ()
    data: tuple[str, ...] = ()
    units: Sequence[str] = ()
    of_units: Mapping[str, Document] = field(default_factory=dict)
    fixed_terms: tuple[str, ...] = ()
    keep_formatting: bool = False


def assemble(given: AssembleInput) -> tuple[bytes, list[Diagnostic]]:
    """The document, the same for the same input, and the findings; raises ReportError for unusable drafts."""
    drafts = open_drafts(given.drafts)
    frame = Source(given.frame, "frame")
    name_units(drafts)
    chunks = []
    found: list[Diagnostic] = []
    for draft in drafts:
        found += recognise_headings(draft, given.expected)
        found += [*take_out(draft), *dropped_margins(draft.source, frame), *forget_pages(draft)]
        found += [*linked_content(draft.source), *dropped_macros(draft.source)]
        drop_ending(draft)
        if not draft.appendices and draft.unit in given.of_units:
            draft.appendices = {item.number: item.title for item in given.of_units[draft.unit].appendices}
        own = chunks_of(draft)
        draft.sections = len(own)
        chunks += own
    order = Order(chunks, given.expected, given.units)
    findings = [item for draft in drafts for item in draft.findings] + order.findings + found
    findings += _about_figures(drafts, order.chunks, given)
    places = places_of(order.chunks)
    assembly = _assembly(frame, keep_formatting=given.keep_formatting)
    transfers = {id(draft): Transfer(draft.source, assembly, draft.blocks, draft.by_tag) for draft in drafts}
    for chunk in order.chunks:
        for block in chunk.blocks:
            transfers[id(chunk.draft)].block(block)
    for transfer in transfers.values():
        transfer.finish()
    findings += Parts(order.chunks, given.expected, assembly.styles).findings
    findings += missing_parts(order.chunks, given.expected, given.units)
    findings += _numbered(drafts, order.chunks, transfers, assembly, places)
    for draft in drafts:
        findings += _brought(draft, transfers[id(draft)])
    edited = not all(is_all_ours(draft.data) for draft in given.drafts)
    return assembly.target.result(edited=edited), findings


def _numbered(
    drafts: Sequence[Draft],
    chunks: Sequence[Chunk],
    transfers: Mapping[int, Transfer],
    assembly: Assembly,
    places: Mapping[Element, WordRef],
) -> list[Diagnostic]:
    """Put the sections in, numbered and bound as one document; `places` are those of paragraphs in their drafts."""
    target = assembly.target
    appendices = Appendices(target.body, assembly.styles)
    numbers = Numbers(chunks, assembly.styles, appendices, places, assembly.notes_of)
    numbers.run()
    blocks = [block for chunk in chunks for block in chunk.blocks]
    _put_in(target.body, blocks)
    close(target.body, assembly.styles)
    give_pages(target.body)
    bookmarks = bookmarks_of(target.body, {**numbers.captions.paragraphs, **appendices.paragraphs})
    captions = numbers.captions.paragraphs
    for chunk in chunks:
        link_plain(chunk.blocks, bookmarks, assembly.ids, captions=captions, lost=numbers.lost(chunk))
    ids = {draft: transfer.ids for draft, transfer in transfers.items()}
    merge_bindings(target, chunks, numbers, ids, drafts=drafts)
    return [*numbers.findings, *appendices.findings]


def _about_figures(drafts: Sequence[Draft], chunks: Sequence[Chunk], given: AssembleInput) -> list[Diagnostic]:
    """What there is to say about the figures of the drafts, read while they are as they came."""
    whole = DataToday(given.today)
    units = {name: DataToday(collect_columns(document)) for name, document in given.of_units.items()}
    known = {name: Counterparts(tuple(collect_columns(document)), name) for name, document in given.of_units.items()}
    known[""] = Counterparts(given.today)
    found: list[Diagnostic] = []
    for draft in drafts:
        today = units.get(draft.unit, whole)
        is_own = not draft.owners or draft.unit in units
        found += of_another_year(draft, today)
        found += [*lost_controls(draft), *changed_figures(draft, today, is_own=is_own)]
        found += behind_data(draft, known.get(draft.unit, known[""]))
    typed = {
        name: Typed(_sections(given.expected, given.of_units.get(name)), given.fixed_terms) for name in ("", *units)
    }
    for chunk in chunks:
        found += typed.get(chunk.draft.unit, typed[""]).find(chunk)
    return [*found, *two_values(drafts, known, given.data)]


def _sections(expected: Sequence[Section], document: Document | None) -> list[Section]:
    """The sections of the report as a unit words them, as far as it does."""
    own = {} if document is None else {section.file: section for section in document.sections}
    return [own.get(section.file, section) for section in expected]


def _assembly(frame: Source, *, keep_formatting: bool) -> Assembly:
    target = Target(frame)
    name = frame.part("styles")
    styles = StyleSheet(None if name is None else target.tree(name))
    ids = Ids([frame.body])
    return Assembly(
        target=target,
        styles=styles,
        looks=Looks(styles),
        ids=ids,
        lists=Lists(target),
        footnotes=Notes(target, "footnote"),
        endnotes=Notes(target, "endnote"),
        comments=Notes(target, "comment"),
        threads=Threads(target, ids),
        keep_formatting=keep_formatting,
    )


def _put_in(body: Element, blocks: list[Element]) -> None:
    """Put the sections into the place of the mark."""
    mark = next(block for block in body if block.tag == f"{W}p" and text_in(block) == MARK)
    position = list(body).index(mark)
    if mark.find(f"{W}pPr/{W}keepNext") is not None and blocks:
        _keep_next(blocks[-1])
    body[position : position + 1] = blocks


def _keep_next(block: Element) -> None:
    """Hold the last line of the text on the page of the signature (GB/T 9704-2012, 7.3.5.2)."""
    paragraphs = list(block.iter(f"{W}p"))
    if not paragraphs:
        return
    properties = paragraphs[-1].find(f"{W}pPr")
    if properties is None:
        properties = ET.Element(f"{W}pPr")
        paragraphs[-1].insert(0, properties)
    if properties.find(f"{W}keepNext") is None:
        style = properties.find(f"{W}pStyle")
        properties.insert(0 if style is None else 1, ET.Element(f"{W}keepNext"))


def _brought(draft: Draft, transfer: Transfer) -> list[Diagnostic]:
    return [info("style-brought", FileRef(draft.file), style=name) for name in transfer.styles.brought]
