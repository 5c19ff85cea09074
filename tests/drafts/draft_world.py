"""A report of many small towns for tests that kill things, and a process that makes its drafts.

`python draft_world.py REPORT UNITS OUT JOBS [ADDRESS]` makes the drafts with workers from the first one on.
"""

import sys
from pathlib import Path

from openpyxl import Workbook

from reportgen.drafts.run import Schedule
from reportgen.kit import kit_folders
from reportgen.pipeline.drafts import DraftOptions, drafts

KIT = """[kit]
name = "small"
title = "小模板"
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
SECTION = """# {{ 单位 }}工作情况

{% for 数 in [单位资料.人口, 单位资料.产值] %}
本年完成{{ 数 }}，与计划基本持平。
{% endfor %}

项目见{{ 表("项目表") }}。

::: 表 项目表
数据: 项目
列: 项目名称、总投资
:::

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


def make_world(folder: Path, count: int) -> tuple[Path, Path]:
    """The report's folder and the table of so many towns; every fifth has a chart."""
    report = folder / "report"
    for name, text in {"report.toml": REPORT, "kit/kit.toml": KIT, "kit/sections/1-工作情况.md": SECTION}.items():
        (report / name).parent.mkdir(parents=True, exist_ok=True)
        (report / name).write_text(text, encoding="utf-8")
    (report / "kit/styles").mkdir()
    style = kit_folders()["work-summary"] / "styles" / "gb9704.docx"
    (report / "kit/styles/gb9704.docx").write_bytes(style.read_bytes())
    projects, towns = Workbook(), Workbook()
    listed, table = projects.active, towns.active
    assert listed is not None
    assert table is not None
    listed.title, table.title = "项目", "乡镇"
    listed.append(["单位", "项目名称", "总投资（万元）"])
    table.append(["单位", "人口（人）", "产值（亿元）", "画图"])
    for at in range(count):
        table.append([f"示范{at}镇", 1000 + at, at + 0.5, "是" if at % 5 == 0 else "否"])
        for number in range(3):
            listed.append([f"示范{at}镇", f"{at}号镇{number}期工程", at * 10 + number])
    projects.save(report / "data.xlsx")
    towns.save(folder / "towns.xlsx")
    return report, folder / "towns.xlsx"


def main(arguments: list[str]) -> int:
    report, units, out, jobs, *address = arguments
    options = DraftOptions(
        units=Path(units),
        folder=Path(out),
        jobs=int(jobs),
        scheduler=address[0] if address else "",
        native_charts=True,
        schedule=Schedule(patience=0.0) if int(jobs) > 1 else Schedule(),
    )
    made = drafts(Path(report), options)
    print(len(made.written), made.unchanged, len(made.failed), made.left)  # noqa: T201 - read by the tests
    for item in made.diagnostics:
        print(item.code, item.place, dict(item.facts))  # noqa: T201 - as above
    return 1 if made.failed or made.left else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
