"""Rows of a return are told apart by what names them, and where that is not enough by what they hold."""

from collections.abc import Sequence

import pytest

from reportgen.gather.rows import Match, match_rows
from reportgen.model.dataset import Column, Table
from reportgen.model.form import FormColumn, FormMark, FormRow, Role
from reportgen.model.schema import ColumnKind

Rows = Sequence[tuple[str | None, str | None]]


def table(rows: Rows, key: str | None) -> Table:
    columns = {
        name: Column(name=name, kind=ColumnKind.TEXT, position=at + 1, values=[row[at] for row in rows])
        for at, name in enumerate(("渠道", "用途"))
    }
    return Table(name="融资", file="a.xlsx", sheet="融资", columns=columns, rows=range(4, 4 + len(rows)), key=key)


def mark(rows: Rows, *keys: str) -> FormMark:
    return FormMark(
        report="某报告",
        year=2026,
        organization="某区",
        fingerprint="",
        department="财政局",
        columns=tuple(FormColumn("融资", at, name, Role.KEY) for at, name in enumerate(keys, 1)),
        rows=tuple(FormRow("融资", at, row[0] or "", at) for at, row in enumerate(rows, 4)),
    )


BANK, AID = ("银行", "道路"), ("补助", "管网")


@pytest.mark.parametrize(
    ("returned", "book", "expected"),
    [
        ([AID, BANK], [BANK, AID], [1, 0]),
        ([("银 行", None)], [BANK, AID], [0]),
        ([BANK, ("银行", "厂房")], [BANK, ("银行", "厂房")], [0, 1]),
        ([("银行", "厂房"), BANK], [BANK], ["银行#2", 0]),
        ([BANK, BANK], [BANK], [None, None]),
        ([("债券", "道路"), ("债券", "厂房")], [], ["债券", "债券#2"]),
        ([(None, None)], [BANK], [None]),
    ],
    ids=["moved", "spaced", "in order", "one more", "twice the same", "new", "blank"],
)
def test_rows_of_a_list_without_a_key(returned: Rows, book: Rows, expected: list[Match]) -> None:
    assert match_rows(table(returned, None), table(book, None), mark(book, "渠道")).rows == expected


def test_two_columns_tell_rows_apart_together() -> None:
    book = [BANK, ("银行", "厂房")]
    found = match_rows(table([("银行", "厂房"), ("银行", "学校")], None), table(book, None), mark(book, "渠道", "用途"))
    assert found.rows == [1, None], "the second row is the first one under another name, or a new one"
    assert [item.code for item in found.findings] == ["renamed-row"]


def test_what_was_found_of_the_workbook_serves_the_next_return() -> None:
    seen: dict[tuple[str, ...], dict[str, list[int]]] = {}
    book = table([BANK, AID], "渠道")
    assert match_rows(table([AID], "渠道"), book, None, seen).rows == [1]
    assert seen
    assert match_rows(table([BANK], "渠道"), book, None, seen).rows == [0]
