"""The tokens of a formula, exactly as it is written: joined again they are the formula.

openpyxl's tokenizer reads the formulas; five of its habits would change the text or refuse it, and are
mended here (all of openpyxl 3.1.5). Its module is loaded without the rest of openpyxl, which takes 0.16 s
and is needed for nothing else on the way of a fill.
"""

from __future__ import annotations

import sys
from importlib.machinery import PathFinder, SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError
else:

    def _alone() -> ModuleType:
        """The module of openpyxl's tokenizer, which imports nothing of openpyxl; as usual where that ever changes."""
        if "openpyxl" not in sys.modules:
            found = PathFinder.find_spec("openpyxl")
            for folder in (found and found.submodule_search_locations) or ():
                path = Path(folder) / "formula" / "tokenizer.py"
                if path.is_file():
                    module = ModuleType("reportgen_tokenizer")
                    try:
                        SourceFileLoader(module.__name__, str(path)).exec_module(module)
                    except ImportError:
                        break
                    return module
        from openpyxl.formula import tokenizer

        return tokenizer

    _MODULE = _alone()
    Token, Tokenizer, TokenizerError = _MODULE.Token, _MODULE.Tokenizer, _MODULE.TokenizerError

__all__ = ["Token", "Tokenizer", "TokenizerError", "tokens"]

_ERRORS = ("#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#UNKNOWN!", "#CONNECT!", "#BUSY!", "#EXTERNAL!", "#PYTHON!")


def tokens(formula: str) -> list[Token]:
    """The tokens of a formula without its `=`; raises TokenizerError where it cannot be read."""
    try:
        found: list[Token] = _Tokens(f"={formula}").items
    except (IndexError, AssertionError) as fault:
        # A closing bracket too many empties the stack; an opening one behind a name in braces asserts.
        raise TokenizerError(formula) from fault
    return found


class _Tokens(Tokenizer):
    TOKEN_ENDERS = Tokenizer.TOKEN_ENDERS + "\n"  # type: ignore[misc]  # the stubs call it final
    """A line break ends an operand too; otherwise the operand would come behind the break."""

    def _parse_whitespace(self) -> int:
        """Keep every space of a run, where openpyxl keeps the first."""
        run = self.WSPACE_RE.match(self.formula[self.offset :])
        assert run is not None  # noqa: S101 - called on white space only
        self.items.append(Token(run[0], Token.WSPACE))
        return run.end()

    def _parse_error(self) -> int:
        """Take `A1#` for what has spilled from A1, and know the errors of later Excel versions."""
        rest = self.formula[self.offset :]
        if self.token and self.token[-1] != "!":
            self.token.append("#")
            return 1
        for code in _ERRORS:
            if rest.startswith(code):
                self.items.append(Token("".join(self.token) + code, Token.OPERAND, Token.ERROR))
                del self.token[:]
                return len(code)
        length: int = super()._parse_error()  # type: ignore[misc]  # the stubs leave it out
        return length

    def _parse_string(self) -> int:
        """Refuse a text behind `:`, which would come before it."""
        if self.token and self.formula[self.offset] == '"':
            raise TokenizerError(f"Unexpected text at position {self.offset} in {self.formula}")
        length: int = super()._parse_string()  # type: ignore[misc]  # the stubs leave it out
        return length

    def _parse_brackets(self) -> int:
        """Pass over brackets that belong to the name of a table's column, as `[Sum '[10'000']]`."""
        depth = 0
        index = self.offset
        while index < len(self.formula):
            mark = self.formula[index]
            if mark == "'" and depth:
                index += 1
            depth += (mark == "[") - (mark == "]")
            index += 1
            if not depth:
                self.token.append(self.formula[self.offset : index])
                return index - self.offset
        raise TokenizerError(f"Encountered unmatched '[' in {self.formula}")

    def assert_empty_token(self, can_follow: str | tuple[str, ...] = ()) -> None:
        """Let `@` stand before a quoted sheet."""
        if self.token != ["@"]:
            super().assert_empty_token(can_follow)
