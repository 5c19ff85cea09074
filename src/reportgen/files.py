"""Files of the user, read whole: each way in which that goes wrong is a finding.

Used where a report's own files are read (`report`, `kit`) and by `trace`; workbooks are read by `load`.
"""

from __future__ import annotations

import re
import stat
from pathlib import Path, PurePosixPath

from .model.diagnostic import Diagnostic, Fault, info, nearest
from .model.place import FileRef

LARGEST_TEXT = 4 * 1024 * 1024
"""Bytes of a template or settings file; a text that people write is far below."""

LARGEST_FILE = 512 * 1024 * 1024
"""Bytes of a finished document; the parts inside have limits of their own."""


def read_bytes(path: Path, shown: str, *, largest: int = LARGEST_FILE) -> bytes:
    """The bytes of a file; `shown` is its name in findings.

    Raises `file-not-found` with the nearest name of the folder, `is-a-folder`, `no-regular-file` (a pipe
    would keep us waiting for ever), `file-too-large`, or `unreadable-file`.
    """
    try:
        if path.is_dir():
            raise Fault("is-a-folder", file=shown)
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise Fault("no-regular-file", file=shown)
        if status.st_size > largest:
            raise Fault("file-too-large", file=shown, size=f"{status.st_size:,}", limit=f"{largest:,}")
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise Fault("file-not-found", file=shown, suggestion=nearest_file(path)) from None
    except (OSError, ValueError) as problem:
        # ValueError: a NUL in a name, which no system accepts.
        raise Fault("unreadable-file", file=shown, problem=reason(problem)) from None


def reason(problem: Exception) -> str:
    """The system's own words for a failed access, without its number and path."""
    return getattr(problem, "strerror", None) or str(problem)


def is_file(path: Path) -> bool:
    """Whether there is a file; a name that no file can have (too long, with a NUL) is none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def is_folder(path: Path) -> bool:
    """Whether there is a folder; a name that no folder can have is none."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def is_special(path: Path) -> bool:
    """Whether there is something that is neither file nor folder: a pipe, a device, a socket."""
    try:
        return path.exists() and not path.is_file() and not path.is_dir()
    except (OSError, ValueError):
        return False


def templates_in(folder: Path, shown: str) -> list[Path]:
    """The `.md` files of a folder by name, none where there is no such folder; `shown` is its name in findings.

    Raises `not-a-folder` where something else stands in its place, or `unreadable-file`.
    """
    try:
        if not folder.is_dir():
            if folder.exists() or folder.is_symlink():
                raise Fault("not-a-folder", file=shown)
            return []
        return sorted(path for path in folder.iterdir() if path.name.endswith(".md"))
    except OSError as problem:
        raise Fault("unreadable-file", file=shown, problem=reason(problem)) from None


def resolved(path: Path) -> Path:
    """The path with links followed, as it is where that is impossible."""
    try:
        return path.resolve()
    except (OSError, ValueError, RuntimeError):  # a link that leads to itself; RuntimeError up to Python 3.12
        return path


def nearest_file(path: Path) -> str | None:
    """The file in the same folder whose name is most like a missed one, never that name itself."""
    try:
        names = sorted(entry.name for entry in path.parent.iterdir() if entry.name != path.name)
        return nearest(path.name, names)
    except (OSError, ValueError):
        return None


def read_text(path: Path, shown: str) -> tuple[str, list[Diagnostic]]:
    """The text of a UTF-8 file, a byte order mark dropped, line ends made alike.

    A file in GB18030, as older Windows editors save Chinese, is read and reported; anything else
    raises `not-utf8`.
    """
    data = read_bytes(path, shown, largest=LARGEST_TEXT)
    found: list[Diagnostic] = []
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        text = _chinese(data)
        if not text:
            line = data.count(b"\n", 0, problem.start) + 1
            raise Fault("not-utf8", file=shown, line=line) from None
        found.append(info("read-as-gb18030", FileRef(shown), file=shown))
    return text.replace("\r\n", "\n").replace("\r", "\n"), found


_COMMON = re.compile(
    rb"[\x00-\x7f]|([\xa1-\xa9\xb0-\xf7][\xa1-\xfe])|([\x81-\xfe][\x30-\x39][\x81-\xfe][\x30-\x39]|..)", re.S
)
"""A character of GB18030: ASCII, one of GB 2312 (group 1), or a rarer one (group 2)."""


def _chinese(data: bytes) -> str:
    """The text as GB18030, empty where that is unlikely.

    Most bytes decode to something; but nine in ten characters of real Chinese text are those of the
    old GB 2312, while Western text or noise gives rare ones.
    """
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    common = rare = 0
    for found in _COMMON.finditer(data):
        common += found[1] is not None
        rare += found[2] is not None
    return text if common >= 9 * rare and common and "\0" not in text else ""


def inside(folder: Path, name: str, shown: str) -> Path:
    """The path of a file that must lie in a folder, links followed; raises `path-outside`.

    `name` comes from a settings file, with slashes or backslashes between its parts.
    """
    parts = PurePosixPath(name.replace("\\", "/"))
    if not name or parts.is_absolute() or ".." in parts.parts or ":" in name or "\0" in name:
        raise Fault("path-outside", path=name, folder=shown)
    path = folder / parts
    if not lies_in(folder, path):
        raise Fault("path-outside", path=name, folder=shown)
    return path


def lies_in(folder: Path, path: Path) -> bool:
    """Whether a path leads into a folder, links followed."""
    return resolved(path).is_relative_to(resolved(folder))
