"""Charts of an edited file set to today's: the picture's part, or the chart part and its workbook.

The frame stays as the person left it: its width, its place, its caption. The height follows a picture of
another shape, the description is today's. A picture that is not ours any more stays and is listed.

Sources: ISO/IEC 29500-1, 20.4.2.5 (docPr), 20.4.2.7 (extent), 20.1.8.13 (blip), 21.2.2.63 (externalData).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from ....model.binding import Binding
from ....model.document import ChartBlock
from ....model.refresh import Fate, Refreshed
from ....model.values import dataclass, field
from ....ooxml.package import PackageReader, PackedPart, pack
from ....ooxml.relationships import Relation, read_relations
from ....ooxml.xml import attribute
from ..story import Splices, Story
from .chart_caches import renewed, shows

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_DRAWING = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}drawing"
_PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
_EMBEDDED = re.compile(rb"""embed\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_PACKAGE_KIND = "/package"
_SAME_SHAPE = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class TodaysChart:
    """What a chart is shown by today, made only when it is needed.

    `alt` gives the description, `picture` the PNG, `native` the chart part, which leads to its workbook by a
    relationship of that id, and the workbook.
    """

    alt: Callable[[], str]
    picture: Callable[[], bytes]
    native: Callable[[str], tuple[bytes, bytes]]


