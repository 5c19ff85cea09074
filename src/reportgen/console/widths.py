"""Text measured in columns of a terminal, where a Chinese character takes two (Unicode UAX 11)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

GAP = "  "
_CLOSING = frozenset("，。；：、！？）》」】”’…")
_NARROWEST = 8

_UNSEEN = {
    **{code: f"\\x{code:02x}" for code in (*range(0x20), *range(0x7F, 0xA0))},
    **{code: f"\\u{code:04x}" for code in (0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A))},
    **dict.fromkeys(b"\t\n\r", " "),
}
"""Control characters (C0, C1) and those that turn the direction of writing; a line break becomes a space."""


def visible(text: str) -> str:
    """The text with whatever a terminal would obey shown instead: a name may hold an escape sequence."""
    return text if text.isprintable() else text.translate(_UNSEEN)


def width(text: str) -> int:
    """How many terminal columns a text takes."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width  # late: a plain help page does not need its 2 ms

    return sum(0 if combining(sign) else 2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def pad(text: str, columns: int) -> str:
    """The text with spaces behind it up to so many columns."""
    return text + " " * (columns - width(text))


def cut(text: str, columns: int) -> str:
    """The text, its end replaced by … where it is wider than so many columns."""
    if width(text) <= columns:
        return text
    kept, taken = [], 1
    for sign in text:
        taken += width(sign)
        if taken > columns:
            break
        kept.append(sign)
    return "".join(kept) + "…"


def wrap(text: str, columns: int) -> list[str]:
    """The text in lines of at most so many columns.

    Breaks stand at spaces and between Chinese characters, never before a closing mark (GB/T 15834, 5.1).
    """
    lines, line = [], ""
    for unit in _units(text):
        if line and width(line + unit.rstrip()) > columns:
            lines.append(line.rstrip())
            line = ""
        line += unit
    return [*lines, line.rstrip()] if line.strip() else lines


def _units(text: str) -> Iterator[str]:
    """What is not broken: a Chinese character or a word, with the closing marks and spaces behind it."""
    unit = ""
    for sign in text:
        glued = sign in _CLOSING or sign == " " or (unit and width(unit[-1]) == 1 == width(sign) and unit[-1] != " ")
        if unit and not glued:
            yield unit
            unit = ""
        unit += sign
    yield unit


def table(rows: Sequence[Sequence[str]], available: int | None = None) -> list[str]:
    """The rows as lines with aligned columns; cells are cut only where `available` columns are too few."""
    if not rows:
        return []
    rows = [[visible(cell) for cell in row] for row in rows]
    widths = [max(width(row[index]) for row in rows) for index in range(len(rows[0]))]
    if available is not None:
        _shrink(widths, available - len(GAP) * (len(widths) - 1))
    lines = []
    for row in rows:
        cells = [pad(cut(cell, columns), columns) for cell, columns in zip(row, widths, strict=True)]
        lines.append(GAP.join(cells).rstrip())
    return lines


def _shrink(widths: list[int], available: int) -> None:
    """Take columns from the widest cells until the row fits, or all are narrow."""
    while sum(widths) > available and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
