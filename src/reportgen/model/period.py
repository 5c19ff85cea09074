"""The span or point of time that a figure speaks of."""

from __future__ import annotations

from enum import StrEnum

from .values import dataclass


class PeriodKind(StrEnum):
    """What span or point of time a figure speaks of; the values are the Chinese words."""

    YEAR = "年"
    YEAR_END = "年末"
    HALF = "半年"
    QUARTER = "季度"
    MONTH = "月"


@dataclass(frozen=True, slots=True)
class Period:
    """A year, or a part of one: `index` counts quarters, months or halves from 1, and is 0 for a year."""

    year: int
    kind: PeriodKind = PeriodKind.YEAR
    index: int = 0

    @property
    def before(self) -> Period:
        """The same period a year earlier."""
        return Period(self.year - 1, self.kind, self.index)

    def __str__(self) -> str:
        if self.kind is PeriodKind.QUARTER:
            return f"{self.year}年{'一二三四'[self.index - 1]}季度"
        if self.kind is PeriodKind.HALF:
            return f"{self.year}年{'上下'[self.index - 1]}半年"
        if self.kind is PeriodKind.MONTH:
            return f"{self.year}年{self.index}月"
        return f"{self.year}{self.kind}"
