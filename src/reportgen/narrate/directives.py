"""The settings of `::: 图` and `::: 表`: what each may say, read with their values taken out of the marks.

`charts` and `tables` ask a `Settings` for what they need; a setting that nobody knows, or one whose
value does not fit, is a finding at its own line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from ..model.dataset import Dataset, Row, Table
from ..model.diagnostic import Diagnostic, Fault, error, nearest
from ..model.document import ReferenceKind
from ..model.figure import Fact, Figure, Missing, MissingValue, Phrase
from ..model.marks import MARK, OPEN, Marks
from ..model.shown import shown
from ..model.values import dataclass, field
from .access import Indicators
from .faults import missing
from .markup import Directive, Setting, plain_text
from .rendering import Expression
from .selection import Selection, filtered, first, of_rows, ordered, truth, whole
from .tags import SheetNames
from .values import Cells

CHART_SETTINGS = (
    *("类型", "数据", "类别", "数值", "次轴", "折线", "增速", "系列", "标签", "单位", "小数"),
    *("筛选", "排序", "前几", "其余", "数据标签", "题注"),
)
TABLE_SETTINGS = ("数据", "列", "表头", "合计", "序号", "小数", "筛选", "排序", "前几", "说明", "题注")
KNOWN = {"图": CHART_SETTINGS, "表": TABLE_SETTINGS}
_SEPARATOR = re.compile("[、，,；;]")

Part = str | object
"""A part of a setting's value: words of the author, or a value that an expression gave."""


@dataclass(slots=True, eq=False, repr=False)
class Sources:
    """What directives may name: tables (those that the kit declares too) and indicators.

    `sheets` are the names of rows and columns, as far as somebody asked.
    """

    tables: Mapping[str, Table]
    indicators: Indicators
    dataset: Dataset
    year: int
    used: set[str] = field(default_factory=set)
    sheets: dict[tuple[str, str], SheetNames] = field(default_factory=dict)


@dataclass(slots=True, eq=False, repr=False)
class Settings:
    """The settings of one directive."""

    directive: Directive
    marks: Marks
    sources: Sources
    findings: list[Diagnostic] = field(default_factory=list)

    @property
    def kind(self) -> ReferenceKind:
        """图 or 表."""
        return ReferenceKind(self.directive.kind)

    def check_names(self) -> None:
        """Report settings that nobody knows."""
        known = KNOWN[self.directive.kind]
        for name, setting in self.directive.settings.items():
            if name not in known:
                found = nearest(name, known)
                self.findings.append(
                    error(
                        "unknown-setting",
                        setting.place,
                        suggestion=found,
                        name=plain_text(name),
                        known=list(known),
                    )
                )

    def get(self, name: str) -> Setting | None:
        """A setting, None where the author left it out or empty."""
        setting = self.directive.settings.get(name)
        return setting if setting is not None and setting.text else None

    def report(self, fault: Fault, name: str) -> None:
        """A fault at the line of a setting, or of the directive."""
        setting = self.directive.settings.get(name)
        self.findings.append(fault.at(setting.place if setting is not None else self.directive.place))

    def parts(self, name: str) -> list[Part]:
        """The values of a setting that lists several, parted by 、 ， or ；."""
        setting = self.get(name)
        return [] if setting is None else self._parts(setting)

    def _parts(self, setting: Setting) -> list[Part]:
        texts = _parted(setting.text)
        if OPEN not in setting.text:
            return [*texts]
        found: list[Part] = []
        for text in texts:
            whole_mark = MARK.fullmatch(text)
            if whole_mark is None:
                found.append(MARK.sub(lambda mark: self._text_of(mark[1], setting), text))
            else:
                value = self._value(whole_mark[1])
                found.extend(value if isinstance(value, (list, tuple)) and not _is_rows(value) else [value])
        return [part.text if isinstance(part, (Fact, Phrase)) else part for part in found]

    def _value(self, number: str) -> object:
        printed = self.marks.get(int(number))
        return printed[0] if isinstance(printed, tuple) else printed

    def _text_of(self, number: str, setting: Setting) -> str:
        value = self._value(number)
        if isinstance(value, Missing):
            printed = self.marks.get(int(number))
            by = printed[1] if isinstance(printed, tuple) else _at(setting)
            self.findings.append(missing(MissingValue(value), by))
            return ""
        if isinstance(value, (Figure, Fact, Phrase)):
            return value.text
        return str(value) if isinstance(value, (str, int)) else shown(value)

    def text(self, name: str) -> str:
        """A setting as plain text, empty where it is not there."""
        setting = self.get(name)
        if setting is None or OPEN not in setting.text:
            return "" if setting is None else setting.text
        return MARK.sub(lambda mark: self._text_of(mark[1], setting), setting.text)

    def flag(self, name: str, *, default: bool) -> bool:
        """是 or 否."""
        return truth(name, self.text(name)) if self.get(name) is not None else default

    def decimals(self) -> int | None:
        """小数 for all numbers, None for as many as the cells have."""
        return whole("小数", self.text("小数")) if self.get("小数") is not None else None

    def caption(self) -> Setting | None:
        """题注."""
        return self.get("题注")

    def rows(self) -> Selection | None:
        """The rows that 数据, 筛选, 排序 and 前几 pick; None where 数据 names no table."""
        part = next(iter(self.parts("数据")), None)
        selection = self._selection(part)
        if selection is None:
            return None
        for name, change in (("筛选", filtered), ("排序", ordered)):
            if self.get(name) is not None:
                selection = change(selection, self.text(name))
        if self.get("前几") is not None and self.get("其余") is None:
            selection = first(selection, self.text("前几"))
        return selection

    def _selection(self, part: Part | None) -> Selection | None:
        if isinstance(part, Table):
            return Selection(part)
        if isinstance(part, (list, tuple)) and _is_rows(part):
            return of_rows(part)
        if isinstance(part, Cells):
            return Selection(part.table)
        if not isinstance(part, str):
            return None
        table = self.sources.tables.get(part)
        if table is not None:
            self.sources.used.add(part)
            return Selection(table)
        return None

    def unknown_data(self, part: Part) -> Fault:
        """The fault of a name that is neither a table nor an indicator."""
        known = [*self.sources.tables, *self.sources.indicators]
        name = part if isinstance(part, str) else shown(part)
        return Fault("unknown-data", name=name, suggestion=nearest(str(part), known))


@lru_cache(maxsize=512)
def _parted(text: str) -> tuple[str, ...]:
    """The parts of a text that lists several; many units ask for the same ones."""
    return tuple(part for item in _SEPARATOR.split(text) if (part := item.strip()))


def _is_rows(value: Sequence[object]) -> bool:
    return bool(value) and all(isinstance(item, Row) for item in value)


def _at(setting: Setting) -> Expression:

    place = setting.place
    return Expression(place, setting.text, {})
