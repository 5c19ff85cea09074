"""The report of the benchmark by docxtpl, on a template with the same styles.

`report_docxtpl.py OUT TEMPLATE [loop N]`, after `report_docxtpl.py template FOLDER word|lean`; see `report_bench.py`.
"""

import sys
from pathlib import Path
from typing import Any

from report_work import FIGURES, HEADS, KEYS, PICTURES, STYLE, TABLES, paragraphs, rows, run, value


def template(folder: Path, base: str) -> None:
    """The template: a tag a figure, a loop of rows a table.

    With `base` "word" it starts from python-docx's default document, which Word made, as a user's template
    would; with "lean" from our own style document, which is a fortieth of it.
    """
    from docx import Document
    from docx.enum.style import WD_STYLE_TYPE

    document = Document(None if base == "word" else str(STYLE))
    if base == "word":
        for name in ("公文正文", "图", "图题", "表题", "表头", "表格文字", "表格数字"):
            document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        document.styles.add_style("公文表格", WD_STYLE_TYPE.TABLE)
    body = document.element.body
    for child in list(body)[:-1]:
        body.remove(child)
    document.add_paragraph("{{ title }}", style="Title")
    document.add_paragraph("一、工作情况", style="Heading 1")
    for is_heading, text in paragraphs(lambda at: f"{{{{ v{at:03d} }}}}亿元"):
        document.add_paragraph(text, style="Heading 2" if is_heading else "公文正文")
    for number in range(PICTURES):
        document.add_paragraph(f"如图{number + 1}。", style="公文正文")
        document.add_paragraph(f"{{{{ picture{number} }}}}", style="图")
        document.add_paragraph(f"图{number + 1} 年产值", style="图题")
    for number in range(TABLES):
        document.add_paragraph(f"见表{number + 1}。", style="公文正文")
        document.add_paragraph(f"表{number + 1} 名单", style="表题")
        add_table(document, f"rows{number}")
    document.save(str(folder / f"{base}.docx"))


def add_table(document: Any, name: str) -> None:
    """A table with a loop over the rows of that name."""
    lines = [HEADS, (f"{{%tr for r in {name} %}}", *[""] * 5), [f"{{{{ r.{key} }}}}" for key in KEYS]]
    lines.append(("{%tr endfor %}", *[""] * 5))
    made = document.add_table(rows=len(lines), cols=6, style="公文表格")
    for at, (cell, text) in enumerate(zip(made._cells, [text for line in lines for text in line], strict=True)):
        cell.paragraphs[0].style = "表头" if at < 6 else "表格数字" if at % 6 in (0, 3, 4) else "表格文字"
        cell.paragraphs[0].add_run(text)


def main() -> None:
    from docx.shared import Cm
    from docxtpl import DocxTemplate, InlineImage

    out, source = Path(sys.argv[1]), Path(sys.argv[2])
    values: dict[str, object] = {f"v{at:03d}": value(at) for at in range(FIGURES)}
    values |= {f"rows{number}": rows(number) for number in range(TABLES)}
    values["title"] = "工作总结"

    def once() -> None:
        made = DocxTemplate(source)
        pictures = {
            f"picture{number}": InlineImage(made, str(out.parent / f"{number}.png"), width=Cm(15.6))
            for number in range(PICTURES)
        }
        made.render({**values, **pictures}, autoescape=True)
        made.save(out)

    run(once)


if __name__ == "__main__":
    if sys.argv[1] == "template":
        template(Path(sys.argv[2]), sys.argv[3])
    else:
        main()
