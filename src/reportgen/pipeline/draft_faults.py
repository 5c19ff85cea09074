"""What the system says when a draft cannot be written, as a finding: the other drafts of the run may stand there."""

from __future__ import annotations

import os
from errno import EDQUOT, EFBIG, EIO, ENOSPC, EROFS
from pathlib import Path

from ..model.diagnostic import Diagnostic, error
from ..model.place import FileRef

_FULL = {ENOSPC, EDQUOT, EFBIG}
_HOPELESS = {*_FULL, EROFS, EIO}


def is_hopeless(failure: OSError) -> bool:
    """Whether no further draft would escape the failure."""
    return failure.errno in _HOPELESS


def unwritten(folder: Path, name: str, failure: OSError) -> Diagnostic:
    """The finding of a file in the folder of drafts that could not be read or written."""
    place = FileRef(f"{folder.name}/{name}")
    if failure.errno in _FULL:
        return error("drafts-disk-full", place, file=name)
    if os.name == "nt" and isinstance(failure, PermissionError):  # Word locks the file that it has open
        return in_use(name)
    return error("draft-not-written", place, file=name, reason=_reason(failure))


def in_use(name: str) -> Diagnostic:
    """The finding of a draft that a person has open."""
    return error("draft-in-use", FileRef(name), file=name)


def place_taken(name: str, holder: str) -> Diagnostic:
    """The finding of a draft whose place holds what a person made of another one's."""
    return error("draft-place-taken", FileRef(name), file=name, holder=holder)


def unusable(folder: Path, failure: OSError) -> Diagnostic:
    """The finding of a folder that takes no drafts; nothing was written yet."""
    place = FileRef(str(folder))
    if failure.errno in _FULL:
        return error("drafts-disk-full", place, file=folder.name)
    return error("draft-folder-not-writable", place, folder=folder.name, reason=_reason(failure))


def _reason(failure: OSError) -> str:
    return failure.strerror or type(failure).__name__
