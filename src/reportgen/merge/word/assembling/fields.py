"""Fields of Word: the names of bookmarks in their codes, wherever the code is cut into runs.

Source: ISO/IEC 29500-1, 17.16.5 (REF, PAGEREF, NOTEREF, HYPERLINK), 17.16.18 (complex fields).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from ....ooxml.stories import W

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_CODE, _MARK, _MARK_KIND = f"{W}instrText", f"{W}fldChar", f"{W}fldCharType"
_SIMPLE, _INSTRUCTION = f"{W}fldSimple", f"{W}instr"
_TARGET = re.compile(r"""^(\s*(?:(?:PAGE|NOTE)?REF\s+|HYPERLINK\b[^"]*\\l\s+"?))([^\s"\\]+)""", re.IGNORECASE)
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def rename_targets(story: Element, names: Mapping[str, str]) -> None:
    """Let the fields and links of a story lead to bookmarks under their new names."""
    for link in story.iter(f"{W}hyperlink"):
        anchor = link.get(f"{W}anchor", "")
        if anchor in names:
            link.set(f"{W}anchor", names[anchor])
    for simple in story.iter(_SIMPLE):
        simple.set(_INSTRUCTION, _renamed(simple.get(_INSTRUCTION, ""), names))
    for codes in codes_of(story):
        code = "".join(item.text or "" for item in codes)
        new = _renamed(code, names)
        if new != code:
            set_code(codes, new)


def set_code(codes: list[Element], code: str) -> None:
    """Write a field's code into the first of the elements that it is cut into."""
    codes[0].text = code
    codes[0].set(_SPACE, "preserve")
    for item in codes[1:]:
        item.text = ""


def codes_of(story: Element) -> Iterator[list[Element]]:
    """The pieces of code of each complex field; a field inside another one's code is a field of its own."""
    open_fields: list[list[Element] | None] = []
    for element in story.iter():
        if element.tag == _CODE and open_fields and open_fields[-1] is not None:
            open_fields[-1].append(element)
        elif element.tag == _MARK:
            kind = element.get(_MARK_KIND)
            if kind == "begin":
                open_fields.append([])
            elif open_fields and kind in ("separate", "end"):
                codes = open_fields.pop()
                if codes:
                    yield codes
                if kind == "separate":
                    open_fields.append(None)


def _renamed(code: str, names: Mapping[str, str]) -> str:
    found = _TARGET.match(code)
    if found is None or found[2] not in names:
        return code
    return f"{code[: found.start(2)]}{names[found[2]]}{code[found.end(2) :]}"
