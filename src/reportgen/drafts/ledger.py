"""The ledger in a folder of drafts: what was made of what, one line of JSON a draft.

The last line of a file name holds. A line is added with one write as soon as its file stands in the
folder; a process that is killed in between leaves a draft that the next run makes again and finds the
same, and a line that was cut is no line. When a run ends, lines that others took the place of are left
out, in a new file that is renamed into the place of the old one: where that fails, the old one says the
same. While a run goes on it holds a lock, which the system takes back when the process ends, however it
ends.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from json.encoder import encode_basestring
from pathlib import Path
from types import TracebackType

from ..model.diagnostic import Fault
from ..model.values import dataclass

LEDGER = ".reportgen-drafts.jsonl"
LOCK = ".reportgen-drafts.lock"
TEMPORARY = ".reportgen-drafts.tmp"
_quoted = encode_basestring
"""A text as JSON has it; an encoder, which is made anew for each line, takes twice as long as the rest of a line."""
_NAME_ENDS = b',"inputs":'

WRITTEN, FAILED, EMPTY, KEPT, MOVED = "written", "failed", "empty", "kept", "moved"
"""States: the file stands; errors kept it from being made; nothing to say, so no file; a person's file was kept;
the file has another name by now, and may come back under this one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line: the draft's file, the hash of all that it is made of, its state, and the hash of its bytes.

    `output` is empty where no file of ours was ever written; where a person's file was kept, it is that file's
    hash at the time. `sections` are files of sections, `unit` the unit's name and `units` where the units stand,
    seen from the folder, both empty for none. `findings` are codes with their places.
    """

    file: str
    inputs: str
    state: str
    output: str = ""
    sections: tuple[str, ...] = ()
    unit: str = ""
    units: str = ""
    findings: tuple[str, ...] = ()


def read_ledger(folder: Path) -> dict[str, Entry]:
    """What the ledger says of each file, nothing where there is none; lines that are cut or strange are passed over."""
    try:
        data = (folder / LEDGER).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return {}
    return _entries(data)


def _entries(data: bytes) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for line in data.split(b"\n"):
        entry = _entry(line)
        if entry is not None:
            found[entry.file] = entry
    return found


def _entry(line: bytes) -> Entry | None:
    try:
        known = json.loads(line)
        return Entry(
            file=str(known["file"]),
            inputs=str(known["inputs"]),
            state=str(known["state"]),
            output=str(known["output"]),
            sections=tuple(map(str, known["sections"])),
            unit=str(known["unit"]),
            units=str(known["units"]),
            findings=tuple(map(str, known["findings"])),
        )
    except (ValueError, KeyError, TypeError):
        return None


def _line(entry: Entry) -> bytes:
    line = (
        f'{{"file":{_quoted(entry.file)},"inputs":{_quoted(entry.inputs)},"state":{_quoted(entry.state)},'
        f'"output":{_quoted(entry.output)},"sections":[{_listed(entry.sections)}],"unit":{_quoted(entry.unit)},'
        f'"units":{_quoted(entry.units)},"findings":[{_listed(entry.findings)}]}}\n'
    )
    return line.encode("utf-8", "surrogatepass")


def _listed(texts: Sequence[str]) -> str:
    return ",".join(map(_quoted, texts))


def _latest(data: bytes) -> bytes:
    """The last line of each file name, in the order in which the names came; a name is told by how it is written."""
    found = {line.partition(_NAME_ENDS)[0]: line for line in data.split(b"\n") if _NAME_ENDS in line}
    return b"".join(b"%s\n" % line for line in found.values())


class Ledger:
    """The ledger of a folder, locked and open for adding; `entries` are what it said when it was opened.

    Raises `drafts-in-use` where another run holds the lock, OSError where the folder cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names: set[str] = set()
        self._has_spare = False
        self._lock = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            _lock(self._lock, folder)
            self.entries = self._opened()
            flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
            self._file = os.open(folder / LEDGER, flags, 0o666)
        except BaseException:
            os.close(self._lock)
            raise

    def add(self, entry: Entry) -> None:
        """Add a line."""
        self._has_spare |= entry.file in self._names
        self._names.add(entry.file)
        line = _line(entry)
        written = os.write(self._file, line)
        while written < len(line):  # a full disk takes a part first and says so the next time
            written += os.write(self._file, line[written:])

    def close(self) -> None:
        """Bring the lines to the disk, one a draft, and let others in."""
        try:
            with suppress(OSError):
                os.fsync(self._file)
            os.close(self._file)
            if self._has_spare:
                with suppress(OSError):  # a full disk: the next run tries again
                    self._put(_latest((self._folder / LEDGER).read_bytes()))
        finally:
            os.close(self._lock)

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _problem: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()

    def _opened(self) -> dict[str, Entry]:
        """What the ledger says, one line a draft; it must be written anew where it ends in the middle of a line."""
        path = self._folder / LEDGER
        with suppress(FileNotFoundError):
            (self._folder / TEMPORARY).unlink()
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return {}
        found = _entries(data)
        self._names = set(found)
        is_cut = not data.endswith(b"\n") and data != b""
        self._has_spare = data.count(b"\n") > len(found)
        if is_cut or self._has_spare:  # the run before was killed
            try:
                self._put(b"".join(map(_line, found.values())))
                self._has_spare = False
            except OSError:
                if is_cut:
                    raise
        return found

    def _put(self, data: bytes) -> None:
        """Write the ledger anew, in one step; raises OSError, and it is then as it was."""
        temporary = self._folder / TEMPORARY
        try:
            with temporary.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(self._folder / LEDGER)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


def _lock(number: int, folder: Path) -> None:
    """Take the lock or raise `drafts-in-use`."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        raise Fault("drafts-in-use", folder=folder.name) from None
