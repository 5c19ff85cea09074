"""Titles of columns as people write them: `产值（亿元）`, `2015年产值`, 本年 below 产值, `产 值`.

A title is taken apart into a name, a unit and the year it speaks of, and matched to the schema's
columns by name and alias. `headers` decides which rows hold the titles.
"""

from __future__ import annotations

import re
from enum import Enum, auto

from ..model.quantity import is_known_unit, parse_unit
from ..model.schema import ColumnKind, ColumnSchema, SheetSchema
from ..model.values import dataclass

_NARROW = str.maketrans("０１２３４５６７８９％（）［］【】〔〕：／，", "0123456789%()()()():/,")
_BRACKET = re.compile(r"[(（\[［【〔]([^()（）\[\]［］【】〔〕]+)[)）\]］】〕]")
_BEHIND = re.compile(r"(.+)[/／:：,，]([^/／:：,，]+)")
_SPACE = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")
_COUNTED = frozenset(
    "家个座人户支台套条项批次辆头只处所间件栋幢张种名位份株棵口艘架班宗笔款篇期届场棚村镇乡".strip()
) | {"人次", "车次", "标段", "次数", "标箱"}

_LONGEST_UNIT, _LONGEST_TITLE = 16, 500


class Year(Enum):
    """Which value of a thing a title means."""

    THIS = auto()
    LAST = auto()
    PLANNED = auto()


@dataclass(frozen=True, slots=True)
class Title:
    """A title taken apart: the name that a table's column gets, its unit as written, its declaration."""

    name: str
    unit: str | None = None
    column: ColumnSchema | None = None


def tidy(text: str) -> str:
    """The title on one line, without white space beside hanzi and without the * of required columns."""
    line = _SPACE.sub("", " ".join(text[:_LONGEST_TITLE].split())).strip("*＊ ")
    for mark in ("（必填）", "(必填)", "（选填）", "(选填)"):
        line = line.removesuffix(mark)
    return line


def key_of(text: str) -> str:
    """The title as it is compared: tidy, with narrow brackets and digits."""
    return tidy(text).translate(_NARROW)


def unit_symbol(text: str) -> str | None:
    """The unit that a bracket holds, None where it holds something else (范围, 2015年)."""
    symbol = "".join(text.translate(_NARROW).split()).removeprefix("计量").removeprefix("单位:")
    symbol = symbol.replace("㎡", "平方米")
    if not symbol or len(symbol) > _LONGEST_UNIT:
        return None
    if is_known_unit(symbol):
        return symbol
    bare = symbol
    for scale in ("万亿", "亿", "百万", "万"):
        bare = bare.removeprefix(scale) if bare != scale else bare
    above = bare.split("/", 1)[0]
    return symbol if bare in _COUNTED or above in _COUNTED else None


class Titles:
    """Matches titles to the columns of one sheet; `schema` None takes every title as a new name."""

    def __init__(self, schema: SheetSchema | None, year: int) -> None:
        self.schema, self.year = schema, year
        self._seen: dict[str, Title] = {}
        self._known: dict[str, ColumnSchema] = {}
        for column in schema.columns if schema else ():
            for name in (column.name, *column.aliases):
                self._known.setdefault(key_of(name), column)
                self._known.setdefault(key_of(_parted(name)[0]), column)
        self._words: dict[str, Year] = {
            **dict.fromkeys(("本年", "本年度", "本期", "当年", "今年", "本年数", "实际", "实际数", "完成"), Year.THIS),
            **dict.fromkeys(("上年", "上年度", "上年同期", "去年", "去年同期", "上期", "同期", "上年数"), Year.LAST),
            **dict.fromkeys(("目标", "目标值", "计划", "计划数", "年度目标", "任务"), Year.PLANNED),
            **dict.fromkeys((f"{year}年", f"{year}年度", str(year)), Year.THIS),
            **dict.fromkeys((f"{year - 1}年", f"{year - 1}年度", str(year - 1)), Year.LAST),
        }

    @property
    def count(self) -> int:
        """How many columns the schema declares."""
        return len(self.schema.columns) if self.schema else 0

    def single(self, text: str) -> Title:
        """The title in one cell."""
        found = self._seen.get(text)
        if found is None:
            found = self._seen[text] = self._single(text)
        return found

    def joined(self, upper: str, lower: str) -> Title:
        """The title of a column below two header rows: 产值（亿元） over 上年."""
        if not upper or not lower or key_of(upper) == key_of(lower):
            return self.single(lower or upper)
        above, above_unit = _parted(tidy(upper))
        below, below_unit = _parted(tidy(lower))
        unit = below_unit or above_unit
        role = self._words.get(key_of(below))
        if role is not None:
            return self._of_year(above, role, unit)
        for name in (above + below, below + above, below):
            column = self._known.get(key_of(name))
            if column is not None:
                return Title(column.name, unit, column)
        return Title(above + below, unit)

    def _single(self, text: str) -> Title:
        exact = self._known.get(key_of(text))
        name, unit = _parted(tidy(text))
        if exact is not None:
            return Title(exact.name, unit, exact)
        bare = _BRACKET.sub("", name) or name
        for candidate in (name, bare):
            column = self._known.get(key_of(candidate))
            if column is not None:
                return Title(column.name, unit or self._declared_unit(text, column), column)
        for word, role in self._words.items():
            for rest in (bare.removeprefix(word), bare.removesuffix(word)):
                if rest not in ("", bare) and key_of(rest) in self._known:
                    return self._of_year(rest, role, unit)
        return Title(name, unit)

    def _declared_unit(self, text: str, column: ColumnSchema) -> str | None:
        """A bracket that repeats the declared unit, where the unit is no word that we know."""
        inside = [found[1] for found in _BRACKET.finditer(text)]
        return column.unit if column.kind is ColumnKind.NUMBER and column.unit in inside else None

    def _of_year(self, name: str, role: Year, unit: str | None) -> Title:
        """The column that holds `name` for that year: itself, its `previous`, or its `target`."""
        column = self._known.get(key_of(name))
        if column is not None and self.schema is not None:
            other = {Year.THIS: column.name, Year.LAST: column.previous, Year.PLANNED: column.target}[role]
            found = self.schema.column(other) if other else None
            if found is not None:
                return Title(found.name, unit, found)
        plain = {Year.THIS: name, Year.LAST: f"上年{name}", Year.PLANNED: f"{name}目标"}[role]
        known = self._known.get(key_of(plain))
        return Title(known.name if known else plain, unit, known)


def _parted(text: str) -> tuple[str, str | None]:
    """Name and unit of a title: `产值(亿元)`, `产值(可比价)(亿元)`, `产值/亿元`; None where no unit is said."""
    for found in reversed(list(_BRACKET.finditer(text))):
        symbol = unit_symbol(found[1])
        if symbol is not None and found.start():
            return text[: found.start()] + text[found.end() :], symbol
    behind = _BEHIND.fullmatch(text)
    symbol = unit_symbol(behind[2]) if behind else None
    if behind and symbol and is_known_unit(symbol) and not parse_unit(symbol).dimension.startswith("time"):
        return behind[1], symbol
    return text, None
