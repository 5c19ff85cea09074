"""Drafts of one template share what their words decide; each is the same as if it had been made alone."""

from __future__ import annotations

import random
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.kit import kit_folders
from reportgen.model import shape
from reportgen.model.dataset import Column, Dataset, Table, Value
from reportgen.model.owner import Owner
from reportgen.model.period import Period
from reportgen.model.quantity import parse_unit
from reportgen.model.report import Kit, Report, SectionSource
from reportgen.model.schema import ColumnKind, Schema
from reportgen.narrate import inlines
from reportgen.narrate.lines import Lines
from reportgen.narrate.outline import Outline
from reportgen.pipeline.draft_forms import Forms, Made
from reportgen.pipeline.draft_work import Common, Task, Workshop

COUNT = 60
SECTION = """# {{ 单位 }}工作情况

本年完成{{ 单位资料.产值 }}，{{ 单位资料.产值 | 同比 }}；
辖{{ 单位资料.村数 | 概数 }}个村，**其中{{ 单位资料.人口 }}人**在“册”。
负责人{{ 单位资料.负责人 }}，100%到位{{ 单位资料.人口 }}，占{{ 单位资料.人口 | 占比(单位资料.总人口) }}[^1]。

[^1]: 见{{ 单位资料.负责人 }}的说明，产值{{ 单位资料.产值 | 金额 }}。

主任**{{ 单位资料.负责人 }}**说：“{{ 单位资料.村数 }}”。{{ 单位资料.负责人 }}又说{{ 单位资料.人口 }}。

{% if 单位资料.产值 > 50 %}产值超过五十的有{{ 单位资料.产值 | 金额(小数=1) }}。
{% else %}产值不高，为{{ 单位资料.产值 }}。
{% endif %}
{% for 项 in 项目 %}{% set 和 = 合计(项目.投资) %}

{{ 序列 }}{{ 项.名称 }}，{% if 项.投资 %}投资{{ 项.投资 }}，{{ 项.投资 | 占比(和) }}{% else %}未报{% endif %}；
见{{ 表("项目表") }}。
{% endfor %}

## 情况{{ 单位资料.负责人 }}

{{ 项目 | 计数 }}个项目。{{ 单位资料.村数 ~ "和" ~ 单位资料.人口 }}！{{ 单位资料.负责人 }}？
{{ 脚注(单位资料.人口) }}{{ 项目.名称 | 列举 }}。

::: 表 项目表
数据: 项目
列: 名称、投资、占比(投资)
小数: 投资=1
合计: 是
题注: {{ 单位资料.负责人 }}的项目
说明: 按{{ 年度 }}年统计
:::
"""
PLAIN = """# {{ 单位 }}的项目

负责人{{ 单位资料.负责人 }}，产值{{ 单位资料.产值 }}，{{ 单位资料.产值 | 同比 }}，见{{ 表("名单") }}。

{{ 序列 }}是{{ 单位资料.人口 }}；100%到位。**{{ 单位资料.人口 | 概数 }}**
{% if 单位资料.产值 > 50 %}，{{ 序列 }}{% endif %}
是“册”。

## {{ 单位资料.负责人 }}与{{ 单位资料.村数 }}

村数{{ 单位资料.村数 }}。产值{{ 单位资料.产值 | 金额 }}，其中{{ 单位资料.人口 }}和{{ 单位资料.负责人 }}！
共{{ 项目 | 计数 }}个。

::: 表 名单
数据: 项目
列: 名称、投资、占比(投资)
小数: 投资=1
合计: 是
题注: {{ 单位资料.负责人 }}的项目
:::

{% for 项 in 项目 %}{% if 项.投资 %}
第{{ loop.index }}投资{{ 项.投资 }}。
{% endif %}{% endfor %}
"""
OTHER = """# 其他

{{ 单位 }}的{{ 单位资料.人口 }}与{{ 单位资料.产值 }}，见{{ 表("再列") }}。

::: 表 再列
数据: 项目
列: 名称
:::

又及{{ 单位资料.村数 }}。
"""
SECTIONS = ((0, 1), (1, 2), (1, 3))
NAMES = (
    "张三",
    "O'Neil & <b>",
    "欧阳 二",
    "“引”号",
    "甲；乙。丙",
    "100%丁",
    "䶮字",
    "己\t戊",
    "庚" * 150,
    "]]*辛*\\",
    "壬\x00",
)
"""What a cell may hold that is special to XML, to Word, to sentences, to patterns with gaps."""


USUAL = ("张三", "李四", "欧阳五")
HOSTILE = (0.5, 0.05)
SPECIAL = ("0", "0.5", "12.30", "-3", "99999.999", "1E+3")


