"""XML of other people's workbooks, read and changed in place: text of parts, attributes, prefixes.

Parts are edited as text, so that everything that nobody asked to change keeps its bytes. What the
pieces of `merge.excel` need of XML for that stands here and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ...model.diagnostic import Fault
from ...ooxml.xml import attribute, text

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"

_ATTRIBUTE = re.compile(r"""([\w:.\-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_VALUE = re.compile(r"""\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_ENTITY = re.compile("&(?:#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6})|(lt|gt|amp|quot|apos));")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_DECLARATION = re.compile(r"<\?xml[^>]*\?>")
_ENCODING = re.compile(r"""encoding\s*=\s*["']([\w\-]+)["']""")
_ROOT = re.compile(r"<(?:([\w.\-]+):)?([\w.\-]+)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_ODD = re.compile(r"<!--.*?-->|<!\[CDATA\[(.*?)\]\]>|<\?(?!xml\s).*?\?>", re.DOTALL)


def decoded(data: bytes, part: str) -> str:
    """The text of a part; raises `broken-xml` for another encoding than it says, `entity-declaration` for a DTD.

    What comes back encodes as UTF-8; a declaration of another encoding is changed to say so.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        found, declared = data.decode("utf-16", "replace"), True
    else:
        head = data[:200]
        named = _ENCODING.search(head.decode("latin-1")) if head.lstrip(b"\xef\xbb\xbf").startswith(b"<?xml") else None
        declared = named is not None and named[1].lower() not in ("utf-8", "utf8", "us-ascii", "ascii")
        try:
            found = data.decode(named[1] if named and declared else "utf-8")
        except (UnicodeDecodeError, LookupError) as problem:
            raise Fault("broken-xml", part=part, line=1, reason=str(problem)) from None
    if declared:
        found = _DECLARATION.sub('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>', found, count=1)
    if "<!DOCTYPE" in found or "<!ENTITY" in found:
        raise Fault("entity-declaration", part=part)
    return found


def must_be_well_formed(found: str, part: str) -> None:
    """Raise `broken-xml` for a part that is no XML: what is written of it could not be opened either."""
    from xml.parsers import expat

    try:
        expat.ParserCreate().Parse(found.encode("utf-8", "surrogatepass"), True)
    except expat.ExpatError as problem:
        reason = expat.ErrorString(problem.code) or "not well-formed"
        raise Fault("broken-xml", part=part, line=problem.lineno, reason=reason) from None


def plain(found: str) -> str:
    """The text without comments and processing instructions, CDATA written as ordinary text."""
    if "<!" not in found and found.count("<?") <= found.startswith(("<?", "\ufeff<?")):
        return found
    return _ODD.sub(lambda odd: text(odd[1]) if odd[1] is not None else "", found)


def root_of(found: str, name: str, part: str) -> tuple[str, re.Match[str]]:
    """The prefix of the root element, with its colon, and its start tag.

    Raises `strict-workbook` for the strict namespace, and `broken-xml` for another element than `name`.
    """
    start = 0
    while (tag := _ROOT.search(found, start)) is not None and found.startswith(("<?", "<!"), tag.start()):
        start = tag.end()
    if tag is None or tag[2] != name:
        raise Fault("broken-xml", part=part, line=1, reason=f"<{name}> ?")
    if STRICT in tag[3]:
        raise Fault("strict-workbook")
    return (f"{tag[1]}:" if tag[1] else ""), tag


def attributes(raw: str) -> dict[str, str]:
    """The attributes of a start tag by name as written, their values without references."""
    if "'" not in raw and "&" not in raw:
        return {name: value for name, value, _ in _ATTRIBUTE.findall(raw)}
    return {name: unescape(one or other) for name, one, other in _ATTRIBUTE.findall(raw)}


def attribute_of(raw: str, name: str) -> str | None:
    """The value of one attribute, None where it is not there."""
    found = _place_of(raw, name)
    return None if found is None else unescape(found[1][1] or found[1][2] or "")


def with_attributes(raw: str, changes: Mapping[str, str | None]) -> str:
    """The attributes with some set or, for None, taken away; the others keep their bytes and order."""
    for name, value in changes.items():
        written = "" if value is None else f' {name}="{attribute(value)}"'
        found = _place_of(raw, name)
        if found is not None:
            raw = raw[: found[0]] + written + raw[found[1].end() :]
        elif written:
            body = raw.rstrip()
            slash = "/" if body.endswith("/") else ""
            raw = body.removesuffix("/").rstrip() + written + slash
    return raw


def unescape(value: str) -> str:
    """The text with XML's references replaced."""
    return _ENTITY.sub(_character, value) if "&" in value else value


def _character(found: re.Match[str]) -> str:
    if found[3]:
        return _NAMED[found[3]]
    code = int(found[1]) if found[1] else int(found[2], 16)
    return chr(code) if 0 < code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else "\N{REPLACEMENT CHARACTER}"


def _place_of(raw: str, name: str) -> tuple[int, re.Match[str]] | None:
    """Where an attribute begins, with the blank before it, and its value; no pattern is compiled for each name."""
    at = raw.find(name, 1)
    while at >= 0:
        if raw[at - 1].isspace() and (found := _VALUE.match(raw, at + len(name))) is not None:
            return at - 1, found
        at = raw.find(name, at + 1)
    return None
