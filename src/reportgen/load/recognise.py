"""What a data file really is, judged by its bytes: names lie, and office mail is full of renamed files."""

from __future__ import annotations

import re
from enum import Enum, auto

from ..model.diagnostic import Fault
from ..ooxml.directory import COMPOUND

_BIFF_ALONE = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
_MARKUP = re.compile(
    rb"\s*<(?:!doctype\s+html|html|head|meta|body|table|div|\?xml[^>]*\?>\s*<(?:html|\w*:?workbook))", re.IGNORECASE
)
_TEXT_NAMES = (".csv", ".txt", ".tsv")


class FileKind(Enum):
    """What `read` can read."""

    PACKAGE = auto()
    TEXT = auto()


def recognise(data: bytes, name: str) -> FileKind:
    """The kind of a data file.

    Raises `empty-workbook`, `html-workbook`, `text-workbook`, `not-a-workbook`, and `old-office-file` for a binary
    sheet without a compound file around it. Others of the old binary format, and encrypted ones, are PACKAGE here:
    `PackageReader` says what they are.
    """
    if not data.strip(b"\0 \t\r\n"):
        raise Fault("empty-workbook")
    if data.startswith((b"PK\3\4", b"PK\5\6", COMPOUND)):
        return FileKind.PACKAGE
    if data.startswith(_BIFF_ALONE) and b"\0" in data[:16]:
        raise Fault("old-office-file", file=name)
    beginning = data[:4096]
    wide = beginning.startswith((b"\xff\xfe", b"\xfe\xff"))
    if _MARKUP.match(beginning.replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe")):
        raise Fault("html-workbook")
    if b"\0" in beginning and not wide and not looks_like_utf16(beginning):
        raise Fault("not-a-workbook")
    if name.lower().endswith(_TEXT_NAMES):
        return FileKind.TEXT
    if name.lower().endswith((".xls", ".xlsx", ".xlsm")) and not _is_text(beginning):
        raise Fault("not-a-workbook")
    raise Fault("text-workbook")


def looks_like_utf16(data: bytes) -> bool:
    """Whether zero bytes are many and stand in every other place only, as in UTF-16 without a byte order mark.

    Text in UTF-8 or GB18030 has no zero byte at all, and other files have them in both places.
    """
    sample = data[: len(data) // 2 * 2]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    return max(even, odd) * 40 > len(sample) and min(even, odd) * 8 < max(even, odd)


def _is_text(data: bytes) -> bool:
    control = sum(byte < 32 and byte not in (9, 10, 13, 12, 27) for byte in data.replace(b"\0", b""))
    return control * 50 <= len(data)
