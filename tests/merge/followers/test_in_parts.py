"""Parts beside the sheets: notes, tables, charts, names, pivot tables, each as a piece of XML before and after."""

import re
from decimal import Decimal

import pytest

from reportgen.merge.excel.axis import Axis, Loop
from reportgen.merge.excel.followers import charts, names, notes, pivots, tables
from reportgen.merge.excel.followers.grid import Area
from reportgen.merge.excel.followers.place import SheetPlace
from reportgen.merge.excel.formulas import FormulaMover
from reportgen.merge.excel.moves import SheetMove

FIVE = Axis((Loop(first=3, last=3, rounds=5),))
BLOCK = Axis((Loop(first=3, last=4, rounds=2),))
GONE = Axis((Loop(first=3, last=3, rounds=0),))


def place_of(rows: Axis | None = None, columns: Axis | None = None) -> SheetPlace:
    move = SheetMove(name="表", rows=rows or Axis(), columns=columns or Axis(), copies=("表",))
    return SheetPlace.of(move, 0, FormulaMover({"表": move}, ("表", "末")))


def unknown(_sheet: str, _area: Area) -> None:
    return None


def shape(number: int, row: int, *, kind: str = "Note") -> str:
    return (
        f'<v:shape id="_x0000_s{number}" o:spid="_x0000_s{number}" type="#_x0000_t202"><v:textbox/>'
        f'<x:ClientData ObjectType="{kind}"><x:Anchor>\n 2, 15, {row}, 10, 4, 54, {row + 4}, 4</x:Anchor>'
        f"<x:Row>{row}</x:Row><x:Column>1</x:Column></x:ClientData></v:shape>"
    )


def test_a_note_in_a_loop_stands_once_a_round_with_a_shape_of_its_own() -> None:
    rows = Axis((Loop(first=3, last=3, rounds=2),))
    comments = '<comment ref="B3" authorId="0" xr:uid="{1}"><text><t>注</t></text></comment>'
    assert notes.notes(comments, place_of(rows)) == (
        '<comment ref="B3" authorId="0" xr:uid="{1}"><text><t>注</t></text></comment>'
        '<comment ref="B4" authorId="0"><text><t>注</t></text></comment>'
    )
    found = notes.shapes(shape(1025, 2) + shape(1026, 3), place_of(rows))
    assert re.findall(r'id="_x0000_s(\d+)" o:spid="_x0000_s(\d+)"', found) == [
        ("1025", "1025"),
        ("1027", "1027"),
        ("1026", "1026"),
    ]
    assert re.findall(r"<x:Row>(\d+)<", found) == ["2", "3", "4"]
    assert re.findall(r"<x:Anchor>\s*2, 15, (\d+), 10, 4, 54, (\d+), 4<", found) == [("2", "6"), ("3", "7"), ("4", "8")]


def test_shapes_beyond_a_block_of_numbers_name_the_next_block() -> None:
    rows = Axis((Loop(first=3, last=3, rounds=1000),))
    drawing = f'<o:idmap v:ext="edit" data="1"/>{shape(1025, 2)}{shape(1100, 5)}'
    found = notes.shapes(drawing, place_of(rows))
    assert '<o:idmap v:ext="edit" data="1,2"/>' in found
    assert len(set(re.findall(r' id="_x0000_s(\d+)"', found))) == 1001


def test_a_note_of_very_many_rounds_stands_in_the_first_only() -> None:
    rows = Axis((Loop(first=3, last=3, rounds=1001),))
    assert notes.notes('<comment ref="B3" authorId="0"/>', place_of(rows)).count("<comment ") == 1
    assert notes.shapes(shape(1025, 2), place_of(rows)).count("<v:shape ") == 1


def test_a_thread_stands_in_the_first_round_with_its_note() -> None:
    threads = '<threadedComment ref="B3" id="{A}"/><threadedComment ref="B4" id="{B}"/>'
    assert notes.threads(threads, place_of(FIVE)) == (
        '<threadedComment ref="B3" id="{A}"/><threadedComment ref="B8" id="{B}"/>'
    )
    cells = notes.threaded_cells(threads)
    assert cells == {(3, 2), (4, 2)}
    assert notes.notes('<comment ref="B3" authorId="0"/>', place_of(FIVE), (), cells).count("<comment ") == 1


