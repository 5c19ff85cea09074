"""Settings in TOML, read key by key: a wrong type, a missing key and a key nobody knows are findings.

`kit` and `report` ask a `Settings` for the values that they expect and call `finish`, which reports
what was not asked for. Reading goes on behind a finding, so that one run shows them all; defaults
stand in for what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from .files import read_text
from .model.diagnostic import Diagnostic, Fault, ReportError, error, nearest
from .model.place import ConfigRef, FileRef, TextRef

_MOST_SHOWN = 20
"""Entries of a wrong value that a message could show."""

_SPOT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def read_settings(path: Path, shown: str) -> Settings:
    """The settings of a TOML file; raises ReportError where it cannot be read or is no TOML."""
    import tomllib

    try:
        text, found = read_text(path, shown)
        return Settings(shown, tomllib.loads(text, parse_float=Decimal), found)
    except (ValueError, ArithmeticError) as problem:
        # Besides TOMLDecodeError: numbers with more digits than Python reads.
        raise ReportError(_not_toml(problem, text, shown)) from None
    except Fault as fault:
        raise ReportError(fault.at(FileRef(shown))) from None
    except RecursionError:
        raise ReportError(error("not-toml", FileRef(shown), file=shown, problem="nested too deeply")) from None


def _not_toml(problem: Exception, text: str, shown: str) -> Diagnostic:
    spot = _SPOT.search(str(problem))
    said = _SPOT.sub("", str(problem))
    line, column = (int(spot[1]), int(spot[2])) if spot and spot[1] else (text.count("\n") + 1, 0)
    place = TextRef(shown, line, column)
    return error("not-toml", place, file=shown, problem=said)


class Settings:
    """A table of a TOML file, with its file and dotted key for findings.

    `found` is shared by all tables of one file. Each getter returns its default where the key is
    absent or its value is of a wrong type.
    """

    def __init__(self, file: str, values: Mapping[str, object], found: list[Diagnostic], key: str = "") -> None:
        self.file = file
        self.found = found
        self._values = values
        self._key = key
        self._asked: set[str] = set()

    def place(self, name: str = "") -> ConfigRef:
        """Where a key of this table stands."""
        return ConfigRef(self.file, ".".join(part for part in (self._key, name) if part))

    def add(self, code: str, name: str, /, *, suggestion: str | None = None, **facts: Any) -> None:
        """Report an error at a key of this table."""
        self.found.append(error(code, self.place(name), suggestion=suggestion, **facts))

    def has(self, name: str) -> bool:
        """Whether the key is written, whatever its value."""
        return name in self._values

    def written(self, name: str) -> object | None:
        """What stands at the key, of whatever type; None where it is absent."""
        return self._values.get(name)

    def require(self, *names: str) -> None:
        """Report each of the keys that is not written, or holds an empty text."""
        for name in names:
            if self._values.get(name, "") in ("", []):
                near = nearest(name, [key for key in self._values if key not in self._asked and key not in names])
                self.add("missing-key", name, suggestion=near, key=self.place(name).key, file=self.file)

    def text(self, name: str, default: str = "") -> str:
        """A text value."""
        value = self._typed(name, str, '"…"')
        return default if value is None else str(value)

    def text_or_none(self, name: str) -> str | None:
        """A text value, None where the key is absent."""
        value = self._typed(name, str, '"…"')
        return None if value is None else str(value)

    def flag(self, name: str, *, default: bool = False) -> bool:
        """A true or false value."""
        value = self._typed(name, bool, "true")
        return default if value is None else bool(value)

    def integer(self, name: str) -> int | None:
        """A whole number, None where the key is absent."""
        value = self._typed(name, int, "2015")
        return value if isinstance(value, int) else None

    def decimal(self, name: str) -> Decimal | None:
        """A number, exact as it is written; None where the key is absent."""
        value = self._typed(name, (int, Decimal), "0.5")
        if isinstance(value, Decimal) and not value.is_finite():
            self._wrong_type(name, "0.5", value)
            return None
        return Decimal(value) if isinstance(value, (int, Decimal)) else None

    def day(self, name: str) -> date | None:
        """A date without time, None where the key is absent."""
        value = self._typed(name, date, "2016-02-24")
        return value if isinstance(value, date) else None

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self._typed(name, list, '["…", "…"]')
        if not isinstance(value, list):
            return ()
        if not all(isinstance(item, str) for item in value):
            self._wrong_type(name, '["…", "…"]', value)
            return ()
        return tuple(value)

    def choice(self, name: str, choices: Iterable[str], default: str = "") -> str:
        """One of several words; any other is reported as `unknown-key-value`."""
        value, known = self.text(name, default), list(choices)
        if value != default and value not in known:
            self.not_among(name, value, known)
            return default
        return value

    def not_among(self, name: str, value: str, known: Iterable[str]) -> None:
        """Report a value that is none of the known ones."""
        words = list(known)
        self.add(
            "unknown-key-value",
            name,
            suggestion=nearest(value, words),
            value=value,
            key=self.place(name).key,
            known=[word or "“”" for word in words],
        )

    def table(self, name: str) -> Settings:
        """A table `[name]`, empty where it is absent."""
        value = self._typed(name, dict, f"[{name}]")
        return Settings(self.file, value if isinstance(value, dict) else {}, self.found, self.place(name).key)

    def tables(self, name: str) -> list[Settings]:
        """The tables `[[name]]`, counted from 1 in findings."""
        value = self._typed(name, list, f"[[{name}]]")
        if not isinstance(value, list):
            return []
        if not all(isinstance(item, dict) for item in value):
            self._wrong_type(name, f"[[{name}]]", value)
            return []
        key = self.place(name).key
        return [Settings(self.file, item, self.found, f"{key}[{index}]") for index, item in enumerate(value, 1)]

    def distinct_tables(self, name: str, key: str = "name") -> list[Settings]:
        """The tables `[[name]]`, each reported whose value of `key` an earlier one has."""
        tables = self.tables(name)
        seen: list[object] = []
        for table in tables:
            value = table.written(key)
            if value and value in seen:
                table.add("declared-twice", key, name=value, file=self.file)
            seen.append(value)
        return tables

    def names(self) -> list[str]:
        """Every key that is written, for tables whose keys are names."""
        return list(self._values)

    def finish(self) -> None:
        """Report each key that nobody asked for, with the nearest that somebody did."""
        for name in self._values:
            if name not in self._asked:
                free = [known for known in self._asked if known not in self._values] or list(self._asked)
                self.add("unknown-key", name, suggestion=nearest(name, free), key=name, file=self.file)

    def _typed(self, name: str, kind: type | tuple[type, ...], example: str) -> object | None:
        self._asked.add(name)
        value = self._values.get(name)
        if value is None:
            return None
        mixed = isinstance(value, bool) and kind is not bool, isinstance(value, datetime)
        if isinstance(value, kind) and not any(mixed):
            return value
        self._wrong_type(name, example, value)
        return None

    def _wrong_type(self, name: str, example: str, value: object) -> None:
        self.add("wrong-key-type", name, key=self.place(name).key, value=_shown(value), example=example)


def _shown(value: object) -> str:
    """A value about as TOML writes it, cut after 40 characters."""
    text = _as_toml(value)
    return text if len(text) <= 40 else text[:39] + "…"


def _as_toml(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f'"{value}"'
        case list():
            return f"[{', '.join(map(_as_toml, value[:_MOST_SHOWN]))}]"
        case dict():
            return f"{{{', '.join(f'{key} = {_as_toml(value[key])}' for key in list(value)[:_MOST_SHOWN])}}}"
        case _:
            return str(value)
