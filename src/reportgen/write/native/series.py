"""One series of a native chart: its name, look, labels, categories and values, each with its cache.

Source: ISO/IEC 29500-1, 21.2.2.170 (ser of its four kinds), 21.2.2.47 (dLbls).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ...model.document import ChartKind, ChartSpec
from ...model.values import dataclass
from ...ooxml.xml import attribute, text
from ..excel.formulas import number_text as cell_text
from ..picture.segments import is_dark
from ..picture.style import INK, PAPER, SMALL, fill_of, pen_of
from ..picture.values import Lane, categories_of, number_text
from .text import area, marker, pen_line, plain_area, text_properties

_NO_AREA = "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
_HOLDS_LABEL = Decimal("0.25")
"""Part of the highest column from which a column has room for its label inside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesRef:
    """The cells behind a series, as formulas (`'附件1 企业'!$C$5:$C$9`); empty ones keep the values in the part alone.

    With `percent` the cells hold fractions shown as rates, while the chart's figures are in %.
    """

    name: str = ""
    categories: str = ""
    values: str = ""
    percent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A series ready to be written: its position in the chart, its numbers, its cells, the chart around it."""

    position: int
    lane: Lane
    ref: SeriesRef
    spec: ChartSpec

    @property
    def number_format(self) -> str:
        """The format of labels: the chart's decimals, else as many as some value has."""
        decimals = self.spec.decimals
        if decimals is None and not self.ref.percent:
            return "General"
        if decimals is None:
            decimals = max((sum(map(str.isdigit, item.partition(".")[2])) for item in self.lane.texts), default=0)
        places = "." + "0" * decimals if decimals else ""
        return f"0{places}%" if self.ref.percent else f"0{places}"


def series_xml(drawn: Drawn) -> str:
    """`c:ser`."""
    kind = drawn.spec.kind
    position = drawn.position
    head = f'<c:ser><c:idx val="{position}"/><c:order val="{position}"/>{_name(drawn)}'
    data = f"{_categories(drawn)}{_values(drawn)}"
    if kind in (ChartKind.PIE, ChartKind.RING):
        return f"{head}{''.join(_slices(drawn))}{_labels(drawn)}{data}</c:ser>"
    if drawn.lane.line:
        pen = pen_of(position)
        return f'{head}{pen_line(pen)}{marker(pen)}{_labels(drawn)}{data}<c:smooth val="0"/></c:ser>'
    return f'{head}{area(fill_of(position))}<c:invertIfNegative val="0"/>{_labels(drawn)}{data}</c:ser>'


def _name(drawn: Drawn) -> str:
    name = text(drawn.lane.name)
    if not drawn.ref.name:
        return f"<c:tx><c:v>{name}</c:v></c:tx>"
    cache = f'<c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{name}</c:v></c:pt></c:strCache>'
    return f"<c:tx><c:strRef><c:f>{text(drawn.ref.name)}</c:f>{cache}</c:strRef></c:tx>"


def _categories(drawn: Drawn) -> str:
    names = categories_of(drawn.spec)
    points = "".join(f'<c:pt idx="{index}"><c:v>{text(name)}</c:v></c:pt>' for index, name in enumerate(names))
    points = f'<c:ptCount val="{len(names)}"/>{points}'
    if not drawn.ref.categories:
        return f"<c:cat><c:strLit>{points}</c:strLit></c:cat>"
    formula = text(drawn.ref.categories)
    return f"<c:cat><c:strRef><c:f>{formula}</c:f><c:strCache>{points}</c:strCache></c:strRef></c:cat>"


def _values(drawn: Drawn) -> str:
    """`c:val`; an empty cell is no point, which leaves a gap (`dispBlanksAs`)."""
    points = "".join(
        f'<c:pt idx="{index}"><c:v>{_cell(value, percent=drawn.ref.percent)}</c:v></c:pt>'
        for index, value in enumerate(drawn.lane.values)
        if value is not None
    )
    format_ = text("0.0%" if drawn.ref.percent else "General")
    points = f'<c:formatCode>{format_}</c:formatCode><c:ptCount val="{len(drawn.lane.values)}"/>{points}'
    if not drawn.ref.values:
        return f"<c:val><c:numLit>{points}</c:numLit></c:val>"
    formula = text(drawn.ref.values)
    return f"<c:val><c:numRef><c:f>{formula}</c:f><c:numCache>{points}</c:numCache></c:numRef></c:val>"


def _cell(value: Decimal, *, percent: bool) -> str:
    return cell_text(value.scaleb(-2) if percent else value)


