from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from reportgen.merge.excel.cells import Scalar
from reportgen.merge.excel.edit import DeleteRows, InsertRows, PutSheet, SetCell, edit
from reportgen.model.diagnostic import Fault

from .conftest import changed_parts, opened, parts_of, with_parts

Make = Callable[..., bytes]


def list_of_plants(book: Any) -> None:
    sheet = book.add_worksheet("企业")
    other = book.add_worksheet("说明")
    bold = book.add_format({"bold": True, "num_format": "0.00"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, ["名称", "产值", "投产"])
    for row, name in enumerate("甲乙丙", 1):
        sheet.write(row, 0, name)
        sheet.write(row, 1, row * 10, bold)
        sheet.write_datetime(row, 2, date(2015, 1, row), day)
    sheet.write_formula(4, 1, "=SUM(B2:B4)", None, 60)
    other.write_string(0, 0, "说明文字")


@pytest.fixture
def plants(workbook: Make) -> bytes:
    return workbook(list_of_plants)


def test_edits_of_nothing_leave_every_part_as_it_was(plants: bytes) -> None:
    assert changed_parts(plants, edit(plants, "data.xlsx", {})) == set()


def test_one_cell_set_changes_its_sheet_only(plants: bytes) -> None:
    made = edit(plants, "data.xlsx", {"企业": [SetCell(2, 2, Decimal("12.50"))]})
    assert changed_parts(plants, made) == {"xl/worksheets/sheet1.xml"}
    sheet = opened(made)["企业"]
    assert (sheet["B2"].value, sheet["B2"].number_format, sheet["B2"].font.bold) == (12.5, "0.00", True)
    assert sheet["B3"].value == 20


def test_cells_set_outside_the_used_range_are_within_the_dimension(plants: bytes) -> None:
    made = edit(plants, "data.xlsx", {"企业": [SetCell(9, 5, "丁"), InsertRows(2, 1, cells=({1: "戊"},))]})
    assert b'<dimension ref="A1:E10"/>' in parts_of(made)["xl/worksheets/sheet1.xml"]
    assert list(opened(made, read_only=True)["企业"].values)[-1] == (None, None, None, None, "丁")


def test_texts_dates_and_booleans_go_in_as_what_they_are(plants: bytes) -> None:
    edits = [
        SetCell(2, 1, " <甲> & 乙\n"),
        SetCell(2, 3, date(2016, 2, 29)),
        SetCell(2, 5, date(2016, 3, 1)),
        SetCell(2, 6, True),
        SetCell(2, 7, Decimal("0.1"), like=(2, 2)),
    ]
    sheet = opened(edit(plants, "data.xlsx", {"企业": edits}))["企业"]
    assert sheet["A2"].value == " <甲> & 乙\n"
    assert (sheet["C2"].value.date(), sheet["C2"].number_format) == (date(2016, 2, 29), "yyyy-mm-dd")
    assert sheet["E2"].value.date() == date(2016, 3, 1)
    assert sheet["E2"].is_date
    assert sheet["F2"].value is True
    assert (sheet["G2"].value, sheet["G2"].number_format) == (0.1, "0.00")


def test_a_cell_emptied_keeps_its_style(plants: bytes) -> None:
    sheet = opened(edit(plants, "data.xlsx", {"企业": [SetCell(3, 2, None)]}))["企业"]
    assert (sheet["B3"].value, sheet["B3"].number_format) == (None, "0.00")


def test_cells_in_rows_that_are_not_there_are_put_in_order(plants: bytes) -> None:
    made = edit(plants, "data.xlsx", {"企业": [SetCell(20, 3, "下"), SetCell(9, 1, "上"), SetCell(20, 1, "左")]})
    sheet = opened(made)["企业"]
    assert (sheet["A9"].value, sheet["A20"].value, sheet["C20"].value) == ("上", "左", "下")


def test_rows_put_in_look_like_their_pattern_and_move_the_rest_down(plants: bytes) -> None:
    cells: list[dict[int, Scalar]] = [{1: "丁", 2: Decimal(40)}, {1: "戊"}]
    made = edit(plants, "data.xlsx", {"企业": [InsertRows(after=4, count=2, cells=cells)]})
    sheet = opened(made)["企业"]
    assert [sheet.cell(row, 1).value for row in range(2, 7)] == ["甲", "乙", "丙", "丁", "戊"]
    assert (sheet["B5"].value, sheet["B5"].number_format) == (40, "0.00")
    assert (sheet["B6"].value, sheet["B6"].number_format) == (None, "0.00")
    assert str(sheet["B7"].value).startswith("=SUM(")


def test_rows_taken_out_move_the_rest_up(plants: bytes) -> None:
    sheet = opened(edit(plants, "data.xlsx", {"企业": [DeleteRows(2, 3)]}))["企业"]
    assert [sheet["A2"].value, sheet["A3"].value] == ["丙", None]
    assert sheet["B2"].value == 30


def test_a_sheet_of_ours_is_added_hidden_and_replaced_the_next_time(plants: bytes) -> None:
    rows: list[list[Scalar]] = [["表", "行"], ["企业", Decimal(2)], [date(2016, 1, 1), None]]
    made = edit(plants, "data.xlsx", {"汇总来源": [PutSheet(rows, widths=[10, 5])]})
    book = opened(made)
    assert book.sheetnames == ["企业", "说明", "汇总来源"]
    assert book["汇总来源"].sheet_state == "hidden"
    assert [[cell.value for cell in row] for row in book["汇总来源"].iter_rows()] == [
        ["表", "行"],
        ["企业", 2],
        ["2016-01-01", None],
    ]
    again = edit(made, "data.xlsx", {"汇总来源": [PutSheet([["新"]])]})
    assert changed_parts(made, again) == {"xl/worksheets/sheet3.xml"}
    assert opened(again)["汇总来源"]["A1"].value == "新"


def test_a_sheet_that_is_not_there_is_said_with_the_nearest_name(plants: bytes) -> None:
    with pytest.raises(Fault) as caught:
        edit(plants, "data.xlsx", {"企 业": [SetCell(1, 1, "x")]})
    assert caught.value.code == "missing-sheet"
    assert caught.value.diagnostics[0].suggestion == "企业"


@pytest.mark.parametrize("wrong", [SetCell(0, 1, "x"), SetCell(1, 16_385, "x"), DeleteRows(3, 2), InsertRows(0, 1)])
def test_places_outside_a_sheet_are_a_mistake_of_the_caller(plants: bytes, wrong: Any) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - one kind of mistake, four places
        edit(plants, "data.xlsx", {"企业": [wrong]})


def test_a_formula_overwritten_leaves_the_calculation_chain(plants: bytes) -> None:
    parts = parts_of(plants)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    chained = with_parts(
        plants,
        {
            "xl/calcChain.xml": f'<calcChain xmlns="{main}"><c r="B5" i="1"/><c r="A9" i="2"/></calcChain>'.encode(),
            "xl/_rels/workbook.xml.rels": parts["xl/_rels/workbook.xml.rels"].replace(
                b"</Relationships>",
                b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
                b'calcChain" Target="calcChain.xml"/></Relationships>',
            ),
        },
    )
    made = parts_of(edit(chained, "data.xlsx", {"企业": [SetCell(5, 2, Decimal(1))]}))
    assert b'r="B5"' not in made["xl/calcChain.xml"]
    assert b'r="A9" i="2"' in made["xl/calcChain.xml"]
    moved = parts_of(edit(chained, "data.xlsx", {"企业": [InsertRows(2, 3)]}))
    assert b'r="B8" i="1"' in moved["xl/calcChain.xml"]


STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def test_a_strict_workbook_is_refused(plants: bytes) -> None:
    main = parts_of(plants)["xl/workbook.xml"].replace(MAIN, STRICT)
    with pytest.raises(Fault) as caught:
        edit(with_parts(plants, {"xl/workbook.xml": main}), "data.xlsx", {"企业": [SetCell(1, 1, "x")]})
    assert caught.value.code == "strict-workbook"


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="3"/><row r="2"/>',
        '<row r="2"><c r="B2"/><c r="A2"/></row>',
        '<row r="2"><c r="B3"/></row>',
        '<row r="2"><c r="A2">',
        '<row r="0"/>',
        '<row r="9999999"/>',
        "<cols/>",
    ],
)
def test_a_sheet_whose_rows_make_no_sense_is_refused(plants: bytes, rows: str) -> None:
    sheet = f'<worksheet xmlns="{MAIN.decode()}"><sheetData>{rows}</sheetData></worksheet>'
    broken = with_parts(plants, {"xl/worksheets/sheet1.xml": sheet.encode()})
    with pytest.raises(Fault) as caught:
        edit(broken, "data.xlsx", {"企业": [SetCell(2, 3, "x")]})
    assert caught.value.code == "broken-sheet"


PREFIXED = (
    '<x:worksheet xmlns:x="{}"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>旧</x:t></x:is></x:c>'
    "<x:c><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>"
)
SPACED = (
    '<worksheet xmlns="{}"><!-- <row> --><sheetData>\n <row r = \'1\'>\n<c\nr="A1" t="inlineStr"><is><t>'
    "<![CDATA[旧]]></t></is></c> <c r='B1'><v>1</v></c>\n</row></sheetData></worksheet>"
)


@pytest.mark.parametrize("sheet", [PREFIXED, SPACED])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_prefixes_missing_addresses_comments_and_utf16_are_understood(plants: bytes, sheet: str, encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?>' + sheet.format(MAIN.decode())
    odd = with_parts(plants, {"xl/worksheets/sheet1.xml": text.encode(encoding)})
    made = opened(edit(odd, "data.xlsx", {"企业": [SetCell(1, 2, "新"), SetCell(1, 4, "四"), SetCell(2, 1, "下")]}))
    assert [[cell.value for cell in row] for row in made["企业"].iter_rows()] == [
        ["旧", "新", None, "四"],
        ["下", None, None, None],
    ]
