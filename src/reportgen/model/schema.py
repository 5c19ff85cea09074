"""The declared shape of a workbook: its sheets and columns, and the indicators a kit asks for.

A kit's `schema.toml` becomes these values; `load` reads by them, `check` judges by them, and the
blank workbook of `init` is drawn from them. What is not declared may still stand in a workbook: the
schema says what is known, not what is allowed.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from .values import dataclass

INDICATOR_SHEET = "指标"
GUIDE_SHEET = "填报说明"
"""The first sheet of the blank form: what to enter where. It is no data, unless a kit declares such a sheet."""
ORIGIN_SHEET = "汇总来源"
"""The hidden sheet of a collected workbook that says which return each value came from (`model.returns`)."""


class ColumnKind(StrEnum):
    """What a column holds. TEXT keeps digits as they are typed (007, 11号路)."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnSchema:
    """A declared column.

    `unit` is the symbol of the unit that values are kept in; None for text, dates, and numbers whose
    unit stands in another column, named by `unit_column`. `previous` and `target` name the columns
    that hold the same thing a year earlier and as planned; `hedge` names the column whose word (余, 约,
    以上) says that the number is not exact. `choices` are the words that a CHOICE
    column takes. `split` are the characters that part a list in one cell (主要产品: "、").
    `aliases` are other headers that people give the column. `minimum` and `maximum` bound a number
    (None: no bound). `width` is in characters of a spreadsheet column; None lets the writer choose.
    `note` tells the clerk what to enter. `lasting` says whether values hold in the next year too, as a
    project's total investment does; None: text and choices do, numbers and dates do not.
    """

    name: str
    kind: ColumnKind = ColumnKind.TEXT
    unit: str | None = None
    unit_column: str | None = None
    required: bool = False
    previous: str | None = None
    target: str | None = None
    hedge: str | None = None
    choices: tuple[str, ...] = ()
    split: str = ""
    aliases: tuple[str, ...] = ()
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    width: float | None = None
    note: str = ""
    lasting: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetSchema:
    """A declared sheet; each row below its header is one `row_noun` (产业, 项目).

    `key` names the column that tells rows apart. `total_indicator` names an indicator that says how
    many rows a complete list has (规上企业数 for 规上企业): a shorter list is known only in part.
    `lasting` is False for a list that begins anew each year, as the year's events do.
    """

    name: str
    columns: tuple[ColumnSchema, ...]
    row_noun: str = "行"
    key: str | None = None
    required: bool = False
    department: str = ""
    total_indicator: str | None = None
    note: str = ""
    lasting: bool = True

    def column(self, name: str) -> ColumnSchema | None:
        """The declared column of that name or alias, None where there is none."""
        for column in self.columns:
            if name == column.name or name in column.aliases:
                return column
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorSchema:
    """An indicator that the kit knows: its unit, whether it must be there, who answers for it.

    `lasting` says that its value holds in the next year too, as a threshold set by law does.
    """

    name: str
    unit: str
    scope: str = ""
    required: bool = False
    department: str = ""
    basis: str = ""
    note: str = ""
    lasting: bool = False


class Comparison(StrEnum):
    """How the two sides of a relation stand to each other; the values are the signs in schema.toml."""

    EQUAL = "="
    AT_MOST = "<="
    AT_LEAST = ">="


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A sum that the kit expects: `total` against all of `plus` less all of `minus`.

    Each name is an indicator, or `sheet.column` for the sum of that column. `comparison` reads from
    left to right: AT_LEAST says that the total is never below the sum of its parts.
    """

    total: str
    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()
    comparison: Comparison = Comparison.EQUAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """The usual division of work: who answers for what has one of the `words` in its name, where nobody says more."""

    department: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """All that a kit declares of its workbook: the sheet 指标 among `sheets`, indicators, sums, who does what."""

    sheets: tuple[SheetSchema, ...]
    indicators: tuple[IndicatorSchema, ...] = ()
    relations: tuple[Relation, ...] = ()
    divisions: tuple[Division, ...] = ()

    def division(self, name: str) -> str:
        """The department whose word a name holds, of the first such division; empty where there is none."""
        found = (item.department for item in self.divisions if any(word in name for word in item.words))
        return next(found, "")

    def sheet(self, name: str) -> SheetSchema | None:
        """The declared sheet of that name, None where there is none."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)

    def indicator(self, name: str) -> IndicatorSchema | None:
        """The declared indicator of that name, None where there is none."""
        return next((item for item in self.indicators if item.name == name), None)
