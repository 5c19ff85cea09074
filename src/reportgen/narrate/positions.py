"""Where each piece of a template stands: jinja's lexer with columns.

jinja keeps line numbers only. Here every token's line is a `Spot`, an `int` that also knows its column
and its offset in the text; the parser hands line numbers through to the nodes of its tree, so each
name, filter and printed expression can be found again to the character. First step of a template's
way: positions → guard (tree) → compiled code.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from operator import itemgetter

from jinja2.exceptions import TemplateSyntaxError
from jinja2.lexer import Lexer, TokenStream

_AT = r" at ([0-9]+)$"


class Spot(int):
    """A line number that knows its column (from 1) and its offset in the text (from 0)."""

    column: int
    offset: int


def spot(line: int, column: int, offset: int) -> Spot:
    """The spot of a line and column."""
    made = Spot(line)
    made.column = column
    made.offset = offset
    return made


class Source(str):
    """A template's text, and where its tags stand once it was read.

    `prints` are the offsets of each `{{` and of the end of its `}}`, with the spot of the `{{`; `tags` the
    offsets of all tags and comments.
    """

    file: str
    prints: list[tuple[int, int, Spot]]
    tags: list[tuple[int, int]]

    def spot_at(self, offset: int) -> Spot:
        """The spot of an offset."""
        start = self.rfind("\n", 0, offset) + 1
        return spot(self.count("\n", 0, offset) + 1, offset - start + 1, offset)

    def print_around(self, offset: int) -> tuple[int, int, Spot]:
        """The `{{ … }}` that an offset lies in."""
        return self.prints[bisect_right(self.prints, offset, key=itemgetter(0)) - 1]


def source_of(file: str, text: str) -> Source:
    """A template's text with plain newlines and without a byte-order mark."""
    made = Source(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    made.file, made.prints, made.tags = file, [], []
    return made


class PositionLexer(Lexer):
    """jinja's lexer, its tokens carrying spots."""

    def read(self, source: Source) -> TokenStream:
        """The tokens of a text; the places of its tags are noted in `source` as they come by."""
        tokens = self.wrap(_with_spots(self.tokeniter(source, source.file), source), source.file)
        return TokenStream(tokens, source.file, None)


def _with_spots(tokens: Iterator[tuple[int, str, str]], source: Source) -> Iterator[tuple[int, str, str]]:
    """The same tokens with spots for lines.

    Tokens follow one another without gaps, but for whitespace that `{%-` and lstrip took away; so the
    next token is found where the last one ended or after blanks.
    """
    text, at, line_start = str(source), 0, 0
    opened = here = spot(1, 1, 0)
    try:
        for line, kind, value in tokens:
            begin = at if text.startswith(value, at) else text.index(value, at)
            newline = text.rfind("\n", line_start, begin)
            line_start = newline + 1 if newline >= 0 else line_start
            at = begin + len(value)
            here = spot(line, begin - line_start + 1, begin)
            if kind.endswith("_begin"):
                opened = here
            elif kind.endswith("_end"):
                end = begin + len(value.rstrip())
                source.tags.append((opened.offset, end))
                if kind == "variable_end":
                    source.prints.append((opened.offset, end, opened))
            yield here, kind, value
    except TemplateSyntaxError as problem:
        named = re.search(_AT, problem.message or "")
        offset = int(named[1]) if named else at + len(text[at:]) - len(text[at:].lstrip())
        problem.lineno = source.spot_at(min(offset, max(len(text) - 1, 0)))
        raise
