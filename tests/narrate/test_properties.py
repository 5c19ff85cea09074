"""Whatever a cell or a template holds: data come through unchanged, and nothing but findings comes of it."""

from __future__ import annotations

from types import SimpleNamespace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.model.collect import collect
from reportgen.model.dataset import Dataset, Indicator
from reportgen.model.document import Document, Paragraph, text_of
from reportgen.model.figure import Fact
from reportgen.model.place import CellRef
from reportgen.narrate.narrate import narrate

CALM = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
PIECES = st.sampled_from(
    """
{{ ¦ }} ¦ {% ¦ %} ¦ {# ¦ #} ¦ {{ 产值 }} ¦ {{ 产值 | 金额 }} ¦ {{ 产值 ¦ | 同比 ¦ -%} ¦ {%- ¦ {% raw %}
{% endraw %} ¦ {% for 甲 in 主导产业 %} ¦ {{ 甲.产值 }} ¦ {{ 甲.名称 | 列举 }} ¦ {% endfor %}
{% if 产值 > 3 %} ¦ {% else %} ¦ {% endif %} ¦ {% set 乙 = 产值 %} ¦ {{ 乙 }} ¦ {% macro f(a) %}
{% endmacro %} ¦ {{ f(1) }} ¦ {% include 't.md' %} ¦ {% filter upper %} ¦ {{ 图('甲') }}
{{ 附件('甲') }} ¦ {{ 序列 }} ¦ {{ 脚注(产值) }} ¦ {{ 主导产业 }} ¦ {{ [1, 产值] }} ¦ {{ none }} ¦ {{ 指标 }}
{{ 产值 ~ 名 }} ¦ {{ (产值 ~ '甲')[:2] }} ¦ {{ 合计(主导产业.产值) }} ¦ {{ 名[1:] }} ¦ {{ -产值 }} ¦ {{ '' }}
{{ 产值.上年.上年 }} ¦ {{ 主导产业 | 筛选('产值', 大于=2) }} ¦ {{ 产值 | 占比(产值) }} ¦ 三家 ¦ 12 ¦ 甲 ¦ ， ¦ ** ¦ [^1]
# ¦ ## ¦ ### ¦ [^1]: ¦ [[ ¦ ]] ¦ \\ ¦ ::: 图 甲↵ ¦ ::: 表 乙↵ ¦ :::↵ ¦ ↵ ¦ ↵↵ ¦ 类型: 条形↵ ¦ 数据: 主导产业↵
数值: 产值↵ ¦ 列: 名称、产值↵ ¦ 类别: 名称↵ ¦ 题注: 甲{{ 年度 }}↵ ¦ 筛选: 产值 > 1↵
""".strip()
    .replace("\n", " ¦ ")
    .replace("↵", "\n")
    .split(" ¦ ")
)
DATA = "产值 = 43亿元；上年40亿元\n名 = 园区\n主导产业:\n名称 | 产值（亿元）\n铝 | 3\n药 | 空"


def paragraph(document: Document) -> str:
    block = document.sections[0].blocks[1]
    assert isinstance(block, Paragraph)
    return text_of(block.content)


@CALM
@given(text=TEXTS)
def test_any_text_of_a_cell_is_printed_unchanged_and_bound(text: str, sample: SimpleNamespace) -> None:
    source = CellRef("样本.xlsx", "指标", 2, 4)
    cell = Indicator(name="名", figure=Fact(value=text, name="名", source=source), place=source)
    data = Dataset(indicators={"名": cell}, tables={})
    template = "# 甲\n\n甲{{ 名 }}乙{{ 名 ~ '丙' }}{% set 丁 %}{{ 名 }}{% endset %}{{ 丁 }}**{{ 名 }}**。\n"
    document, findings = narrate(sample.report(("t.md", template)), data)
    assert paragraph(document) == f"甲{text}乙{text}丙{text}{text}。"
    assert [item.text for item in collect(document)].count(text) >= 4
    assert findings == []


@CALM
@given(text=TEXTS)
def test_any_text_of_a_template_gives_findings_and_no_traceback(text: str, sample: SimpleNamespace) -> None:
    narrate(sample.report(("t.md", text)), sample.dataset(DATA))


@settings(CALM, max_examples=400)
@given(pieces=st.lists(PIECES, max_size=14))
def test_any_mixture_of_tags_and_markup_gives_findings_and_no_traceback(
    pieces: list[str], sample: SimpleNamespace
) -> None:
    document, findings = narrate(sample.report(("t.md", "# 题\n\n" + "".join(pieces))), sample.dataset(DATA))
    texts = [item.text for item in collect(document)]
    assert not any("\ue000" <= character <= "\ue003" for text in texts for character in text)
    for item in findings:
        assert item.place is not None, item
        assert not any("\ue000" in fact for fact in item.facts.values()), item


@CALM
@given(pieces=st.lists(PIECES, max_size=10))
def test_the_same_template_and_data_give_the_same_document(pieces: list[str], sample: SimpleNamespace) -> None:
    report, data = sample.report(("t.md", "# 题\n\n正文" + "".join(pieces))), sample.dataset(DATA)
    assert narrate(report, data) == narrate(report, data)
