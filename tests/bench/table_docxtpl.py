"""A long Word table by docxtpl: `table_docxtpl.py OUT ROWS`; prints the seconds of loading, rendering and saving."""

import sys
import time
from pathlib import Path

from docxtpl import DocxTemplate
from report_docxtpl import add_table
from report_work import STYLE, rows


def template(path: Path) -> None:
    from docx import Document

    document = Document(str(STYLE))
    body = document.element.body
    for child in list(body)[:-1]:
        body.remove(child)
    add_table(document, "rows")
    document.save(str(path))


if __name__ == "__main__":
    out, made = Path(sys.argv[1]), rows(1, int(sys.argv[2]))
    source = out.with_suffix(".template.docx")
    if not source.exists():
        template(source)
    start = time.perf_counter()
    document = DocxTemplate(source)
    document.render({"rows": made}, autoescape=True)
    document.save(out)
    sys.stdout.write(f"{time.perf_counter() - start}\n")
