"""Bindings: what ties the text of a finished file to its cells, flat enough to be stored in the file.

`collect` reads them off a document in reading order. The Word writer puts a content control with the
same tag around each shown figure and stores this list in a custom XML part; the Excel writer prints it
as the sheet 数据来源; `trace` reads it back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import cast

from .dataset import Value
from .document import (
    Block,
    ChartBlock,
    ColumnSource,
    Document,
    Footnote,
    Heading,
    Inline,
    Paragraph,
    Section,
    Shown,
    TableBlock,
    TableColumn,
    Worked,
    text_of,
    walk,
)
from .figure import Fact, Figure, Missing
from .formula import describe
from .place import ARROW, column_letters
from .quantity import fixed, plain
from .schema import ColumnKind
from .totals import totals
from .values import dataclass

_DIGIT = re.compile(r"\d")
_RUNS = 12
"""So many runs of neighbouring cells are listed for a total; of more the first and the last cell."""
_ROWS = 1000
"""So many rows of a column are kept together; more would stand in memory at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """One shown figure.

    `tag` names its content control (figures of one table or chart share one). `text` is what is read;
    `value` the exact number, date or text; `unit` and `period` may be empty. `cells` are the places
    it rests on, as text. `derivation` is empty for what stands in one cell. `wording` is the
    vocabulary word used. `template` is the template place. `where` is the trail of headings, and
    `paragraph` counts from 1 below the last of them; `sentence` is the sentence around the figure.
    """

    tag: str
    text: str
    value: str
    unit: str = ""
    period: str = ""
    cells: tuple[str, ...] = ()
    derivation: str = ""
    wording: str = ""
    template: str = ""
    where: tuple[str, ...] = ()
    paragraph: int = 0
    sentence: str = ""

    @property
    def place(self) -> str:
        """The spot in the document, as `一、基本情况 › （二）… › ¶2`."""
        return ARROW.join((*self.where, f"¶{self.paragraph}")) if self.paragraph else ARROW.join(self.where)


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnBinding:
    """The bindings of neighbouring rows of one table column, kept together because there may be 100,000.

    `texts` are what is printed, one a row, and `values` the exact values, None where they are the texts.
    `source` are the cells, its rows those of `texts`. The rest is as in `Binding`. It stands for one
    binding a row; empty cells and texts without a digit have none.
    """

    tag: str
    texts: Sequence[str]
    values: Sequence[str] | None
    source: ColumnSource
    unit: str = ""
    template: str = ""
    where: tuple[str, ...] = ()
    sentence: str = ""

    def __iter__(self) -> Iterator[Binding]:
        values = self.texts if self.values is None else self.values
        for index, (text, value) in enumerate(zip(self.texts, values, strict=True)):
            if value and _DIGIT.search(text):
                yield Binding(
                    tag=self.tag,
                    text=text,
                    value=value,
                    unit=self.unit,
                    cells=(str(self.source.ref(index)),),
                    template=self.template,
                    where=self.where,
                    sentence=self.sentence,
                )


def collect(document: Document) -> tuple[Binding, ...]:
    """Every binding of a document, in reading order."""
    found: list[Binding] = []
    for item in collect_columns(document):
        if isinstance(item, ColumnBinding):
            found.extend(item)
        else:
            found.append(item)
    return tuple(found)


def collect_columns(document: Document) -> Iterator[Binding | ColumnBinding]:
    """The same bindings with those of table columns kept together: what a file stores."""
    yield from _inlines(document.title, ("标题",), 0)
    for section in document.sections:
        yield from _section(section)
    yield from _inlines(document.signature, ("落款",), 0)
    yield from _inlines(document.dated, ("落款",), 0)


def _section(section: Section) -> Iterator[Binding | ColumnBinding]:
    for block, where, paragraph in placed_blocks(section):
        yield from _block(block, where, paragraph)


def placed_blocks(section: Section) -> Iterator[tuple[Block, tuple[str, ...], int]]:
    """Each block with the trail of headings above it, and its number among the paragraphs below the last of them."""
    trail: list[tuple[int, str]] = []
    paragraph = 0
    for block in section.blocks:
        if isinstance(block, Heading):
            trail = [item for item in trail if item[0] < block.level]
            trail.append((block.level, block.number + text_of(block.content)))
            paragraph = 0
        elif isinstance(block, Paragraph):
            paragraph += 1
        yield block, tuple(text for _, text in trail), paragraph


