"""The directory of a zip package, read with suspicion: what `PackageReader` knows before it inflates anything.

Every entry must lie inside the file, apart from all others, under a name that is safe and its own. A
directory that overlaps or lies is refused whole: which of two claims is true cannot be known.

Sources: PKWARE APPNOTE 6.3, 4.3 (layout) and 4.5.3 (zip64); ISO/IEC 29500-2 annex B (part names).
"""

from __future__ import annotations

from collections.abc import Iterator
from struct import Struct, error

from ..model.diagnostic import Fault
from ..model.values import dataclass
from .part import DEFLATED, STORED

_CENTRAL = Struct("<4s6H3I5H2I")
_LOCAL = Struct("<4s5H3I2H")
_END = Struct("<4s4H2IH")
_LOCATOR = Struct("<4sIQI")
_END64 = Struct("<4sQ2H2I4Q")
COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
"""The beginning of a compound file, as old binary and encrypted files of Office are (MS-CFB 2.2)."""
_ENCRYPTED_FLAG, _UTF8_FLAG = 0x1, 0x800
_FULL16, _FULL32 = 0xFFFF, 0xFFFF_FFFF
_LONGEST_COMMENT = 0xFFFF


@dataclass(frozen=True, slots=True)
class Entry:
    """One part as the directory declares it; `start` is where its packed bytes begin, `extra` all else that it says."""

    name: str
    crc: int
    size: int
    packed_size: int
    method: int
    start: int
    extra: bytes


def read_directory(data: bytes, file: str, most: int) -> dict[str, Entry]:
    """The entries of the package by name, folders left out; raises the faults of `PackageReader`."""
    _check_kind(data, file)
    try:
        count, position = _end_of_directory(data)
        if count > most:
            raise Fault("too-many-parts", file=file, count=count, limit=most)
        found = list(_entries(data, file, count, position))
    except (error, IndexError, _LieError):
        raise Fault("broken-package", file=file) from None
    entries: dict[str, Entry] = {}
    for entry in found:
        if entry.name in entries:
            raise Fault("duplicate-part", file=file, part=entry.name)
        entries[entry.name] = entry
    _check_apart(found, file)
    return {name: entry for name, entry in entries.items() if not name.endswith("/")}


class _LieError(Exception):
    """The directory says what the bytes do not bear out."""


def _check_kind(data: bytes, file: str) -> None:
    """Say what a file is that is no zip, as far as its first bytes tell."""
    if not data:
        raise Fault("empty-file", file=file)
    if data.startswith(COMPOUND):
        # Streams are named in UTF-16 in the compound file's own directory (MS-CFB 2.6.1).
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        raise Fault("encrypted-file" if encrypted else "old-office-file", file=file)
    if not data.startswith((b"PK\3\4", b"PK\5\6")):
        raise Fault("not-a-zip", file=file)


def _end_of_directory(data: bytes) -> tuple[int, int]:
    """How many entries there are, and where the first one stands."""
    at = data.rfind(b"PK\5\6", max(0, len(data) - _END.size - _LONGEST_COMMENT))
    if at < 0:
        raise _LieError
    _, disk, first_disk, _, count, size, position, _ = _END.unpack_from(data, at)
    if disk not in (0, _FULL16) or first_disk not in (0, _FULL16):
        raise _LieError
    if _FULL16 in (count, disk) or _FULL32 in (size, position):
        _, _, at, _ = _LOCATOR.unpack_from(data, at - _LOCATOR.size)
        mark, _, _, _, _, _, _, count, size, position = _END64.unpack_from(data, at)
        if mark != b"PK\6\6":
            raise _LieError
    if position + size > at:
        raise _LieError
    return count, position


def _entries(data: bytes, file: str, count: int, position: int) -> Iterator[Entry]:
    for _ in range(count):
        fields = _CENTRAL.unpack_from(data, position)
        mark, _, _, flags, method, _, _, crc, packed, size, name_length, extra_length, comment_length = fields[:13]
        offset = fields[16]
        if mark != b"PK\1\2":
            raise _LieError
        position += _CENTRAL.size
        raw_name = data[position : position + name_length]
        extra = data[position + name_length : position + name_length + extra_length]
        position += name_length + extra_length + comment_length
        size, packed, offset = _zip64(extra, size, packed, offset)
        name = _safe_name(raw_name, file, utf8=bool(flags & _UTF8_FLAG))
        if flags & _ENCRYPTED_FLAG:
            raise Fault("encrypted-file", file=file)
        if method not in (STORED, DEFLATED) or (method == STORED and packed != size):
            raise Fault("broken-part", file=file, part=name)
        yield Entry(name, crc, size, packed, method, _start(data, offset, raw_name, packed), extra)


def _zip64(extra: bytes, size: int, packed: int, offset: int) -> tuple[int, int, int]:
    """The three numbers, those that do not fit in 32 bits taken from the zip64 field (APPNOTE 4.5.3)."""
    if _FULL32 not in (size, packed, offset):
        return size, packed, offset
    while len(extra) >= 4:
        kind, length = int.from_bytes(extra[:2], "little"), int.from_bytes(extra[2:4], "little")
        if kind == 1:
            numbers = [int.from_bytes(extra[at : at + 8], "little") for at in range(4, 4 + length - 7, 8)]
            return (
                numbers.pop(0) if size == _FULL32 else size,
                numbers.pop(0) if packed == _FULL32 else packed,
                numbers.pop(0) if offset == _FULL32 else offset,
            )
        extra = extra[4 + length :]
    raise _LieError


def _safe_name(raw: bytes, file: str, *, utf8: bool) -> str:
    """The part's name; some programs for Windows write its folders with backslashes."""
    try:
        name = raw.decode("utf-8" if utf8 else "cp437")
    except UnicodeDecodeError:
        raise _LieError from None
    name = name.replace("\\", "/")
    if not name or name.startswith("/") or ":" in name or "\0" in name or ".." in name.split("/"):
        raise Fault("unsafe-part-name", file=file, part=name)
    return name


def _start(data: bytes, offset: int, name: bytes, packed: int) -> int:
    """Where the packed bytes begin: the local header counts, for its extra field may be longer than the central one."""
    fields = _LOCAL.unpack_from(data, offset)
    name_length: int = fields[9]
    extra_length: int = fields[10]
    name_end = offset + _LOCAL.size + name_length
    start = name_end + extra_length
    stored_name = data[name_end - name_length : name_end]
    if fields[0] != b"PK\3\4" or stored_name != name or start + packed > len(data):
        raise _LieError
    return start


def _check_apart(entries: list[Entry], file: str) -> None:
    """Refuse parts that share bytes: so a small file could stand for any amount of data."""
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.start):
        if entry.start < end:
            raise Fault("broken-package", file=file)
        end = entry.start + entry.packed_size
