"""The units that a Word file was made for: whose figures it shows, and where their data stood.

A draft of a unit is wholly that unit's. A document put together from such drafts shows the figures of many units;
which are whose, their tags tell. Two units may have a tag in common, so a tag in the document may be another one than
in the draft.
"""

from __future__ import annotations

from collections.abc import Mapping

from .values import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """A unit by its name.

    `file` is the name of the file that its data stood in, never a path: the table of units, where `row` is its sheet
    row, or a workbook of its own, where `row` is 0; both are empty where nobody knows. `tags` are the tags of its
    figures in this document with those that they have in the unit's own draft; empty where all are the unit's.
    """

    name: str
    file: str = ""
    row: int = 0
    tags: Mapping[str, str] = field(default_factory=dict)
