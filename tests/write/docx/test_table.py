"""Tables of a Word file: structure, texts, totals, widths."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from reportgen.model.document import Computed, Document, Paragraph, TableBlock, TableColumn, Text
from reportgen.model.figure import Operation
from reportgen.model.schema import ColumnKind

Write = Callable[..., Any]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

Column = Callable[..., TableColumn]
Table = Callable[..., TableBlock]
Blocks = Callable[..., Document]
Read = Callable[[Any], str]


def rows_of(written: Any, read_text: Read) -> list[list[str]]:
    return [[read_text(cell) for cell in row.iter(f"{W}tc")] for row in written.all("w:tr")]


def numbers(*texts: str | None) -> list[Decimal | None]:
    return [None if text is None else Decimal(text) for text in texts]


def test_a_table_has_its_caption_above_and_its_note_below(
    write: Write, blocks_of: Blocks, column: Column, table_of: Table, read_text: Read
) -> None:
    block = table_of(column("名称", ["甲", "乙"]), announced=76, note="数据为快报数。")
    written = write(blocks_of(block))
    order = [(child.tag.removeprefix(W), read_text(child)) for child in written.xml()[0]]
    assert order[0] == ("p", "表1　产业一览")
    assert order[1][0] == "sdt"
    assert order[2] == ("p", "注：数据为快报数；全部共76项，本表列出2项。")


def test_cells_print_what_their_column_says(
    write: Write, blocks_of: Blocks, column: Column, table_of: Table, read_text: Read
) -> None:
    block = table_of(
        column("名称", ["甲", "乙", None]),
        column("产值", numbers("12.345", None, "-0.001"), "亿元", decimals=2),
        column("数", numbers("1.50", "1E+3", "0"), decimals=None),
        column("日期", [date(2015, 3, 1), None, date(2016, 12, 31)], kind=ColumnKind.DATE),
        column("规模", numbers("1", "2", "3"), texts=("1家", "2亩", "")),
    )
    assert rows_of(write(blocks_of(block)), read_text) == [
        ["名称", "产值（亿元）", "数", "日期", "规模"],
        ["甲", "12.35", "1.5", "2015年3月1日", "1家"],
        ["乙", "", "1000", "", "2亩"],
        ["", "0.00", "0", "2016年12月31日", ""],
    ]


def test_numbers_that_are_not_exact_say_so(
    write: Write, blocks_of: Blocks, column: Column, table_of: Table, read_text: Read
) -> None:
    block = table_of(
        column("名称", ["甲", "乙", "丙"]),
        column("投资", numbers("20", "200", "9.2"), "亿元", hedges={0: "近", 1: "余"}),
        column("占比", [Decimal(60), None, Decimal(40)], "%", decimals=1, hedges={0: "以上"}),
    )
    assert rows_of(write(blocks_of(block)), read_text)[1:] == [
        ["甲", "近20", "60.0以上"],
        ["乙", "200余", ""],
        ["丙", "9.2", "40.0"],
    ]


def test_the_header_row_repeats_and_no_row_breaks_across_pages(
    write: Write, blocks_of: Blocks, column: Column, table_of: Table
) -> None:
    written = write(blocks_of(table_of(column("名称", ["甲", "乙", "丙"]))))
    rows = written.all("w:tr")
    assert [row.find("{*}trPr/{*}tblHeader") is not None for row in rows] == [True, False, False, False]
    assert all(row.find("{*}trPr/{*}cantSplit") is not None for row in rows)


def test_numbers_stand_right_and_texts_left(
    write: Write, blocks_of: Blocks, column: Column, table_of: Table, val: Callable[[Any, str], str]
) -> None:
    written = write(blocks_of(table_of(column("名称", ["甲"]), column("产值", numbers("1")))))
    assert [val(p, "{*}pPr/{*}pStyle") for p in written.all("w:tc/w:p")] == ["CellHead"] * 2 + ["Cell", "CellNumber"]


@pytest.mark.parametrize("columns", [1, 2, 6, 12])
def test_widths_are_written_for_word_and_wps_alike_and_fill_the_text(
    columns: int, write: Write, blocks_of: Blocks, column: Column, table_of: Table
) -> None:
    made = [column(f"列{index}", ["示范企业有限公司" * (index + 1)]) for index in range(columns)]
    written = write(blocks_of(table_of(*made)))
    grid = [int(item.get(f"{W}w")) for item in written.all("w:gridCol")]
    cells = [int(item.get(f"{W}w")) for item in written.all("w:tcW")]
    (whole,) = [int(item.get(f"{W}w")) for item in written.all("w:tblW")]
    assert sum(grid) == whole == 11906 - 1587 - 1474
    assert cells == grid * 2
    assert all(width > 0 for width in grid)


def test_a_column_gets_its_own_share_and_numbers_do_not_break(
    write: Write, blocks_of: Blocks, column: Column, table_of: Table
) -> None:
    written = write(
        blocks_of(
            table_of(
                column("名称", ["很长的企业名称" * 12]),
                column("产值", numbers("1234567.89"), "亿元", decimals=2),
                column("备注", ["无"], width=0.25),
            )
        )
    )
    name, number, note = (int(item.get(f"{W}w")) for item in written.all("w:gridCol"))
    assert note == pytest.approx(0.25 * 8845, abs=1)
    assert number >= len("1234567.89") * 105 + 170
    assert name > number


def test_a_wide_table_is_measured_by_a_part_of_its_rows(
    write: Write, blocks_of: Blocks, column: Column, table_of: Table
) -> None:
    short = write(blocks_of(table_of(column("甲", ["一二三"] * 10), column("乙", ["一二三四五六"] * 10))))
    long = write(blocks_of(table_of(column("甲", ["一二三"] * 5000), column("乙", ["一二三四五六"] * 5000))))
    grids = [[item.get(f"{W}w") for item in written.all("w:gridCol")] for written in (short, long)]
    assert grids[0] == grids[1]
    assert len(long.all("w:tr")) == 5001


def test_the_total_row_adds_up_what_is_totalled(
    write: Write, blocks_of: Blocks, column: Column, table_of: Table, read_text: Read
) -> None:
    block = table_of(
        column("名称", ["甲", "乙", "丙"]),
        column("产值", numbers("1.005", "2", None), "亿元", decimals=2, totalled=True),
        column("数量", numbers("1", "2", "3")),
        column("规模", numbers("1", "2", "3"), texts=("1家", "2亩", "3座"), totalled=True),
        total_label="合计",
    )
    assert rows_of(write(blocks_of(block)), read_text)[-1] == ["合计", "3.01", "", ""]


@pytest.mark.parametrize(
    ("before", "growth", "share", "more"),
    [(("10", "20"), "50.0", "66.7", "15.0"), (("10", None), "", "", "")],
)
def test_computed_columns_are_worked_out_again_for_the_total(
    before: tuple[str | None, ...],
    growth: str,
    share: str,
    more: str,
    write: Write,
    blocks_of: Blocks,
    column: Column,
    table_of: Table,
    read_text: Read,
) -> None:
    block = table_of(
        column("名称", ["甲", "乙"]),
        column("产值", numbers("15", "30"), "亿元", decimals=1, totalled=True),
        column("上年", numbers(*before), "亿元", decimals=1, totalled=True),
        column("增长", numbers("50", "50"), "%", decimals=1, computed=Computed(Operation.GROWTH, (1, 2))),
        column("比", numbers("66.7", "66.7"), "%", decimals=1, computed=Computed(Operation.OVER, (2, 1))),
        column("差", numbers("5", "10"), "亿元", decimals=1, computed=Computed(Operation.MINUS, (1, 2))),
        total_label="合计",
    )
    assert rows_of(write(blocks_of(block)), read_text)[-1][3:] == [growth, share, more]


def test_rows_are_written_whole_beyond_one_chunk(
    write: Write, blocks_of: Blocks, column: Column, table_of: Table, read_text: Read
) -> None:
    values = [Decimal(index) for index in range(1, 1204)]
    names = [f"A&B第{index}" if index % 100 == 0 else f"第{index}" for index in range(1, 1204)]
    rows = rows_of(
        write(blocks_of(table_of(column("名称", names), column("数", values), total_label="合计"))), read_text
    )
    assert rows[1:-1] == [[name, str(value)] for name, value in zip(names, values, strict=True)]


@pytest.mark.parametrize("rows", [0, 1])
def test_a_table_with_hardly_a_row_is_still_a_table(
    rows: int, write: Write, blocks_of: Blocks, column: Column, table_of: Table, read_text: Read
) -> None:
    block = table_of(column("名称", ["甲"] * rows), column("数", numbers(*["1"] * rows)), total_label="合计", note="注")
    written = write(blocks_of(block))
    assert len(rows_of(written, read_text)) == rows + 2
    assert written.diagnostics == []


def test_a_file_does_not_end_in_a_table(write: Write, blocks_of: Blocks, column: Column, table_of: Table) -> None:
    written = write(blocks_of(Paragraph((Text("文"),)), table_of(column("名称", ["甲"]))))
    assert [child.tag.removeprefix(W) for child in written.xml()[0]][-2:] == ["p", "sectPr"]


def test_the_table_stands_in_the_content_control_of_its_tag(
    write: Write, blocks_of: Blocks, column: Column, table_of: Table, val: Callable[[Any, str], str]
) -> None:
    block = table_of(column("名称", ["甲"]))
    control = next(
        found for found in write(blocks_of(block)).all("w:sdt") if val(found, "{*}sdtPr/{*}tag") == block.tag
    )
    assert [child.tag.removeprefix(W) for child in control.find("{*}sdtContent")] == ["tbl"]
    # LibreOffice 7.4 writes the first header up to four times over for any other kind of control.
    assert control.find("{*}sdtPr")[-1].tag.removeprefix(W) == "docPartObj"


def test_a_table_without_columns_leaves_its_caption(
    write: Write, blocks_of: Blocks, table_of: Table, read_text: Read
) -> None:
    written = write(blocks_of(table_of(row_count=3)))
    assert written.all("w:tbl") == []
    assert read_text(written.all("w:p")[0]) == "表1　产业一览"


def test_percent_signs_and_braces_in_cells_are_only_text(
    write: Write, blocks_of: Blocks, column: Column, table_of: Table, read_text: Read
) -> None:
    texts = ["%s", "{0}", "100%", "%(name)d", "\\g<0>"]
    assert rows_of(write(blocks_of(table_of(column("列", texts)))), read_text)[1:] == [[text] for text in texts]
