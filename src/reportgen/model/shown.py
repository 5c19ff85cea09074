"""How messages name a value, whoever writes them: by its text or its name, a list by its length."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

_LONGEST = 40
"""Characters of a value that a message repeats."""


def shown(value: object) -> str:
    """A value in a message: `12.48亿元`, `主导产业.产值`, `产业[1]` for a first row, `“甲”` for text, `[3]` for a list.

    What has a `text` says that, what has a `name` is called so; of other things their kind is named.
    """
    kind: type = type(value)
    if isinstance(value, str):
        return f"“{_shortened(value)}”"
    for attribute in ("text", "name"):
        if hasattr(kind, attribute):
            return _shortened(str(getattr(value, attribute)))
    if value is None or isinstance(value, (bool, int, float, Decimal, date)):
        return _shortened(str(value))
    return f"[{len(value)}]" if isinstance(value, (list, tuple)) else kind.__name__


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
