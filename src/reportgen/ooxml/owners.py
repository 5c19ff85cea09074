"""The units that a Word file was made for, as its part of bindings stores them behind the bindings.

They lie in the file itself, because drafts are mailed, renamed and moved: `refresh` and `assemble` read from here
whose figures a file shows. The elements are found by their name in whatever way a program wrote the part anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model.owner import Owner
from .xml import attribute

_ELEMENT = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?unit(\s[^<>]*?)/?>")
_LONGEST_ROW = 7
"""Digits of the last row of a sheet (Excel specifications and limits)."""
_SAME = "="
"""Parts the tag of a figure from the one that it has in the unit's draft, where that is another one."""


def owner_xml(owner: Owner) -> str:
    """The element of a unit; what is empty is left out."""
    tags = " ".join(tag if tag == own else f"{tag}{_SAME}{own}" for tag, own in owner.tags.items())
    return (
        f'<unit name="{attribute(owner.name)}"'
        + (f' file="{attribute(owner.file)}"' if owner.file else "")
        + (f' row="{owner.row}"' if owner.row else "")
        + (f' tags="{attribute(tags)}"' if tags else "")
        + "/>"
    )


def owners_in(part: bytes) -> tuple[Owner, ...]:
    """The units that a part of bindings names, behind the last binding; a nameless one is passed over."""
    behind = part[max(part.rfind(b"binding>"), 0) :]
    return tuple(_owners(behind)) if b"unit " in behind else ()


def _owners(part: bytes) -> Iterator[Owner]:
    from xml.etree import ElementTree as ET  # imported late: a build never reads bindings

    for found in _ELEMENT.finditer(part):
        try:
            node = ET.fromstring(b"<unit" + found[1] + b"/>")  # noqa: S314 - an element alone has no entities
        except ET.ParseError:
            continue
        name, row = node.get("name", ""), node.get("row", "")
        if name:
            pairs = (tag.partition(_SAME) for tag in node.get("tags", "").split())
            yield Owner(
                name=name,
                file=node.get("file", ""),
                row=int(row) if row.isdecimal() and len(row) <= _LONGEST_ROW else 0,
                tags={tag: own or tag for tag, _, own in pairs},
            )
