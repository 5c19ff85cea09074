"""Filling an Excel template against openpyxl (1,200 cells) and XlsxWriter (a loop of 100,000 rows), in one run.

The template of 1,200 cells has five sheets, formulas, a chart, a table, rules and a picture's worth of
other parts; openpyxl loads it, sets the cells and saves it (and loses half of that). The loop fills ten
columns of mixed kinds, one of them a formula. `python tests/bench/fill_bench.py [ROWS]` prints the medians,
and the first fill of a template apart: what its bytes alone decide is kept for the next. Loops whose cells or
rows need the sandbox are measured beside a plain one of as many cells; `memory [KIND]` prints their peak alone.
"""

import gc
import resource
import statistics
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from importlib import import_module
from io import BytesIO
from typing import Any

import pytest
from appendix_bench import FORMATS, HEADERS, columns_of, for_peer, xlsxwriter

from reportgen.merge.expressions import fill_environment
from reportgen.merge.fill import fill
from reportgen.model.dataset import Column, Table
from reportgen.model.quantity import NO_UNIT, PERCENT, Unit, parse_unit
from reportgen.model.schema import ColumnKind

ROWS, FEW = 100_000, 200
AIM_LOOP, AIM_CELLS, AIM_MEGABYTES = 5.0, 8.0, 200
NAMES = [header.partition("（")[0] for header in HEADERS]
NUMBER, TEXT, DAY = ColumnKind.NUMBER, ColumnKind.TEXT, ColumnKind.DATE
KINDS = (NUMBER, TEXT, TEXT, TEXT, NUMBER, NUMBER, NUMBER, NUMBER, DAY, TEXT)
UNITS = (NO_UNIT, None, None, None, parse_unit("亿元"), parse_unit("万元"), PERCENT, parse_unit("人"), None, None)


_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c636060606000000005"
    "0001a5f645400000000049454e44ae426082"
)


def table_of(columns: list[list[Any]]) -> Table:
    rows = range(2, len(columns[0]) + 2)

    def column(at: int, unit: Unit | None) -> Column:
        return Column(name=NAMES[at], kind=KINDS[at], position=at + 1, values=columns[at], unit=unit)

    made = {NAMES[at]: column(at, unit) for at, unit in enumerate(UNITS)}
    return Table(name="企业", file="企业.xlsx", sheet="企业", columns=made, rows=rows)


def names_of(rows: int) -> dict[str, Any]:
    return {**fill_environment().globals, "企业": table_of(columns_of(rows))}


def list_template() -> bytes:
    """A header and one row of ten tags, with formats."""
    peer: Any = import_module("xlsxwriter")
    stream = BytesIO()
    book = peer.Workbook(stream)
    sheet = book.add_worksheet("名单")
    sheet.write_row(0, 0, HEADERS)
    for at, (name, code) in enumerate(zip(NAMES, FORMATS, strict=True)):
        shape = book.add_format({"border": 1, **({"num_format": code} if code else {})})
        opening = "{% for 项 in 企业 %}" if not at else ""
        ending = "{% endfor %}" if at == len(NAMES) - 1 else ""
        sheet.write_string(1, at, f"{opening}{{{{ 项.{name} }}}}{ending}", shape)
    sheet.freeze_panes(1, 0)
    book.close()
    return stream.getvalue()


TAGS = {0: "企业名称", 1: "行业类别", 2: "总投资", 3: "年产值 | 亿元", 5: "增长率", 7: "备注"}


