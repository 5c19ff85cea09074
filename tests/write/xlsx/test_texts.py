"""Text in cells: any text comes out unchanged, and none becomes a formula."""

from io import BytesIO

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from reportgen.load.xlsx import open_workbook
from reportgen.model.document import Appendix, DataTable, Document, TableColumn
from reportgen.model.schema import ColumnKind
from reportgen.write.to_xlsx import to_xlsx

ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
FORMULA_LIKE = ["=1+1", "+86 851", "-5", "@SUM(A1)", '=HYPERLINK("http://a")', "=cmd|' /C calc'!A0"]


def written(*texts: str) -> bytes:
    column = TableColumn(header="名称", kind=ColumnKind.TEXT, values=list(texts))
    appendix = Appendix(number=1, title="文字", table=DataTable(columns=(column,), row_count=len(texts)))
    return to_xlsx(Document(title=(), sections=(), appendices=(appendix,)), year=2015)[0]


def by_openpyxl(data: bytes, count: int) -> list[str]:
    sheet = openpyxl.load_workbook(BytesIO(data)).worksheets[0]
    return [unescape(sheet[f"A{row}"].value or "") for row in range(3, 3 + count)]


def by_ourselves(data: bytes, count: int) -> list[str]:
    workbook = open_workbook(data, "附件.xlsx")
    sheet = workbook.sheet(workbook.sheets[0])
    cells = [sheet.cell(row, 1) for row in range(3, 3 + count)]
    return [cell.text if cell is not None else "" for cell in cells]


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(ANY, min_size=1, max_size=6))
@example(["_x0041_", "_x005F_x0041_", "\r\n\t", " 首尾 ", "\x00\x0b\x1f", "\ufffe\uffff", "𠮷", "a  b"])
@example(FORMULA_LIKE)
def test_any_text_is_read_back_as_it_was(texts: list[str]) -> None:
    data = written(*texts)
    assert by_ourselves(data, len(texts)) == texts
    assert by_openpyxl(data, len(texts)) == texts


def test_half_a_character_does_no_harm() -> None:
    assert by_openpyxl(written("\ud800甲", "乙"), 2)[1] == "乙"


@pytest.mark.parametrize("text", FORMULA_LIKE)
def test_text_that_looks_like_a_formula_stays_text_even_when_edited(text: str) -> None:
    sheet = openpyxl.load_workbook(BytesIO(written("普通", text))).worksheets[0]
    assert sheet["A4"].value == text
    assert sheet["A4"].data_type != "f" or text.startswith("=")  # openpyxl takes any text with = for a formula
    assert sheet["A4"].quotePrefix
    assert not sheet["A3"].quotePrefix


def test_no_formula_stands_in_the_file_for_such_texts() -> None:
    workbook = open_workbook(written(*FORMULA_LIKE), "附件.xlsx")
    part = workbook.package.read(workbook.sheets[0].part)
    assert b"<f>" not in part
    assert part.count(b't="inlineStr"') >= len(FORMULA_LIKE)


def test_a_block_of_usual_texts_is_written_like_each_of_them_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["铝加工", "R&D", "<复核>", "a>b"]
    together = written(*texts)
    monkeypatch.setattr("reportgen.write.excel.cells._is_unusual", bool)
    assert written(*texts) == together
