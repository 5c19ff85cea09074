"""The same drafts by docxtpl: `drafts_docxtpl.py template FILE word|lean`, then `drafts_docxtpl.py FILE OUT COUNT`.

`drafts_docxtpl.py template FILE word|lean braces` writes the template for easy-template-x.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from drafts_work import FIGURES, HEADS, OPENING, REST, STYLE, towns

from reportgen.kit import kit_folders


class Tags(NamedTuple):
    """How a template names a value, and the lines of its table below the heads."""

    value: Callable[[str], str]
    rows: list[list[str]]


JINJA = Tags(
    lambda name: f"{{{{ {name} }}}}",
    [
        ["{%tr for r in rows %}", *[""] * 4],
        [f"{{{{ r[{at}] }}}}" for at in range(5)],
        ["{%tr endfor %}", *[""] * 4],
    ],
)
BRACES = Tags(lambda name: f"{{{name}}}", [["{#rows}{c0}", "{c1}", "{c2}", "{c3}", "{c4}{/rows}"]])


def template(path: Path, base: str, tags: Tags = JINJA) -> None:
    """A template: a tag a figure, a loop of rows for the table.

    With `base` "word" it starts from python-docx's default document, which Word made, as a user's template
    would; with "lean" from our own style document, which is a fortieth of it.
    """
    from docx import Document
    from docx.enum.style import WD_STYLE_TYPE

    document = Document(None if base == "word" else str(kit_folders()["work-summary"] / STYLE))
    if base == "word":
        for name in ("公文正文", "表题"):
            document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        document.styles.add_style("公文表格", WD_STYLE_TYPE.TABLE)
    body = document.element.body
    for child in list(body)[:-1]:
        body.remove(child)
    document.add_paragraph(f"一、{tags.value('name')}工作情况", style="Heading 1")
    for first in range(0, FIGURES, 4):
        text = "".join(f"{OPENING}{tags.value(f'v{at}')}万元{REST}" for at in range(first, first + 4))
        document.add_paragraph(text, style="公文正文")
    document.add_paragraph("项目见表1。", style="公文正文")
    document.add_paragraph("表1 项目表", style="表题")
    lines = [list(HEADS), *tags.rows]
    made = document.add_table(rows=len(lines), cols=5, style="公文表格")
    for cell, text in zip(made._cells, [text for line in lines for text in line], strict=True):
        cell.paragraphs[0].add_run(text)
    document.save(str(path))


def main() -> None:
    from docxtpl import DocxTemplate

    source, out, count = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    out.mkdir(parents=True, exist_ok=True)
    work = towns(count + 1)

    def one(at: int) -> None:
        name, figures, rows = work[at]
        made = DocxTemplate(source)
        made.render({"name": name, "rows": rows, **{f"v{n}": v for n, v in enumerate(figures)}}, autoescape=True)
        made.save(out / f"{at}.docx")

    one(0)
    begun, cpu = time.perf_counter(), time.process_time()
    for at in range(1, count + 1):
        one(at)
    measured = {"drafts": count, "seconds": time.perf_counter() - begun, "cpu": time.process_time() - cpu}
    sys.stdout.write(json.dumps(measured) + "\n")


if __name__ == "__main__":
    if sys.argv[1] == "template":
        template(Path(sys.argv[2]), sys.argv[3], BRACES if "braces" in sys.argv else JINJA)
    else:
        main()
