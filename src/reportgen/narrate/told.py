"""How the findings of a narrative are told: each once, and those of the kit's files with the kit's name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..model.diagnostic import Diagnostic
from ..model.place import ARROW, Place, TextRef
from ..model.report import Report
from ..model.values import replace


def with_kit_named(findings: Iterable[Diagnostic], report: Report) -> Iterator[Diagnostic]:
    """The findings, files of the kit written `work-summary › sections/…`: they are not in the report's folder."""
    kit = report.kit
    named = {file: f"{kit.name}{ARROW}{file}" for file in kit.macros}
    named |= {item.file: f"{kit.name}{ARROW}{item.file}" for item in report.sections if item in kit.sections}

    def place(found: Place | None) -> Place | None:
        return replace(found, file=named.get(found.file, found.file)) if isinstance(found, TextRef) else found

    for item in findings:
        related = tuple(there for there in map(place, item.related) if there is not None)
        yield replace(item, place=place(item.place), related=related)


def once(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Each finding once: a loop over rows finds the same fault of its template in every round."""
    kept: dict[tuple[object, ...], Diagnostic] = {}
    for item in findings:
        kept.setdefault((item.code, item.place, item.related, *item.facts.items()), item)
    return list(kept.values())
