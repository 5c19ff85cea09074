"""The bindings of a paragraph as XML in one go, from what is known of its shape.

`bindings` asks here for contents that know their shape. Sentences are parted, escaped and put beside the places
of their figures once a shape; a further paragraph fills in texts and values, in a quarter of the time. What comes
out is what the bindings would give one by one; where a figure's text might change that, nothing does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from ..model.collect import ContentBindings, exact, figure_sentences
from ..model.document import Shown
from ..model.figure import Fact, Figure, Piece
from ..model.formula import describe
from ..model.late import CellFigure, Line
from ..model.period import Period
from ..model.place import CellRef, ConfigRef, column_letters
from ..model.quantity import plain
from ..model.shape import Shape, Shaped
from .xml import attribute

_KEY = "bindings"


def content_xml(bindings: ContentBindings, sentences: Sequence[str] | None = None) -> list[str] | None:
    """The elements of a content's bindings; None where they must be made one by one.

    `sentences` are those of the figures, where somebody has them already.
    """
    content = bindings.content
    if type(content) is not Shaped:
        return None
    figures = content.figures
    if not figures:
        return []
    sentences = sentences or figure_sentences(content)
    if sentences is None:
        return None
    around = {sentence: f' sentence="{attribute(sentence)}"' for sentence in dict.fromkeys(sentences)}
    texts = [figure.piece.text for figure in figures]
    foreign = [*texts, *(figure.tag for figure in figures)]
    paragraph = f' paragraph="{bindings.paragraph}"' if bindings.paragraph else ""
    where = trail_xml(bindings.where)
    told = figure_facts((figure.piece for figure in figures), foreign)
    found = [
        f'<binding tag="{figure.tag}" text="{text}" value="{value}{fact}{around[sentence]}{paragraph}>'
        f"{cells}{where}</binding>"
        for figure, text, fact, sentence, (value, cells) in zip(
            figures, texts, _facts_of(content.shape), sentences, told, strict=True
        )
    ]
    joined = "".join(foreign)
    return found if attribute(joined) is joined else None


def figure_facts(pieces: Iterable[Piece], foreign: list[str]) -> Iterator[tuple[str, str]]:
    """What the binding of each figure says beside its words: value with unit, period and derivation, and the cells.

    The value is followed by its closing quote. What would have to be escaped, but for the cells, goes into `foreign`.
    """
    period: Period | None = None
    span = file = sheet = head = ""
    for piece in pieces:
        item = piece.shows
        if type(item) is CellFigure:
            foreign.append(item.line.symbol)
            yield cell_facts(item)[1:]
            continue
        if type(item) is Figure:
            value, unit = plain(item.quantity.value), item.quantity.unit.symbol
            if item.period is not period:
                period = item.period
                span = f' period="{period}"' if period is not None else ""
            about = f'{value}" unit="{unit}"{span}' if unit else f'{value}"{span}'
            foreign.append(unit)
            derived = item.derivation is not None
        else:
            assert isinstance(item, (Figure, Fact))  # noqa: S101 - every figure of a shape shows something
            foreign.append(value := exact(item))
            about = f'{value}"'
            derived = type(item) is Fact and item.item > 0
        if derived:
            foreign.append(derivation := describe(item))
            about = f'{about} derivation="{derivation}"' if derivation else about
        source = item.source
        if source is None or derived:
            cells = '"/><cell v="'.join(map(_source_text, item.sources))
        elif type(source) is CellRef:
            if source.file is not file or source.sheet is not sheet:  # mostly all figures stand in one sheet
                file, sheet, head = source.file, source.sheet, _sheet_text(source.file, source.sheet)
            cells = f"{head}{column_letters(source.column)}{source.row}"
        else:
            cells = attribute(str(source))
        yield about, f'<cell v="{cells}"/>' if cells else ""


def _source_text(source: CellRef | ConfigRef) -> str:
    """A cell or a setting as the content of an attribute."""
    if type(source) is CellRef:
        return f"{_sheet_text(source.file, source.sheet)}{column_letters(source.column)}{source.row}"
    return attribute(str(source))


@lru_cache(maxsize=256)
def _sheet_text(file: str, sheet: str) -> str:
    """What stands before the address of a cell."""
    return attribute(str(CellRef(file, sheet, 1, 1)).removesuffix("A1"))


@lru_cache(maxsize=64)
def trail_xml(where: tuple[str, ...]) -> str:
    """The elements of a trail of headings; what stands below one heading shares them."""
    return "".join([f'<at v="{attribute(value)}"/>' for value in where])


def cell_facts(figure: CellFigure) -> tuple[str, str, str]:
    """The text of a figure of a line, and what its binding says beside its words."""
    line, index = figure.line, figure.index
    around = line.kept.get(_KEY)
    if around is None:
        around = line.kept[_KEY] = _around(line)
    values, symbol, tail, head, rows = around
    number = plain(values[index])
    return number + symbol, number + tail, f'{head}{rows[index]}"/>'


def _around(line: Line) -> tuple[Sequence[Any], str, str, str, Sequence[int]]:
    """The values and the unit of a line, what bindings say behind a value, their cells up to the row, and the rows."""
    table, unit = line.table, line.symbol
    span = f' period="{table.period}"' if table.period is not None else ""
    column = column_letters(table.column(line.name).position)
    tail = f'" unit="{unit}"{span}' if unit else f'"{span}'
    return line.values, unit, tail, f'<cell v="{_sheet_text(table.file, table.sheet)}{column}', table.rows


def _facts_of(shape: Shape) -> Sequence[str]:
    """The attributes for the wording and the template's place of each figure."""
    if _KEY not in shape.kept:
        shape.kept[_KEY] = [_facts(inline) for at in shape.gaps if isinstance(inline := shape.first[at], Shown)]
    found: Sequence[str] = shape.kept[_KEY]
    return found


def _facts(shown: Shown) -> str:
    wording = f' wording="{attribute(shown.piece.wording)}"' if shown.piece.wording else ""
    template = attribute(str(shown.place))
    return f'{wording} template="{template}"' if template else wording
