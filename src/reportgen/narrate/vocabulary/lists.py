"""Words that put several things into one sentence: 列举, 归纳, 分别, 规格, 台数."""

from __future__ import annotations

from decimal import Decimal

from ...model.dataset import Row, Table
from ...model.diagnostic import Fault
from ...model.figure import Fact, Figure, Missing, MissingValue, Operation, Phrase, Piece, as_figure, derive
from ...model.quantity import Quantity, parse_unit
from ...model.shown import shown
from ...model.values import replace
from .inputs import EMPTY, cells, say
from .numerals import hanzi, leading_count, official_unit, qualified, worded_level
from .registry import Example, Kinds, word
from .totals import count_of, is_partial, row_name


def _items(fact: Fact) -> tuple[tuple[str, ...], bool]:
    """The parts of a cell that lists several things, and whether it says 等 at its end."""
    items = fact.items or tuple(part for part in fact.text.split("、") if part)
    if not items:
        return (), False
    last = items[-1].rstrip("等…")
    return (*items[:-1], last) if last else items[:-1], last != items[-1]


@word(
    "列举",
    topic="列举",
    doc_zh="用顿号列出各项；给出`数`时只列前几项，后面写“等”；给出`量词`时再写总数：甲、乙等82个。单元格、一列、表"
    "的名称列都可以；单元格末尾已有“等”的照写。",
    doc_en="The items with 、 between them; with `数` the first few and 等; with `量词` the total behind it: 甲、"
    "乙等82个. Takes a cell that lists, a column, or a table (by its key). A cell that ends in 等 keeps it.",
    examples=(
        Example(template="{{ 产品 | 列举 }}", data={"产品": "铝锭、铝棒、氧化铝"}, expected="铝锭、铝棒、氧化铝"),
        Example(template="{{ 产品 | 列举(2) }}", data={"产品": "铝锭、铝棒、氧化铝"}, expected="铝锭、铝棒等"),
        Example(
            template="{{ 招商 | 列举(2, '个') }}", data={"招商": "表：名称=甲、乙、丙；共82个"}, expected="甲、乙等82个"
        ),
    ),
)
def listing(值: object, 数: int | None = None, 量词: str | None = None) -> Phrase:
    """The items of a list; raises `open-list-total` for a total that the cell itself leaves open."""
    if isinstance(值, Missing):
        raise MissingValue(值)
    if isinstance(值, Fact):
        return _listed_cell(值, 数, 量词)
    names = _names(值)
    if not names:
        return EMPTY
    chosen = names if 数 is None else names[:数]
    pieces = [piece for name in chosen for piece in (Piece("、"), Piece(name.text, name, "列举"))][1:]
    complete = len(chosen) == len(names) and not is_partial(值)
    if 量词 is not None:
        total = count_of(值, 量词, "列举")
        text = worded_level(replace(total, quantity=Quantity(total.value, parse_unit(量词))))
        pieces += [Piece("等"), Piece(text, total, "列举")]
    elif not complete:
        pieces.append(Piece("等"))
    return Phrase(tuple(pieces))


def _listed_cell(fact: Fact, most: int | None, measure: str | None) -> Phrase:
    """A cell's list as one piece, because all of it comes from that cell."""
    items, is_open = _items(fact)
    chosen = items if most is None else items[:most]
    text = "、".join(chosen)
    if measure is None:
        return say(text + ("等" if is_open or len(chosen) < len(items) else ""), fact, "列举")
    if is_open:
        raise Fault("open-list-total", name=fact.name or fact.text)
    total = derive(Operation.COUNT_OF, Quantity(Decimal(len(items)), parse_unit(measure)), fact, name=fact.name)
    return Phrase((Piece(text + "等", fact, "列举"), Piece(total.text, total, "列举")))


def _names(value: object) -> tuple[Fact | Figure, ...]:
    """What stands for each entry of a list; empty cells list nothing."""
    if isinstance(value, Table):
        value = tuple(value)
    if not isinstance(value, (tuple, list)):
        raise Fault("not-listable", value=shown(value))
    found: list[Fact | Figure] = []
    for one in cells(value):
        name = row_name(one) if isinstance(one, Row) else one
        if isinstance(name, str):
            found.append(Fact(value=name))
        elif isinstance(name, (Fact, Figure)):
            found.append(name)
        elif not isinstance(name, Missing) and name is not None:
            raise Fault("not-listable", value=shown(name))
    return tuple(found)


