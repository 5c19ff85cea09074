"""What stands on a sheet besides its rows: each case is a piece of the sheet's XML before and after."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.merge.excel.axis import Axis, Loop
from reportgen.merge.excel.followers import anchors, marks, rules, views
from reportgen.merge.excel.followers.grid import Area, Grid, area_of
from reportgen.merge.excel.followers.place import SheetPlace
from reportgen.merge.excel.formulas import FormulaMover
from reportgen.merge.excel.moves import SheetMove


def place_of(rows: Axis | None = None, columns: Axis | None = None) -> SheetPlace:
    move = SheetMove(name="表", rows=rows or Axis(), columns=columns or Axis(), copies=("表",))
    return SheetPlace.of(move, 0, FormulaMover({"表": move}, ("表", "末")))


CASES = Path(__file__).resolve().parent
FIVE = Axis((Loop(first=3, last=3, rounds=5),))
BLOCK = Axis((Loop(first=3, last=4, rounds=2),))
GONE = Axis((Loop(first=3, last=3, rounds=0),))


def cases(file: str) -> list[tuple[str, str]]:
    """Pairs of lines: what stands in the template, what stands in the output."""
    pairs = (CASES / file).read_text(encoding="utf-8").strip().split("\n\n")
    return [(before, after) for before, after in (pair.split("\n") for pair in pairs)]


AREAS = [
    (FIVE, "A1:B2", "A1:B2"),
    (FIVE, "B3", "B3:B7"),
    (FIVE, "B4 D2:D3 A9", "B8 D2:D7 A13"),
    (FIVE, "A:B 3:3 4:1048576", "A:B 3:7 8:1048576"),
    (BLOCK, "B3", "B3 B5"),
    (BLOCK, "B3:C4", "B3:C6"),
    (GONE, "B3", ""),
    (GONE, "B2:B4 C3", "B2:B3"),
    (FIVE, "名", "名"),
]


@pytest.mark.parametrize(("rows", "before", "after"), AREAS)
def test_a_list_of_areas_follows_its_rows(rows: Axis, before: str, after: str) -> None:
    assert Grid(rows, Axis()).sqref(before) == after


@pytest.mark.parametrize("text", ["A1", "B3:D9", "A:C", "3:5", "XFD1048576"])
def test_an_area_is_written_as_it_was_read(text: str) -> None:
    assert str(area_of(text)) == text


def test_what_is_no_area_is_none() -> None:
    assert area_of("产值") is None
    assert area_of("A0") is None
    assert area_of("$B$3") == Area(3, 2, 3, 2)


HEAD = cases("head.txt")


@pytest.mark.parametrize(("before", "after"), HEAD)
def test_the_head_of_a_sheet_follows(before: str, after: str) -> None:
    assert views.follow(before, place_of(FIVE)) == after


def test_a_selection_that_is_gone_becomes_the_first_cell() -> None:
    before = '<sheetView><selection activeCell="B3" activeCellId="0" sqref="B3"/></sheetView>'
    assert views.follow(before, place_of(GONE)) == ('<sheetView><selection activeCell="A1" sqref="A1"/></sheetView>')


def test_columns_take_their_width_along() -> None:
    axis = Axis((Loop(first=2, last=3, rounds=2), Loop(first=5, last=5, rounds=0)))
    before = (
        '<cols><col min="1" max="2" width="9"/><col min="3" max="3" width="7"/>'
        '<col min="4" max="16384" width="5"/></cols>'
    )
    assert views.follow(before, place_of(columns=axis)) == (
        '<cols><col min="1" max="2" width="9"/><col min="3" max="3" width="7"/><col min="4" max="4" width="9"/>'
        '<col min="5" max="5" width="7"/><col min="6" max="16384" width="5"/></cols>'
    )


MARKS = cases("marks.txt")


@pytest.mark.parametrize(("before", "after"), MARKS)
def test_marks_follow_their_rows(before: str, after: str) -> None:
    assert marks.follow(before, place_of(FIVE)) == after


def test_a_break_above_a_block_comes_in_each_round() -> None:
    before = '<rowBreaks count="1" manualBreakCount="1"><brk id="2" man="1"/></rowBreaks>'
    assert marks.follow(before, place_of(BLOCK)) == (
        '<rowBreaks count="2" manualBreakCount="2"><brk id="2" man="1"/><brk id="4" man="1"/></rowBreaks>'
    )


def test_a_filter_keeps_its_column_when_columns_go() -> None:
    gone = Axis((Loop(first=2, last=2, rounds=0),))
    before = '<autoFilter ref="A1:D9"><filterColumn colId="1"/><filterColumn colId="2"/></autoFilter>'
    assert (
        marks.follow(before, place_of(columns=gone)) == '<autoFilter ref="A1:C9"><filterColumn colId="1"/></autoFilter>'
    )


def test_a_merged_cell_of_which_one_cell_is_left_is_none() -> None:
    before = '<mergeCells count="1"><mergeCell ref="A3:A4"/></mergeCells><x/>'
    assert marks.follow(before, place_of(GONE)) == "<x/>"


RULES = cases("rules.txt")


@pytest.mark.parametrize(("before", "after"), RULES)
def test_rules_follow_their_rows(before: str, after: str) -> None:
    assert rules.follow(before, place_of(FIVE)) == after


@pytest.mark.parametrize("follow", [views.follow, marks.follow, rules.follow, anchors.follow])
@pytest.mark.parametrize("text", [before for before, _ in (*HEAD, *MARKS, *RULES)])
def test_a_sheet_that_does_not_move_keeps_every_byte(follow: Callable[[str, SheetPlace], str], text: str) -> None:
    assert follow(text, place_of()) == text


def test_an_element_without_content_stays_without() -> None:
    rule = '<dataValidations count="1"><dataValidation sqref="A4"/></dataValidations>'
    assert rules.follow(rule, place_of()) == rule
    assert rules.follow(rule, place_of(FIVE)) == rule.replace("A4", "A8")


def test_a_rule_for_cells_that_are_gone_goes_too() -> None:
    before = '<conditionalFormatting sqref="B3"><cfRule/></conditionalFormatting><a/>'
    assert rules.follow(before, place_of(GONE)) == "<a/>"


def anchor(edit: str, *lines: int) -> str:
    start, stop = lines
    return (
        f"<xdr:twoCellAnchor{edit}><xdr:from><xdr:col>1</xdr:col><xdr:colOff>5</xdr:colOff><xdr:row>{start}</xdr:row>"
        f"<xdr:rowOff>7</xdr:rowOff></xdr:from><xdr:to><xdr:col>3</xdr:col><xdr:colOff>0</xdr:colOff>"
        f"<xdr:row>{stop}</xdr:row><xdr:rowOff>9</xdr:rowOff></xdr:to><xdr:pic/></xdr:twoCellAnchor>"
    )


@pytest.mark.parametrize(
    ("edit", "before", "after"),
    [
        ("", (4, 9), (8, 13)),
        ("", (1, 9), (1, 13)),
        (' editAs="oneCell"', (1, 9), (1, 9)),
        (' editAs="oneCell"', (4, 9), (8, 13)),
        (' editAs="absolute"', (4, 9), (4, 9)),
        ("", (2, 2), (2, 2)),
        ("", (2, 3), (2, 7)),
        ("", (0, 1), (0, 1)),
    ],
)
def test_pictures_follow_as_they_say(edit: str, before: tuple[int, int], after: tuple[int, int]) -> None:
    assert anchors.follow(anchor(edit, *before), place_of(FIVE)) == anchor(edit, *after)


def test_shapes_and_controls_follow_the_cells_that_they_show() -> None:
    place = place_of(FIVE)
    assert anchors.follow('<xdr:sp macro="" textlink="表!$B$4"><a/></xdr:sp>', place) == (
        '<xdr:sp macro="" textlink="表!$B$8"><a/></xdr:sp>'
    )
    assert anchors.follow('<formControlPr fmlaLink="$B$9" fmlaRange="$A$3:$A$3" sel="0"/>', place) == (
        '<formControlPr fmlaLink="$B$13" fmlaRange="$A$3:$A$7" sel="0"/>'
    )
    before = '<anchor moveWithCells="1"><from><xdr:row>4</xdr:row></from><to><xdr:row>6</xdr:row></to></anchor>'
    after = '<anchor moveWithCells="1"><from><xdr:row>8</xdr:row></from><to><xdr:row>10</xdr:row></to></anchor>'
    assert anchors.follow(before, place) == after
    still = before.replace(' moveWithCells="1"', "")
    assert anchors.follow(still, place) == still


def test_rows_put_in_do_not_repeat_what_stood_in_the_row_before() -> None:
    move = SheetMove(name="表", rows=FIVE, columns=Axis(), copies=("表",))
    place = SheetPlace.of(move, 0, FormulaMover({"表": move}, repeats=False))
    text = '<mergeCells count="1"><mergeCell ref="A3:B3"/></mergeCells><hyperlinks><hyperlink ref="A3"/></hyperlinks>'
    assert marks.follow(text, place) == text
    rule = '<conditionalFormatting sqref="A3"><cfRule/></conditionalFormatting>'
    assert rules.follow(rule, place) == rule.replace("A3", "A3:A7")


def test_watched_cells_and_scenarios_follow() -> None:
    text = '<cellWatches><cellWatch r="B4"/></cellWatches><inputCells r="B9" val="1"/>'
    assert marks.follow(text, place_of(FIVE)) == text.replace("B4", "B8").replace("B9", "B13")


def test_the_dates_of_small_charts_follow() -> None:
    text = (
        '<x14:sparklineGroup dateAxis="1"><x14:colorSeries/><xm:f>表!A4:A9</xm:f><x14:sparklines><x14:sparkline>'
        "<xm:f>表!B4:B9</xm:f><xm:sqref>G4</xm:sqref></x14:sparkline></x14:sparklines></x14:sparklineGroup>"
    )
    after = text.replace("4:A9", "8:A13").replace("4:B9", "8:B13").replace("G4", "G8")
    assert marks.follow(text, place_of(FIVE)) == after
