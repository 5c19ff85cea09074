"""Pictures already drawn, kept in the report's folder under the key of their content.

The cache may be deleted, may be read-only and may hold rubbish: a build then draws again, and says nothing.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_END = b"IEND\xaeB`\x82"
_SAFE = frozenset("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_")


class PictureCache:
    """PNG files in a folder, by key; keys are letters, digits, - and _."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, key: str) -> bytes | None:
        """The picture, None where it is not there or is no whole PNG."""
        try:
            path = self._path(key)
            data = path.read_bytes() if path.is_file() else b""  # to read a pipe is to wait for ever
        except OSError:
            return None
        return data if _is_png(data) else None

    def put(self, key: str, data: bytes) -> None:
        """Keep the picture; what cannot be written is drawn again next time."""
        if not _is_png(data):
            return
        path = self._path(key)
        temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(data)
            temporary.replace(path)
        except OSError:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        if not key or not set(key) <= _SAFE:
            raise ValueError(f"not a key: {key!r}")
        return self._folder / f"{key}.png"


def _is_png(data: bytes) -> bool:
    """Whether it begins and ends as a PNG; a file cut short does not."""
    return data.startswith(_PNG) and data.endswith(_PNG_END)