def column(
    name: str, values: list[Value], unit: str | None = None, position: int = 1, previous: str | None = None
) -> Column:
    kind = ColumnKind.TEXT if unit is None else ColumnKind.NUMBER
    known = None if unit is None else parse_unit(unit)
    return Column(name=name, kind=kind, position=position, values=values, unit=known, previous=previous)


def table(name: str, columns: list[Column]) -> Table:
    return Table(
        name=name,
        file="甲&乙.xlsx",
        sheet=name,
        columns={item.name: item for item in columns},
        rows=range(2, 2 + len(columns[0].values)),
        key=columns[0].name,
        period=Period(2015),
    )


def world(seed: int) -> Common:
    """Towns with random figures, names that need care, and lists of any length."""
    chance = random.Random(seed)  # noqa: S311 - not a secret

    def name() -> str:
        return (
            chance.choice(NAMES) if chance.random() < HOSTILE[seed % 2] else chance.choice(["张三", "李四", "欧阳五"])
        )

    def numbers(count: int, empty: float = 0.0) -> list[Value]:
        return [
            None
            if chance.random() < empty
            else Decimal(chance.choice([*SPECIAL, str(chance.randrange(1, 100000) / 100)]))
            for _ in range(count)
        ]

    towns: list[Value] = [f"{name()}{at}镇" for at in range(COUNT)]
    units = table(
        "乡镇",
        [
            column("单位", towns),
            column("产值", numbers(COUNT), "亿元", 2, previous="上年产值"),
            column("上年产值", [value or Decimal(7) for value in numbers(COUNT)], "亿元", 3),
            column("村数", numbers(COUNT), "", 4),
            column("人口", numbers(COUNT, 0.03), "人", 5),
            column("总人口", [Decimal(200000)] * COUNT, "人", 6),
            column("负责人", [name() for _ in range(COUNT)], None, 7),
        ],
    )
    owners: list[Value] = [town for town in towns for _ in range(chance.choice([1, 1, 2, 3, 12]))]
    projects = table(
        "项目",
        [
            column("单位", owners),
            column("名称", [f"{name()}{at}期" for at in range(len(owners))], None, 2),
            column("投资", numbers(len(owners), 0.05), "万元", 3),
        ],
    )
    both = (
        SectionSource(file="sections/1-甲.md", text=SECTION),
        SectionSource(file="sections/2-乙.md", text=PLAIN),
        SectionSource(file="sections/3-丙.md", text=OTHER),
    )
    start, stop = SECTIONS[seed % 3]
    sections = both[start:stop]
    kit = Kit(
        name="样本",
        title="小结",
        folder=Path(),
        schema=Schema(sheets=()),
        sections=sections,
        appendices=(),
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
        sections=sections,
        appendices=(),
        profile="gb9704",
    )
    style = (kit_folders()["work-summary"] / "styles" / "gb9704.docx").read_bytes()
    return Common(
        report=report,
        dataset=Dataset(indicators={}, tables={"项目": projects}),
        units=units,
        key="单位",
        style=style,
        style_file="gb9704.docx",
        native_charts=True,
        plain=seed == 7,
    )


def drafts(common: Common) -> list[Made]:
    assert common.units is not None
    workshop = Workshop(common)
    names = common.units.columns["单位"].values
    positions = tuple((at,) for at in range(len(common.report.sections)))
    found = [workshop.drafts(Task(positions, at, str(name).strip())) for at, name in enumerate(names)]
    return [made for drafts in found for made in drafts]


@pytest.mark.parametrize("seed", range(8))
def test_drafts_are_the_same_bytes_with_and_without_what_is_kept_of_their_shapes(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    common = world(seed)
    together = drafts(common)
    monkeypatch.setattr(Lines, "inlines", lambda *_: None)
    monkeypatch.setattr(inlines, "shaped", tuple)
    monkeypatch.setattr(Forms, "filled", lambda *_: None)
    alone = drafts(common)
    assert sum(made.data is not None for made in alone) > COUNT // 5
    assert together == alone


def test_lines_of_a_template_have_a_shape_each_however_many_drafts_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    known: dict[tuple[object, ...], shape.Shape] = {}
    monkeypatch.setattr(shape, "_known", known)
    drafts(world(0))
    drafts(world(3))
    assert 5 < len(known) < 20


@pytest.mark.parametrize("seed", [1, 5])
def test_sections_for_many_units_are_filled_into_forms(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    filled: list[bool] = []
    inner = Forms.filled

    def counted(
        self: Forms, outline: Outline, positions: Sequence[tuple[int, ...]], owners: Sequence[Owner]
    ) -> tuple[Made, ...] | None:
        found = inner(self, outline, positions, owners)
        filled.append(found is not None)
        return found

    monkeypatch.setattr(Forms, "filled", counted)
    drafts(world(seed))
    assert sum(filled) > 2
