"""The built example of 2015, its tables edited with python-docx: what `trace` makes of each edit."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.table import Table

from reportgen.console.as_json import trace_document
from reportgen.pipeline.trace import trace

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Edit = Callable[[Table], object]
SHARE_OF_FIRST = "F4 ÷ 合计(F4:F8) = 42.86 ÷ 143.737"


@pytest.fixture
def edited(year_2015: Any, tmp_path: Path) -> Callable[[Edit], Path]:
    """The Word file after an edit of its first table: 产业, 产值, 占比; five industries and 合计."""

    def edit(change: Edit) -> Path:
        document = docx.Document(str(year_2015.word))
        change(Table(next(document.element.body.iter(f"{W}tbl")), document))
        target = tmp_path / "edited.docx"
        document.save(str(target))
        return target

    return edit


def figures(file: Path, figure: str = "") -> list[Any]:
    """The figures in the JSON of trace."""
    found = trace_document(trace(file, figure), "zh")
    assert found["findings"] == []
    listed = found["figures"]
    assert isinstance(listed, list)
    return listed


def changes(file: Path) -> dict[str, object]:
    """What the edited figures read now, None where nobody can tell."""
    return {item["text"]: item["now"] for item in figures(file) if item["now"] is not None or item["unsure"]}


def test_a_table_that_nobody_edited_has_no_edited_figure(edited: Callable[[Edit], Path]) -> None:
    assert changes(edited(lambda _: None)) == {}


def test_an_edited_cell_is_found_by_its_present_text_and_leads_to_its_data(edited: Callable[[Edit], Path]) -> None:
    file = edited(lambda table: setattr(table.cell(1, 1), "text", "99"))
    assert changes(file) == {"42.86": "99"}
    (found,) = [item for item in figures(file, "99") if item["now"] == "99"]
    assert found["text"] == "42.86"
    assert found["cells"] == ("qingzhen-2015.xlsx › 主导产业 › F4",)
    assert (found["table_row"], found["table_column"], found["unsure"]) == (2, 2, False)


def test_computed_cells_and_totals_are_compared_too(edited: Callable[[Edit], Path]) -> None:
    def edit(table: Table) -> None:
        table.cell(1, 2).text = "30"
        table.cell(6, 1).text = "150"

    file = edited(edit)
    assert changes(file) == {"29.8": "30", "143.737": "150"}
    assert [item["derivation"] for item in figures(file) if item["now"] == "30"] == [SHARE_OF_FIRST]


def test_a_deleted_row_takes_its_figures_along_and_no_others(edited: Callable[[Edit], Path]) -> None:
    assert changes(edited(lambda table: table._tbl.remove(table.rows[2]._tr))) == {"21.543": "", "15.0": ""}


def test_an_inserted_row_makes_no_row_below_look_edited(edited: Callable[[Edit], Path]) -> None:
    def edit(table: Table) -> None:
        table.rows[2]._tr.addnext(copy.deepcopy(table.rows[2]._tr))
        for cell, text in zip(table.rows[3].cells, ("新材料", "5", "3"), strict=True):
            cell.text = text
        table.cell(4, 1).text = "37"

    assert changes(edited(edit)) == {"36.746": "37"}


def test_a_row_that_another_one_took_the_place_of_is_not_guessed_at(edited: Callable[[Edit], Path]) -> None:
    def edit(table: Table) -> None:
        for cell, text in zip(table.rows[2].cells, ("新材料", "5", "3"), strict=True):
            cell.text = text

    assert changes(edited(edit)) == {"21.543": None, "15.0": None}


def test_a_deleted_column_and_merged_cells_change_no_other_figure(edited: Callable[[Edit], Path]) -> None:
    def without_shares(table: Table) -> None:
        for row in table.rows:
            row._tr.remove(row._tr.tc_lst[2])

    shares = dict.fromkeys(("29.8", "15.0", "25.6", "12.9", "16.8", "100.0"), "")
    assert changes(edited(without_shares)) == shares
    assert changes(edited(lambda table: table.cell(1, 1).merge(table.cell(2, 1)))) == {}


def test_rows_that_were_sorted_are_still_the_same_rows(edited: Callable[[Edit], Path]) -> None:
    def edit(table: Table) -> None:
        rows = [row._tr for row in table.rows]
        for row in rows[1:-1]:
            rows[0].addnext(row)
        table.cell(5, 1).text = "43"

    assert changes(edited(edit)) == {"42.86": "43"}


def test_figures_of_captions_are_compared_and_those_of_pictures_are_not(year_2015: Any, tmp_path: Path) -> None:
    document = docx.Document(str(year_2015.word))
    captions = [item for item in document.element.body.iter(f"{W}p") if "SEQ" in "".join(item.itertext())]
    for caption in captions:
        for text in caption.iter(f"{W}t"):
            text.text = text.text.replace("2015年", "2016年")
    for picture in list(document.element.body.iter(f"{W}drawing")):
        picture.getparent().remove(picture)
    target = tmp_path / "edited.docx"
    document.save(str(target))
    found = [item for item in figures(target) if item["now"] is not None or item["unsure"]]
    assert {(item["text"], item["now"]) for item in found} == {("2015年", "2016年")}
    assert {item["where"][-1][0] for item in found} == {"图", "表"}


def test_a_number_is_not_taken_for_a_part_of_a_longer_one(year_2015: Any) -> None:
    assert any("76" in figure["value"] != "76" for figure in figures(year_2015.word))
    assert {figure["value"] for figure in figures(year_2015.word, "76")} == {"76"}