def _block(block: Block, where: tuple[str, ...], paragraph: int) -> Iterator[Binding | ColumnBinding]:
    if isinstance(block, (Heading, Paragraph)):
        yield from _inlines(block.content, where, paragraph if isinstance(block, Paragraph) else 0)
        return
    kind = "表" if isinstance(block, TableBlock) else "图"
    inner = (*where, f"{kind}{block.number}")
    yield from _inlines(block.caption, inner, 0)
    if isinstance(block, ChartBlock):
        yield from _chart(block, inner)
        return
    yield from _table(block, inner)
    yield from worked_cells(block, inner)


def _inlines(content: Sequence[Inline], where: tuple[str, ...], paragraph: int) -> Iterator[Binding]:
    sentences: list[tuple[int, str]] = []
    position = 0
    for outer in content:
        # A footnote's own figures belong to the sentence of its mark.
        for inline in (outer,) if not isinstance(outer, Footnote) else walk((outer,)):
            if isinstance(inline, Shown) and inline.piece.shows is not None:
                sentences = sentences or _sentences(text_of(content))
                while len(sentences) > 1 and position >= sentences[-1][0]:
                    sentences.pop()
                yield _shown(inline, inline.piece.shows, where, paragraph, _around(sentences[-1:], position))
        position += len(outer.text)


def _shown(inline: Shown, item: Figure | Fact, where: tuple[str, ...], paragraph: int, sentence: str) -> Binding:
    figure = item if isinstance(item, Figure) else None
    derived = figure is not None and figure.derivation is not None
    return Binding(
        tag=inline.tag,
        text=inline.piece.text,
        value=exact(item),
        unit=figure.unit.symbol if figure else "",
        period=str(figure.period) if figure and figure.period else "",
        cells=tuple(map(str, item.sources)) if derived or item.source is None else (str(item.source),),
        derivation=describe(item) if derived else "",
        wording=inline.piece.wording,
        template=str(inline.place),
        where=where,
        paragraph=paragraph,
        sentence=sentence,
    )


def exact(item: Figure | Fact) -> str:
    """The value without rounding: a plain decimal, an ISO date, or the text."""
    if isinstance(item, Figure):
        return plain(item.value)
    return item.value if isinstance(item.value, str) else item.value.isoformat()


def _table(block: TableBlock, where: tuple[str, ...]) -> Iterator[ColumnBinding]:
    template = str(block.place)
    for start in range(0, block.table.row_count, _ROWS):
        stop = min(start + _ROWS, block.table.row_count)
        for column in block.table.columns:
            source = column.source
            if source is None:
                continue
            texts = column_texts(column, start, stop)
            if _DIGIT.search("".join(texts)) is None:
                continue
            yield ColumnBinding(
                tag=block.tag,
                texts=texts,
                values=_column_values(column, start, stop),
                source=replace(source, rows=source.rows[start:stop]),
                unit=column.unit.symbol if column.unit else "",
                template=template,
                where=where,
                sentence=column.title,
            )


def worked_cells(block: TableBlock, where: tuple[str, ...]) -> Iterator[Binding]:
    """The computed cells of a table and its totals, with the cells that they rest on."""
    for column in block.table.columns:
        if column.worked is not None:
            yield from _worked_column(block, column, column.worked, where)
    for column, value in zip(block.table.columns, totals(block.table), strict=True):
        if value is None:
            continue
        sources = [column.source] if column.worked is None else [item.source for item in column.worked.operands]
        cells = [_range(source, source.rows) for source in sources if source is not None]
        if not cells:
            continue
        sums = [f"合计({_address(cell)})" for cell in cells]
        shown = sums[0] if column.worked is None else column.worked.operation.format(*sums)
        yield _worked(block, column, value, tuple(dict.fromkeys(cells)), shown, (*where, block.table.total_label))


def _worked_column(block: TableBlock, column: TableColumn, worked: Worked, where: tuple[str, ...]) -> Iterator[Binding]:
    wholes = [(_range(item.source, item.source.rows), _sum(item.values)) for item in worked.operands]
    for index, value in enumerate(column.values):
        if not isinstance(value, Decimal):
            continue
        cells, names, numbers = [], [], []
        for item, (cells_of_all, whole) in zip(worked.operands, wholes, strict=True):
            cell = cells_of_all if item.of_total else str(item.source.ref(index))
            cells.append(cell)
            names.append(f"合计({_address(cell)})" if item.of_total else _address(cell))
            numbers.append(whole if item.of_total else _number(item.values[index]))
        shown = f"{worked.operation.format(*names)} = {worked.operation.format(*numbers)}"
        yield _worked(block, column, value, tuple(cells), shown, where)


