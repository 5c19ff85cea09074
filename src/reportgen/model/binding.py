"""A binding: what ties a shown figure of a finished file to its cells, flat enough to be stored in the file.

`collect` reads them off a document. The Word writer puts a content control with the same tag around each
shown figure and stores the list in a custom XML part; the Excel writer prints it as the sheet 数据来源;
`trace` reads it back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .document import ColumnSource
from .place import ARROW
from .values import dataclass

_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """One shown figure.

    `tag` names its content control (figures of one table or chart share one). `text` is what is read;
    `value` the exact number, date or text; `unit` and `period` may be empty. `cells` are the places
    it rests on, as text. `derivation` is empty for what stands in one cell as it is. `wording` is the
    vocabulary word used. `template` is the template place. `where` is the trail of headings, and
    `paragraph` counts from 1 below the last of them; `sentence` is the sentence around the figure, or the
    header of its column. A cell of a table has its row and column there, counted from 1, the header row too;
    all else has 0. `written` is what stood there before a person changed it, where the data have come to say
    something else since: `text` was never read in the file then. It is empty otherwise.
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
    table_row: int = 0
    table_column: int = 0
    written: str = ""

    @property
    def place(self) -> str:
        """The spot in the document, as `一、基本情况 › （二）… › ¶2`."""
        return ARROW.join((*self.where, f"¶{self.paragraph}")) if self.paragraph else ARROW.join(self.where)

    @property
    def section(self) -> str:
        """The heading of level 1 that it stands below, as it was written; empty for none."""
        return self.where[0] if self.where else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnBinding:
    """The bindings of neighbouring rows of one table column, kept together because there may be 100,000.

    `texts` are what is printed, one a row, and `values` the exact values, None where they are the texts.
    `source` are the cells, its rows those of `texts`; `table_row` is the row of the first. The rest is as
    in `Binding`. It stands for one binding a row; empty cells and texts without a digit have none, but are
    kept, for the names of a table tell which row is which.
    """

    tag: str
    texts: Sequence[str]
    values: Sequence[str] | None
    source: ColumnSource
    unit: str = ""
    template: str = ""
    where: tuple[str, ...] = ()
    sentence: str = ""
    table_row: int = 0
    table_column: int = 0

    @property
    def section(self) -> str:
        """The heading of level 1 that it stands below, as it was written; empty for none."""
        return self.where[0] if self.where else ""

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
                    table_row=self.table_row and self.table_row + index,
                    table_column=self.table_column,
                )
