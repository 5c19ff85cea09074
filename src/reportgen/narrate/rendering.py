"""One rendering of a report's sections: the marks of printed values, the findings, and the budget.

While a section renders, its compiled code calls `show` for every `{{ … }}` and `failed` for every
expression that raised; both find the rendering through a context variable, because compiled templates
are shared between reports. The budget counts loop rounds, printed values and the length of lists that
words walk over, so that no template runs for ever: the same template always ends at the same step.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from ..model.diagnostic import Diagnostic
from ..model.late import Late
from ..model.marks import CLOSE, OPEN, Marks
from ..model.place import TextRef
from ..model.values import dataclass, field
from .runtime import Markup, Undefined

STEPS = 1_000_000
"""Steps that the templates of one report may take; about a second's worth."""

STEPS_AFTER_EXHAUSTION = 20_000
"""What is left for each further section once one has used up the budget: enough for an honest one."""

STEPS_OF_A_FINDING = 50
"""What a failing expression costs, so that one in a long loop does not make a million findings."""

CHARACTERS = 4_000_000
"""Characters that the templates of one report may copy through `{% set %}` blocks and macros."""


@dataclass(slots=True, eq=False, repr=False)
class Expression:
    """An expression or statement of a template: its place, its text, and the names in it with their places."""

    place: TextRef
    text: str
    names: Mapping[str, TextRef]

    @property
    def file(self) -> str:
        """The template's file."""
        return self.place.file


NOWHERE = Expression(TextRef("", 0), "", {})


Printed = tuple[object, Expression]
"""What a mark stands for: a value that a template printed, and the expression that did."""


class ExhaustedError(Exception):
    """The budget is used up; no expression may catch this, the whole section ends. `by` is where."""

    def __init__(self, code: str, by: Expression | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.by = by


@dataclass(slots=True, eq=False, repr=False)
class Rendering:
    """What one report's rendering collects.

    `templates` are the texts that may be included, by name; `names` all that templates may refer to.
    `memo` keeps what words returned for whole columns and tables. `late` is what is known of lists whose figures are
    made late, None where they are made at once.
    """

    marks: Marks
    templates: Mapping[str, str]
    names: Mapping[str, object]
    findings: list[Diagnostic] = field(default_factory=list)
    steps: int = STEPS
    characters: int = CHARACTERS
    memo: dict[object, Any] = field(default_factory=dict)
    late: Late | None = None

    def charge(self, steps: int) -> None:
        """Take steps off the budget."""
        self.steps -= steps
        if self.steps < 0:
            raise ExhaustedError("endless-template")

    def charge_text(self, length: int) -> None:
        """Take copied characters off the budget."""
        self.characters -= length
        if self.characters < 0:
            raise ExhaustedError("output-too-long")

    def renew(self) -> None:
        """Leave enough for an honest section after one that used everything up."""
        self.steps = max(self.steps, STEPS_AFTER_EXHAUSTION)
        self.characters = max(self.characters, CHARACTERS // 10)


_active: ContextVar[Rendering] = ContextVar("rendering")


def current() -> Rendering:
    """The rendering that is going on."""
    return _active.get()


@contextmanager
def rendering(
    marks: Marks, templates: Mapping[str, str], names: Mapping[str, object], late: Late | None = None
) -> Iterator[Rendering]:
    """Make a rendering the current one inside the `with` block."""
    made = Rendering(marks, templates, names, late=late)
    token = _active.set(made)
    try:
        yield made
    finally:
        _active.reset(token)


def show(value: object, by: Expression) -> str:
    """The mark that stands for a printed value; text that a template itself made goes on as it is."""
    active = _active.get()
    active.steps -= 1
    if active.steps < 0:
        raise ExhaustedError("endless-template")
    if isinstance(value, Markup):
        active.charge_text(len(value))
        return value
    if isinstance(value, Undefined):
        if type(value) is Undefined:  # `{{ a if b }}` without else prints nothing
            return ""
        bool(value)
    values = active.marks.values
    values.append((value, by))
    return f"{OPEN}{len(values) - 1}{CLOSE}"


def each(values: Iterable[Any], characters: int = 0) -> Iterator[Any]:
    """The values, each taking a step and the `characters` of the loop's own text off the budget."""
    active = _active.get()
    for value in values:
        active.steps -= 1
        active.characters -= characters
        if active.steps < 0:
            raise ExhaustedError("endless-template")
        if active.characters < 0:
            raise ExhaustedError("output-too-long")
        yield value


def counted(values: Iterable[Any]) -> list[Any]:
    """All values as a list, paid for."""
    found = values if isinstance(values, list) else list(each(values))
    if found is values:
        _active.get().charge(len(found))
    return found
