"""The `report.toml` of the next year: the old file with its year, title and data changed, all else kept."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any

_ITEM = r"^(?P<head>[ \t]*{name}[ \t]*=[ \t]*)(?P<value>{value})"
_TEXT = r'"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\''
_LIST = rf"\[(?:\s|,|#[^\n]*\n|{_TEXT})*\]"


def next_settings(text: str, changes: Mapping[str, int | str | list[str]]) -> str | None:
    """The text with new values under `[report]`; the 成文日期 of the old year becomes a comment.

    None where the file is written in a way that cannot be changed for certain, as with several tables
    in one line: the caller then writes a new one.
    """
    expected = tomllib.loads(text)
    report: dict[str, Any] = expected["report"]
    for name, value in changes.items():
        report[name] = value
        found = re.search(_ITEM.format(name=name, value=rf"{_TEXT}|{_LIST}|[0-9_]+"), text, re.MULTILINE)
        if found is not None:
            text = text[: found.start("value")] + written(value) + text[found.end("value") :]
    if report.pop("dated", None) is not None:
        text = re.sub(r"^([ \t]*)(dated[ \t]*=)", r"\1# \2", text, count=1, flags=re.MULTILINE)
    try:
        return text if tomllib.loads(text) == expected else None
    except tomllib.TOMLDecodeError:
        return None


def written(value: Any) -> str:
    """A value as TOML writes it: text, whole number, or list of texts."""
    if isinstance(value, list):
        return f"[{', '.join(written(item) for item in value)}]"
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return '"' + "".join(f"\\u{ord(sign):04x}" if sign < " " else sign for sign in escaped) + '"'
    return str(value)


def new_settings(values: Mapping[str, int | str | list[str]]) -> str:
    """A plain `report.toml` with these values."""
    return "[report]\n" + "".join(f"{name} = {written(value)}\n" for name, value in values.items())
