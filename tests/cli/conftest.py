import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook, load_workbook

from reportgen.cli.program import Program
from reportgen.kit import kit_folders

KIT = """[kit]
name = "small"
title = "小模板"
[outputs]
document = "{year}年总结.docx"
appendix = "{year}年总结附件.xlsx"
[styles]
gb9704 = "styles/gb9704.docx"
[[sections]]
file = "sections/1-基本情况.md"
required = true
[[appendices]]
title = "主导产业情况"
sheet = "主导产业"
"""
SCHEMA = """[[sheets]]
name = "指标"
required = true
key = "指标名称"
[[sheets.columns]]
name = "指标名称"
required = true
[[sheets.columns]]
name = "计量单位"
[[sheets.columns]]
name = "数值"
kind = "number"
unit_column = "计量单位"
[[sheets]]
name = "主导产业"
key = "名称"
required = true
[[sheets.columns]]
name = "名称"
required = true
[[sheets.columns]]
name = "产值"
kind = "number"
unit = "亿元"
required = true
"""
SECTION = """# 基本情况

## 主导产业

主导产业产值合计{{ 合计(主导产业.产值) | 金额 }}，{{ 规上企业数 }}参与（{{ 附件("主导产业情况") }}）。

{% for 产业 in 主导产业 %}
{{ 产业.名称 }}产值{{ 产业.产值 | 金额 }}。
{% endfor %}
"""
REPORT = """[report]
kit = "kit"
year = 2015
title = "某开发区2015年工作总结"
organization = "某开发区"
data = ["2015.xlsx"]
"""

Edit = Callable[[Mapping[str, Any]], None]


def workbook(path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "指标"
    for row in (("指标名称", "计量单位", "数值"), ("规上企业数", "家", 76)):
        sheet.append(row)
    industries = book.create_sheet("主导产业")
    for entry in (("名称", "产值（亿元）"), ("铝加工", 42.86), ("医药食品", 21.543)):
        industries.append(entry)
    book.save(path)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A sound report of two industries with a kit of its own."""
    folder = tmp_path / "report"
    for name, text in {
        "report.toml": REPORT,
        "kit/kit.toml": KIT,
        "kit/schema.toml": SCHEMA,
        "kit/sections/1-基本情况.md": SECTION,
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    styles = kit_folders()["work-summary"] / "styles" / "gb9704.docx"
    (folder / "kit/styles").mkdir()
    (folder / "kit/styles/gb9704.docx").write_bytes(styles.read_bytes())
    workbook(folder / "2015.xlsx")
    return folder


@pytest.fixture
def edit(report: Path) -> Callable[[Mapping[str, object]], None]:
    """Change cells of the report's workbook: `{"主导产业!B2": 43}`."""

    def change(cells: Mapping[str, object]) -> None:
        book = load_workbook(report / "2015.xlsx")
        for name, value in cells.items():
            sheet, _, address = name.partition("!")
            book[sheet][address] = value  # type: ignore[assignment]
        book.save(report / "2015.xlsx")

    return change


@pytest.fixture
def run() -> Callable[..., Result]:
    """A command line through click's runner; `language` is that of the program."""

    def invoke(*args: str | Path, language: str = "en") -> Result:
        return CliRunner().invoke(Program(language), [str(arg) for arg in args])

    return invoke


@pytest.fixture
def run_json(run: Callable[..., Result]) -> Callable[..., dict[str, Any]]:
    """The JSON document that a command line prints."""

    def invoke(*args: str | Path) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(run(*args, "--format", "json").stdout)
        return found

    return invoke


def variables(more: Mapping[str, str]) -> dict[str, str]:
    """The environment of this process without its language."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "REPORTGEN"))}
    return {**kept, "PYTHONIOENCODING": "utf-8", **more}


@pytest.fixture
def process() -> Callable[..., subprocess.CompletedProcess[str]]:
    """A command line in a process of its own; keywords are environment variables."""

    def start(*args: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", "reportgen", *map(str, args)],
            capture_output=True,
            encoding="utf-8",
            env=variables(environment),
            timeout=120,
            check=False,
        )

    return start


@pytest.fixture
def fingerprints() -> Callable[[Path], dict[str, str]]:
    """The content of every file below a folder, links not followed."""

    def of(folder: Path) -> dict[str, str]:
        return {
            path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and not path.is_symlink()
        }

    return of
