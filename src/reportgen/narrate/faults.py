"""Whatever goes wrong while a template renders becomes findings with a place: names, values, budget."""

from __future__ import annotations

from ..model.diagnostic import Diagnostic, Fault, ReportError, error, nearest
from ..model.figure import MissingValue
from ..model.place import TextRef
from .access import Broken, BrokenError
from .rendering import STEPS_OF_A_FINDING, ExhaustedError, Expression, current
from .runtime import BrokenTemplateError, TemplateNotFound
from .values import clear


def failed(problem: Exception, by: Expression) -> str:
    """Report why an expression failed; it prints nothing. The budget's end goes on up."""
    if isinstance(problem, ExhaustedError):
        problem.by = problem.by or by
        raise problem
    if isinstance(problem, RecursionError):
        raise ExhaustedError("endless-recursion", by) from None
    active = current()
    active.charge(STEPS_OF_A_FINDING)
    active.findings.extend(findings_of(problem, by))
    return ""


def broken(problem: Exception, by: Expression) -> Broken:
    """Report why a `{% set %}` failed; what stands for its value says nothing more."""
    failed(problem, by)
    return Broken()


def findings_of(problem: Exception, by: Expression) -> list[Diagnostic]:
    """An exception of an expression as findings."""
    if isinstance(problem, BrokenError):
        return []
    if isinstance(problem, MissingValue):
        return [missing(problem, by)]
    if isinstance(problem, Fault):
        return [_cleared(problem.at(_exact_place(problem, by)))]
    if isinstance(problem, ReportError):
        return list(problem.diagnostics)
    if isinstance(problem, TemplateNotFound):
        known = current().templates
        return [error("unknown-template", by.place, name=problem.name, suggestion=nearest(str(problem.name), known))]
    if isinstance(problem, BrokenTemplateError):
        return [error("template-syntax", TextRef(problem.name, 1), problem="")]
    return [error("template-failed", by.place, text=by.text, problem=clear(f"{problem}"))]


def missing(problem: MissingValue, by: Expression) -> Diagnostic:
    """An empty cell that an expression needed: at the cell, or at the template where there is no cell."""
    empty = problem.missing
    place, related = (empty.source, (by.place,)) if empty.source is not None else (by.place, ())
    if empty.reason:
        return error("unavailable-value", place, related=related, name=empty.name, reason=empty.reason)
    return error("missing-value", place, related=related, name=empty.name)


def _cleared(finding: Diagnostic) -> Diagnostic:
    """The finding without the marks of figures that got into its facts."""
    if not any("\ue000" in fact for fact in finding.facts.values()):
        return finding
    facts = {name: clear(fact) for name, fact in finding.facts.items()}
    return Diagnostic(
        code=finding.code,
        severity=finding.severity,
        place=finding.place,
        facts=facts,
        related=finding.related,
        suggestion=finding.suggestion,
    )


_NAMED = {
    "undefined-name": "name",
    "unknown-column": "column",
    "unknown-attribute": "name",
    "unknown-indicator": "name",
}


def _exact_place(problem: Fault, by: Expression) -> TextRef:
    """The place of the name at fault within its expression, else of the expression."""
    fact = _NAMED.get(problem.code)
    if fact is None:
        return by.place
    return by.names.get(problem.diagnostics[0].facts[fact], by.place)