def test_notes_of_rows_that_are_gone_go() -> None:
    assert notes.notes('<a/><comment ref="B3" authorId="0"/>', place_of(GONE)) == "<a/>"
    assert notes.shapes("<a/>" + shape(1025, 2), place_of(GONE)) == "<a/>"


def test_old_controls_move_unless_they_say_that_they_do_not() -> None:
    button = shape(1025, 5, kind="Button").replace("<x:Row>5</x:Row><x:Column>1</x:Column>", "<x:SizeWithCells/>")
    assert "2, 15, 9, 10, 4, 54, 13, 4" in notes.shapes(button, place_of(FIVE))
    fixed = button.replace("<x:SizeWithCells/>", "<x:MoveWithCells/><x:SizeWithCells/>")
    assert notes.shapes(fixed, place_of(FIVE)) == fixed
    linked = button.replace("<x:SizeWithCells/>", "<x:FmlaLink>$B$9</x:FmlaLink><x:FmlaRange>$A$3:$A$3</x:FmlaRange>")
    assert "<x:FmlaLink>$B$13</x:FmlaLink><x:FmlaRange>$A$3:$A$7<" in notes.shapes(linked, place_of(FIVE))


TABLE = (
    '<table id="1" name="清单" displayName="清单" ref="A2:C4" totalsRowCount="1"><autoFilter ref="A2:C3">'
    '<filterColumn colId="2"/></autoFilter><sortState ref="A3:C3"><sortCondition ref="B3"/></sortState>'
    '<tableColumns count="3"><tableColumn id="1" name="甲"/><tableColumn id="2" name="乙">'
    "<calculatedColumnFormula>A3*$E$9</calculatedColumnFormula></tableColumn>"
    '<tableColumn id="3" name="丙" totalsRowFunction="custom"><totalsRowFormula>SUM(C3:C3)</totalsRowFormula>'
    "</tableColumn></tableColumns></table>"
)


def test_a_table_follows_its_rows_and_formulas() -> None:
    found = tables.table(TABLE, place_of(FIVE), unknown)
    assert 'ref="A2:C8" totalsRowCount="1"><autoFilter ref="A2:C7">' in found
    assert '<sortState ref="A3:C7"><sortCondition ref="B3:B7"/></sortState>' in found
    assert "<calculatedColumnFormula>A3*$E$13<" in found
    assert "<totalsRowFormula>SUM(C3:C7)<" in found


def test_a_table_that_does_not_move_keeps_every_byte() -> None:
    assert tables.table(TABLE, place_of(), unknown) == TABLE


def test_a_table_keeps_one_row_of_data() -> None:
    found = tables.table(TABLE.replace("SUM(C3:C3)", "0").replace("A3*", "2*"), place_of(GONE), unknown)
    assert 'ref="A2:C4" totalsRowCount="1"><autoFilter ref="A2:C3">' in found


def test_a_column_loop_in_a_table_gives_columns_with_names_of_their_own() -> None:
    columns = Axis((Loop(first=2, last=2, rounds=3),))

    def headers(_sheet: str, area: Area) -> list[object]:
        return [f"{2012 + area.left}年"]

    found = tables.table(TABLE, place_of(columns=columns), headers)
    assert 'ref="A2:E4"' in found
    assert '<filterColumn colId="4"/>' in found
    assert '<tableColumns count="5">' in found
    assert re.findall(r'<tableColumn id="(\d+)" name="([^"]+)"', found) == [
        ("1", "甲"), ("2", "乙"), ("4", "2015年"), ("5", "2016年"), ("3", "丙")
    ]  # fmt: skip
    plain = tables.table(TABLE, place_of(columns=columns), unknown)
    assert re.findall(r'name="(乙\d?)"', plain) == ["乙", "乙2", "乙3"]


def test_a_header_that_held_a_tag_names_its_column() -> None:
    found = tables.table(TABLE.replace('name="甲"', 'name="{{ 年度 }}"'), place_of(), lambda *_: ["2015年"])
    assert '<tableColumn id="1" name="2015年"/>' in found


def series(formula: str, cache: str) -> str:
    return f"<c:val><c:numRef><c:f>{formula}</c:f>{cache}</c:numRef></c:val>"


CACHE = '<c:numCache><c:formatCode>0.0</c:formatCode><c:ptCount val="1"/><c:pt idx="0"><c:v>9</c:v></c:pt></c:numCache>'


