"""A plain fill for the followers' tests: rows written again where their axis puts them, followers round them."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping

import pytest

from reportgen.merge.excel.axis import Axis
from reportgen.merge.excel.book import Book, open_book
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
    for sheet in followers.sheets:
        if not sheet.part:
            continue
        scanned = Sheet(book.text(sheet.entry.part), sheet.entry.part)
        move = moves.get(sheet.entry.name)
        rows, columns = move.axes(sheet.copy) if move else (Axis(), Axis())
        body = "".join(written(scanned, rows, columns, followers, sheet.entry.name, sheet.copy))
        text = followers.head(sheet, scanned.head) + body + followers.tail(sheet, scanned.tail)
        if text != book.text(sheet.part):
            book.put(sheet.part, text)
    followers.finish(values)
    return book.write(), followers.findings


def written(scanned: Sheet, rows: Axis, columns: Axis, followers: Followers, name: str, copy: int) -> list[str]:
    if rows.is_still and columns.is_still and all(move.is_still for move in followers.moves.values()):
        return [scanned.text[scanned.rows[0].start : scanned.rows[-1].end]] if scanned.rows else []
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
                        text = re.sub(r"<f[^>]*>[^<]*</f>", lambda _, to=formula: f"<f>{to}</f>", text)
                        text = re.sub(r"<v>[^<]*</v>", "", text)
                    body += text
            raw = re.sub(r' r="\d+"| spans="[^"]*"', "", row.attributes)
            pieces.append(f'<row r="{at}"{raw}>{body}</row>')
    return pieces


@pytest.fixture
def grow() -> Grow:
    return grow_book


@pytest.fixture
def parts() -> Callable[[bytes], dict[str, str]]:
    def read(data: bytes) -> dict[str, str]:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = [name for name in package.namelist() if name.endswith((".xml", ".rels", ".vml"))]
            return {name: package.read(name).decode() for name in names}

    return read


def book_of(data: bytes) -> Book:
    return open_book(data, "t.xlsx")
