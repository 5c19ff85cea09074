"""What a compiled template needs while it runs: its names, loops, macros, imports, and values that are not there.

jinja's compiler makes the code of a template (`compiling`), and that code asks for what stands here instead
of jinja's own runtime (jinja2 3.1, `runtime.py`). So a template that comes back from a store runs without
jinja, whose import takes as long as the rest of a report; and a fresh one runs in the same way. What `guard`
refuses has no counterpart here: blocks, inheritance, recursive loops, escaping, async.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Literal, NoReturn


class _Nothing:
    def __repr__(self) -> str:
        return "missing"


missing = _Nothing()
"""Stands for a name without a value; no template can get hold of it."""


class TemplateRuntimeError(Exception):
    """A template asked for something that its values do not do."""


class UndefinedError(TemplateRuntimeError):
    """A template used a value that is not there."""


class TemplateNotFound(Exception):  # noqa: N818 - the code of templates names it
    """There is no template of that name."""

    def __init__(self, name: str | None) -> None:
        super().__init__(name)
        self.name = name


class BrokenTemplateError(Exception):
    """The template of that name cannot be read, which is reported already where it stands."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Markup(str):
    """Text that a template itself wrote, marks and all; text of data is a plain `str`."""

    __slots__ = ()

    def replace(self, old: str, new: str, count: Any = -1, /) -> Markup:
        """The text with one part put for another is still the template's."""
        return Markup(str.replace(self, old, new, count))

    def __getitem__(self, at: Any) -> Markup:
        return Markup(str.__getitem__(self, at))


class Undefined:
    """A value that is not there, as `a if b` without else gives one: prints nothing, is empty and false.

    Any other operation raises `error()`.
    """

    __slots__ = ("_hint", "_name", "_owner")

    def __init__(self, hint: str | None = None, obj: Any = missing, name: Any = None) -> None:
        self._hint, self._owner, self._name = hint, obj, name

    def error(self) -> Exception:
        """What is wrong with using it."""
        return UndefinedError(self._hint or f"{self._name!r} is undefined")

    def _fail(self, *_: Any, **__: Any) -> NoReturn:
        raise self.error()

    def __getattr__(self, name: str) -> Any:
        if name[:2] == name[-2:] == "__":
            raise AttributeError(name)  # Python itself asks what the value can do
        self._fail()

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other)

    def __hash__(self) -> int:
        return id(type(self))

    def __str__(self) -> str:
        return ""

    def __repr__(self) -> str:
        return "Undefined"

    def __len__(self) -> int:
        return 0

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __bool__(self) -> bool:
        return False

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _fail
    __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = __pow__ = __rpow__ = __pos__ = __neg__ = _fail
    __lt__ = __le__ = __gt__ = __ge__ = __int__ = __float__ = __complex__ = __call__ = __getitem__ = _fail


class StrictUndefined(Undefined):
    """A value that is not there and should be: everything but `is defined` and `default` raises `error()`."""

    __slots__ = ()
    __iter__ = __str__ = __len__ = __bool__ = __hash__ = __contains__ = Undefined._fail  # noqa: SLF001
    __eq__ = __ne__ = Undefined._fail  # noqa: SLF001


class Namespace:
    """`namespace(…)`: what loops may set from inside. All its attributes are the template's."""

    def __init__(self, /, *given: Any, **named: Any) -> None:
        self.__values = dict(*given, **named)

    def __getattribute__(self, name: str) -> Any:
        if name in ("_Namespace__values", "__class__"):
            return object.__getattribute__(self, name)
        try:
            return self.__values[name]
        except KeyError:
            raise AttributeError(name) from None

    def __setitem__(self, name: str, value: Any) -> None:
        self.__values[name] = value


class _Settings:
    """What the code of a template asks of its context's settings: text that it makes is its own, always."""

    autoescape: Literal[True] = True


class Context:
    """The names of one rendering: those given, those that the template set, and which of them it exports."""

    __slots__ = ("exported_vars", "parent", "vars")
    eval_ctx = _Settings()

    def __init__(self, parent: Mapping[str, Any]) -> None:
        self.parent = parent
        self.vars: dict[str, Any] = {}
        self.exported_vars: set[str] = set()

    def resolve_or_missing(self, name: str) -> Any:
        """What a name stands for, or `missing`."""
        if name in self.vars:
            return self.vars[name]
        return self.parent.get(name, missing)

    def get_all(self) -> Mapping[str, Any]:
        """All names, those that the template set before those given."""
        return {**self.parent, **self.vars} if self.vars else self.parent


