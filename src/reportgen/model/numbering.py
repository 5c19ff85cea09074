"""Bindings of numberings: 图1, 表2 and 附件3 rest on no single cell, and lead to what they number.

The Word writer puts a control with the same tag around each caption's number, each cross-reference and
each entry of the list of appendices; so every number of a finished file can be followed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .binding import Binding
from .collect import placed_blocks
from .document import Appendix, ChartBlock, ChartSpec, DataTable, Document, ReferenceKind, TableBlock, text_of
from .figure import Missing
from .place import CellRef, ConfigRef, column_letters

NUMBERING_TAG = "rg-ref-"
"""Tags of numberings begin like this; no other binding's tag does."""


def numbering_tag(kind: ReferenceKind, number: int) -> str:
    """The tag shared by a caption's number and all references to it, as `rg-ref-figure-1`."""
    return f"{NUMBERING_TAG}{kind.name.lower()}-{number}"


def numberings(document: Document) -> Iterator[Binding]:
    """One binding for each figure, table and appendix: its number, its caption, the cells that it shows."""
    for section in document.sections:
        for block, where, _ in placed_blocks(section):
            if isinstance(block, ChartBlock):
                cells = _chart_cells(block.spec)
                yield _numbering(ReferenceKind.FIGURE, block.number, text_of(block.caption), cells, where, block.place)
            elif isinstance(block, TableBlock):
                cells = table_cells(block.table)
                yield _numbering(ReferenceKind.TABLE, block.number, text_of(block.caption), cells, where, block.place)
    for appendix in document.appendices:
        yield _appendix(appendix)


def _appendix(appendix: Appendix) -> Binding:
    place = ConfigRef("kit.toml", "appendices")
    cells = table_cells(appendix.table)
    return _numbering(ReferenceKind.APPENDIX, appendix.number, appendix.title, cells, (), place)


def _numbering(
    kind: ReferenceKind, number: int, title: str, cells: tuple[str, ...], where: tuple[str, ...], place: object
) -> Binding:
    return Binding(
        tag=numbering_tag(kind, number),
        text=f"{kind}{number}",
        value=str(number),
        cells=cells,
        derivation=f"编号：{title}",
        wording=str(kind),
        template=str(place),
        where=(*where, f"{kind}{number}"),
        sentence=title,
    )


def _chart_cells(spec: ChartSpec) -> tuple[str, ...]:
    shown = (item for series in spec.series for item in series.figures if not isinstance(item, Missing))
    return tuple(dict.fromkeys(str(source) for item in shown for source in item.sources))


def table_cells(table: DataTable) -> tuple[str, ...]:
    """From the first to the last cell of each column, as `data.xlsx › 产业 › C2:C9`, however long the table."""
    ranges = []
    rows: Sequence[int] = ()
    first = last = 0
    for column in table.columns:
        source = column.source
        if source is not None and source.rows:
            if source.rows is not rows:  # the columns of one sheet share them
                rows = source.rows
                # Of a range the ends are known; `min` and `max` would count through a long table.
                first, last = sorted((rows[0], rows[-1])) if isinstance(rows, range) else (min(rows), max(rows))
            top = CellRef(source.file, source.sheet, first, source.column)
            ranges.append(str(top) if first == last else f"{top}:{column_letters(source.column)}{last}")
    return tuple(ranges)
