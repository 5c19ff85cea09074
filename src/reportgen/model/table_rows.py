"""What the rows of a document's tables are called, by the bindings in it: which row of one version is which of another.

Builds and comparisons tell the figures of a table by the name of their row, for rows move when others come.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from .binding import Binding, ColumnBinding

_THING = re.compile("[图表][0-9]+")


def row_names(stored: Iterable[Binding | ColumnBinding]) -> dict[tuple[str, int], str]:
    """The name of each row of each table, by tag and row: the text of its first column that is no number."""
    names: dict[tuple[str, int], str] = {}
    for item in stored:
        if isinstance(item, ColumnBinding) and item.values is None and not item.unit:
            for row, text in enumerate(item.texts, item.table_row):
                names.setdefault((item.tag, row), text)
    return names


def row_name(binding: Binding, names: Mapping[tuple[str, int], str]) -> str:
    """What the row of a table's figure is called: by the names, a total by its label, else by its number.

    The label of a total ends the place of its cells.
    """
    named = names.get((binding.tag, binding.table_row))
    if named:
        return named
    label = binding.where[-1] if binding.where else ""
    return str(binding.table_row) if not label or _THING.fullmatch(label) else label
