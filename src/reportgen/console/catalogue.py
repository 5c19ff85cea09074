"""The wording of findings and of the program's own words, from the package's `messages/*.toml`.

A finding carries a code and facts; the sentences stand here, in both languages. Only the entries that
are asked for are parsed: the pages of `explain` make the files long, and a build often needs two of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ..model.diagnostic import Diagnostic
from ..model.names import Names
from ..model.values import dataclass
from .problems import PROBLEMS, problem_word

FOLDER = Path(__file__).resolve().parent.parent / "messages"
WORDS = "words"
"""The entry of `common.toml` that holds single words rather than a finding's wording."""

_HEADER = re.compile(r"^\[([a-z0-9-]+)\.([a-z]+)\]\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The sentences of one code in one language; `note` and `help` may be empty.

    A placeholder `{count|figure|figures}` is the word that goes with the number: the first for 1, else the second.
    """

    message: str
    note: str = ""
    help: str = ""
    explain: str = ""

    def filled(self, facts: Mapping[str, str]) -> Wording:
        """The sentences with the facts in their places; a fact that is not there keeps its placeholder."""
        known = _Facts(facts)
        return Wording(
            message=self.message.format_map(known),
            note=self.note.format_map(known),
            help=self.help.format_map(known),
            explain=self.explain,
        )


class _Facts(dict[str, str]):
    def __missing__(self, name: str) -> str:
        count, *forms = name.split("|")
        if len(forms) == 2 and count in self:
            return forms[self[count] != "1"]
        return f"{{{name}}}"


@cache
def _texts() -> tuple[str, ...]:
    return tuple(path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.toml")))


@cache
def codes() -> tuple[str, ...]:
    """Every code of the catalogue, sorted."""
    found = {header[1] for text in _texts() for header in _HEADER.finditer(text)}
    return tuple(sorted(found - {WORDS}))


@cache
def _entry(code: str, language: str) -> Mapping[str, str] | None:
    """The table `[code.language]` of whichever file has it, parsed alone."""
    header = re.compile(rf"^\[{re.escape(code)}\.{re.escape(language)}\]\s*$", re.MULTILINE)
    for text in _texts():
        found = header.search(text)
        if found:
            return _parse(text, found.end())
    return None


def _parse(text: str, start: int) -> Mapping[str, str]:
    """The table that begins at `start`; a line like a header may also stand inside a page of `explain`."""
    import tomllib

    for stop in (*(header.start() for header in _HEADER.finditer(text, start)), len(text)):
        try:
            return tomllib.loads(text[start:stop])
        except tomllib.TOMLDecodeError:
            if stop == len(text):
                raise
    return {}


def wording(code: str, language: str) -> Wording | None:
    """The sentences of a code, None for a code that the catalogue does not have."""
    entry = _entry(code, language)
    return None if entry is None else Wording(**entry)


def worded(item: Diagnostic, language: str) -> Wording:
    """The sentences of a finding; one without an entry shows its code and facts, so that none is lost."""
    found = wording(item.code, language)
    if found is None:
        return Wording(message=", ".join((item.code, *(f"{name}: {value}" for name, value in item.facts.items()))))
    return found.filled(_said(item.facts, language))


def _said(facts: Mapping[str, str], language: str) -> Mapping[str, str]:
    """The facts with the sentences of Python and of the system, and with lists, in the user's language."""
    words = {name: problem_word(facts[name]) for name in PROBLEMS if name in facts}
    said = {name: word(known, language) for name, known in words.items() if known}
    mark, more = word("list-comma", language), word("list-more", language)
    return {name: said.get(name) or _worded(fact, mark, more) for name, fact in facts.items()}


def _worded(fact: str, mark: str, more: str) -> str:
    return fact.worded(mark, more) if isinstance(fact, Names) else fact


def word(name: str, language: str, /, **facts: object) -> str:
    """One of the program's own words or short sentences."""
    entry = _entry(WORDS, language) or {}
    return entry[name].format_map(_Facts({key: str(value) for key, value in facts.items()}))
