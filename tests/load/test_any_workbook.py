"""Any workbook gives data or findings, never a traceback, and never memory beyond its size."""

import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.load.cells import SheetBuilder
from reportgen.load.parse import SheetParser
from reportgen.load.read import read_data
from reportgen.load.scan import Scanner
from reportgen.load.strings import NotPlainError
from reportgen.model.diagnostic import Fault
from reportgen.model.figure import Figure
from reportgen.model.quantity import fixed, plain
from reportgen.model.schema import ColumnKind, ColumnSchema, Schema, SheetSchema

SCHEMA = Schema(
    sheets=(
        SheetSchema(
            name="表",
            key="名称",
            columns=(
                ColumnSchema(name="名称", required=True),
                ColumnSchema(name="产值", kind=ColumnKind.NUMBER, unit="亿元", previous="上年产值"),
                ColumnSchema(name="上年产值", kind=ColumnKind.NUMBER, unit="亿元"),
                ColumnSchema(name="日期", kind=ColumnKind.DATE),
                ColumnSchema(name="数量", kind=ColumnKind.NUMBER, unit_column="单位"),
                ColumnSchema(name="单位"),
            ),
        ),
    )
)
SLOW = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def read_all(path: Path) -> None:
    """Read a file and use everything that came of it, as the later steps do."""
    for schema in (SCHEMA, Schema(sheets=())):
        dataset, found = read_data([path], schema, 2015)
        assert all(str(finding.place) for finding in found)
        items = [indicator.figure for indicator in dataset.indicators.values()]
        for table in dataset.tables.values():
            assert all(len(column.values) == len(table) for column in table.columns.values())
            items += [table.cell(name, index) for name in table.columns for index in range(min(len(table), 20))]
        for item in items:
            if isinstance(item, Figure):
                assert plain(item.value)
                assert fixed(item.value, 2)
                assert str(item)


@pytest.fixture(scope="module")
def sound(make: Any) -> bytes:
    def change(book: Any) -> None:
        book["表"].merge_cells("A4:A5")
        book["表"].cell(3, 4).number_format = "yyyy-mm-dd"

    rows = [
        ["表头"],
        ["名称", "产值（亿元）", "2014年产值", "日期", "数量", "单位"],
        ["甲", 1.5, "约2亿", 42132, 3, "吨"],
    ]
    rows += [
        ["乙", "1,234", None, "2015年5月8日", "4万", "家"],
        [None, "=1+2", "#N/A", "无", "200余", "亩"],
        ["合计", 9],
    ]
    return bytes(make.kept({"表": rows, "指标": [["指标名称", "计量单位", "数值"], ["产值", "亿元", "约12"]]}, change))


@SLOW
@given(data=st.data())
def test_a_workbook_with_changed_bytes_gives_findings(data: st.DataObject, sound: bytes, tmp_path: Path) -> None:
    spoilt = bytearray(sound)
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, len(spoilt) - 1))
        if data.draw(st.booleans()):
            spoilt[at] = data.draw(st.integers(0, 255))
        else:
            del spoilt[at : at + data.draw(st.integers(1, 50))]
    path = tmp_path / "a.xlsx"
    path.write_bytes(bytes(spoilt))
    read_all(path)


@SLOW
@given(data=st.data())
def test_a_workbook_with_changed_parts_gives_findings(
    data: st.DataObject, sound: bytes, make: Any, tmp_path: Path
) -> None:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(sound)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    names = [name for name in parts if name.startswith(("xl/", "_rels"))]
    for _ in range(data.draw(st.integers(1, 4))):
        name = data.draw(st.sampled_from(names))
        part = bytearray(parts[name])
        start = data.draw(st.integers(0, len(part)))
        stop = min(len(part), start + data.draw(st.integers(0, 30)))
        part[start:stop] = data.draw(
            st.binary(max_size=12) | st.sampled_from([b"<", b'"', b"&#0;", b"<![CDATA[", b"0"])
        )
        parts[name] = bytes(part)
    path = tmp_path / "a.xlsx"
    path.write_bytes(make.packed(parts))
    read_all(path)


VALUES = st.one_of(
    st.text(max_size=12),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.sampled_from(
        ["约12亿", "1,2", "12%", "无", "合计", "注：", "名称", "产值（亿元）", "单位：万元", "2015年", "#REF!", "0"]
    ),
)
KINDS = st.sampled_from(["", "n", "str", "inlineStr", "b", "e", "d", "s", "odd"])


