"""The zip package of an Office file: the same parts always give the same bytes.

Writers hand their packed parts to `write_package`; `PackageReader` opens the files of others. This is
the only zip code of the project.

Sources: PKWARE APPNOTE 6.3; ISO/IEC 29500-2 annex B (mapping to zip).
"""

from __future__ import annotations

from collections.abc import Sequence
from struct import Struct

from .part import DEFLATED, STORED, PackedPart, pack, pack_again, pack_chunks
from .reader import LIMITS, Limits, PackageReader

__all__ = [
    "DEFLATED",
    "LIMITS",
    "STORED",
    "Limits",
    "PackageReader",
    "PackedPart",
    "pack",
    "pack_again",
    "pack_chunks",
    "write_package",
]

CONTENT_TYPES = "[Content_Types].xml"

_LOCAL = Struct("<4sHHHHHIIIHH")
_CENTRAL = Struct("<4sHHHHHHIIIHHHHHI")
OFFSET = Struct("<I")
_END = Struct("<4sHHHHIIH")
_VERSION = 20
_UTF8 = 0x0800
_TIME, _DATE = 0, 0x21
"""Midnight of 1980-01-01, the first moment that a zip can name: no clock, so equal input gives equal bytes."""
_LARGEST = 0xFFFF_FFFF


def write_package(parts: Sequence[PackedPart], extra: bytes = b"") -> bytes:
    """The package of these parts, `[Content_Types].xml` first and the others in their order.

    `extra` are extra fields (APPNOTE 4.5) for the first part in the directory, which belong to none of the parts.

    Raises ValueError for two parts of one name or 4 GB of output, which no caller may ask for.
    """
    names = {part.name for part in parts}
    if len(names) != len(parts):
        raise ValueError(f"parts of one name: {sorted(part.name for part in parts)}")
    pieces: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for part in sorted(parts, key=lambda part: part.name != CONTENT_TYPES):
        more = b"" if directory else extra
        header, (known, name) = local_header(part), directory_entry(part, len(more))
        pieces += (header, part.data)
        directory += (known, OFFSET.pack(offset), name, more)
        offset += len(header) + len(part.data)
        if offset > _LARGEST:
            raise ValueError(f"{part.name} ends behind 4 GB")
    listing = b"".join(directory)
    return b"".join((*pieces, listing, end_of_package(len(parts), len(listing), offset)))


def local_header(part: PackedPart) -> bytes:
    """What stands before a part's packed bytes (APPNOTE 4.3.7)."""
    name = part.name.encode()
    return _LOCAL.pack(b"PK\3\4", *_about(part, name)) + name


def directory_entry(part: PackedPart, extra: int = 0) -> tuple[bytes, bytes]:
    """What the directory says of a part before its offset, and its name behind; `extra` bytes follow that.

    Source: APPNOTE 4.3.12.
    """
    name = part.name.encode()
    return _CENTRAL.pack(b"PK\1\2", _VERSION, *_about(part, name)[:-1], extra, 0, 0, 0, 0), name


def end_of_package(count: int, size: int, offset: int) -> bytes:
    """What stands behind a directory of so many entries and bytes that begins at `offset` (APPNOTE 4.3.16)."""
    return _END.pack(b"PK\5\6", 0, 0, count, count, size, offset, 0)


def _about(part: PackedPart, name: bytes) -> tuple[int, ...]:
    return (_VERSION, _UTF8, part.method, _TIME, _DATE, part.crc, len(part.data), part.size, len(name), 0)
