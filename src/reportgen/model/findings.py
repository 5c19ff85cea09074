"""The findings of a reading, gathered: many of a kind in one column are counted, not repeated.

One sheet of 100,000 numbers kept as text should give a handful of lines and a count, not 100,000
lines. Errors are listed longer than remarks, because each must be mended.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping

from .diagnostic import Diagnostic, Fault, Severity
from .place import CellRef, Place
from .values import dataclass, field

_LISTED = 20
"""So many of a kind are read one by one, if they are errors."""
_SHOWN = {Severity.ERROR: _LISTED, Severity.WARNING: 5, Severity.INFO: 3}

_OF_TITLES = frozenset(("extra-column", "duplicate-column", "unmatched-column"))
"""Findings of header cells, one a column, which are counted over the whole sheet."""


@dataclass(slots=True)
class Findings:
    """What was found so far; `all` gives it in the order of finding, counts at the end.

    `shown` says how many of a kind are listed in one column.
    """

    shown: Mapping[Severity, int] = field(default_factory=_SHOWN.copy)
    _listed: list[Diagnostic] = field(default_factory=list)
    _counts: Counter[Hashable] = field(default_factory=Counter)
    _hidden: dict[Hashable, Diagnostic] = field(default_factory=dict)

    def add(self, finding: Diagnostic) -> None:
        """Note a finding, by itself or as one more of its kind in its column."""
        place = finding.place
        if isinstance(place, CellRef):
            whole_sheet = finding.code in _OF_TITLES
            key = (finding.code, finding.severity, place.file, place.sheet, 0 if whole_sheet else place.column)
            self._counts[key] += 1
            if self._counts[key] > self._shown(finding):
                self._hidden[key] = finding
                return
        self._listed.append(finding)

    def fault(self, fault: Fault, place: Place, **facts: str) -> None:
        """Note a fault, now that its place is known; `facts` add to what it says."""
        found = fault.at(place)
        self.add(
            Diagnostic(
                code=found.code,
                severity=found.severity,
                place=place,
                facts={**found.facts, **facts},
                suggestion=found.suggestion,
            )
        )

    def all(self) -> list[Diagnostic]:
        """Everything found, with a `more-of-the-same` for each kind that was cut short."""
        return [*self._listed, *(self._more(key, last) for key, last in self._hidden.items())]

    def _shown(self, finding: Diagnostic) -> int:
        return _LISTED if finding.code in _OF_TITLES else self.shown[finding.severity]

    def _more(self, key: Hashable, last: Diagnostic) -> Diagnostic:
        more = self._counts[key] - self._shown(last)
        return Diagnostic(
            code="more-of-the-same",
            severity=last.severity,
            place=last.place,
            facts={"code": last.code, "count": str(more)},
        )


def capped(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Findings of several steps, remarks listed as far as errors."""
    found = Findings(shown=dict.fromkeys(Severity, _LISTED))
    for finding in findings:
        found.add(finding)
    return found.all()
