"""A plain fill, rows written again where their axis puts them with the followers round them, and what to fill."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from functools import cache

import pytest
import xlsxwriter

from reportgen.merge.excel.axis import Axis
from reportgen.merge.excel.book import open_book
from reportgen.merge.excel.followers.follow import Followers
from reportgen.merge.excel.followers.notes import Cells
from reportgen.merge.excel.followers.tables import Values
from reportgen.merge.excel.moves import Moves, Spot
from reportgen.merge.excel.sheet import Sheet
from reportgen.model.diagnostic import Diagnostic
from reportgen.model.place import column_letters
from reportgen.ooxml.xml import text as escaped

Grown = tuple[bytes, list[Diagnostic]]
Grow = Callable[..., Grown]


def grow_book(
    data: bytes, moves: Moves, values: Values | None = None, notes: Mapping[str, Cells] | None = None
) -> Grown:
    book = open_book(data, "t.xlsx")
    followers = Followers(book, moves, notes)
    scans = {sheet.entry.part: Sheet(book.text(sheet.entry.part), sheet.entry.part) for sheet in followers.sheets}
    for sheet in followers.sheets:
        scanned = scans[sheet.entry.part]
        move = moves.get(sheet.entry.name)
        rows, columns = move.axes(sheet.copy) if move else (Axis(), Axis())
        body = "".join(written(scanned, rows, columns, followers, sheet.entry.name, sheet.copy))
        text = followers.head(sheet, scanned.head) + body + followers.tail(sheet, scanned.tail)
        if text != book.text(sheet.part):
            book.put(sheet.part, text)
    followers.finish(values)
    return book.write(), followers.findings


def written(scanned: Sheet, rows: Axis, columns: Axis, followers: Followers, name: str, copy: int) -> list[str]:
    if rows.is_still and columns.is_still:
        cells = [cell for row in scanned.rows for cell in scanned.cells(row) if cell.formula]
        spots = [Spot(name, cell.row, cell.column, copy=copy) for cell in cells]
        if all(
            followers.mover.move(cell.formula or "", spot) == cell.formula
            for cell, spot in zip(cells, spots, strict=True)
        ):
            return [scanned.text[row.start : row.end] for row in scanned.rows]
    return _rows(scanned, rows, columns, followers, name, copy)


def _rows(scanned: Sheet, rows: Axis, columns: Axis, followers: Followers, name: str, copy: int) -> list[str]:
    pieces = []
    last = max((row.number for row in scanned.rows), default=1)
    by_number = {row.number: row for row in scanned.rows}
    for run in rows.runs(last):
        for number in range(run.first, run.last + 1):
            row = by_number.get(number)
            if row is None:
                continue
            at = run.start + number - run.first
            cells = {cell.column: cell for cell in scanned.cells(row)}
            body = ""
            for across in columns.runs(max(cells, default=1)):
                for column in range(across.first, across.last + 1):
                    cell = cells.get(column)
                    if cell is None:
                        continue
                    spot = Spot(name, number, column, run.path, across.path, copy)
                    text = scanned.text[cell.start : cell.end]
                    address = f"{column_letters(across.start + column - across.first)}{at}"
                    text = re.sub(r'r="[A-Z]+\d+"', f'r="{address}"', text, count=1)
                    if cell.formula is not None:
                        formula = escaped(followers.mover.move(cell.formula, spot))
                        text = f"{text[: text.index('<f')]}<f>{formula}</f></c>"
                    body += text
            raw = re.sub(r' r="\d+"| spans="[^"]*"', "", row.attributes)
            pieces.append(f'<row r="{at}"{raw}>{body}</row>')
    return pieces


@cache
def rich_workbook() -> bytes:
    """A workbook with nearly everything that refers to rows and columns."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    list_sheet = book.add_worksheet("表")
    summary = book.add_worksheet("汇总 1")
    last = book.add_worksheet("末")
    _cells(book, list_sheet)
    _rules(book, list_sheet)
    _marks(list_sheet)
    _drawings(book, list_sheet, summary)
    summary.write_formula("A1", "=表!B4", None, 100)
    summary.write_formula("A2", "=SUM(表!B3)*2", None, 200)
    summary.write_formula("A3", "=产值合计", None, 100)
    book.define_name("产值合计", "=表!$B$4")
    book.define_name("各企业", "=表!$B$3:$B$3")
    book.define_name("表!本地", "=表!$A$3:$D$4")
    columns = [{"header": "甲"}, {"header": "乙", "formula": "=[@甲]*2+$D$9"}]
    last.add_table("A1:B3", {"name": "清单", "data": [[1, 2], [3, 4]], "columns": columns})
    last.write_formula("D1", "=SUM(清单[甲])", None, 4)
    last.write("D9", 1)
    last.set_h_pagebreaks([3])
    book.close()
    return out.getvalue()


