"""All returns against the report's workbook: what is taken, what is refused, who is missing.

The way in from outside. Nothing is changed here: `Gathered.answers` says what the workbook should hold, and
`changes` turns that into cells and rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ..model.departments import UNASSIGNED
from ..model.diagnostic import Diagnostic, info, warning
from ..model.place import CellRef, FileRef
from ..model.returns import TAKEN, Origin, Return, Returned, State
from ..model.values import dataclass
from .answer import Answer, Cell, Reply, lines
from .book import Book
from .reply import reply_of
from .settle import by_file, settle
from .states import Asking, Judged, judge


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What the returns come to.

    `answers` are taken, one a cell; those that say what the workbook holds already are among them. `overview`
    has a line for each department and file. `departments` are by file.
    """

    answers: tuple[Answer, ...]
    overview: tuple[Returned, ...]
    departments: Mapping[str, str]
    diagnostics: tuple[Diagnostic, ...]


def gather(
    returns: Iterable[Return], asking: Asking, book: Book, prefer: Sequence[str], origins: Mapping[Cell, Origin]
) -> Gathered:
    """Weigh all returns; `prefer` are the files that count where answers differ."""
    judged = [judge(returned, asking, book) for returned in returns]
    found = [item for each in judged for item in each.findings]
    found += _not_there(prefer, judged)
    replies: list[Reply] = []
    for each in judged:
        if each.state in TAKEN:
            reply = reply_of(each.returned, book, each.department)
            found += [*each.returned.diagnostics, *reply.findings, *_empty(reply)]
            replies.append(reply)
    places = {
        answer.cell: place for reply in replies for answer in reply.answers if (place := _place(answer.cell, book))
    }
    settled = settle(replies, prefer, origins, places)
    overview = tuple(_overview(judged, replies, settled.answers, settled.refused, asking))
    return Gathered(
        answers=tuple(settled.answers),
        overview=overview,
        departments={each.returned.file: each.department for each in judged},
        diagnostics=(*found, *settled.findings, *_missing(overview)),
    )


def without(gathered: Gathered, refused: Sequence[Answer]) -> Gathered:
    """The same with some answers that could not be taken after all."""
    if not refused:
        return gathered
    cells = {answer.cell for answer in refused}
    files = dict(by_file(refused))
    return replace(
        gathered,
        answers=tuple(answer for answer in gathered.answers if answer.cell not in cells),
        overview=tuple(_less(line, files.get(line.file, ())) for line in gathered.overview),
    )


def _less(line: Returned, refused: Sequence[Answer]) -> Returned:
    new = sum(not answer.is_same and answer.before is None for answer in refused)
    changed = sum(not answer.is_same and answer.before is not None for answer in refused)
    return replace(line, new=line.new - new, changed=line.changed - changed, refused=line.refused + len(refused))


def _place(cell: Cell, book: Book) -> CellRef | None:
    """The workbook's cell, None for one of a new entry."""
    return book.tables[cell.sheet].ref(cell.column, cell.row) if isinstance(cell.row, int) else None


def _not_there(prefer: Sequence[str], judged: Sequence[Judged]) -> Iterable[Diagnostic]:
    """Files that should go before others and are not there."""
    files = {each.returned.file for each in judged}
    for file in prefer:
        if file not in files:
            yield warning("preferred-file-missing", FileRef(file), file=file)


def _empty(reply: Reply) -> Iterable[Diagnostic]:
    if reply.empty > 0:
        yield info("empty-answers", FileRef(reply.file), department=reply.department, count=reply.empty)


def _overview(
    judged: Sequence[Judged],
    replies: Sequence[Reply],
    answers: Sequence[Answer],
    refused: Sequence[Answer],
    asking: Asking,
) -> Iterable[Returned]:
    """A line for each department in the order of the report, then the files of nobody we know."""
    by_name = {reply.file: reply for reply in replies}
    taken, not_taken = dict(by_file(answers)), dict(by_file(refused))
    lines_of: dict[str, list[Returned]] = {
        part.department: [] for part in asking.parts if part.department != UNASSIGNED
    }
    for each in judged:
        file, reply = each.returned.file, by_name.get(each.returned.file)
        own = [answer for answer in taken.get(file, ()) if answer.is_input or not answer.is_same]
        line = Returned(
            department=each.department,
            file=file,
            state=each.state,
            new=sum(not answer.is_same and answer.before is None for answer in own),
            changed=sum(not answer.is_same and answer.before is not None for answer in own),
            same=sum(answer.is_same for answer in own),
            refused=(reply.refused if reply else 0) + len(not_taken.get(file, ())),
            empty=max(0, reply.empty) if reply else 0,
        )
        lines_of.setdefault(each.department, []).append(line)
    for department, listed in lines_of.items():
        yield from listed or [Returned(department=department, file="", state=State.MISSING)]


def _missing(overview: Sequence[Returned]) -> Iterable[Diagnostic]:
    """One finding for all departments without a return that counts."""
    there = {line.department for line in overview if line.state in TAKEN}
    names = list(
        dict.fromkeys(line.department for line in overview if line.department not in there and line.department)
    )
    if names:
        yield warning("missing-returns", None, departments=lines(names), count=len(names))