@word(
    "归纳",
    topic="列举",
    kinds=Kinds.BOTH,
    doc_zh='“三个当年”（…、…、…）：名称里的数必须与项数一致；名称不带数的自动加上（`归纳("当年")`得“三个当年”）。',
    doc_en="“三个当年”（…、…、…）: the count in the name must equal the list; a name without a count gets it.",
    examples=(
        Example(
            template="{{ 做法 | 归纳('三个当年') }}",
            data={"做法": "当年引进、当年落地、当年投产"},
            expected="“三个当年”（当年引进、当年落地、当年投产）",
        ),
    ),
)
def summary(值: object, 名: object) -> Phrase:
    """A catchword with its items; raises `count-in-name` where the two disagree."""
    if isinstance(值, Missing):
        raise MissingValue(值)
    items = _items(值)[0] if isinstance(值, Fact) else tuple(name.text for name in _names(值))
    name = (名.text if isinstance(名, Fact) else str(名)).strip("“”")
    counted = leading_count(name)
    if counted is None:
        name = hanzi(len(items), counting=True) + (name if name.startswith("个") else "个" + name)
    elif counted != len(items):
        raise Fault("count-in-name", name=name, counted=counted, listed=len(items))
    shows: Fact | Figure = 名 if isinstance(名, Fact) else count_of(值, "个", "归纳", known=True)
    title = Piece(f"“{name}”", shows, "归纳")
    if isinstance(值, Fact):
        return Phrase((title, Piece(f"（{'、'.join(items)}）", 值, "归纳")))
    inner = [piece for one in _names(值) for piece in (Piece("、"), Piece(one.text, one, "归纳"))][1:]
    return Phrase((title, Piece("（"), *inner, Piece("）")))


_OWN_TO_EACH = frozenset("0123456789.-约近超逾不预由")
"""Where these begin, the words that several phrases may share end."""


def _lead(text: str) -> str:
    """The words of a phrase before its number or what is said of it alone: 年均增长 of 年均增长6.25%."""
    end = next((at for at, character in enumerate(text) if character in _OWN_TO_EACH), len(text))
    return text[:end]


@word(
    "分别",
    topic="列举",
    kinds=Kinds.BOTH,
    doc_zh='几个数并列，次序与前面的名称对应；相同的词只写一次：分别年均增长6.25%和8.47%。`词`加动词，如`词="达到"`。',
    doc_en="Several figures in the order of the names before them; a common word is said once: 分别年均增长6.25%和"
    '8.47%. `词` adds a verb, as `词="达到"`.',
    examples=(
        Example(
            template="{{ 分别(城镇 | 同比, 农村 | 同比) }}",
            data={"城镇": "51549元；上年48000元", "农村": "26289元；上年24000元"},
            expected="分别同比增长7.4%和9.5%",
        ),
        Example(
            template="{{ 分别(城镇, 农村, 词='达到') }}",
            data={"城镇": "51549元", "农村": "26289元"},
            expected="分别达到51549元和26289元",
        ),
    ),
)
def respectively(*值: object, 词: str = "") -> Phrase:
    """Two or more phrases or figures joined; raises `respectively-with-gap` where one of them is empty."""
    parts = [_pieces(value) for value in cells(值)]
    if len(parts) < 2 or not all(parts):
        raise Fault("respectively-with-gap", found=sum(1 for part in parts if part))
    leads = {_lead(part[0].text) for part in parts}
    common = leads.pop() if len(leads) == 1 else ""
    pieces: list[Piece] = [Piece("分别" + 词)]
    for index, part in enumerate(parts):
        if index:
            pieces.append(Piece("和" if index == len(parts) - 1 else "、"))
        first = part[0]
        text = first.text.removeprefix(common) if index else first.text
        pieces += [replace(first, text=text), *part[1:]]
    return Phrase(tuple(pieces))


def _pieces(value: object) -> tuple[Piece, ...]:
    if isinstance(value, Phrase):
        return tuple(piece for piece in value.pieces if piece.text)
    if isinstance(value, Fact):
        return (Piece(value.text, value, "分别"),)
    figure = as_figure(value)
    return (Piece(figure.text, figure, "分别"),)


@word(
    "规格",
    topic="列举",
    kinds=Kinds.BOTH,
    doc_zh="台数乘单机规格：2×600兆瓦。",
    doc_en="A number of units times the size of one: 2×600兆瓦.",
    examples=(
        Example(template="{{ 机组 | 规格(容量) }}", data={"机组": "2台", "容量": "600兆瓦"}, expected="2×600兆瓦"),
    ),
)
def specification(数量: object, 规格: object) -> Phrase:
    """Count × size, each with its own figure."""
    count = _whole(数量)
    return Phrase((Piece(qualified(str(int(count.value)), "", count), count, "规格"), Piece("×"), _size(规格, "规格")))


@word(
    "台数",
    topic="列举",
    kinds=Kinds.BOTH,
    doc_zh="数量、量词和规格：2条220千伏、1座35千伏。",
    doc_en="A count with its measure word and the size: 2条220千伏.",
    examples=(
        Example(
            template="{{ 线路 | 台数(电压) }}线路", data={"线路": "2条", "电压": "220KV"}, expected="2条220千伏线路"
        ),
    ),
)
def units_of_size(数量: object, 规格: object, 量词: str | None = None) -> Phrase:
    """Count, measure word, size; a size may be a figure or words such as 大型."""
    count = _whole(数量)
    text = worded_level(count) if 量词 is None else qualified(str(int(count.value)), 量词, count)
    return Phrase((Piece(text, count, "台数"), _size(规格, "台数")))


def _whole(value: object) -> Figure:
    count = as_figure(value)
    if count.value != int(count.value) or count.value < 1:
        raise Fault("not-a-count", name=count.name or count.text, value=count.text)
    return count


def _size(value: object, wording: str) -> Piece:
    if isinstance(value, Fact):
        return Piece(value.text, value, wording)
    figure = as_figure(value)
    return Piece(worded_level(figure, official_unit(figure.unit)), figure, wording)
