"""Random templates with random numbers of rows: cached values, and LibreOffice's own, equal a direct calculation."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.merge.expressions import fill_environment
from reportgen.merge.fill import fill
from reportgen.model.dataset import Column, Table
from reportgen.model.diagnostic import Severity
from reportgen.model.schema import ColumnKind

Found = float | str | bool | None


@dataclass(frozen=True)
class Loop:
    """A loop of `height` template rows over `pairs` of numbers, with a total row below and `gap` blank rows."""

    height: int
    pairs: Sequence[tuple[Decimal, Decimal]]
    gap: int

    @property
    def numbers(self) -> list[tuple[float, float]]:
        return [(float(one), float(other)) for one, other in self.pairs]


def random_loops(seed: int) -> list[Loop]:
    pick = random.Random(seed)  # noqa: S311 - the same templates every time
    amounts = [Decimal(text) for text in ("0", "1", "-2.5", "12.34", "0.1", "1000", "7.77", "-0.05", "100.005")]
    return [
        Loop(
            height=pick.choice((1, 1, 2)),
            pairs=[(pick.choice(amounts), pick.choice(amounts)) for _ in range(pick.choice((0, 1, 2, 5, 33, 40, 90)))],
            gap=pick.randint(1, 3),
        )
        for _ in range(pick.randint(1, 3))
    ]


def template(loops: Sequence[Loop]) -> bytes:
    """Sheet 表 with the loops one below the other, sheet 汇总 that refers to them."""
    import xlsxwriter

    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet, summary = book.add_worksheet("表"), book.add_worksheet("汇总")
    sheet.write_row("A1", ["名称", "甲", "乙", "积", "判断", "累计", "累加", "占比", "止"])
    row = 2
    for number, loop in enumerate(loops):
        last, total = row + loop.height - 1, row + loop.height
        sheet.write_string(f"A{row}", f"{{% for 项 in 数据{number} %}}{{{{ 项.名称 }}}}")
        sheet.write_string(f"B{row}", "{{ 项.甲 }}")
        sheet.write_string(f"C{row}", "{{ 项.乙 }}")
        sheet.write_formula(f"D{row}", f"=B{row}*C{row}")
        sheet.write_formula(f"E{row}", f'=IF(B{row}>C{row},ROUND(B{row}/3,1),"低")')
        sheet.write_formula(f"F{row}", f"=N(F{row - 1})+B{row}")
        sheet.write_formula(f"G{row}", f"=SUM(B${row}:B{row})")
        sheet.write_formula(f"H{row}", f"=IF(B${total}=0,0,B{row}/B${total})")
        if loop.height == 2:
            sheet.write_formula(f"D{last}", f"=D{row}+C{row}")
            sheet.write_formula(f"F{last}", f"=F{row}")
        sheet.write_string(f"I{last}", "{% endfor %}")
        for column, text in enumerate(("SUM(B{0}:B{1})", "AVERAGE(C{0}:C{1})", "SUM(D{0}:D{1})", "COUNT(B{0}:B{1})")):
            sheet.write_formula(total - 1, column + 1, "=" + text.format(row, last))
        sheet.write_formula(f"F{total}", f'=COUNTIF(B{row}:B{last},">0")')
        sheet.write_formula(f"G{total}", f"=SUMPRODUCT(B{row}:B{last},C{row}:C{last})")
        sheet.write_formula(f"H{total}", f"=MAX(B{row}:B{last})-MIN(C{row}:C{last})")
        book.define_name(f"明细{number}", f"=表!$B${row}:$B${last}")
        summary.write_formula(f"A{number + 1}", f"=表!B{total}*2")
        summary.write_formula(f"B{number + 1}", f"=SUM(表!B{row}:B{last})+SUM(明细{number})")
        summary.write_formula(f"C{number + 1}", f"=IFERROR(表!B{total}/表!E{total},-1)")
        row = total + 1 + loop.gap
    summary.write_formula("E1", f"=SUM(A1:A{len(loops)})")
    book.close()
    return stream.getvalue()


def added(values: Sequence[float]) -> float:
    total = 0.0
    for value in values:
        total += value
    return total


def calculated(loops: Sequence[Loop]) -> dict[tuple[str, int, int], Found]:
    """What each formula of the filled workbook comes to, straight from the data."""
    found: dict[tuple[str, int, int], Found] = {}
    row, summed = 2, 0.0
    for number, loop in enumerate(loops):
        pairs = loop.numbers
        total = added([one for one, _ in pairs])
        products = []
        for index, (one, other) in enumerate(pairs):
            here = row + index * loop.height
            until = added([value for value, _ in pairs[: index + 1]])
            judged: Found = float(round(Decimal(repr(one / 3)), 1)) if one > other else "低"
            cells: list[Found] = [one * other, judged, until, until, one / total if total else 0.0]
            found |= {("表", here, 4 + at): value for at, value in enumerate(cells)}
            products.append(one * other)
            if loop.height == 2:
                found["表", here + 1, 4] = one * other + other
                found["表", here + 1, 6] = until
                products.append(one * other + other)
        # A loop without rounds keeps its rows once, empty, as the totals look at them.
        row += loop.height * max(1, len(pairs))
        mean: Found = added([other for _, other in pairs]) / len(pairs) if pairs else "#DIV/0!"
        spread = max(one for one, _ in pairs) - min(other for _, other in pairs) if pairs else 0.0
        weighed = added([one * other for one, other in pairs])
        positive = float(sum(one > 0 for one, _ in pairs))
        cells = [total, mean, added(products), float(len(pairs)), positive, weighed, spread]
        found |= {("表", row, 2 + at): value for at, value in enumerate(cells)}
        found["汇总", number + 1, 1] = total * 2
        found["汇总", number + 1, 2] = total * 2
        found["汇总", number + 1, 3] = total / len(pairs) if pairs else -1.0
        summed += total * 2
        row += 1 + loop.gap
    found["汇总", 1, 5] = summed
    return found


def names_of(loops: Sequence[Loop]) -> dict[str, Any]:
    return {**fill_environment().globals, **{f"数据{number}": table(loop) for number, loop in enumerate(loops)}}


def table(loop: Loop) -> Table:
    count = len(loop.pairs)
    columns = {
        "名称": Column(
            name="名称", kind=ColumnKind.TEXT, position=1, values=[f"第{at}项" for at in range(count)], unit=None
        ),
        "甲": Column(name="甲", kind=ColumnKind.NUMBER, position=2, values=[one for one, _ in loop.pairs]),
        "乙": Column(name="乙", kind=ColumnKind.NUMBER, position=3, values=[other for _, other in loop.pairs]),
    }
    return Table(name="数据", file="数据.xlsx", sheet="数据", columns=columns, rows=range(2, count + 2))


def filled(loops: Sequence[Loop]) -> bytes:
    made, findings = fill(template(loops), "模板.xlsx", names_of(loops))
    assert not [item for item in findings if item.severity is Severity.ERROR]
    assert made.data is not None
    return made.data


def differences(data: bytes, expected: Mapping[tuple[str, int, int], Found]) -> list[tuple[object, ...]]:
    """The cells whose value, as stored, is another than expected."""
    from openpyxl import load_workbook

    book: Any = load_workbook(BytesIO(data), data_only=True)
    wrong: list[tuple[object, ...]] = []
    for (sheet, row, column), value in expected.items():
        there = book[sheet].cell(row, column).value
        if isinstance(value, float) and isinstance(there, (int, float)):
            if abs(value - there) <= 1e-9 * max(1.0, abs(value)):
                continue
        elif value == there:
            continue
        wrong.append((sheet, row, column, value, there))
    return wrong


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 1_000_000))
def test_cached_values_of_a_filled_workbook_equal_a_direct_calculation(seed: int) -> None:
    loops = random_loops(seed)
    assert not differences(filled(loops), calculated(loops))


@pytest.mark.parametrize("count", [0, 1, 5, 1000])
def test_cached_values_are_right_for_any_number_of_rows(count: int) -> None:
    loops = [Loop(height, [(Decimal(at), Decimal("0.5") * at) for at in range(count)], 1) for height in (1, 2)]
    assert not differences(filled(loops), calculated(loops))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_values_that_libreoffice_recalculates_equal_a_direct_calculation(tmp_path: Path) -> None:
    made = {str(seed): random_loops(seed) for seed in range(12)}
    for name, loops in made.items():
        (tmp_path / f"{name}.xlsx").write_bytes(without_values(filled(loops)))
    files = [str(path) for path in sorted(tmp_path.glob("*.xlsx"))]
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    kind = "xlsx:Calc MS Excel 2007 XML"
    command = ["soffice", home, "--headless", "--convert-to", kind, "--outdir", str(tmp_path / "out"), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=240)  # noqa: S603
    for name, loops in made.items():
        assert not differences((tmp_path / "out" / f"{name}.xlsx").read_bytes(), calculated(loops)), name


def without_values(data: bytes) -> bytes:
    """The workbook without cached values, so that LibreOffice has to find all of them."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as package, zipfile.ZipFile(stream, "w") as made:
        for name in package.namelist():
            content = package.read(name)
            if name.startswith("xl/worksheets/sheet"):
                content, count = re.subn(rb"(</f>|<f[^<>]*/>)<v>[^<]*</v>", rb"\1", content)
                assert count
            made.writestr(name, content)
    return stream.getvalue()
