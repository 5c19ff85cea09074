"""The hidden sheet of a department's form, as it is written and as programs give it back."""

from decimal import Decimal

from reportgen.model.form import FormColumn, FormMark, FormRow, Role, from_cells, is_added, to_cells

MARK = FormMark(
    report="某开发区2015年工作总结",
    year=2015,
    organization="某开发区",
    fingerprint="0123456789abcdef",
    department="招商局",
    columns=(FormColumn("指标", 1, "指标名称", Role.KEY), FormColumn("指标", 5, "数值", Role.INPUT)),
    rows=(FormRow("指标", 5, "开工率", 7), FormRow("指标", 6, "投产率", None)),
)


def test_marks_are_read_back_as_they_were_written() -> None:
    assert from_cells(to_cells(MARK)) == MARK


def test_marks_survive_numbers_as_text_decimals_and_empty_cells() -> None:
    for changed in (str, lambda cell: Decimal(cell) if isinstance(cell, int) else cell):
        rows = [(*(changed(cell) for cell in row), None, None) for row in to_cells(MARK)]
        assert from_cells([(), *rows, (None, "x"), ("备注", "某人")]) == MARK


def test_a_sheet_without_report_year_or_department_marks_nothing() -> None:
    rows = list(to_cells(MARK))
    for index in (0, 1, 4):
        assert from_cells(rows[:index] + rows[index + 1 :]) is None
    assert from_cells([]) is None


def test_columns_and_rows_are_found_by_sheet() -> None:
    assert [column.name for column in MARK.columns_of("指标")] == ["指标名称", "数值"]
    assert [row.name for row in MARK.rows_of("指标")] == ["开工率", "投产率"]
    assert not MARK.columns_of("融资")
    assert not MARK.rows_of("融资")


def test_headers_that_the_form_adds_are_told_from_those_of_the_schema() -> None:
    assert is_added("变动原因")
    assert is_added("比上年增减（产值）")
    assert not is_added("上年产值")
