"""An appendix of 100,000 rows and 10 columns against XlsxWriter, side by side in one run.

Both write the same cells with the same formats, widths, frozen header and print setup. Ours starts from
an Appendix of the public API (exact decimals) and works out widths and formats itself; XlsxWriter is
told them and gets floats. `python tests/bench/appendix_bench.py [ROWS]` prints the medians.
"""

import datetime as dt
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from importlib import import_module
from io import BytesIO
from typing import Any

import pytest

from reportgen.model.document import Appendix, ColumnSource, DataTable, Document, TableColumn, Text
from reportgen.model.quantity import PERCENT, parse_unit
from reportgen.model.schema import ColumnKind
from reportgen.write.to_xlsx import to_xlsx

ROWS = 100_000
AIM = 5.0
KINDS = ("铝及铝精深加工", "医药食品", "建材", "现代装备制造", "电力热力")
HEADERS = (
    "序号",
    "企业名称",
    "行业类别",
    "所在园区",
    "总投资（亿元）",
    "年产值（万元）",
    "增长率",
    "从业人数（人）",
    "投产日期",
    "备注",
)
FORMATS = ("0", None, None, None, "0.00", "#,##0.000", "0.0%", "#,##0", 'yyyy"年"m"月"d"日"', None)
WIDTHS = (6, 36, 16, 14, 14, 14, 10, 12, 16, 20)


def columns_of(rows: int) -> list[list[object]]:
    """Ten columns of mixed kinds, always the same."""
    dice = random.Random(7)  # noqa: S311 - the same rows in every run, not a secret
    first = dt.date(2005, 1, 1)
    return [
        [Decimal(n) for n in range(1, rows + 1)],
        [f"贵州第{dice.randrange(99991)}号工业企业有限公司" for _ in range(rows)],
        [dice.choice(KINDS) for _ in range(rows)],
        [f"第{dice.randrange(1, 13)}产业园" for _ in range(rows)],
        [Decimal(dice.randrange(90000)).scaleb(-2) for _ in range(rows)],
        [Decimal(dice.randrange(7000001)).scaleb(-3) for _ in range(rows)],
        [Decimal(dice.randrange(-300, 700)).scaleb(-1) for _ in range(rows)],
        [Decimal(dice.randrange(5000)) for _ in range(rows)],
        [first + dt.timedelta(dice.randrange(4000)) for _ in range(rows)],
        [f"批次{dice.randrange(100003)}<复核>" for _ in range(rows)],
    ]


def document_of(columns: list[list[object]]) -> Document:
    number, text, day = ColumnKind.NUMBER, ColumnKind.TEXT, ColumnKind.DATE
    kinds = (number, text, text, text, number, number, number, number, day, text)
    units = (None, None, None, None, parse_unit("亿元"), parse_unit("万元"), PERCENT, parse_unit("人"), None, None)
    decimals = (None, None, None, None, 2, 3, 1, 0, None, None)
    names = [header.partition("（")[0] for header in HEADERS]
    rows = range(2, len(columns[0]) + 2)
    made = tuple(
        TableColumn(
            header=names[index],
            kind=kinds[index],
            values=columns[index],  # type: ignore[arg-type]
            unit=units[index],
            decimals=decimals[index],
            source=ColumnSource("企业.xlsx", "企业", index, rows) if index else None,
        )
        for index in range(10)
    )
    appendix = Appendix(number=1, title="企业名单", table=DataTable(columns=made, row_count=len(columns[0])))
    return Document(title=(Text("2015年工作总结"),), sections=(), appendices=(appendix,))


def ours(document: Document) -> bytes:
    return to_xlsx(document, year=2015)[0]


def xlsxwriter(columns: list[list[object]]) -> bytes:
    peer: Any = import_module("xlsxwriter")
    stream = BytesIO()
    book = peer.Workbook(stream)
    sheet = book.add_worksheet("附件1 企业名单")
    header = book.add_format({"bg_color": "#DBE7F3", "border": 1, "align": "center", "font_name": "黑体"})
    border = {"border": 1, "font_name": "宋体"}
    formats = [book.add_format({**border, "num_format": code} if code else border) for code in FORMATS]
    for index, width in enumerate(WIDTHS):
        sheet.set_column(index, index, width)
    sheet.freeze_panes(2, 0)
    sheet.repeat_rows(1)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C— &P —")
    sheet.merge_range(0, 0, 0, 9, "企业名单", book.add_format({"bold": True, "font_size": 18, "align": "center"}))
    sheet.write_row(1, 0, HEADERS, header)
    text, number, day = sheet.write_string, sheet.write_number, sheet.write_datetime
    form = formats
    for row, (a, b, c, d, e, f, g, h, i, j) in enumerate(zip(*columns, strict=True), 2):
        number(row, 0, a, form[0]), text(row, 1, b, form[1]), text(row, 2, c, form[2]), text(row, 3, d, form[3])
        number(row, 4, e, form[4]), number(row, 5, f, form[5]), number(row, 6, g, form[6])
        number(row, 7, h, form[7]), day(row, 8, i, form[8]), text(row, 9, j, form[9])
    book.close()
    return stream.getvalue()


def for_peer(columns: list[list[object]]) -> list[list[object]]:
    """The same values in the types that XlsxWriter writes fastest."""
    made = [[float(value) if isinstance(value, Decimal) else value for value in column] for column in columns]
    made[6] = [value / 100 for value in made[6]]  # type: ignore[operator]
    return made


def measure(rows: int, rounds: int = 3) -> tuple[float, float, int, int]:
    """Median seconds of ours and of XlsxWriter, in turns; sizes of both files."""
    columns = columns_of(rows)
    document, floats = document_of(columns), for_peer(columns)
    times: tuple[list[float], list[float]] = ([], [])
    sizes = [0, 0]
    works: tuple[Callable[[], bytes], ...] = (lambda: ours(document), lambda: xlsxwriter(floats))
    for _ in range(rounds):
        for index, work in enumerate(works):
            start = time.perf_counter()
            sizes[index] = len(work())
            times[index].append(time.perf_counter() - start)
    return statistics.median(times[0]), statistics.median(times[1]), sizes[0], sizes[1]


@pytest.mark.bench
def test_a_large_appendix_is_written_five_times_as_fast_as_xlsxwriter_does() -> None:
    ours_seconds, peer_seconds, _, _ = measure(ROWS)
    assert peer_seconds / ours_seconds >= AIM


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    ours_seconds, peer_seconds, ours_size, peer_size = measure(rows)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(  # noqa: T201 - a script that prints its result
        f"{rows} rows x 10: reportgen {ours_seconds:.3f} s, {ours_size / 1e6:.1f} MB; "
        f"XlsxWriter {peer_seconds:.3f} s, {peer_size / 1e6:.1f} MB; ratio {peer_seconds / ours_seconds:.1f}; "
        f"peak of both {megabytes:.0f} MB"
    )


if __name__ == "__main__":
    main()
