"""A new folder with its files, all of it or nothing: what `init` and `roll` end in."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from ..files import reason
from ..model.diagnostic import Fault, ReportError
from ..model.place import FileRef


def must_be_free(target: Path) -> None:
    """Raise ReportError `folder-not-empty` or `not-creatable` unless the folder is new or empty."""
    try:
        taken = target.is_symlink() or (any(target.iterdir()) if target.is_dir() else target.exists())
    except (OSError, ValueError) as problem:
        fault = Fault("not-creatable", folder=target.name, problem=reason(problem))
        raise ReportError(fault.at(FileRef(str(target)))) from None
    if taken:
        raise ReportError(Fault("folder-not-empty", folder=target.name).at(FileRef(str(target))))


def create_folder(target: Path, files: Mapping[str, bytes]) -> None:
    """Make the folder with these files, by their names in it.

    All files are made in a folder beside it, which is then renamed; a failure leaves nothing behind and
    raises ReportError `not-creatable`.
    """
    target = target.absolute()
    made = target.parent / f".{target.name}.{os.getpid()}.tmp"
    was_there = target.is_dir()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            path = made / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        if was_there:
            target.rmdir()  # Windows renames onto nothing, not onto an empty folder
        made.rename(target)
    except BaseException as problem:
        _remove(made)
        if was_there:
            target.mkdir(exist_ok=True)
        if isinstance(problem, (OSError, ValueError)):
            fault = Fault("not-creatable", folder=target.name, problem=reason(problem))
            raise ReportError(fault.at(FileRef(str(target)))) from None
        raise


def _remove(folder: Path) -> None:
    import shutil

    with suppress(ValueError):  # a NUL in the name, which rmtree of Python 3.13 does not ignore
        shutil.rmtree(folder, ignore_errors=True)
