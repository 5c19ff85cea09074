"""The styles of a workbook as far as filling needs them: what the number format of a cell makes of a value.

`xl/styles.xml` changes only where a date goes into a cell of no format, which would show a bare number.

Sources: ISO/IEC 29500-1, 18.8.30 (built-in formats; 27–36 and 50–58 are the dates of simplified Chinese).
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

from .book import Book
from .markup import attribute_of, attributes, root_of, with_attributes

_PERCENTS = {9, 10}
_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_TEXT = 49
_SHORT_DATE = "14"
"""The built-in format of a date as the reader's own settings write it."""

_LITERALS = re.compile(r'"[^"]*"|\\.|!.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_DATE_LETTERS = re.compile(r"[ydhs]|m|aaa|上午|\be+\b")


class Shape(Enum):
    """What a number format shows."""

    GENERAL = "general"
    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"
    TEXT = "text"


@lru_cache(maxsize=1024)
def shape_of(code: str) -> Shape:
    """What a format code shows; the section for positive numbers counts."""
    section = _LITERALS.sub("", code[:255]).split(";", 1)[0].strip().lower()
    if section in ("general", "g/通用格式", ""):
        return Shape.GENERAL
    if section == "@":
        return Shape.TEXT
    if _DATE_LETTERS.search(section) and "0" not in section.replace(".0", ""):
        return Shape.DATE
    return Shape.PERCENT if "%" in section else Shape.NUMBER


class Styles:
    """The cell formats of a workbook; `text` is the part with what was added."""

    def __init__(self, text: str, part: str) -> None:
        """Read the part; raises as `root_of` does."""
        self.part = part
        self.text = text
        prefix, _ = root_of(text, "styleSheet", part)
        self._prefix = prefix
        codes: dict[int, str] = {}
        for raw in re.findall(rf"<{prefix}numFmt\s([^<>]*)>", text):
            known = attributes(raw)
            codes[_whole(known.get("numFmtId"))] = known.get("formatCode", "")
        listed = re.search(rf"<{prefix}cellXfs\b([^<>]*)>(.*?)</{prefix}cellXfs\s*>", text, re.DOTALL)
        self._formats: list[str] = []
        self._added: dict[int, int] = {}
        if listed is not None:
            pattern = rf"<{prefix}xf\b[^<>]*?(?:/>|>.*?</{prefix}xf\s*>)"
            self._formats = re.findall(pattern, listed[2], re.DOTALL)
        self._shapes = [_shape(_whole(attribute_of(xf.split(">", 1)[0], "numFmtId")), codes) for xf in self._formats]

    def shape(self, style: int) -> Shape:
        """What the number format of a style shows; General for a style that is not there."""
        return self._shapes[style] if 0 <= style < len(self._shapes) else Shape.GENERAL

    def dated(self, style: int) -> int:
        """The style that looks the same and shows dates; added where it is new."""
        if style not in self._added:
            if not 0 <= style < len(self._formats):
                return style
            start, end, rest = self._formats[style].partition(">")
            closed = "/" if start.endswith("/") else ""
            start = with_attributes(start.removesuffix("/"), {"numFmtId": _SHORT_DATE, "applyNumberFormat": "1"})
            made = start + closed + end + rest
            self._added[style] = len(self._formats)
            self._formats.append(made)
            self._shapes.append(Shape.DATE)
            self._append(made)
        return self._added[style]

    @property
    def is_changed(self) -> bool:
        """Whether a style was added."""
        return bool(self._added)

    def _append(self, made: str) -> None:
        prefix = self._prefix
        end = self.text.index(f"</{prefix}cellXfs")
        text = self.text[:end] + made + self.text[end:]
        start = re.search(rf"<{prefix}cellXfs\b([^<>]*)>", text)
        if start is not None:
            counted = with_attributes(start[1], {"count": str(len(self._formats))})
            text = text[: start.start(1)] + counted + text[start.end(1) :]
        self.text = text


def styles_of(book: Book) -> Styles | None:
    """The cell formats of a workbook; None where it has none."""
    part = book.part("styles")
    return Styles(book.text(part), part) if part is not None and book.has(part) else None


def _shape(number: int, codes: dict[int, str]) -> Shape:
    if number in codes:
        return shape_of(codes[number])
    if number in _DATES:
        return Shape.DATE
    if number in _PERCENTS:
        return Shape.PERCENT
    if number == _TEXT:
        return Shape.TEXT
    return Shape.GENERAL if number == 0 else Shape.NUMBER


def _whole(written: str | None) -> int:
    return int(written) if written and written.isascii() and written.isdigit() and len(written) < 10 else 0
