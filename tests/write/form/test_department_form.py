"""A department's form, read by meaning: what is locked, what is open, what may be entered, what is worked out."""

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.load.read import read_data
from reportgen.model.dataset import Dataset
from reportgen.model.departments import Part, fingerprint, parts_of
from reportgen.model.diagnostic import Fault
from reportgen.model.figure import Figure
from reportgen.model.form import MARK_SHEET, FormMark, Role, from_cells
from reportgen.model.report import Kit, Report
from reportgen.model.schema import ColumnKind, ColumnSchema, IndicatorSchema, Schema, SheetSchema
from reportgen.ooxml.fingerprint import is_untouched
from reportgen.write.to_department_form import to_department_form

INDUSTRIES = SheetSchema(
    name="主导产业",
    row_noun="产业",
    key="名称",
    department="经发局",
    columns=(
        ColumnSchema(name="名称", required=True),
        ColumnSchema(name="主要产品", split="、"),
        ColumnSchema(name="产值", kind=ColumnKind.NUMBER, unit="亿元", previous="上年产值", minimum=Decimal(0)),
        ColumnSchema(name="上年产值", kind=ColumnKind.NUMBER, unit="亿元"),
        ColumnSchema(name="投产日期", kind=ColumnKind.DATE),
        ColumnSchema(name="状态", kind=ColumnKind.CHOICE, choices=("在建", "建成")),
    ),
)
HERDS = SheetSchema(
    name="农业生产",
    key="品种",
    department="经发局",
    columns=(
        ColumnSchema(name="品种", required=True),
        ColumnSchema(name="指标", required=True),
        ColumnSchema(name="数量", kind=ColumnKind.NUMBER, unit_column="单位", previous="上年数量"),
        ColumnSchema(name="上年数量", kind=ColumnKind.NUMBER, unit_column="单位"),
        ColumnSchema(name="单位"),
    ),
)
SCHEMA = Schema(
    sheets=(INDUSTRIES, HERDS),
    indicators=(IndicatorSchema(name="开工率", unit="%", department="经发局", note="快报数"),),
)
INDICATORS: list[tuple[Any, ...]] = [
    (
        "指标名称",
        "口径",
        "计量单位",
        "数值",
        "概数",
        "上年数",
        "目标值",
        "数据性质",
        "价格口径",
        "责任科室",
        "来源说明",
    ),
    ("工业增加值", "规上工业", "亿元", 37.01, "余", 28.6, 40, "实际", "可比价", "经发局", "年报"),
    ("开工率", None, "%", 100, None, 90.5, None, "实际", None, None, None),
    ("招商思路", None, None, "盯住龙头企业", None, None, None, None, None, "经发局", None),
    ("投运日期", None, None, date(2014, 5, 8), None, None, None, None, None, "经发局", None),
    ("企业数", None, "家", 130, None, None, None, None, None, "经发局", None),
    ("引资额", None, "亿元", 1, None, None, None, None, None, "招商局", None),
]
LISTS: dict[str, list[tuple[Any, ...]]] = {
    "主导产业": [
        ("名称", "主要产品", "产值（亿元）", "上年产值（万元）", "投产日期", "状态"),
        ("铝加工", "铝锭、铝棒", 42.86, 332000, date(2010, 1, 2), "建成"),
        ("=医药", None, None, None, None, None),
    ],
    "农业生产": [
        ("品种", "指标", "数量", "上年数量", "单位"),
        ("猪", "出栏", 2, 3, "万头"),
        ("猪", "存栏", 1, 1, "万头"),
    ],
}


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in {"指标": INDICATORS, **LISTS}.items():
        sheet = book.create_sheet(name)
        for at, row in enumerate(rows, 3):
            for column, value in enumerate(row, 1):
                sheet.cell(at, column).value = value
                if isinstance(value, str):
                    sheet.cell(at, column).data_type = "s"
    path = tmp_path_factory.mktemp("data") / "2015年数据.xlsx"
    book.save(path)
    return read_data([path], SCHEMA, 2015)[0]


def report_of(schema: Schema = SCHEMA) -> Report:
    kit = Kit(
        name="k", title="k", folder=Path(), schema=schema, sections=(), appendices=(), styles={},
        document_name="a.docx", appendix_name="a.xlsx",
    )  # fmt: skip
    return Report(
        folder=Path(), kit=kit, year=2015, title="某区2015年总结", organization="某区", data=(), sections=(),
        appendices=(), profile="gb9704",
    )  # fmt: skip


