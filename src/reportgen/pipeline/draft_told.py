"""What a run of drafts has to tell at its end: what was found, and which drafts became what.

Drafts come back from many processes in any order. They are told in the order of the plan, and a finding that many
drafts have once, by the first of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from ..model.diagnostic import Diagnostic, error, info, warning
from ..model.names import Names
from ..model.place import FileRef, TextRef
from ..model.values import replace

NAMES_SHOWN = 20
_MOST_FINDINGS = 300

_Key = tuple[object, ...]


class Told:
    """Findings and names of drafts while a run goes on."""

    def __init__(self) -> None:
        self._order: dict[str, int] = {}
        self._names: dict[str, list[str]] = defaultdict(list)
        self._findings: dict[_Key, tuple[int, Diagnostic]] = {}
        self._more = 0

    def plan(self, names: Iterable[str]) -> None:
        """Know the order of the drafts."""
        self._order = {name: at for at, name in enumerate(names)}

    def note(self, became: str, name: str) -> None:
        """Note what became of a draft."""
        self._names[became].append(name)

    def names(self, became: str) -> tuple[str, ...]:
        """The drafts that became that, in their order."""
        return tuple(sorted(self._names[became], key=self._rank))

    def fail(self, name: str, findings: Iterable[Diagnostic], *, of_unit: bool = False) -> None:
        """Note that a draft could not be made, and why."""
        self.note("failed", name)
        self.say(findings, name, of_unit=of_unit)

    def say(self, findings: Iterable[Diagnostic], name: str = "", *, of_unit: bool = False) -> None:
        """Keep findings for the end, each once, however many drafts have it, and not without bound.

        `name` is the draft that they were found for, empty for none. Those that stand in a template say of which
        draft they are, where that was made for a unit.
        """
        rank = self._rank(name)
        for item in findings:
            key = (item.code, item.place, item.related, *item.facts.items())
            known = self._findings.get(key)
            if known is None and len(self._findings) >= _MOST_FINDINGS:
                self._more += 1
            elif known is None or rank < known[0]:
                is_of_template = isinstance(item.place, TextRef) and not item.related and of_unit
                self._findings[key] = rank, replace(item, related=(FileRef(name),)) if is_of_template else item

    def _rank(self, name: str) -> int:
        return self._order.get(name, len(self._order)) if name else -1

    def findings(self, before: Sequence[Diagnostic], place: FileRef) -> list[Diagnostic]:
        """All findings, behind those from `before` the first draft; what a draft failed for is told with it alone."""
        told = [item for _, item in sorted(self._findings.values(), key=lambda known: known[0])]
        places = {(item.code, item.place) for item in told}
        found = [*(item for item in before if (item.code, item.place) not in places), *told]
        if self._more:
            found.append(info("more-findings", place, count=self._more))
        return found

    def lists(self, place: FileRef) -> list[Diagnostic]:
        """The findings that list drafts by what became of them."""
        found = []
        for code, became, say in (
            ("drafts-failed", "failed", error),
            ("drafts-behind", "behind", warning),
            ("drafts-renamed", "renamed", info),
        ):
            names = self.names(became)
            if names:
                found.append(say(code, place, count=len(names), names=Names(names, most=NAMES_SHOWN)))
        return found
