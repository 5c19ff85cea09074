"""Files of comma-separated values: one table, named by the file, in the encodings of Chinese offices.

UTF-8 with or without a byte order mark, UTF-16, GB18030; fields parted by comma, semicolon or tab.
Rows count as a spreadsheet program would number them, so a finding's `C4` is cell C4 after opening.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePath

from ..model.diagnostic import Fault
from ..model.values import dataclass
from .addresses import LAST_COLUMN, LAST_ROW
from .cells import LIMITS, CellKind, CellLimits, CellType, RawSheet, SheetBuilder
from .recognise import looks_like_utf16

_DELIMITERS = ",;\t"
_SAMPLED_ROWS = 200


def read_csv(data: bytes, file: str, limits: CellLimits = LIMITS) -> RawSheet:
    """The cells of the file; raises `unknown-encoding`, `broken-csv`, `too-much-data`."""
    text = decode(data)
    delimiter = _delimiter(text)
    builder = SheetBuilder(limits=limits)
    kind = CellKind(CellType.LOOSE)
    for number, fields in enumerate(_records(text, delimiter), start=1):
        if number > LAST_ROW or len(fields) > LAST_COLUMN:
            raise Fault("too-much-data", what="行或列/rows or columns", limit=LAST_ROW)
        for position, field in enumerate(fields, start=1):
            if field:
                builder.add(number, position, field, kind)
    title = PurePath(file).stem
    return RawSheet(file=file, name="", title=title.strip(), columns=builder.columns)


def read_fields(data: bytes) -> list[list[str]]:
    """All rows of the file as they are written; raises `unknown-encoding`, `broken-csv`."""
    text = decode(data)
    return list(_records(text, _delimiter(text)))


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a file is written: its encoding, the byte order mark before it, and what parts its fields."""

    encoding: str
    mark: bytes
    delimiter: str

    def text(self, data: bytes) -> str:
        """The text of a file written so."""
        return data[len(self.mark) :].decode(self.encoding)

    def data(self, text: str) -> bytes:
        """A text written so."""
        return self.mark + text.encode(self.encoding)


def dialect_of(data: bytes) -> Dialect:
    """How the file is written; raises `unknown-encoding`."""
    encoding, mark = _encoding(data)
    return Dialect(encoding, mark, _delimiter(data[len(mark) :].decode(encoding)))


def decode(data: bytes) -> str:
    """The text of the file: by its byte order mark, else UTF-8, else GB18030; raises `unknown-encoding`."""
    encoding, mark = _encoding(data)
    return data[len(mark) :].decode(encoding)


def _encoding(data: bytes) -> tuple[str, bytes]:
    """The encoding of a file and its byte order mark, empty where it has none; raises `unknown-encoding`."""
    marks = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be", codecs.BOM_UTF8: "utf-8"}
    mark = next((mark for mark in marks if data.startswith(mark)), b"")
    if mark:
        guesses = [marks[mark], "gb18030"] if mark == codecs.BOM_UTF8 else [marks[mark]]
    elif looks_like_utf16(data[:4096]):
        guesses = ["utf-16-le" if data[1:4096:2].count(0) > data[:4096:2].count(0) else "utf-16-be"]
    else:
        guesses = ["utf-8", "gb18030"]
    for encoding in guesses:
        try:
            data[len(mark) :].decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding, mark
    raise Fault("unknown-encoding")


def _delimiter(text: str) -> str:
    """The delimiter under which the most rows have the same number of fields, more than one."""
    best, most = ",", 0
    for delimiter in _DELIMITERS:
        widths: Counter[int] = Counter()
        try:
            for count, fields in enumerate(csv.reader(io.StringIO(text[:1_000_000]), delimiter=delimiter)):
                widths[len(fields)] += len(fields) > 1
                if count > _SAMPLED_ROWS:
                    break
        except csv.Error:
            continue
        rows = max(widths.values(), default=0)
        if rows > most:
            best, most = delimiter, rows
    return best


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from reader
    except csv.Error as problem:
        raise Fault("broken-csv", line=reader.line_num, reason=str(problem)) from problem