@pytest.fixture(scope="module")
def part(dataset: Dataset) -> Part:
    (found,) = (item for item in parts_of(report_of(), dataset)[0] if item.department == "经发局")
    return found


@pytest.fixture(scope="module")
def form(part: Part, dataset: Dataset) -> bytes:
    return to_department_form(part, report_of(), dataset.tables)


@pytest.fixture
def book(form: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(form))


def mark_of(book: openpyxl.Workbook) -> FormMark:
    mark = from_cells(book[MARK_SHEET].iter_rows(values_only=True))
    assert mark is not None
    return mark


def cell(book: openpyxl.Workbook, sheet: str, row: str, column: str) -> Any:
    """A cell by the name of its row and its column, as the hidden sheet places them."""
    mark = mark_of(book)
    at = next(item.position for item in mark.rows_of(sheet) if item.name == row)
    return book[sheet].cell(at, next(item.position for item in mark.columns_of(sheet) if item.name == column))


def check_at(book: openpyxl.Workbook, sheet: str, row: str, column: str) -> DataValidation:
    wanted = cell(book, sheet, row, column).coordinate
    (found,) = (item for item in book[sheet].data_validations.dataValidation if wanted in item.sqref)
    check: DataValidation = found
    return check


def test_the_form_holds_the_department_s_indicators_and_lists_only(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == ["填报说明", "指标", "主导产业", "农业生产", MARK_SHEET]
    names = [row.name for row in mark_of(book).rows_of("指标")]
    assert names == ["工业增加值", "开工率", "招商思路", "投运日期", "企业数"]
    assert book["指标"].max_row == 3 + len(names), "indicators that are not asked for have no row"


def test_last_year_s_value_is_filled_in_and_locked_where_it_is_known(book: openpyxl.Workbook) -> None:
    known, unknown = cell(book, "指标", "工业增加值", "上年数"), cell(book, "指标", "企业数", "上年数")
    assert (known.value, known.protection.locked) == (28.6, True)
    assert (unknown.value, unknown.protection.locked) == (None, False)
    assert known.fill.fgColor.rgb != unknown.fill.fgColor.rgb


def test_this_year_s_value_is_asked_for_whatever_the_workbook_has(book: openpyxl.Workbook) -> None:
    for row in ("工业增加值", "开工率", "投运日期", "企业数"):
        asked = cell(book, "指标", row, "数值")
        assert (asked.value, asked.protection.locked) == (None, False)
    for column in ("概数", "数据性质", "来源说明", "变动原因"):
        assert cell(book, "指标", "工业增加值", column).value is None
        assert not cell(book, "指标", "工业增加值", column).protection.locked


def test_names_units_scopes_targets_and_price_bases_stand_beside_and_are_locked(book: openpyxl.Workbook) -> None:
    for column, value in {"口径": "规上工业", "计量单位": "亿元", "目标值": 40, "价格口径": "可比价"}.items():
        known = cell(book, "指标", "工业增加值", column)
        assert (known.value, known.protection.locked) == (value, True)
    assert cell(book, "指标", "开工率", "指标名称").protection.locked


def test_an_indicator_in_words_asks_for_no_numbers(book: openpyxl.Workbook) -> None:
    words = cell(book, "指标", "招商思路", "数值")
    assert (words.value, words.protection.locked) == (None, False)
    assert check_at(book, "指标", "招商思路", "数值").prompt == "填文字。"
    for column in ("上年数", "目标值", "概数", "比上年增减"):
        closed = cell(book, "指标", "招商思路", column)
        assert (closed.value, closed.protection.locked) == (None, True)


def test_known_rows_of_a_list_come_with_key_texts_and_last_year_in_one_unit(book: openpyxl.Workbook) -> None:
    name = cell(book, "主导产业", "铝加工", "名称")
    products = cell(book, "主导产业", "铝加工", "主要产品")
    before = cell(book, "主导产业", "铝加工", "上年产值")
    assert name.protection.locked
    assert (products.value, products.protection.locked) == ("铝锭、铝棒", False)
    assert (before.value, before.protection.locked) == (33.2, True), "332,000 万元 in the column's 亿元"
    header = {item.name: book["主导产业"].cell(3, item.position).value for item in mark_of(book).columns_of("主导产业")}
    assert (header["产值"], header["上年产值"]) == ("产值（亿元）", "上年产值（亿元）")


def test_of_a_list_that_holds_in_the_next_year_too_is_carried_and_the_rest_is_asked(book: openpyxl.Workbook) -> None:
    for column in ("产值", "投产日期"):
        asked = cell(book, "主导产业", "铝加工", column)
        assert (asked.value, asked.protection.locked) == (None, False)
    state = cell(book, "主导产业", "铝加工", "状态")
    assert (state.value, state.protection.locked) == ("建成", False)
    assert state.fill.fgColor.rgb != asked.fill.fgColor.rgb


def test_what_the_kit_declares_lasting_is_carried_whatever_it_is(dataset: Dataset) -> None:
    columns = tuple(
        replace(column, lasting={"投产日期": True, "状态": False}.get(column.name)) for column in INDUSTRIES.columns
    )
    asked = (IndicatorSchema(name="企业数", unit="家", lasting=True),)
    part = Part(department="甲", sheets=(replace(INDUSTRIES, columns=columns),), indicators=asked)
    book = openpyxl.load_workbook(io.BytesIO(to_department_form(part, report_of(), dataset.tables)))
    assert cell(book, "指标", "企业数", "数值").value == 130
    assert cell(book, "主导产业", "铝加工", "投产日期").value.date() == date(2010, 1, 2)
    assert cell(book, "主导产业", "铝加工", "状态").value is None


def test_a_list_that_begins_anew_each_year_has_room_for_as_many_rows_and_more(dataset: Dataset) -> None:
    part = Part(department="甲", sheets=(replace(INDUSTRIES, lasting=False),), indicators=())
    book = openpyxl.load_workbook(io.BytesIO(to_department_form(part, report_of(), dataset.tables)))
    assert mark_of(book).rows == ()
    assert book["主导产业"].max_row == 3 + 2 + 15
    assert book["主导产业"]["A4"].value is None


def test_a_list_that_is_known_to_be_longer_has_room_for_all_of_it(dataset: Dataset, part: Part) -> None:
    count = dataset.indicators["企业数"].figure
    assert isinstance(count, Figure)
    longer = replace(dataset.tables["主导产业"], announced=count)
    book = openpyxl.load_workbook(
        io.BytesIO(to_department_form(part, report_of(), {**dataset.tables, "主导产业": longer}))
    )
    assert book["主导产业"].max_row == 3 + 130


def test_rows_that_the_key_does_not_tell_apart_are_locked_by_more_columns(book: openpyxl.Workbook) -> None:
    roles = {item.name: item.role for item in mark_of(book).columns_of("农业生产")}
    assert (roles["品种"], roles["指标"], roles["单位"]) == (Role.KEY, Role.KEY, Role.GIVEN)


def test_below_the_known_rows_of_a_list_is_room_for_new_ones(book: openpyxl.Workbook) -> None:
    sheet = book["主导产业"]
    for at in range(6, 16):
        opened = [not item.protection.locked for item in sheet[at]]
        assert opened.count(False) == 1, "only the growth is locked"
    name = sheet["A15"].coordinate
    assert any(name in item.sqref for item in sheet.data_validations.dataValidation)


def test_names_that_look_like_formulas_stay_text(book: openpyxl.Workbook) -> None:
    assert cell(book, "主导产业", "=医药", "名称").data_type == "s"


def test_sheets_are_protected_without_a_password_and_columns_can_be_made_wider(book: openpyxl.Workbook) -> None:
    for sheet in book:
        assert sheet.protection.sheet
        assert sheet.protection.password is None
        assert not sheet.protection.formatColumns, "0 allows it"
        assert not sheet.protection.selectLockedCells


def test_open_cells_take_what_fits_and_say_so_in_chinese(book: openpyxl.Workbook) -> None:
    nature = check_at(book, "指标", "企业数", "数据性质")
    assert (nature.type, nature.formula1, nature.errorStyle) == ("list", '"实际,预计"', "stop")
    state = check_at(book, "主导产业", "铝加工", "状态")
    assert (state.type, state.formula1) == ("list", '"在建,建成"')
    count = check_at(book, "指标", "企业数", "数值")
    assert (count.type, count.operator, count.formula1) == ("decimal", "greaterThanOrEqual", "0")
    money = check_at(book, "指标", "工业增加值", "数值")
    assert (money.type, money.operator) == ("decimal", "between"), "money may be below zero"
    assert check_at(book, "指标", "投运日期", "数值").type == "date"
    assert check_at(book, "主导产业", "铝加工", "投产日期").type == "date"
    output = check_at(book, "主导产业", "铝加工", "产值")
    assert (output.type, output.operator, output.formula1) == ("decimal", "greaterThanOrEqual", "0")
    for check in (nature, state, count, money, output):
        assert check.showErrorMessage
        assert re.search(r"[\u4e00-\u9fff]", str(check.error))
        assert re.search(r"[\u4e00-\u9fff]", str(check.errorTitle))


def test_the_prompt_of_an_indicator_says_unit_scope_and_last_year(book: openpyxl.Workbook) -> None:
    check = check_at(book, "指标", "工业增加值", "数值")
    assert check.promptTitle == "工业增加值"
    assert check.prompt == "口径：规上工业。上年数28.6亿元。只填数字，单位为亿元。"
    assert "快报数" in str(check_at(book, "指标", "开工率", "数值").prompt)
    for sheet in book:
        for item in sheet.data_validations.dataValidation:
            assert len(item.prompt or "") <= 255
            assert len(item.promptTitle or "") <= 32


def test_growth_is_a_formula_that_shows_nothing_until_both_values_stand_there(
    form: bytes, book: openpyxl.Workbook
) -> None:
    growth = cell(book, "指标", "工业增加值", "比上年增减")
    now, before = (cell(book, "指标", "工业增加值", name).coordinate for name in ("数值", "上年数"))
    assert growth.value == f'=IF(AND(ISNUMBER({before}),ISNUMBER({now})),IF({before}>0,{now}/{before}-1,""),"")'
    shown = openpyxl.load_workbook(io.BytesIO(form), data_only=True)
    texts = zipfile.ZipFile(io.BytesIO(form)).read("xl/worksheets/sheet2.xml").decode()
    assert f'<c r="{growth.coordinate}"' in texts
    formulas = re.findall(r'<c r="[A-Z]+\d+"[^>]*>(?=<f>)', texts)
    assert formulas
    assert all('t="str"' in item for item in formulas)
    assert not cell(shown, "指标", "工业增加值", "比上年增减").value


def test_rates_are_compared_in_percentage_points(book: openpyxl.Workbook) -> None:
    growth = cell(book, "指标", "开工率", "比上年增减")
    now, before = (cell(book, "指标", "开工率", name).coordinate for name in ("数值", "上年数"))
    assert f",{now}-{before}," in growth.value
    assert "个百分点" in growth.number_format


def test_a_large_change_is_coloured_and_so_is_its_missing_reason(book: openpyxl.Workbook) -> None:
    rules = {str(item.sqref): [rule.formula[0] for rule in item.rules] for item in book["指标"].conditional_formatting}
    growth, reason = (
        cell(book, "指标", "工业增加值", name).column_letter for name in ("比上年增减", "变动原因")
    )  # fmt: skip
    assert set(rules) == {f"{growth}4:{growth}8", f"{reason}4:{reason}8"}
    assert ">0.3*" in rules[f"{growth}4:{growth}8"][0]
    assert f"LEN(TRIM(${reason}4))=0" in rules[f"{reason}4:{reason}8"][0]
    assert not book["农业生产"].protection.objects
    said = "".join(str(item.value) for row in book["填报说明"].iter_rows() for item in row if item.value)
    assert "增减超过30%的会变红" in said


def test_the_first_sheet_leaves_who_until_when_and_whom_to_ask_open(book: openpyxl.Workbook) -> None:
    sheet = book["填报说明"]
    labels = {str(row[0].value): row[1] for row in sheet.iter_rows(min_row=2, max_row=10)}
    for label in ("填报人", "联系电话", "填报日期", "报送截止时间", "有疑问请联系"):
        assert labels[label].value is None
        assert not labels[label].protection.locked
    assert labels["填报科室"].value == "经发局"
    assert labels["填报科室"].protection.locked
    links = {item.hyperlink.location for row in sheet.iter_rows() for item in row if item.hyperlink}
    assert links == {"'指标'!A1", "'主导产业'!A1", "'农业生产'!A1"}


def test_the_hidden_sheet_says_whose_form_it_is_and_where_its_cells_belong(book: openpyxl.Workbook, part: Part) -> None:
    assert book[MARK_SHEET].sheet_state == "veryHidden"
    mark = mark_of(book)
    assert (mark.report, mark.year, mark.organization, mark.department) == ("某区2015年总结", 2015, "某区", "经发局")
    assert mark.fingerprint == fingerprint(part)
    rows = {row.name: row.source for row in mark.rows}
    assert (rows["开工率"], rows["铝加工"]) == (5, 4), "rows of the report's workbook"
    for column in mark.columns:
        header = str(book[column.sheet].cell(3, column.position).value)
        assert re.split(r"[（*]", header)[0] == column.name


def test_rows_grow_when_somebody_types_more_into_them(form: bytes) -> None:
    texts = zipfile.ZipFile(io.BytesIO(form)).read("xl/worksheets/sheet3.xml").decode()
    heights = dict(re.findall(r'<row r="(\d+)" ht="[\d.]+"([^>]*)>', texts))
    assert "customHeight" in heights["3"]
    assert not [row for row, rest in heights.items() if int(row) > 3 and "customHeight" in rest]


def test_every_form_prints_on_a4_with_its_header_on_every_page(book: openpyxl.Workbook) -> None:
    for name in ("指标", "主导产业"):
        sheet = book[name]
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.print_title_rows == "$3:$3"


def test_the_same_input_gives_the_same_bytes_and_a_change_is_noticed(
    form: bytes, part: Part, dataset: Dataset, book: openpyxl.Workbook
) -> None:
    assert to_department_form(part, report_of(), dataset.tables) == form
    assert is_untouched(form) is True
    book.custom_doc_props["reportgen"].value = "x"  # type: ignore[attr-defined]
    stream = io.BytesIO()
    book.save(stream)
    assert is_untouched(stream.getvalue()) is not True


def test_an_indicator_that_the_workbook_lacks_is_asked_for_all_the_same(dataset: Dataset) -> None:
    asked = IndicatorSchema(name="用电量", unit="亿度", required=True)
    data = to_department_form(Part(department="甲", sheets=(), indicators=(asked,)), report_of(), {**dataset.tables})
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert [row.source for row in mark_of(book).rows] == [None]
    assert cell(book, "指标", "用电量", "计量单位").value == "亿度"


def test_a_kit_s_own_sheet_of_indicators_is_completed_with_what_a_form_needs(dataset: Dataset) -> None:
    own = SheetSchema(
        name="指标", key="指标名称", columns=(ColumnSchema(name="指标名称", required=True), ColumnSchema(name="代码"))
    )
    schema = replace(SCHEMA, sheets=(own, *SCHEMA.sheets))
    asked = IndicatorSchema(name="企业数", unit="家")
    data = to_department_form(Part(department="甲", sheets=(), indicators=(asked,)), report_of(schema), dataset.tables)
    names = [item.name for item in mark_of(openpyxl.load_workbook(io.BytesIO(data))).columns]
    assert {"代码", "数值", "上年数", "比上年增减", "变动原因"} <= set(names)
    assert "责任科室" not in names
    assert names.index("上年数") + 1 == names.index("数值")


@pytest.mark.parametrize("name", ["_reportgen", "填报说明", "长" * 32])
def test_a_list_that_a_spreadsheet_cannot_hold_is_a_finding(name: str) -> None:
    sheet = SheetSchema(name=name, columns=(ColumnSchema(name="名称"),))
    with pytest.raises(Fault) as caught:
        to_department_form(Part(department="甲", sheets=(sheet,), indicators=()), report_of(), {})
    assert caught.value.code == "unusable-sheet-name"


def filled(book: openpyxl.Workbook) -> bytes:
    """The form as a department sends it back."""
    for row, column, value in (("工业增加值", "数值", 39), ("开工率", "数值", 95), ("工业增加值", "变动原因", "投产")):
        cell(book, "指标", row, column).value = value
    sheet: Worksheet = book["主导产业"]
    new = {item.name: item.position for item in mark_of(book).columns_of("主导产业")}
    entry: dict[str, Any] = {"名称": "建材", "产值": 3.5, "上年产值": 2, "投产日期": date(2015, 3, 1)}
    for name, value in entry.items():
        sheet.cell(6, new[name]).value = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_filled_form_is_read_like_any_workbook(book: openpyxl.Workbook, tmp_path: Path) -> None:
    path = tmp_path / "招商局.xlsx"
    path.write_bytes(filled(book))
    read, found = read_data([path], SCHEMA, 2015)
    assert read.tables["指标"].columns["数值"].values[:2] == [Decimal(39), Decimal(95)]
    assert read.tables["指标"].columns["上年数"].values[0] == Decimal("28.6")
    assert list(filter(None, read.tables["主导产业"].columns["名称"].values)) == ["铝加工", "=医药", "建材"]
    assert read.tables["主导产业"].columns["投产日期"].values[2] == date(2015, 3, 1)
    # openpyxl drops the results of formulas when it saves; spreadsheet programs do not.
    assert {item.code for item in found if item.severity == "error"} <= {"formula-without-value"}


def test_spare_rows_and_formulas_of_an_empty_form_are_no_entries(form: bytes, tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(form)
    read, found = read_data([path], SCHEMA, 2015)
    assert [len(read.tables[name]) for name in ("指标", "主导产业", "农业生产")] == [5, 2, 2]
    assert not [item.code for item in found if item.severity == "error"]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_works_the_growth_out_and_keeps_protection_checks_and_marks(
    book: openpyxl.Workbook, tmp_path: Path
) -> None:
    path = tmp_path / "a" / "form.xlsx"
    path.parent.mkdir()
    path.write_bytes(filled(book))
    home = (tmp_path / "home").as_uri()
    command = ["soffice", f"-env:UserInstallation={home}", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
    subprocess.run(  # noqa: S603
        [*command, "--outdir", str(tmp_path), str(path)], check=True, capture_output=True, timeout=180
    )
    kept = openpyxl.load_workbook(tmp_path / "form.xlsx", data_only=True)
    assert mark_of(kept) == mark_of(book)
    assert cell(kept, "指标", "工业增加值", "比上年增减").value == pytest.approx(39 / 28.6 - 1)
    assert cell(kept, "指标", "开工率", "比上年增减").value == pytest.approx(4.5)
    assert not cell(kept, "指标", "企业数", "比上年增减").value
    growth = next(item.position for item in mark_of(kept).columns_of("主导产业") if item.name == "比上年增减")
    assert kept["主导产业"].cell(6, growth).value == pytest.approx(0.75)
    for name in ("指标", "主导产业"):
        assert kept[name].protection.sheet
        assert len(kept[name].conditional_formatting) == 2
    assert cell(kept, "指标", "工业增加值", "上年数").protection.locked
    assert not cell(kept, "指标", "工业增加值", "数值").protection.locked
    assert check_at(kept, "指标", "企业数", "数据性质").formula1 == '"实际,预计"'
    assert (
        check_at(kept, "指标", "工业增加值", "数值").prompt == "口径：规上工业。上年数28.6亿元。只填数字，单位为亿元。"
    )


DEPARTMENTS = st.text(st.characters(categories=("L", "N", "P")), min_size=1, max_size=40)
NAMES = st.text(min_size=1, max_size=40).filter(lambda text: text.strip())


@settings(max_examples=30, deadline=None)
@given(
    names=st.lists(NAMES, min_size=1, max_size=5, unique=True),
    note=NAMES,
    unit=st.none() | NAMES,
    choices=st.lists(NAMES, max_size=4),
    kind=st.sampled_from(ColumnKind),
    department=DEPARTMENTS,
)
def test_any_part_gives_a_form_that_opens_and_whose_marks_can_be_read(
    names: list[str], note: str, unit: str | None, choices: list[str], kind: ColumnKind, department: str
) -> None:
    columns = tuple(ColumnSchema(name=name, note=note, unit=unit, choices=tuple(choices), kind=kind) for name in names)
    paired = (replace(columns[0], previous=names[-1]), *columns[1:]) if len(names) > 1 else columns
    part = Part(
        department=department,
        sheets=(SheetSchema(name="表", columns=paired, note=note, key=names[0]),),
        indicators=tuple(IndicatorSchema(name=name, unit=unit or "", note=note, scope=note) for name in names),
    )
    book = openpyxl.load_workbook(io.BytesIO(to_department_form(part, report_of(), {})))
    assert book.sheetnames == ["填报说明", "指标", "表", MARK_SHEET]
    assert len(mark_of(book).rows) == len(names)
