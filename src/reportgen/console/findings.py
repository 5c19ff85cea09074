"""Findings as people read them: severity and code, message, place, note, help.

    error[missing-value]: `headcount` is empty for `Library`
      --> staff.xlsx › Units › D17
      note: `headcount` is required by the kit's schema
      help: fill the cell, or write n/a and a reason in column F

Errors come first, then warnings, then the rest; findings of one code stand together. Behind
the first few of a code, one line each: the remedy has been said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ..model.diagnostic import Diagnostic, Severity
from ..model.place import CellRef, CellTextRef, ConfigRef, FileRef, Place, SheetRef, TextRef, WordRef
from .catalogue import Wording, word, worded
from .widths import visible

Paint = Callable[[str, str], str]
"""Colours a text by a style's name: `error`, `warning`, `info`, `place`, `strong`."""

IN_FULL = 3
"""So many findings of one code are shown with note and help, one more where it would be left alone."""

_COUNTED = {Severity.ERROR: "errors", Severity.WARNING: "warnings", Severity.INFO: "remarks"}
_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def grouped(findings: Iterable[Diagnostic]) -> list[list[Diagnostic]]:
    """The findings by severity and code, groups and their members in the order of their places, each once."""
    groups: dict[tuple[Severity, str], dict[str, Diagnostic]] = {}
    for item in sorted(findings, key=lambda item: (_RANK[item.severity], position(item.place))):
        groups.setdefault((item.severity, item.code), {}).setdefault(repr(item), item)
    return [list(group.values()) for group in groups.values()]


def position(place: Place | None) -> tuple[str, str, int, float]:
    """Where a place stands among others: by file, then sheet or key, then row or line."""
    match place:
        case CellRef(file, sheet, row, column):
            return (file, sheet, row, column)
        case CellTextRef(cell, character):
            return (cell.file, cell.sheet, cell.row, cell.column + character / (character + 1))
        case SheetRef(file, sheet):
            return (file, sheet, 0, 0)
        case TextRef(file, line, column):
            return (file, "", line, column)
        case WordRef(file, trail, paragraph):
            return (file, "\0".join(trail), paragraph, 0)
        case ConfigRef(file, key):
            return (file, key, 0, 0)
        case FileRef(file):
            return (file, "", 0, 0)
        case None:
            return ("", "", 0, 0)


def render(findings: Iterable[Diagnostic], language: str, paint: Paint) -> Iterator[str]:
    """The lines of all findings, a blank line behind each group's members."""
    for group in grouped(findings):
        shown = len(group) if len(group) == IN_FULL + 1 else IN_FULL
        for item in group[:shown]:
            yield from _in_full(item, worded(item, language), language, paint)
            yield ""
        if len(group) > shown:
            yield paint(word("more", language, count=len(group) - shown, code=group[0].code), group[0].severity)
            yield from (_in_one_line(item, language, paint) for item in group[shown:])
            yield ""


def _in_full(item: Diagnostic, said: Wording, language: str, paint: Paint) -> Iterator[str]:
    severity = word(item.severity, language)
    colon = word("colon", language)
    yield f"{paint(f'{severity}[{item.code}]', item.severity)}{paint(colon + visible(said.message), 'strong')}"
    if item.place is not None:
        yield f"  {paint('-->', 'place')} {visible(str(item.place))}"
    for place in item.related:
        yield f"  {paint(word('see', language) + colon, 'place')}{visible(str(place))}"
    if said.note:
        yield f"  {paint(word('note', language) + colon, 'place')}{visible(said.note)}"
    if item.suggestion:
        asked = word("did-you-mean", language, name=item.suggestion)
        yield f"  {paint(word('help', language) + colon, 'place')}{visible(asked)}"
    if said.help:
        yield f"  {paint(word('help', language) + colon, 'place')}{visible(said.help)}"


def _in_one_line(item: Diagnostic, language: str, paint: Paint) -> str:
    said = worded(item, language).message
    meant = f" {word('did-you-mean', language, name=item.suggestion)}" if item.suggestion else ""
    place = f"{item.place}{word('colon', language)}" if item.place is not None else ""
    return f"  {paint('-->', 'place')} {visible(place + said + meant)}"


def summary(findings: Iterable[Diagnostic], language: str) -> str:
    """How many of each severity, as `3 errors, 2 warnings`; empty for none."""
    counts = dict.fromkeys(Severity, 0)
    for group in grouped(findings):
        counts[group[0].severity] += len(group)
    parts = [word(_COUNTED[severity], language, count=count) for severity, count in counts.items() if count]
    return word("comma", language).join(parts)
