"""A whole workbook follows its rows: every kind of reference in it, and no part that has none."""

import io
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.merge.excel.axis import Axis, Loop
from reportgen.merge.excel.followers.grid import Area
from reportgen.merge.excel.moves import Moves, SheetMove
from reportgen.model.diagnostic import Diagnostic
from reportgen.ooxml.package import PackageReader, PackedPart, pack, write_package

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")  # what openpyxl would lose
Grow = Callable[..., tuple[bytes, list[Diagnostic]]]
Parts = Callable[[bytes], dict[str, str]]


def five_rows(rounds: int = 5) -> Moves:
    rows = Axis((Loop(first=3, last=3, rounds=rounds),))
    return {"表": SheetMove(name="表", rows=rows, columns=Axis(), copies=("表",))}


@pytest.fixture
def grown(grow: Grow, rich: bytes, parts: Parts) -> dict[str, str]:
    data, findings = grow(rich, five_rows())
    assert [str(finding.place) for finding in findings] == ["t.xlsx › 汇总 1"]
    return parts(data)


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (SHEET, '<dimension ref="A1:F11"/>'),
        (SHEET, '<pane xSplit="1" ySplit="2" topLeftCell="B3" activePane="bottomRight" state="frozen"/>'),
        (SHEET, "<f>SUM(B3:B7)</f>"),
        (SHEET, "<f>SUM(C3:C7)</f>"),
        (SHEET, "<f>B8/C8-1</f>"),
        (SHEET, "<f>B7/C7-1</f>"),
        (SHEET, '<protectedRange sqref="B3:C7" name="输入"/>'),
        (SHEET, '<autoFilter ref="A2:D7"/>'),
        (SHEET, '<mergeCells count="6"><mergeCell ref="E3:F3"/><mergeCell ref="E4:F4"/>'),
        (SHEET, '<mergeCell ref="A10:D10"/></mergeCells>'),
        (SHEET, '<conditionalFormatting sqref="D3:D7">'),
        (SHEET, '<conditionalFormatting sqref="A3:D7">'),
        (SHEET, "<formula>$D3&gt;$D$8</formula>"),
        (SHEET, "<formula>B$8&lt;$B$11</formula>"),
        (SHEET, 'sqref="C3:C7"><formula1>$A$1:$D$1</formula1>'),
        (SHEET, 'sqref="B3:C7"><formula1>$B$11</formula1>'),
        (SHEET, '<hyperlink ref="A7" location="\'汇总 1\'!A1" display="企业"/>'),
        (SHEET, '<hyperlink ref="A9" location="表!B8" display="去合计"/>'),
        (SHEET, '<hyperlink ref="B11" r:id="rId1"/>'),
        (SHEET, '<brk id="7" max="16383" man="1"/><brk id="10" max="16383" man="1"/></rowBreaks>'),
        (SHEET, '<ignoredError sqref="A3:D8" numberStoredAsText="1"/>'),
        (SHEET, "<xm:sqref>B3:B7</xm:sqref></x14:conditionalFormatting>"),
        (SHEET, "<x14:sparkline><xm:f>表!B7:C7</xm:f><xm:sqref>G7</xm:sqref></x14:sparkline></x14:sparklines>"),
        ("xl/worksheets/sheet2.xml", "<f>表!B8</f>"),
        ("xl/worksheets/sheet2.xml", "<f>SUM(表!B3:B7)*2</f>"),
        ("xl/workbook.xml", 'localSheetId="0" hidden="1">表!$A$2:$D$7<'),
        ("xl/workbook.xml", '<definedName name="_xlnm.Print_Area" localSheetId="0">表!$A$1:$F$11<'),
        ("xl/workbook.xml", '<definedName name="_xlnm.Print_Titles" localSheetId="0">表!$1:$2<'),
        ("xl/workbook.xml", '<definedName name="产值合计">表!$B$8<'),
        ("xl/workbook.xml", '<definedName name="各企业">表!$B$3:$B$7<'),
        ("xl/workbook.xml", '<definedName name="本地" localSheetId="0">表!$A$3:$D$8<'),
        ("xl/charts/chart1.xml", "<c:f>表!$A$3:$A$7</c:f></c:strRef></c:cat>"),
        ("xl/charts/chart1.xml", "<c:f>表!$B$3:$B$7</c:f></c:numRef></c:val>"),
        ("xl/charts/chart1.xml", "<c:f>表!$B$1</c:f>"),
        ("xl/charts/chart2.xml", "<c:tx><c:strRef><c:f>表!$A$3</c:f>"),
        ("xl/charts/chart2.xml", "<c:f>表!$B$3:$B$7</c:f>"),
        ("xl/drawings/drawing1.xml", "<xdr:row>12</xdr:row>"),
        ("xl/drawings/drawing1.xml", 'textlink="$B$8"'),
        ("xl/drawings/vmlDrawing1.vml", "<x:Row>7</x:Row>"),
        ("xl/comments1.xml", '<comment ref="B8"'),
    ],
)
def test_every_reference_is_where_its_rows_are(grown: dict[str, str], part: str, expected: str) -> None:
    assert expected in grown[part]


