"""The tree that a narrative becomes before it is written: sections, blocks, inlines, tables, charts.

It holds meaning, never look: a level-2 heading that runs into its paragraph, a table with its columns,
a chart with its data. Writers choose styles, pictures and XML. Every figure shown anywhere is a
`Shown` inline, a table column with its source, or a chart series of figures; so what a document says
can be traced without knowing how it was written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from .dataset import Value
from .figure import Figure, Missing, Operation, Piece
from .owner import Owner
from .place import CellRef, ConfigRef, TextRef
from .quantity import Unit
from .schema import ColumnKind
from .values import dataclass, field


class ReferenceKind(StrEnum):
    """What a cross-reference leads to; the values are the labels of captions."""

    FIGURE = "图"
    TABLE = "表"
    APPENDIX = "附件"


@dataclass(frozen=True, slots=True)
class Text:
    """Words of the author or of the data that show no figure."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure or fact as it stands in a sentence.

    `tag` is the binding's name, the same in every build of the same template over the same cells, at
    most 64 characters; `place` is the template expression that printed it, or the setting that the
    title and the date come from.
    """

    piece: Piece
    tag: str
    place: TextRef | ConfigRef
    strong: bool = False

    @property
    def text(self) -> str:
        """The text as it is read."""
        return self.piece.text


@dataclass(frozen=True, slots=True)
class Reference:
    """A cross-reference; `number` is the target's number and `text` what is printed (图1)."""

    kind: ReferenceKind
    name: str
    number: int
    strong: bool = False

    @property
    def text(self) -> str:
        """The reference as it is read."""
        return f"{self.kind}{self.number}"


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote mark at this spot and the note's own inlines."""

    content: tuple[Inline, ...]

    @property
    def text(self) -> str:
        """Nothing: the mark is no part of the sentence."""
        return ""


Inline = Text | Shown | Reference | Footnote


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. `number` is the printed ordinal (一、, （二）, 1.), empty for none.

    With `run_in` the next paragraph goes on in the same line.
    """

    level: int
    number: str
    content: tuple[Inline, ...]
    run_in: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of body text."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class ColumnSource:
    """The cells behind a table column: one sheet column, the sheet row of each table row.

    `names` is the dataset column's name.
    """

    file: str
    sheet: str
    column: int
    rows: Sequence[int]
    name: str = ""

    def ref(self, index: int) -> CellRef:
        """The cell behind the table row at `index` (from 0)."""
        return CellRef(self.file, self.sheet, self.rows[index], self.column)


@dataclass(frozen=True, slots=True)
class Computed:
    """A column worked out from others of the same table, by position from 0.

    GROWTH takes (now, before), OVER (part, whole), MINUS (left, right); with `of_total` the second
    operand is the total of its column, so OVER gives each row's share.
    """

    operation: Operation
    operands: tuple[int, ...]
    of_total: bool = False


@dataclass(frozen=True, slots=True)
class Operand:
    """The cells that a worked out column takes, one a row, and their values; `of_total`: each row takes the sum."""

    source: ColumnSource
    values: Sequence[Value]
    of_total: bool = False


@dataclass(frozen=True, slots=True)
class Worked:
    """How each value of a column follows from cells, whether or not their columns are printed beside it."""

    operation: Operation
    operands: tuple[Operand, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableColumn:
    """A column of a printed table.

    `values` are exact and in `unit` (None for text, dates and mixed units), one a row. `decimals` is
    how many are printed, None for as many as the cell has. `source` is None for computed columns and
    row numbers; `worked` says what cells a computed column rests on, None for the others. `texts` hold the
    printed text where it is not simply the formatted value (mixed units), else None. `hedges` are the words
    that say of a row's number that it is not exact (近, 余), where no column beside it says so. `width` is a
    share of the table's width, None to let the writer choose.
    """

    header: str
    kind: ColumnKind
    values: Sequence[Value]
    unit: Unit | None = None
    decimals: int | None = None
    source: ColumnSource | None = None
    computed: Computed | None = None
    worked: Worked | None = None
    texts: Sequence[str] | None = None
    hedges: Mapping[int, str] = field(default_factory=dict)
    totalled: bool = False
    width: float | None = None

    @property
    def title(self) -> str:
        """The header with its unit, as `产值（亿元）`."""
        return f"{self.header}（{self.unit}）" if self.unit is not None and self.unit.symbol else self.header


@dataclass(frozen=True, slots=True, kw_only=True)
class DataTable:
    """A table of data, in Word or in an appendix. `total_label` is 合计 or the like, empty for no total row.

    `announced` is the number of rows that the complete list has, None where it is complete.
    """

    columns: tuple[TableColumn, ...]
    row_count: int
    total_label: str = ""
    announced: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableBlock:
    """A numbered table in the narrative. `tag` is its binding's name; `place` the directive's line."""

    name: str
    number: int
    caption: tuple[Inline, ...]
    table: DataTable
    tag: str
    place: TextRef


class ChartKind(StrEnum):
    """Kinds of charts by their names in the Chinese edition of Office."""

    COLUMN = "柱形"
    BAR = "条形"
    STACKED = "堆积"
    LINE = "折线"
    PIE = "饼"
    RING = "环"
    COMBINED = "组合"


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One series of a chart: a name, a unit, and a figure a category (`Missing` leaves a gap).

    `line` draws it as a line in a COMBINED chart; `second_axis` measures it on the right.
    """

    name: str
    unit: Unit
    figures: tuple[Figure | Missing, ...]
    line: bool = False
    second_axis: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartSpec:
    """A chart as data, never as drawing; pictures, native charts and alt texts all come from it.

    `decimals` is how many the data labels show, None for as many as the cell has.
    """

    name: str
    kind: ChartKind
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    decimals: int | None = None
    labels: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartBlock:
    """A numbered chart in the narrative. `tag` is its binding's name; `place` the directive's line."""

    number: int
    caption: tuple[Inline, ...]
    spec: ChartSpec
    tag: str
    place: TextRef

    @property
    def name(self) -> str:
        """The name that cross-references use."""
        return self.spec.name


