"""Collecting 30 returns of 300 rows against reading the same files with openpyxl and doing nothing else.

Each return is a form of `reportgen template`, filled in: 100 indicators and a list of 200 entries with three
numbers each, 700 answers. Ours reads them, matches and judges each cell, edits the report's workbook, reads it
back and compares it, and writes it with the sheet of origins. The peer only loads the 30 files and walks their
cells. CPU time in one process, the median of several runs; the aim is 3 s for ours.
`python tests/bench/collect_bench.py` prints the medians.
"""

import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from reportgen.kit import kit_folders
from reportgen.pipeline.collect import CollectOptions, collect
from reportgen.pipeline.template import TemplateOptions, template

RETURNS, INDICATORS, ENTRIES = 30, 100, 200
AIM, ROUNDS = 3.0, 5
KIT = """[kit]
name = "bench"
title = "测"
[outputs]
document = "{year}.docx"
appendix = "{year}.xlsx"
[styles]
gb9704 = "styles/gb9704.docx"
[[sections]]
file = "sections/1.md"
"""
REPORT = '[report]\nkit = "kit"\nyear = 2026\ntitle = "测"\norganization = "某区"\ndata = ["2026.xlsx"]\n'
LIST = """[[sheets]]
name = "{name}"
key = "名称"
department = "{name}科"
columns = [
  {{name = "名称", required = true}},
  {{name = "产值", kind = "number", unit = "万元", previous = "上年产值"}},
  {{name = "上年产值", kind = "number", unit = "万元"}},
  {{name = "用工", kind = "number", unit = "人"}},
  {{name = "税收", kind = "number", unit = "万元"}},
  {{name = "备注"}},
]
"""


def make_report(folder: Path) -> None:
    """A report with a list for each department, and its share of the indicators."""
    (folder / "kit/sections").mkdir(parents=True)
    (folder / "kit/styles").mkdir()
    shutil.copy(kit_folders()["work-summary"] / "styles/gb9704.docx", folder / "kit/styles/gb9704.docx")
    (folder / "kit/kit.toml").write_text(KIT, encoding="utf-8")
    (folder / "kit/sections/1.md").write_text("# 一\n\n字。\n", encoding="utf-8")
    (folder / "kit/schema.toml").write_text(
        "".join(LIST.format(name=f"表{n}") for n in range(RETURNS)), encoding="utf-8"
    )
    (folder / "report.toml").write_text(REPORT, encoding="utf-8")
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "指标"
    sheet.append(["指标名称", "计量单位", "数值", "上年数", "责任科室"])
    for number in range(RETURNS):
        for item in range(INDICATORS):
            sheet.append([f"指标{number}之{item}", "亿元", None, 100 + item, f"表{number}科"])
        listed = book.create_sheet(f"表{number}")
        listed.append(["名称", "产值（万元）", "上年产值（万元）", "用工（人）", "税收（万元）", "备注"])
        for item in range(ENTRIES):
            listed.append([f"第{item}号企业有限公司", None, 1000 + item, None, None, None])
    book.save(folder / "2026.xlsx")


def fill(path: Path) -> None:
    """The answers of a department."""
    book = load_workbook(path)
    for sheet in book.worksheets:
        if sheet.title == "指标":
            for row in sheet.iter_rows(min_row=4, max_row=3 + INDICATORS):
                row[4].value = 105.25
        elif sheet.title.startswith("表"):
            for row in sheet.iter_rows(min_row=4, max_row=3 + ENTRIES):
                row[2].value, row[5].value, row[6].value = 1010.5, 80, 33.75
    book.save(path)


def peer(folder: Path) -> int:
    """Every cell of every return."""
    found = 0
    for path in sorted(folder.iterdir()):
        book = load_workbook(path)
        found += sum(cell.value is not None for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
    return found


def seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def measure(folder: Path, rounds: int = ROUNDS) -> tuple[float, float]:
    """Medians of ours and of the peer, by turns."""
    report, back = folder / "report", folder / "回报"
    make_report(report)
    assert not template(report, TemplateOptions(folder=back)).stopped
    for path in back.iterdir():
        fill(path)
    blank = (report / "2026.xlsx").read_bytes()
    options = CollectOptions(returns=back, today=date(2026, 11, 21), question=lambda finding: finding.code)
    ours, theirs = [], []
    for _ in range(rounds):
        for copy in report.glob("*.xlsx"):
            copy.unlink()
        (report / "2026.xlsx").write_bytes(blank)
        ours.append(seconds(lambda: check(collect(report, options).values)))
        theirs.append(seconds(lambda: peer(back)))
    return statistics.median(ours), statistics.median(theirs)


def check(values: tuple[object, ...]) -> None:
    assert len(values) == RETURNS * (INDICATORS + 3 * ENTRIES), len(values)


@pytest.mark.bench
def test_thirty_returns_of_300_rows_take_less_than_three_seconds(tmp_path: Path) -> None:
    ours, theirs = measure(tmp_path, 3)
    assert ours <= AIM, f"{ours:.2f} s, openpyxl alone {theirs:.2f} s"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = measure(Path(folder))
    print(f"collect: {ours:.2f} s   openpyxl, reading only: {theirs:.2f} s   ratio {theirs / ours:.1f}")  # noqa: T201


if __name__ == "__main__":
    main()
