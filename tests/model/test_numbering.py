"""Numberings lead to what they number: the caption, the place and the cells of a figure, table or appendix."""

from decimal import Decimal

from reportgen.model.document import (
    Appendix,
    ChartBlock,
    ChartKind,
    ChartSpec,
    ColumnSource,
    DataTable,
    Document,
    Heading,
    ReferenceKind,
    Section,
    Series,
    TableBlock,
    TableColumn,
    Text,
)
from reportgen.model.figure import Figure, Missing
from reportgen.model.numbering import numbering_tag, numberings
from reportgen.model.place import CellRef, TextRef
from reportgen.model.quantity import Quantity, parse_unit
from reportgen.model.schema import ColumnKind

PLACE = TextRef("sections/1.md", 9)
UNIT = parse_unit("亿元")


def table(rows: tuple[int, ...], *, sourced: bool = True) -> DataTable:
    source = ColumnSource("data.xlsx", "产业", 3, rows, "产值") if sourced else None
    values = tuple(Decimal(row) for row in rows)
    return DataTable(
        columns=(TableColumn(header="产值", kind=ColumnKind.NUMBER, values=values, source=source),),
        row_count=len(rows),
    )


def document() -> Document:
    figures = (
        Figure(quantity=Quantity(Decimal(2), UNIT), source=CellRef("data.xlsx", "产业", 4, 3)),
        Missing(name="产值", source=CellRef("data.xlsx", "产业", 5, 3)),
        Figure(quantity=Quantity(Decimal(3), UNIT), source=CellRef("data.xlsx", "产业", 4, 3)),
    )
    series = Series(name="产值", unit=UNIT, figures=figures)
    spec = ChartSpec(name="产值图", kind=ChartKind.BAR, categories=("甲", "乙", "丙"), series=(series,))
    blocks = (
        Heading(1, "一、", (Text("情况"),)),
        Heading(2, "（一）", (Text("产业"),)),
        ChartBlock(number=1, caption=(Text("产值对比"),), spec=spec, tag="chart", place=PLACE),
        TableBlock(name="表", number=2, caption=(Text("一览"),), table=table((9, 4, 7)), tag="table", place=PLACE),
    )
    return Document(
        title=(),
        sections=(Section(title="一", blocks=blocks),),
        appendices=(Appendix(number=1, title="名单", table=table((3,))),),
    )


def test_a_figure_leads_to_its_caption_its_headings_and_each_cell_once() -> None:
    figure = next(numberings(document()))
    assert (figure.tag, figure.text, figure.value) == ("rg-ref-figure-1", "图1", "1")
    assert figure.place == "一、情况 › （一）产业 › 图1"
    assert figure.derivation == "编号：产值对比"
    assert figure.cells == ("data.xlsx › 产业 › C4",)
    assert figure.template == "sections/1.md:9"


def test_a_table_leads_from_its_first_cell_to_its_last_whatever_their_order() -> None:
    _, found, _ = numberings(document())
    assert (found.text, found.cells) == ("表2", ("data.xlsx › 产业 › C4:C9",))


def test_an_appendix_leads_to_its_title_and_cells() -> None:
    *_, found = numberings(document())
    assert (found.text, found.sentence, found.place) == ("附件1", "名单", "附件1")
    assert found.cells == ("data.xlsx › 产业 › C3",)


def test_a_table_without_cells_of_its_own_leads_to_none() -> None:
    appendix = Appendix(number=1, title="甲", table=table((3, 4), sourced=False))
    assert next(numberings(Document(title=(), sections=(), appendices=(appendix,)))).cells == ()


def test_tags_of_numberings_fit_into_word() -> None:
    assert len(numbering_tag(ReferenceKind.APPENDIX, 10**9)) <= 64
