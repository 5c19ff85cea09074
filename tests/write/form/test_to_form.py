import io
import re
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.load.read import read_data
from reportgen.model.dataset import Dataset
from reportgen.model.diagnostic import Diagnostic, Fault, Severity
from reportgen.model.figure import Figure, Missing
from reportgen.model.schema import GUIDE_SHEET, ColumnKind, ColumnSchema, IndicatorSchema, Schema, SheetSchema
from reportgen.write.to_form import to_form

INDUSTRIES = SheetSchema(
    name="主导产业",
    row_noun="产业",
    key="名称",
    department="经济发展局",
    total_indicator="产业数",
    columns=(
        ColumnSchema(name="名称", required=True, note="用全称"),
        ColumnSchema(name="主要产品", split="、"),
        ColumnSchema(name="产值", kind=ColumnKind.NUMBER, unit="亿元", previous="上年产值", minimum=Decimal(0)),
        ColumnSchema(name="上年产值", kind=ColumnKind.NUMBER, unit="亿元"),
        ColumnSchema(name="投产日期", kind=ColumnKind.DATE),
        ColumnSchema(name="状态", kind=ColumnKind.CHOICE, choices=("在建", "建成")),
    ),
)
SCHEMA = Schema(
    sheets=(INDUSTRIES,),
    indicators=(
        IndicatorSchema(
            name="规模以上工业增加值",
            unit="亿元",
            scope="年主营业务收入2000万元以上",
            required=True,
            department="统计局",
            basis="可比价",
            note="快报数",
        ),
        IndicatorSchema(name="产业数", unit="个"),
    ),
)


