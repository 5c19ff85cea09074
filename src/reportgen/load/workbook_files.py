"""Which files of a folder are workbooks, by their name or, where that does not tell, by their content.

Asked where a folder stands for a list of workbooks, so that none is left out for an ending that nobody thought
of: an old .xls or a WPS .et is a workbook too, which the reader then refuses with the reason.
"""

from __future__ import annotations

from pathlib import Path

from ..model.diagnostic import Fault
from ..ooxml.directory import COMPOUND
from ..ooxml.reader import PackageReader
from .recognise import FileKind, recognise

READ = (".xlsx", ".xlsm", ".csv", ".tsv")
"""Endings of workbooks that are read."""

SPREADSHEETS = (*READ, ".xls", ".xlsb", ".xltx", ".xltm", ".xlt", ".et", ".ett", ".ods", ".ots")
"""Endings of workbooks, read or not."""

_OTHERS = frozenset((".docx", ".doc", ".wps", ".pdf", ".pptx", ".ppt", ".jpg", ".png", ".md", ".toml", ".zip", ".rar"))
"""Endings that tell what else a file is; it is not opened."""
_BEGINNING = 4096
_LARGEST = 64 << 20
"""So many bytes of a file are looked at to see what it is."""
_STREAMS = tuple(name.encode("utf-16-le") for name in ("Workbook\0", "Book\0"))
"""What the old binary format calls its contents: [MS-XLS] 2.1.2; up to version 95 it was `Book`."""


def is_workbook(path: Path) -> bool:
    """Whether a file is a workbook, whatever kind of one; a file that cannot be opened is what its name says."""
    ending = path.suffix.lower()
    if ending in SPREADSHEETS:
        return True
    if ending in _OTHERS:
        return False
    try:
        if not path.is_file():  # to open a pipe is to wait for ever
            return False
        with path.open("rb") as file:
            data = file.read(_BEGINNING)
            if data.startswith((b"PK\3\4", COMPOUND)):
                return _is_packed(data + file.read(_LARGEST), path.name)
    except OSError:
        return False
    return _is_list(data, path.name)


def _is_packed(data: bytes, name: str) -> bool:
    if data.startswith(COMPOUND):
        return any(stream in data for stream in _STREAMS)
    try:
        parts = PackageReader(data, name).names
    except Fault:
        return False
    return any(part.startswith("xl/workbook.") for part in parts)


def _is_list(beginning: bytes, name: str) -> bool:
    """Whether a text has tabs between its fields, as Excel saves a sheet as text; a letter has none."""
    try:
        if recognise(beginning, name) is not FileKind.TEXT:
            return False
    except Fault:
        return False
    lines = [line for line in beginning.replace(b"\0", b"").splitlines() if line.strip()]
    return len(lines) > 1 and all(b"\t" in line for line in lines[:2])
