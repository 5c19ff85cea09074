"""Formulas run one after the other, those that they need before them, without recursion.

A formula that reads one not yet worked out is put aside and asked again once that one is done; meanwhile it is
marked as running, and whoever reads it then is part of a circle: UNKNOWN.
"""

from __future__ import annotations

from collections.abc import Iterable

from ....model.values import dataclass
from .grid import Family, Needs
from .values import PENDING, RUNNING


@dataclass(slots=True, eq=False)
class _Task:
    """Formulas `at` to before `stop` of a family; `running`: the one at `at` waits for others."""

    family: Family
    at: int
    stop: int
    running: bool = False


def work(family: Family, numbers: Iterable[int]) -> None:
    """Work out these formulas of the family, best in rising order."""
    values, code = family.values, family.code
    for number in numbers:
        if values[number] is not PENDING:
            continue
        try:
            values[number] = code(number)
        except Needs:
            _work_through(_Task(family, number, number + 1))
            _advance(family)
        else:
            if family.filled == number:
                family.filled = number + 1


def _work_through(task: _Task) -> None:
    """Work out a task and all that it needs, the needed first."""
    tasks = [task]
    while tasks:
        now = tasks[-1]
        family, at = now.family, now.at
        if at >= now.stop:
            tasks.pop()
            _advance(family)
            continue
        if not now.running and family.values[at] is not PENDING:
            now.at += 1
            continue
        family.values[at] = RUNNING
        now.running = True
        try:
            value = family.code(at)
        except Needs as needs:
            tasks += [_Task(wanted, first, behind) for wanted, first, behind in needs.wanted]
        else:
            family.values[at] = value
            now.running = False
            now.at += 1


def _advance(family: Family) -> None:
    """Bring `filled` behind all that is found without a gap."""
    values, at = family.values, family.filled
    while at < len(values) and values[at] is not PENDING and values[at] is not RUNNING:
        at += 1
    family.filled = at
