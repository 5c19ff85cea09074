"""Charts of the document in Word: in line with the text, as wide as the text, with a caption below.

Each is a picture that was drawn before, or a chart that Word draws (`charts`); the text around is the same.

Source: ISO/IEC 29500-1, 20.4 (DrawingML - WordprocessingML drawing), 20.2 (picture), 21.2 (charts).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...model.diagnostic import error
from ...model.document import ChartBlock, ReferenceKind, Text
from ...model.values import dataclass
from ...ooxml.xml import attribute
from ..alt_text import alt_text
from .inline import Composition, complex_field
from .names import Role

_EMU_PER_TWIP = 635
_PNG = b"\x89PNG\r\n\x1a\n"
_TALLEST = 0.8
"""Share of the page's text height that a picture may take, so that its caption stays with it."""
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart's picture in the package: its relationship, and its size in pixels; or a chart that Word draws."""

    relation: str
    width: int
    height: int
    native: bool = False


def png_size(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels, None for what is no PNG (PNG, 11.2.2: IHDR comes first)."""
    if not data.startswith(_PNG) or len(data) < 24:
        return None
    width, height = int.from_bytes(data[16:20]), int.from_bytes(data[20:24])
    return (width, height) if width and height else None


def chart(
    block: ChartBlock, charts: Mapping[str, Chart], composition: Composition, *, keep_next: bool = False
) -> Iterator[str]:
    """Picture and caption, the picture inside the block's content control where bindings are written."""
    composition.remarks.place = block.place
    picture = charts.get(block.name)
    if picture is None:
        composition.remarks.diagnostics.append(error("missing-picture", block.place, name=block.name))
    else:
        shown = f"{composition.opening(Role.PICTURE)}<w:r>{_drawing(block, picture, composition)}</w:r></w:p>"
        bound = composition.bindings and bool(block.tag)
        yield f"{composition.control(block.tag)}{shown}</w:sdtContent></w:sdt>" if bound else shown
    label = complex_field("SEQ 图 \\* ARABIC", f"<w:r><w:t>{block.number}</w:t></w:r>")
    marked = composition.bookmarked(ReferenceKind.FIGURE, block.number, f"<w:r><w:t>图</w:t></w:r>{label}")
    marked = composition.numbering(ReferenceKind.FIGURE, block.number, marked)
    gap = (Text("　"),) if block.caption else ()
    caption = composition.inlines((*gap, *block.caption), Role.FIGURE_CAPTION)
    opening = composition.opening(Role.FIGURE_CAPTION, "<w:keepNext/>" if keep_next else "")
    yield f"{opening}{marked}{caption}</w:p>"


def _drawing(block: ChartBlock, picture: Chart, composition: Composition) -> str:
    number = composition.next_drawing()
    width, height = _extent(picture, composition)
    name, description = attribute(block.name), attribute(alt_text(block.spec))
    graphic = _chart_graphic(picture) if picture.native else _picture_graphic(picture, number, name, width, height)
    return (
        '<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:docPr id="{number}" name="{name}" descr="{description}"/>'
        f"<wp:cNvGraphicFramePr/><a:graphic>{graphic}</a:graphic></wp:inline></w:drawing>"
    )


def _chart_graphic(picture: Chart) -> str:
    return f'<a:graphicData uri="{_CHART}"><c:chart xmlns:c="{_CHART}" r:id="{picture.relation}"/></a:graphicData>'


def _picture_graphic(picture: Chart, number: int, name: str, width: int, height: int) -> str:
    return (
        f'<a:graphicData uri="{_PICTURE}"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name="{name}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{picture.relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
    )


def _extent(picture: Chart, composition: Composition) -> tuple[int, int]:
    """Width and height in EMU: the width of the text, less where the picture would be too tall for the page."""
    width = composition.style.text_width * _EMU_PER_TWIP
    tallest = int(composition.style.text_height * _TALLEST) * _EMU_PER_TWIP
    height = width * picture.height // picture.width
    return (width, height) if height <= tallest else (tallest * picture.width // picture.height, tallest)
