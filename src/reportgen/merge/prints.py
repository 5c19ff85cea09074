"""What a sheet's template prints, made the contents of cells while it is still being rendered.

Each value that the sandbox prints waits under a number until its cell is read (`model.marks`); then it is let go,
for a loop of 100,000 rounds prints several for each.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..model.dataset import Row, Table
from ..model.diagnostic import Diagnostic
from ..model.marks import CLOSE, MARK, OPEN
from ..narrate.rendering import Rendering
from .contents import Content, Printer
from .template import SheetTemplate

_CELL_KEY = 3
"""Parts of the keys under which a rendering remembers single cells: table, column, row (`narrate.access`)."""


class SheetPrints:
    """Reads what one sheet prints; `keeps_texts` where the texts of its cells are wanted afterwards."""

    def __init__(self, template: SheetTemplate, printer: Printer, active: Rendering, *, keeps_texts: bool) -> None:
        self.keeps_texts = keeps_texts
        self._template, self._printer, self._active = template, printer.on(template.sheet), active
        self._forgotten = len(active.marks.values)
        # What `{% set %}` has caught may be printed at any time.
        self._may_forget = not keeps_texts and not any(cell.sets_names for cell in template.cells)

    @property
    def findings(self) -> list[Diagnostic]:
        """What was found in the cells so far, those of other sheets among it."""
        return self._printer.findings

    def table(self, mark: str) -> Table | Sequence[Row]:
        """The rows that a mark stands for."""
        number = MARK.search(mark)
        return () if number is None else self._printer.values[int(number[1])][0]  # type: ignore[return-value]

    def name(self, text: str) -> str:
        """The name of a sheet."""
        name = self._template.name
        return self._template.entry.name if name is None else str(self._printer.rendered(text, name, 0).seen or "")

    def content(self, cell: int, text: str) -> Content:
        """What a cell holds."""
        if text[:1] == OPEN and text[-1:] == CLOSE and text.find(OPEN, 1) < 0:  # one value and nothing else
            value, by = self._printer.values[int(text[1:-1])]
            return self._printer.typed(value, self._template.styles[cell], self._template.cells[cell], by.place)
        return self._printer.rendered(text, self._template.cells[cell], self._template.styles[cell])

    def forget(self, text: str) -> None:
        """Let go of the values printed before this text, and of the cells of the data that they came from."""
        if not self._may_forget:
            return
        values, memo = self._active.marks.values, self._active.memo
        stop = min(map(int, MARK.findall(text)), default=len(values))
        if stop > self._forgotten:
            values[self._forgotten : stop] = [None] * (stop - self._forgotten)
            self._forgotten = stop
        for key in [key for key in memo if isinstance(key, tuple) and len(key) == _CELL_KEY]:
            del memo[key]
