"""The custom XML part of a Word file that says, for each figure shown, where it came from.

The Word writer stores `to_xml(collect_together(document))`; `trace` reads it back with `read_bindings`, from
the file alone. The columns of tables are stored as they are, one text a row, because that takes a tenth of
the time and room of a binding a cell; a reader gets bindings all the same, or the columns as they are stored.

The part belongs to us and to no standard, so it is found by its namespace, whatever its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING

from ..model.binding import Binding, ColumnBinding
from ..model.collect import ContentBindings
from ..model.diagnostic import Fault
from ..model.document import ColumnSource
from ..model.origin_texts import OriginRun, OriginTexts, origin_texts, runs
from ..model.owner import Owner
from ..model.place import CellRef
from .content_bindings import content_xml, trail_xml
from .owners import owner_xml, owners_in
from .package import PackageReader
from .plain_words import words_xml
from .xml import DECLARATION, attribute, text

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from .own_bindings import Run

NAMESPACE = "urn:reportgen:bindings:1"
PART = "customXml/item1.xml"
"""The name that the Word writer gives the part; a reader goes by the namespace."""

_HEAD, _TAIL = f'{DECLARATION}<bindings xmlns="{NAMESPACE}">', "</bindings>"
_TEXTS = ("tag", "text", "value", "unit", "period", "derivation", "wording", "template", "sentence", "written")
_texts_of = attrgetter(*_TEXTS)
_COLUMN_TEXTS = ("tag", "unit", "template", "sentence")
_column_texts_of = attrgetter(*_COLUMN_TEXTS)
_CELL, _AT = f"{{{NAMESPACE}}}cell", f"{{{NAMESPACE}}}at"
_STORED = (f"{{{NAMESPACE}}}binding", f"{{{NAMESPACE}}}column")
_FOLDER = "customXml/"
_ROOT = re.compile(rb"""<(?:\w+:)?bindings\s[^>]*=\s*["']""" + NAMESPACE.encode())
_HEAD_BYTES = 1024
"""Bytes in which the root of a part is looked for."""
_MOST_ROWS = 1_048_576
"""Rows of a sheet (Excel specifications and limits)."""

Stored = Binding | ColumnBinding
"""What the part holds one element of."""


def to_xml(
    bindings: Iterable[Stored | ContentBindings],
    origins: Mapping[CellRef, CellRef] | None = None,
    known: Mapping[int, str] | None = None,
    owners: Iterable[Owner] = (),
    words: Mapping[str, int] | None = None,
) -> Iterator[str]:
    """The part's text, one piece a binding or column of bindings; what is empty is left out.

    `origins` are the cells of returned forms by the cells of the workbook; they stand behind the bindings.
    `known` holds the texts of bindings that were read, by the identity of the binding, as `stored_texts` gives them.
    `owners` are the units that the file was made for; `words`, how often each sentence without a figure stands in it,
    come last.
    """
    yield _HEAD
    for binding in bindings:
        if known and (as_read := known.get(id(binding))):
            yield as_read
        elif isinstance(binding, ColumnBinding):
            yield from _column_xml(binding)
        elif isinstance(binding, ContentBindings):
            yield from content_elements(binding)
        else:
            yield _binding_xml(binding)
    if origins:
        yield from map(_origin_xml, runs(origins))
    yield from map(owner_xml, owners)
    if words:
        yield from words_xml(words)
    yield _TAIL


def content_elements(content: ContentBindings, sentences: Sequence[str] | None = None) -> Iterable[str]:
    """The elements of the bindings of a heading, paragraph or caption, as `to_xml` gives them.

    `sentences` are those of the figures, where somebody has them already.
    """
    together = content_xml(content, sentences)
    return map(_binding_xml, content) if together is None else together


def _origin_xml(run: OriginRun) -> str:
    (cell, source), count = (run.cell, run.source), run.count
    return (
        f'<origin file="{attribute(cell.file)}" sheet="{attribute(cell.sheet)}" column="{cell.column}" row="{cell.row}"'
        f' from-file="{attribute(source.file)}" from-sheet="{attribute(source.sheet)}" from-column="{source.column}"'
        f' from-row="{source.row}" count="{count}"/>'
    )


def _binding_xml(binding: Binding) -> str:
    texts: Sequence[str] = _texts_of(binding)
    cells, where = binding.cells, binding.where
    joined = "".join((*texts, *cells, *where))
    if attribute(joined) is not joined:
        texts = [attribute(value) for value in texts]
        cells, where = tuple(map(attribute, cells)), tuple(map(attribute, where))
    tag, shown, value, unit, period, derivation, wording, template, sentence, written = texts
    return (
        f'<binding tag="{tag}" text="{shown}" value="{value}"'
        + (f' unit="{unit}"' if unit else "")
        + (f' period="{period}"' if period else "")
        + (f' derivation="{derivation}"' if derivation else "")
        + (f' wording="{wording}"' if wording else "")
        + (f' template="{template}"' if template else "")
        + (f' sentence="{sentence}"' if sentence else "")
        + (f' paragraph="{binding.paragraph}"' if binding.paragraph else "")
        + _spot(binding)
        + (f' written="{written}">' if written else ">")
        + ('<cell v="' + '"/><cell v="'.join(cells) + '"/>' if cells else "")
        + ('<at v="' + '"/><at v="'.join(where) + '"/>' if where else "")
        + "</binding>"
    )


