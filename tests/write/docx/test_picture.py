"""Charts as pictures in a Word file."""

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import openpyxl
import pytest

from reportgen.model.document import ChartBlock, ChartKind, Document
from reportgen.write.alt_text import alt_text
from reportgen.write.word.picture import png_size

Write = Callable[..., Any]
Blocks = Callable[..., Document]
Chart = Callable[..., ChartBlock]
Png = Callable[..., bytes]
EMU = 635
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def test_a_picture_is_as_wide_as_the_text_and_keeps_its_shape(
    write: Write, blocks_of: Blocks, chart_of: Chart, png: Png
) -> None:
    (extent,) = write(blocks_of(chart_of()), {"产值图": png(1600, 900)}).all("wp:extent")
    width, height = int(extent.get("cx")), int(extent.get("cy"))
    assert width == 8845 * EMU
    assert height == pytest.approx(width * 9 / 16, abs=1)


def test_a_tall_picture_leaves_room_for_its_caption(write: Write, blocks_of: Blocks, chart_of: Chart, png: Png) -> None:
    (extent,) = write(blocks_of(chart_of()), {"产值图": png(100, 400)}).all("wp:extent")
    width, height = int(extent.get("cx")), int(extent.get("cy"))
    assert height <= 0.8 * (16838 - 2098 - 1984) * EMU
    assert height == pytest.approx(width * 4, rel=0.001)


def test_a_picture_tells_its_numbers_to_those_who_cannot_see_it(
    write: Write, blocks_of: Blocks, chart_of: Chart, png: Png
) -> None:
    chart = chart_of()
    (properties,) = write(blocks_of(chart), {"产值图": png()}).all("wp:docPr")
    assert properties.get("descr") == alt_text(chart.spec)
    assert properties.get("name") == "产值图"


def test_pictures_have_numbers_and_equal_ones_one_part(
    write: Write, blocks_of: Blocks, chart_of: Chart, png: Png
) -> None:
    pictures = {"甲": png(shade=1), "乙": png(shade=2), "丙": png(shade=1)}
    written = write(blocks_of(*(chart_of(name, number) for number, name in enumerate(pictures, start=1))), pictures)
    assert [item.get("id") for item in written.all("wp:docPr")] == ["1", "2", "3"]
    assert len([name for name in written.names() if name.startswith("word/media/")]) == 2


def test_the_caption_stands_below_and_keeps_the_picture(
    write: Write, blocks_of: Blocks, chart_of: Chart, png: Png, read_text: Callable[[Any], str]
) -> None:
    written = write(blocks_of(chart_of()), {"产值图": png()}, bindings=False)
    picture, caption = written.all("w:p")
    assert picture.find(".//{*}drawing") is not None
    assert read_text(caption) == "图1　产值对比"
    style = next(item for item in written.all("w:style", "word/styles.xml") if "Picture" in item.attrib.values())
    assert style.find("{*}pPr/{*}keepNext") is not None


@pytest.mark.parametrize("data", [None, b"", b"GIF89a", b"\x89PNG\r\n\x1a\n" + b"\0" * 30])
def test_a_chart_without_a_picture_is_an_error(
    data: bytes | None, write: Write, blocks_of: Blocks, chart_of: Chart
) -> None:
    chart = chart_of()
    written = write(blocks_of(chart), {} if data is None else {"产值图": data})
    (finding,) = written.diagnostics
    assert (finding.code, finding.place, finding.facts) == ("missing-picture", chart.place, {"name": "产值图"})


def test_the_size_of_a_picture_stands_in_its_header(png: Png) -> None:
    assert png_size(png(12, 34)) == (12, 34)


def test_word_draws_native_charts_from_a_workbook_of_its_own(
    write: Write, blocks_of: Blocks, chart_of: Chart, read_text: Callable[[Any], str]
) -> None:
    document = blocks_of(chart_of("甲", 1), chart_of("乙", 2))
    written = write(document, native_charts=True)
    assert written.diagnostics == []
    assert not [name for name in written.names() if name.startswith("word/media/")]
    relations = {item.get("Id"): item.get("Target") for item in written.xml("word/_rels/document.xml.rels")}
    led_to = [relations[item.get(f"{R}id")] for item in written.all("c:chart")]
    assert led_to == ["charts/reportgen1.xml", "charts/reportgen2.xml"]
    for number in (1, 2):
        (link,) = written.xml(f"word/charts/_rels/reportgen{number}.xml.rels")
        assert link.get("Target") == f"../embeddings/reportgen{number}.xlsx"
        (data,) = written.all("c:externalData", f"word/charts/reportgen{number}.xml")
        assert data.get(f"{R}id") == link.get("Id")
    book = openpyxl.load_workbook(io.BytesIO(written.part("word/embeddings/reportgen1.xlsx")))
    cells = [cell for row in book.worksheets[0].iter_rows(values_only=True) for cell in row]
    assert {"甲", "乙", "丙", 2, 3, 4} <= set(cells)


def test_native_charts_are_described_and_captioned_like_pictures(
    write: Write, blocks_of: Blocks, chart_of: Chart, png: Png, read_text: Callable[[Any], str]
) -> None:
    document = blocks_of(chart_of())
    native, drawn = write(document, native_charts=True), write(document, {"产值图": png()})
    for path, name in (("wp:docPr", "descr"), ("wp:extent", "cx")):
        assert [item.get(name) for item in native.all(path)] == [item.get(name) for item in drawn.all(path)]
    assert [read_text(p) for p in native.all("w:p")] == [read_text(p) for p in drawn.all("w:p")]
    assert write(document, native_charts=True).data == native.data


def test_a_native_chart_is_as_wide_as_the_text_and_as_high_as_its_content(
    write: Write, blocks_of: Blocks, chart_of: Chart
) -> None:
    few = chart_of("甲", 1)
    series = tuple(replace(item, figures=(item.figures * 12)[:12]) for item in few.spec.series)
    names = tuple(f"第{number}类" for number in range(12))
    many = replace(few.spec, name="乙", kind=ChartKind.BAR, categories=names, series=series)
    written = write(blocks_of(few, replace(few, number=2, spec=many)), native_charts=True)
    widths, heights = zip(*((int(e.get("cx")), int(e.get("cy"))) for e in written.all("wp:extent")), strict=True)
    assert set(widths) == {8845 * EMU}
    assert heights[0] < 8845 * EMU * 0.45
    assert heights[1] > heights[0] * 1.5
