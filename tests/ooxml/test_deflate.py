"""Both ways of deflating and of inflating give what zlib gives, also where the faster package is missing."""

import importlib
import sys
import zlib
from collections.abc import Iterator
from types import ModuleType

import pytest

from reportgen.ooxml import deflate

SIZES = (0, 1, 2_000, 40_000, 1_200_000)


@pytest.fixture
def without_isal(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    monkeypatch.setitem(sys.modules, "isal", None)
    yield importlib.reload(deflate)
    monkeypatch.undo()
    importlib.reload(deflate)


def text(size: int) -> bytes:
    return ("行业产值12.5亿元；" * (size // 20 + 1)).encode()[:size]


@pytest.mark.parametrize("size", SIZES)
def test_zlib_reads_what_was_deflated(size: int) -> None:
    running = deflate.deflater(size)
    packed = running.compress(text(size)) + running.flush()
    assert zlib.decompress(packed, -15) == text(size)
    assert deflate.crc32(text(size)) == zlib.crc32(text(size))


@pytest.mark.parametrize("quick", [False, True])
@pytest.mark.parametrize("size", SIZES)
def test_zlib_does_the_work_where_isal_is_missing(without_isal: ModuleType, size: int, *, quick: bool) -> None:
    assert without_isal.crc32 is zlib.crc32
    running = without_isal.deflater(size, quick=quick)
    assert zlib.decompress(running.compress(text(size)) + running.flush(), -15) == text(size)


def pieces(module: ModuleType, packed: bytes, largest: int) -> list[bytes]:
    running = module.inflater()
    found: list[bytes] = []
    rest = packed
    while not running.eof and (rest or not found or found[-1]):
        found.append(running.decompress(rest, largest))
        rest = running.unconsumed_tail
    return found


@pytest.mark.parametrize("size", SIZES)
def test_what_zlib_deflated_is_inflated_in_pieces_of_a_bounded_length(size: int) -> None:
    found = pieces(deflate, zlib.compress(text(size), wbits=-15), 1000)
    assert b"".join(found) == text(size)
    assert max(map(len, found)) <= 1000


def test_zlib_inflates_where_isal_is_missing(without_isal: ModuleType) -> None:
    assert b"".join(pieces(without_isal, zlib.compress(text(40_000), wbits=-15), 1000)) == text(40_000)
    with pytest.raises(without_isal.InflateError):
        without_isal.inflater().decompress(b"\xff\xff\xff", 1000)


def test_bytes_that_nobody_deflated_are_refused() -> None:
    with pytest.raises(deflate.InflateError):
        deflate.inflater().decompress(b"\xff\xff\xff", 1000)
