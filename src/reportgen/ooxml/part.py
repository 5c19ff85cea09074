"""Packed parts: the files of a package, already deflated, ready to be put one behind the other.

Parts are packed one by one, so that a part that never changes is deflated once and copied ever after,
and a large part is deflated while it is made, without ever standing in memory as text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from ..model.values import dataclass
from .deflate import crc32, deflater

STORED, DEFLATED = 0, 8
"""The two methods of compression that Office files use (APPNOTE 6.3, 4.4.5)."""

_BLOCK = 1 << 16
"""Characters of text that are encoded at once."""
_LONG = 1 << 14
"""A text of so many characters is encoded by itself; to join it to others would only copy it."""
_LARGE = 1 << 20
"""A part of so many bytes is deflated while it is made; a smaller one waits for its size, which decides how."""


@dataclass(frozen=True, slots=True)
class PackedPart:
    """A part as it stands in the zip.

    `crc` and `size` belong to the bare content, `method` is STORED or DEFLATED, `data` the packed bytes.
    """

    name: str
    crc: int
    size: int
    method: int
    data: bytes


def pack(name: str, data: bytes, *, store: bool = False, quick: bool = False) -> PackedPart:
    """The part of that name, deflated; `store` keeps it as it is, for pictures and what else is packed already.

    `quick` takes zlib half the time and a tenth more room.
    """
    if store:
        return PackedPart(name, crc32(data), len(data), STORED, data)
    deflate = deflater(len(data), quick=quick)
    return PackedPart(name, crc32(data), len(data), DEFLATED, deflate.compress(data) + deflate.flush())


@lru_cache(maxsize=64)
def pack_again(name: str, data: bytes) -> PackedPart:
    """`pack` for small parts that are the same in many files, or in all of them; made once."""
    return pack(name, data)


def pack_chunks(name: str, chunks: Iterable[str | bytes], *, quick: bool = False) -> PackedPart:
    """The part whose content comes in pieces; only the packed bytes are kept.

    Below a megabyte the bytes are those of `pack` of the joined pieces; above, they may differ by how the pieces
    were cut. `quick` takes zlib half the time and a tenth more room.
    """
    crc = size = 0
    first: list[bytes] = []
    packed: list[bytes] = []
    deflate = None
    for data in _blocks(chunks):
        crc, size = crc32(data, crc), size + len(data)
        if deflate is not None:
            packed.append(deflate.compress(data))
            continue
        first.append(data)
        if size >= _LARGE:
            deflate = deflater(size)
            packed.append(deflate.compress(b"".join(first)))
            first.clear()
    if deflate is None:
        return pack(name, b"".join(first), quick=quick)
    packed.append(deflate.flush())
    return PackedPart(name, crc, size, DEFLATED, b"".join(packed))


def _blocks(chunks: Iterable[str | bytes]) -> Iterator[bytes]:
    """The pieces as bytes, short texts joined: encoding, checking and deflating each by itself takes twice as long."""
    texts: list[str] = []
    length = 0
    for chunk in chunks:
        if isinstance(chunk, str) and len(chunk) < _LONG:
            texts.append(chunk)
            length += len(chunk)
            if length < _BLOCK:
                continue
            long = b""
        else:
            long = chunk.encode() if isinstance(chunk, str) else chunk
        yield "".join(texts).encode()
        texts.clear()
        length = 0
        if long:
            yield long
    yield "".join(texts).encode()
