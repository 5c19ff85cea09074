"""Who answers for what: the kit, the workbook's 责任科室 and `[departments]` of report.toml, in rising order."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from reportgen.kit import kit_folders
from reportgen.model.dataset import Column, Dataset, Indicator, Table
from reportgen.model.departments import UNASSIGNED, Part, fingerprint, parts_of
from reportgen.model.diagnostic import Diagnostic, Severity
from reportgen.model.figure import Missing
from reportgen.model.place import CellRef
from reportgen.model.quantity import parse_unit
from reportgen.model.report import Kit, Report
from reportgen.model.schema import ColumnKind, ColumnSchema, Division, IndicatorSchema, Schema, SheetSchema
from reportgen.schema_file import read_schema

NAME = ColumnSchema(name="名称", required=True)
LIST = SheetSchema(name="产业项目", columns=(NAME,), key="名称", department="项目服务局")
FARMS = SheetSchema(name="农业生产", columns=(NAME,), key="名称", department="农业局")
SCHEMA = Schema(
    sheets=(LIST, FARMS),
    indicators=(
        IndicatorSchema(name="开工率", unit="%", department="统计局"),
        IndicatorSchema(name="规上企业数", unit="家", required=True, department="统计局"),
        IndicatorSchema(name="引资额", unit="亿元"),
    ),
)


def report(schema: Schema = SCHEMA, **departments: str) -> Report:
    kit = Kit(
        name="k", title="k", folder=Path(), schema=schema, sections=(), appendices=(), styles={},
        document_name="a.docx", appendix_name="a.xlsx",
    )  # fmt: skip
    return Report(
        folder=Path(), kit=kit, year=2015, title="总结", organization="某区", data=(), sections=(), appendices=(),
        profile="gb9704", departments=departments,
    )  # fmt: skip


def table(name: str, *columns: Column) -> Table:
    first = Column(name="名称", kind=ColumnKind.TEXT, position=1, values=("甲",))
    return Table(name=name, file="d.xlsx", sheet=name, columns={c.name: c for c in (first, *columns)}, rows=(4,))


def indicator(name: str, row: int = 4, **texts: str) -> Indicator:
    place = CellRef("d.xlsx", "指标", row, 1)
    return Indicator(name=name, figure=Missing(name=name, source=place), place=place, texts=texts)


def dataset(*items: Table | Indicator) -> Dataset:
    return Dataset(
        indicators={item.name: item for item in items if isinstance(item, Indicator)},
        tables={item.name: item for item in items if isinstance(item, Table)},
    )


def asked(parts: tuple[Part, ...]) -> dict[str, list[str]]:
    return {
        part.department: [item.name for item in part.sheets] + [item.name for item in part.indicators] for part in parts
    }


def codes(found: list[Diagnostic]) -> list[str]:
    return [item.code for item in found]


def test_the_kit_says_who_answers_and_lists_that_the_workbook_lacks_are_not_asked_for() -> None:
    parts, found = parts_of(report(), dataset(table("产业项目"), indicator("开工率")))
    assert asked(parts) == {"项目服务局": ["产业项目"], "统计局": ["开工率", "规上企业数"]}
    assert not found


def test_the_workbook_and_then_the_report_say_otherwise() -> None:
    data = dataset(
        table("产业项目"), indicator("开工率", 责任科室="经发局"), indicator("规上企业数", 责任科室="经发局")
    )
    parts, _ = parts_of(report(产业项目="招商局", 规上企业数="招商局"), data)
    assert asked(parts) == {"招商局": ["产业项目", "规上企业数"], "经发局": ["开工率"]}


def test_of_several_departments_the_leading_one_answers() -> None:
    for said in ("招商局、财政局", " 招商局 / 财政局", "招 商局", "招商局/"):
        parts, _ = parts_of(report(), dataset(indicator("引资额", 责任科室=said), indicator("规上企业数")))
        assert list(asked(parts)) == ["招商局", "统计局"]


def test_a_slash_that_parts_no_words_belongs_to_the_name() -> None:
    for said in ("../../x", "a/b:c*?"):
        parts, _ = parts_of(report(), dataset(indicator("引资额", 责任科室=said), indicator("规上企业数")))
        assert list(asked(parts)) == [said, "统计局"]


def test_one_department_may_answer_for_all_indicators_that_remain() -> None:
    parts, found = parts_of(report(指标="办公室"), dataset(indicator("引资额"), indicator("新指标")))
    assert asked(parts)["办公室"] == ["引资额", "新指标"]
    assert not found


def test_a_list_of_the_kit_is_asked_for_when_the_report_names_it() -> None:
    parts, _ = parts_of(report(农业生产="农业局", 引资额="招商局"), dataset())
    assert asked(parts) == {"农业局": ["农业生产"], "统计局": ["规上企业数"], "招商局": ["引资额"]}


def test_what_nobody_answers_for_is_a_finding_and_a_part_of_its_own() -> None:
    parts, found = parts_of(report(), dataset(table("工作经验"), *(indicator(f"事{n}", n) for n in range(4, 14))))
    assert parts[-1].department == UNASSIGNED
    assert asked(parts)[UNASSIGNED][:2] == ["工作经验", "事4"]
    assert codes(found) == ["list-without-department", "indicator-without-department"]
    assert [item.facts["count"] for item in found] == ["1", "10"]
    assert found[1].facts["names"].endswith("事11……")
    assert str(found[1].place) == "d.xlsx › 指标 › A4"
    assert {item.severity for item in found} == {Severity.WARNING}


def test_a_name_that_is_neither_sheet_nor_indicator_is_found_with_the_nearest() -> None:
    _, found = parts_of(report(产业项目表="招商局"), dataset(table("产业项目")))
    assert [(item.code, item.suggestion, str(item.place)) for item in found] == [
        ("unknown-assignment", "产业项目", "report.toml › departments.产业项目表")
    ]


def test_a_list_that_the_kit_does_not_know_is_described_as_it_stands() -> None:
    money = Column(
        name="投资", kind=ColumnKind.NUMBER, position=2, values=(Decimal(1),), unit=parse_unit("万元"), previous="上年"
    )
    mixed = Column(
        name="数量", kind=ColumnKind.NUMBER, position=3, values=(Decimal(1),), unit=None, units=(parse_unit("个"),)
    )
    parts, _ = parts_of(report(工作经验="办公室"), dataset(table("工作经验", money, mixed)))
    (sheet,) = parts[0].sheets
    assert sheet.key == "名称"
    assert [(column.name, column.unit, column.previous) for column in sheet.columns] == [
        ("名称", None, None), ("投资", "万元", "上年"), ("数量", None, None)
    ]  # fmt: skip


def test_columns_that_the_workbook_has_besides_are_asked_for_too_but_for_what_a_form_adds() -> None:
    more = [
        Column(name=name, kind=ColumnKind.TEXT, position=at, values=(None,))
        for at, name in enumerate(("序号", "税收", "变动原因", "比上年增减"), 2)
    ]
    parts, _ = parts_of(report(工作经验="办公室"), dataset(table("产业项目", *more), table("工作经验", *more)))
    columns = {sheet.name: [column.name for column in sheet.columns] for part in parts for sheet in part.sheets}
    assert columns == {"产业项目": ["名称", "税收"], "工作经验": ["名称", "税收"]}


def test_the_workbook_says_unit_and_scope_before_the_kit_does() -> None:
    data = dataset(indicator("开工率", 计量单位="‰", 口径="全区", 价格口径="现价"))
    parts, _ = parts_of(report(), data)
    item = parts[0].indicators[0]
    assert (item.unit, item.scope, item.basis) == ("‰", "全区", "现价")


def test_the_fingerprint_changes_with_what_is_asked_and_not_with_what_is_known() -> None:
    first = parts_of(report(), dataset(table("产业项目"), indicator("开工率")))[0]
    filled = parts_of(report(), dataset(table("产业项目"), indicator("开工率", 来源说明="年报")))[0]
    more = parts_of(report(), dataset(table("产业项目"), indicator("开工率"), indicator("用电量", 责任科室="统计局")))[
        0
    ]
    assert [fingerprint(part) for part in first] == [fingerprint(part) for part in filled]
    assert fingerprint(first[0]) == fingerprint(more[0])
    assert fingerprint(first[1]) != fingerprint(more[1])
    assert len({fingerprint(part) for part in (*first, more[1])}) == 3


DIVIDED = replace(
    SCHEMA,
    divisions=(
        Division(department="农业局", words=("农村", "肉鸡")),
        Division(department="统计局、经发局", words=("产值", "收入")),
    ),
)


def test_where_nobody_says_more_the_words_of_a_name_tell_who_answers_and_that_is_said() -> None:
    data = dataset(table("肉鸡补助"), *map(indicator, ("肉鸡产值", "总产值", "开工率", "其他")))
    parts, found = parts_of(report(DIVIDED), data)
    assert asked(parts) == {
        "农业局": ["肉鸡补助", "肉鸡产值"],
        "统计局": ["总产值", "开工率", "规上企业数"],
        UNASSIGNED: ["其他"],
    }
    said = [(item.facts["department"], item.facts["names"]) for item in found if item.code == "department-by-division"]
    assert said == [("农业局", "肉鸡补助、肉鸡产值"), ("统计局", "总产值")]
    assert [item.facts["names"] for item in found if item.code == "indicator-without-department"] == ["其他"]


def test_whatever_is_said_goes_before_the_usual_division() -> None:
    data = dataset(indicator("肉鸡产值", 责任科室="畜牧站"), indicator("总产值"), indicator("农村收入"))
    parts, found = parts_of(report(DIVIDED, 总产值="办公室", 指标="财政局"), data)
    expected = {"畜牧站": ["肉鸡产值"], "办公室": ["总产值"], "财政局": ["农村收入"], "统计局": ["规上企业数"]}
    assert asked(parts) == expected
    assert not found


def test_the_kit_knows_who_answers_for_most_of_a_county() -> None:
    schema, found = read_schema(kit_folders()["work-summary"] / "schema.toml")
    assert not found
    names = ("旅游收入", "肉鸡产值", "限上零售业商品销售额", "每户最高补助", "入选年数")
    assert [schema.division(name) for name in names] == ["文体广电旅游局", "农业农村局", "商务局", "财政局", ""]
