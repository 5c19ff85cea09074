"""Findings: a code, a severity, a place, and the facts that the wording needs.

A diagnostic holds no sentence. The sentences stand in `reportgen/messages/*.toml`, in English and
Chinese under the same code, and `console` puts the two together; so every message exists in both
languages and the steps stay free of printing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from .names import Names
from .place import CellRef, FileRef, Place
from .values import dataclass, field


class Severity(StrEnum):
    """How much a finding weighs; only an ERROR stops a build."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One finding.

    `code` names the bad thing in kebab-case and never changes its meaning. `facts` fill the
    placeholders of the catalogue's sentences; a list among them is of `Names`. `place` is None only
    for what stands nowhere, such as a missing system font. `related` are further places that help (the
    template line that asked for an empty cell). `suggestion` is the nearest existing name, None where nothing is near.
    """

    code: str
    severity: Severity
    place: Place | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    related: tuple[Place, ...] = ()
    suggestion: str | None = None


def error(
    code: str,
    place: Place | None = None,
    *,
    related: tuple[Place, ...] = (),
    suggestion: str | None = None,
    **facts: object,
) -> Diagnostic:
    """A finding that stops the build."""
    return _finding(Severity.ERROR, code, place, related, suggestion, facts)


def warning(
    code: str,
    place: Place | None = None,
    *,
    related: tuple[Place, ...] = (),
    suggestion: str | None = None,
    **facts: object,
) -> Diagnostic:
    """A finding that a person should look at; the build goes on."""
    return _finding(Severity.WARNING, code, place, related, suggestion, facts)


def info(
    code: str,
    place: Place | None = None,
    *,
    related: tuple[Place, ...] = (),
    suggestion: str | None = None,
    **facts: object,
) -> Diagnostic:
    """A finding that is merely said, such as a number that was read from text."""
    return _finding(Severity.INFO, code, place, related, suggestion, facts)


def _finding(
    severity: Severity,
    code: str,
    place: Place | None,
    related: tuple[Place, ...],
    suggestion: str | None,
    facts: Mapping[str, object],
) -> Diagnostic:
    return Diagnostic(
        code=code,
        severity=severity,
        place=place,
        facts={name: _fact(value) for name, value in facts.items()},
        related=related,
        suggestion=suggestion,
    )


def _fact(value: object) -> str:
    """A fact as text; lists keep their names apart."""
    if type(value) in (tuple, list):
        return Names(value)  # type: ignore[arg-type]
    return value if isinstance(value, Names) else str(value)


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether any finding stops the build."""
    return any(item.severity is Severity.ERROR for item in diagnostics)


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name most like a missed one, or None: the "did you mean" of a message."""
    from difflib import get_close_matches  # 1 ms that a report without a missed name can do without

    found = get_close_matches(name, list(known), n=1, cutoff=0.5)
    return found[0] if found else None


class ReportError(Exception):
    """What the user can mend; the one root of our exceptions. Anything else is a fault of reportgen."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__("; ".join(f"{item.code} at {item.place}" for item in diagnostics))
        self.diagnostics = diagnostics


class Fault(ReportError):  # noqa: N818 - a fault in the user's material, as Diagnostic words it
    """A fault that deep code finds without knowing where: the caller that knows adds the place with `at`.

    `cell` is the cell whose value is at fault, None where no single one is: the finding then stands there,
    and the caller's place becomes a related one.
    """

    def __init__(
        self, code: str, *, suggestion: str | None = None, cell: CellRef | None = None, **facts: object
    ) -> None:
        super().__init__(_finding(Severity.ERROR, code, None, (), suggestion, facts))
        self.cell = cell

    @property
    def code(self) -> str:
        """The code of the one finding."""
        return self.diagnostics[0].code

    def at(self, place: Place | None, *related: Place) -> Diagnostic:
        """The finding, with its place; where that is a file, also as the fact `file` if deep code did not know it."""
        found = self.diagnostics[0]
        facts = {"file": place.file, **found.facts} if isinstance(place, FileRef) else found.facts
        if self.cell is not None:
            related = related if place is None else (place, *related)
            place = self.cell
        return Diagnostic(
            code=found.code,
            severity=found.severity,
            place=place,
            facts=facts,
            related=related,
            suggestion=found.suggestion,
        )
