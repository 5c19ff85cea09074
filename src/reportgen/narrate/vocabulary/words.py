"""The whole vocabulary, gathered from its modules for the template environment."""

from __future__ import annotations

from collections.abc import Callable

from . import amounts, approximations, changes, lists, rows, shares, spans, times, totals
from .registry import WORDS, Kinds

MODULES = (amounts, approximations, changes, spans, shares, totals, lists, rows, times)
"""The modules that enter words; importing them fills the register."""

FILTERS: dict[str, Callable[..., object]] = {
    entry.name: entry.call for entry in WORDS.values() if Kinds.FILTER in entry.kinds
}
"""What a template may write behind `|`, by name."""

FUNCTIONS: dict[str, Callable[..., object]] = {
    entry.name: entry.call for entry in WORDS.values() if Kinds.FUNCTION in entry.kinds
}
"""What a template may call by name."""
