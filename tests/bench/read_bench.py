"""Reading a workbook of 100,000 rows and 10 columns against python-calamine, side by side in one run.

The file is written by XlsxWriter: five columns of text, four of numbers, one of dates. calamine gives
rows of floats and strings (`to_python()`). Ours gives twice: the raw cells with their addresses, and the
typed table of `read_data` with exact decimals, dates, units and a place for every cell.
`python tests/bench/read_bench.py [ROWS]` prints medians and ratios.
"""

import datetime as dt
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.load.read import read_data
from reportgen.load.xlsx import open_workbook
from reportgen.model.dataset import Dataset
from reportgen.model.place import CellRef
from reportgen.model.schema import Schema

ROWS = 100_000
MOST = 1.5
ROUNDS = 5
KINDS = ("铝及铝精深加工", "医药食品", "建材", "现代装备制造", "电力热力")
HEADERS = (
    "编号",
    "企业名称",
    "行业类别",
    "所在园区",
    "总投资（亿元）",
    "年产值（亿元）",
    "增长率（%）",
    "从业人数（人）",
    "投产日期",
    "备注",
)
FORMATS = (None, None, None, None, "0.00", "#,##0.000", "0.0%", "#,##0", 'yyyy"年"m"月"d"日"', None)


def write_workbook(path: Path, rows: int) -> None:
    """The same workbook in every run."""
    import xlsxwriter

    dice = random.Random(7)  # noqa: S311 - the same rows in every run, not a secret
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("企业")
    formats = [book.add_format({"num_format": code}) if code else None for code in FORMATS]
    sheet.write_row(0, 0, HEADERS, book.add_format({"bold": True}))
    first = dt.date(2005, 1, 1)
    for row in range(1, rows + 1):
        texts = (
            f"{row:06d}",
            f"贵州第{dice.randrange(99991)}号工业企业有限公司",
            dice.choice(KINDS),
            f"第{dice.randrange(1, 13)}产业园",
        )
        numbers = (dice.randrange(90000) / 100, dice.randrange(700001) / 1000, dice.randrange(-300, 697) / 1000)
        for column, text in enumerate(texts):
            sheet.write_string(row, column, text)
        for column, number in enumerate((*numbers, dice.randrange(5000)), 4):
            sheet.write_number(row, column, number, formats[column])
        sheet.write_datetime(row, 8, first + dt.timedelta(dice.randrange(4000)), formats[8])
        sheet.write_string(row, 9, f"批次{dice.randrange(100003)}<复核>")
    book.close()


def by_calamine(path: Path) -> object:
    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()


def raw_cells(path: Path) -> object:
    workbook = open_workbook(path.read_bytes(), path.name)
    return workbook.sheet(workbook.sheets[0])


def typed_table(path: Path) -> Dataset:
    return read_data([path], Schema(sheets=()), 2015)[0]


def measure(path: Path, works: Sequence[Callable[[Path], object]], rounds: int) -> list[float]:
    """Median seconds of each, taken in turns."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for work, found in zip(works, times, strict=True):
            start = time.perf_counter()
            result = work(path)
            found.append(time.perf_counter() - start)
            del result
    return [statistics.median(found) for found in times]


@pytest.mark.bench
def test_a_large_workbook_is_read_in_at_most_one_and_a_half_times_the_time_of_calamine(tmp_path: Path) -> None:
    pytest.importorskip("xlsxwriter")
    pytest.importorskip("python_calamine")
    path = tmp_path / "企业.xlsx"
    write_workbook(path, ROWS)
    table = typed_table(path).tables["企业"]
    assert len(table) == ROWS
    assert table.ref("年产值", 0) == CellRef("企业.xlsx", "企业", 2, 6)
    assert isinstance(table.columns["年产值"].values[0], Decimal)
    peer, cells, typed = measure(path, (by_calamine, raw_cells, typed_table), ROUNDS)
    print(report(ROWS, peer, cells, typed))  # noqa: T201 - the measure is the point
    assert typed <= MOST * peer


def report(rows: int, peer: float, cells: float, typed: float) -> str:
    return (
        f"{rows} rows x 10: calamine {peer:.3f} s; "
        f"reportgen cells with addresses {cells:.3f} s ({cells / peer:.2f} x), "
        f"typed table {typed:.3f} s ({typed / peer:.2f} x)"
    )


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "企业.xlsx"
        write_workbook(path, rows)
        measured = measure(path, (by_calamine, raw_cells, typed_table), ROUNDS)
        print(report(rows, *measured))  # noqa: T201 - a script that prints its result


if __name__ == "__main__":
    main()
