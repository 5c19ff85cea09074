"""Reports at random, as they were and as they are today: templates, data, and what a person typed into the file.

All in memory, and the same for the same seed. A report is a tuple of sections, each a tuple of blocks of template text,
so that a block can be taken out of both sides to see whether it matters.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random

from reportgen.kit import kit_folders
from reportgen.model.dataset import Column, Dataset, Indicator, Table, Value
from reportgen.model.document import Document
from reportgen.model.figure import Figure, Missing
from reportgen.model.period import Period
from reportgen.model.place import CellRef
from reportgen.model.quantity import Quantity, parse_unit
from reportgen.model.report import Kit, Report, SectionSource
from reportgen.model.schema import ColumnKind, Schema
from reportgen.model.values import replace as replaced
from reportgen.narrate.narrate import narrate
from reportgen.write.to_docx import to_docx

FILE, YEAR = "data.xlsx", 2025
PERIOD = Period(YEAR)
_WORDS = 2
"""Columns of words, which stand before those of numbers."""
NAMES = ("磷化工", "铝加工", "大健康", "白酒", "新能源", "装备制造", "电子信息")
KINDS = ("传统", "新兴")
INDICATORS = {"甲": "亿元", "乙": "万人", "丙": "亿元", "丁": "万元", "戊": "家", "己": "万吨", "庚": "亿元"}
COUNTED = "一二三四五六七八九十"

# A, B: indicators; N: a number that tells one block from another; LIST: rows; SAID: a sentence.
SENTENCES = (
    "第N号工作完成{% if A %}{{ A }}{{ A | 同比('，') }}{% else %}较好{% endif %}。",
    "{% if A %}A事项达{{ A }}{{ A | 同比('，') }}{% if B %}，B事项{{ B }}{% endif %}{% else %}平稳{% endif %}。",
    "{% if A %}A类{{ A }}{{ A | 同比('，') }}。{% endif %}",
    "{% if A %}完成A类{{ A }}，{% endif %}形势总体稳定。",
    "{% if A %}其中A类{{ A }}；{% endif %}{% if B %}B类{{ B }}；{% endif %}其余平稳。",
    "产业共{{ 产业 | 计数('个') }}，即{{ 产业 | 列举 }}，合计{{ 合计(产业.产值) | 金额 }}。",
    "{% if A %}A类{{ A }}{{ 脚注('A为快报数，' ~ A ~ '。') }}。{% else %}A类暂无数据。{% endif %}",
    "{% for 业 in 产业 %}{{ 业.名称 }}{{ 业.产值 | 金额 }}{% if not loop.last %}、{% else %}。{% endif %}{% endfor %}",
    "各项工作有序推进{{ 脚注('第N号会议。') }}。",
)
BLOCKS = (
    "SAID本段为第N段。",
    "SAIDSAID本段为第N段。",
    "{% if A %}\n单独一段A为{{ A }}，详见后文。\n{% endif %}",
    "{% if A %}\n## A方面第N\n\nA为{{ A }}{{ A | 同比('，') }}。\n\nSAID再接再厉。\n{% endif %}",
    "{% for 业 in LIST %}\n\n**{{ 序列 }}{{ 业.名称 }}。**产值{{ 业.产值 }}{{ 业.产值 | 同比 }}。\n\n{% endfor %}",
    "{% for 业 in LIST %}\n\n## {{ 业.名称 }}第N\n\n{{ 业.名称 }}产值{{ 业.产值 | 金额 }}。\n\n{% endfor %}",
    "情况见{{ 表('表N') }}。\n\n::: 表 表N\n数据: 产业\n列: 名称、产值、增加值\nMORE: 是\n题注: 第N种产业情况\n:::",
    "{% if A %}\nA情况见{{ 表('表N') }}。\n\n::: 表 表N\n数据: 产业\n列: 名称、产值\n题注: N种情况\n:::\n{% endif %}",
    "对比见{{ 图('图N') }}。\n\n::: 图 图N\n类型: 柱形\n数据: 产业\n类别: 名称\n数值: 产值\n题注: 第N种对比\n:::",
    "{% for 类, 们 in 产业 | 分组('类别') %}\n{{ 类 }}方面有{{ 们 | 列举 }}，共{{ 们 | 计数('个') }}。\n{% endfor %}",
    "## 小节第N\n\nSAID以上。",
)
LISTS = ("产业", "产业", "产业 | 排序('产值', 降序=true)", "产业 | 筛选('类别', '新兴')")
REWORDED = ("本段为", "以上。", "种产业情况", "号会议", "方面第", "再接再厉")
"""Words that a template may come to say otherwise, whatever stands around them."""

REFORMED = (
    ("合计: 是\n", ""),
    ("序号: 是\n", "合计: 是\n"),
    ("产值、增加值\n", "产值\n"),
    ("、产值\n", "、产值、增加值\n"),
)
"""What a table may gain or lose."""


@dataclass(frozen=True)
class Row:
    """A row of the one table: 名称, 类别, 产值, 上年产值 and 增加值."""

    name: str
    kind: str
    value: Decimal
    previous: Decimal | None
    added: Decimal


@dataclass(frozen=True)
class World:
    """A report with its data; an indicator has its value and last year's, either may be missing."""

    sections: tuple[tuple[str, ...], ...]
    indicators: dict[str, tuple[Decimal | None, Decimal | None]]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Case:
    """The report as it was when the file was built, and as it is today."""

    before: World
    after: World


