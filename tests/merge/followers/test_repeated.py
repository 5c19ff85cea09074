"""Pictures, shapes and charts inside a loop: one in each round, at the cells of that round."""

import re
import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest

from reportgen.merge.expressions import fill_environment
from reportgen.merge.fill import fill

from ..conftest import parts_of, with_parts

DRAWING = "xl/drawings/drawing1.xml"
_ENDS = re.compile(
    r"<xdr:from><xdr:col>(\d+)<.*?<xdr:row>(\d+)<.*?<xdr:to><xdr:col>(\d+)<.*?<xdr:row>(\d+)<", re.DOTALL
)


def png() -> BytesIO:
    """A picture of one red point."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0")) + chunk(b"IEND", b"")
    return BytesIO(b"\x89PNG\r\n\x1a\n" + body)


def looped(draw: Callable[[Any, Any], None], rows: int = 1) -> Callable[[Any], None]:
    """A sheet with a loop over `rows` rows from row 3 and a total below."""

    def whole(book: Any) -> None:
        sheet = book.add_worksheet("表")
        sheet.write_row(0, 0, ["企业", "产值"])
        sheet.write(2, 0, "{% for 甲 in 列 %}第{{ 甲 }}")
        sheet.write(2, 1, "{{ 甲 }}")
        sheet.write(1 + rows, 2, "末{% endfor %}")
        sheet.write(2 + rows, 0, "合计")
        draw(book, sheet)

    return whole


def filled(template: bytes, rounds: int) -> tuple[dict[str, str], list[str]]:
    names = {**fill_environment().globals, "列": list(range(1, rounds + 1))}
    made, found = fill(template, "模板.xlsx", names)
    assert made.data is not None
    parts = parts_of(made.data)
    return {name: data.decode() for name, data in parts.items() if not name.endswith(".png")}, [i.code for i in found]


def places(drawing: str) -> list[tuple[int, ...]]:
    """First column and row and last column and row of each anchor, from 0."""
    return [tuple(map(int, found)) for found in _ENDS.findall(drawing)]


def picture(_book: Any, sheet: Any) -> None:
    sheet.insert_image(2, 3, "红.png", {"image_data": png(), "x_scale": 10, "y_scale": 10})


@pytest.mark.parametrize("rounds", [1, 2, 5])
def test_a_picture_stands_in_each_round_and_shares_its_part(workbook: Callable[..., bytes], rounds: int) -> None:
    template = workbook(looped(picture))
    parts, found = filled(template, rounds)
    assert places(parts[DRAWING]) == [(3, 2 + at, 3, 2 + at) for at in range(rounds)]
    numbers = re.findall(r'cNvPr id="(\d+)"', parts[DRAWING])
    assert len(set(numbers)) == rounds
    assert parts[DRAWING].count('r:embed="rId1"') == rounds
    assert parts["xl/drawings/_rels/drawing1.xml.rels"].count("<Relationship ") == 1
    assert not found


def test_what_lies_in_a_loop_without_rounds_goes_with_its_rows(workbook: Callable[..., bytes]) -> None:
    def draw(book: Any, sheet: Any) -> None:
        picture(book, sheet)
        sheet.insert_textbox(2, 5, "框", {"width": 60, "height": 15})
        sheet.insert_textbox(2, 6, "过界", {"width": 60, "height": 45})
        sheet.insert_textbox(2, 7, "不动", {"width": 60, "height": 15, "object_position": 3})
        sheet.insert_textbox(6, 3, "下面", {"width": 60, "height": 15})

    parts, found = filled(workbook(looped(draw)), 0)
    assert re.findall(r"<a:t>(.*?)</a:t>", parts[DRAWING]) == ["过界", "不动", "下面"]
    assert "<xdr:pic>" not in parts[DRAWING]
    assert not found


def test_a_thing_of_several_rows_keeps_its_height(workbook: Callable[..., bytes]) -> None:
    box = {"width": 60, "height": 45}
    parts, _ = filled(workbook(looped(lambda _book, sheet: sheet.insert_textbox(2, 3, "框", box), rows=4)), 3)
    assert [(first, last) for _, first, _, last in places(parts[DRAWING])] == [(2, 4), (6, 8), (10, 12)]


def test_what_reaches_beyond_the_loop_stands_once(workbook: Callable[..., bytes]) -> None:
    box = {"width": 60, "height": 200}
    parts, _ = filled(workbook(looped(lambda _book, sheet: sheet.insert_textbox(2, 3, "框", box))), 3)
    assert len(places(parts[DRAWING])) == 1


def test_a_box_that_shows_a_cell_shows_that_of_its_round(workbook: Callable[..., bytes]) -> None:
    box = {"width": 30, "height": 15, "textlink": "=表!$B$3"}
    parts, _ = filled(workbook(looped(lambda _book, sheet: sheet.insert_textbox(2, 3, "框", box))), 3)
    assert re.findall(r'textlink="([^"]*)"', parts[DRAWING]) == ["表!$B$3", "表!$B$4", "表!$B$5"]


def test_each_round_has_a_chart_of_its_own_range(workbook: Callable[..., bytes]) -> None:
    def chart(book: Any, sheet: Any) -> None:
        made = book.add_chart({"type": "column"})
        made.add_series({"name": "=表!$A$3", "categories": "=表!$A$1:$B$1", "values": "=表!$A$3:$B$3"})
        sheet.insert_chart(2, 4, made, {"x_scale": 0.2, "y_scale": 0.2})

    parts, found = filled(workbook(looped(chart, rows=6)), 3)
    charts = {name: text for name, text in parts.items() if re.fullmatch(r"xl/charts/chart\d+\.xml", name)}
    assert [re.findall(r"<c:f>([^<]*)</c:f>", charts[f"xl/charts/chart{n}.xml"]) for n in (1, 2, 3)] == [
        [f"表!$A${row}", "表!$A$1:$B$1", f"表!$A${row}:$B${row}"] for row in (3, 9, 15)
    ]
    assert "<c:v>第2</c:v>" in charts["xl/charts/chart2.xml"]
    assert re.findall(r'<c:chart [^>]*r:id="(rId\d)"', parts[DRAWING]) == ["rId1", "rId2", "rId3"]
    types = parts["[Content_Types].xml"]
    assert all(f'PartName="/{name}"' in types for name in charts)
    assert parts["xl/drawings/_rels/drawing1.xml.rels"].count('/chart"') == 3
    assert not found


def test_a_column_loop_repeats_pictures_to_the_right(workbook: Callable[..., bytes]) -> None:
    def whole(book: Any) -> None:
        sheet = book.add_worksheet("表")
        sheet.write(0, 1, "{%列 for 甲 in 列 %}{{ 甲 }}{%列 endfor %}")
        sheet.insert_image(2, 1, "红.png", {"image_data": png(), "x_scale": 10, "y_scale": 10})

    parts, _ = filled(workbook(whole), 3)
    assert [first for first, *_ in places(parts[DRAWING])] == [1, 2, 3]


def test_lines_between_shapes_of_a_group_follow_their_copies(workbook: Callable[..., bytes]) -> None:
    template = workbook(looped(lambda _book, sheet: sheet.insert_textbox(2, 3, "框", {"width": 30, "height": 15})))
    text = parts_of(template)[DRAWING].decode()
    shape = text[text.index("<xdr:sp ") : text.index("</xdr:sp>") + len("</xdr:sp>")]
    guid = (
        '<xdr:cNvPr id="7" name="线"><a:extLst><a:ext uri="{FF2B}"><a16:creationId xmlns:a16="x" id="{1}"/></a:ext>'
        '</a:extLst></xdr:cNvPr><xdr:cNvCxnSpPr><a:stCxn id="2" idx="0"/></xdr:cNvCxnSpPr>'
    )
    group = f'<xdr:grpSp>{shape}<xdr:cxnSp macro=""><xdr:nvCxnSpPr>{guid}</xdr:nvCxnSpPr></xdr:cxnSp></xdr:grpSp>'
    parts, _ = filled(with_parts(template, {DRAWING: text.replace(shape, group).encode()}), 2)
    assert re.findall(r'cNvPr id="(\d+)"', parts[DRAWING]) == ["2", "7", "8", "9"]
    assert re.findall(r'stCxn id="(\d+)"', parts[DRAWING]) == ["2", "8"]
    assert parts[DRAWING].count("creationId") == 1


def test_a_control_stands_once_and_is_said(workbook: Callable[..., bytes]) -> None:
    template = workbook(looped(lambda _book, sheet: sheet.insert_textbox(2, 3, "框", {"width": 30, "height": 15})))
    text = (
        parts_of(template)[DRAWING].decode().replace("<xdr:sp ", '<a14:compatExt xmlns:a14="x" spid="1"/><xdr:sp ', 1)
    )
    parts, found = filled(with_parts(template, {DRAWING: text.encode()}), 2)
    assert len(places(parts[DRAWING])) == 1
    assert found == ["stands-once"]
