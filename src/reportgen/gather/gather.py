"""All returns against the report's workbook: what is taken, what is refused, who is missing.

The way in from outside. Nothing is changed here: `Gathered.answers` says what the workbook should hold, and
`changes` turns that into cells and rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..model.departments import UNASSIGNED
from ..model.diagnostic import Diagnostic, info, warning
from ..model.place import CellRef, FileRef, Place
from ..model.returns import TAKEN, Origin, Return, Returned, State
from ..model.values import dataclass, replace
from .answer import Answer, Cell, lines
from .book import Aim, Book
from .doubt_answers import DoubtReplies, take_doubts
from .reply import reply_of
from .settle import by_file, settle
from .states import Asking, Judged, judge
from .taking import Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What the returns come to.

    `answers` are taken, one a cell; those that say what the workbook holds already are among them. `refused` are
    those of contradictions. `overview` has a line for each department and file. `senders` are the departments by
    file and sheet, the sheet empty where a file is of one department. `aims` are the cells of the workbook that
    cells with findings were meant for; `answered` are the findings, each with its cell of a return, about which
    a table of doubts says something.
    """

    book: Book
    answers: tuple[Answer, ...]
    refused: tuple[Answer, ...]
    overview: tuple[Returned, ...]
    senders: Mapping[tuple[str, str], str]
    aims: Mapping[CellRef, Aim]
    answered: frozenset[tuple[Place, str]]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def files(self) -> frozenset[str]:
        """The names of the files that came."""
        return frozenset(file for file, _ in self.senders)

    def sender(self, place: Place) -> str | None:
        """The department that sent a cell, sheet or file; None for what nobody sent."""
        file, sheet = getattr(place, "file", ""), getattr(place, "sheet", "")
        return self.senders.get((file, sheet), self.senders.get((file, "")))


def gather(
    returns: Iterable[Return], asking: Asking, book: Book, prefer: Sequence[str], origins: Mapping[Cell, Origin]
) -> Gathered:
    """Weigh all returns; `prefer` are the files that count where answers differ."""
    judged = [judge(returned, asking, book) for returned in returns]
    taken = [each for each in judged if each.state in TAKEN]
    replies = [reply_of(each.returned, book, each.department) for each in taken]
    tables = [each.returned for each in judged if each.state is State.DOUBTS]
    doubts = take_doubts(((item.file, answer) for item in tables for answer in item.doubts), replies, book)
    found = [item for each in judged for item in each.findings]
    found += _not_there(prefer, judged)
    for each, reply in zip(taken, replies, strict=True):
        reply.refused.difference_update(place for place, _ in doubts.settled)
        found += [*_unsettled((*each.returned.diagnostics, *reply.findings), doubts), *_empty(reply)]
    found += [item for returned in tables for item in returned.diagnostics]
    found += [item for reply in doubts.replies for item in reply.findings]
    replies += doubts.replies
    places = {
        answer.cell: place for reply in replies for answer in reply.answers if (place := _place(answer.cell, book))
    }
    settled = settle(replies, prefer, origins, places)
    overview = tuple(_overview(judged, replies, settled.answers, settled.refused, asking))
    return Gathered(
        book=book,
        answers=tuple(settled.answers),
        refused=tuple(settled.refused),
        overview=overview,
        senders=_senders(judged),
        aims={place: aim for reply in replies for place, aim in reply.aims.items()},
        answered=frozenset(doubts.answered),
        diagnostics=(*found, *settled.findings, *_missing(overview, asking)),
    )


def _unsettled(findings: Iterable[Diagnostic], doubts: DoubtReplies) -> Iterator[Diagnostic]:
    """The findings about cells that a table of doubts has not put right."""
    for item in findings:
        if not isinstance(item.place, CellRef) or (item.place, item.code) not in doubts.settled:
            yield item


def _senders(judged: Iterable[Judged]) -> dict[tuple[str, str], str]:
    """Who sent which file, and which tabs of a table of doubts."""
    found: dict[tuple[str, str], str] = {}
    for each in judged:
        found[each.returned.file, ""] = each.department
        for answer in each.returned.doubts:
            found[each.returned.file, answer.value_place.sheet] = answer.asked.department
    return found


def without(gathered: Gathered, refused: Sequence[Answer]) -> Gathered:
    """The same with some answers that could not be taken after all."""
    if not refused:
        return gathered
    cells = {answer.cell for answer in refused}
    files = dict(by_file(refused))
    return replace(
        gathered,
        answers=tuple(answer for answer in gathered.answers if answer.cell not in cells),
        overview=tuple(_less(line, files.get((line.file, line.department), ())) for line in gathered.overview),
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
    by_name = {(reply.file, reply.department): reply for reply in replies}
    taken, not_taken = dict(by_file(answers)), dict(by_file(refused))
    lines_of: dict[str, list[Returned]] = {
        part.department: [] for part in asking.parts if part.department != UNASSIGNED
    }
    for each in judged:
        file = each.returned.file
        named = [name for reply_file, name in by_name if reply_file == file and each.state is State.DOUBTS]
        for department in named or [each.department]:
            key, reply = (file, department), by_name.get((file, department))
            own = [answer for answer in taken.get(key, ()) if answer.is_input or not answer.is_same]
            line = Returned(
                department=department,
                file=file,
                state=each.state,
                new=sum(not answer.is_same and answer.before is None for answer in own),
                changed=sum(not answer.is_same and answer.before is not None for answer in own),
                same=sum(answer.is_same for answer in own),
                refused=(len(reply.refused) if reply else 0) + len(not_taken.get(key, ())),
                empty=max(0, reply.empty) if reply else 0,
            )
            lines_of.setdefault(department, []).append(line)
    for department, listed in lines_of.items():
        if all(line.state is State.DOUBTS for line in listed) and department:
            yield Returned(department=department, file="", state=State.MISSING)
        yield from listed


def _missing(overview: Sequence[Returned], asking: Asking) -> Iterable[Diagnostic]:
    """One finding for all departments that were asked and have no return that counts."""
    there = {line.department for line in overview if line.state in TAKEN}
    asked = {part.department for part in asking.parts}
    names = list(dict.fromkeys(line.department for line in overview if line.department in asked - there))
    if names:
        yield warning("missing-returns", None, departments=lines(names), count=len(names))