@st.composite
def rows(draw: st.DrawFn) -> str:
    """Rows of cells of any type with any text, addresses mostly there."""
    from xml.sax.saxutils import escape

    made, number = [], 0
    for _ in range(draw(st.integers(0, 8))):
        number += draw(st.sampled_from([1, 1, 1, 2, 0, 1000]))
        cells = []
        for column in range(draw(st.integers(0, 6))):
            kind = draw(KINDS)
            text = escape(str(draw(VALUES)))
            text = "".join(mark for mark in text if mark >= " " and mark not in "\ufffe\uffff")
            body = f"<is><t>{text}</t></is>" if kind == "inlineStr" else f"<v>{text}</v>"
            formula = draw(st.sampled_from(["", "", "<f>A1</f>", '<f t="shared" si="0"/>']))
            address = f' r="{chr(65 + column)}{number}"' if draw(st.integers(0, 9)) else ""
            style = draw(st.sampled_from(["", ' s="1"', ' s="2"', ' s="3"', ' s="99"']))
            cells.append(f"<c{address}{style}" + (f' t="{kind}"' if kind else "") + f">{formula}{body}</c>")
        hidden = draw(st.sampled_from(["", ' hidden="1"']))
        made.append(f'<row r="{number}"{hidden}>{"".join(cells)}</row>')
    return "".join(made)


MERGES = st.lists(
    st.tuples(st.integers(1, 9), st.integers(1, 9), st.integers(0, 9), st.integers(0, 9)), max_size=4
).map(
    lambda found: (
        "<mergeCells>"
        + "".join(f'<mergeCell ref="{chr(64 + c)}{r}:{chr(64 + c + w)}{r + h}"/>' for r, c, h, w in found)
        + "</mergeCells>"
        if found
        else ""
    )
)


@SLOW
@given(data=rows(), merges=MERGES)
def test_any_cells_and_merges_give_findings(data: str, merges: str, make: Any, tmp_path: Path) -> None:
    strings = f'<sst xmlns="{make.main}"><si><t>名称</t></si><si><t>产值</t></si></sst>'
    styles = (
        f'<styleSheet xmlns="{make.main}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="10"/>'
        '<xf numFmtId="21"/></cellXfs></styleSheet>'
    )
    path = tmp_path / "a.xlsx"
    parts = {"表": make.worksheet(data, merges), "指标": make.worksheet(data, merges)}
    path.write_bytes(make.package(parts, strings=strings, styles=styles))
    read_all(path)


@SLOW
@given(data=rows(), merges=MERGES)
def test_both_readers_find_the_same_cells(data: str, merges: str, make: Any) -> None:
    part = make.worksheet(data, merges).encode()
    strings = [f"第{n}条" for n in range(30)]
    fast, slow = SheetBuilder(), SheetBuilder()
    try:
        Scanner(fast, strings).scan([part])
    except (NotPlainError, Fault):
        return
    SheetParser(slow, strings, "p").parse([part])
    fast.finish()
    slow.finish()
    assert fast.columns == slow.columns
    assert sorted(fast.hidden_rows) == sorted(slow.hidden_rows)
    assert fast.merges == slow.merges


@SLOW
@given(content=st.text(max_size=300) | st.binary(max_size=300), ending=st.sampled_from(["csv", "xlsx", "xls"]))
def test_any_bytes_give_findings(content: str | bytes, ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"表.{ending}"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
    read_all(path)


def test_hostile_shapes_cost_no_more_memory_than_their_size(make: Any, tmp_path: Path) -> None:
    far = '<row r="1"><c r="A1" t="str"><v>名称</v></c><c r="XFD1" t="str"><v>产值</v></c></row>'
    far += '<row r="1048576"><c r="A1048576" t="str"><v>甲</v></c><c r="XFD1048576"><v>2</v></c></row>'
    blocks = "".join(f'<mergeCell ref="A{n}:XFD1048576"/>' for n in range(1, 2000))
    wide = "".join('<c s="1"/>' for _ in range(16_384))
    parts = {
        "表": make.worksheet(far, f"<mergeCells>{blocks}</mergeCells>"),
        "宽": make.worksheet("".join(f"<row>{wide}</row>" for _ in range(4))),
    }
    path = tmp_path / "a.xlsx"
    path.write_bytes(make.package(parts))
    tracemalloc.start()
    read_all(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 40 << 20
