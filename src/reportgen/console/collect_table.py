"""The overview of collected returns as a table: who sent what, and how much of it is new."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..model.returns import Returned, State
from .catalogue import word
from .widths import visible

_STATES = {
    State.RETURNED: "state-returned",
    State.BLANK: "state-blank",
    State.MISSING: "state-missing",
    State.OTHER_YEAR: "state-other-year",
    State.OTHER_VERSION: "state-other-version",
    State.OTHER_REPORT: "state-other-report",
    State.DOUBTS: "state-doubts",
    State.NOT_RECOGNISED: "state-not-recognised",
    State.UNREADABLE: "state-unreadable",
}
_HEADINGS = (
    "column-department",
    "column-file",
    "column-state",
    "column-new",
    "column-changed",
    "column-same",
    "column-refused",
    "column-empty",
)


def overview_rows(overview: Iterable[Returned], language: str) -> list[tuple[str, ...]]:
    """A header and one row a department and file."""
    return [tuple(word(name, language) for name in _HEADINGS), *(_row(line, language) for line in overview)]


def _row(line: Returned, language: str) -> tuple[str, ...]:
    counts: Sequence[int] = (line.new, line.changed, line.same, line.refused, line.empty)
    return (
        visible(line.department) or "—",
        visible(line.file) or "—",
        word(_STATES[line.state], language),
        *(str(count) if count else "" for count in counts),
    )