@dataclass(slots=True, eq=False, repr=False)
class Charts:
    """Sets the charts of one story; `parts` are the parts that take the place of those of the package."""

    story: Story
    splices: Splices
    package: PackageReader
    parts: dict[str, PackedPart] = field(default_factory=dict)
    _relations: Mapping[str, Relation] | None = None
    _shown: Counter[str] | None = None
    _expected: dict[str, list[TodaysChart]] = field(default_factory=dict)

    def expect(self, drawing: Element, today: TodaysChart) -> None:
        """Know that a drawing will be set."""
        if not is_native(drawing) and (part := self._part_of(drawing)):
            self._expected.setdefault(part, []).append(today)

    def refresh(self, block: ChartBlock, place: str, drawing: Element, today: TodaysChart) -> Refreshed:
        """Set one drawing; the entry says so, or that the picture is another's."""
        part = self._part_of(drawing)
        is_set = False
        if part and is_native(drawing):
            self._native(part, today)
            is_set = True
        elif part and not self._is_shared(part):
            is_set = self._picture(part, drawing, today)
        if is_set:
            self._describe(drawing, today.alt())
        fate = Fate.REDRAWN if is_set else Fate.KEPT
        return Refreshed(
            fate=fate, place=place, written=block.name, now=block.name, today=block.name, cells=_cells(block)
        )

    def _part_of(self, drawing: Element) -> str:
        """The part that a drawing shows; empty for one outside, and for none."""
        if self._relations is None:
            self._relations = read_relations(self.package, self.story.name)
        chart, blip = _chart_in(drawing), next(drawing.iter(f"{_A}blip"), None)
        idents = [item.get(f"{_R}{name}", "") for item, name in ((chart, "id"), (blip, "embed")) if item is not None]
        found = next((self._relations[ident] for ident in idents if ident in self._relations), None)
        return found.target if found is not None and not found.external and found.target in self.package else ""

    def _picture(self, part: str, drawing: Element, today: TodaysChart) -> bool:
        """Set the picture's part; False for a picture that is not ours: all of ours are of one width."""
        old, new = self.package.read(part), today.picture()
        before, after = _size(old), _size(new)
        if before is None or after is None or before[0] != after[0]:
            return False
        self.parts[part] = pack(part, new, store=True)
        self._resize(drawing, before, after)
        return True

    def _native(self, part: str, today: TodaysChart) -> None:
        """The chart part, and the workbook behind it where it still has one."""
        books = [
            (ident, item.target)
            for ident, item in read_relations(self.package, part).items()
            if item.kind.endswith(_PACKAGE_KIND) and not item.external and item.target in self.package
        ]
        chart, book = today.native(books[0][0] if books else "")
        self.parts[part] = pack(part, renewed(self.package.read(part), chart, part))
        for _, target in books[:1]:
            self.parts[target] = pack(target, book, store=True)

    def _is_shared(self, part: str) -> bool:
        """Whether others show the same part, or ours that will show another picture: setting it would set them too."""
        if self._shown is None:
            targets = {ident: item.target for ident, item in (self._relations or {}).items()}
            # In the bytes, because to look through the tree for the pictures takes ten times as long.
            embedded = _EMBEDDED.findall(self.story.data)
            self._shown = Counter(targets.get((double or single).decode(), "") for double, single in embedded)
        expected = self._expected.get(part, ())
        if self._shown[part] > max(len(expected), 1):
            return True
        return len(expected) > 1 and len({today.picture() for today in expected}) > 1

    def _resize(self, drawing: Element, old: tuple[int, int], new: tuple[int, int]) -> None:
        """The frame in the new picture's shape, as wide as it is; a frame that somebody stretched is left."""
        extents = [item for item in drawing.iter() if item.tag in (f"{_WP}extent", f"{_A}ext") and item.get("cx")]
        for extent in extents:
            lengths = [extent.get(name, "") for name in ("cx", "cy")]
            width, height = (int(length) if length.isdecimal() else 0 for length in lengths)
            if width and height and abs(height / width / (old[1] / old[0]) - 1) <= _SAME_SHAPE:
                self._set_attribute(extent, "cy", str(width * new[1] // new[0]))

    def _describe(self, drawing: Element, text: str) -> None:
        for name in (f"{_WP}docPr", f"{_PIC}cNvPr"):
            for item in drawing.iter(name):
                if item.get("descr"):
                    self._set_attribute(item, "descr", text)

    def _set_attribute(self, element: Element, name: str, value: str) -> None:
        if element.get(name) == value:
            return
        tag, start = self.story.start_tag(element), self.story.start(element)
        found = re.search(rb"(?<=[\s])" + name.encode() + rb"""\s*=\s*("[^"]*"|'[^']*')""", tag)
        if found:
            new = f'"{attribute(value)}"'.encode()
            self.splices.replace(start + found.start(1), start + found.end(1), new)


def _cells(block: ChartBlock) -> tuple[str, ...]:
    """The cells that a chart shows, each once."""
    figures = (item for series in block.spec.series for item in series.figures)
    return tuple(dict.fromkeys(str(source) for item in figures for source in getattr(item, "sources", ())))


def drawings_of(
    stories: Sequence[Story], package: PackageReader, name: str | None, points: Sequence[Binding]
) -> list[tuple[Story, Element]]:
    """The drawings that bear a chart's name, as we wrote it into them, or else show its values as we wrote them.

    LibreOffice takes the names of charts away. None is the name of a chart that the report no longer has.
    """
    drawings = [(story, drawing) for story in stories for drawing in story.root.iter(_DRAWING)]
    named = [pair for pair in drawings if any(item.get("name") == name for item in pair[1].iter(f"{_WP}docPr"))]
    if named and name is not None:
        return named
    relations = {story: read_relations(package, story.name) for story in stories}
    found = []
    for story, drawing in drawings:
        chart = _chart_in(drawing)
        relation = None if chart is None else relations[story].get(chart.get(f"{_R}id", ""))
        part = "" if relation is None or relation.external else relation.target
        if part in package and shows(package.read(part), part, points):
            found.append((story, drawing))
    return found


def is_native(drawing: Element) -> bool:
    """Whether the program draws what a drawing shows."""
    return _chart_in(drawing) is not None


def _chart_in(drawing: Element) -> Element | None:
    return next(drawing.iter(f"{_C}chart"), None)


def _size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG in pixels (PNG, 11.2.2), None for what is none."""
    if not data.startswith(b"\x89PNG\r\n\x1a\n") or len(data) < 24:
        return None
    width, height = int.from_bytes(data[16:20]), int.from_bytes(data[20:24])
    return (width, height) if width and height else None


def is_drawn(story: Story, package: PackageReader, drawing: Element, points: Sequence[Binding]) -> bool:
    """Whether a drawing shows what was written: a chart by its values, a picture by its description."""
    chart = _chart_in(drawing)
    if chart is None:
        said = "".join(item.get("descr", "") for item in drawing.iter(f"{_WP}docPr"))
        return all(item.text in said for item in points)
    relation = read_relations(package, story.name).get(chart.get(f"{_R}id", ""))
    part = "" if relation is None or relation.external else relation.target
    return part in package and shows(package.read(part), part, points)