def test_a_chart_without_known_values_loses_the_old_copy_only_where_its_range_moved() -> None:
    place = place_of(FIVE)
    assert charts.chart(series("末!$B$3:$B$4", CACHE), place, unknown) == series("末!$B$3:$B$4", CACHE)
    assert charts.chart(series("表!$B$3", CACHE), place, unknown) == series("表!$B$3:$B$7", "")


def test_several_ranges_of_a_chart_stand_in_brackets() -> None:
    assert charts.chart(series("表!$B$4", ""), place_of(BLOCK), unknown) == series("(表!$B$4,表!$B$6)", "")


def test_a_copy_of_values_leaves_out_what_is_empty_or_no_number() -> None:
    def values(_sheet: str, _area: Area) -> list[object]:
        return [Decimal("1.50"), None, "无", True, 2.5]

    assert charts.chart(series("表!$B$3", CACHE), place_of(FIVE), values) == series(
        "表!$B$3:$B$7",
        '<c:numCache><c:formatCode>0.0</c:formatCode><c:ptCount val="5"/><c:pt idx="0"><c:v>1.5</c:v></c:pt>'
        '<c:pt idx="4"><c:v>2.5</c:v></c:pt></c:numCache>',
    )


def test_categories_of_two_levels_keep_their_levels() -> None:
    before = (
        "<c:cat><c:multiLvlStrRef><c:f>表!$A$3:$B$3</c:f>"
        '<c:multiLvlStrCache><c:ptCount val="1"/><c:lvl/></c:multiLvlStrCache></c:multiLvlStrRef></c:cat>'
    )

    def values(_sheet: str, area: Area) -> list[object]:
        return [f"{'AB'[column]}{row}" for row in range(3, 5) for column in range(2)]

    rows = Axis((Loop(first=3, last=3, rounds=2),))
    found = charts.chart(before, place_of(rows), values)
    assert (
        '<c:ptCount val="2"/><c:lvl><c:pt idx="0"><c:v>B3</c:v></c:pt><c:pt idx="1"><c:v>B4</c:v></c:pt></c:lvl>'
        in found
    )
    assert '<c:lvl><c:pt idx="0"><c:v>A3</c:v></c:pt><c:pt idx="1"><c:v>A4</c:v></c:pt></c:lvl>' in found


def test_the_name_of_a_series_is_one_cell() -> None:
    before = '<c:tx><c:strRef><c:f>表!$A$3</c:f><c:strCache><c:ptCount val="1"/></c:strCache></c:strRef></c:tx>'
    assert charts.chart(before, place_of(FIVE), unknown) == before


def test_charts_of_later_versions_follow_too() -> None:
    before = '<cx:numDim type="val"><cx:f>表!$B$3:$B$3</cx:f><cx:lvl ptCount="1"></cx:lvl></cx:numDim>'
    after = '<cx:numDim type="val"><cx:f>表!$B$3:$B$7</cx:f></cx:numDim>'
    assert charts.chart(before, place_of(FIVE), unknown) == after
    hidden = "<c15:formulaRef><c15:sqref>表!$B$3:$B$4</c15:sqref></c15:formulaRef>"
    assert charts.chart(hidden, place_of(FIVE), unknown) == hidden.replace("$4", "$8")


def defined(*lines: str) -> str:
    return f"<definedNames>{''.join(lines)}</definedNames>"


