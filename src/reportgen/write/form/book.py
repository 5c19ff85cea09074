"""A form's workbook as bytes: names that a spreadsheet program takes, parts without a clock, values for formulas."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ...model.diagnostic import Fault
from ...ooxml.fingerprint import seal
from ...ooxml.package import PackageReader, pack, write_package

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_LONGEST_SHEET_NAME = 31
_REFUSED = re.compile(r"[\[\]:*?/\\\x00-\x1f\ufffe\uffff]|^'|'$")
_CORE = "docProps/core.xml"
_TIME = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_FIXED = rb"\g<1>1980-01-01T00:00:00Z"
"""The time of every package that we write (`ooxml.package`): the file itself tells no time."""

_FORMULA = re.compile(rb'<c (r="[A-Z]+[0-9]+"(?: s="[0-9]+")?)>(<f>[^<]*</f>)<v ?/?>(?:</v>)?')
_EMPTY_TEXT = rb'<c \1 t="str">\2<v></v>'
"""openpyxl writes formulas without a value. Those of a form show nothing until somebody fills it: an empty text."""


def check_names(names: Iterable[str], *reserved: str) -> None:
    """Names as Excel takes them: at most 31 characters, none of those that it refuses, each once whatever its case.

    Raises `unusable-sheet-name`. `reserved` are the sheets that the form adds.
    """
    seen = {name.casefold() for name in reserved}
    for name in names:
        if not name.strip() or len(name) > _LONGEST_SHEET_NAME or _REFUSED.search(name) or name.casefold() in seen:
            raise Fault("unusable-sheet-name", name=name)
        seen.add(name.casefold())


def put_cells(sheet: Worksheet, rows: Iterable[Sequence[str | int]]) -> None:
    """Fill a sheet that only we read: very hidden, no menu of a spreadsheet program shows it."""
    from .look import put_text

    for row, cells in enumerate(rows, 1):
        for at, said in enumerate(cells, 1):
            if isinstance(said, str):
                put_text(sheet.cell(row, at), said)
            else:
                sheet.cell(row, at).value = said
    sheet.sheet_state = "veryHidden"


def packed(book: Workbook, *, sealed: bool = False) -> bytes:
    """The workbook as .xlsx bytes, the same for the same content.

    With `sealed` it carries our fingerprint, by which a form that a person filled is known and never
    overwritten (`ooxml.fingerprint`).
    """
    if sealed:
        from openpyxl.packaging.custom import StringProperty

        # Any property makes openpyxl declare the part that the fingerprint stands in.
        title = StringProperty(name="reportgen", value=str(book.properties.title))
        book.custom_doc_props.append(title)  # type: ignore[attr-defined]  # types-openpyxl 3.1 does not know it
    stream = io.BytesIO()
    book.save(stream)
    package = PackageReader(stream.getvalue(), "form.xlsx")
    parts = [pack(name, _without_clock(name, package.read(name))) for name in package.names]
    return write_package(seal(parts) if sealed else parts)


def _without_clock(name: str, content: bytes) -> bytes:
    if name == _CORE:
        return _TIME.sub(_FIXED, content)
    return _FORMULA.sub(_EMPTY_TEXT, content) if name.startswith("xl/worksheets/sheet") else content
