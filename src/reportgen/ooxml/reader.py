"""Reading zip packages that may come from anywhere: mail, other programs, a hostile sender.

`PackageReader` checks the whole directory when it is opened and inflates a part only when it is asked
for, never beyond the size that the directory declares and never beyond its limits. What it says no to
is a `Fault`; the caller adds the place.

Sources: PKWARE APPNOTE 6.3 (zip, zip64); MS-CFB and MS-OFFCRYPTO 2.3.2 (encrypted files).
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.diagnostic import Fault, nearest
from ..model.values import dataclass
from .deflate import InflateError, crc32, inflater
from .directory import Entry, read_directory
from .part import DEFLATED, PackedPart

_CHUNK, _LARGE_CHUNK = 1 << 18, 1 << 22
"""A part that is read whole is mostly one large piece: to join small ones takes longer than to inflate them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a package may cost: bytes a part, bytes of all parts together, inflation, number of parts.

    `ratio` is how many times a part of more than `ratio_from` bytes may grow; XML of sheets grows 10 to 60 times.
    """

    part_bytes: int = 512 << 20
    total_bytes: int = 1 << 30
    ratio: int = 300
    ratio_from: int = 16 << 20
    parts: int = 20_000


LIMITS = Limits()
"""The limits that all readers use; a sheet of 1,000,000 rows and 10 columns stays below them."""


class PackageReader:
    """The parts of a package by name.

    Raises when opened: `empty-file`, `not-a-zip`, `old-office-file`, `encrypted-file`, `broken-package`,
    `unsafe-part-name`, `duplicate-part`, `too-many-parts`; when read: `missing-part`, `zip-bomb`, `broken-part`.
    """

    def __init__(self, data: bytes, file: str, limits: Limits = LIMITS) -> None:
        """Open `data`; `file` is the name that findings use."""
        self.file = file
        self._data = memoryview(data)
        self._limits = limits
        self._entries = read_directory(data, file, limits.parts)
        self._inflated: dict[str, int] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts, in the order of the directory."""
        return tuple(self._entries)

    @property
    def extra(self) -> bytes:
        """What the directory says of the first part beyond the usual, as `write_package` puts it there."""
        return next((entry.extra for entry in self._entries.values()), b"")

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def size(self, name: str) -> int:
        """How many bytes the part says it has; nothing is inflated."""
        return self._entry(name).size

    def read(self, name: str) -> bytes:
        """The whole part."""
        return b"".join(self._pieces(name, _LARGE_CHUNK))

    def head(self, name: str, size: int) -> bytes:
        """The first bytes of a part, at most so many; nobody has looked then whether the rest of it is whole."""
        entry = self._entry(name)
        self._admit(entry)
        return next(self._inflate(entry, size), b"")

    def stream(self, name: str) -> Iterator[bytes]:
        """The part in pieces of at most 256 KB; `broken-part` comes at the end where the checksum is wrong."""
        return self._pieces(name, _CHUNK)

    def _pieces(self, name: str, largest: int) -> Iterator[bytes]:
        entry = self._entry(name)
        self._admit(entry)
        crc = size = 0
        for chunk in self._inflate(entry, largest):
            crc, size = crc32(chunk, crc), size + len(chunk)
            self._spend(entry, size)
            yield chunk
        if size != entry.size or crc != entry.crc:
            raise self._broken(entry)

    def packed(self, name: str) -> PackedPart:
        """The part as it is packed, to be copied into another package without inflating it."""
        entry = self._entry(name)
        return PackedPart(entry.name, entry.crc, entry.size, entry.method, bytes(self._raw(entry)))

    def _entry(self, name: str) -> Entry:
        entry = self._entries.get(name)
        if entry is None:
            raise Fault("missing-part", file=self.file, part=name, suggestion=nearest(name, self._entries))
        return entry

    def _raw(self, entry: Entry) -> memoryview:
        return self._data[entry.start : entry.start + entry.packed_size]

    def _inflate(self, entry: Entry, largest: int) -> Iterator[bytes]:
        raw = self._raw(entry)
        if entry.method != DEFLATED:
            for start in range(0, len(raw), largest):
                yield bytes(raw[start : start + largest])
            return
        inflate = inflater()
        try:
            for start in range(0, len(raw), _CHUNK):
                rest: bytes | memoryview = raw[start : start + _CHUNK]
                while rest and not inflate.eof:
                    chunk = inflate.decompress(rest, largest)
                    if chunk:
                        yield chunk
                    rest = inflate.unconsumed_tail
            while not inflate.eof and (chunk := inflate.decompress(b"", largest)):
                yield chunk
        except InflateError:
            raise self._broken(entry) from None
        if not inflate.eof:
            raise self._broken(entry)

    def _admit(self, entry: Entry) -> None:
        """Refuse a part whose declared size alone is too much, before a byte of it is inflated."""
        limits = self._limits
        if entry.size > limits.part_bytes:
            raise self._bomb(entry, limits.part_bytes)
        if entry.size > limits.ratio_from and entry.size > limits.ratio * entry.packed_size:
            raise self._bomb(entry, max(limits.ratio_from, limits.ratio * entry.packed_size))

    def _spend(self, entry: Entry, size: int) -> None:
        """Stop a part that goes on beyond its declared size, or a package that is too large in all."""
        if size > entry.size:
            raise self._broken(entry)
        self._inflated[entry.name] = max(size, self._inflated.get(entry.name, 0))
        if sum(self._inflated.values()) > self._limits.total_bytes:
            raise self._bomb(entry, self._limits.total_bytes)

    def _broken(self, entry: Entry) -> Fault:
        return Fault("broken-part", file=self.file, part=entry.name)

    def _bomb(self, entry: Entry, limit: int) -> Fault:
        return Fault("zip-bomb", file=self.file, part=entry.name, megabytes=-(-entry.size >> 20), limit=limit >> 20)
