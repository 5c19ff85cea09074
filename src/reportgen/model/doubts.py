"""Questions that go back to the departments, and what they answer: the table of doubts and its hidden sheet.

`gather` finds the questions, `write` puts them into the table with a very hidden sheet that remembers which cell
each is about, `load` reads the answers of a table that comes back, `gather` takes them.

Shape of the hidden sheet: lines 种类, 报告, 年度 with their values in the second cell; then one line for each
question (`疑`): tab, number on the tab, department, code, file, sheet and cell of the return (empty where the
question is about more than a cell), list, row and column of the workbook (likewise), kind and unit of that
column, and what the return said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from .dataset import Value
from .place import CellRef
from .quantity import NO_UNIT, Unit, parse_unit
from .schema import ColumnKind
from .values import dataclass

DOUBTS_TITLE = "存疑数据表"
VALUE_HEADING, REASON_HEADING = "更正为", "原因或说明"
"""The two columns that a department answers in."""
NUMBER_HEADING = "序号"

MARK_WIDTH = 15
"""The cells of a line of the hidden sheet."""

KIND = "种类"
"""What the hidden sheet begins with; that of a form begins otherwise."""

_REPORT, _YEAR, _DOUBT = "报告", "年度", "疑"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a question is about, as it is needed again when the answer comes.

    `source` is the cell of the return, None for a question about a whole sheet or file. `sheet`, `row` and
    `column` name the workbook's cell as the sheet of origins does (`model.origins.row_labels`); they are empty
    where the question is about no cell of the workbook. `said` is the value as text that the return gave in the
    workbook's unit, empty where none was taken.
    """

    department: str
    code: str
    source: CellRef | None = None
    sheet: str = ""
    row: str = ""
    column: str = ""
    kind: ColumnKind = ColumnKind.TEXT
    unit: str = ""
    said: str = ""

    @property
    def measure(self) -> Unit | None:
        """The unit, None where nobody said one."""
        return parse_unit(self.unit) if self.unit else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A question that goes back to a department.

    `place` is the cell of the return where there is one, else its sheet or file. `now`, `before` and `change`
    are as printed, empty where there is none.
    """

    place: str
    name: str
    now: str
    before: str
    change: str
    question: str
    asked: Asked

    @property
    def department(self) -> str:
        """Who is asked; empty for a file of nobody we know."""
        return self.asked.department


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtAnswer:
    """What a department wrote behind a question: a correct value, a reason, or both.

    `value` is None and `reason` empty where nothing is said. `value_place` and `reason_place` are the cells of the
    table of doubts. `unit` is that of a number, `hedge` the word that says it is not exact; `is_percent` says that
    the cell shows a %, `is_absence` that the value is a text in the place of one (未统计).
    """

    asked: Asked
    value: Value
    reason: str
    value_place: CellRef
    reason_place: CellRef
    unit: Unit = NO_UNIT
    hedge: str = ""
    is_percent: bool = False
    is_absence: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtMark:
    """The whole hidden sheet: whose report and year, and each question by its tab and its number there."""

    report: str
    year: int
    asked: tuple[tuple[str, int, Asked], ...] = ()


def to_cells(mark: DoubtMark) -> Iterator[tuple[str | int, ...]]:
    """The rows of the hidden sheet."""
    yield (KIND, DOUBTS_TITLE)
    yield (_REPORT, mark.report)
    yield (_YEAR, mark.year)
    for tab, number, item in mark.asked:
        source = item.source
        cell = (source.file, source.sheet, source.row, source.column) if source else ("", "", 0, 0)
        about = (item.sheet, item.row, item.column, item.kind.value, item.unit, item.said)
        yield (_DOUBT, tab, number, item.department, item.code, *cell, *about)


def from_cells(rows: Iterable[Sequence[str | None]]) -> DoubtMark | None:
    """The marks in the rows of a hidden sheet; None where it is none of a table of doubts.

    Lines that say nothing known are passed over.
    """
    labels: dict[str, str] = {}
    asked: list[tuple[str, int, Asked]] = []
    for cells in rows:
        texts = [(cell or "").strip() for cell in cells]
        texts += [""] * (MARK_WIDTH - len(texts))
        if texts[0] == _DOUBT and texts[2].isdecimal():
            asked.append((texts[1], int(texts[2]), _asked(texts[3:])))
        elif texts[0] and texts[1]:
            labels.setdefault(texts[0], texts[1])
    if labels.get(KIND) != DOUBTS_TITLE or not labels.get(_YEAR, "").isdecimal():
        return None
    return DoubtMark(report=labels.get(_REPORT, ""), year=int(labels[_YEAR]), asked=tuple(asked))


def _asked(texts: Sequence[str]) -> Asked:
    department, code, file, tab, row, column, sheet, label, name, kind, unit, said = texts[:12]
    is_cell = row.isdecimal() and column.isdecimal() and int(row) > 0 < int(column)
    return Asked(
        department=department,
        code=code,
        source=CellRef(file, tab, int(row), int(column)) if is_cell else None,
        sheet=sheet,
        row=label,
        column=name,
        kind=ColumnKind(kind) if kind in tuple(ColumnKind) else ColumnKind.TEXT,
        unit=unit,
        said=said,
    )
