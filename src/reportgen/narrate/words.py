"""The words that a template has besides the vocabulary: the harmless ones of jinja's filters and tests.

jinja's own filters turn values into text and lists without bound; only those listed here exist in a
section, each paid for from the budget and none able to lose a figure.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any

from ..model.dataset import Table
from ..model.diagnostic import Fault
from ..model.figure import Fact, Figure, Missing, MissingValue, Phrase, Piece
from ..model.late import TablePart
from ..model.marks import OPEN
from ..model.shown import shown
from . import lists
from .access import BrokenError, UnreadValue, get_item
from .rendering import counted, current
from .runtime import Markup, Namespace, Undefined
from .values import Cells, clear, compare, cut, join, loop

Word = Callable[..., Any]
LONGEST_RANGE = 10_000
_LISTS = frozenset((Cells, Table, TablePart, list, tuple))
_WHOLE = frozenset((Cells, Table))
_CONSTANTS = frozenset((str, Markup, bool))


def checked(name: str, word: Word) -> Word:
    """A word of the vocabulary that refuses undefined values, pays for lists and says how it is called.

    What a word makes of a whole column or table, told nothing but texts and truth values, is kept: a share in each
    of 80 rows adds the column up once, a list that six chapters go through is put in order once.
    """

    def call(*values: Any, **options: Any) -> Any:
        active = current()
        active.steps -= 1
        for value in values:
            kind = type(value)
            if kind in _LISTS:
                active.charge(len(value))
            elif isinstance(value, Undefined):
                bool(value)
        key = _known_by(word, values, options) if values and type(values[0]) in _WHOLE else None
        if key is None:
            return _try(name, word, values, options)
        kept = active.memo.get(key)
        if kept is None:
            # With the column or table, else another one may get its id.
            kept = active.memo[key] = values[0], _try(name, word, values, options)
        return kept[1]

    call.is_word = True  # type: ignore[attr-defined]
    return functools.update_wrapper(call, word, assigned=("__name__", "__doc__"), updated=())


def _known_by(word: Word, values: tuple[Any, ...], options: dict[str, Any]) -> tuple[object, ...] | None:
    """What tells a call from others; None where it is told more than constants besides its first value."""
    if not all(type(value) in _CONSTANTS for value in (*values[1:], *options.values())):
        return None
    return (word, id(values[0]), values[1:], *options.items())


def _try(name: str, word: Word, values: tuple[Any, ...], options: dict[str, Any]) -> Any:
    try:
        return word(*values, **options)
    except TypeError:
        from inspect import signature

        try:
            signature(word).bind(*values, **options)
        except TypeError:
            raise Fault("wrong-arguments", word=name, expected=_signature(word)) from None
        raise


def _signature(word: Word) -> str:
    from inspect import signature

    return "、".join(parameter.name for parameter in signature(word).parameters.values()) or "—"


def span(*bounds: int) -> range:
    """`range`, at most 10,000 long."""
    if not all(isinstance(bound, int) for bound in bounds) or not 1 <= len(bounds) <= 3:
        raise Fault("wrong-arguments", word="range", expected="1, 2, 3")
    if len(bounds) == 3 and not bounds[2]:
        raise Fault("wrong-arguments", word="range", expected="≠ 0")
    made = range(*bounds)
    if made and (abs(made[-1] - made[0]) // abs(made.step) + 1) > LONGEST_RANGE:
        raise Fault("list-too-long", limit=LONGEST_RANGE)
    current().charge(len(made))
    return made


def _listed(name: str, word: Word) -> Word:
    """A filter on lists, over a list that was paid for; a figure is no list."""

    def call(values: Any, *args: Any, **options: Any) -> Any:
        return _list_or_fault(name, word(_items(values), *args, **options))

    return call


def _list_or_fault(name: str, found: Any) -> Any:
    try:
        return counted(found) if hasattr(found, "__next__") else found
    except TypeError:
        raise Fault("wrong-arguments", word=name, expected="—") from None


def _items(values: Any) -> list[Any]:
    if isinstance(values, Missing):
        raise MissingValue(values)
    return counted(list(loop(values)))


def _length(values: Any) -> int:
    """How many entries; of a text, how many characters."""
    if isinstance(values, (Figure, Phrase)) or not hasattr(values, "__len__"):
        if isinstance(values, Fact):
            return len(values.items or values.text)
        raise Fault("not-a-list", value=shown(values))
    return len(values)


def _retext(name: str, change: Callable[..., str]) -> Word:
    """A filter on text: of a cell's text it keeps the cell, a figure or worded text is refused."""

    def call(value: Any, *args: Any) -> object:
        if isinstance(value, Undefined):
            bool(value)
        if isinstance(value, Missing):
            raise MissingValue(value)
        if isinstance(value, (Figure, Phrase)) or (isinstance(value, str) and OPEN in value):
            raise Fault("figure-lost", operation=name, text=clear(value))
        if isinstance(value, Fact):
            return Phrase((Piece(change(value.text, *_texts(name, args)), value, name),))
        if isinstance(value, str):
            return change(value, *_texts(name, args))
        raise Fault("not-text", value=shown(value), word=name)

    return call


