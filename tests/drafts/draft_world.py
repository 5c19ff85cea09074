"""A report of many small towns for tests that kill things, and a process that makes its drafts.

`python draft_world.py REPORT UNITS OUT JOBS [ADDRESS]` makes the drafts with workers from the first one on.
"""

import sys
from importlib import import_module
from pathlib import Path

from reportgen.drafts.run import Schedule
from reportgen.pipeline.drafts import DraftOptions, drafts

BENCH = Path(__file__).resolve().parents[1] / "bench"
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
    sys.path.append(str(BENCH))
    work = import_module("drafts_work")  # the benchmark's, which knows how to write such a report
    report: Path = work.report_folder(folder, SECTION)
    towns = [[f"示范{at}镇", 1000 + at, at + 0.5, "是" if at % 5 == 0 else "否"] for at in range(count)]
    projects = [
        [f"示范{at}镇", f"{at}号镇{number}期工程", at * 10 + number] for at in range(count) for number in range(3)
    ]
    work.save_book(report / "data.xlsx", "项目", [["单位", "项目名称", "总投资（万元）"], *projects])
    work.save_book(folder / "towns.xlsx", "乡镇", [["单位", "人口（人）", "产值（亿元）", "画图"], *towns])
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
