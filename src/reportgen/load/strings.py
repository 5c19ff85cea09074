"""Text of cells: the shared strings of a workbook, and the escapes that spreadsheets use in text.

Sources: ECMA-376 Part 1, 18.4 (shared strings, rich text, phonetic runs) and 22.9.2.19 (ST_Xstring).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from ..model.diagnostic import Fault
from . import xml

_PLAIN = re.compile(r'<si><t(?: xml:space="preserve")?(?:/>|>([^<]*)</t>)(?:<phoneticPr[^<>]*/>)?</si>')
_HEAD = re.compile(
    r'(?:<\?xml version="1\.0"(?: encoding="(?:utf|UTF)-8")?(?: standalone="(?:yes|no)")?\s*\?>)?\s*'
    rf'<sst(?=[^<>]* xmlns="(?:{"|".join(map(re.escape, xml.MAIN))})")[^<>]*>'
)
_ENTITY = re.compile(r"&(?:#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6})|(lt|gt|amp|quot|apos));|&")
_REFERENCE = re.compile("&[^;]{0,8};?")
_NAMED_REFERENCES = frozenset(("&lt;", "&gt;", "&amp;", "&quot;", "&apos;"))
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_BETWEEN = "\0"
"""Parts texts: no XML holds it, nor a reference to it (XML 1.0, 2.2 Char)."""
_SURROGATE = re.compile("[\ud800-\udfff]")


class NotPlainError(Exception):
    """A part departs from the shape that the fast reader knows; the full XML parser takes over."""


def resolve_entities(text: str) -> str:
    """The text with its XML references replaced; raises NotPlainError for one that plain XML has not."""
    return _ENTITY.sub(lambda found: _character(found[0]), text) if "&" in text else text


def texts_of(written: Sequence[str]) -> list[str]:
    """The texts of cells, their references replaced all at once; raises as `resolve_entities` does."""
    texts = resolve_entities(_BETWEEN.join(written)).split(_BETWEEN)
    if len(texts) != len(written):
        raise NotPlainError
    return list(map(unescape, texts))


def _resolve_named(text: str) -> str:
    """The same for text in which only the five named references of XML occur; `&amp;` must come last."""
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&apos;", "'")
    return text.replace("&amp;", "&")


@lru_cache(maxsize=4096)
def _character(reference: str) -> str:
    """What a reference stands for: openpyxl without lxml writes each hanzi as one."""
    found = _ENTITY.fullmatch(reference)
    assert found is not None  # noqa: S101 - the expression has found it
    decimal, hexadecimal, name = found.groups()
    if name:
        return _NAMED[name]
    code = int(decimal) if decimal else int(hexadecimal, 16) if hexadecimal else 0
    if not 0 < code <= 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        raise NotPlainError
    return chr(code)


def unescape(text: str) -> str:
    """A spreadsheet string as it was meant: `_x000D_` is a carriage return, `_x005F_` an underscore.

    Half of a surrogate pair stands for nothing and becomes U+FFFD, so that any text can be written.
    """
    if "_x" not in text:
        return text
    meant = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    if _SURROGATE.search(meant):
        meant = meant.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return meant


def shared_strings(data: bytes, part: str) -> Sequence[str]:
    """The strings that cells refer to by number, rich text joined and phonetic guides left out."""
    try:
        return _plain_strings(data)
    except NotPlainError:
        return _parsed_strings(data, part)


def _plain_strings(data: bytes) -> list[str]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotPlainError from None
    if "<!" in text or not _HEAD.match(text) or not text.rstrip().endswith("</sst>"):
        raise NotPlainError
    found = _PLAIN.findall(text)
    if text.count("<si") != len(found) or text.count("?>") > 1:
        raise NotPlainError
    if "\r" in text:
        found = [item.replace("\r\n", "\n").replace("\r", "\n") for item in found]
    if "&" in text:
        resolve = _resolve_named if set(_REFERENCE.findall(text)) <= _NAMED_REFERENCES else resolve_entities
        found = [resolve(item) if "&" in item else item for item in found]
    if "_x" in text:
        found = [unescape(item) if "_x" in item else item for item in found]
    return found


def _parsed_strings(data: bytes, part: str) -> list[str]:
    found: list[str] = []
    gather = TextGatherer()

    def start(name: str, _: dict[str, str]) -> None:
        name = xml.short(name)
        if name == "si":
            gather.open()
        gather.start(name)

    def end(name: str) -> None:
        name = xml.short(name)
        gather.end(name)
        if name == "si":
            found.append(gather.close())

    _run(data, part, start, end, gather)
    return found


def _run(
    data: bytes,
    part: str,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    gather: TextGatherer,
) -> None:
    made = xml.parser(part)
    made.StartElementHandler, made.EndElementHandler, made.CharacterDataHandler = start, end, gather.text
    xml.feed(made, _pieces(data), part)


def _pieces(data: bytes) -> Iterable[bytes]:
    return (data[start : start + (1 << 20)] for start in range(0, len(data), 1 << 20))


class TextGatherer:
    """Joins the text of `<t>` elements, those inside phonetic runs `<rPh>` aside."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._inside = False
        self._phonetic = 0

    def open(self) -> None:
        """Begin a new string."""
        self._pieces = []
        self._phonetic = 0

    def start(self, name: str) -> None:
        """An element begins."""
        if name == "rPh":
            self._phonetic += 1
        elif name == "t":
            self._inside = not self._phonetic

    def end(self, name: str) -> None:
        """An element ends."""
        if name == "rPh":
            self._phonetic -= 1
        elif name == "t":
            self._inside = False

    def text(self, text: str) -> None:
        """Character data, kept where it belongs to the string."""
        if self._inside:
            self._pieces.append(text)

    def close(self) -> str:
        """The string that has ended."""
        return unescape("".join(self._pieces))


def shared(strings: Sequence[str], texts: Iterable[str]) -> list[str]:
    """The strings behind their numbers; raises `bad-shared-string` for one that is not there."""
    try:
        numbers = list(map(int, texts))
        if min(numbers) >= 0:
            return [strings[number] for number in numbers]
    except (ValueError, IndexError):
        pass
    raise Fault("bad-shared-string", count=len(strings))