def _texts(name: str, values: tuple[Any, ...]) -> list[str]:
    texts = [value.text if isinstance(value, Fact) else value for value in values]
    if not all(isinstance(text, str) for text in texts):
        raise Fault("wrong-arguments", word=name, expected="“…”")
    return texts


def _replace(text: str, old: str, new: str) -> str:
    if text.count(old) * len(new) > 100_000:
        raise Fault("joined-text-too-long", limit=100_000)
    return text.replace(old, new)


def _default(value: Any, other: Any = "") -> Any:
    """The value, or the other one where there is none."""
    if isinstance(value, UnreadValue):
        bool(value)
    return other if isinstance(value, (Undefined, Missing)) else value


def _joined(values: Any, between: str = "") -> object:
    """The values one after another with `between`; figures stay figures."""
    parts: list[object] = []
    for value in _items(values):
        parts += [between, value] if parts and between else [value]
    return join(parts)


def _attribute(item: Any, name: str | None) -> Any:
    found = item if name is None else get_item(item, name)
    if isinstance(found, Missing):
        raise MissingValue(found)
    return found.value if isinstance(found, Fact) else found


def _sort(values: list[Any], reverse: bool = False, attribute: str | None = None) -> list[Any]:
    """The values in order, or by what they have in a column."""
    try:
        return sorted(values, key=lambda item: _attribute(item, attribute), reverse=reverse)
    except TypeError:
        raise Fault("unsupported-operation", operation="sort", left=shown(values), right=attribute or "") from None


def _group(values: list[Any], attribute: str) -> list[tuple[object, list[Any]]]:
    """Pairs of what rows have in a column and the rows that have it, in the order in which they come."""
    groups: dict[object, tuple[object, list[Any]]] = {}
    for item in values:
        groups.setdefault(_attribute(item, attribute), (get_item(item, attribute), []))[1].append(item)
    return list(groups.values())


def _broken(*_: Any) -> Any:
    raise BrokenError


def _has(value: Any) -> bool:
    """Whether there is something: no empty cell, no empty list."""
    return not _is_unknown(value) and bool(value)


def filters(known: lists.Words, known_tests: lists.Words) -> dict[str, Word]:
    """The filters of every section, and the operations that `guard` calls by names no template can write.

    `known` and `known_tests` say which filters and tests a template may name in `map` and `select`.
    """
    listed: dict[str, Word] = {
        "first": lambda values: values[0] if values else None,
        "last": lambda values: values[-1] if values else None,
        "list": lambda values: values,
        "reverse": lambda values: values[::-1],
        "sort": _sort,
        "groupby": _group,
        "unique": lists.unique,
        "map": lists.mapping(known),
        "select": lists.choosing(known_tests, wanted=True, by_attribute=False),
        "reject": lists.choosing(known_tests, wanted=False, by_attribute=False),
        "selectattr": lists.choosing(known_tests, wanted=True, by_attribute=True),
        "rejectattr": lists.choosing(known_tests, wanted=False, by_attribute=True),
    }
    ours: dict[str, Word] = {
        "·join": join,
        "·compare": compare,
        "·slice": cut,
        "·each": loop,
        "·broken": _broken,
        "length": _length,
        "count": _length,
        "join": _joined,
        "default": _default,
        "replace": _retext("replace", _replace),
        "trim": _retext("trim", str.strip),
        "upper": _retext("upper", str.upper),
        "lower": _retext("lower", str.lower),
    }
    ours.update((name, _listed(name, word)) for name, word in listed.items())
    return ours


def tests() -> dict[str, Word]:
    """The tests of every section: those of jinja's that look at nothing but the value, and 有值, 空."""
    return {
        "defined": lambda value: not _is_unknown(value),
        "undefined": _is_unknown,
        "none": lambda value: value is None,
        "odd": lambda value: value % 2 == 1,
        "even": lambda value: value % 2 == 0,
        "divisibleby": lambda value, number: value % number == 0,
        "in": lambda value, values: compare(value, [("in", values)]),
        "eq": lambda value, other: compare(value, [("eq", other)]),
        "ne": lambda value, other: compare(value, [("ne", other)]),
        "gt": lambda value, other: compare(value, [("gt", other)]),
        "lt": lambda value, other: compare(value, [("lt", other)]),
        "ge": lambda value, other: compare(value, [("gteq", other)]),
        "le": lambda value, other: compare(value, [("lteq", other)]),
        "有值": _has,
        "空": lambda value: not _has(value),
    }


def _is_unknown(value: Any) -> bool:
    return isinstance(value, Undefined) and not isinstance(value, UnreadValue)


def functions() -> dict[str, Any]:
    """Names that are there without any data."""
    span.is_word = True  # type: ignore[attr-defined]
    return {"range": span, "namespace": Namespace}


def vocabulary(words: Mapping[str, Word]) -> dict[str, Word]:
    """The vocabulary's words, checked."""
    return {name: checked(name, word) for name, word in words.items()}
