"""A report of three sections with a table, charts and appendices, its drafts, and what edited drafts come to."""

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from docx import Document
from openpyxl import load_workbook

from reportgen.model.diagnostic import Diagnostic
from reportgen.pipeline.assemble import AssembleOptions, assemble
from reportgen.pipeline.build import build
from reportgen.pipeline.drafts import DraftOptions, drafts

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SECTIONS = {
    "1-基本情况.md": """# 基本情况

## 主导产业

主导产业产值合计{{ 合计(主导产业.产值) | 金额 }}，{{ 规上企业数 }}（{{ 附件("主导产业情况") }}）；见{{ 图("产值") }}。

::: 图 产值
类型: 条形
数据: 主导产业
类别: 名称
数值: 产值
题注: 主导产业产值
:::
""",
    "2-主要工作.md": """# 主要工作

## 项目建设

全年规上企业达{{ 规上企业数 }}[^1]，项目见{{ 表("项目表") }}和{{ 附件("重点项目") }}，产业见{{ 图("产值") }}。

[^1]: 按{{ 年度 }}年末口径。

::: 表 项目表
数据: 项目
列: 名称、投资
题注: 重点项目投资
:::

::: 图 投资
类型: 柱形
数据: 项目
类别: 名称
数值: 投资
题注: 项目投资
:::

投资分布见{{ 图("投资") }}。
""",
    "3-下步打算.md": """# 下步打算

力争规上企业再有增加，全年已有{{ 规上企业数 }}，产值以{{ 铝加工产值 }}为基数。
""",
}
MORE = """signature = "某开发区管理委员会"
dated = 2016-01-08
"""
SHEETS = {
    "指标": (("指标名称", "计量单位", "数值"), ("规上企业数", "家", 76), ("铝加工产值", "亿元", 42.86)),
    "主导产业": (("名称", "产值（亿元）"), ("铝加工", 42.86), ("医药食品", 21.543)),
    "项目": (("名称", "投资（亿元）"), ("甲项目", 3.5), ("乙项目", 12)),
}


@dataclass(frozen=True)
class Result:
    """What came out: the findings by code, and the file as text, styles and parts."""

    out: Path
    findings: tuple[Diagnostic, ...]

    @property
    def codes(self) -> list[str]:
        return [item.code for item in self.findings]

    def finding(self, code: str) -> Diagnostic:
        return next(item for item in self.findings if item.code == code)

    def xml(self, part: str = "word/document.xml") -> ET.Element:
        return ET.fromstring(self.text_of(part))  # noqa: S314 - our own file

    def text_of(self, part: str = "word/document.xml") -> str:
        with zipfile.ZipFile(self.out) as package:
            return package.read(part).decode()

    @property
    def names(self) -> list[str]:
        with zipfile.ZipFile(self.out) as package:
            return package.namelist()

    @property
    def paragraphs(self) -> list[tuple[str, str]]:
        return paragraphs_of(self.out)

    @property
    def text(self) -> str:
        return "\n".join(text for _, text in self.paragraphs)

    def styled(self, text: str) -> str:
        """The style of the first paragraph that holds a text."""
        return next(style for style, content in self.paragraphs if text in content)


def paragraphs_of(file: Path) -> list[tuple[str, str]]:
    """Style id and text of each paragraph of a Word file."""
    with zipfile.ZipFile(file) as package:
        root = ET.fromstring(package.read("word/document.xml"))  # noqa: S314 - our own file
    found = []
    for paragraph in root.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        text = "".join(item.text or "" for item in paragraph.iter(f"{W}t"))
        found.append(("" if style is None else style.get(f"{W}val", ""), text))
    return found


@dataclass(frozen=True)
class World:
    """A report with its drafts, to be edited and put together."""

    folder: Path
    drafts: Path

    @property
    def files(self) -> list[Path]:
        return sorted(self.drafts.glob("*.docx"))

    def draft(self, number: int) -> Path:
        return self.files[number - 1]

    def assemble(self, *inputs: Path, out: str = "all.docx", **options: Any) -> Result:
        path = self.folder / out
        outcome = assemble(AssembleOptions(inputs=inputs or (self.drafts,), out=path, report=self.folder, **options))
        return Result(path, outcome.diagnostics)

    def build(self) -> Path:
        return next(path for path in build(self.folder).written if path.suffix == ".docx")

    def set_firms(self, count: int) -> None:
        """Change the number of firms in the data."""
        book = load_workbook(self.folder / "2015.xlsx")
        book["指标"]["C2"] = count
        book.save(self.folder / "2015.xlsx")

    def redraft(self, folder: str) -> Path:
        """Drafts of the data of now in a folder of their own."""
        drafts(self.folder, DraftOptions(folder=self.folder / folder, jobs=1))
        return self.folder / folder


@pytest.fixture(scope="session")
def _made(
    tmp_path_factory: pytest.TempPathFactory, small_report: Callable[..., Path], list_schema: Callable[..., str]
) -> Path:
    folder = small_report(
        tmp_path_factory.mktemp("assemble") / "report",
        sections=SECTIONS,
        appendices={"主导产业情况": "主导产业", "重点项目": "项目"},
        more_schema=list_schema("项目", "名称", 投资="亿元"),
        more=MORE,
        sheets=SHEETS,
    )
    drafted = drafts(folder, DraftOptions(folder=folder / "drafts", jobs=1))
    assert not [item for item in drafted.diagnostics if item.severity == "error"], drafted.diagnostics
    return folder


@pytest.fixture
def world(_made: Path, tmp_path: Path) -> World:
    folder = tmp_path / "report"
    copytree(_made, folder)
    return World(folder, folder / "drafts")


@pytest.fixture
def edit() -> Callable[[Path, Callable[[Any], None]], None]:
    """Change a draft as a person would, with python-docx."""

    def change(file: Path, how: Callable[[Any], None]) -> None:
        document = Document(str(file))
        how(document)
        document.save(str(file))

    return change


@pytest.fixture
def rewrite() -> Callable[[Path, dict[str, Callable[[str], str]]], None]:
    """Change parts of a package as text; a part that is not there begins empty."""

    def change(file: Path, parts: dict[str, Callable[[str], str]]) -> None:
        with zipfile.ZipFile(file) as package:
            content = {name: package.read(name) for name in package.namelist()}
        for name, how in parts.items():
            content[name] = how(content.get(name, b"").decode()).encode()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
            for name, data in content.items():
                package.writestr(name, data)

    return change


def numbers(text: str) -> list[str]:
    """The numbers of a text."""
    return re.findall(r"[0-9.]+", text)
