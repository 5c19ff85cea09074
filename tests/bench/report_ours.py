"""The report of the benchmark by reportgen: `report_ours.py OUT [loop N]`. See `report_bench.py`."""

import sys
from decimal import Decimal
from pathlib import Path

from report_work import FIGURES, HEADS, PICTURES, ROWS, STYLE, TABLES, paragraphs, picture, rows, run, value

from reportgen.model.dataset import Column, Dataset, Indicator, Table
from reportgen.model.figure import Figure
from reportgen.model.place import CellRef
from reportgen.model.quantity import Quantity, parse_unit
from reportgen.model.report import Kit, Report, SectionSource
from reportgen.model.schema import ColumnKind, Schema
from reportgen.narrate.narrate import narrate
from reportgen.pipeline.template_cache import template_cache
from reportgen.write.to_docx import to_docx

TEXT, NUMBER = ColumnKind.TEXT, ColumnKind.NUMBER
KINDS = (NUMBER, TEXT, TEXT, NUMBER, NUMBER, TEXT)


def dataset() -> Dataset:
    indicators = {}
    for at in range(FIGURES):
        name, place = f"数值{at}", CellRef("work.xlsx", "指标", at + 2, 4)
        figure = Figure(quantity=Quantity(Decimal(value(at)), parse_unit("亿元")), name=name, source=place)
        indicators[name] = Indicator(name=name, figure=figure, place=place)
    tables = {f"名单{number}": table(f"名单{number}", number, ROWS) for number in range(TABLES)}
    tables["类别"] = table("类别", 9, 5)
    return Dataset(indicators=indicators, tables=tables, files=("work.xlsx",))


def table(name: str, number: int, count: int) -> Table:
    listed = rows(number, count)
    columns = {}
    for position, (head, kind) in enumerate(zip(HEADS, KINDS, strict=True)):
        texts = [row[position] for row in listed]
        values = [Decimal(text) for text in texts] if kind is NUMBER else texts
        unit = parse_unit("亿元") if head in ("总投资", "年产值") else parse_unit("")
        columns[head] = Column(name=head, kind=kind, position=position + 1, values=values, unit=unit)
    return Table(name=name, file="work.xlsx", sheet=name, columns=columns, rows=range(2, count + 2))


def section() -> str:
    """The section's template as a clerk would write it."""
    parts = ["# 工作情况"]
    for is_heading, text in paragraphs(lambda at: f"{{{{ 数值{at} }}}}"):
        parts.append(f"## {text}" if is_heading else text)
    for number in range(PICTURES):
        parts.append(f"如{{{{ 图('图样{number}') }}}}。")
        parts.append(f"::: 图 图样{number}\n类型: 柱形\n数据: 类别\n类别: 名称\n数值: 年产值\n题注: 年产值\n:::")
    tables = (f"名单{number}" for number in range(TABLES))
    parts += [f"见{{{{ 表('{name}') }}}}。\n\n::: 表 {name}\n数据: {name}\n题注: 名单\n:::" for name in tables]
    return "\n\n".join(parts)


def report() -> Report:
    sections = (SectionSource(file="sections/1.md", text=section()),)
    folder = Path(__file__).parent
    kit = Kit(
        name="bench",
        title="工作总结",
        folder=folder,
        schema=Schema(sheets=()),
        sections=sections,
        appendices=(),
        styles={},
        document_name="",
        appendix_name="",
    )
    return Report(
        folder=folder,
        kit=kit,
        year=2015,
        title="工作总结",
        organization="示范单位",
        data=(),
        sections=sections,
        appendices=(),
        profile="gb9704",
    )


def main() -> None:
    out = Path(sys.argv[1])
    given, data, style = report(), dataset(), STYLE.read_bytes()
    templates = template_cache()  # as `build` has it; REPORTGEN_CACHE says where
    pictures = {f"图样{number}": (out.parent / f"{number}.png").read_bytes() for number in range(PICTURES)}

    def once() -> None:
        document, findings = narrate(given, data, templates)
        written, more = to_docx(document, style, pictures)
        out.write_bytes(written)
        errors = [item for item in (*findings, *more) if item.severity == "error"]
        if errors:
            sys.exit(f"the work is not done: {errors[:3]}")

    run(once)


if __name__ == "__main__":
    if sys.argv[1] == "pictures":
        for number in range(PICTURES):
            Path(sys.argv[2], f"{number}.png").write_bytes(picture(number + 3))
    else:
        main()
