"""What is wrong with a template whatever the data: what compiling found, undefined names, numbers typed into its words.

Its words are read once in a process; where nothing is wrong with them, once for all processes that share a store.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..model.diagnostic import Diagnostic
from .environment import Compiled
from .kept import Store, key_of
from .names import undefined_names

CLEAN = b"nothing to say about these words"
_MOST_KEPT = 512
_found: dict[tuple[str, str, tuple[str, ...]], tuple[Diagnostic, ...]] = {}
"""What `prose` found, by file, text and fixed terms: the text decides alone."""


def checked(
    template: Compiled, names: Mapping[str, Any], fixed_terms: tuple[str, ...], store: Store | None
) -> Iterator[Diagnostic]:
    """The findings of a template, given all names that it may use and the terms whose numbers are no numbers."""
    yield from template.findings
    yield from undefined_names(template, names)
    if template.template is None:
        return  # without its end, nobody knows which words are the author's
    key = (template.source.file, template.source, fixed_terms)
    found = _found.get(key)
    if found is None:
        if len(_found) >= _MOST_KEPT:
            _found.clear()
        found = _found[key] = _prose(template, fixed_terms, store)
    yield from found


def _prose(template: Compiled, fixed_terms: tuple[str, ...], store: Store | None) -> tuple[Diagnostic, ...]:
    key = key_of("", template.source, ("prose", *fixed_terms))
    if store is not None and store.get(key) == CLEAN:
        return ()
    from .prose import check_prose  # its patterns take 1 ms

    found = tuple(check_prose(template.source, fixed_terms))
    if store is not None and not found:
        store.put(key, CLEAN)
    return found
