"""What comes of asking for all that a narrative needs of the data, before a sentence of it is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.diagnostic import Diagnostic, Fault
from ..model.document import DataTable
from .markup import Directive

if TYPE_CHECKING:
    from .narrate import Rendered


def findings_of_asking(narrative: Rendered) -> list[Diagnostic]:
    """The findings of templates, charts and tables; each cell of a table is looked at, as a writer would."""
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
    return found