def _worked(
    block: TableBlock, column: TableColumn, value: Decimal, cells: tuple[str, ...], shown: str, where: tuple[str, ...]
) -> Binding:
    return Binding(
        tag=block.tag,
        text=fixed(value, column.decimals),
        value=plain(value),
        unit=column.unit.symbol if column.unit else "",
        cells=cells,
        derivation=shown,
        template=str(block.place),
        where=where,
        sentence=column.title,
    )


def _sum(values: Sequence[Value]) -> str:
    return plain(sum((value for value in values if isinstance(value, Decimal)), Decimal(0)))


def _number(value: Value) -> str:
    return plain(value) if isinstance(value, Decimal) else ""


def _address(cell: str) -> str:
    return cell.rsplit(ARROW, 1)[-1]


def _range(source: ColumnSource, rows: Sequence[int]) -> str:
    """All cells of a column as one place: `data.xlsx › 产业 › F4:F8`, gaps parted by 、, many gaps by …."""
    letters = column_letters(source.column)
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    if len(runs) > _RUNS:
        spans = f"{letters}{rows[0]}…{letters}{rows[-1]}"
    else:
        spans = "、".join(f"{letters}{a}" if a == b else f"{letters}{a}:{letters}{b}" for a, b in runs)
    return ARROW.join(part for part in (source.file, source.sheet, spans) if part)


def _column_values(column: TableColumn, start: int, stop: int) -> list[str] | None:
    """The exact values of rows, None where they are what is printed."""
    values = column.values[start:stop]
    exact_texts = column.texts is None and (column.kind is not ColumnKind.NUMBER or column.decimals is None)
    if exact_texts and date not in set(map(type, values)):
        return None
    return [plain(value) if isinstance(value, Decimal) else "" if value is None else str(value) for value in values]


def column_texts(column: TableColumn, start: int, stop: int) -> list[str]:
    """What a table prints in the column from row `start` to before row `stop`."""
    if column.texts is not None:
        return list(column.texts[start:stop])
    values, decimals = column.values[start:stop], column.decimals
    if column.kind is ColumnKind.NUMBER:
        if set(map(type, values)) == {Decimal}:
            numbers = cast("Sequence[Decimal]", values)
            return list(map(plain, numbers)) if decimals is None else [fixed(value, decimals) for value in numbers]
        return [
            fixed(value, decimals) if type(value) is Decimal else cell_text(column, start + at)
            for at, value in enumerate(values)
        ]
    return [value if type(value) is str else cell_text(column, start + at) for at, value in enumerate(values)]


def cell_text(column: TableColumn, index: int) -> str:
    """What a table prints in a row: the prepared text, else the value with the column's decimals."""
    if column.texts is not None:
        return column.texts[index]
    value = column.values[index]
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return fixed(value, column.decimals)
    return value if isinstance(value, str) else f"{value.year}年{value.month}月{value.day}日"


def _chart(block: ChartBlock, where: tuple[str, ...]) -> Iterator[Binding]:
    for series in block.spec.series:
        for category, item in zip(block.spec.categories, series.figures, strict=True):
            if isinstance(item, Missing):
                continue
            yield Binding(
                tag=block.tag,
                text=fixed(item.value, block.spec.decimals) + series.unit.symbol,
                value=plain(item.value),
                unit=item.unit.symbol,
                period=str(item.period or ""),
                cells=tuple(str(source) for source in item.sources),
                derivation=describe(item),
                template=str(block.place),
                where=where,
                sentence=f"{category} {series.name}",
            )


LONGEST_SENTENCE = 300
"""Characters of a sentence that a binding keeps; many figures in one endless sentence cost its square otherwise."""

_SENTENCE_END = re.compile(r"[^。；！？]*[。；！？]?”?")


def _around(sentence: Sequence[tuple[int, str]], position: int) -> str:
    """The sentence; of one that is no sentence any more (a list of thousands), the stretch around the figure."""
    if not sentence:
        return ""
    end, text = sentence[0]
    if len(text) <= LONGEST_SENTENCE:
        return text
    at = max(0, position - (end - len(text)) - LONGEST_SENTENCE // 2)
    cut = text[at : at + LONGEST_SENTENCE]
    return f"{'…' if at else ''}{cut}{'…' if at + LONGEST_SENTENCE < len(text) else ''}"


def _sentences(text: str) -> list[tuple[int, str]]:
    """Where each sentence of a text ends, and the sentence; the last one first, so that they can be popped."""
    ends, at = [], 0
    for found in _SENTENCE_END.findall(text):
        if found:
            at += len(found)
            ends.append((at, found))
    ends.reverse()
    return ends
