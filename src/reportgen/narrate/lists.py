"""Filters over lists: jinja's, over what was paid for and with our own `.`, filters and tests.

`map`, `select`, `reject`, `selectattr`, `rejectattr` and `unique` do what jinja's own do (jinja2 3.1,
`filters.py`); what they are called with wrongly is said in jinja's words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from .access import get_item
from .runtime import TemplateRuntimeError, Undefined

Word = Callable[..., Any]
Words = Callable[[], Mapping[str, Word]]
"""The filters, or tests, of the environment as they are now."""


def unique(values: list[Any], case_sensitive: bool = False, attribute: Any = None) -> Iterator[Any]:
    """The values without those that came before."""
    reach, seen = _getter(attribute), set()
    for value in values:
        key = reach(value)
        if isinstance(key, str) and not case_sensitive:
            key = key.lower()
        if key not in seen:
            seen.add(key)
            yield value


def mapping(filters: Words) -> Word:
    """`map`: what a filter makes of each value, or an attribute of each."""

    def call(values: list[Any], *args: Any, **options: Any) -> Iterator[Any]:
        if not values:
            return
        change = _change(filters(), args, options)
        for value in values:
            yield change(value)

    return call


def choosing(tests: Words, *, wanted: bool, by_attribute: bool) -> Word:
    """`select`, `reject` and the same by an attribute: the values that pass a test, or that do not."""

    def call(values: list[Any], *args: Any, **options: Any) -> Iterator[Any]:
        if not values:
            return
        reach, rest = _same, args
        if by_attribute:
            if not args:
                raise TemplateRuntimeError("Missing parameter for attribute name")
            reach, rest = _getter(args[0]), args[1:]
        test = _named("test", tests(), rest[0], rest[1:], options) if rest else bool
        for value in values:
            if bool(test(reach(value))) is wanted:
                yield value

    return call


def _change(filters: Mapping[str, Word], args: tuple[Any, ...], options: dict[str, Any]) -> Word:
    if args:
        return _named("filter", filters, args[0], args[1:], options)
    if "attribute" not in options:
        raise TemplateRuntimeError("map requires a filter argument")
    attribute, default = options.pop("attribute"), options.pop("default", None)
    if options:
        raise TemplateRuntimeError(f"Unexpected keyword argument {next(iter(options))!r}")
    return _getter(attribute, default)


def _named(kind: str, words: Mapping[str, Word], name: Any, args: tuple[Any, ...], options: dict[str, Any]) -> Word:
    """A filter or test by its name, with its further arguments."""

    def call(value: Any) -> Any:
        word = words.get(name)
        if word is None:
            raise TemplateRuntimeError(f"No {kind} named {name!r}.")
        return word(value, *args, **options)

    return call


def _getter(attribute: Any, default: Any = None) -> Word:
    """Reaches an attribute, or one of an attribute, `甲.乙`; numbers among them are positions."""
    steps = [attribute] if attribute is not None else []
    if isinstance(attribute, str):
        steps = [int(step) if step.isdigit() else step for step in attribute.split(".")]

    def reach(value: Any) -> Any:
        for step in steps:
            value = get_item(value, step)
            if default is not None and isinstance(value, Undefined):
                value = default
        return value

    return reach


def _same(value: Any) -> Any:
    return value
