"""Documents for the Excel writer: built by hand, so that these tests need neither loader nor templates."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from reportgen.model.document import (
    Appendix,
    ChartKind,
    ChartSpec,
    ColumnSource,
    Computed,
    DataTable,
    Document,
    Heading,
    Paragraph,
    Section,
    Series,
    Shown,
    TableColumn,
    Text,
)
from reportgen.model.figure import Figure, Missing, Operation, Period, Piece, derive
from reportgen.model.place import CellRef, TextRef
from reportgen.model.quantity import NO_UNIT, PERCENT, Quantity, Unit, parse_unit
from reportgen.model.schema import ColumnKind
from reportgen.write.to_xlsx import to_xlsx

FILE, SHEET = "园区.xlsx", "主导产业"
NAMES = ("铝加工", "医药食品", "装备制造", "新型建材")
NOW = (Decimal("42.86"), Decimal("33.2"), Decimal("25"), Decimal("1042.677"))
BEFORE = (Decimal("33.2"), Decimal("0"), None, Decimal("996.5"))
STARTED = (date(2009, 5, 1), date(2010, 12, 31), None, date(2014, 2, 28))


def _columns() -> tuple[TableColumn, ...]:
    money = parse_unit("亿元")
    rows = range(5, 9)

    def source(column: int, name: str) -> ColumnSource:
        return ColumnSource(FILE, SHEET, column, rows, name)

    total = sum(NOW)
    growth = [None if not old else (new / old - 1) * 100 for new, old in zip(NOW, BEFORE, strict=True)]
    return (
        TableColumn(header="序号", kind=ColumnKind.NUMBER, values=tuple(Decimal(n) for n in range(1, 5))),
        TableColumn(header="名称", kind=ColumnKind.TEXT, values=NAMES, source=source(2, "名称")),
        TableColumn(
            header="产值", kind=ColumnKind.NUMBER, values=NOW, unit=money, source=source(3, "产值"), totalled=True
        ),
        TableColumn(
            header="上年产值",
            kind=ColumnKind.NUMBER,
            values=BEFORE,
            unit=money,
            source=source(4, "上年"),
            totalled=True,
        ),
        TableColumn(
            header="同比增长",
            kind=ColumnKind.NUMBER,
            values=growth,
            unit=PERCENT,
            decimals=1,
            computed=Computed(Operation.GROWTH, (2, 3)),
        ),
        TableColumn(
            header="占比",
            kind=ColumnKind.NUMBER,
            values=[value / total * 100 for value in NOW],
            unit=PERCENT,
            decimals=1,
            computed=Computed(Operation.OVER, (2, 2), of_total=True),
        ),
        TableColumn(header="投产日期", kind=ColumnKind.DATE, values=STARTED, source=source(6, "投产日期")),
    )


@pytest.fixture
def columns() -> tuple[TableColumn, ...]:
    """Number, name, output, last year's, growth, share, date; a total of 1143.737 亿元."""
    return _columns()


@pytest.fixture
def appendix(columns: tuple[TableColumn, ...]) -> Appendix:
    table = DataTable(columns=columns, row_count=4, total_label="合计", announced=9)
    return Appendix(number=1, title="主导产业", table=table, note="（按产值排列）")


def figure(value: str, unit: Unit, row: int, column: int = 3) -> Figure:
    """A figure read from a cell of the sheet."""
    source = CellRef(FILE, SHEET, row, column)
    return Figure(quantity=Quantity(Decimal(value), unit), name="产值", period=Period(2015), source=source)


@pytest.fixture
def cell_figure() -> Callable[..., Figure]:
    return figure


@pytest.fixture
def output_chart() -> ChartSpec:
    """Columns over the appendix's own output column."""
    money = parse_unit("亿元")
    values = tuple(figure(str(value), money, row) for row, value in enumerate(NOW, 5))
    series = Series(name="产值", unit=money, figures=values)
    return ChartSpec(name="主导产业产值", kind=ChartKind.COLUMN, categories=NAMES, series=(series,), decimals=2)


@pytest.fixture
def combined_chart(output_chart: ChartSpec) -> ChartSpec:
    """Output and growth on a second axis, one rate missing."""
    rates = ("29.1", None, "5", "4.6")
    figures = tuple(
        Missing(name="增速") if rate is None else figure(rate, PERCENT, row, 9) for row, rate in enumerate(rates, 5)
    )
    growth = Series(name="同比增长", unit=PERCENT, figures=figures, line=True, second_axis=True)
    return replace(
        output_chart, name="产值与增速", kind=ChartKind.COMBINED, series=(*output_chart.series, growth), decimals=None
    )


def chart_of(kind: ChartKind, spec: ChartSpec) -> ChartSpec:
    return replace(spec, kind=kind, name=f"{kind}图")


@pytest.fixture
def document(appendix: Appendix, output_chart: ChartSpec, combined_chart: ChartSpec) -> Document:
    """One section of three figures, one appendix with a chart on it and one on a sheet of data."""
    money = parse_unit("亿元")
    place = TextRef("sections/1-基本情况.md", 3, 9)
    output, before = figure("42.86", money, 5), figure("33.2", money, 5, 4)
    growth = derive(Operation.GROWTH, Quantity(output.value / before.value - 1, NO_UNIT), output, before)
    paragraph = Paragraph(
        (
            Text("铝加工产值"),
            Shown(Piece("42.86亿元", output, "金额"), "t1", place),
            Text("，同比增长"),
            Shown(Piece("29.1%", growth, "同比"), "t2", place),
            Text("。园区面积"),
            Shown(Piece("3.5平方公里", figure("3.5", parse_unit("平方公里"), 40, 8)), "t3", place),
            Text("。"),
        )
    )
    blocks = (Heading(1, "一、", (Text("基本情况"),)), paragraph)
    return Document(
        title=(Text("2015年工作总结"),),
        sections=(Section(title="基本情况", blocks=blocks),),
        appendices=(replace(appendix, charts=(output_chart, combined_chart)),),
        properties={"creator": "办公室"},
    )


@pytest.fixture
def book() -> Callable[..., Any]:
    """A document or appendices, written and opened with openpyxl."""

    def write(content: Document | Sequence[Appendix], **how: Any) -> Any:
        if not isinstance(content, Document):
            content = Document(title=(Text("2015年工作总结"),), sections=(), appendices=tuple(content))
        data, _ = to_xlsx(content, year=2015)
        return openpyxl.load_workbook(BytesIO(data), **how)

    return write