def book_of(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def load(data: bytes, folder: Path, schema: Schema = SCHEMA) -> tuple[Dataset, list[Diagnostic]]:
    path = folder / "2015年数据.xlsx"
    path.write_bytes(data)
    return read_data([path], schema, 2015)


def test_the_blank_workbook_loads_with_the_declared_columns_and_no_rows(tmp_path: Path) -> None:
    dataset, found = load(to_form(SCHEMA, 2015), tmp_path)
    table = dataset.tables["主导产业"]
    assert list(table.columns) == [column.name for column in INDUSTRIES.columns]
    assert len(table) == 0
    assert {item.code for item in found if item.severity is Severity.ERROR} <= {"missing-value"}


def test_the_indicators_of_the_kit_load_with_everything_but_their_values(tmp_path: Path) -> None:
    dataset, _ = load(to_form(SCHEMA, 2015), tmp_path)
    indicator = dataset.indicators["规模以上工业增加值"]
    assert isinstance(indicator.figure, Missing)
    assert indicator.texts["口径"] == "年主营业务收入2000万元以上"
    assert indicator.texts["责任科室"] == "统计局"
    assert indicator.texts["价格口径"] == "可比价"
    assert set(dataset.indicators) == {"规模以上工业增加值", "产业数"}


def test_what_a_clerk_fills_in_is_read_back_with_its_unit(tmp_path: Path) -> None:
    book = book_of(to_form(SCHEMA, 2015))
    row: tuple[str | float | date, ...] = ("铝及铝精深加工", "氧化铝、铝锭", 42.86, 33.2, date(2015, 11, 13), "建成")
    for column, value in enumerate(row, start=1):
        book["主导产业"].cell(4, column).value = value
    indicators = book["指标"]
    headers = [cell.value for cell in indicators[3]]
    indicators.cell(4, headers.index("数值*") + 1).value = 37.01
    stream = io.BytesIO()
    book.save(stream)
    dataset, found = load(stream.getvalue(), tmp_path)
    figure, output = dataset.indicators["规模以上工业增加值"].figure, dataset.tables["主导产业"].cell("产值", 0)
    assert isinstance(figure, Figure)
    assert isinstance(output, Figure)
    assert (figure.text, output.text) == ("37.01亿元", "42.86亿元")
    assert isinstance(output.previous, Figure)
    assert output.previous.text == "33.2亿元"
    assert not [item for item in found if item.severity is Severity.ERROR]


def test_the_same_schema_gives_the_same_bytes() -> None:
    data = to_form(SCHEMA, 2015)
    assert data == to_form(SCHEMA, 2015)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert {item.date_time for item in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        times = re.findall(r"<dcterms:\w+ [^>]*>([^<]*)", package.read("docProps/core.xml").decode())
    assert times == ["1980-01-01T00:00:00Z"] * 2


def test_headers_carry_units_and_marks_and_stay_on_the_screen() -> None:
    sheet = book_of(to_form(SCHEMA, 2015))["主导产业"]
    headers = [cell.value for cell in sheet[3]]
    assert headers == ["名称*", "主要产品", "产值（亿元）", "上年产值（亿元）", "投产日期", "状态"]
    assert sheet["A1"].value == "2015年主导产业"
    assert sheet.freeze_panes == "B4"
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.page_setup.paperSize == 9
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_choices_are_drop_downs_and_numbers_and_dates_are_asked_about_in_chinese() -> None:
    sheet = book_of(to_form(SCHEMA, 2015))["主导产业"]
    checks = {str(check.sqref).split(":")[0]: check for check in sheet.data_validations.dataValidation}
    assert (checks["F4"].type, checks["F4"].formula1, checks["F4"].errorStyle) == ("list", '"在建,建成"', "stop")
    assert (checks["C4"].type, checks["C4"].operator, checks["C4"].formula1) == ("decimal", "greaterThanOrEqual", "0")
    assert checks["C4"].errorStyle == "warning"
    assert checks["C4"].prompt == "只填数字，单位为亿元。应不小于0。"
    assert checks["E4"].type == "date"
    assert checks["B4"].prompt == "有几项的，用“、”分开。"
    assert checks["A4"].prompt == "用全称。"


def test_the_sheet_of_indicators_offers_the_words_for_nature_and_price_basis() -> None:
    sheet = book_of(to_form(SCHEMA, 2015))["指标"]
    lists = {check.formula1 for check in sheet.data_validations.dataValidation if check.type == "list"}
    assert {'"实际,预计"', '"现价,可比价"'} <= lists
    assert sheet["A4"].comment.text == "快报数"


def test_text_columns_keep_what_is_typed() -> None:
    sheet = book_of(to_form(SCHEMA, 2015))["主导产业"]
    assert [sheet.cell(4, column).number_format for column in (1, 3, 5)] == ["@", "General", 'yyyy"年"m"月"d"日"']


def test_the_first_sheet_says_how_and_links_to_every_other() -> None:
    book = book_of(to_form(SCHEMA, 2015, title="清镇经开区数据"))
    assert book.sheetnames == [GUIDE_SHEET, "指标", "主导产业"]
    guide = book[GUIDE_SHEET]
    lines = [cell.value for cell in guide["A"]]
    links = [cell.hyperlink.location for cell in guide["A"] if cell.hyperlink]
    assert lines[0] == "清镇经开区数据"
    assert any("未统计" in line for line in lines)
    assert links == ["'指标'!A1", "'主导产业'!A1"]


def test_a_declared_sheet_of_indicators_is_used_as_it_is() -> None:
    own = SheetSchema(name="指标", key="指标名称", columns=(ColumnSchema(name="指标名称"), ColumnSchema(name="数值")))
    book = book_of(to_form(Schema(sheets=(INDUSTRIES, own), indicators=SCHEMA.indicators), 2015))
    assert book.sheetnames == [GUIDE_SHEET, "指标", "主导产业"]
    assert [cell.value for cell in book["指标"][4]] == ["规模以上工业增加值", None]


@pytest.mark.parametrize("name", ["a/b", "x" * 32, "", "'quoted", "填报说明", "[1]"])
def test_a_sheet_name_that_excel_refuses_is_a_finding(name: str) -> None:
    schema = Schema(sheets=(SheetSchema(name=name, columns=(ColumnSchema(name="名称"),)),))
    with pytest.raises(Fault) as caught:
        to_form(schema, 2015)
    assert caught.value.code == "unusable-sheet-name"
    assert caught.value.diagnostics[0].facts == {"name": name}


def test_two_sheets_whose_names_differ_in_case_only_are_a_finding() -> None:
    columns = (ColumnSchema(name="名称"),)
    schema = Schema(sheets=(SheetSchema(name="GDP", columns=columns), SheetSchema(name="gdp", columns=columns)))
    with pytest.raises(Fault) as caught:
        to_form(schema, 2015)
    assert caught.value.code == "unusable-sheet-name"


def test_choices_that_make_no_drop_down_are_told_in_the_prompt() -> None:
    words = ("1,000以下", "1,000以上")
    column = ColumnSchema(name="规模", kind=ColumnKind.CHOICE, choices=words)
    sheet = book_of(to_form(Schema(sheets=(SheetSchema(name="表", columns=(column,)),)), 2015))["表"]
    check = sheet.data_validations.dataValidation[0]
    assert check.type is None
    assert check.prompt == "从下列各项中选：1,000以下、1,000以上。"


def test_names_that_look_like_formulas_stay_text() -> None:
    columns = (ColumnSchema(name="=1+1"), ColumnSchema(name="+比重"))
    book = book_of(to_form(Schema(sheets=(SheetSchema(name="表", columns=columns),)), 2015))
    assert [(cell.value, cell.data_type) for cell in book["表"][3]] == [("=1+1", "s"), ("+比重", "s")]


NAMES = st.text(st.characters(codec="utf-8"), max_size=40)


@settings(max_examples=15, deadline=None)
@given(
    names=st.lists(NAMES, min_size=1, max_size=6),
    notes=NAMES,
    unit=st.none() | NAMES,
    choices=st.lists(NAMES, max_size=4),
    kind=st.sampled_from(ColumnKind),
)
def test_any_schema_gives_a_workbook_that_opens(
    names: list[str], notes: str, unit: str | None, choices: list[str], kind: ColumnKind
) -> None:
    columns = tuple(
        ColumnSchema(name=name, note=notes, unit=unit, choices=tuple(choices), kind=kind, required=bool(notes))
        for name in names
    )
    schema = Schema(
        sheets=(SheetSchema(name="表", columns=columns, note=notes),),
        indicators=tuple(IndicatorSchema(name=name, unit=unit or "", note=notes) for name in names),
    )
    book = book_of(to_form(schema, 2015, title=notes))
    assert book.sheetnames == [GUIDE_SHEET, "指标", "表"]