def rich_template(*, is_looped: bool = True) -> bytes:
    """Five sheets as offices have them; on the second, one row of six tags and two formulas, with what refers to it.

    Not looped: 200 such rows, each cell with a tag of its own.
    """
    peer: Any = import_module("xlsxwriter")
    stream = BytesIO()
    book = peer.Workbook(stream)
    cover, data, chart_sheet, list_sheet, options = (
        book.add_worksheet(n) for n in ("封面", "数据", "图", "表", "选项")
    )
    cover.write_rich_string("A1", "清镇", book.add_format({"bold": 1}), "经济开发区")
    cover.insert_textbox("H5", "编制说明")
    number = book.add_format({"num_format": "#,##0.00", "border": 1})
    share = book.add_format({"num_format": "0.0%", "border": 1})
    data.write_row(0, 0, ["企业", "类别", "投资", "产值", "占比", "增长", "合计", "备注"])
    for row in range(1, 2 if is_looped else FEW + 1):
        for at, tag in TAGS.items():
            text = f"{{{{ 企业{row - 1}.{tag} }}}}"
            if is_looped:
                opening, ending = "{% for 项 in 企业 %}" if not at else "", "{% endfor %}" if at == 7 else ""
                text = f"{opening}{{{{ 项.{tag} }}}}{ending}"
            data.write_string(row, at, text, share if at == 5 else number)
        data.write_formula(row, 4, f"=IF(SUM(D:D)=0,0,D{row + 1}/SUM(D:D))", share, 0)
        data.write_formula(row, 6, f"=C{row + 1}+D{row + 1}", number, 0)
    data.data_validation("B2", {"validate": "list", "source": "=选项!$A$1:$A$5"})
    data.conditional_format("D2", {"type": "data_bar"})
    data.write_comment("C1", "单位：亿元")
    data.autofilter(0, 0, 1, 7)
    for at, kind in enumerate(("column", "pie", "line")):
        chart = book.add_chart({"type": kind})
        chart.add_series(
            {
                "name": "产值",
                "categories": "=数据!$A$2:$A$2",
                "values": "=数据!$D$2:$D$2" if not at else "=选项!$B$1:$B$5",
                "data_labels": {"value": True, "custom": [{"value": "首位", "font": {"bold": True}}]},
            }
        )
        chart.set_title({"name": "主导产业产值", "name_font": {"name": "黑体", "size": 14}})
        chart_sheet.insert_chart(1 + 16 * at, 1, chart)
    columns = [
        {"header": "园区"},
        {"header": "家数", "total_function": "sum"},
        {"header": "比", "formula": "=[@家数]*2"},
    ]
    list_sheet.add_table("A1:C6", {"name": "园区表", "columns": columns, "total_row": True})
    picture = {"image_data": BytesIO(_PNG), "description": "产值图"}
    cover.insert_image("B5", "图.png", picture)
    cover.set_header("&L&G&C&A", {"image_left": "图.png", "image_data_left": BytesIO(_PNG)})
    cover.write_url("A8", "internal:'数据'!A1", string="见数据表")
    data.print_area(0, 0, 1, 7)
    data.repeat_rows(0)
    data.freeze_panes(1, 1)
    chart_page = book.add_chartsheet("图表页")
    bars = book.add_chart({"type": "bar"})
    bars.add_series({"values": "=选项!$B$1:$B$5"})
    chart_page.set_chart(bars)
    options.write_column(0, 0, ["铝加工", "医药", "建材", "装备", "电力"])
    options.write_column(0, 1, [1, 2, 3, 4, 5])
    book.define_name("产值区", "=数据!$D$2:$D$2")
    book.close()
    return stream.getvalue()


KINDS_OF_LOOP = {
    "plain": [["{% for 项 in 企业 %}{{ 项.企业名称 }}", "{{ 项.年产值 }}", "{{ 项.总投资 }}", "=B2*2", "{% endfor %}"]],
    "words": [
        [
            "{% for 项 in 企业 %}{{ 项.企业名称 }}",
            "{{ 项.年产值 * 2 }}",
            "{% if 项.总投资 > 1 %}大{% else %}{{ 项.总投资 }}{% endif %}",
            "=B2*2",
            "{% endfor %}",
        ]
    ],
    "rows": [
        ["{% for 项 in 企业 %}"],
        ["{% if 项.总投资 > 1 %}"],
        ["{{ 项.企业名称 }}", "{{ 项.年产值 }}", "{{ 项.总投资 }}", "=B4*2"],
        ["{% endif %}"],
        ["{% endfor %}"],
    ],
}
"""Loops of three cells and a formula: read by columns, with two cells for the sandbox, with rows under a condition."""


def loop_template(kind: str) -> bytes:
    peer: Any = import_module("xlsxwriter")
    stream = BytesIO()
    book = peer.Workbook(stream)
    sheet = book.add_worksheet("名单")
    for row, texts in enumerate([["企业", "产值", "投资", "两倍"], *KINDS_OF_LOOP[kind]]):
        for column, text in enumerate(texts):
            sheet.write(row, column, text)
    book.close()
    return stream.getvalue()


