"""Changing a file of comma-separated values in its text: fields set, records added, all else as it stands.

Records count as `csv.reader` counts them: a blank line is one, and so is a quoted field over several lines.
Quotes, spaces and line ends of what is not changed are kept (RFC 4180, and what spreadsheets make of it).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence

from ..model.diagnostic import Fault
from ..model.values import dataclass

_END = re.compile(r"\r\n|\r|\n")
_QUOTED = re.compile(r'"(?:[^"]|"")*"')


@dataclass(frozen=True, slots=True)
class _Record:
    """A record: the text of its fields as written, and its line end, empty for the last one."""

    fields: list[str]
    end: str


def edit_text(
    text: str,
    file: str,
    delimiter: str,
    cells: Mapping[tuple[int, int], str],
    added: Mapping[int, Sequence[Mapping[int, str]]],
) -> str:
    """The text of the file with `cells` set by record and field, and records `added` behind a record by their fields.

    All numbers are 1-based; a record below the last one is made. Raises a Fault `uneditable-text` for a file whose
    fields cannot be told apart with certainty.
    """
    records = list(_records(text, file, delimiter))
    _must_agree(text, file, delimiter, records)
    newline = next((record.end for record in records if record.end), "\r\n")
    last = max((row for row, _ in cells), default=0)
    width = max((len(record.fields) for record in records), default=1)
    records += [_Record([""] * width, "") for _ in range(last - len(records))]
    for (row, column), value in cells.items():
        _set(records[row - 1].fields, column, _quoted(value, delimiter))
    made: list[_Record] = []
    for number, record in enumerate(records, 1):
        made.append(record)
        for values in added.get(number, ()):
            fields = [""] * (len(record.fields) or width)
            for column, value in values.items():
                _set(fields, column, _quoted(value, delimiter))
            made.append(_Record(fields, record.end))
    return "".join(_joined(made, delimiter, newline))


def _joined(records: Sequence[_Record], delimiter: str, newline: str) -> Iterator[str]:
    """The records as text; one that was the last and is no longer gets a line end."""
    for number, record in enumerate(records, 1):
        yield delimiter.join(record.fields)
        yield record.end or (newline if number < len(records) else "")


def _records(text: str, file: str, delimiter: str) -> Iterator[_Record]:
    plain = re.compile(f"[^{re.escape(delimiter)}\r\n]*")
    at = 0
    while at < len(text):
        fields: list[str] = []
        while True:
            found = (_QUOTED if text.startswith('"', at) else plain).match(text, at)
            if found is None:
                raise Fault("uneditable-text", file=file)
            fields.append(found[0])
            at = found.end()
            if text[at : at + 1] != delimiter:
                break
            at += 1
        line_end = _END.match(text, at)
        if line_end is None and at < len(text):
            raise Fault("uneditable-text", file=file)
        at = line_end.end() if line_end is not None else at
        yield _Record(fields, line_end[0] if line_end is not None else "")


def _must_agree(text: str, file: str, delimiter: str, records: Sequence[_Record]) -> None:
    """Raise `uneditable-text` where the csv module, by which the file is read, sees other fields than we do."""
    read = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    ours = (list(map(_plain, record.fields)) for record in records)
    if [fields or [""] for fields in read] != list(ours):
        raise Fault("uneditable-text", file=file)


def _plain(field: str) -> str:
    return field[1:-1].replace('""', '"') if field.startswith('"') else field


def _set(fields: list[str], column: int, field: str) -> None:
    fields += [""] * (column - len(fields))
    fields[column - 1] = field


def _quoted(value: str, delimiter: str) -> str:
    """A value as a field, in quotes where it needs them."""
    needs = any(mark in value for mark in (delimiter, '"', "\r", "\n")) or value != value.strip()
    return f'"{value.replace(chr(34), chr(34) * 2)}"' if needs else value
