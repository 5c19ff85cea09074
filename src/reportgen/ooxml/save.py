"""Saving all outputs of a build, or none: temporaries first, renames last.

Whatever goes wrong, and whenever the process is killed, each output is afterwards either the old file
or the new one, whole. Files that a person changed since we wrote them stay as they are unless forced.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from errno import EDQUOT, EFBIG, ENOSPC
from pathlib import Path

from ..model.diagnostic import Diagnostic, ReportError, error
from ..model.place import FileRef
from .fingerprint import is_untouched
from .pictures import PictureCache

__all__ = ["PictureCache", "save_all"]

_FULL = {ENOSPC, EDQUOT, EFBIG}
_ANY_WRITE_BIT = 0o222


def save_all(files: Mapping[Path, bytes], *, force: bool = False) -> None:
    """Write all files, or raise a ReportError and leave everything as it was.

    Findings: `output-edited` (a person changed the file, or we never wrote it; not with `force`, nor for equal bytes),
    `no-regular-file`, `output-in-use`, `not-writable`, `disk-full`. Folders that are missing are made. Where a link
    stands, the file that it leads to is written.
    """
    files = {_behind_link(path): data for path, data in files.items()}
    found = [item for path, data in files.items() if (item := _objection(path, data, force=force)) is not None]
    if found:
        raise ReportError(*found)
    made = _Folders()
    saving = _Saving()
    at = Path()
    try:
        for at in files:
            made.make(at.parent)
            _remove_leftovers(at)
        for at, data in files.items():
            saving.prepare(at, data)
        for at in files:
            saving.replace(at)
    except OSError as failure:
        saving.undo()
        made.remove()
        raise ReportError(_finding(at, failure, replacing=saving.replacing)) from failure
    except BaseException:
        saving.undo()
        made.remove()
        raise
    saving.finish()


class _Saving:
    """The temporaries and kept old files of one save, by target."""

    def __init__(self) -> None:
        self.replacing = False
        self._new: dict[Path, Path] = {}
        self._old: dict[Path, Path | None] = {}

    def prepare(self, target: Path, data: bytes) -> None:
        """Write the target's new content beside it, down to the disk."""
        temporary = _beside(target, "new")
        self._new[target] = temporary
        with temporary.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            with suppress(OSError):
                temporary.chmod(target.stat().st_mode & 0o777)

    def replace(self, target: Path) -> None:
        """Keep the old file under another name and put the new one in its place, in one step."""
        self.replacing = True
        kept = _keep(target) if target.exists() else None
        try:
            self._new[target].replace(target)
        except OSError:
            if kept is not None:
                kept.unlink(missing_ok=True)
            raise
        self._old[target] = kept

    def undo(self) -> None:
        """Bring back what was replaced and remove what was only prepared."""
        for target, kept in self._old.items():
            with suppress(OSError):
                target.unlink() if kept is None else kept.replace(target)
        for temporary in self._new.values():
            with suppress(OSError):
                temporary.unlink(missing_ok=True)

    def finish(self) -> None:
        """Remove the kept old files, and make the renames last."""
        for kept in self._old.values():
            with suppress(OSError):
                if kept is not None:
                    kept.unlink(missing_ok=True)
        for folder in {target.parent for target in self._old}:
            _flush_folder(folder)


class _Folders:
    """Folders that this save made, to be removed again when it fails."""

    def __init__(self) -> None:
        self._made: list[Path] = []

    def make(self, folder: Path) -> None:
        missing = [item for item in (folder, *folder.parents) if not item.exists()]
        for item in reversed(missing):
            item.mkdir()
            self._made.append(item)

    def remove(self) -> None:
        for folder in reversed(self._made):
            with suppress(OSError):
                folder.rmdir()


def _behind_link(path: Path) -> Path:
    """The file that a link leads to, the path itself where it is none or leads in a circle."""
    try:
        return path.resolve() if path.is_symlink() else path
    except (OSError, RuntimeError):  # RuntimeError up to Python 3.12
        return path


def _objection(path: Path, new: bytes, *, force: bool) -> Diagnostic | None:
    """Why the file must not or cannot be replaced by the new one; None where it can."""
    if not path.exists() and not path.is_symlink():
        return None
    place = _place(path)
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):  # to open a pipe is to wait for ever
            return error("no-regular-file", place, file=path.name)
        if any(path.with_name(sign).exists() for sign in signs_of_use(path.name)):
            return error("output-in-use", place, file=path.name)
        if not mode & _ANY_WRITE_BIT:
            return error("not-writable", place, file=path.name, reason="read-only")
        with path.open("r+b") as stream:  # Word and Excel for Windows lock the file that they have open
            old = new if force else stream.read()
    except FileNotFoundError:
        return None
    except PermissionError as failure:
        return _finding(path, failure, replacing=os.name == "nt")
    except OSError as failure:
        return _finding(path, failure, replacing=False)
    if old != new and is_untouched(old) is not True:
        return error("output-edited", place, file=path.name)
    return None


def signs_of_use(name: str) -> tuple[str, ...]:
    """The hidden files that an office program keeps beside the file that it has open.

    Nothing else tells on Linux and on network shares. In this order: Word (it replaces the first two
    characters), Excel (it keeps them all), LibreOffice, WPS.
    """
    return (f"~${name[2:]}", f"~${name}", f".~lock.{name}#", f".~{name}")


def _finding(path: Path, failure: OSError, *, replacing: bool) -> Diagnostic:
    if failure.errno in _FULL:
        return error("disk-full", _place(path), file=path.name)
    if replacing and isinstance(failure, PermissionError):
        return error("output-in-use", _place(path), file=path.name)
    return error("not-writable", _place(path), file=path.name, reason=failure.strerror or type(failure).__name__)


def _place(path: Path) -> FileRef:
    """The file with its folder, as `out/2015年工作总结.docx`: enough to find it, the same on every machine."""
    return FileRef(f"{path.parent.name}/{path.name}" if path.parent.name else path.name)


def _beside(target: Path, use: str) -> Path:
    """A hidden name in the target's folder, so that the rename stays on one disk; ours alone by the process id."""
    return target.with_name(f".{target.name}.{os.getpid()}-{use}.tmp")


def _keep(target: Path) -> Path:
    """A second name for the old file; a copy where the disk knows no links."""
    kept = _beside(target, "old")
    kept.unlink(missing_ok=True)
    try:
        os.link(target, kept)
    except (OSError, NotImplementedError):
        kept.write_bytes(target.read_bytes())
    return kept


def _remove_leftovers(target: Path) -> None:
    """Remove what a run that was killed left beside the target."""
    prefix = f".{target.name}."
    for path in target.parent.iterdir():
        if path.name.startswith(prefix) and path.name.endswith(".tmp"):
            owner = path.name.removeprefix(prefix).partition("-")[0]
            if owner.isdecimal() and not _is_running(int(owner)):
                with suppress(OSError):
                    path.unlink()


def _is_running(process: int) -> bool:
    """Whether another process of that id lives; False on Windows, where a file in use cannot be removed anyway."""
    if os.name == "nt" or process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _flush_folder(folder: Path) -> None:
    """Make the renames last through a power cut; Windows has no such call and needs none."""
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
