"""Refreshing an edited document of 40 pages against unzipping and parsing it, which is the least anybody could do.

The document: 160 projects, each in a paragraph of five figures, 6 tables of 40 rows, 4 charts; edited with
python-docx (paragraphs, bold, comments), then a tenth of the values changed. In process, medians of CPU time; the
sides take turns. The reference unzips every part and parses every XML part with the standard library's parser in C.
python-docx opening the file is printed beside it. `refresh` alone has the narrative of today; the whole command reads
the workbook and words the narrative too, which one report needs once for all its files, and writes the file. Charts
are drawn before (a build keeps its pictures).
`python tests/bench/refresh_bench.py` prints the medians.
"""

import gc
import io
import statistics
import tempfile
import time
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from xml.etree import ElementTree as ET

import docx
import openpyxl
import pytest

from reportgen.kit import kit_folders
from reportgen.merge.word.refreshing.refresh import refresh
from reportgen.merge.word.refreshing.settled import Result
from reportgen.merge.word.refreshing.today import Today
from reportgen.pipeline.build import build
from reportgen.pipeline.prepare import prepare
from reportgen.pipeline.refresh import RefreshOptions, built, charts_of
from reportgen.pipeline.refresh import refresh as run_all

AIM = 3.0
PROJECTS, TABLES, ROWS, CHARTS, ROUNDS = 160, 6, 40, 4, 15

KIT = """[kit]
name = "bench"
title = "比较"
[outputs]
document = "{year}.docx"
appendix = "{year}.xlsx"
[styles]
gb9704 = "styles/gb9704.docx"
[[sections]]
file = "sections/1.md"
required = true
"""
SCHEMA = """[[sheets]]
name = "项目"
key = "名称"
required = true
[[sheets.columns]]
name = "名称"
[[sheets.columns]]
name = "类别"
[[sheets.columns]]
name = "投资"
kind = "number"
unit = "亿元"
previous = "上年投资"
[[sheets.columns]]
name = "上年投资"
kind = "number"
unit = "亿元"
[[sheets.columns]]
name = "产值"
kind = "number"
unit = "亿元"
"""
SETTINGS = """[report]
kit = "kit"
year = 2015
title = "某开发区2015年工作总结"
organization = "某开发区"
data = ["data.xlsx"]
"""
FILLER = "这项工作按照年初的部署稳步推进，各科室分工负责、相互衔接，主要任务都已经落实到位。"


def section() -> str:
    """Headings, a paragraph a project, tables and charts."""
    parts = ["# 项目建设\n"]
    for number in range(TABLES):
        first = number * PROJECTS // TABLES
        parts.append(f"## 第{number + 1}批项目\n")
        parts.append(
            f"{{% for 项 in (项目 | 排序('名称'))[{first}:{first + PROJECTS // TABLES}] %}}\n"
            f"{{{{ 项.名称 }}}}属于{{{{ 项.类别 }}}}，完成投资{{{{ 项.投资 | 金额 }}}}，{{{{ 项.投资 | 同比 }}}}，"
            f"产值{{{{ 项.产值 | 金额 }}}}。{FILLER * 2}\n\n{{% endfor %}}\n"
        )
        kind = f"类别 = {'甲乙丙丁'[number % 4]}类"
        settings = f"数据: 项目\n筛选: {kind}\n"
        parts.append(
            f"见{{{{ 表('表{number}') }}}}。\n\n::: 表 表{number}\n{settings}"
            "列: 名称、类别、投资、产值\n合计: 是\n:::\n"
        )
        if number < CHARTS:
            parts.append(
                f"见{{{{ 图('图{number}') }}}}。\n\n::: 图 图{number}\n类型: 条形\n{settings}"
                "前几: 12\n类别: 名称\n数值: 投资\n:::\n"
            )
    return "\n".join(parts)


def made(folder: Path) -> Path:
    """The report with its document built and edited, and a tenth of its data changed since."""
    for name, text in {
        "report.toml": SETTINGS,
        "kit/kit.toml": KIT,
        "kit/schema.toml": SCHEMA,
        "kit/sections/1.md": section(),
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    styles = kit_folders()["work-summary"] / "styles" / "gb9704.docx"
    (folder / "kit/styles").mkdir()
    (folder / "kit/styles/gb9704.docx").write_bytes(styles.read_bytes())
    workbook(folder / "data.xlsx", changed=False)
    outcome = build(folder)
    assert not outcome.stopped, outcome.diagnostics
    word = outcome.written[0]
    document = docx.Document(str(word))
    for paragraph in document.paragraphs[5:60:5]:
        paragraph.insert_paragraph_before("人工补充的一段话，没有用到任何数据。")
        document.add_comment(paragraph.runs, "请核实", author="张三")
        paragraph.runs[0].bold = True
    document.save(str(word))
    workbook(folder / "data.xlsx", changed=True)
    return word


def workbook(path: Path, *, changed: bool) -> None:
    """The projects; with `changed`, every tenth of another value."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "项目"
    sheet.append(("名称", "类别", "投资（亿元）", "上年投资（亿元）", "产值（亿元）"))
    for number in range(PROJECTS):
        more = 1 if changed and number % 10 == 0 else 0
        kind = f"{'甲乙丙丁'[number % 4]}类"
        sheet.append((f"项目{number:03d}号", kind, 10 + number / 8 + more, 10 + number / 16, 20 + number / 4 + more))
    book.save(path)


def measure(word: Path) -> dict[str, float]:
    """Medians in milliseconds of CPU time; none pays for the garbage that the one before left."""
    data, folder = word.read_bytes(), word.parent.parent
    prepared = prepare(folder)
    today, charts = Today(prepared.document), charts_of(prepared)

    def refreshed() -> Result:
        return refresh(data, word.name, today, charts, partial(built, prepared))

    first = refreshed()
    assert any(entry.fate == "changed" for entry in first.entries)
    sides: dict[str, Callable[[], object]] = {
        "unzip and parse": lambda: parse(data),
        "python-docx opens it": lambda: docx.Document(io.BytesIO(data)),
        "refresh": refreshed,
        "whole, not written": lambda: run_all([word], RefreshOptions(dry_run=True)),
        "whole, written": lambda: run_all([word], RefreshOptions()),
    }
    times: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(ROUNDS):
        for name, run in sides.items():
            word.write_bytes(data)
            gc.collect()
            start = time.process_time()
            run()
            times[name].append(1000 * (time.process_time() - start))
    return {name: statistics.median(found) for name, found in times.items()}


def parse(data: bytes) -> None:
    """Unzip every part, parse every XML part."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            part = package.read(name)
            if name.endswith((".xml", ".rels")):
                ET.fromstring(part)  # noqa: S314 - our own file


def report() -> dict[str, float]:
    """Measure, and print what it came to."""
    with tempfile.TemporaryDirectory() as folder:
        word = made(Path(folder))
        size = len(zipfile.ZipFile(word).read("word/document.xml"))
        found = measure(word)
    print(f"document.xml {size / 1000:.0f} KB")  # noqa: T201
    for name, median in found.items():
        print(f"{name:22} {median:8.1f} ms  {median / found['unzip and parse']:5.2f} ×")  # noqa: T201
    return found


@pytest.mark.bench
def test_refreshing_takes_at_most_three_times_unzipping_and_parsing() -> None:
    found = report()
    assert found["refresh"] <= AIM * found["unzip and parse"]


if __name__ == "__main__":
    report()
