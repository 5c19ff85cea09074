"""The folder of the user where compiled templates are kept between builds.

What lies there is run, as Python runs the compiled modules in `__pycache__`. So it is the user's own cache
folder and never the report's, which comes from others by mail: the folder must belong to the user, and
nobody else may write there. Where that is not so, or nothing can be written, a build compiles its templates
and says nothing. The folder may be deleted at any time.

`REPORTGEN_CACHE` names another folder; `off` keeps nothing.
"""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from importlib.util import MAGIC_NUMBER, find_spec
from pathlib import Path

from ..model.digest import blake2b
from ..narrate import kept

VARIABLE = "REPORTGEN_CACHE"
_OFF = ("", "0", "off", "no")
_MOST = 800
"""So many files are kept, two a template; beyond, the older half of them goes."""
_LARGEST = 8 * 1024 * 1024
_SUFFIX = ".template"
_BINARY = getattr(os, "O_BINARY", 0)
"""Windows only: without it, line ends are changed."""
_OWN_MAKERS = (
    *("checked", "compiling", "environment", "guard", "kept", "lexer", "positions", "prose", "rendering", "runtime"),
)
_JINJA_MAKERS = ("__init__", "compiler", "idtracking", "lexer", "nodes", "parser")
"""The modules that have a say in a template's code: where one of them changes, all are compiled again."""


class TemplateCache:
    """Compiled templates as files in a folder that is the user's own."""

    def __init__(self, folder: Path, stamp: str) -> None:
        self._folder, self._stamp = folder, stamp

    def get(self, key: str) -> bytes | None:
        """What was kept under the key; None where there is nothing, or where others could have written it."""
        if not _is_private(self._folder):
            return None
        try:
            with self._path(key).open("rb") as file:
                status = os.fstat(file.fileno())
                return file.read(_LARGEST) if stat.S_ISREG(status.st_mode) and _is_own(status) else None
        except OSError:
            return None

    def put(self, key: str, data: bytes) -> None:
        """Keep the bytes; what cannot be written is compiled again next time."""
        path = self._path(key)
        temporary = path.with_suffix(f".{os.getpid()}.tmp")
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not _is_private(self._folder) or len(data) > _LARGEST:
                return
            # Never through a link, and for nobody else to read.
            with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600), "wb") as file:
                file.write(data)
            temporary.replace(path)
            self._clear()
        except OSError:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self._folder / f"{_digest(f'{self._stamp} {key}')}{_SUFFIX}"

    def _clear(self) -> None:
        """Delete the older half where there are too many."""
        kept_files = list(self._folder.glob(f"*{_SUFFIX}"))
        if len(kept_files) > _MOST:
            for path in sorted(kept_files, key=lambda path: path.stat().st_mtime)[: _MOST // 2]:
                path.unlink(missing_ok=True)


def template_cache() -> TemplateCache | None:
    """The user's cache; None where it is switched off, or where nobody can tell what made a template."""
    chosen = os.environ.get(VARIABLE)
    if chosen is not None and chosen.strip().lower() in _OFF:
        return None
    try:
        folder = Path(chosen) if chosen is not None else _user_folder() / "reportgen" / "templates"
        return TemplateCache(folder, _stamp())
    except (OSError, RuntimeError, TypeError, ValueError):
        # RuntimeError: no home. The others: modules that are no files, from a zip.
        return None


def _user_folder() -> Path:
    """Where programs keep what can be made again: the system's convention."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    named = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return named if named.is_absolute() else Path.home() / ".cache"


def _stamp() -> str:
    """Tells apart what made a template: this Python, and size and time of the modules, as `__pycache__` does.

    The modules are found where an import would find them, but not imported: a kept template needs no jinja.
    """
    jinja = find_spec("jinja2")
    if jinja is None or not jinja.submodule_search_locations:
        raise OSError("jinja2")
    own, others = Path(kept.__file__).parent, Path(jinja.submodule_search_locations[0])
    paths = [*(own / f"{name}.py" for name in _OWN_MAKERS), *(others / f"{name}.py" for name in _JINJA_MAKERS)]
    files = [path.stat() for path in paths]
    return " ".join((MAGIC_NUMBER.hex(), *(f"{file.st_size}-{file.st_mtime_ns}" for file in files)))


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=16).hexdigest()


def _is_private(folder: Path) -> bool:
    """Whether the folder is there, is no link, and is the user's alone."""
    try:
        status = os.lstat(folder)
    except OSError:
        return False
    return stat.S_ISDIR(status.st_mode) and _is_own(status)


def _is_own(status: os.stat_result) -> bool:
    """Whether it belongs to the user and nobody else may write to it; Windows keeps user folders apart by itself."""
    if sys.platform == "win32":
        return True
    return status.st_uid == os.geteuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
