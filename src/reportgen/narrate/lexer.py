"""jinja's lexer with columns: first step of a template that is compiled.

jinja keeps line numbers only; here every token's line is a `Spot`. The parser hands line numbers through to
the nodes of its tree, so each name, filter and printed expression can be found again to the character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jinja2.exceptions import TemplateSyntaxError
from jinja2.lexer import Lexer, TokenStream

from .positions import Source, spot

_AT = r" at ([0-9]+)$"


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
