"""Where something stands: a cell, a template line, a spot in a Word file, a setting, a file.

Places are the first half of the promise that a figure never loses its source; every value, finding
and binding carries one. Their text is the same in every language, so that a place can be copied
from a message into a search box. Rows and columns are 1-based, as people count them.
"""

from __future__ import annotations

from functools import lru_cache

from .values import dataclass

ARROW = " › "


@lru_cache(maxsize=1024)
def column_letters(column: int) -> str:
    """Name of a 1-based column as spreadsheets write it: 1 is A, 28 is AB (ISO/IEC 29500-1, 18.3.1.4)."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class CellRef:
    """A spreadsheet cell. `sheet` is empty for a .csv file, which has none."""

    file: str
    sheet: str
    row: int
    column: int

    @property
    def address(self) -> str:
        """The cell alone, as `D17`."""
        return f"{column_letters(self.column)}{self.row}"

    def __str__(self) -> str:
        sheet = f"{self.sheet}{ARROW}" if self.sheet else ""
        return f"{self.file}{ARROW}{sheet}{self.address}" if self.file else f"{sheet}{self.address}"


@dataclass(frozen=True, slots=True)
class CellTextRef:
    """A tag inside the text of a template's cell; `character` counts from 1."""

    cell: CellRef
    character: int
    tag: str

    def __str__(self) -> str:
        return f"{self.cell}{ARROW}第{self.character}个字{ARROW}{self.tag}"


@dataclass(frozen=True, slots=True)
class SheetRef:
    """A whole sheet of a workbook."""

    file: str
    sheet: str

    def __str__(self) -> str:
        return ARROW.join(part for part in (self.file, self.sheet) if part)


@dataclass(frozen=True, slots=True)
class TextRef:
    """A spot in a text file such as a section template; `column` 0 means the whole line."""

    file: str
    line: int
    column: int = 0

    def __str__(self) -> str:
        spot = f"{self.file}:{self.line}"
        return f"{spot}:{self.column}" if self.column else spot


@dataclass(frozen=True, slots=True)
class WordRef:
    """A paragraph of a Word file, counted from 1 within the headings `trail` that it stands under."""

    file: str
    trail: tuple[str, ...]
    paragraph: int

    def __str__(self) -> str:
        return ARROW.join((self.file, *self.trail, f"¶{self.paragraph}"))


@dataclass(frozen=True, slots=True)
class ConfigRef:
    """A setting in `report.toml` or `kit.toml`, or an option; `key` is dotted, as `report.year`, empty for all."""

    file: str
    key: str

    def __str__(self) -> str:
        return f"{self.file}{ARROW}{self.key}" if self.key else self.file


@dataclass(frozen=True, slots=True)
class FileRef:
    """A whole file or folder."""

    file: str

    def __str__(self) -> str:
        return self.file


Place = CellRef | CellTextRef | SheetRef | TextRef | WordRef | ConfigRef | FileRef
