"""`dataclass`, the same as the standard one but quick to import and to construct.

All steps hand values to each other, so every command builds some ninety such classes before it does
anything. The standard decorator compiles up to seven functions a class, 0.45 ms, together a quarter of
the process that makes a report. This one compiles nothing for most classes, 0.03 ms: constructors of as
many fields share their code, and what a class says of its fields is worked out when somebody asks. A
frozen value is constructed in two thirds of the time (all for six fields, Python 3.11). `fields`,
`replace`, `asdict`, `match`, `inspect` and type checkers see an ordinary dataclass.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError
from functools import cache
from operator import attrgetter
from types import CellType, CodeType, FunctionType
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(
        *,
        slots: bool,
        frozen: bool = False,
        kw_only: bool = False,
        eq: bool = True,
        repr: bool = True,  # noqa: A002
    ) -> Callable[[type], type]:
        """The decorator for classes with slots; without `__post_init__` and fields that are no arguments."""
        if not slots:
            raise ValueError("for classes with slots only")

        def decorate(cls: type) -> type:
            own = vars(cls)
            names = tuple(own.get("__annotations__", ()))
            defaults = {name: own.get(name, MISSING) for name in names}
            named = frozenset(name for name in names if _is_named(defaults[name], kw_only))
            methods: dict[str, Any] = {"__repr__": _text} if repr else {}
            methods |= _FROZEN if frozen else {}
            methods |= _comparison(names, frozen) if eq and "__eq__" not in own else {}
            # Set with the class, not one by one behind it, which takes half as long again.
            content = {**methods, **own, "__slots__": names}
            content["__match_args__"] = tuple(name for name in names if name not in named)
            for name in ("__dataclass_fields__", "__dataclass_params__"):
                content[name] = _Late(_standard(cls, name, kw_only))
            for name in (*names, "__dict__", "__weakref__"):
                content.pop(name, None)
            made = type(cls)(cls.__name__, cls.__bases__, content)
            made.__qualname__ = cls.__qualname__
            if "__init__" not in own:
                made.__init__ = _constructor(made, defaults, named)
            return made

        return decorate


class _Late:
    """An attribute of a class that is worked out when somebody looks at it, and then stands there itself."""

    __slots__ = ("_cls", "_make", "_name")

    def __init__(self, make: Callable[[], object]) -> None:
        self._make = make

    def __set_name__(self, owner: type, name: str) -> None:
        self._cls, self._name = owner, name

    def __get__(self, instance: object, owner: type) -> Any:
        setattr(self._cls, self._name, self._make())
        return getattr(self._cls, self._name)


def _standard(cls: type, name: str, kw_only: bool) -> Callable[[], object]:
    """What the standard decorator, told to write no method, says about the class."""

    def made() -> object:
        if name not in vars(cls):
            dataclasses.dataclass(init=False, repr=False, eq=False, kw_only=kw_only)(cls)
        return vars(cls)[name]

    return made


def _is_named(default: object, kw_only: bool) -> bool:
    """Whether a field with that default is given by its name only."""
    return default.kw_only is True if isinstance(default, Field) and default.kw_only is not MISSING else kw_only


def _constructor(made: type, defaults: dict[str, Any], named: frozenset[str]) -> Callable[..., None]:
    """`__init__`; each field is set by its slot, which is quicker than `object.__setattr__`."""
    names = sorted(defaults, key=named.__contains__)
    given: dict[str, Any] = {}
    setters: dict[str, Callable[..., None]] = {}
    for at, name in enumerate(names):
        default, setter = defaults[name], vars(made)[name].__set__
        if isinstance(default, Field):
            if default.default_factory is not MISSING:
                setter = _filled(setter, default.default_factory)
                given[name] = MISSING
            default = default.default
        if default is not MISSING:
            given[name] = default
        setters[f"set{at}"] = setter
    pattern = _pattern(len(names))
    code = pattern.replace(
        co_varnames=("self", *names), co_argcount=1 + len(names) - len(named), co_kwonlyargcount=len(named)
    )
    constructor = FunctionType(
        code,
        vars(sys.modules[made.__module__]),
        "__init__",
        tuple(value for name, value in given.items() if name not in named),
        tuple(CellType(setters[name]) for name in code.co_freevars),
    )
    constructor.__kwdefaults__ = {name: value for name, value in given.items() if name in named}
    constructor.__annotations__ = {**vars(made).get("__annotations__", {}), "return": None}
    constructor.__qualname__ = f"{made.__qualname__}.__init__"
    return constructor


def _filled(setter: Callable[..., None], make: Callable[[], object]) -> Callable[..., None]:
    """The setter of a field whose default is made anew for each value."""

    def fill(self: object, value: object) -> None:
        setter(self, make() if value is MISSING else value)

    return fill


@cache
def _pattern(count: int) -> CodeType:
    """The code of a constructor for so many fields, whose names are put in for each class."""
    numbers = range(count)
    setters, fields = (", ".join(f"{kind}{at}" for at in numbers) for kind in ("set", "field"))
    lines = "\n".join(f"  set{at}(self, field{at})" for at in numbers)
    scope: dict[str, Any] = {}
    # As in `dataclasses`, code from text; there is nothing in it but numbers.
    exec(f"def make({setters}):\n def __init__(self, {fields}):\n{lines or '  pass'}\n return __init__", scope)  # noqa: S102
    code: CodeType = scope["make"](*numbers).__code__
    return code


def _comparison(names: tuple[str, ...], frozen: bool) -> dict[str, Any]:
    """`__eq__` by the content of the fields, and `__hash__`, which is None for what may change."""
    content = attrgetter(*names)

    def equal(self: object, other: object) -> bool:
        return content(self) == content(other) if other.__class__ is self.__class__ else NotImplemented

    def hashed(self: object) -> int:
        return hash(content(self))

    return {"__eq__": equal, "__hash__": hashed if frozen else None}


def _text(self: Any) -> str:
    shown = ", ".join(f"{item.name}={getattr(self, item.name)!r}" for item in dataclasses.fields(self))
    return f"{type(self).__qualname__}({shown})"


def _refuse_to_set(_: object, name: str, value: object) -> None:  # noqa: ARG001 - as Python calls it
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(_: object, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[object]:
    """For `pickle` and `copy`, which would set attributes."""
    return [getattr(self, item.name) for item in dataclasses.fields(self)]


def _restore(self: Any, state: list[object]) -> None:
    for item, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, item.name, value)


_FROZEN: dict[str, Any] = {
    "__setattr__": _refuse_to_set,
    "__delattr__": _refuse_to_delete,
    "__getstate__": _state,
    "__setstate__": _restore,
}
