"""The cells of .xlsx files, exact, whatever program wrote them."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reportgen.load.cells import CellLimits, CellType, MergedRange, RawSheet, SheetBuilder, SheetState
from reportgen.load.parse import SheetParser
from reportgen.load.scan import Scanner
from reportgen.load.strings import NotPlainError, shared_strings
from reportgen.load.xlsx import open_workbook
from reportgen.model.diagnostic import Fault

First = Callable[[bytes], RawSheet]


def cells(sheet: RawSheet) -> dict[str, str]:
    """The texts by address."""
    return {
        sheet.ref(row, position).address: text
        for position, column in sheet.columns.items()
        for row, text in zip(column.rows, column.texts, strict=True)
    }


def test_each_type_of_cell_gives_its_exact_text(make: Any, first_sheet: First) -> None:
    data = (
        '<row r="1"><c r="A1"><v>42.860000000000007</v></c><c r="B1" t="n"><v>1E-3</v></c><c r="C1" t="b"><v>1</v></c>'
        '<c r="D1" t="e"><v>#DIV/0!</v></c><c r="E1" t="str"><f>"合"&amp;"计"</f><v>合计</v></c>'
        '<c r="F1" t="inlineStr"><is><t>行内</t></is></c><c r="G1" t="d"><v>2015-05-08</v></c>'
        '<c r="H1" t="s"><v>1</v></c><c r="I1"/><c r="J1" s="0"></c></row>'
    )
    strings = f'<sst xmlns="{make.main}"><si><t>零</t></si><si><t>一</t></si></sst>'
    sheet = first_sheet(make.package({"表": make.worksheet(data)}, strings=strings))
    assert cells(sheet) == {
        "A1": "42.860000000000007", "B1": "1E-3", "C1": "1", "D1": "#DIV/0!", "E1": "合计", "F1": "行内",
        "G1": "2015-05-08", "H1": "一",
    }  # fmt: skip
    assert [sheet.columns[position].kinds[0].type.name for position in sorted(sheet.columns)] == [
        "NUMBER", "NUMBER", "BOOLEAN", "ERROR", "TEXT", "TEXT", "DATE", "TEXT",
    ]  # fmt: skip
    assert [sheet.columns[position].kinds[0].formula for position in (1, 5)] == [False, True]


@pytest.mark.parametrize("formula", ["<f>1+2</f>", "<f>1+2</f><v></v>", "<f>1+2</f><v/>", '<f t="shared" si="0"/>'])
def test_a_formula_without_a_stored_result_is_told_from_an_empty_cell(
    make: Any, first_sheet: First, formula: str
) -> None:
    rows = f'<row r="1"><c r="A1">{formula}</c></row><row r="2"><c r="A2">{formula}</c></row>'
    rows += '<row r="3"><c r="A3"><f>1+2</f><v>3</v></c></row>'
    column = first_sheet(make.package({"表": make.worksheet(rows)})).columns[1]
    assert [kind.type for kind in column.kinds] == [CellType.UNCACHED, CellType.UNCACHED, CellType.NUMBER]
    assert column.texts == ["", "", "3"]


def test_an_empty_result_of_a_text_formula_is_an_empty_cell(make: Any, first_sheet: First) -> None:
    data = '<row r="1"><c r="A1" t="str"><f>""</f><v></v></c></row>'
    assert first_sheet(make.package({"表": make.worksheet(data)})).columns == {}


LEGAL_SHAPES = sorted((Path(__file__).parent / "shapes").glob("*.xml"))


@pytest.mark.parametrize("shape", LEGAL_SHAPES, ids=lambda path: path.stem)
def test_any_legal_way_of_writing_a_sheet_reads_the_same(make: Any, first_sheet: First, shape: Path) -> None:
    sheet = first_sheet(make.package({"表": shape.read_bytes()}))
    assert cells(sheet) == {"B2": "甲&乙"}
    assert sheet.merges == (MergedRange(2, 2, 3, 3),)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_other_encodings_of_a_part_are_read(make: Any, first_sheet: First, encoding: str) -> None:
    row = '<row r="1"><c r="A1" t="str"><v>甲</v></c></row>'
    text = f'<worksheet xmlns="{make.main}"><sheetData>{row}</sheetData></worksheet>'
    assert cells(first_sheet(make.package({"表": text.encode(encoding)}))) == {"A1": "甲"}


def test_strict_workbooks_are_read_like_transitional_ones(make: Any, first_sheet: First) -> None:
    part = make.worksheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', main=make.strict[0])
    strings = f'<sst xmlns="{make.strict[0]}"><si><t>严格</t></si></sst>'
    assert cells(first_sheet(make.package({"表": part}, strings=strings, spaces=make.strict))) == {"A1": "严格"}


def test_line_ends_of_xml_are_one_character_and_escaped_ones_stay(make: Any, first_sheet: First) -> None:
    data = '<row r="1"><c r="A1" t="str"><v>一\r\n二\r三</v></c><c r="B1" t="str"><v>一_x000D_\n二&#13;</v></c></row>'
    assert cells(first_sheet(make.package({"表": make.worksheet(data)}))) == {"A1": "一\n二\n三", "B1": "一\r\n二\r"}


@pytest.mark.parametrize(
    ("stored", "meant"),
    [
        ("_x0041_", "A"), ("_x005F_x0041_", "_x0041_"), ("_x4E00_", "一"), ("_x00_", "_x00_"), ("x0041_", "x0041_"),
        ("_xD83D__xDE00_", "😀"), ("_xD83D_", "\ufffd"), ("_x0000_", "\0"),
    ],
)  # fmt: skip
def test_escapes_in_texts_are_decoded(make: Any, first_sheet: First, stored: str, meant: str) -> None:
    data = (
        f'<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>{stored}</t></is></c>'
        f'<c r="C1" t="str"><v>{stored}</v></c></row>'
    )
    for extra in ("", "<si><r><t>x</t></r></si>"):
        strings = f'<sst xmlns="{make.main}"><si><t>{stored}</t></si>{extra}</sst>'
        found = cells(first_sheet(make.package({"表": make.worksheet(data)}, strings=strings)))
        assert found == {"A1": meant, "B1": meant, "C1": meant}


def test_shared_strings_join_rich_text_and_leave_out_phonetic_guides(make: Any) -> None:
    part = (
        f'<sst xmlns="{make.main}"><si><t>平</t><phoneticPr fontId="1"/></si><si><r><t xml:space="preserve">粗 </t></r>'
        '<r><rPr><b/></rPr><t>体</t></r><rPh sb="0" eb="1"><t>cu</t></rPh></si>'
        "<si/><si><t/></si><si><t>尾</t></si></sst>"
    )
    assert list(shared_strings(part.encode(), "s.xml")) == ["平", "粗 体", "", "", "尾"]


def test_plain_shared_strings_with_phonetic_properties_take_the_fast_way_and_read_the_same(make: Any) -> None:
    items = '<si><t>a&lt;b&amp;lt;</t><phoneticPr fontId="1"/></si><si><t>&#65;&gt;</t></si>'
    part = f'<sst xmlns="{make.main}">{items}</sst>'
    assert list(shared_strings(part.encode(), "s.xml")) == ["a<b&lt;", "A>"]
    assert list(shared_strings(part.replace("<si>", "<si >").encode(), "s.xml")) == ["a<b&lt;", "A>"]


def test_a_far_cell_costs_one_cell(make: Any, first_sheet: First) -> None:
    data = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    sheet = first_sheet(make.package({"表": make.worksheet(data)}))
    assert cells(sheet) == {"A1": "1", "XFD1048576": "2"}
    assert len(sheet.columns) == 2


def test_a_sheet_merged_whole_stays_one_range(make: Any, first_sheet: First) -> None:
    part = make.worksheet("", '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>')
    assert first_sheet(make.package({"表": part})).merges == (MergedRange(1, 1, 1_048_576, 16_384),)


@pytest.mark.parametrize("address", ["A0", "A1048577", "XFE1", "AAAA1", "1", "A", "", "A1B", "B2", "A9999999999999"])
@pytest.mark.parametrize(
    "shape", ['<row r="1"><c r="{}"><v>1</v></c></row>', '<row r="1" ><c r="{}"><v>1</v></c ></row>']
)
def test_an_address_that_no_sheet_has_is_refused(make: Any, first_sheet: First, address: str, shape: str) -> None:
    with pytest.raises(Fault) as caught:
        first_sheet(make.package({"表": make.worksheet(shape.format(address))}))
    assert caught.value.code == "bad-address"


@pytest.mark.parametrize("row", ["0", "1048577", "-1", "x", "99999999999"])
def test_a_row_that_no_sheet_has_is_refused(make: Any, first_sheet: First, row: str) -> None:
    with pytest.raises(Fault) as caught:
        first_sheet(make.package({"表": make.worksheet(f'<row r="{row}"><c><v>1</v></c></row>')}))
    assert caught.value.code == "bad-address"


def test_rows_and_cells_out_of_order_are_put_in_order(make: Any, first_sheet: First) -> None:
    data = (
        '<row r="3"><c r="B3"><v>5</v></c><c r="A3"><v>4</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="3"><c r="A3"><v>6</v></c></row>'
    )
    sheet = first_sheet(make.package({"表": make.worksheet(data)}))
    assert cells(sheet) == {"A1": "1", "A3": "6", "B3": "5"}
    assert sheet.columns[1].rows == [1, 3]


def test_hidden_sheets_and_rows_are_known(make: Any) -> None:
    data = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="1"><c r="A2"><v>1</v></c></row>'
    part = make.worksheet(data)
    states = {"乙": "hidden", "丙": "veryHidden"}
    workbook = open_workbook(make.package({"甲": part, "乙": part, "丙": part}, states=states), "f.xlsx")
    assert [(sheet.name, sheet.state) for sheet in workbook.sheets] == [
        ("甲", SheetState.VISIBLE), ("乙", SheetState.HIDDEN), ("丙", SheetState.VERY_HIDDEN),
    ]  # fmt: skip
    assert workbook.sheet(workbook.sheets[0]).hidden_rows == (2,)
    slow = make.package({"甲": part.replace("<row", "<row ")})
    workbook = open_workbook(slow, "f.xlsx")
    assert workbook.sheet(workbook.sheets[0]).hidden_rows == (2,)


@pytest.mark.parametrize("row", ["<row", "<row "])  # the second only the full parser reads
def test_hidden_columns_are_known(make: Any, row: str) -> None:
    columns = (
        '<cols><col min="1" max="1" width="9" customWidth="1"/><col min="2" max="3" width="9" hidden="1"/>'
        '<col hidden="true" min="5" max="16384"/><col min="x" max="7" hidden="1"/></cols>'
    )
    part = make.worksheet(f'{row} r="1"><c r="A1"><v>1</v></c></row>', before=columns)
    workbook = open_workbook(make.package({"甲": part}), "f.xlsx")
    assert workbook.sheet(workbook.sheets[0]).hidden_columns == ((2, 3), (5, 16384))


def test_styles_give_number_formats_and_the_workbook_its_date_system(make: Any, first_sheet: First) -> None:
    styles = (
        f'<styleSheet xmlns="{make.main}"><numFmts><numFmt numFmtId="176" formatCode="0.0%"/></numFmts>'
        '<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="31"/><xf numFmtId="176"/></cellXfs></styleSheet>'
    )
    data = '<row r="1"><c r="A1" s="1"><v>1</v></c><c r="B1" s="2"><v>1</v></c><c r="C1" s="99"><v>1</v></c></row>'
    sheet = first_sheet(
        make.package({"表": make.worksheet(data)}, styles=styles, properties='<workbookPr date1904="1"/>')
    )
    forms = [sheet.format_of(sheet.columns[position].kinds[0]) for position in (1, 2, 3)]
    assert [(form.is_date, form.is_percent, form.code) for form in forms] == [
        (True, False, 'yyyy"年"m"月"d"日"'), (False, True, "0.0%"), (False, False, "General"),
    ]  # fmt: skip
    assert sheet.date1904


def test_parts_are_found_whatever_the_case_and_slashes_of_their_names(make: Any, first_sheet: First) -> None:
    data = make.package({"表": make.worksheet('<row r="1"><c r="A1"><v>7</v></c></row>')})
    assert cells(first_sheet(data)) == {"A1": "7"}
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/Worksheets/Sheet1.XML"] = parts.pop("xl/worksheets/sheet1.xml")
    relations = parts["xl/_rels/workbook.xml.rels"]
    parts["xl/_rels/workbook.xml.rels"] = relations.replace(b"worksheets/sheet1.xml", b"..\\xl\\worksheets\\sheet1.xml")
    assert cells(first_sheet(make.packed(parts))) == {"A1": "7"}


def test_a_document_type_is_refused_before_an_entity_grows(make: Any, first_sheet: First) -> None:
    bomb = (
        '<!DOCTYPE worksheet [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
        + make.worksheet("").partition("\n")[2]
    )
    with pytest.raises(Fault) as caught:
        first_sheet(make.package({"表": bomb}))
    assert caught.value.code == "entity-declaration"


@pytest.mark.parametrize(
    "part",
    [
        "", "<worksheet", "not xml", '<worksheet xmlns="{m}"><sheetData><row r="1"><c r="A1"><v>1</v></c></row>',
        '<worksheet xmlns="{m}"><sheetData><row r="1"><c r="A1"><v>&nbsp;</v></c></row></sheetData></worksheet>',
        '<?xml version="1.0" encoding="nope"?><worksheet/>', "<a><b></a>",
        '<worksheet xmlns="{m}"><sheetData></sheetData>',
    ],
)  # fmt: skip
def test_a_part_that_is_no_xml_is_a_fault(make: Any, first_sheet: First, part: str) -> None:
    with pytest.raises(Fault) as caught:
        first_sheet(make.package({"表": part.format(m=make.main)}))
    assert caught.value.code == "broken-xml"


@pytest.mark.parametrize("number", ["2", "-1", "x", "1.5"])
def test_a_text_number_without_a_text_is_a_fault(make: Any, first_sheet: First, number: str) -> None:
    strings = f'<sst xmlns="{make.main}"><si><t>零</t></si></sst>'
    part = make.worksheet(f'<row r="1"><c r="A1" t="s"><v>{number}</v></c></row>')
    with pytest.raises(Fault) as caught:
        first_sheet(make.package({"表": part}, strings=strings))
    assert caught.value.code == "bad-shared-string"


def test_more_cells_or_merges_than_the_limit_are_refused(make: Any) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 20))
    merges = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 20))
    data = make.package({"表": make.worksheet(rows, f"<mergeCells>{merges}</mergeCells>")})
    for limits in (CellLimits(cells=10), CellLimits(merges=10)):
        workbook = open_workbook(data, "f.xlsx", limits)
        with pytest.raises(Fault) as caught:
            workbook.sheet(workbook.sheets[0])
        assert caught.value.code == "too-much-data"
    with pytest.raises(Fault) as caught:
        open_workbook(data, "f.xlsx", CellLimits(sheets=0))
    assert caught.value.code == "too-much-data"


def test_the_fast_reader_takes_what_excel_writes_and_passes_on_the_rest(make: Any) -> None:
    row = (
        '<row r="{0}" spans="1:2" x14ac:dyDescent="0.15"><c r="A{0}" s="1" t="s"><v>0</v></c><c r="B{0}" s="2"/></row>'
    )
    plain = make.worksheet("".join(row.format(n) for n in range(1, 2000))).encode()
    builder = SheetBuilder()
    Scanner(builder, ["甲"]).scan([plain])
    assert builder.columns[1].rows == list(range(1, 2000))
    for odd in (plain.replace(b"<v>0<", b"<v><![CDATA[0]]><", 1), plain.replace(b"/><", b"/> <", 1)):
        with pytest.raises(NotPlainError):
            Scanner(SheetBuilder(), ["甲"]).scan([odd])


def test_both_readers_agree_however_the_part_is_cut_into_chunks(make: Any) -> None:
    def cell(letter: str, n: int) -> str:
        kind = f' t="str"><f>X</f><v>值{n}</v></c>' if n % 5 == 0 else f"><v>{n}</v></c>"
        return f'<c r="{letter}{n}" s="{n % 3}"{kind}' if (n + ord(letter)) % 4 else ""

    rows = []
    for n in range(1, 400):
        hidden = ' hidden="1"' if n % 7 == 0 else ""
        rows.append(f'<row r="{n}"{hidden}>{"".join(cell(letter, n) for letter in "ABC")}</row>')
    data = "".join(rows)
    part = make.worksheet(data, '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>').encode()
    slow = SheetBuilder()
    SheetParser(slow, [], "p").parse([part])
    for size in (7, 1000, len(part)):
        fast = SheetBuilder()
        Scanner(fast, []).scan(part[start : start + size] for start in range(0, len(part), size))
        assert fast.columns == slow.columns
        assert fast.hidden_rows == slow.hidden_rows
        assert fast.merges == slow.merges


def test_buffers_are_cut_between_rows_and_small_ones_change_nothing(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    data = "".join(f'<row r="{n}"><c r="A{n}" t="str"><v>第{n}行</v></c></row>' for n in range(1, 200))
    part = make.worksheet(data, '<mergeCells><mergeCell ref="A1:A2"/></mergeCells>').encode()
    import reportgen.load.scan as scan

    whole = SheetBuilder()
    Scanner(whole, []).scan([part])
    monkeypatch.setattr(scan, "_BUFFER", 200)
    cut = SheetBuilder()
    Scanner(cut, []).scan([part[start : start + 50] for start in range(0, len(part), 50)])
    assert cut.columns == whole.columns
    assert cut.merges == whole.merges
    assert len(re.findall("第", "".join(cut.columns[1].texts))) == 199


def test_blank_cells_without_end_are_refused_though_they_take_no_memory(make: Any) -> None:
    part = make.worksheet("<row>" + "<c/>" * 300 + "</row>")
    for text in (part, part.replace("<row>", "<row >")):
        workbook = open_workbook(make.package({"表": text}), "f.xlsx", CellLimits(blank_cells=200))
        with pytest.raises(Fault) as caught:
            workbook.sheet(workbook.sheets[0])
        assert caught.value.code == "too-much-data"


def test_rows_with_gaps_of_every_shape_read_like_the_full_parser_reads_them(make: Any) -> None:
    rows = []
    for n in range(1, 600):
        cells = ""
        for at, letter in enumerate("ABCDEF"):
            if (n * 7 + at * n) % 3 == 0:
                continue
            style = f' s="{(n + at) % 4}"' if (n + at) % 5 else ""
            cells += (
                f'<c r="{letter}{n}"{style}/>',
                f'<c r="{letter}{n}"{style} t="s"><v>{n % 3}</v></c>',
                f'<c r="{letter}{n}"{style}><f>A1</f><v>{n}.5</v></c>',
                f'<c r="{letter}{n}"{style}><f aca="false">A1</f></c>',
                f'<c r="{letter}{n}"{style} t="str"><f t="shared" si="1"/><v>甲&amp;{n}</v></c>',
                f'<c r="{letter}{n}"{style}><v>{n}</v></c>',
            )[(n * n + at) % 6]
        rows.append(f'<row r="{n}" spans="1:6">{cells}</row>')
    part = make.worksheet("".join(rows)).encode()
    fast, slow = SheetBuilder(), SheetBuilder()
    Scanner(fast, ["零", "一", "二"]).scan([part])
    SheetParser(slow, ["零", "一", "二"], "p").parse([part])
    assert fast.columns == slow.columns
    assert sum(len(column.rows) for column in fast.columns.values()) > 1000