class Template:
    """A compiled template: its name, and the function that gives its text piece by piece."""

    __slots__ = ("name", "root_render_func")

    def __init__(self, name: str, root: Callable[[Context], Iterator[str]]) -> None:
        self.name, self.root_render_func = name, root

    def new_context(
        self, names: Mapping[str, Any], _shared: bool = True, own: Mapping[str, Any] | None = None
    ) -> Context:
        """The names for one rendering; `own` are those of the place that includes the template."""
        if own:
            names = {**names, **{name: value for name, value in own.items() if value is not missing}}
        return Context(names)

    def make_module(
        self, names: Mapping[str, Any], _shared: bool = True, own: Mapping[str, Any] | None = None
    ) -> TemplateModule:
        """The template's exported names, for an import."""
        return TemplateModule(self, self.new_context(names, own=own))


class TemplateModule:
    """An imported template: what it exports, as attributes."""

    def __init__(self, template: Template, context: Context) -> None:
        for _ in template.root_render_func(context):
            pass
        vars(self).update((name, context.vars[name]) for name in context.exported_vars)
        self.__name__ = template.name


class TemplateReference:
    """`self` in a template, which gives nothing: there are no blocks."""

    def __init__(self, _: Context) -> None:
        pass


class Macro:
    """A macro: the function of its body, called as its parameters are written.

    The code of a template hands over each parameter that was not given as `missing`.
    """

    def __init__(
        self,
        environment: Any,
        body: Callable[..., str],
        name: str,
        parameters: tuple[str, ...],
        takes_names: bool,
        takes_more: bool,
        takes_caller: bool,
        _: bool = True,
    ) -> None:
        self._environment, self._body, self._name, self._parameters = environment, body, name, parameters
        self._takes_names, self._takes_more, self._takes_caller = takes_names, takes_more, takes_caller

    def __call__(self, *given: Any, **named: Any) -> Markup:
        """The text of the body; TypeError for arguments that it does not take."""
        count = len(self._parameters)
        values = [*given[:count], *(named.pop(name, missing) for name in self._parameters[len(given) :])]
        if self._takes_caller and "caller" not in self._parameters:
            caller = named.pop("caller", None)
            values.append(self._environment.undefined("No caller defined", name="caller") if caller is None else caller)
        if self._takes_names:
            values.append(named)
        elif named:
            raise TypeError(f"macro {self._name!r} takes no keyword argument {next(iter(named))!r}")
        if self._takes_more:
            values.append(given[count:])
        elif len(given) > count:
            raise TypeError(f"macro {self._name!r} takes not more than {count} argument(s)")
        return Markup(self._body(*values))


class LoopContext:
    """`loop`: an iterator over pairs of value and itself that knows where the loop stands."""

    depth = 1

    def __init__(self, values: Iterable[Any], undefined: Callable[..., Undefined]) -> None:
        self._values, self._iterator, self._undefined = values, iter(values), undefined
        self._length: int | None = None
        self._before = self._now = self._after = missing
        self.index0 = -1

    def __iter__(self) -> LoopContext:
        return self

    def __next__(self) -> tuple[Any, LoopContext]:
        if self._after is missing:
            value = next(self._iterator)
        else:
            value, self._after = self._after, missing
        self.index0 += 1
        self._before, self._now = self._now, value
        return value, self

    def __len__(self) -> int:
        return self.length

    @property
    def length(self) -> int:
        """How many rounds there are; the values that are still to come are fetched for it."""
        if self._length is None:
            coming = list(self._iterator)
            self._iterator = iter(coming)
            self._length = len(coming) + self.index + (self._after is not missing)
        return self._length

    @property
    def index(self) -> int:
        """The round, from 1; `index0` from 0."""
        return self.index0 + 1

    @property
    def revindex(self) -> int:
        """The round counted from the end, down to 1."""
        return self.length - self.index0

    @property
    def revindex0(self) -> int:
        """The round counted from the end, down to 0."""
        return self.length - self.index

    @property
    def first(self) -> bool:
        """Whether this is the first round."""
        return self.index0 == 0

    @property
    def last(self) -> bool:
        """Whether this is the last round; the next value is fetched for it."""
        return self._next() is missing

    @property
    def previtem(self) -> Any:
        """The value of the round before."""
        return self._undefined("there is no previous item") if self.first else self._before

    @property
    def nextitem(self) -> Any:
        """The value of the next round."""
        found = self._next()
        return self._undefined("there is no next item") if found is missing else found

    def cycle(self, *values: Any) -> Any:
        """One of the values after the other, round by round."""
        if not values:
            raise TypeError("no items for cycling given")
        return values[self.index0 % len(values)]

    def _next(self) -> Any:
        if self._after is missing:
            self._after = next(self._iterator, missing)
        return self._after


def _same(value: Any) -> Any:
    return value


NAMES: dict[str, Any] = {
    "LoopContext": LoopContext,
    "Macro": Macro,
    "Markup": Markup,
    "Namespace": Namespace,
    "TemplateNotFound": TemplateNotFound,
    "TemplateReference": TemplateReference,
    "TemplateRuntimeError": TemplateRuntimeError,
    "Undefined": Undefined,
    "identity": _same,
    "internalcode": _same,
    "missing": missing,
}
"""What the code of a template would import from jinja's runtime."""