def _spot(binding: Binding | ColumnBinding) -> str:
    """The attributes for the row and the column of a table; nothing for what stands in none."""
    row, column = binding.table_row, binding.table_column
    return f' table-row="{row}" table-column="{column}"' if row or column else ""


def _column_xml(column: ColumnBinding) -> Iterator[str]:
    """A column with its texts and values line by line; one binding a row where a text has lines of its own."""
    texts, exact = "\n".join(column.texts), "\n".join(column.values or ())
    lines = len(column.texts) - 1
    if any(joined and (joined.count("\n") != lines or "\r" in joined) for joined in (texts, exact)):
        yield from list(to_xml(column))[1:-1]
        return
    source = column.source
    head = _column_head(*_column_texts_of(column), source.file, source.sheet, source.column)
    listed = f"<t>{text(texts)}</t>" + ("" if column.values is None else f"<v>{text(exact)}</v>")
    yield f'{head} rows="{listed_rows(source.rows)}"{_spot(column)}>{trail_xml(column.where)}{listed}</column>'


@lru_cache(maxsize=256)
def _column_head(tag: str, unit: str, template: str, sentence: str, file: str, sheet: str, column: int) -> str:
    """The start of a column's element; the same column stands in the files of many units."""
    texts = zip(_COLUMN_TEXTS, (tag, unit, template, sentence), strict=True)
    attributes = "".join(f' {name}="{attribute(value)}"' for name, value in texts if value)
    return f'<column{attributes} file="{attribute(file)}" sheet="{attribute(sheet)}" column="{column}"'


def listed_rows(rows: Sequence[int]) -> str:
    """Row numbers as text: `2-81` for consecutive ones, else each."""
    first, last = rows[0], rows[-1]
    consecutive = range(first, last + 1)
    # Two ranges are compared by their ends.
    alike = rows == consecutive if isinstance(rows, range) else list(rows) == list(consecutive)
    return f"{first}-{last}" if alike else " ".join(map(str, rows))


def _rows(listed: str) -> Sequence[int]:
    first, dash, last = listed.partition("-")
    return range(int(first), int(last) + 1) if dash else tuple(map(int, listed.split()))


def from_xml(data: bytes, file: str = PART) -> tuple[Binding, ...]:
    """The bindings of such a part one by one; raises as `stored_in` does."""
    return tuple(flat(stored_in(data, file)))


def flat(stored: Iterable[Stored]) -> Iterator[Binding]:
    """The bindings one by one, those of each row for a column."""
    for item in stored:
        if isinstance(item, ColumnBinding):
            yield from item
        else:
            yield item


def stored_in(data: bytes, file: str = PART) -> tuple[Stored, ...]:
    """What such a part holds, columns together; raises `no-bindings` for anything else, and for a part with a DTD.

    `file` is the name that the finding uses.
    """
    return tuple([item for item, _ in stored_texts(data, file)])


def stored_texts(data: bytes, file: str = PART, known: Mapping[str, Run] | None = None) -> list[tuple[Stored, str]]:
    """What such a part holds, each with the text of its element, empty where that is not as `to_xml` writes it.

    `known` are runs of bindings by the first one's tag, which are not read again. Raises as `stored_in` does.
    """
    from .own_bindings import own_elements  # imported late: a build never reads bindings

    own = own_elements(data, _HEAD, _TAIL, known)
    if own is None:
        return [(item, "") for item in _parsed(data, file)]
    columns = [element for item, element in own if item is None and element.startswith("<column")]
    read = iter(_parsed("".join((_HEAD, *columns, _TAIL)).encode(), file) if columns else ())
    return [
        (next(read) if item is None else item, element)
        for item, element in own
        if item is not None or element.startswith("<column")
    ]


def _parsed(data: bytes, file: str) -> tuple[Stored, ...]:
    """What a part of any make holds; raises `no-bindings`."""
    from xml.etree import ElementTree as ET  # imported late: a build never reads bindings

    if b"<!DOCTYPE" in data:
        raise Fault("no-bindings", file=file)
    try:
        root = ET.fromstring(data)  # noqa: S314 - without a DTD there are no entities
    except ET.ParseError:
        raise Fault("no-bindings", file=file) from None
    if root.tag != f"{{{NAMESPACE}}}bindings":
        raise Fault("no-bindings", file=file)
    try:
        return tuple(
            _column(node) if node.tag == f"{{{NAMESPACE}}}column" else _binding(node)
            for node in root
            if node.tag in _STORED
        )
    except (ValueError, OverflowError):
        raise Fault("no-bindings", file=file) from None