def _slices(drawn: Drawn) -> Iterator[str]:
    count = len(drawn.lane.values)
    for index in range(count):
        yield f'<c:dPt><c:idx val="{index}"/><c:bubble3D val="0"/>{area(fill_of(index, count))}</c:dPt>'


def _labels(drawn: Drawn) -> str:
    """`c:dLbls`. Rings allow no position, stacks only one inside (Excel 2016 refuses the file otherwise)."""
    if not drawn.spec.labels:
        return '<c:dLbls><c:delete val="1"/></c:dLbls>'
    kind = drawn.spec.kind
    is_pie, is_ring = kind is ChartKind.PIE, kind is ChartKind.RING
    code, shows = _shown_number(drawn)
    separator = "<c:separator>\n</c:separator>" if is_pie else ""
    leader = f'<c:showLeaderLines val="{int(is_pie)}"/>' if is_pie or is_ring else ""
    shown = (
        f'<c:showLegendKey val="0"/><c:showVal val="{int(shows == "value")}"/><c:showCatName val="{int(is_pie)}"/>'
        f'<c:showSerName val="0"/><c:showPercent val="{int(shows == "share")}"/><c:showBubbleSize val="0"/>{separator}'
    )
    codes = dict(_hedged(drawn, code) if shows == "value" else ())
    footed = _footed(drawn)
    own = "".join(
        f'<c:dLbl><c:idx val="{index}"/>{_number_format(codes.get(index, code))}'
        f"{_foot(drawn) if index in footed else _place(drawn)}{shown}</c:dLbl>"
        for index in sorted({*codes, *footed})
    )
    return f"<c:dLbls>{own}{_number_format(code)}{_place(drawn)}{shown}{leader}</c:dLbls>"


def _place(drawn: Drawn) -> str:
    """Where labels stand, and how they look."""
    kind = drawn.spec.kind
    is_ring = kind is ChartKind.RING
    inside = is_ring or (kind is ChartKind.STACKED and not drawn.lane.line)
    place = "" if is_ring else "t" if drawn.lane.line else "ctr" if inside else "outEnd"
    over_columns = drawn.lane.line and kind is ChartKind.COMBINED
    shape = plain_area(PAPER) if inside or over_columns else _NO_AREA
    return f"{shape}{text_properties(SMALL, INK)}{_position(place)}"


def _foot(drawn: Drawn) -> str:
    """The place of a label at the foot of a column, inside it."""
    fill = fill_of(drawn.position)
    if fill.hatch:
        return f"{plain_area(PAPER)}{text_properties(SMALL, INK)}{_position('inBase')}"
    return f"{_NO_AREA}{text_properties(SMALL, PAPER if is_dark(fill.colour) else INK)}{_position('inBase')}"


def _position(place: str) -> str:
    return f'<c:dLblPos val="{place}"/>' if place else ""


def _footed(drawn: Drawn) -> frozenset[int]:
    """The columns that carry their label at the foot: under lines, where they are high enough to hold it."""
    if drawn.spec.kind is not ChartKind.COMBINED or drawn.lane.line:
        return frozenset()
    least = _HOLDS_LABEL * max(drawn.lane.known, default=Decimal(0))
    values = enumerate(drawn.lane.values)
    return frozenset(index for index, value in values if value is not None and 0 < value >= least)


def _number_format(code: str) -> str:
    return f'<c:numFmt formatCode="{attribute(code)}" sourceLinked="0"/>'


def _hedged(drawn: Drawn, code: str) -> Iterator[tuple[int, str]]:
    """The values that are not exact: position, and a format that reads as the text does (40余) and stays live."""
    lane = drawn.lane
    for index, (value, shown) in enumerate(zip(lane.values, lane.texts, strict=True)):
        number = "" if value is None else number_text(value, drawn.spec.decimals)
        before, found, after = shown.partition(number) if number else ("", "", "")
        if found and (before or after):
            yield index, _literal(before) + code + _literal(after)


def _literal(words: str) -> str:
    return f'"{words}"' if words else ""


def _shown_number(drawn: Drawn) -> tuple[str, str]:
    """What labels show, under which format: the value, but in pies of amounts the share.

    Excel and LibreOffice do not agree to which of the two the format belongs where both are shown.
    """
    if drawn.spec.kind in (ChartKind.PIE, ChartKind.RING) and not drawn.ref.percent and drawn.lane.unit != "%":
        return "0.0%", "share"
    return drawn.number_format, "value"