def plain_rich_template() -> bytes:
    """The same for openpyxl, which has no loops: 200 formatted rows with their formulas."""
    peer: Any = import_module("openpyxl")
    book = peer.load_workbook(BytesIO(rich_template()))
    sheet = book["数据"]
    for row in range(2, FEW + 2):
        for column in range(1, 9):
            sheet.cell(row, column)._style = sheet.cell(2, column)._style
        sheet.cell(row, 5).value = f"=IF(SUM(D:D)=0,0,D{row}/SUM(D:D))"
        sheet.cell(row, 7).value = f"=C{row}+D{row}"
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def by_openpyxl(template: bytes, columns: list[list[Any]]) -> bytes:
    peer: Any = import_module("openpyxl")
    book = peer.load_workbook(BytesIO(template))
    sheet = book["数据"]
    for row in range(FEW):
        for column, at in ((1, 1), (2, 2), (3, 4), (4, 5), (6, 6), (8, 9)):
            sheet.cell(row + 2, column).value = columns[at][row]
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def ours(template: bytes, names: dict[str, Any]) -> bytes:
    filled, found = fill(template, "模板.xlsx", names)
    assert not found
    assert filled.data is not None
    return filled.data


def medians(works: tuple[Callable[[], object], ...], rounds: int) -> list[float]:
    """Median seconds of the processor for each, in turns; none pays for the garbage that the one before left."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for work, kept in zip(works, times, strict=True):
            gc.collect()
            start = time.process_time()
            work()
            kept.append(time.process_time() - start)
    return [statistics.median(kept) for kept in times]


def measure_cells(rounds: int = 15) -> list[float]:
    """Seconds of 1,200 cells: our loop, our separate tags, openpyxl."""
    names, columns, template, plain = names_of(FEW), columns_of(FEW), rich_template(), plain_rich_template()
    tags = rich_template(is_looped=False)
    each = {**names, **{f"企业{number}": row for number, row in enumerate(names["企业"])}}
    for values in columns:
        values[:] = [float(value) if isinstance(value, Decimal) else value for value in values]
    works = (lambda: ours(template, names), lambda: ours(tags, each), lambda: by_openpyxl(plain, columns))
    return medians(works, rounds)


def measure_first(*, is_looped: bool) -> float:
    """Seconds of the first fill of a template in a process that has filled another one."""
    names = names_of(FEW)
    each = {**names, **{f"企业{number}": row for number, row in enumerate(names["企业"])}}
    ours(list_template(), names)
    template = rich_template(is_looped=is_looped)
    start = time.process_time()
    ours(template, each)
    return time.process_time() - start


def measure_loop(rows: int, rounds: int = 3) -> list[float]:
    """Seconds of a loop: ours, XlsxWriter writing the same."""
    names, template = names_of(rows), list_template()
    floats = for_peer(columns_of(rows))
    return medians((lambda: ours(template, names), lambda: xlsxwriter(floats)), rounds)


def measure_kinds(rows: int, rounds: int = 3) -> dict[str, float]:
    """Seconds of loops by kind."""
    names = names_of(rows)
    templates = {kind: loop_template(kind) for kind in KINDS_OF_LOOP}
    works = tuple((lambda template=template: ours(template, names)) for template in templates.values())
    return dict(zip(templates, medians(works, rounds), strict=True))


@pytest.mark.bench
def test_1200_cells_are_filled_eight_times_as_fast_as_by_openpyxl() -> None:
    own, tags, peer = measure_cells()
    assert peer / own >= AIM_CELLS
    assert peer / tags >= AIM_CELLS


@pytest.mark.bench
def test_a_loop_of_100000_rows_is_filled_five_times_as_fast_as_xlsxwriter_writes_it() -> None:
    own, peer = measure_loop(ROWS)
    assert peer / own >= AIM_LOOP


def main() -> None:
    if sys.argv[1:2] == ["memory"]:
        kind = sys.argv[2] if len(sys.argv) > 2 else ""
        names, template = names_of(ROWS), loop_template(kind) if kind else list_template()
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        ours(template, names)
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{ROWS} rows {kind}: data alone {before:.0f} MB, peak {after:.0f} MB")  # noqa: T201 - a script
        return
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    firsts = [measure_first(is_looped=True), measure_first(is_looped=False)]
    loop, tags, peer = measure_cells()
    for kind, first, own in (("in a loop", firsts[0], loop), ("by separate tags", firsts[1], tags)):
        print(  # noqa: T201
            f"1,200 cells {kind}: reportgen {own * 1000:.1f} ms (first {first * 1000:.1f} ms); "
            f"openpyxl {peer * 1000:.1f} ms; ratio {peer / own:.1f}"
        )
    own, peer = measure_loop(rows)
    print(f"{rows} rows x 10: reportgen {own:.3f} s; XlsxWriter {peer:.3f} s; ratio {peer / own:.1f}")  # noqa: T201
    kinds = measure_kinds(rows)
    for kind, own in kinds.items():
        print(f"{rows} rows x 4 ({kind}): {own:.2f} s, {own / kinds['plain']:.1f} x plain")  # noqa: T201


if __name__ == "__main__":
    main()
