"""What stands today in the place of each binding of a Word file, with the element that holds it.

Pure: trees and bindings in, one `Present` a binding out. `trace` compares the texts with those that were
written; whoever sets new texts finds where.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from ..model.binding import Binding
from ..model.numbering import NUMBERING_TAG
from .bindings import Stored, flat
from .marks import Marks
from .present_table import DELETED, UNCERTAIN, Present, WrittenTable, heads_like, present_table, written_tables
from .stories import W, controls, text_in
from .word_table import tables_in

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_NOT_COMPARED = Present(None)
_CHART = re.compile("图[0-9]+")
_Read = Callable[[Binding], Present]


def present(stored: Iterable[Stored], stories: Sequence[Element]) -> list[tuple[Binding, Present]]:
    """Each binding with what stands in its place in the stories, in the order of the bindings."""
    stored = tuple(stored)
    bindings = tuple(flat(stored))
    found = controls(stories)
    marks = Marks(stored, found.keys(), stories)
    written = written_tables(stored)
    taken = {table for tag in written for content in found.get(tag, ()) for table in content.iter(f"{W}tbl")}
    tables = {tag: _tables(table, found.get(tag, ()), stories, taken) for tag, table in written.items()}
    shared = Counter(binding.tag for binding in bindings)
    return [(item, _present(item, found, tables, marks, is_alone=shared[item.tag] == 1)) for item in bindings]


def _present(
    binding: Binding,
    found: Mapping[str, Sequence[Element]],
    tables: Mapping[str, Sequence[_Read]],
    marks: Marks,
    *,
    is_alone: bool,
) -> Present:
    if binding.table_column:
        readers = tables.get(binding.tag, [_never])
        return _as_written(binding, [read(binding) for read in readers]) if readers else _without(binding, marks)
    contents = found.get(binding.tag, ())
    if not is_alone or binding.tag.startswith(NUMBERING_TAG) or any(map(_is_block, contents)):
        return _NOT_COMPARED
    if binding.where and _CHART.fullmatch(binding.where[-1]) and not any(map(text_in, contents)):
        return _NOT_COMPARED  # the figure of a chart whose picture was deleted has no text either
    if not contents:
        return _without(binding, marks)
    return _as_written(binding, [Present(text_in(content), content) for content in contents])


def _without(binding: Binding, marks: Marks) -> Present:
    """What stands in the place of a figure without its control: what was written where its sentence still stands."""
    if not binding.table_column and marks.stands(binding):
        return Present(binding.text)
    return UNCERTAIN if marks.are_lost(binding) else DELETED


def _as_written(binding: Binding, candidates: Sequence[Present]) -> Present:
    """Of several places the one that reads as written: as long as one of the copies does, the figure stands."""
    return next((item for item in candidates if item.reads(binding.text)), candidates[0])


def _is_block(content: Element) -> bool:
    """Whether a control stands around a table or a picture."""
    return any(next(content.iter(W + name), None) is not None for name in ("tbl", "drawing"))


def _tables(
    written: WrittenTable, contents: Sequence[Element], stories: Sequence[Element], taken: Collection[Element]
) -> list[_Read]:
    """What reads the cells of a written table, one for each of its controls that still holds something.

    Without such a control, which other programs drop, the only table with its headers stands for it. Those that are
    `taken` stand in controls of their own.
    """
    groups = [tables_in(content) for content in contents if text_in(content)]
    if not groups:
        bare = (table for story in stories for table in story.iter(f"{W}tbl") if table not in taken)
        groups = [[table] for table in bare if heads_like(written, table)]
        if len(groups) > 1:
            return [_never]
    readers: list[_Read] = []
    for tables in groups:
        table = present_table(written, tables)
        readers.append(_never if table is None else table.at)
    return readers


def _never(_: Binding) -> Present:
    return UNCERTAIN
