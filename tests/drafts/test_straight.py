"""Whatever a template does with what a unit has of its own, its draft is the one that is made without any short cut."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from reportgen.kit import kit_folders
from reportgen.model.dataset import Column, Dataset, Table, Value
from reportgen.model.late import Late
from reportgen.model.period import Period
from reportgen.model.quantity import parse_unit
from reportgen.model.report import AppendixSource, Kit, Report, SectionSource
from reportgen.model.schema import ColumnKind, Schema
from reportgen.narrate import inlines
from reportgen.narrate.lines import Lines
from reportgen.narrate.narrate import Narrator, Rendered
from reportgen.narrate.outline import Outline
from reportgen.narrate.straight import Straight
from reportgen.pipeline.draft_forms import Forms, Made
from reportgen.pipeline.draft_work import Common, Task, Workshop

COUNT = 24
STRAIGHT = (
    "本年完成{{ 单位资料.产值 }}，上年{{ 单位资料.上年 }}。",
    "{{ 单位 }}有人口{{ 单位资料.人口 }}，村{{ 单位资料.村数 }}个。",
    "负责人{{ 单位资料.负责人 }}说：“{{ 单位资料.人口 }}”。",
    "{{ 年度 }}年，{{ 上年 }}年；{{ 序列 }}{{ 单位资料.产值 }}，{{ 序列 }}{{ 单位资料.产值 }}。",
    "{% for 县 in 各县 %}{{ 县.名称 }}{{ 县.面积 }}，{% endfor %}{{ 合计(各县.面积) }}，{{ 单位资料.村数 }}。",
    "{% set 段 %}其中{{ 单位资料.产值 }}{% endset %}{{ 段 }}又{{ 段 }}。",
    "{% macro 句() %}另有{{ 单位资料.人口 }}{% endmacro %}{{ 句() }}，{{ 句() }}。",
    "见{{ 表('名单') }}。\n\n::: 表 名单\n数据: 项目\n列: 名称、投资\n小数: 投资=1\n题注: {{ 单位 }}\n说明: 按年\n:::",
)
"""What prints cells as they stand; words and loops are over what all units share."""
OTHER = (
    "负{{ -单位资料.产值 }}与{{ +单位资料.村数 }}。",
    "{{ 单位资料.产值 | 同比 }}，{{ 单位资料.产值 | 金额(小数=1) }}。",
    "{% if 单位资料.产值 > 50 %}超过{{ 单位资料.产值 }}。{% else %}不足。{% endif %}",
    "{% if 单位资料.人口 %}有{{ 单位资料.人口 }}人。{% endif %}",
    "{% for 项 in 项目 %}{{ 项.名称 }}投资{% if 项.投资 %}{{ 项.投资 }}{% else %}未报{% endif %}；{% endfor %}",
    "{% set 数 = 单位资料.产值 %}{{ 数 }}。",
    "{{ 单位资料.产值 if 单位资料.村数 > 10 }}。",
    "{{ 单位资料['产值'] }}，{{ (单位资料.村数) }}。",
    "{{ 单位资料.产值 ~ '和' ~ 单位资料.人口 }}。",
    "{% macro 句(数=单位资料.产值) %}默认{{ 数 }}{% endmacro %}{{ 句() }}。",
    "{{ 项目 | 计数 }}个，合计{{ 合计(项目.投资) }}。",
    "{{ 单位资料 }}",
    "{{ 单位资料.没有 }}。",
    "{{ 乡镇 | 计数 }}个乡镇。",
    "见{{ 表('表') }}。\n\n::: 表 表\n数据: 项目\n列: 名称、投资、占比(投资)\n合计: 是\n:::",
    "见{{ 表('大项') }}。\n\n::: 表 大项\n数据: 项目\n筛选: 投资 > 50\n:::",
    "见{{ 图('投资') }}。\n\n::: 图 投资\n类型: 柱形\n数据: 项目\n类别: 名称\n数值: 投资\n:::",
)


def column(name: str, values: list[Value], unit: str | None, position: int, **more: Any) -> Column:
    kind = ColumnKind.TEXT if unit is None else ColumnKind.NUMBER
    known = None if unit is None else parse_unit(unit)
    return Column(name=name, kind=kind, position=position, values=values, unit=known, **more)


def table(name: str, *columns: Column) -> Table:
    named = {item.name: item for item in columns}
    rows = range(2, 2 + len(columns[0].values))
    return Table(name=name, file="甲.xlsx", sheet=name, columns=named, rows=rows, key="名称", period=Period(2015))


def world(seed: int, parts: list[str], *, calm: bool) -> Common:
    """Towns with random cells; where it is not `calm`, some are empty, no numbers, or hedged."""
    chance = random.Random(seed)  # noqa: S311 - not a secret
    odd = 0.0 if calm else 0.06

    def number() -> Value:
        if chance.random() < odd:
            return chance.choice([None, "未统计", Decimal(0), Decimal("-3.50"), Decimal("1E+3")])
        return Decimal(chance.randrange(1, 100000)) / 100

    def name() -> str:
        strange = ("O'Neil & <b>", "100%丁", "䶮字", "甲；乙。丙", "庚" * 150, "己\t戊")
        return chance.choice(strange) if chance.random() < odd else chance.choice(["张三", "李四", "欧阳五"])

    towns: list[Value] = [f"{name()}{at}镇" for at in range(COUNT)]
    hedges = {} if calm else {3: "近"}
    units = table(
        "乡镇",
        column("单位", towns, None, 1),
        column("产值", [number() for _ in towns], "亿元", 2, previous="上年", hedges=hedges if seed % 2 else {}),
        column("上年", [number() for _ in towns], "亿元", 3),
        column("村数", [number() for _ in towns], "" if seed % 3 else "个", 4),
        column("人口", [number() for _ in towns], "人", 5),
        column("负责人", [name() for _ in towns], None, 6),
    )
    owners: list[Value] = [town for town in towns for _ in range(chance.choice([2, 3, 3] if calm else [0, 1, 2, 3]))]
    projects = table(
        "项目",
        column("单位", owners, None, 1),
        column("名称", [f"{name()}{at}期" for at in range(len(owners))], None, 2),
        column("投资", [number() for _ in owners], "万元", 3),
        column("备注", [chance.choice(["推进", None]) for _ in owners], None, 4),
    )
    counties = table(
        "各县", column("名称", ["东县", "西县"], None, 1), column("面积", [Decimal(3), Decimal(4)], "亩", 2)
    )
    section = SectionSource(file="sections/1-甲.md", text="# {{ 单位 }}情况\n\n" + "\n\n".join(parts))
    appendices = (AppendixSource(title="名单", sheet="项目"),) if seed % 5 == 4 else ()
    kit = Kit(
        name="样本",
        title="小结",
        folder=Path(),
        schema=Schema(sheets=()),
        sections=(section,),
        appendices=appendices,
        styles={},
        document_name="{year}.docx",
        appendix_name="{year}.xlsx",
    )
    report = Report(
        folder=Path(),
        kit=kit,
        year=2015,
        title="2015年小结",
        organization="某县",
        data=(),
        sections=(section,),
        appendices=appendices,
        profile="gb9704",
    )
    return Common(
        report=report,
        dataset=Dataset(indicators={}, tables={"项目": projects, "各县": counties}),
        units=units,
        key="单位",
        style=(kit_folders()["work-summary"] / "styles" / "gb9704.docx").read_bytes(),
        style_file="gb9704.docx",
        native_charts=True,
        plain=False,
    )


def drafts(common: Common) -> list[Made]:
    assert common.units is not None
    workshop = Workshop(common)
    names = common.units.columns["单位"].values
    return [made for at, name in enumerate(names) for made in workshop.drafts(Task(((0,),), at, str(name).strip()))]


def without_short_cuts(common: Common, patch: pytest.MonkeyPatch) -> list[Made]:
    """The drafts, each written whole from figures that are made at once."""
    inner: Callable[..., AbstractContextManager[Rendered]] = Narrator.rendered

    def at_once(self: Narrator, own: Mapping[str, Any] | None = None, _: Late | None = None) -> Any:
        return inner(self, own, None)

    with patch.context() as patched:
        patched.setattr(Lines, "inlines", lambda *_: None)
        patched.setattr(inlines, "shaped", tuple)
        patched.setattr(Forms, "filled", lambda *_: None)
        patched.setattr(Straight, "outline", lambda *_: None)
        patched.setattr(Narrator, "rendered", at_once)
        return drafts(common)


def told(common: Common, patch: pytest.MonkeyPatch) -> tuple[list[Made], int]:
    """The drafts, and how many of them were told by cells alone."""
    found: list[Outline] = []
    inner = Straight.outline

    def counted(self: Straight, own: Mapping[str, Any]) -> Outline | None:
        outline = inner(self, own)
        found.extend(filter(None, [outline]))
        return outline

    with patch.context() as patched:
        patched.setattr(Straight, "outline", counted)
        return drafts(common), len(found)


@pytest.mark.parametrize("seed", range(30))
def test_drafts_of_any_template_are_those_made_without_short_cuts(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(seed)  # noqa: S311 - not a secret
    parts = chance.sample(STRAIGHT, k=3) + (chance.sample(OTHER, k=2) if seed % 3 else [])
    common = world(seed, parts, calm=seed % 4 == 0)
    assert told(common, monkeypatch)[0] == without_short_cuts(common, monkeypatch)


@pytest.mark.parametrize("part", STRAIGHT)
def test_cells_alone_tell_the_drafts_of_templates_that_only_print_them(
    part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    common = world(1, [part], calm=True)
    made, count = told(common, monkeypatch)
    assert count >= COUNT - 2  # a table is told from the second unit on
    assert made == without_short_cuts(common, monkeypatch)


@pytest.mark.parametrize("part", OTHER)
def test_templates_that_do_more_with_what_is_a_units_own_run_for_each_unit(
    part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    common = world(2, [STRAIGHT[0], part], calm=True)
    made, count = told(common, monkeypatch)
    assert count == 0 or "乡镇" in part
    assert made == without_short_cuts(common, monkeypatch)


def test_a_report_that_lists_rows_of_units_in_an_appendix_runs_its_templates(monkeypatch: pytest.MonkeyPatch) -> None:
    common = world(4, [STRAIGHT[0]], calm=True)
    assert common.report.appendices
    assert told(common, monkeypatch)[1] == 0