Block = Heading | Paragraph | TableBlock | ChartBlock


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading-level-1 part of the narrative. `blocks` begin with its level-1 heading."""

    title: str
    blocks: tuple[Block, ...]
    file: str = ""
    department: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appendix:
    """A sheet of the appendix workbook: its number and title as the narrative names them.

    `note` stands under the title; `landscape` turns the page. `charts` are drawn below the table.
    """

    number: int
    title: str
    table: DataTable
    charts: tuple[ChartSpec, ...] = ()
    note: str = ""
    landscape: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A whole report. `title` stands above the sections; `signature` and `dated` close it.

    `signature` (发文机关署名) and `dated` (成文日期) are empty where the report has none.
    `properties` are the file's core properties: title, subject, creator, keywords. `origins` are the cells of
    returned forms that values were collected from, by the cell that they stand in now. `owners` are the units that
    it is made for; a report as a whole is for none.
    """

    title: tuple[Inline, ...]
    sections: tuple[Section, ...]
    appendices: tuple[Appendix, ...] = ()
    signature: tuple[Inline, ...] = ()
    dated: tuple[Inline, ...] = ()
    properties: dict[str, str] = field(default_factory=dict)
    origins: Mapping[CellRef, CellRef] = field(default_factory=dict)
    owners: tuple[Owner, ...] = ()


def text_of(content: Sequence[Inline]) -> str:
    """Inlines as they are read, footnotes left out."""
    return "".join(inline.text for inline in content)


def figures_of(section: Section) -> Iterator[Shown]:
    """The figures shown in headings, paragraphs and captions of a section, those of footnotes with their mark."""
    for block in section.blocks:
        content = block.caption if isinstance(block, (TableBlock, ChartBlock)) else block.content
        yield from (inline for inline in walk(content) if isinstance(inline, Shown))


def walk(content: Sequence[Inline]) -> Iterator[Inline]:
    """Every inline, those of footnotes after their mark."""
    for inline in content:
        yield inline
        if isinstance(inline, Footnote):
            yield from walk(inline.content)
