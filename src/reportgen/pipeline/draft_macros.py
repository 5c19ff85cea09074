"""Which files of macros a draft has nothing to do with: a mistake in one of them is none of its sections."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ..model.report import Report

_WORKED_OUT = r"\{%[-+]?\s*(?:include|import|from)\s+(?![\"'])"
"""An import whose file is no literal; it may be any."""


def unused_macros(report: Report, positions: Iterable[int]) -> set[str]:
    """The files of macros that none of these sections names, by itself or by others that it names."""
    macros = report.kit.macros
    waiting = [report.sections[position].text for position in positions] if macros else []
    unused = set(macros)
    while waiting and unused:
        named = _named(waiting.pop(), macros) & unused
        unused -= named
        waiting += [macros[name] for name in named]
    return unused


def _named(text: str, macros: Mapping[str, str]) -> set[str]:
    return set(macros) if re.search(_WORKED_OUT, text) else {name for name in macros if name in text}
