from collections.abc import Callable
from pathlib import Path

import pytest

KIT = """[kit]
name = "small"
title = "小模板"
profile = "gb9704"
[outputs]
document = "{year}年总结.docx"
appendix = "{year}年总结附件.xlsx"
[styles]
gb9704 = "styles/gb9704.docx"
[[sections]]
file = "sections/1-基本情况.md"
required = true
department = "办公室"
[[sections]]
file = "sections/10-其他.md"
[[appendices]]
title = "企业名单"
sheet = "企业"
"""
SCHEMA = """[[sheets]]
name = "企业"
key = "名称"
[[sheets.columns]]
name = "名称"
[[sheets.columns]]
name = "产值"
kind = "number"
unit = "亿元"
"""
REPORT = """[report]
kit = "kit"
year = 2015
title = "某开发区2015年工作总结"
organization = "某开发区"
data = ["2015.xlsx"]
"""

Write = Callable[[str, str | bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file below the report's folder."""

    def put(name: str, content: str | bytes) -> Path:
        path = tmp_path / "report" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return put


@pytest.fixture
def folder(tmp_path: Path, write: Write) -> Path:
    """A sound report with a kit of its own."""
    write("report.toml", REPORT)
    write("2015.xlsx", b"PK")
    write("kit/kit.toml", KIT)
    write("kit/schema.toml", SCHEMA)
    write("kit/sections/1-基本情况.md", "# 基本情况\n")
    write("kit/sections/10-其他.md", "# 其他\n")
    write("kit/styles/gb9704.docx", b"PK")
    return tmp_path / "report"
