"""The cache of pictures: whole PNG files or nothing, and never a reason for a build to fail."""

import os
import struct
import sys
import zlib
from pathlib import Path

import pytest

from reportgen.ooxml.save import PictureCache


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


HEADER = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
PNG = b"\x89PNG\r\n\x1a\n" + HEADER + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def test_a_picture_is_kept_under_its_key(tmp_path: Path) -> None:
    cache = PictureCache(tmp_path / ".cache")
    assert cache.get("abc") is None
    cache.put("abc", PNG)
    assert cache.get("abc") == PNG
    assert cache.get("abd") is None
    assert [path.name for path in (tmp_path / ".cache").iterdir()] == ["abc.png"]


@pytest.mark.parametrize("data", [b"", b"not a picture", PNG[:-1], PNG[8:]])
def test_what_is_no_whole_picture_is_neither_kept_nor_given(tmp_path: Path, data: bytes) -> None:
    cache = PictureCache(tmp_path)
    cache.put("new", data)
    (tmp_path / "old.png").write_bytes(data)
    assert cache.get("new") is None
    assert cache.get("old") is None


def test_a_cache_that_cannot_be_written_is_silent(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = PictureCache(tmp_path / "file")
    cache.put("abc", PNG)
    assert cache.get("abc") is None


def test_a_failed_write_leaves_no_temporary(tmp_path: Path) -> None:
    (tmp_path / "abc.png").mkdir()
    PictureCache(tmp_path).put("abc", PNG)
    assert [path.name for path in tmp_path.iterdir()] == ["abc.png"]


@pytest.mark.parametrize("key", ["", "../abc", "a/b", "a.b"])
def test_a_key_cannot_lead_out_of_the_folder(tmp_path: Path, key: str) -> None:
    with pytest.raises(ValueError, match="key"):
        PictureCache(tmp_path).get(key)


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes in folders are POSIX")
def test_a_pipe_in_the_place_of_a_picture_is_drawn_over(tmp_path: Path) -> None:
    cache = PictureCache(tmp_path)
    os.mkfifo(tmp_path / "abc.png")
    assert cache.get("abc") is None
    cache.put("abc", PNG)
    assert cache.get("abc") == PNG