def _cells(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
    sheet.write_row("A1", ["名称", "产值", "上年", "增长"])
    sheet.write_row("A2", ["说明", "亿元", "亿元", "%"])
    sheet.write("A3", "企业")
    sheet.write_number("B3", 100)
    sheet.write_number("C3", 80)
    sheet.write_formula("D3", "=B3/C3-1", None, 0.25)
    sheet.merge_range("E3:F3", "备注")
    sheet.write("A4", "合计")
    sheet.write_formula("B4", "=SUM(B3:B3)", None, 100)
    sheet.write_formula("C4", "=SUM(C3)", None, 80)
    sheet.write_formula("D4", "=B4/C4-1", None, 0.25)
    sheet.merge_range("A6:D6", "注")
    sheet.set_column("A:A", 20, book.add_format({"bold": True}))
    sheet.set_column("B:D", 12)


def _rules(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
    red = book.add_format({"bg_color": "red"})
    sheet.data_validation("C3", {"validate": "list", "source": "=$A$1:$D$1"})
    sheet.data_validation("B3:C3", {"validate": "decimal", "criteria": ">", "value": "=$B$7"})
    sheet.conditional_format("D3", {"type": "cell", "criteria": ">", "value": 0.3, "format": red})
    sheet.conditional_format("A3:D3", {"type": "formula", "criteria": "=$D$3>$D$4", "format": red})
    sheet.conditional_format("B3", {"type": "data_bar", "data_bar_2010": True})
    sheet.conditional_format("B4:D4", {"type": "formula", "criteria": "=B$4<$B$7", "format": red})
    sheet.ignore_errors({"number_stored_as_text": "A3:D4"})
    sheet.unprotect_range("B3:C3", "输入")
    sheet.protect()


def _marks(sheet: xlsxwriter.worksheet.Worksheet) -> None:
    sheet.autofilter("A2:D3")
    sheet.freeze_panes(2, 1)
    sheet.print_area("A1:F7")
    sheet.repeat_rows(0, 1)
    sheet.set_h_pagebreaks([3, 6])
    sheet.write_url("A3", "internal:'汇总 1'!A1", string="企业")
    sheet.write_url("A5", "internal:表!B4", string="去合计")
    sheet.write_url("B7", "https://example.com/")
    sheet.add_sparkline("G3", {"range": "表!B3:C3"})
    sheet.write_comment("B3", "企业的注")
    sheet.write_comment("B4", "合计的注")


def _drawings(
    book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet, summary: xlsxwriter.worksheet.Worksheet
) -> None:
    chart = book.add_chart({"type": "column"})
    chart.add_series({"name": "=表!$B$1", "categories": "=表!$A$3:$A$3", "values": "=表!$B$3:$B$3"})
    chart.set_title({"name": "=表!$A$1"})
    sheet.insert_chart("A9", chart)
    line = book.add_chart({"type": "line"})
    line.add_series({"name": "=表!$A$3", "values": "=表!$B$3"})
    summary.insert_chart("C3", line)
    sheet.insert_textbox("H3", "文本框", {"object_position": 2, "textlink": "=$B$4"})
    sheet.insert_textbox("H8", "不动", {"object_position": 3})
    sheet.insert_button("J8", {"caption": "按钮"})


@pytest.fixture(scope="session")
def grow() -> Grow:
    return grow_book


@pytest.fixture(scope="session")
def parts() -> Callable[[bytes], dict[str, str]]:
    def read(data: bytes) -> dict[str, str]:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = [name for name in package.namelist() if name.endswith((".xml", ".rels", ".vml"))]
            return {name: package.read(name).decode() for name in names}

    return read


@pytest.fixture(scope="session")
def rich() -> bytes:
    return rich_workbook()