def case(seed: int) -> Case:
    """The case of a seed."""
    chance = Random(seed)  # noqa: S311 - the same in every run
    before = World(_sections(chance), {name: _indicator(chance, name) for name in INDICATORS}, _rows(chance))
    after = before
    for _ in range(chance.randrange(1, 4)):
        after = chance.choice((_other_indicator, _other_rows, _other_rows, _other_row, _other_blocks))(chance, after)
    return Case(before, after)


def document(world: World) -> Document:
    """What the report says."""
    found, _ = narrate(_report(world), _dataset(world))
    return found


def built(document: Document) -> bytes:
    """The Word file of a report."""
    data, _ = to_docx(document, _style(), {}, native_charts=True)
    return data


def edited(data: bytes, seed: int) -> tuple[bytes, list[str]]:
    """A file into which a person typed: words in some paragraph, another number for a figure; and what was typed."""
    chance = Random(seed)  # noqa: S311 - the same in every run
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    text = parts["word/document.xml"].decode()
    typed = []
    for number, pattern in enumerate(
        ("(?<=[^<>0-9])</w:t>(?!</w:r></w:sdt)", "[0-9.]+(?=[^<>0-9]*</w:t></w:r></w:sdtC)")
    ):
        found = list(re.finditer(pattern, text))
        if found:
            place, new = chance.choice(found), ("（人工补记）", f"90{chance.randrange(1000, 9999)}.75")[number]
            text = text[: place.start()] + new + text[place.start() if not number else place.end() :]
            typed.append(new)
    parts["word/document.xml"] = text.encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return out.getvalue(), typed


def _sections(chance: Random) -> tuple[tuple[str, ...], ...]:
    found = []
    for number in COUNTED[: chance.randrange(1, 4)]:
        first = f"# 章节{number}工作\n\n本章{number}综述为{{{{ 癸 }}}}。\n"
        blocks = [_block(chance) for _ in range(chance.randrange(2, 6))]
        found.append((first, *(["## 总体\n"] if chance.random() < 0.5 else []), *blocks))
    return tuple(found)


def _block(chance: Random) -> str:
    text = chance.choice(BLOCKS)
    while "SAID" in text:
        text = text.replace("SAID", _named(chance, chance.choice(SENTENCES)), 1)
    return _named(chance, text).replace("LIST", chance.choice(LISTS)) + "\n"


def _named(chance: Random, text: str) -> str:
    number = "".join(chance.choices(COUNTED, k=3))
    one, other = chance.sample(sorted(INDICATORS), 2)
    more = chance.choice(("合计", "序号"))
    return text.replace("A", one).replace("B", other).replace("N", number).replace("MORE", more)


def _number(chance: Random, name: str = "") -> Decimal:
    return (
        Decimal(chance.randrange(20, 90))
        if INDICATORS.get(name) == "家"
        else Decimal(chance.randrange(1000, 9900)) / 100
    )


def _indicator(chance: Random, name: str) -> tuple[Decimal | None, Decimal | None]:
    found = (_number(chance, name), _number(chance, name))
    return chance.choice((found, found, found, (found[0], None), (None, None)))


def _row(chance: Random, name: str) -> Row:
    previous = _number(chance) if chance.random() < 0.8 else None
    return Row(name, chance.choice(KINDS), _number(chance), previous, _number(chance))


def _rows(chance: Random) -> tuple[Row, ...]:
    return tuple(_row(chance, name) for name in chance.sample(NAMES, chance.randrange(2, 6)))


