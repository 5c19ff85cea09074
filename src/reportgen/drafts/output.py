"""The files of drafts: what stands in a draft's place already, and how a new one gets there.

A draft is written beside its place and renamed into it, so nobody ever sees half of one. It is not
brought to the disk at once, which would take 3 ms a file, three times as long as making it: the ledger
has the hash of each draft, and the next run reads what stands there. A file that a power cut emptied is
thereby found, and made again.
"""

from __future__ import annotations

import os
import stat
from enum import Enum, auto
from hashlib import blake2b
from pathlib import Path

from ..model.diagnostic import Fault
from ..model.values import dataclass
from ..ooxml.fingerprint import is_untouched
from .ledger import TEMPORARY

_DIGEST_SIZE = 16
_BINARY = getattr(os, "O_BINARY", 0)


class Standing(Enum):
    """What stands in a draft's place: nothing, what we wrote last, another draft of ours, a person's file."""

    ABSENT = auto()
    SAME = auto()
    OURS = auto()
    EDITED = auto()


@dataclass(frozen=True, slots=True)
class Found:
    """What stands in a place, and by which a later look knows it again; `digest` is empty where nothing stands."""

    standing: Standing
    digest: str = ""
    mark: tuple[int, int] = (0, 0)


def digest_of(data: bytes) -> str:
    """A draft's hash, as the ledger keeps it."""
    return blake2b(data, digest_size=_DIGEST_SIZE).hexdigest()


def look(path: str, output: str) -> Found:
    """What stands at a path; `output` is the hash that the ledger has, empty for none.

    Raises OSError, `folder-for-draft`, and `no-regular-file` where a pipe stands there.
    """
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 - pathlib takes four times as long
        if not stat.S_ISREG(mode):
            raise Fault("folder-for-draft" if stat.S_ISDIR(mode) else "no-regular-file", file=Path(path).name)
    except FileNotFoundError:
        return Found(Standing.ABSENT)
    number = os.open(path, os.O_RDONLY | _BINARY)
    with os.fdopen(number, "rb") as file:
        status = os.fstat(number)
        data = file.read()
    digest, mark = digest_of(data), (status.st_mtime_ns, status.st_size)
    if digest == output:
        return Found(Standing.SAME, digest, mark)
    # Without any content: a power cut came before the system wrote it. Nobody's work is in it.
    ours = not data.strip(b"\0") or is_untouched(data) is True
    return Found(Standing.OURS if ours else Standing.EDITED, digest, mark)


def is_as_found(path: str, found: Found) -> bool:
    """Whether nobody wrote the file since it was looked at."""
    if found.standing is Standing.ABSENT:
        return not os.access(path, os.F_OK)  # an exception takes three times as long
    try:
        status = os.stat(path)  # noqa: PTH116 - as above
    except FileNotFoundError:
        return False
    return found.mark == (status.st_mtime_ns, status.st_size)


def write(folder: str, path: str, data: bytes) -> None:
    """Put the bytes in the place in one step; raises OSError, and the place is then as it was."""
    temporary = f"{folder}{os.sep}{TEMPORARY}"
    try:
        number = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _BINARY, 0o666)
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(number, rest) :]
        finally:
            os.close(number)
        os.replace(temporary, path)  # noqa: PTH105 - as above
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
