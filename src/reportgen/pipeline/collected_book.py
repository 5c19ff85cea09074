"""The changed workbooks of `collect`, in memory: edited, read back, and compared with what they should hold.

`_rescaled` knows the one thing that only reading back can tell: a cell whose format shows percentages needs
a hundredth of the number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from ..gather.answer import Answer, Cell, fold
from ..gather.changes import SheetChange, changes_of, index_of, merged_origins, new_index
from ..model.dataset import Dataset, Value
from ..model.departments import Part
from ..model.diagnostic import Diagnostic, Fault, ReportError, error
from ..model.origins import attached, value_at, value_text
from ..model.place import FileRef
from ..model.report import Report
from ..model.returns import ORIGIN_COLUMNS, Origin, SheetFacts
from ..model.schema import ORIGIN_SHEET
from ..model.values import dataclass, replace
from .collected_text import is_text, origins_text, with_changes

if TYPE_CHECKING:
    from pathlib import Path

    from ..merge.excel.edit import Edit

_WIDTHS = (14.0, 30.0, 14.0, 16.0, 34.0, 14.0, 12.0)

_Index = Mapping[tuple[str, str], int]
"""The index in its table of each new entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A report as it is on the disk: its workbooks by file name, its data, and what else the sheets hold."""

    report: Report
    paths: Mapping[str, Path]
    contents: Mapping[str, bytes]
    dataset: Dataset
    facts: Mapping[str, SheetFacts]
    origins: Mapping[Cell, Origin]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """The workbooks that change by file name, all data as it will be then, and the answers that are in it.

    `origins` are the files of origins that stand beside .csv files, by the name of the latter. `refused` are the
    answers that would read otherwise than they were meant; `findings` say which.
    """

    contents: Mapping[str, bytes]
    origins: Mapping[str, bytes]
    dataset: Dataset
    answers: tuple[Answer, ...]
    refused: tuple[Answer, ...] = ()
    findings: tuple[Diagnostic, ...] = ()


def changed(work: Work, answers: Sequence[Answer]) -> Changed:
    """The workbooks with the answers.

    What was written is read back: a cell whose format shows percentages is written anew as that format needs it,
    and an answer that still does not come back as it was meant is left out. Raises ReportError where even the
    others do not come back then, and for a .csv file that cannot be changed without changing other bytes of it.
    """
    made = _with(work, answers)
    refused: list[Answer] = []
    wrong = {answer.cell: finding for answer, finding in _unread(answers, made, work.dataset)}
    if wrong:
        refused = [answer for answer in answers if answer.cell in wrong]
        answers = [answer for answer in answers if answer.cell not in wrong]
        made = _with(work, answers)
        still = [finding for _, finding in _unread(answers, made, work.dataset)]
        if still:
            raise ReportError(*wrong.values(), *still)
    new = new_index(answers, work.dataset.tables)
    contents, dataset = made
    origins = list(merged_origins(work.origins, answers, dataset.tables, new))
    rows = _origin_rows(origins, dataset) if origins != list(work.origins.values()) else {}
    contents = _with_origins(contents, rows)
    return Changed(
        contents={name: data for name, data in contents.items() if data is not work.contents[name]},
        origins={file: origins_text(listed) for file, listed in rows.items() if is_text(file)},
        dataset=replace(dataset, origins=attached(origins, dataset.tables)[0]),
        answers=tuple(answers),
        refused=tuple(refused),
        findings=tuple(wrong.values()),
    )


_Made = tuple[dict[str, bytes], Dataset]


def _with(work: Work, answers: Sequence[Answer]) -> _Made:
    """All workbooks with the answers in their cells, and the data read back from them."""
    from ..load.read import read_contents

    schema, year = work.report.kit.schema, work.report.year
    changes = changes_of(answers, work.dataset.tables, work.facts)
    contents = _changed_contents(work.contents, changes)
    dataset, _ = read_contents(contents, schema, year)
    if _rescaled(answers, dataset, changes, work):
        contents = _changed_contents(work.contents, changes)
        dataset, _ = read_contents(contents, schema, year)
    return contents, dataset


def _changed_contents(contents: Mapping[str, bytes], changes: Mapping[str, SheetChange]) -> dict[str, bytes]:
    """The files with the changes in their cells; one without changes stays the same object."""
    texts: dict[str, list[SheetChange]] = {}
    for change in changes.values():
        if is_text(change.file):
            texts.setdefault(change.file, []).append(change)
    made = _edited(contents, _cell_edits(change for change in changes.values() if not is_text(change.file)))
    for file, listed in texts.items():
        try:
            made[file] = with_changes(contents[file], file, listed)
        except Fault as fault:
            raise ReportError(fault.at(FileRef(file))) from None
    return made


def _edited(contents: Mapping[str, bytes], edits: Mapping[str, Mapping[str, Sequence[Edit]]]) -> dict[str, bytes]:
    """The workbooks with the edits, by file and sheet; one without edits stays the same object."""
    from ..merge.excel.edit import edit

    try:
        return {name: edit(data, name, edits[name]) if name in edits else data for name, data in contents.items()}
    except Fault as fault:
        raise ReportError(fault.at(FileRef(fault.diagnostics[0].facts.get("file", "")))) from None


def _cell_edits(changes: Iterable[SheetChange]) -> dict[str, dict[str, list[Edit]]]:
    edits: dict[str, dict[str, list[Edit]]] = {}
    for change in changes:
        edits.setdefault(change.file, {})[change.sheet] = list(_edits(change))
    return edits


def _edits(change: SheetChange) -> Iterable[Edit]:
    from ..merge.excel.edit import InsertRows, SetCell

    for (row, column), value in change.cells.items():
        yield SetCell(row, column, value)
    if not change.rows:
        return
    if change.below:
        for offset, cells in enumerate(change.rows.values(), 1):
            for column, value in cells.items():
                yield SetCell(change.after + offset, column, value)
    else:
        yield InsertRows(change.after, len(change.rows), cells=tuple(change.rows.values()))


def _origin_rows(origins: Iterable[Origin], dataset: Dataset) -> dict[str, list[tuple[str, ...]]]:
    """The lines of the origins of each file that holds such values."""
    rows: dict[str, list[tuple[str, ...]]] = {}
    for item in origins:
        listed = rows.setdefault(dataset.tables[item.sheet].file, [ORIGIN_COLUMNS])
        source = item.source
        listed.append((item.sheet, item.row, item.column, item.value, source.file, source.sheet, source.address))
    return rows


def _with_origins(contents: Mapping[str, bytes], rows: Mapping[str, Sequence[Sequence[str]]]) -> dict[str, bytes]:
    """The workbooks with their sheets of origins."""
    from ..merge.excel.edit import PutSheet

    edits = {
        file: {ORIGIN_SHEET: [PutSheet(rows=listed, widths=_WIDTHS)]}
        for file, listed in rows.items()
        if not is_text(file)
    }
    return _edited(contents, edits)


def _rescaled(answers: Sequence[Answer], dataset: Dataset, changes: Mapping[str, SheetChange], work: Work) -> bool:
    """Divide by 100 what went into a cell that shows percentages; whether there was any."""
    found = False
    new = new_index(answers, work.dataset.tables)
    for answer in answers:
        read, meant = _read_back(answer, dataset, new), answer.value
        if not (isinstance(read, Decimal) and isinstance(meant, Decimal) and read and read == meant * 100):
            continue
        change, table = changes[answer.cell.sheet], work.dataset.tables[answer.cell.sheet]
        column = table.column(answer.cell.column).position
        if isinstance(answer.cell.row, int):
            change.cells[table.rows[answer.cell.row], column] = meant / 100
        else:
            change.rows[fold(answer.cell.row)][column] = meant / 100
        found = True
    return found


def _read_back(answer: Answer, dataset: Dataset, new: _Index) -> Value:
    table = dataset.tables.get(answer.cell.sheet)
    index = index_of(answer.cell, new)
    if table is None or answer.cell.column not in table.columns or index >= len(table):
        return None
    return value_at(table, answer.cell.column, index)


def _unread(answers: Sequence[Answer], made: _Made, before: Dataset) -> Iterator[tuple[Answer, Diagnostic]]:
    """The answers that the changed workbook holds otherwise than they were meant."""
    _, dataset = made
    new = new_index(answers, before.tables)
    for answer in answers:
        read = _read_back(answer, dataset, new)
        meant = answer.value.strip() if isinstance(answer.value, str) else answer.value
        if (read.strip() if isinstance(read, str) else read) != meant:
            value, found = value_text(answer.value), value_text(read) or "—"
            yield answer, error("collected-otherwise", answer.origin, name=answer.name, value=value, found=found)