def _other_indicator(chance: Random, world: World) -> World:
    name = chance.choice(sorted(INDICATORS))
    return replace(world, indicators={**world.indicators, name: _indicator(chance, name)})


def _other_rows(chance: Random, world: World) -> World:
    """A row comes or goes, or all are put in another order."""
    rows = list(world.rows)
    free = [name for name in NAMES if name not in {row.name for row in rows}]
    way = chance.randrange(4)
    if way <= 1 and free:
        rows.insert(chance.randrange(len(rows) + 1), _row(chance, chance.choice(free)))
    elif way == 2 and len(rows) > 2:
        rows.pop(chance.randrange(len(rows)))
    else:
        chance.shuffle(rows)
    return replace(world, rows=tuple(rows))


def _other_row(chance: Random, world: World) -> World:
    rows = list(world.rows)
    at = chance.randrange(len(rows))
    rows[at] = (
        replace(_row(chance, rows[at].name), kind=rows[at].kind)
        if chance.random() < 0.7
        else _row(chance, rows[at].name)
    )
    return replace(world, rows=tuple(rows))


def _other_blocks(chance: Random, world: World) -> World:
    """A block comes, goes, changes its place, or says something else."""
    at = chance.randrange(len(world.sections))
    blocks = list(world.sections[at])
    number = chance.randrange(1, len(blocks))
    way = chance.randrange(4)
    if way == 0:
        blocks.insert(number, _block(chance))
    elif way == 1 and len(blocks) > 2:
        blocks.pop(number)
    elif way == 2 and number > 1:
        blocks[number - 1 : number + 1] = blocks[number], blocks[number - 1]
    else:
        for words in REWORDED:
            blocks[number] = blocks[number].replace(words, f"改{words}")
        if chance.random() < 0.5:
            blocks[number] = blocks[number].replace(*chance.choice(REFORMED))
    return replace(world, sections=(*world.sections[:at], tuple(blocks), *world.sections[at + 1 :]))


def _report(world: World) -> Report:
    sections = (SectionSource(file=f"{at}.md", text="\n".join(blocks)) for at, blocks in enumerate(world.sections))
    kit = Kit(
        name="样本",
        title="总结",
        folder=Path(),
        schema=Schema(sheets=()),
        sections=(),
        appendices=(),
        styles={},
        document_name="{year}.docx",
        appendix_name="{year}.xlsx",
    )
    return Report(
        folder=Path(),
        kit=kit,
        year=YEAR,
        title="甲县工作总结",
        organization="甲县",
        data=(),
        sections=tuple(sections),
        appendices=(),
        profile="gb9704",
    )


def _dataset(world: World) -> Dataset:
    indicators = {}
    for row, (name, numbers) in enumerate({**world.indicators, "癸": (Decimal("77.7"), None)}.items(), 2):
        unit = parse_unit(INDICATORS.get(name, "亿元"))
        figure, previous = (
            Missing(name=name, source=source)
            if number is None
            else Figure(quantity=Quantity(number, unit), name=name, period=PERIOD, source=source)
            for number, source in zip(
                numbers, (CellRef(FILE, "指标", row, 4), CellRef(FILE, "指标", row, 5)), strict=True
            )
        )
        if isinstance(figure, Figure):
            figure = replaced(figure, previous=previous)
        indicators[name] = Indicator(name=name, figure=figure, place=CellRef(FILE, "指标", row, 1))
    return Dataset(indicators=indicators, tables={"产业": _table(world.rows)}, files=(FILE,))


def _table(rows: tuple[Row, ...]) -> Table:
    columns: dict[str, list[Value]] = {
        "名称": [row.name for row in rows],
        "类别": [row.kind for row in rows],
        "产值": [row.value for row in rows],
        "上年产值": [row.previous for row in rows],
        "增加值": [row.added for row in rows],
    }
    return Table(
        name="产业",
        file=FILE,
        sheet="产业",
        columns={
            name: Column(
                name=name,
                kind=ColumnKind.TEXT if position <= _WORDS else ColumnKind.NUMBER,
                position=position,
                values=values,
                unit=None if position <= _WORDS else parse_unit("亿元"),
                previous="上年产值" if name == "产值" else None,
            )
            for position, (name, values) in enumerate(columns.items(), 1)
        },
        rows=range(2, 2 + len(rows)),
        key="名称",
        period=PERIOD,
    )


@cache
def _style() -> bytes:
    return (kit_folders()["work-summary"] / "styles" / "gb9704.docx").read_bytes()
