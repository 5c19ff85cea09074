"""Text into XML: escaping, and the one place that knows what XML cannot hold.

All of our XML is put together from text, because that is what makes it fast; every piece of foreign
text passes through one of the functions here on its way in. `text` serves element content, `attribute`
attribute values between double quotes, `cell` the strings of spreadsheets (ST_Xstring), which can hold
any character at all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
"""Stands for a character that XML cannot hold (XML 1.0, 2.2 Char)."""

_INVALID = "\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"

# Most text needs nothing, and a search that finds nothing is several times faster than a translation.
_IN_TEXT = re.compile(f"[&<>\r{_INVALID}]")
# As text, so that `re` compiles them when they are first needed, which is seldom.
_IN_ATTRIBUTE = f'[&<>"\t\n\r{_INVALID}]'
# `_x0041_` in a cell would be read as `A`, so its first underscore is escaped as `_x005F_` (18.18.86 ST_Xstring).
_IN_CELL = f"[&<>\r{_INVALID}]|_(?=x[0-9A-Fa-f]{{4}}_)"
_FROM_CELL = "_x([0-9A-Fa-f]{4})_"

_SPACE = frozenset(" \t\n\r")

_ENTITIES: Mapping[str, str] = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_TEXT = {**_ENTITIES, "\r": "&#13;"}
_ATTRIBUTE = {**_TEXT, "\t": "&#9;", "\n": "&#10;"}


def text(value: str) -> str:
    """The value as element content; a character that XML cannot hold becomes U+FFFD."""
    if _IN_TEXT.search(value) is None:
        return value
    return _IN_TEXT.sub(lambda found: _TEXT.get(found[0], REPLACEMENT), value)


def attribute(value: str) -> str:
    """The value as an attribute's content between double quotes; tabs and line ends are kept."""
    if _IN_TEXT.search(value) is None and '"' not in value and "\n" not in value and "\t" not in value:
        return value
    return re.sub(_IN_ATTRIBUTE, lambda found: _ATTRIBUTE.get(found[0], REPLACEMENT), value)


def cell(value: str) -> str:
    """The value as a spreadsheet string: what XML cannot hold is written as `_xHHHH_`."""
    if _IN_TEXT.search(value) is None and "_x" not in value:
        return value
    return re.sub(_IN_CELL, lambda found: _ENTITIES.get(found[0]) or f"_x{ord(found[0]):04X}_", value)


def from_cell(value: str) -> str:
    """A spreadsheet string as it was meant: `_xHHHH_` becomes its character again."""
    return re.sub(_FROM_CELL, lambda found: chr(int(found[1], 16)), value) if "_x" in value else value


def keeps_space(value: str) -> bool:
    """Whether the text needs `xml:space="preserve"`: Office drops spaces and line ends at both ends, never inside.

    The schema of spreadsheets has no such attribute on `t` (18.4.12, ST_Xstring), so a validator by the schema
    reports it; Excel itself writes it, and drops the blanks without it. `_x0020_` would please the schema
    and Excel, but LibreOffice 7.4 and openpyxl 3.1 show it as it stands, so nothing else keeps the text in all.
    """
    return value[:1] in _SPACE or value[-1:] in _SPACE if value else False
