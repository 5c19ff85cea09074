"""What holds for a whole document: tags, the title and the date, appendices, the compiled templates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from reportgen.model.collect import collect
from reportgen.model.dataset import Column, Dataset, Table
from reportgen.model.document import Computed, Shown, text_of
from reportgen.model.figure import Basis, Operation
from reportgen.model.place import CellRef, ConfigRef, TextRef
from reportgen.model.quantity import parse_unit
from reportgen.model.report import AppendixColumn, AppendixSource
from reportgen.model.schema import ColumnKind, ColumnSchema, Schema, SheetSchema
from reportgen.narrate.environment import SectionEnvironment, shared_environment
from reportgen.narrate.narrate import narrate, narrate_in
from reportgen.narrate.vocabulary.words import FILTERS, FUNCTIONS

DATA = "产值 = 43亿元；上年40亿元\n税收 = 2亿元"
TEXT = "# 甲\n\n产值{{ 产值 }}，{{ 产值 | 同比 }}，{{ 产值 }}。\n\n税收{{ 税收 }}。\n"


def tags(sample: SimpleNamespace, text: str, data: str = DATA) -> dict[str, str]:
    document, _ = narrate(sample.report(("t.md", text)), sample.dataset(data))
    return {item.tag: item.text for item in collect(document)}


def test_each_shown_figure_has_a_tag_of_its_own_within_words_limit(sample: SimpleNamespace) -> None:
    found = tags(sample, TEXT)
    assert list(found.values()) == ["2015", "43亿元", "同比增长7.5%", "43亿元", "2亿元"]
    assert all(len(tag) <= 64 and tag.startswith("rg-") for tag in found)


def test_tags_stay_when_lines_move_and_values_change(sample: SimpleNamespace) -> None:
    before = tags(sample, TEXT)
    moved = tags(sample, TEXT.replace("产值{{", "\n\n新的一段。\n\n今年产值{{", 1), DATA.replace("43", "45"))
    assert before.keys() == moved.keys()


def test_another_word_or_another_indicator_gives_another_tag(sample: SimpleNamespace) -> None:
    before = tags(sample, "# 甲\n\n{{ 产值 | 金额 }}。\n")
    assert before.keys() != tags(sample, "# 甲\n\n{{ 产值 }}。\n").keys()
    assert before.keys() != tags(sample, "# 甲\n\n{{ 税收 | 金额 }}。\n", "税收 = 2亿元\n产值 = 43亿元").keys()


def test_an_indicator_in_another_row_keeps_its_tag(sample: SimpleNamespace) -> None:
    before = tags(sample, "# 甲\n\n{{ 产值 | 金额 }}。\n")
    assert before.keys() == tags(sample, "# 甲\n\n{{ 产值 | 金额 }}。\n", "税收 = 2亿元\n产值 = 43亿元").keys()


def test_a_printed_value_knows_its_template_line_and_column(sample: SimpleNamespace) -> None:
    text = (
        "# 甲\n\n{%- if 产值 %}\n\n{% raw %}{{ 不是 }}{% endraw %}\n  产值{{ 产值 }}，{{- 税收 -}}\n。\n{% endif %}\n"
    )
    document, _ = narrate(sample.report(("t.md", text)), sample.dataset(DATA))
    assert [item.template for item in collect(document)][1:] == ["t.md:6:5", "t.md:6:14"]


def test_the_year_of_the_title_and_the_date_follow_their_settings(sample: SimpleNamespace) -> None:
    report = sample.report(("t.md", TEXT), dated=date(2016, 2, 24))
    document, _ = narrate(report, sample.dataset(DATA))
    assert text_of(document.title) == "某单位2015年工作总结"
    assert text_of(document.dated) == "2016年2月24日"
    shown = [item for item in (*document.title, *document.dated) if isinstance(item, Shown)]
    assert [item.place for item in shown] == [
        ConfigRef("report.toml", "report.title"),
        ConfigRef("report.toml", "report.dated"),
    ]
    assert shown[0].piece.shows is not None
    assert shown[0].piece.shows.sources == (ConfigRef("report.toml", "report.year"),)
    assert document.properties["creator"] == "某单位"


def test_a_title_without_the_year_is_plain(sample: SimpleNamespace) -> None:
    document, _ = narrate(sample.report(("t.md", TEXT), title="工作总结"), sample.dataset(DATA))
    assert text_of(document.title) == "工作总结"


def appendix(sample: SimpleNamespace, source: AppendixSource, table: Table, **options: object) -> list[str]:
    data = Dataset(indicators={}, tables={table.name: table})
    report = sample.report(("t.md", "# 甲\n\n见{{ 附件('名单') }}。\n"), appendices=(source,), **options)
    outline: str = sample.outline(narrate(report, data)[0])
    return outline.splitlines()[2:]


def listed(**columns: Column) -> Table:
    return Table(name="企业", file="样本.xlsx", sheet="企业", columns=columns, rows=(4, 5), key="名称")


NAMES = Column(name="名称", kind=ColumnKind.TEXT, position=1, values=("甲", "乙"))


def test_an_appendix_without_columns_of_its_own_lists_the_whole_sheet(sample: SimpleNamespace) -> None:
    empty = Column(name="备注", kind=ColumnKind.TEXT, position=2, values=(None, None))
    assert appendix(sample, AppendixSource(title="名单", sheet="企业"), listed(名称=NAMES, 备注=empty)) == [
        "[附件1 名单]",
        "  序号 | 名称",
        "  1 | 甲",
        "  2 | 乙",
    ]


@pytest.mark.parametrize(
    ("before", "header"),
    [(("40", None), "序号 | 名称 | 产值（亿元） | 同比增长（%）"), ((None, None), "序号 | 名称 | 产值（亿元）")],
)
def test_an_appendix_shows_growth_where_last_years_values_are_known(
    sample: SimpleNamespace, before: tuple[str | None, ...], header: str
) -> None:
    last = tuple(None if value is None else Decimal(value) for value in before)
    old = Column(name="上年产值", kind=ColumnKind.NUMBER, position=3, values=last, unit=parse_unit("亿元"))
    now = replace(old, name="产值", position=2, values=(Decimal(50), Decimal(20)), previous="上年产值")
    table = listed(名称=NAMES, 产值=now, 上年产值=old)
    columns = (AppendixColumn(name="名称"), AppendixColumn(name="产值"), AppendixColumn(name="同比", of="产值"))
    found = appendix(sample, AppendixSource(title="名单", sheet="企业", columns=columns), table)
    assert found[1].strip() == header


def test_an_appendix_lists_the_rows_that_are_filled_as_the_kit_asks(sample: SimpleNamespace) -> None:
    units = Column(name="单位", kind=ColumnKind.TEXT, position=2, values=("亿元", None))
    amounts = Column(name="数量", kind=ColumnKind.NUMBER, position=3, values=(Decimal(3), None))
    remarks = Column(name="备注", kind=ColumnKind.TEXT, position=4, values=(None, "待定"))
    table = listed(名称=NAMES, 单位=units, 数量=amounts, 备注=remarks)
    both = AppendixSource(title="名单", sheet="企业", numbered_rows=False, filled=("单位", "数量"))
    assert appendix(sample, both, table) == ["[附件1 名单]", "  名称 | 单位 | 数量", "  甲 | 亿元 | 3"]
    none = AppendixSource(title="名单", sheet="企业", filled=("单位", "备注"))
    document, _ = narrate(
        sample.report(("t.md", "# 甲\n\n正文。\n"), appendices=(none,)), Dataset(indicators={}, tables={"企业": table})
    )
    assert document.appendices == ()


def test_a_column_that_must_be_filled_and_is_not_there_is_an_error(sample: SimpleNamespace) -> None:
    source = AppendixSource(title="名单", sheet="企业", filled=("名字",))
    report = sample.report(("t.md", "# 甲\n\n见{{ 附件('名单') }}。\n"), appendices=(source,))
    _, findings = narrate(report, Dataset(indicators={}, tables={"企业": listed(名称=NAMES)}))
    assert [(item.code, item.suggestion, item.place) for item in findings] == [
        ("unknown-column", "名称", ConfigRef("kit.toml", "appendices"))
    ]


def test_numbers_with_units_of_their_own_say_them_unless_a_column_beside_does(sample: SimpleNamespace) -> None:
    units = (parse_unit("亿元"), parse_unit("家"))
    amounts = Column(
        name="数量", kind=ColumnKind.NUMBER, position=2, values=(Decimal("1.50"), None), unit=None, units=units
    )
    beside = Column(name="单位", kind=ColumnKind.TEXT, position=3, values=("亿元", "家"))
    source = AppendixSource(title="名单", sheet="企业", numbered_rows=False)
    assert appendix(sample, source, listed(名称=NAMES, 数量=amounts))[2:] == ["  甲 | 1.5亿元", "  乙 | "]
    assert appendix(sample, source, listed(名称=NAMES, 数量=amounts, 单位=beside))[2:] == [
        "  甲 | 1.5 | 亿元",
        "  乙 |  | 家",
    ]


def test_growth_is_worked_out_across_units_and_keeps_its_formula(sample: SimpleNamespace) -> None:
    now = Column(
        name="产值",
        kind=ColumnKind.NUMBER,
        position=2,
        values=(Decimal(3), Decimal(1)),
        unit=parse_unit("亿元"),
        previous="去年",
    )
    before = Column(
        name="去年", kind=ColumnKind.NUMBER, position=3, values=(Decimal(20000), Decimal(0)), unit=parse_unit("万元")
    )
    columns = (AppendixColumn(name="产值"), AppendixColumn(name="去年"), AppendixColumn(name="同比", of="产值"))
    source = AppendixSource(title="名单", sheet="企业", columns=columns, numbered_rows=False)
    table = listed(产值=now, 去年=before)
    data = Dataset(indicators={}, tables={"企业": table})
    report = sample.report(("t.md", "# 甲\n\n正文。\n"), appendices=(source,))
    made = narrate(report, data)[0].appendices[0].table.columns[2]
    assert list(made.values) == [Decimal(50), None]
    assert made.computed == Computed(Operation.GROWTH, (0, 1))


def test_a_column_that_the_kit_declares_and_the_sheet_lacks_is_empty(sample: SimpleNamespace) -> None:
    declared = SheetSchema(name="企业", columns=(ColumnSchema(name="名称"), ColumnSchema(name="去向")))
    text = "# 甲\n\n{% for 行 in 企业 %}{{ 行.名称 }}{% if 行.去向 %}去{{ 行.去向 }}{% endif %}；{% endfor %}\n"
    report = sample.report(("t.md", text), schema=Schema(sheets=(declared,)))
    document, findings = narrate(report, Dataset(indicators={}, tables={"企业": listed(名称=NAMES)}))
    assert sample.outline(document).splitlines()[1] == "{甲}；{乙}；"
    assert findings == []


def test_the_terms_of_a_kit_hold_no_literal_numbers(sample: SimpleNamespace) -> None:
    text = "# 甲\n\n实施“两高”治理，建设三园两区，扶持五家企业。\n"
    for terms, found in ((("三园两区", "五家企业"), []), ((), ["五家"])):
        _, findings = narrate(sample.report(("t.md", text), fixed_terms=terms), sample.dataset(""))
        assert [item.facts["text"] for item in findings] == found


def test_a_template_is_compiled_once_for_its_text(sample: SimpleNamespace) -> None:
    environment = shared_environment()
    report = sample.report(("t.md", TEXT))
    narrate(report, sample.dataset(DATA))
    kept = environment.compiled("t.md", TEXT)
    narrate(replace(report, year=2016), sample.dataset(DATA))
    assert environment.compiled("t.md", TEXT) is kept
    assert environment.compiled("t.md", TEXT + "。") is not kept


def test_macros_of_one_report_never_show_the_data_of_another(sample: SimpleNamespace) -> None:
    text = "{% import 'm.md' as m %}\n# 甲\n\n{{ m.句() }}。\n"
    macros = {"m.md": "{% macro 句() %}产值{{ 产值 }}{% endmacro %}"}
    for value in ("43亿元", "45亿元"):
        document, _ = narrate(sample.report(("t.md", text), macros=macros), sample.dataset(f"产值 = {value}"))
        assert sample.outline(document).endswith(f"产值{{{value}}}。")


def test_an_environment_has_nothing_of_jinja_that_is_not_listed() -> None:
    environment = SectionEnvironment({}, {})
    assert (
        not {"attr", "format", "xmlattr", "tojson", "pprint", "safe", "center", "indent"} & environment.filters.keys()
    )
    assert environment.globals.keys() == {"range", "namespace"}


def test_a_value_joined_to_text_of_the_template_knows_its_place(sample: SimpleNamespace) -> None:
    text = "# 甲\n\n{% set 段 %}税收**好**{% endset %}{{ 段 ~ 产值 }}。\n"
    document, _ = narrate(sample.report(("t.md", text)), sample.dataset(DATA))
    assert sample.outline(document).endswith("税收**好**{43亿元}。")
    assert collect(document)[1].template == "t.md:3:34"


def test_growth_of_a_figure_at_comparable_prices_is_refused_at_its_cell(sample: SimpleNamespace) -> None:
    data = sample.dataset(DATA)
    item = data.indicators["产值"]
    comparable = replace(item, figure=replace(item.figure, basis=Basis.COMPARABLE))
    data = replace(data, indicators={**data.indicators, "产值": comparable})
    _, findings = narrate(sample.report(("t.md", "# 甲\n\n{{ 产值 | 同比 }}。\n")), data)
    found = next(item for item in findings if item.code == "growth-at-current-prices")
    assert isinstance(found.place, CellRef)
    assert (found.place.address, found.related) == ("D2", (TextRef("t.md", 3, 1),))


def test_a_finding_in_a_file_of_the_kit_names_the_kit(sample: SimpleNamespace) -> None:
    own, kits = ("own.md", "# 甲\n\n{{ 产植 }}。\n"), ("kits.md", "# 乙\n\n{{ 税款 }}{{ 句() }}。\n")
    imports = "{% from 'macros/m.md' import 句 %}"
    report = sample.report(
        own, (kits[0], imports + kits[1]), macros={"macros/m.md": "{% macro 句() %}{{ 税率 }}{% endmacro %}"}
    )
    report = replace(report, kit=replace(report.kit, sections=report.sections[1:]))
    _, findings = narrate(report, sample.dataset(DATA))
    assert [str(item.place) for item in findings if item.severity == "error"] == [
        "样本 › macros/m.md:1:19",
        "own.md:3:4",
        "样本 › kits.md:3:4",
    ]


def test_a_footnote_may_begin_on_the_line_below_its_label(sample: SimpleNamespace) -> None:
    document, findings = narrate(
        sample.report(("t.md", "# 甲\n\n产值[^1]。\n\n[^1]:\n按现价计算\n")), sample.dataset(DATA)
    )
    assert [item for item in findings if item.severity == "error"] == []
    assert "产值^(按现价计算)。" in sample.outline(document)


@pytest.mark.parametrize(
    "text", ["{{ 合计(组.行.产值) }}", "{{ 组.行.产值 | 合计 }}", "{{ 合计((产业 | 筛选('类', 组.名称)).产值) }}"]
)
def test_each_round_over_groups_adds_up_its_own_rows(text: str, sample: SimpleNamespace) -> None:
    rows = "\n".join(f"| 类{number} | {number} |" for number in range(1, 61))
    dataset = sample.dataset(f"产业:\n| 类 | 产值（亿元） |\n{rows}\n")
    loop = f"# 甲\n\n{{% for 组 in 产业 | 分组('类') %}}{text}，{{% endfor %}}\n"
    document, findings = narrate(sample.report(("t.md", loop)), dataset)
    assert not findings
    _, shown = sample.outline(document).replace("{", "").replace("}", "").split("\n")
    assert shown.removesuffix("，").split("，") == [f"{number}亿元" for number in range(1, 61)]


def test_what_a_word_makes_of_a_whole_table_is_made_once_for_each_way_of_asking(sample: SimpleNamespace) -> None:
    made: list[tuple[object, ...]] = []

    def order(rows: Any, column: str, falls: bool = False) -> list[Any]:
        made.append((len(rows), str(column), falls))
        return sorted(rows, key=lambda row: row.value(column), reverse=falls)

    environment = SectionEnvironment({**FILTERS, "排": order}, FUNCTIONS)
    asked = (
        "产业 | 排('类')",
        "产业 | 排('产值')",
        "产业 | 排('类', true)",
        "产业 | 排('类', falls=true)",
        "产业[1:] | 排('类')",
    )
    loops = "".join(f"{{% for 行 in {tag} %}}{{{{ 行.类 }}}}{{% endfor %}}；" for tag in (*asked, *asked))
    dataset = sample.dataset("产业:\n| 类 | 产值（亿元） |\n| 甲 | 3 |\n| 乙 | 2 |\n| 丙 | 1 |\n")
    document, findings = narrate_in(environment, sample.report(("t.md", f"# 甲\n\n{loops}\n")), dataset)
    assert not findings
    _, shown = sample.outline(document).replace("{", "").replace("}", "").split("\n")
    assert shown == 2 * "丙乙甲；丙乙甲；甲乙丙；甲乙丙；丙乙；"
    whole = [(3, "类", False), (3, "产值", False), (3, "类", True), (3, "类", True)]
    assert made == [*whole, (2, "类", False), (2, "类", False)]
