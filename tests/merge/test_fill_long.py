"""Long loops whose cells the sandbox prints: read while they are rendered, each round as it should be."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter

from reportgen.merge import prints
from reportgen.merge.expressions import fill_environment
from reportgen.merge.fill import fill
from reportgen.model.dataset import Column, Table
from reportgen.model.diagnostic import Diagnostic
from reportgen.model.schema import ColumnKind

ROWS = 4_321


def table(rows: int, *, empty: Sequence[int] = ()) -> Table:
    values = [None if at in empty else Decimal(at) for at in range(rows)]
    columns = {
        "值": Column(name="值", kind=ColumnKind.NUMBER, position=1, values=values),
        "名": Column(name="名", kind=ColumnKind.TEXT, position=2, values=[f"第{at}家" for at in range(rows)]),
    }
    return Table(name="企业", file="数据.xlsx", sheet="企业", columns=columns, rows=range(2, rows + 2))


def template(rows: Sequence[Mapping[str, str]]) -> bytes:
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("表")
    for number, row in enumerate(rows, 1):
        for column, text in row.items():
            if text.startswith("="):
                sheet.write_formula(f"{column}{number}", text)
            else:
                sheet.write_string(f"{column}{number}", text)
    book.close()
    return stream.getvalue()


def shown(data: bytes | None) -> dict[str, str]:
    """What stands in each cell."""
    assert data is not None
    with zipfile.ZipFile(BytesIO(data)) as package:
        text = package.read("xl/worksheets/sheet1.xml").decode()
    cells = re.finditer(r'<c r="([A-Z]+\d+)"[^<>]*>(?:<f[^<>]*>[^<]*</f>)?<(?:v|is><t[^<>]*)>([^<]*)<', text)
    return {found[1]: found[2] for found in cells}


def filled(rows: Sequence[Mapping[str, str]], data: Table, **options: Any) -> tuple[dict[str, str], list[Diagnostic]]:
    names = {**fill_environment().globals, "企业": data}
    result, findings = fill(template(rows), "模板.xlsx", names, **options)
    return shown(result.data), findings


LOOP = {
    "A": "{% for 项 in 企业 %}{{ 项.名 }}",
    "B": "{{ 项.值 * 2 }}",
    "C": "{% if 项.值 > 10 %}大{% else %}{{ 项.名 }}：{{ 项.值 }}{% endif %}",
    "D": "=B1+1",
    "E": "{% endfor %}",
}


@pytest.mark.parametrize("bindings", [False, True])
def test_each_round_of_a_long_loop_holds_its_own_words_and_numbers(*, bindings: bool) -> None:
    cells, findings = filled([LOOP], table(ROWS), bindings=bindings)
    assert not findings
    for at in range(ROWS):
        row = at + 1
        expected = (f"第{at}家", str(at * 2), "大" if at > 10 else f"第{at}家：{at}", str(at * 2 + 1))
        assert tuple(cells[f"{column}{row}"] for column in "ABCD") == expected
    assert f"A{ROWS + 1}" not in cells


def test_what_a_long_loop_has_printed_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[int] = []
    forget = prints.SheetPrints.forget

    def counted(self: prints.SheetPrints, text: str) -> None:
        forget(self, text)
        kept.append(sum(value is not None for value in self._active.marks.values))
        kept.append(len(self._active.memo))

    monkeypatch.setattr(prints.SheetPrints, "forget", counted)
    filled([LOOP], table(ROWS))
    assert len(kept) >= 4
    assert max(kept) < 20


def test_what_was_set_before_a_long_loop_is_printed_in_its_last_round() -> None:
    first = {"A": "{% set 首 %}共{{ 企业|length }}家{% endset %}"}
    rows = [first, {"A": "{% for 项 in 企业 %}{{ 首 }}", "B": "{{ 项.值 + 1 }}{% endfor %}"}]
    cells, findings = filled(rows, table(ROWS))
    assert not findings
    assert cells[f"A{ROWS + 1}"] == f"共{ROWS}家"
    assert cells[f"B{ROWS + 1}"] == str(ROWS)


def test_rows_under_a_condition_of_a_long_loop_are_as_they_should_be() -> None:
    rows = [
        {"A": "{% for 项 in 企业 %}"},
        {"A": "{% if 项.值 > 2 %}"},
        {"A": "{{ 项.名 }}", "B": "{{ 项.值 }}", "C": "=B3*2"},
        {"A": "{% endif %}"},
        {"A": "{% endfor %}"},
        {"B": "=SUM(B3)"},
    ]
    cells, findings = filled(rows, table(600))
    assert not findings
    assert cells["A1"] == "第3家"
    assert [cells[f"C{row}"] for row in range(1, 598)] == [str(at * 2) for at in range(3, 600)]
    assert cells["B598"] == str(sum(range(3, 600)))


def test_an_empty_cell_that_a_formula_looks_at_is_counted_once() -> None:
    rows = [{"A": "{% for 项 in 企业 %}{{ 项.值 if 项.名 else 项.名 }}", "B": "=A1", "C": "{% endfor %}"}]
    _, findings = filled(rows, table(50, empty=(3, 7)))
    assert [(item.code, item.facts["count"]) for item in findings] == [("empty-cell-filled", "2")]


@pytest.mark.parametrize("rows", [1, 999, 1000, 2001])
def test_percent_signs_of_the_template_and_the_data_stay_in_each_round(rows: int) -> None:
    line = {"A": "{% for 项 in 企业 %}{{ 项.名 }}", "B": "100%s %% %d %", "C": '="5%s%"&B1', "D": "{% endfor %}"}
    data = template([line])
    names = {**fill_environment().globals, "企业": table(rows)}
    result, findings = fill(data, "模板.xlsx", names)
    assert not findings
    cells = shown(result.data)
    assert len([address for address in cells if address[0] == "A"]) == rows
    assert cells[f"A{rows}"] == f"第{rows - 1}家"
    assert cells[f"C{rows}"] == "5%s%100%s %% %d %"
