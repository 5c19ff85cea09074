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
from openpyxl import load_workbook

from reportgen.cli.program import Program

SECTION = """# 基本情况

## 主导产业

主导产业产值合计{{ 合计(主导产业.产值) | 金额 }}，{{ 规上企业数 }}参与（{{ 附件("主导产业情况") }}）。

{% for 产业 in 主导产业 %}
{{ 产业.名称 }}产值{{ 产业.产值 | 金额 }}。
{% endfor %}
"""
Edit = Callable[[Mapping[str, Any]], None]


@pytest.fixture
def report(tmp_path: Path, small_report: Callable[..., Path]) -> Path:
    """A sound report of two industries with a kit of its own."""
    return small_report(
        tmp_path / "report",
        sections={"1-基本情况.md": SECTION},
        appendices={"主导产业情况": "主导产业"},
        sheets={
            "指标": (("指标名称", "计量单位", "数值"), ("规上企业数", "家", 76)),
            "主导产业": (("名称", "产值（亿元）"), ("铝加工", 42.86), ("医药食品", 21.543)),
        },
    )


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
