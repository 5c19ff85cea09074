"""Answers of all returns weighed against each other, and against what the office did since the last time.

A cell that two files answer differently is taken from neither, until somebody says which file counts. A value
that the office changed by hand after it was collected stays as the office has it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from ..model.diagnostic import Diagnostic, error, info
from ..model.origins import value_text
from ..model.place import CellRef
from ..model.returns import Origin
from ..model.values import dataclass, field
from .answer import Answer, Cell, identity, same
from .taking import Reply

_Key = tuple[str, int | str, str]
_SHOWN = 6


@dataclass(slots=True, kw_only=True)
class Settled:
    """The answers that are taken, one a cell, in the order of the returns; `refused` are the others by file."""

    answers: list[Answer] = field(default_factory=list)
    refused: list[Answer] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)


def settle(
    replies: Sequence[Reply], prefer: Sequence[str], origins: Mapping[Cell, Origin], places: Mapping[Cell, CellRef]
) -> Settled:
    """One answer a cell.

    `prefer` are the files that count where answers differ, the first named first. `origins` are those of the
    last time by cell; `places` gives the cells of the workbook for the findings.
    """
    by_cell: dict[_Key, list[Answer]] = defaultdict(list)
    for reply in replies:
        for answer in reply.answers:
            by_cell[identity(answer.cell)].append(answer)
    settled = Settled()
    for answers in by_cell.values():
        chosen = _chosen(answers, prefer)
        place = places.get(answers[0].cell)
        if chosen is None:
            settled.refused += answers
            settled.findings.append(_conflict(answers, place))
        elif _was_edited(chosen, origins.get(chosen.cell)):
            settled.refused.append(chosen)
            settled.findings.append(_kept(chosen, place))
        else:
            settled.answers.append(chosen)
    return settled


def _chosen(answers: Sequence[Answer], prefer: Sequence[str]) -> Answer | None:
    """The one answer, or that of the file that goes before; None where files contradict each other."""
    first = answers[0]
    if all(same(answer.value, first.value) for answer in answers[1:]):
        return first
    for file in prefer:
        for answer in answers:
            if answer.origin.file == file:
                return answer
    return None


def _conflict(answers: Sequence[Answer], place: CellRef | None) -> Diagnostic:
    said = "；".join(f"{value_text(answer.value)}（{answer.origin.file}）" for answer in answers[:_SHOWN])
    related = tuple(answer.origin for answer in answers[1:_SHOWN])
    first = answers[0]
    related = (*related, place) if place is not None else related
    return error("conflicting-answers", first.origin, related=related, name=first.name, answers=said)


def _was_edited(answer: Answer, origin: Origin | None) -> bool:
    """Whether the office changed the cell since this very answer was collected."""
    if origin is None or answer.is_same:
        return False
    unchanged = origin.source.file == answer.origin.file and origin.value == value_text(answer.value)
    return unchanged and value_text(answer.before) != origin.value


def _kept(answer: Answer, place: CellRef | None) -> Diagnostic:
    return info(
        "edited-since-collected",
        place or answer.origin,
        related=(answer.origin,),
        name=answer.name,
        now=value_text(answer.before) or "—",
        returned=value_text(answer.value),
    )


def by_file(answers: Sequence[Answer]) -> Iterator[tuple[tuple[str, str], list[Answer]]]:
    """The answers of each file by department: a table of doubts has those of several."""
    files: dict[tuple[str, str], list[Answer]] = defaultdict(list)
    for answer in answers:
        files[answer.origin.file, answer.department].append(answer)
    yield from files.items()
