"""The register of the vocabulary: each word's function, documentation and examples.

The modules beside this one enter their words with `@word`; `words` gathers them for the template
environment, and `reference` makes the manual's tables from the same entries.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Flag, auto
from typing import ParamSpec, TypeVar

from ...model.diagnostic import Fault, nearest
from ...model.values import dataclass, field
from .arguments import checked

P = ParamSpec("P")
R = TypeVar("R")

_TAKES_MANY = 0x04
"""Flag of a code object whose function has `*args` (CPython, inspect.CO_VARARGS)."""


class Kinds(Flag):
    """Where a template may use a word: behind `|`, as a function, or both."""

    FILTER = auto()
    FUNCTION = auto()
    BOTH = FILTER | FUNCTION


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A template line, the data it reads, and what it prints.

    `data` gives each name its cell in a short notation that a reader understands too:
    `42.86亿元；上年33.2亿元`, `2015年5月8日`, `表：名称=甲、乙；产值（亿元）=1、2`.
    """

    template: str
    data: Mapping[str, str] = field(default_factory=dict)
    expected: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """An entry of the register. `topic` is the Chinese heading it stands under in the manual.

    `call` is what templates get: it checks the arguments and then does the work. `parameters` are
    those after the value itself.
    """

    name: str
    topic: str
    call: Callable[..., object]
    kinds: Kinds
    doc_zh: str
    doc_en: str
    examples: tuple[Example, ...]
    parameters: tuple[str, ...]


WORDS: dict[str, Word] = {}
"""Every word by name, in the order of entry."""


def word(
    name: str,
    *,
    topic: str,
    doc_zh: str,
    doc_en: str,
    examples: tuple[Example, ...],
    kinds: Kinds = Kinds.FILTER,
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Enter the decorated function under `name`; the function itself stays as it is for direct calls."""

    def enter(function: Callable[P, R]) -> Callable[P, R]:
        signature = _Signature.of(function)
        WORDS[name] = Word(
            name=name,
            topic=topic,
            call=_checked(name, function, signature),
            kinds=kinds,
            doc_zh=doc_zh,
            doc_en=doc_en,
            examples=examples,
            parameters=signature.keywords,
        )
        return function

    return enter


@dataclass(frozen=True, slots=True)
class _Signature:
    """The parameters of a word, read off its function.

    `optional` are those that may be None. `most` is None where any number of values will do.
    """

    keywords: tuple[str, ...]
    positional: tuple[str, ...]
    optional: frozenset[str]
    least: int
    most: int | None

    @classmethod
    def of(cls, function: Callable[..., object]) -> _Signature:
        code = function.__code__
        positional = code.co_varnames[: code.co_argcount]
        names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
        many = bool(code.co_flags & _TAKES_MANY)
        defaults = function.__defaults__ or ()
        least = len(positional) - len(defaults)
        values = {**dict(zip(positional[least:], defaults, strict=True)), **(function.__kwdefaults__ or {})}
        optional = frozenset(name for name, value in values.items() if value is None)
        keywords = names[1:] if positional else names
        return cls(keywords, positional, optional, max(least, 1), None if many else len(positional))


def _checked(name: str, function: Callable[..., object], signature: _Signature) -> Callable[..., object]:
    """The function behind a check of its arguments, so that a wrong one is a finding and no traceback."""
    positional, optional, least, most = signature.positional, signature.optional, signature.least, signature.most

    def check(value: object, argument: str) -> object:
        return checked(name, argument, value, optional=argument in optional)

    def call(*args: object, **given: object) -> object:
        count = len(args)
        if given:
            given = _keywords(name, signature, count, given)
        if (count < least and not given.keys() >= set(positional[count:least])) or (most is not None and count > most):
            raise Fault("wrong-number-of-arguments", word=name, found=count, expected=_span(least, most))
        if count > 1 and positional:
            args = (*map(check, args, positional), *args[len(positional) :])
        return function(*args, **given)

    call.__name__ = name
    call.is_word = True  # type: ignore[attr-defined]  # what the environment lets templates call
    return call


def _keywords(name: str, signature: _Signature, count: int, given: dict[str, object]) -> dict[str, object]:
    """The keyword arguments, checked; raises `unknown-argument`, or `argument-twice` for one given before."""
    for keyword in given:
        if keyword not in signature.keywords:
            raise _unknown(name, keyword, signature)
        if signature.most is not None and keyword in signature.positional[:count]:
            raise Fault("argument-twice", word=name, argument=keyword)
    return {
        keyword: checked(name, keyword, value, optional=keyword in signature.optional)
        for keyword, value in given.items()
    }


def _unknown(name: str, keyword: str, signature: _Signature) -> Fault:
    known = signature.keywords
    return Fault(
        "unknown-argument",
        word=name,
        argument=keyword,
        known=list(known) or "—",
        suggestion=nearest(keyword, known),
    )


def _span(least: int, most: int | None) -> str:
    if most is None:
        return f"{least}+"
    return str(least) if least == most else f"{least}–{most}"
