"""Outlines: one key for narratives that differ in figures and rows only, none where more hangs on the data."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from reportgen.narrate.narrate import Narrator
from reportgen.narrate.outline import Outline

TEMPLATE = """# 甲

产值{{ 产值 }}，{{ 产值 | 同比 }}，见{{ 表("名单") }}。{% if 产值 > 50 %}超过五十。{% endif %}

{{ 序列 }}{{ 名 }}。

::: 表 名单
数据: 主导产业
题注: {{ 名 }}的名单
:::
"""
DATA = "产值 = {now}亿元；上年{before}亿元\n名 = {name}\n主导产业:\n名称 | 产值（亿元）\n{rows}"


def outline(
    sample: SimpleNamespace,
    template: str = TEMPLATE,
    *,
    now: str = "43",
    before: str = "40",
    name: str = "园区",
    rows: str = "铝 | 3",
) -> Outline | None:
    data = sample.dataset(DATA.format(now=now, before=before, name=name, rows=rows))
    with Narrator(sample.report(("t.md", template)), data).rendered() as narrative:
        found: Outline | None = narrative.outline()
    return found


def key(found: Outline | None) -> tuple[object, ...]:
    assert found is not None
    return found.key


def test_other_figures_and_rows_have_the_same_key(sample: SimpleNamespace) -> None:
    one, other = outline(sample), outline(sample, now="44", name="高新区", rows="药 | 5\n铝 | 7")
    assert key(one) == key(other)
    assert one is not None
    assert [piece.text for _, piece in one.figures] == ["43亿元", "同比增长7.5%", "园区", "园区"]
    assert [table.row_count for table in one.tables] == [1]


def test_another_branch_is_another_key(sample: SimpleNamespace) -> None:
    assert key(outline(sample)) != key(outline(sample, now="51"))


def test_an_empty_cell_has_no_outline(sample: SimpleNamespace) -> None:
    assert outline(sample, name="空") is None


@pytest.mark.parametrize(
    "printed",
    ["{{ 脚注(产值) }}", "{{ 缺 }}", "{{ 主导产业 }}", "{{ 产值 + 产值.目标 }}", "{{ (产值 ~ 名)[:1] }}"],
)
def test_what_hangs_on_more_than_words_and_figures_has_no_outline(printed: str, sample: SimpleNamespace) -> None:
    assert outline(sample, f"# 甲\n\n甲{printed}。\n") is None


def test_a_chart_has_no_outline(sample: SimpleNamespace) -> None:
    chart = "# 甲\n\n见{{ 图('甲') }}。\n\n::: 图 甲\n类型: 柱形\n数据: 主导产业\n类别: 名称\n数值: 产值\n:::\n"
    assert outline(sample, chart) is None
