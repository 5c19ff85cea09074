"""What is found in a narrative, with the section that it is found in, also where it stands in a file of macros."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..model.diagnostic import Diagnostic, Fault
from ..model.document import DataTable, Document
from ..model.place import TextRef
from ..model.values import replace
from .markup import Directive

if TYPE_CHECKING:
    from .narrate import Rendered


def findings_of_asking(narrative: Rendered) -> list[Diagnostic]:
    """What asking for all that it needs of the data comes to, before a sentence of it is made.

    Each cell of a table is looked at, as a writer would.
    """
    found = list(narrative.findings)
    for draft in narrative.drafts:
        for block in draft.text.blocks:
            made = draft.built.get(id(block)) if isinstance(block, Directive) else None
            if isinstance(block, Directive) and isinstance(made, DataTable):
                try:
                    for column in made.columns:
                        list(column.values)
                except Fault as fault:
                    found.append(fault.at(block.place))
    return _located(found, narrative)


def document_of(narrative: Rendered) -> tuple[Document, list[Diagnostic]]:
    """The document, and what was found while wording it."""
    document, found = narrative.document()
    return document, _located(found, narrative)


def _located(found: Iterable[Diagnostic], narrative: Rendered) -> list[Diagnostic]:
    """Findings, each with a place in its section."""
    files = {id(item): draft.source.file for draft in narrative.sections for item in draft.said}
    return [_with_section(item, files.get(id(item), "")) for item in found]


def _with_section(item: Diagnostic, file: str) -> Diagnostic:
    places = (item.place, *item.related)
    if not file or any(isinstance(place, TextRef) and place.file == file for place in places):
        return item
    return replace(item, related=(*item.related, TextRef(file, 1)))
