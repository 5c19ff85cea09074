from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.check.check import check_dataset
from reportgen.model.dataset import Column, Dataset, Indicator, Table, Value
from reportgen.model.diagnostic import Diagnostic
from reportgen.model.figure import Fact, Figure, Missing, Period
from reportgen.model.place import CellRef
from reportgen.model.quantity import NO_UNIT, Quantity, parse_unit
from reportgen.model.report import Kit, Report
from reportgen.model.schema import ColumnKind, Schema

YEAR = Period(2015)


class World:
    """A dataset and a report, put together a line at a time."""

    def __init__(self) -> None:
        self.indicators: dict[str, Indicator] = {}
        self.tables: dict[str, Table] = {}
        self.schema = Schema(sheets=())
        self.dated: date | None = None

    def indicator(self, name: str, value: str | None, unit: str = "", **rest: object) -> Figure | Missing | Fact:
        """A row of 指标, in the row of its number; `note` is its 来源说明, `text` makes it a fact."""
        row = len(self.indicators) + 2
        place = CellRef("a.xlsx", "指标", row, 1)
        note = str(rest.pop("note", ""))
        figure: Figure | Missing | Fact
        if value is None:
            figure = Missing(name=name, source=CellRef("a.xlsx", "指标", row, 4))
        else:
            figure = number(value, unit, name, row, 4, **rest)
        self.indicators[name] = Indicator(name=name, figure=figure, place=place, texts={"来源说明": note})
        return figure

    def table(
        self,
        name: str,
        columns: Mapping[str, Sequence[Value] | tuple[Sequence[Value], str]],
        *,
        key: str | None = None,
        announced: Figure | None = None,
        previous: Mapping[str, str] | None = None,
        split: Mapping[str, str] | None = None,
        reasons: Mapping[str, Mapping[int, str]] | None = None,
    ) -> Table:
        made = {}
        for position, (title, content) in enumerate(columns.items(), 1):
            values, unit = content if isinstance(content, tuple) else (content, "")
            numbers = any(isinstance(value, Decimal) for value in values)
            made[title] = Column(
                name=title,
                kind=ColumnKind.NUMBER if numbers else ColumnKind.TEXT,
                position=position,
                values=tuple(values),
                unit=parse_unit(unit) if unit else NO_UNIT,
                previous=(previous or {}).get(title),
                split=(split or {}).get(title, ""),
                reasons=(reasons or {}).get(title, {}),
            )
        rows = range(2, 2 + len(next(iter(made.values())).values))
        self.tables[name] = Table(
            name=name, file="a.xlsx", sheet=name, columns=made, rows=rows, key=key, period=YEAR, announced=announced
        )
        return self.tables[name]

    @property
    def dataset(self) -> Dataset:
        return Dataset(indicators=self.indicators, tables=self.tables, files=("a.xlsx",))

    @property
    def report(self) -> Report:
        kit = Kit(
            name="k",
            title="",
            folder=Path(),
            schema=self.schema,
            sections=(),
            appendices=(),
            styles={},
            document_name="",
            appendix_name="",
        )
        return Report(
            folder=Path(),
            kit=kit,
            year=2015,
            title="",
            organization="",
            data=(),
            sections=(),
            appendices=(),
            profile="",
            dated=self.dated,
        )

    def findings(self) -> list[Diagnostic]:
        return check_dataset(self.dataset, self.report)

    def codes(self) -> list[tuple[str, str]]:
        return [(item.code, str(item.place)) for item in self.findings()]


def number(value: str, unit: str, name: str, row: int, column: int, **rest: object) -> Figure:
    """A figure from a cell; `previous` and `rate` are texts of numbers in the same unit and in %."""
    made = dict(rest)
    if isinstance(before := made.pop("previous", None), str):
        made["previous"] = number(before, str(made.pop("previous_unit", unit)), name, row, 6)
    if isinstance(rate := made.pop("rate", None), str):
        made["rate"] = number(rate, "%", f"{name}增速", row + 100, 4)
    made.setdefault("period", YEAR)
    return Figure(
        quantity=Quantity(Decimal(value), parse_unit(unit)),
        name=name,
        source=CellRef("a.xlsx", "指标", row, column),
        **made,  # type: ignore[arg-type]
    )


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def decimals() -> Callable[..., list[Value]]:
    def make(*texts: str | None) -> list[Value]:
        return [None if text is None else Decimal(text) for text in texts]

    return make
