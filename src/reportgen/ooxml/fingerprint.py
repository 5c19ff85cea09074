"""The fingerprint by which a file that we wrote is known to be untouched.

Before a build overwrites an output, it asks `is_untouched`; a file that a person saved since then is
theirs and stays. The fingerprint is a custom document property over name, checksum and size of all
other parts, so it survives copying and mailing, and any editor that saves the file breaks it. In a file
of which no part may differ (`fill`) it is an extra field of the zip instead, which such editors drop.
What we put together of files that people edited is sealed too, and says that not all words in it are ours.

Sources: ISO/IEC 29500-1, 22.3 (custom properties); PKWARE APPNOTE 6.3, 4.5 (extra fields, which zip
programs fill with times and owners, and office programs pass over).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Sequence

from ..model.diagnostic import Fault
from ..model.digest import blake2b
from .package import DEFLATED, PackageReader, PackedPart, pack
from .xml import DECLARATION

PART = "docProps/custom.xml"
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
PROPERTY = "reportgen-fingerprint"
EDITED = "reportgen-edited"
"""The property of what was put together of files that people edited."""

_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""The one format id that user-defined properties have (ISO/IEC 29500-1, 22.3.2.2)."""
_EMPTY = f'{DECLARATION}<Properties xmlns="{_PROPERTIES}"></Properties>'
# As text, so that `re` compiles them when a file is there already.
_OURS = rf'(?s)<(?:\w+:)?property\b[^>]*\bname="{PROPERTY}"[^>]*>.*?</(?:\w+:)?property>'
_VALUE = r"lpwstr>\s*([0-9a-f]+)\s*<"
_PID = r'\bpid="(\d+)"'
_FIRST_PID = 2
_FIELD = b"rg"
"""The id of our extra field; APPNOTE 4.5.2 lists none such."""


def seal(parts: Sequence[PackedPart]) -> tuple[PackedPart, ...]:
    """The parts with the fingerprint of all of them in `docProps/custom.xml`; other properties there are kept.

    `[Content_Types].xml` and `_rels/.rels` must name that part already: they are fingerprinted too.
    """
    others = [part for part in parts if part.name != PART]
    value = fingerprint(map(fingerprint_line, others))
    known = next((_inflated(part).decode() for part in parts if part.name == PART), None)
    if known is None:
        return (*others, seal_part(value))
    known = re.sub(_OURS, "", known)
    head, close, tail = known.rpartition("</")
    if not close:
        head, close, tail = _EMPTY.rpartition("</")
    pid = max(map(int, re.findall(_PID, head)), default=_FIRST_PID - 1) + 1
    return (*others, pack(PART, (head + _own(value, pid) + close + tail).encode()))


def seal_part(value: str) -> PackedPart:
    """The part with the fingerprint alone, for a package without other properties."""
    return _part_with(_own(value, _FIRST_PID))


def edited_part() -> PackedPart:
    """The part of properties, to be sealed, of a file in which people's words stand."""
    return _part_with(_own("1", _FIRST_PID, EDITED))


def _part_with(properties: str) -> PackedPart:
    head, close, tail = _EMPTY.rpartition("</")
    return pack(PART, (head + properties + close + tail).encode())


def _own(value: str, pid: int, name: str = PROPERTY) -> str:
    return (
        f'<property xmlns="{_PROPERTIES}" xmlns:vt="{_TYPES}" fmtid="{_FORMAT_ID}" pid="{pid}" name="{name}">'
        f"<vt:lpwstr>{value}</vt:lpwstr></property>"
    )


def seal_outside(parts: Iterable[PackedPart]) -> bytes:
    """The fingerprint of all these parts as an extra field for `write_package`."""
    digest = bytes.fromhex(fingerprint(map(fingerprint_line, parts)))
    return _FIELD + len(digest).to_bytes(2, "little") + digest


def is_untouched(data: bytes) -> bool | None:
    """Whether a file is still as we sealed it; None where we did not write it, or it is no package at all."""
    try:
        package = PackageReader(data, "")
        if package.extra.startswith(_FIELD):
            return package.extra == seal_outside(map(package.packed, package.names))
        custom = package.read(PART).decode()
    except (Fault, UnicodeDecodeError):
        return None
    own = re.search(_OURS, custom)
    value = re.search(_VALUE, own[0]) if own else None
    if value is None:
        return None
    others = (package.packed(name) for name in package.names if name != PART)
    return value[1] == fingerprint(map(fingerprint_line, others))


def is_all_ours(data: bytes) -> bool:
    """Whether nobody wrote a word of a file but we: it is untouched, and so were those that it was put together of."""
    return bool(is_untouched(data)) and not is_of_edited(data)


def is_of_edited(data: bytes) -> bool:
    """Whether an untouched file was put together of files that people edited."""
    return EDITED.encode() in PackageReader(data, "").read(PART)


def _inflated(part: PackedPart) -> bytes:
    return zlib.decompress(part.data, -15) if part.method == DEFLATED else part.data


def fingerprint_line(part: PackedPart) -> str:
    """What a part adds to the fingerprint."""
    return f"{part.name}\0{part.crc:08x}\0{part.size}\n"


def fingerprint(lines: Iterable[str]) -> str:
    """32 hexadecimal digits over the lines of parts, whatever their order."""
    return blake2b("".join(sorted(lines)).encode(), digest_size=16).hexdigest()