def read_origins(data: bytes, file: str) -> OriginTexts:
    """The origins in a Word file's bytes, none where it has no bindings; raises the reader's faults."""
    part = _read_part(data, file)
    if part is None or b"<origin " not in part or b"<!DOCTYPE" in part:
        return origin_texts(())
    from xml.etree import ElementTree as ET  # imported late: a build never reads bindings

    try:
        found = [_origin(node) for node in ET.fromstring(part).iter(f"{{{NAMESPACE}}}origin")]  # noqa: S314 - no DTD
    except (ET.ParseError, ValueError, OverflowError):
        return origin_texts(())
    return origin_texts(pair for run in found for pair in run.pairs())


def read_owners(data: bytes, file: str) -> tuple[Owner, ...]:
    """The units that a Word file's bytes name, none where it has no bindings; raises the reader's faults."""
    part = _read_part(data, file)
    return () if part is None else owners_in(part)


def _origin(node: Element) -> OriginRun:
    """An `origin`; ValueError for numbers that are none."""
    row, column, count = int(node.get("row", "")), int(node.get("column", "")), int(node.get("count", "1"))
    if min(row, column) < 1 or not 1 <= count <= _MOST_ROWS:
        raise ValueError
    cell = CellRef(node.get("file", ""), node.get("sheet", ""), row, column)
    row, column = int(node.get("from-row", "")), int(node.get("from-column", ""))
    return OriginRun(cell, CellRef(node.get("from-file", ""), node.get("from-sheet", ""), row, column), count)


def read_bindings(data: bytes, file: str) -> tuple[Binding, ...]:
    """The bindings in a Word file's bytes one by one; raises as `read_stored` does."""
    return tuple(flat(read_stored(data, file)))


def read_stored(data: bytes, file: str) -> tuple[Stored, ...]:
    """What a Word file's bytes hold; raises `no-bindings` where it has none, and the reader's faults."""
    part = _read_part(data, file)
    if part is None:
        raise Fault("no-bindings", file=file)
    return stored_in(part, file)


def bindings_part(package: PackageReader) -> str | None:
    """The name of the part of bindings, None where there is none; its properties name the namespace too."""
    for name in package.names:
        is_custom = name.startswith(_FOLDER) and name.endswith(".xml")
        if is_custom and _ROOT.search(package.head(name, _HEAD_BYTES)):
            return name
    return None


def _read_part(data: bytes, file: str) -> bytes | None:
    package = PackageReader(data, file)
    name = bindings_part(package)
    return None if name is None else package.read(name)


def _column(node: Element) -> ColumnBinding:
    """A `column`; ValueError for numbers that are none, and for rows that do not add up."""
    texts, values = (node.find(f"{{{NAMESPACE}}}{name}") for name in ("t", "v"))
    listed = ("" if texts is None else texts.text or "").split("\n")
    rows = _rows(node.get("rows", ""))
    exact = None if values is None else (values.text or "").split("\n")
    position = int(node.get("column", ""))
    if position < 1 or len(rows) != len(listed) or (exact is not None and len(exact) != len(listed)):
        raise ValueError
    return ColumnBinding(
        **{name: node.get(name, "") for name in _COLUMN_TEXTS},
        texts=listed,
        values=exact,
        source=ColumnSource(node.get("file", ""), node.get("sheet", ""), position, rows),
        where=tuple(child.get("v", "") for child in node if child.tag == f"{{{NAMESPACE}}}at"),
        table_row=_counted(node, "table-row"),
        table_column=_counted(node, "table-column"),
    )


def _binding(node: Element) -> Binding:
    get = node.get
    cells, where = [], []
    for child in node:
        if child.tag == _CELL:
            cells.append(child.get("v", ""))
        elif child.tag == _AT:
            where.append(child.get("v", ""))
    return Binding(
        tag=get("tag", ""),
        text=get("text", ""),
        value=get("value", ""),
        unit=get("unit", ""),
        period=get("period", ""),
        derivation=get("derivation", ""),
        wording=get("wording", ""),
        template=get("template", ""),
        sentence=get("sentence", ""),
        cells=tuple(cells),
        where=tuple(where),
        paragraph=_counted(node, "paragraph"),
        table_row=_counted(node, "table-row"),
        table_column=_counted(node, "table-column"),
        written=get("written", ""),
    )


def _counted(node: Element, name: str) -> int:
    number = node.get(name)
    return int(number) if number is not None and number.isdecimal() else 0
