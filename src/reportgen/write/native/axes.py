"""The axes of a native chart: categories, values with their units, and a second pair for growth.

Source: ISO/IEC 29500-1, 21.2.2.25 (catAx), 21.2.2.226 (valAx).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...model.document import ChartKind
from ...model.values import dataclass
from ..picture.style import GREY, INK, SMALL, TEXT
from .series import Drawn
from .size import name_lines
from .text import grid_line, line, rich_text, text_properties

_EVERY_NAME = '<c:tickLblSkip val="1"/>'


@dataclass(frozen=True, slots=True)
class Axes:
    """The ids of a pair of axes; the second pair measures on the right."""

    category: int
    value: int
    second: bool = False

    @property
    def ids(self) -> str:
        """The two `c:axId` that end each plot."""
        return f'<c:axId val="{self.category}"/><c:axId val="{self.value}"/>'


PRIMARY, SECONDARY = Axes(50010001, 50010002), Axes(50010003, 50010004, second=True)


def axes_xml(axes: Axes, drawn: Sequence[Drawn], *, lying: bool) -> Iterator[str]:
    """`c:catAx` and `c:valAx` for the series measured on them; `lying` is for horizontal bars."""
    yield _category_axis(axes, level=not lying and name_lines(drawn[0].spec) > 0, lying=lying)
    yield _value_axis(axes, drawn, lying=lying)


def _category_axis(axes: Axes, *, level: bool, lying: bool) -> str:
    """`c:catAx`; `level` names are written in lines below each other, none left out, where they have room so."""
    # Horizontal bars are listed from the top, as the table beside them is.
    order = "maxMin" if lying else "minMax"
    return (
        f'<c:catAx><c:axId val="{axes.category}"/><c:scaling><c:orientation val="{order}"/></c:scaling>'
        f'<c:delete val="{int(axes.second)}"/><c:axPos val="{"l" if lying else "b"}"/>'
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="low"/><c:spPr>{line(GREY, 0.75)}</c:spPr>{text_properties(TEXT, INK, level=level)}'
        f'<c:crossAx val="{axes.value}"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/>'
        f'<c:lblOffset val="100"/>{_EVERY_NAME if level else ""}<c:noMultiLvlLbl val="1"/></c:catAx>'
    )


def _value_axis(axes: Axes, drawn: Sequence[Drawn], *, lying: bool) -> str:
    side = ("b" if lying else "l") if not axes.second else ("t" if lying else "r")
    # The values of lying bars belong below them, where the category axis, turned over, now has its end.
    crosses = "max" if axes.second or lying else "autoZero"
    percent = all(item.ref.percent for item in drawn)
    code = "0%" if percent else "General"
    units = dict.fromkeys(item.lane.unit for item in drawn if item.lane.unit and not percent)
    title = f'<c:title>{rich_text("、".join(units))}<c:overlay val="0"/></c:title>' if units else ""
    return (
        f'<c:valAx><c:axId val="{axes.value}"/><c:scaling><c:orientation val="minMax"/>{_floor(drawn)}</c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{side}"/>{"" if axes.second else grid_line()}{title}'
        f'<c:numFmt formatCode="{code}" sourceLinked="0"/><c:majorTickMark val="out"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="nextTo"/><c:spPr>{line(GREY, 0.75)}</c:spPr>{text_properties(SMALL, GREY, level=True)}'
        f'<c:crossAx val="{axes.category}"/><c:crosses val="{crosses}"/><c:crossBetween val="between"/></c:valAx>'
    )


def _floor(drawn: Sequence[Drawn]) -> str:
    """Bars begin at zero: left to themselves, Office programs cut an axis whose values are close together."""
    has_bars = any(item.spec.kind is not ChartKind.LINE and not item.lane.line for item in drawn)
    return '<c:min val="0"/>' if has_bars and all(min(item.lane.known, default=0) >= 0 for item in drawn) else ""
