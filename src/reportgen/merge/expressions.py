"""Expressions of cells: narrate's environment with units as words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from ..model.dataset import Row, Table
from ..model.figure import Figure, Missing, as_figure
from ..model.quantity import NO_UNIT, Quantity, Unit, is_known_unit, parse_unit
from ..model.values import replace
from ..narrate.environment import SectionEnvironment
from ..narrate.rendering import current
from ..narrate.vocabulary.rows import Rows
from ..narrate.vocabulary.words import FILTERS, FUNCTIONS
from ..narrate.words import checked

_STEPS_OF_AN_INNER_ROUND = 4
"""What a round of a loop inside a loop costs besides its own: more rounds than a sheet has rows are stopped soon."""


class UnitWords(dict[str, Any]):
    """The filters of templates, with every known unit (亿元, 万吨, 平方米) among them."""

    def __contains__(self, name: object) -> bool:
        return super().__contains__(name) or (isinstance(name, str) and is_unit(name))

    def __missing__(self, name: str) -> Any:
        if not is_unit(name):
            raise KeyError(name)
        self[name] = made = checked(name, _converter(parse_unit(name)))
        return made

    def get(self, name: str, default: Any = None) -> Any:
        """The word, or the default."""
        try:
            return self[name]
        except KeyError:
            return default


class Units(Mapping[str, Unit]):
    """The units that may stand behind `|`; words of the vocabulary go before them."""

    def __getitem__(self, name: str) -> Unit:
        if name in FILTERS or not is_unit(name):
            raise KeyError(name)
        return parse_unit(name)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name not in FILTERS and is_unit(name)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


UNITS = Units()


def is_unit(name: str) -> bool:
    """Whether a name is a unit of measure; counting words (家, 个) are none."""
    return bool(name) and is_known_unit(name)


def _converter(unit: Unit) -> Callable[[object], object]:
    def convert(value: object) -> object:
        return value if isinstance(value, Missing) else in_unit(as_figure(value), unit)

    return convert


def in_unit(figure: Figure, unit: Unit) -> Figure:
    """The figure in another unit of the same dimension; a bare number is meant in that unit."""
    if figure.unit == unit:
        return figure
    is_bare = figure.unit == NO_UNIT and figure.source is None and figure.derivation is None
    return replace(figure, quantity=Quantity(figure.value, unit) if is_bare else figure.quantity.to(unit))


@cache
def fill_environment() -> SectionEnvironment:
    """The one environment of this process for filling."""
    made = SectionEnvironment(FILTERS, FUNCTIONS)
    made.filters = UnitWords(made.filters)
    made.tests["_table"] = is_table
    made.tests["_paid"] = _is_paid
    return made


def is_table(value: object) -> bool:
    """Whether a loop over the value may be read by columns."""
    if isinstance(value, Table):
        return True
    return isinstance(value, Rows) and value.table is not None and all(type(row) is Row for row in value)


def _is_paid(_value: object) -> bool:
    """Whether a round of a loop inside another one could be paid for; it always is, or the rendering ends."""
    current().charge(_STEPS_OF_AN_INNER_ROUND)
    return True
