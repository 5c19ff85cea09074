"""What `.` and `[]` reach in a template: columns, cells, indicators, a few harmless names, nothing of Python.

Attributes are never looked up on Python objects; each kind of value has its own short list.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..model.dataset import Dataset, Row, Table
from ..model.diagnostic import Diagnostic, Fault, nearest
from ..model.figure import Fact, Figure, Missing, MissingValue
from ..model.late import CellFigure, TablePart, late_cell
from ..model.schema import Schema
from ..model.shown import shown
from ..model.unread import UnreadCell
from .rendering import current
from .runtime import LoopContext, Macro, Namespace, StrictUndefined, TemplateModule, Undefined, missing
from .values import Cells, cells
from .vocabulary.rows import Group, Rows

_LOOP = frozenset(
    ("index", "index0", "first", "last", "length", "revindex", "revindex0", "previtem", "nextitem", "depth", "cycle")
)
_TEXT_METHODS = frozenset(("startswith", "endswith", "strip"))
FIGURE_ATTRIBUTES: dict[str, Callable[[Figure], object]] = {
    "上年": lambda figure: figure.previous or Missing(name=f"{figure.name}（上年）"),
    "目标": lambda figure: figure.target or Missing(name=f"{figure.name}（目标）"),
    "增速": lambda figure: figure.rate or Missing(name=f"{figure.name}（增速）"),
    "单位": lambda figure: figure.unit.symbol,
}
"""What a figure has in a template. None of the data's columns becomes a `Missing` that says so."""


class Unknown(StrictUndefined):
    """A name or attribute that does not exist; any use but `is defined` and `default` is a fault."""

    __slots__ = ()

    def error(self) -> Fault:
        """What is wrong with it, with the nearest name."""
        name = self._name
        if self._owner is not missing:
            return Fault("unknown-attribute", name=name, value=shown(self._owner), suggestion=None)
        return Fault("undefined-name", name=name, suggestion=nearest(str(name), current().names))


class BrokenError(Exception):
    """Something was used that has been reported already; nothing more is said."""


class Broken(StrictUndefined):
    """Stands where a failed `{% set %}` left nothing."""

    __slots__ = ()

    def error(self) -> BrokenError:
        """Nothing that is not said already."""
        return BrokenError()


class UnreadValue(StrictUndefined):
    """An indicator whose row could not be read; any use but `is defined` is the fault that was found there."""

    __slots__ = ("_finding",)

    def __init__(self, finding: Diagnostic) -> None:
        super().__init__()
        self._finding = finding

    def error(self) -> UnreadCell:
        """What was found in the row."""
        return UnreadCell(self._finding)


class Indicators(Mapping[str, Figure | Fact | Missing]):
    """`指标`: the single indicators by name; one that the kit declares and the data lacks is `Missing`.

    `used` are the names that something asked for.
    """

    def __init__(self, dataset: Dataset, schema: Schema) -> None:
        found: dict[str, Figure | Fact | Missing] = {
            item.name: Missing(name=item.name) for item in schema.indicators if item.name not in dataset.indicators
        }
        found.update((name, item.figure) for name, item in dataset.indicators.items())
        self._values = found
        self.used: set[str] = set()

    @property
    def all(self) -> Mapping[str, Figure | Fact | Missing]:
        """Every indicator, none of them thereby used."""
        return self._values

    def __getitem__(self, name: str) -> Figure | Fact | Missing:
        self.used.add(name)
        return self._values[name]

    def __iter__(self) -> Any:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


def get_item(obj: Any, key: Any) -> Any:
    """`obj[key]`; the text of a cell is a key too."""
    if isinstance(key, Fact):
        key = key.text
    if isinstance(key, str) and type(obj) in _REACH and not isinstance(obj, (str, dict)):
        return get_attribute(obj, key)
    if isinstance(obj, Table) and isinstance(key, int):
        return obj[key] if -len(obj) <= key < len(obj) else Unknown(obj=obj, name=key)
    if isinstance(obj, (list, tuple, dict, str, range)):
        try:
            return obj[key]
        except (LookupError, TypeError):
            return Unknown(obj=obj, name=key)
    if isinstance(obj, Missing):
        raise MissingValue(obj)
    if isinstance(obj, Undefined):
        bool(obj)
    return Unknown(obj=obj, name=key)


