"""What changed between two versions, for the terminal: figures, then sheets and cells, then text by paragraph.

What went stands as `[-…-]`, what came as `{+…+}`, as `git diff --word-diff` writes it; so it can be read without
colours too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal, InvalidOperation

from ..model.comparison import (
    FORMULA,
    NOTE,
    OBJECT,
    PICTURE,
    CellChange,
    Comparison,
    Fate,
    FigureChange,
    FormatChange,
    Piece,
    SheetChange,
    TextChange,
    ThingChange,
)
from ..model.place import ARROW
from .catalogue import word
from .diff_words import cause_word, format_words, thing_words
from .trace_table import cells_text
from .widths import cut, table, visible

_FIGURES = {
    Fate.CHANGED: "diff-figures",
    Fate.ADDED: "diff-figures-added",
    Fate.REMOVED: "diff-figures-removed",
}
_EXACT = "diff-figures-exact"

Paint = Callable[[str, str], str]

_SHOWN = 60
"""Entries of a kind that are listed; the JSON has all."""
_LONGEST_TEXT = 32
_LONGEST_PARAGRAPH = 120
_ROWS = {Fate.ADDED: "diff-row-added", Fate.REMOVED: "diff-row-removed", Fate.MOVED: "diff-row-moved"}
_COLUMNS = {Fate.ADDED: "diff-column-added", Fate.REMOVED: "diff-column-removed", Fate.MOVED: "diff-column-moved"}
_AROUND = 14
"""Characters that stayed which are shown on either side of a change."""


def diff_lines(found: Comparison, language: str, columns: int | None, paint: Paint) -> Iterator[str]:
    """The lines, painted."""
    if not found.differs:
        yield paint(word("diff-same", language), "good")
        return
    for heading in (*_FIGURES.values(), _EXACT):
        figures = [item for item in found.figures if _heading(item) == heading]
        if figures:
            yield paint(word(heading, language, count=len(figures)), "strong")
            rows = _rows_of(figures[:_SHOWN], language)
            yield from _listed(rows, len(figures), language, columns, paint)
    for item in found.sheets:
        said = word(_sheet_word(item), language, sheet=visible(item.sheet), old=visible(item.old_sheet))
        yield paint(said, "strong")
    if found.cells:
        yield paint(word("diff-cells", language, count=len(found.cells)), "strong")
        yield from _listed(
            [_cell(item, language) for item in found.cells[:_SHOWN]], len(found.cells), language, columns, paint
        )
    if found.texts:
        yield paint(word("diff-texts", language, count=len(found.texts)), "strong")
        yield from _texts(found.texts, language, paint)
    if found.things:
        yield paint(word("diff-things", language, count=len(found.things)), "strong")
        rows = [_thing(item, language) for item in found.things[:_SHOWN]]
        yield from _listed(rows, len(found.things), language, columns, paint)
    if found.formats:
        yield paint(word("diff-formats", language, count=len(found.formats)), "strong")
        rows = [_format(item, language) for item in found.formats[:_SHOWN]]
        yield from _listed(rows, len(found.formats), language, columns, paint)


def _heading(item: FigureChange) -> str:
    """What a figure is listed under; one that reads as before stands apart, for a reader sees no change."""
    return _EXACT if item.old == item.new else _FIGURES[item.fate]


def _listed(
    rows: Sequence[tuple[str, ...]], count: int, language: str, columns: int | None, paint: Paint
) -> Iterator[str]:
    """The rows in columns, and how many of so many are not among them."""
    yield from table(rows, columns)
    if count > len(rows):
        yield paint(word("changed-more", language, count=count - len(rows)), "faint")


def _rows_of(figures: Sequence[FigureChange], language: str) -> list[tuple[str, ...]]:
    """A row for each figure; the column of causes only where one of them has a cause."""
    rows = [_figure(item, language) for item in figures]
    if any(cause for _, _, cause, _, _ in rows):
        return list(rows)
    return [(name, shown, place, cells) for name, shown, _, place, cells in rows]


def _figure(item: FigureChange, language: str) -> tuple[str, str, str, str, str]:
    old, new = _short(item.old), _short(item.new)
    if item.fate is Fate.CHANGED:
        shown = f"{old} → {new or '—'}"
        if item.old == item.new:
            shown = f"{new} ({_value(item.old_value)} → {_value(item.new_value)})"
        if item.written:
            shown = word("diff-written", language, shown=shown, written=_short(item.written))
    else:
        shown = new or old
    return (
        f"  {_short(item.name)}",
        shown,
        cause_word(item.cause, language),
        visible(item.place),
        cells_text(item.cells),
    )


def _value(value: str) -> str:
    """An exact value with as many digits as a person compares."""
    try:
        return f"{Decimal(value):.8g}"
    except InvalidOperation:
        return _short(value)


def _sheet_word(item: SheetChange) -> str:
    if item.fate is not Fate.CHANGED:
        return "diff-sheet-added" if item.fate is Fate.ADDED else "diff-sheet-removed"
    if item.is_hidden is None:
        return "diff-sheet-renamed"
    return "diff-sheet-hidden" if item.is_hidden else "diff-sheet-shown"


def _cell(item: CellChange, language: str) -> tuple[str, ...]:
    """Sheet, row and column, cell, and old → new; a whole row or column as one."""
    place = ARROW.join(filter(None, (item.sheet, _short(item.row), _short(item.column), item.cell)))
    if not item.cell:
        words = _ROWS if item.row else _COLUMNS if item.column else {Fate.MOVED: "diff-rows-moved"}
        text = cut(_shown(item.new or item.old), 2 * _LONGEST_TEXT)
        shown = word(words[item.fate], language, text=text, count=text, old=item.old, new=item.new)
    elif (changed := _state(item)) is not None:
        shown = word(changed, language)
    elif item.new_format:
        shown = word("diff-number-format", language, old=_short(item.old_format), new=_short(item.new_format))
    else:
        shown = f"{_side(item.old, item.old_formula)} → {_side(item.new, item.new_formula)}"
    return f"  {visible(place)}", shown


def _state(item: CellChange) -> str | None:
    """The word for rows or columns that were hidden, or cells that were merged; None where that did not change."""
    if item.is_hidden is not None:
        return "diff-hidden" if item.is_hidden else "diff-not-hidden"
    if item.is_merged is not None:
        return "diff-merged" if item.is_merged else "diff-not-merged"
    return None


def _side(value: str, formula: str) -> str:
    """What a version has in a cell: its value, with the formula where that changed."""
    if value and formula:
        return f"{_short(value)} ({_short(formula)})"
    return _short(value or formula) or "—"


def _thing(item: ThingChange, language: str) -> tuple[str, ...]:
    return f"  {thing_words(item, language)}", _short(item.name), visible(item.place)


def _format(item: FormatChange, language: str) -> tuple[str, ...]:
    return f"  {format_words(item, language)}", visible(item.place), _short(item.text)


def _texts(changes: Sequence[TextChange], language: str, paint: Paint) -> Iterator[str]:
    place = ""
    for change in changes:
        if change.place != place:
            place = change.place
            yield paint(f"  {visible(place)}", "faint")
        yield f"    {_text(change, language, paint)}"


def _text(change: TextChange, language: str, paint: Paint) -> str:
    if change.fate is Fate.CHANGED:
        return "".join(_pieces(change.pieces, paint))
    if change.fate is Fate.MOVED:
        said = word("diff-moved", language, place=visible(change.old_place))
        return f"{paint(said, 'faint')} {cut(_shown(change.new), _LONGEST_PARAGRAPH)}"
    text = cut(_shown(change.new or change.old), _LONGEST_PARAGRAPH)
    return paint(f"{{+{text}+}}", "good") if change.fate is Fate.ADDED else paint(f"[-{text}-]", "error")


def _pieces(pieces: Sequence[Piece], paint: Paint) -> Iterator[str]:
    for number, piece in enumerate(pieces):
        text = _shown(piece.text)
        if piece.fate is Fate.REMOVED:
            yield paint(f"[-{text}-]", "error")
        elif piece.fate is Fate.ADDED:
            yield paint(f"{{+{text}+}}", "good")
        elif len(text) > 2 * _AROUND + 1:
            head = text[:_AROUND] if number else ""
            tail = text[-_AROUND:] if number < len(pieces) - 1 else ""
            yield f"{head}…{tail}"
        else:
            yield text


_SIGNS = str.maketrans(
    {PICTURE: "〔图〕", NOTE: "〔注〕", OBJECT: "〔对象〕", FORMULA: "〔公式〕", "\n": "↵", "\t": "⇥"}
)


def _shown(text: str) -> str:
    return visible(text.translate(_SIGNS))


def _short(text: str) -> str:
    return cut(_shown(text), _LONGEST_TEXT)