def test_parts_without_references_keep_their_bytes(grow: Grow, rich: bytes, parts: Parts) -> None:
    before, after = parts(rich), parts(grow(rich, five_rows())[0])
    changed = {name for name in before if before[name] != after[name]}
    assert before.keys() == after.keys()
    assert changed == {
        SHEET,
        "xl/worksheets/sheet2.xml",
        "xl/workbook.xml",
        "xl/charts/chart1.xml",
        "xl/charts/chart2.xml",
        "xl/drawings/drawing1.xml",
        "xl/drawings/vmlDrawing1.vml",
        "xl/comments1.xml",
    }


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(1, 9), unique=True))
def test_loops_of_one_round_change_no_byte(grow: Grow, rich: bytes, firsts: list[int]) -> None:
    axis = Axis(tuple(Loop(first=first, last=first, rounds=1) for first in firsts))
    moves = {name: SheetMove(name=name, rows=axis, columns=axis, copies=(name,)) for name in ("表", "末")}
    assert {part.name: part.data for part in parts_of(grow(rich, moves)[0])} == {
        part.name: part.data for part in parts_of(rich)
    }


def parts_of(data: bytes) -> list[PackedPart]:
    reader = PackageReader(data, "t.xlsx")
    return [reader.packed(name) for name in reader.names]


def test_a_loop_without_rounds_takes_away_what_stood_in_it(grow: Grow, rich: bytes, parts: Parts) -> None:
    data, findings = grow(rich, five_rows(0))
    found = parts(data)
    assert "sparkline" not in found[SHEET]
    assert "<f>#REF!</f>" not in found["xl/worksheets/sheet2.xml"].split("A1")[0]
    assert '<mergeCells count="1"><mergeCell ref="A5:D5"/></mergeCells>' in found[SHEET]
    assert "protectedRange " not in found[SHEET]
    assert '<autoFilter ref="A2:D2"/>' in found[SHEET]
    assert {finding.code for finding in findings} == {"reference-gone"}
    assert len(re.findall("<comment ", found["xl/comments1.xml"])) == 1


def test_a_thousand_rounds_stay_small_where_only_areas_grow(grow: Grow, rich: bytes, parts: Parts) -> None:
    found = parts(grow(rich, five_rows(1000))[0])
    assert '<conditionalFormatting sqref="D3:D1002">' in found[SHEET]
    assert found[SHEET].count("<mergeCell ") == 1001
    assert found[SHEET].count("<brk ") == 2


def test_caches_of_charts_hold_what_the_cells_hold(grow: Grow, rich: bytes, parts: Parts) -> None:
    def values(sheet: str, area: Area) -> list[object] | None:
        if sheet != "表" or area.top < 3:
            return None
        return [f"企业{row}" if area.left == 1 else row * 1.5 for row in range(area.top, area.bottom + 1)]

    found = parts(grow(rich, five_rows(3), values)[0])["xl/charts/chart1.xml"]
    assert (
        '<c:strCache><c:ptCount val="3"/><c:pt idx="0"><c:v>企业3</c:v></c:pt><c:pt idx="1"><c:v>企业4</c:v></c:pt>'
        '<c:pt idx="2"><c:v>企业5</c:v></c:pt></c:strCache>'
    ) in found
    assert '<c:formatCode>General</c:formatCode><c:ptCount val="3"/><c:pt idx="0"><c:v>4.5</c:v></c:pt>' in found


