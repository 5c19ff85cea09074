"""What changed between two versions of a document or workbook.

`compare` makes these values, `pipeline.diff` gathers them, `console` prints them.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from .diagnostic import Diagnostic, has_errors
from .values import dataclass

PICTURE, NOTE, OBJECT, FORMULA = "\ufffc", "\ufff9", "\ufffb", "\ufffa"
"""What stands in a compared text for a picture or chart, the mark of a note, another object, an equation."""


class Fate(StrEnum):
    """What became of a figure, paragraph, cell or sheet."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"


class Thing(StrEnum):
    """What stands in a text and is none."""

    PICTURE = "picture"
    CHART = "chart"
    FORMULA = "formula"
    OBJECT = "object"


class Aspect(StrEnum):
    """What of the formatting of a paragraph, table or section changed."""

    STYLE = "style"
    FONT = "font"
    SIZE = "size"
    BOLD = "bold"
    ITALIC = "italic"
    UNDERLINE = "underline"
    STRIKE = "strike"
    COLOUR = "colour"
    BACKGROUND = "background"
    ALIGNMENT = "alignment"
    INDENT = "indent"
    SPACING = "spacing"
    NUMBERING = "numbering"
    TABLE_STYLE = "table-style"
    TABLE_PLACE = "table-place"
    WIDTHS = "column-widths"
    BORDERS = "borders"
    CELL_ALIGNMENT = "cell-alignment"
    CELL_MARGINS = "cell-margins"
    TEXT_DIRECTION = "text-direction"
    ROW_HEIGHT = "row-height"
    HEADER_ROW = "header-row"
    ROW_BREAK = "row-break"
    MERGED = "merged-cells"
    PAGE = "page-setup"
    OTHER = "other"


class Cause(StrEnum):
    """Why a figure reads otherwise."""

    DATA = "data"
    """Its value is another."""
    HAND = "hand"
    """A person changed the text in the new version; its value is the same."""
    BOTH = "both"
    """Its value is another, and the new version shows neither the old text nor what the new value gives."""
    WORDING = "wording"
    """The template words the same value otherwise."""
    RESTORED = "restored"
    """A person had changed the text in the old version; the new one shows the value again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureChange:
    """A figure that reads otherwise, is new, or is gone.

    `name` are the words that lead to it, or the row and column of its table. `old` and `new` are what a reader sees,
    empty where there is nothing; `old_value` and `new_value` the exact values behind them. `written` is what the data
    of the new version give, where a person changed it there. `place` and `cells` are those of the new version, of a
    removed figure those of the old one. `cause` is None for one that was added, or
    removed from the report; one that a person deleted is removed by HAND.
    """

    fate: Fate
    cause: Cause | None = None
    name: str = ""
    old: str = ""
    new: str = ""
    old_value: str = ""
    new_value: str = ""
    unit: str = ""
    written: str = ""
    place: str = ""
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a changed text: `fate` is None for what stayed, else ADDED or REMOVED."""

    text: str
    fate: Fate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextChange:
    """A paragraph that was added, removed, changed or moved.

    `place` is its spot in the new version, of a removed one that in the old; `old_place` is empty unless it moved.
    `pieces` are the whole text of a changed one, with what came and what went.
    """

    fate: Fate
    place: str
    old: str = ""
    new: str = ""
    old_place: str = ""
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ThingChange:
    """A picture, chart, equation or other object that came, went, or looks otherwise.

    `name` is its caption, else the description that screen readers read, else what it is called in the file. `place`
    is that in the new version, of a removed one that in the old.
    """

    fate: Fate
    kind: Thing
    name: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatChange:
    """A paragraph that looks otherwise: `text` as the new version has it, `is_only` where that stayed the same.

    Of a table it is one change for all of it, at its place and with the text of its first row; only where nothing but
    one row or one cell looks otherwise, it is that of the row or cell. That of a section has no text.
    """

    place: str
    text: str
    aspects: tuple[Aspect, ...]
    is_only: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CellChange:
    """A cell of a workbook, or a whole row or column where `cell` is empty.

    `row` is the row's name, `column` its header, `cell` the address in the new version (of a removed one, in the
    old). `old` and `new` are the values as texts, of a moved row or column its number or letters; the formulas are
    empty unless the formula itself changed. The number formats are empty unless only they changed; `cell` may be
    several, as `E3:E5`, then. Without row and column, `new` is how many rows stand in another order. `is_hidden` and
    `is_merged` are None unless that changed; hidden rows are `4:6` in `cell`, columns `C:D`.
    """

    fate: Fate
    sheet: str
    row: str = ""
    column: str = ""
    cell: str = ""
    old: str = ""
    new: str = ""
    old_formula: str = ""
    new_formula: str = ""
    old_format: str = ""
    new_format: str = ""
    is_hidden: bool | None = None
    is_merged: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetChange:
    """A sheet that only one of two workbooks has, or whose name or visibility changed.

    `old_sheet` is the name that it had, empty where it has it still. `is_hidden` is None where that did not change.
    """

    fate: Fate
    sheet: str
    old_sheet: str = ""
    is_hidden: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The end of `diff`: `old` and `new` are the names of what was compared, `written` the tracked document."""

    old: str
    new: str
    figures: tuple[FigureChange, ...] = ()
    texts: tuple[TextChange, ...] = ()
    things: tuple[ThingChange, ...] = ()
    formats: tuple[FormatChange, ...] = ()
    sheets: tuple[SheetChange, ...] = ()
    cells: tuple[CellChange, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    written: tuple[Path, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether anything changed."""
        return any((self.figures, self.texts, self.things, self.formats, self.sheets, self.cells))

    @property
    def stopped(self) -> bool:
        """Whether an error kept the command from its end."""
        return has_errors(self.diagnostics)