def get_attribute(obj: Any, name: str) -> Any:
    """`obj.name`."""
    if name.startswith("_"):
        raise Fault("forbidden-attribute", name=name)
    reach = _REACH.get(type(obj))
    if reach is not None:
        return reach(obj, name)
    if isinstance(obj, Undefined):
        bool(obj)
    return Unknown(obj=obj, name=name)


def _indicator(obj: Indicators, name: str) -> Any:
    try:
        return obj[name]
    except KeyError:
        raise Fault("unknown-indicator", name=name, suggestion=nearest(name, obj)) from None


def _figure(obj: Figure, name: str) -> Any:
    found = FIGURE_ATTRIBUTES.get(name)
    return found(obj) if found is not None else Unknown(obj=obj, name=name)


def _missing(obj: Missing, name: str) -> Any:
    if name in FIGURE_ATTRIBUTES:
        raise MissingValue(obj)
    return Unknown(obj=obj, name=name)


def _namespace(obj: Namespace, name: str) -> Any:
    try:
        return getattr(obj, name)
    except AttributeError:
        return Unknown(name=name)


def _exported(obj: TemplateModule, name: str) -> Any:
    found = vars(obj).get(name, missing)
    return Unknown(obj=missing, name=name) if found is missing else found


def _dictionary(obj: dict[str, Any], name: str) -> Any:
    return obj[name] if name in obj else Unknown(obj=obj, name=name)


def _group(obj: Any, name: str) -> Any:
    return getattr(obj, name) if name in ("grouper", "list") else Unknown(obj=obj, name=name)


def _listed(allowed: frozenset[str]) -> Callable[[Any, str], Any]:
    return lambda obj, name: getattr(obj, name) if name in allowed else Unknown(obj=obj, name=name)


def _cell(row: Row, name: str) -> Figure | Fact | Missing:
    """A cell, made once a rendering: most are asked for twice, `{% if 项.投资 %}{{ 项.投资 }}`."""
    active = current()
    memo, table, index = active.memo, row.table, row.index
    key = (id(table), name, index)
    found: Figure | Fact | Missing | None = memo.get(key)
    if found is None:
        late = active.late
        found = memo[key] = table.cell(name, index) if late is None else late_cell(table, name, index, late)
    return found


def _chosen(obj: Rows, name: str) -> Cells:
    """A column of chosen rows."""
    if obj.table is None:
        return Cells()
    obj.table.column(name)
    active = current()
    active.charge(1 + len(obj) // 8)
    found = Cells(_cell(row, name) for row in obj)
    found.table, found.column = obj.table, name
    return found


_REACH: dict[type, Callable[[Any, str], Any]] = {
    Row: _cell,
    Table: cells,
    TablePart: cells,
    Rows: _chosen,
    Group: _listed(frozenset(("名称", "行"))),
    Indicators: _indicator,
    Figure: _figure,
    CellFigure: _figure,
    Missing: _missing,
    LoopContext: _listed(_LOOP),
    str: _listed(_TEXT_METHODS),
    dict: _dictionary,
    Namespace: _namespace,
    TemplateModule: _exported,
}


def may_call(obj: object) -> bool:
    """Whether a template may call it: macros, what the vocabulary offers, a few methods of texts and loops."""
    if isinstance(obj, Macro) or obj is Namespace:
        return True
    if getattr(type(obj), "is_word", False) is True or getattr(obj, "is_word", False) is True:
        return True
    owner = getattr(obj, "__self__", None)
    return isinstance(owner, (str, LoopContext)) and getattr(obj, "__name__", "") in (*_TEXT_METHODS, "cycle")


__all__ = [
    "Broken",
    "BrokenError",
    "Cells",
    "Indicators",
    "Unknown",
    "UnreadValue",
    "get_attribute",
    "get_item",
    "may_call",
]
