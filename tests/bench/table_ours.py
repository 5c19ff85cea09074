"""A long Word table by reportgen, all cells bound: `table_ours.py OUT ROWS`; prints the seconds of writing."""

import sys
import time
from decimal import Decimal
from pathlib import Path

from report_work import HEADS, STYLE, rows

from reportgen.model.document import ColumnSource, DataTable, Document, Section, TableBlock, TableColumn, Text
from reportgen.model.place import TextRef
from reportgen.model.schema import ColumnKind
from reportgen.write.to_docx import to_docx

NUMBERS = ("序号", "总投资", "年产值")


def document(count: int) -> Document:
    columns: list[list[str | Decimal]] = [[] for _ in HEADS]
    for row in rows(1, count):
        for column, head, text in zip(columns, HEADS, row, strict=True):
            column.append(Decimal(text) if head in NUMBERS else text)
    made = tuple(
        TableColumn(
            header=head,
            kind=ColumnKind.NUMBER if head in NUMBERS else ColumnKind.TEXT,
            values=values,
            source=ColumnSource("work.xlsx", "名单", position, range(2, count + 2), head),
        )
        for position, (head, values) in enumerate(zip(HEADS, columns, strict=True), start=1)
    )
    table = DataTable(columns=made, row_count=count)
    block = TableBlock(
        name="名单", number=1, caption=(Text("名单"),), table=table, tag="table", place=TextRef("1.md", 1)
    )
    return Document(title=(Text("长表"),), sections=(Section(title="一", blocks=(block,)),))


if __name__ == "__main__":
    out, given, style = Path(sys.argv[1]), document(int(sys.argv[2])), STYLE.read_bytes()
    start = time.perf_counter()
    out.write_bytes(to_docx(given, style, {})[0])
    sys.stdout.write(f"{time.perf_counter() - start}\n")
