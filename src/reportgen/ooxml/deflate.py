"""How parts are deflated and inflated: by ISA-L where its package is installed, else by zlib.

ISA-L takes a tenth of the time of zlib's level 1 for the same size, a quarter to inflate it again, and for the
checksum a twelfth. The bytes of the two differ, the content does not; on one machine the same content always gives
the same bytes.
"""

from __future__ import annotations

import zlib
from typing import Protocol

try:
    from isal import isal_zlib
except ImportError:  # no build of it for this processor, or Windows on an odd one
    isal_zlib = None  # type: ignore[assignment]

__all__ = ["InflateError", "crc32", "deflater", "inflater"]

_LARGE, _MEDIUM, _TINY = 1 << 20, 1 << 15, 1 << 11
"""Sizes from which zlib's level 1, its level 3, and below which a window of 4 KB do."""
_RAW, _RAW_TINY = -15, -12
_MEMORY, _MEMORY_TINY = 8, 5
_ISAL_LEVEL = 2
"""As small as zlib's level 1, as fast as ISA-L's own level 1; level 3 takes four times as long for 1 %."""

crc32 = isal_zlib.crc32 if isal_zlib else zlib.crc32
InflateError: type[Exception] = isal_zlib.error if isal_zlib else zlib.error  # type: ignore[assignment]  # its stub lies
"""Raised by an `Inflater` for bytes that nobody deflated."""


class Deflater(Protocol):
    """A running compression; its pieces joined, the last by `flush`, are the deflated content (RFC 1951, raw)."""

    def compress(self, data: bytes, /) -> bytes: ...

    def flush(self) -> bytes: ...


class Inflater(Protocol):
    """A running decompression, as that of `zlib.decompressobj`; no call gives more than the length that it names."""

    @property
    def eof(self) -> bool: ...

    @property
    def unconsumed_tail(self) -> bytes: ...

    def decompress(self, data: bytes | memoryview, max_length: int, /) -> bytes: ...


def inflater() -> Inflater:
    """A decompression of what a `Deflater`, or any other program, deflated (RFC 1951, raw)."""
    return isal_zlib.decompressobj(_RAW) if isal_zlib else zlib.decompressobj(_RAW)


def deflater(size: int, *, quick: bool = False) -> Deflater:
    """A compression for about so many bytes; `quick` takes zlib half the time and a tenth more room."""
    if isal_zlib:
        return isal_zlib.compressobj(_ISAL_LEVEL, zlib.DEFLATED, _RAW)
    return _by_zlib(max(size, _MEDIUM) if quick else size)


def _by_zlib(size: int) -> Deflater:
    level = 1 if size >= _LARGE else 3 if size >= _MEDIUM else 6
    window, memory = (_RAW_TINY, _MEMORY_TINY) if size < _TINY else (_RAW, _MEMORY)
    return zlib.compressobj(level, zlib.DEFLATED, window, memory)