def test_names_of_a_sheet_go_with_its_copies() -> None:
    move = SheetMove(name="表", rows=FIVE, columns=Axis(), copies=("甲", "乙"))
    mover = FormulaMover({"表": move}, ("首", "表", "末"))
    before = defined(
        '<definedName name="_xlnm.Print_Titles" localSheetId="1">表!$A:$A,表!$1:$2</definedName>',
        '<definedName name="合计" localSheetId="2">末!$B$3</definedName>',
        '<definedName name="税率">0.13</definedName>',
        '<definedName name="_xlnm.Print_Area" localSheetId="0">首!A1:B9</definedName>',
    )
    assert names.names(before, mover, ("首", "表", "末"), {0: [0], 1: [1, 2], 2: [3]}) == defined(
        '<definedName name="_xlnm.Print_Titles" localSheetId="1">甲!$A:$A,甲!$1:$2</definedName>',
        '<definedName name="_xlnm.Print_Titles" localSheetId="2">乙!$A:$A,乙!$1:$2</definedName>',
        '<definedName name="合计" localSheetId="3">末!$B$3</definedName>',
        '<definedName name="税率">0.13</definedName>',
        '<definedName name="_xlnm.Print_Area" localSheetId="0">首!A1:B9</definedName>',
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("表!$B$3", "表!$B$3:$B$7"),
        ("表!B9", "表!B9"),
        ("OFFSET(表!$A$3,0,0,COUNTA(表!$A:$A)-1,1)", "OFFSET(表!$A$3,0,0,COUNTA(表!$A:$A)-1,1)"),
        ("SUM(表!$B$3)*2", "SUM(表!$B$3:$B$7)*2"),
        ('"A&amp;B"&amp;表!$B$9', '"A&amp;B"&amp;表!$B$13'),
        ("#REF!", "#REF!"),
    ],
)
def test_names_follow_what_they_name(before: str, after: str) -> None:
    place = place_of(FIVE)
    text = defined(f'<definedName name="n">{before}</definedName>')
    assert names.names(text, place.mover, ("表",), {0: [0]}) == text.replace(before, after)


def test_a_pivot_table_keeps_its_size_and_is_worked_out_anew_where_its_list_grew() -> None:
    place = place_of(FIVE)
    table = '<pivotTableDefinition><location ref="H5:J9" firstHeaderRow="1"/></pivotTableDefinition>'
    assert pivots.pivot_table(table, place) == table.replace("H5:J9", "H9:J13")
    cache = '<cacheSource type="worksheet"><worksheetSource {}/></cacheSource>'
    source = f'<pivotCacheDefinition r:id="rId1">{cache}</pivotCacheDefinition>'
    before = source.format('ref="A2:C3" sheet="表"')
    assert pivots.pivot_source(before, {"表": place}, ()) == source.replace('rId1"', 'rId1" refreshOnLoad="1"').format(
        'ref="A2:C7" sheet="表"'
    )
    named = source.format('name="清单"')
    assert pivots.pivot_source(named, {"表": place}, {"清单"}) == named.replace('rId1"', 'rId1" refreshOnLoad="1"')
    assert pivots.pivot_source(named, {"表": place}, ()) == named


def test_a_series_of_a_row_that_repeats_becomes_a_series_for_each_round() -> None:
    rows = Axis((Loop(first=3, last=3, rounds=2),))
    before = (
        '<c:ser><c:idx val="0"/><c:order val="0"/><c:tx><c:strRef><c:f>表!$A$3</c:f></c:strRef></c:tx>'
        '<c:spPr><a:schemeClr val="accent1"/></c:spPr><c:dPt><c:idx val="1"/></c:dPt>'
        "<c:cat><c:strRef><c:f>表!$B$2:$F$2</c:f></c:strRef></c:cat>"
        "<c:val><c:numRef><c:f>表!$B$3:$F$3</c:f></c:numRef></c:val></c:ser>"
    )
    second = before.replace("$3", "$4").replace('x val="0"/><c:order val="0"', 'x val="2"/><c:order val="2"')
    assert charts.chart(before, place_of(rows), unknown) == before + second.replace("accent1", "accent2")


def test_a_series_of_a_column_that_repeats_becomes_a_series_for_each_round() -> None:
    columns = Axis((Loop(first=2, last=2, rounds=3),))
    before = "<c:ser><c:val><c:numRef><c:f>表!$B$3:$B$9</c:f></c:numRef></c:val></c:ser>"
    found = charts.chart(before, place_of(columns=columns), unknown)
    assert re.findall("<c:f>([^<]+)<", found) == ["表!$B$3:$B$9", "表!$C$3:$C$9", "表!$D$3:$D$9"]
    one_cell = "<c:ser><c:val><c:numRef><c:f>表!$B$3</c:f></c:numRef></c:val></c:ser>"
    both = charts.chart(one_cell, place_of(FIVE, columns), unknown)
    assert re.findall("<c:f>([^<]+)<", both) == ["表!$B$3:$B$7", "表!$C$3:$C$7", "表!$D$3:$D$7"]
    assert re.findall("<c:f>([^<]+)<", charts.chart(one_cell, place_of(columns=columns), unknown)) == ["表!$B$3:$D$3"]
