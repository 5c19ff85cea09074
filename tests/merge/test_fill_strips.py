"""Tags that stand one below the other and are read as a column give what each of them gives by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reportgen.merge.expressions import fill_environment
from reportgen.merge.fill import fill
from reportgen.model.dataset import Column, Table
from reportgen.model.diagnostic import Diagnostic, Severity
from reportgen.model.figure import Figure
from reportgen.model.quantity import Quantity, parse_unit
from reportgen.model.schema import ColumnKind

FORMATS = ("", "0.00", "0.0%", "@", "yyyy-mm-dd")
Drawn = Decimal | str | date | None


def template(texts: Sequence[str], code: str, *, step: int = 1) -> bytes:
    """The texts one below the other from A2 on, in one format, with formulas that look at them."""
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "default_date_format": ""})
    sheet = book.add_worksheet("表")
    look = book.add_format({"num_format": code, "border": 1})
    for at, text in enumerate(texts):
        if text:
            sheet.write_string(1 + at * step, 0, text, look)
            sheet.write_formula(1 + at * step, 1, f"=A{2 + at * step}")
    sheet.write_formula("C1", "=SUM(A:A)+COUNTA(A2:A40)")
    book.close()
    return stream.getvalue()


def cells(data: bytes) -> dict[str, str]:
    import zipfile

    with zipfile.ZipFile(BytesIO(data)) as package:
        text = package.read("xl/worksheets/sheet1.xml").decode()
        assert "{{" not in package.read("xl/sharedStrings.xml").decode()
    return {found[1]: found[2] for found in re.finditer(r'<c r="([A-Z]+\d+)"(.*?(?:/>|</c>))', text, re.DOTALL)}


def filled(texts: Sequence[str], code: str, names: dict[str, Any], *, step: int = 1) -> tuple[dict[str, str], Any]:
    result, findings = fill(template(texts, code, step=step), "模板.xlsx", names)
    return ({} if result.data is None else cells(result.data)), findings


def table(values: Sequence[Drawn], unit: str) -> Table:
    column = Column(
        name="值", kind=ColumnKind.NUMBER, position=2, values=list(values), unit=parse_unit(unit) if unit else None
    )
    return Table(name="企业", file="数据.xlsx", sheet="企业", columns={"值": column}, rows=range(2, len(values) + 2))


def said(findings: Sequence[Diagnostic]) -> set[tuple[str, str]]:
    return {(item.code, str(item.place)) for item in findings}


_numbers = st.decimals(allow_nan=False, allow_infinity=False, places=3) | st.sampled_from(
    [Decimal("1.50"), Decimal("-0"), Decimal("0.000"), Decimal("1E+3"), Decimal("100"), Decimal("3") / 7]
)
_texts = st.text(alphabet="ab甲<& %\n", max_size=4)
_values = (
    st.lists(_numbers, min_size=4, max_size=9)
    | st.lists(_texts, min_size=4, max_size=9)
    | st.lists(st.dates(date(1899, 12, 31), date(2100, 1, 1)), min_size=4, max_size=9)
    | st.lists(_numbers | _texts | st.none(), min_size=4, max_size=9)
)


@settings(deadline=None, max_examples=60)
@given(
    _values,
    st.sampled_from(["", "万元", "%", "家"]),
    st.sampled_from(["", " | 亿元", " | 万元"]),
    st.sampled_from(FORMATS),
    st.integers(1, 2),
)
@example([Decimal("1.50"), Decimal("-0.00"), Decimal(7), Decimal("1E+3")], "万元", " | 亿元", "", 1)
@example(["甲", " 乙", "丙 ", "%s"], "", "", "@", 2)
@example([Decimal(0), Decimal(0), Decimal(0), Decimal("1000000000000000090253369016320.001")], "", "", "", 1)
@example([None, Decimal(1), Decimal(2), Decimal(3)], "万元", " | 亿元", "0.00", 1)
def test_tags_one_below_the_other_give_what_each_gives_by_itself(
    values: list[Drawn], unit: str, word: str, code: str, step: int
) -> None:
    rows = table(values, unit)
    names = {**fill_environment().globals, **{f"甲{at}": row for at, row in enumerate(rows)}}
    texts = [f"{{{{ 甲{at}.值{word} }}}}" for at in range(len(values))]
    together, findings = filled(texts, code, names, step=step)
    alone: dict[str, str] = {}
    found: set[tuple[str, str]] = set()
    for at in range(len(values)):
        made, diagnostics = filled(
            ["" if other != at else text for other, text in enumerate(texts)], code, names, step=step
        )
        alone |= {address: made[address] for address in (f"A{2 + at * step}", f"B{2 + at * step}") if made}
        found |= said(diagnostics)
    if not together:
        assert any(item.severity is Severity.ERROR for item in findings)
        assert said(findings) <= found
    else:
        assert said(findings) == found
        assert {address: cell for address, cell in together.items() if address != "C1"} == alone


def test_a_strip_whose_cells_are_no_rows_of_one_table_is_filled_all_the_same() -> None:
    one, other = table([Decimal(1), Decimal(2)], "万元"), table([Decimal(3), Decimal(4)], "万元")
    names = {**fill_environment().globals, "甲0": one[0], "甲1": other[0], "甲2": one[1], "甲3": other[1]}
    made, findings = filled([f"{{{{ 甲{at}.值 }}}}" for at in range(4)], "", names)
    assert not findings
    assert [re.search("<v>(.*?)</v>", made[f"A{row}"])[1] for row in range(2, 6)] == ["1", "3", "2", "4"]  # type: ignore[index]


def test_a_name_of_a_strip_that_is_unknown_is_said_at_its_cell() -> None:
    names = {**fill_environment().globals, **{f"甲{at}": row for at, row in enumerate(table([Decimal(1)] * 5, ""))}}
    texts = [f"{{{{ 甲{at}.值 }}}}" for at in (0, 1, 9, 3, 4)]
    _, findings = filled(texts, "", names)
    assert [(item.code, str(item.place)) for item in findings] == [
        ("undefined-name", "模板.xlsx › 表 › A4 › 第1个字 › {{ 甲9.值 }}")
    ]


def test_a_template_filled_again_with_other_values_shows_none_of_the_first() -> None:
    data = template([f"{{{{ 甲{at}.值 }}}}" for at in range(6)], "0.00")
    for turn in range(3):
        rows = table([Decimal(turn * 100 + at) for at in range(6)], "")
        names = {**fill_environment().globals, **{f"甲{at}": row for at, row in enumerate(rows)}}
        result, findings = fill(data, "模板.xlsx", names)
        assert not findings
        assert result.data is not None
        found = cells(result.data)
        values = [float(re.search("<v>(.*?)</v>", found[f"{c}{row}"])[1]) for row in range(2, 8) for c in "AB"]  # type: ignore[index]
        assert values == [turn * 100 + at for at in range(6) for _ in "AB"]
        assert re.search("<v>(.*?)</v>", found["C1"])[1] == str(turn * 600 + 15 + 6)  # type: ignore[index]


def looped(variable: str, name: str = "企业") -> bytes:
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("表")
    sheet.write_string("A1", "{{ 单位 }}")
    text = f"{{% for {variable} in {name} %}}{{{{ {variable}.值 }}}}"
    sheet.write_string("A2", text)
    sheet.write_string("B2", "{{ loop.index }}{% endfor %}")
    book.close()
    return stream.getvalue()


def test_a_plain_loop_over_a_table_compiles_no_template(monkeypatch: pytest.MonkeyPatch) -> None:
    def compiled(*_: object) -> None:
        raise AssertionError("compiled")

    monkeypatch.setattr(type(fill_environment()), "compiled", compiled)
    names = {**fill_environment().globals, "企业": table([Decimal(3), Decimal(4)], ""), "单位": Decimal(1)}
    result, findings = fill(looped("项"), "模板.xlsx", names)
    assert not findings
    assert result.data is not None
    assert [address for address in cells(result.data) if address[1:] in "23"] == ["A2", "B2", "A3", "B3"]


@pytest.mark.parametrize("variable", ["not", "loop", "none"])
def test_a_loop_whose_variable_is_no_name_is_an_error_as_ever(variable: str) -> None:
    names = {**fill_environment().globals, "企业": table([Decimal(3)], ""), "单位": Decimal(1)}
    result, findings = fill(looped(variable), "模板.xlsx", names)
    assert result.data is None
    assert any(item.severity is Severity.ERROR for item in findings)


def test_a_loop_over_a_name_that_is_unknown_is_said() -> None:
    _, findings = fill(looped("项", "企叶"), "模板.xlsx", {"企业": table([Decimal(3)], ""), "单位": Decimal(1)})
    assert [item.code for item in findings] == ["undefined-name"]


def test_a_tag_below_rows_that_stay_is_filled_beside_strips_above_them() -> None:
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("表")
    for at in range(4):
        sheet.write_string(at, 0, f"{{{{ 甲{at}.值 }}}}")
    sheet.write_string("A5", "填表人")
    sheet.write_string("A6", "{{ 单位 }}")
    book.close()
    rows = table([Decimal(at) for at in range(4)], "")
    names = {**{f"甲{at}": row for at, row in enumerate(rows)}, "单位": Decimal(7)}
    result, findings = fill(stream.getvalue(), "模板.xlsx", names)
    assert not findings
    assert result.data is not None
    assert cells(result.data)["A6"] == "><v>7</v></c>"


def test_an_attribute_that_a_value_has_not_is_said_at_its_tag() -> None:
    _, findings = filled(["{{ 面积.值 }}"], "", {"面积": Figure(quantity=Quantity(Decimal(3), parse_unit("亩")))})
    assert [(item.code, str(item.place)) for item in findings] == [
        ("unknown-attribute", "模板.xlsx › 表 › A2 › 第1个字 › {{ 面积.值 }}")
    ]
