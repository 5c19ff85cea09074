"""The work of the drafts benchmark: towns with 20 figures and 10 projects each, about a page of text.

`report_folder` and `save_book` serve the tests that kill drafts, too.
"""

import random
from collections.abc import Iterable, Sequence
from pathlib import Path

from openpyxl import Workbook

from reportgen.kit import kit_folders

FIGURES, ROWS = 20, 10
OPENING, REST = (
    "这项工作的进展平稳，数值为",
    "，与计划“基本持平”，各科室按照分工做好了衔接，余下的部分列入下一阶段安排。",
)
HEADS = ("项目名称", "类别", "总投资", "完成投资", "备注")
STYLE = Path("styles", "gb9704.docx")

KIT = """[kit]
name = "town"
title = "乡镇小结"
[outputs]
document = "{year}年总结.docx"
appendix = "{year}年总结附件.xlsx"
[styles]
gb9704 = "styles/gb9704.docx"
[[sections]]
file = "sections/1-工作情况.md"
"""
REPORT = """[report]
kit = "kit"
year = 2015
title = "某县2015年工作总结"
organization = "某县"
data = ["data.xlsx"]
"""
CHART = """
{% if 单位资料.画图 == "是" %}

见{{ 图("投资") }}。

::: 图 投资
类型: 柱形
数据: 项目
类别: 项目名称
数值: 总投资
:::

{% endif %}
"""


def names() -> list[str]:
    return [f"数值{at}" for at in range(FIGURES)]


def towns(count: int) -> list[tuple[str, list[float], list[tuple[str, str, float, float, str]]]]:
    """Name, figures and projects of each town, the same in every run."""
    chance = random.Random(1)  # noqa: S311 - not a secret
    made = []
    for number in range(1, count + 1):
        name = f"示范{number}镇"
        figures = [round(chance.random() * 10000, 2) for _ in range(FIGURES)]
        projects = [
            (
                f"{name}第{'一二三四五六七八九十'[at]}项工程",
                ("装备", "建材", "食品")[at % 3],
                round(chance.random() * 9000, 2),
                round(chance.random() * 900, 2),
                "推进顺利",
            )
            for at in range(ROWS)
        ]
        made.append((name, figures, projects))
    return made


def section(*, charts: bool) -> str:
    """The section's template."""
    sentence = [f"{OPENING}{{{{ 单位资料.{name} }}}}{REST}" for name in names()]
    paragraphs = ["".join(sentence[first : first + 4]) for first in range(0, FIGURES, 4)]
    table = f"项目见{{{{ 表('项目表') }}}}。\n\n::: 表 项目表\n数据: 项目\n列: {'、'.join(HEADS)}\n:::\n"
    return "\n\n".join(["# {{ 单位 }}工作情况", *paragraphs, table, CHART if charts else ""])


def report_folder(folder: Path, section: str) -> Path:
    """A report with one section, without its data."""
    kit = folder / "report" / "kit"
    (kit / "sections").mkdir(parents=True)
    (kit / "styles").mkdir()
    (kit / STYLE).write_bytes((kit_folders()["work-summary"] / STYLE).read_bytes())
    (kit / "kit.toml").write_text(KIT, encoding="utf-8")
    (kit / "sections" / "1-工作情况.md").write_text(section, encoding="utf-8")
    (folder / "report" / "report.toml").write_text(REPORT, encoding="utf-8")
    return folder / "report"


def save_book(path: Path, sheet: str, rows: Iterable[Sequence[object]]) -> None:
    """A workbook of one sheet."""
    book = Workbook(write_only=True)
    made = book.create_sheet(sheet)
    for row in rows:
        made.append(row)
    book.save(path)


def make_report(folder: Path, count: int, *, charts: bool = False) -> tuple[Path, Path]:
    """A report's folder and the table of so many towns; with `charts` one in five has one."""
    report = report_folder(folder, section(charts=charts))
    made = towns(count)
    projects = [[name, *row] for name, _, rows in made for row in rows]
    units = [[name, "是" if at % 5 == 0 else "否", *figures] for at, (name, figures, _) in enumerate(made)]
    heads = (f"{head}（万元）" if "投资" in head else head for head in HEADS)
    save_book(report / "data.xlsx", "项目", [["单位", *heads], *projects])
    save_book(folder / "towns.xlsx", "乡镇", [["单位", "画图", *(f"{name}（万元）" for name in names())], *units])
    return report, folder / "towns.xlsx"