def test_a_repeated_sheet_has_parts_of_its_own(grow: Grow, rich: bytes, parts: Parts) -> None:
    moves = {
        "表": SheetMove(name="表", rows=Axis(), columns=Axis(), copies=("甲", "乙 局")),
        "末": SheetMove(
            name="末",
            rows=Axis(),
            columns=Axis(),
            copies=("末", "末二"),
            each=((Axis(), Axis()), (Axis((Loop(first=2, last=2, rounds=3),)), Axis())),
        ),
    }
    data, findings = grow(rich, moves)
    found = parts(data)
    book = found["xl/workbook.xml"]
    assert re.findall(r'<sheet name="([^"]+)" sheetId="(\d+)"', book) == [
        ("甲", "1"), ("乙 局", "4"), ("汇总 1", "2"), ("末", "3"), ("末二", "5")
    ]  # fmt: skip
    assert '<definedName name="_xlnm.Print_Area" localSheetId="1">\'乙 局\'!$A$1:$F$7<' in book
    assert '<definedName name="产值合计">甲!$B$4<' in book
    assert "<c:f>'乙 局'!$B$3:$B$3</c:f>" in found["xl/charts/chart3.xml"]
    assert 'displayName="清单_2" ref="A1:B5"' in found["xl/tables/table2.xml"]
    assert "<f>SUM(清单_2[甲])</f>" in found["xl/worksheets/sheet5.xml"]
    assert "<f>SUM('甲:乙 局'!B3)*2</f>" in found["xl/worksheets/sheet2.xml"]
    assert found["xl/worksheets/_rels/sheet4.xml.rels"].count("Relationship ") == 4
    assert {finding.code for finding in findings} == {"one-of-many"}
    loaded = openpyxl.load_workbook(io.BytesIO(data))
    assert loaded.sheetnames == ["甲", "乙 局", "汇总 1", "末", "末二"]
    assert sorted(name for name in found if "charts/chart" in name) == [f"xl/charts/chart{n}.xml" for n in (1, 2, 3)]


def test_a_sheet_that_is_gone_leaves_nothing_behind(grow: Grow, rich: bytes, parts: Parts) -> None:
    data, _ = grow(rich, {"末": SheetMove(name="末", rows=Axis(), columns=Axis(), copies=())})
    found = parts(data)
    assert "xl/worksheets/sheet3.xml" not in found
    assert not [name for name in found if "table" in name]
    assert "sheet3" not in found["[Content_Types].xml"] + found["xl/_rels/workbook.xml.rels"]
    assert openpyxl.load_workbook(io.BytesIO(data)).sheetnames == ["表", "汇总 1"]


def test_notes_that_held_tags_go_with_their_shapes(grow: Grow, rich: bytes, parts: Parts) -> None:
    found = parts(grow(rich, five_rows(2), None, {"表": {(3, 2)}})[0])
    assert re.findall('<comment ref="([^"]+)"', found["xl/comments1.xml"]) == ["B5"]
    assert re.findall(r"<x:Row>(\d+)</x:Row>", found["xl/drawings/vmlDrawing1.vml"]) == ["4"]
    assert 'ObjectType="Button"' in found["xl/drawings/vmlDrawing1.vml"]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
def test_libreoffice_works_out_the_same(grow: Grow, rich: bytes, tmp_path: Path) -> None:
    moves = {
        **five_rows(),
        "末": SheetMove(name="末", rows=Axis((Loop(first=2, last=2, rounds=4),)), columns=Axis(), copies=("末",)),
    }
    (tmp_path / "t.xlsx").write_bytes(grow(rich, moves)[0])
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
    files = ["--outdir", str(tmp_path / "out"), str(tmp_path / "t.xlsx")]
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=120)  # noqa: S603 - our own arguments
    book = openpyxl.load_workbook(tmp_path / "out" / "t.xlsx", data_only=True)
    assert [book["表"].cell(8, column).value for column in (2, 3, 4)] == [500, 400, 0.25]
    assert [book["汇总 1"].cell(row, 1).value for row in (1, 2, 3)] == [500, 1000, 500]
    assert book["末"]["D1"].value == 1 * 4 + 3


def test_threaded_comments_of_a_copied_sheet_have_identities_of_their_own(
    grow: Grow, rich: bytes, parts: Parts
) -> None:
    identity = "{0A1B2C3D-0000-4000-8000-000000000001}"
    thread = f'<ThreadedComments><threadedComment ref="B4" personId="{{P}}" id="{identity}"/></ThreadedComments>'
    relation = (
        '<Relationship Id="rId99" Type="http://x/threadedComment" Target="../threadedComments/threadedComment1.xml"/>'
    )
    reader = PackageReader(rich, "t.xlsx")
    made = []
    for name in reader.names:
        text = reader.read(name)
        if name == "xl/worksheets/_rels/sheet1.xml.rels":
            text = text.replace(b"</Relationships>", f"{relation}</Relationships>".encode())
        if name == "xl/comments1.xml":
            text = text.replace(b"<author>", f"<author>tc={identity}</author><author>".encode(), 1)
        made.append(pack(name, text))
    data = write_package([*made, pack("xl/threadedComments/threadedComment1.xml", thread.encode())])
    found = parts(grow(data, {"表": SheetMove(name="表", rows=Axis(), columns=Axis(), copies=("甲", "乙"))})[0])
    first, second = (found[f"xl/threadedComments/threadedComment{number}.xml"] for number in (1, 2))
    assert first == thread
    own = re.findall(r'personId="{P}" id="({[0-9A-F-]{36}})"', second)
    assert len(own) == 1
    assert own != [identity]
    assert f"tc={own[0]}" in found["xl/comments2.xml"]
    assert f"tc={identity}" in found["xl/comments1.xml"]
