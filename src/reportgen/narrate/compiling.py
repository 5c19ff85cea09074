"""A template compiled: the only part of narrate that needs jinja, imported when a template is not in the store.

jinja reads (`lexer`, its parser) and writes the code (`guard`); the code then runs in our `runtime`, as it does
when it comes back from a store.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from types import CodeType
from typing import Any

from jinja2 import nodes
from jinja2.exceptions import TemplateSyntaxError
from jinja2.lexer import TokenStream
from jinja2.parser import Parser
from jinja2.sandbox import SandboxedEnvironment

from ..model.diagnostic import Diagnostic
from .guard import GuardedCode, Rewriter
from .kept import Parts
from .lexer import PositionLexer
from .positions import Source
from .runtime import NAMES
from .syntax import syntax_error

_IMPORT = "from jinja2.runtime import "
"""How the code that jinja's compiler makes begins (jinja2 3.1, `visit_Template`)."""


class Compiler(SandboxedEnvironment):
    """jinja's settings for our templates: every operation becomes a call of the environment that renders.

    `filters` and `tests` are those that templates may name.
    """

    intercepted_binops = frozenset(("+", "-", "*", "/", "//", "%", "**"))

    def __init__(self, filters: dict[str, Any], tests: dict[str, Any]) -> None:
        super().__init__(
            autoescape=True,  # tells text of templates (Markup) from text of data (str)
            optimized=False,  # else constants are worked out while compiling, out of the budget's reach
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            cache_size=0,
        )
        self.filters, self.tests, self.globals = filters, tests, {}

    def _tokenize(self, source: str, *_: Any) -> TokenStream:
        assert isinstance(source, Source)  # noqa: S101 - `parts` is the only caller
        return self._position_lexer.read(source)

    @cached_property
    def _position_lexer(self) -> PositionLexer:
        return PositionLexer(self)

    def parts(self, source: Source, findings: list[Diagnostic]) -> Parts | None:
        """The template compiled, None where it cannot be read; what is wrong with it is added to the findings.

        Raises what Python raises for code that is nested too deep.
        """
        try:
            tree: nodes.Template = Parser(self, source, source.file).parse()
            rewriter = Rewriter(source.file, self.filters, self.tests)
            rewriter.visit(tree)
            generator = GuardedCode(self, source)
            generator.visit(tree)
        except TemplateSyntaxError as problem:
            findings.append(syntax_error(problem, source.file))
            return None
        code = _code(generator.stream.getvalue(), source.file)  # type: ignore[attr-defined]
        findings += rewriter.findings
        own = rewriter.stored | rewriter.excused
        return Parts(
            code=code,
            tags=source.tags,
            expressions=tuple(generator.expressions),
            loaded={name: places for name, places in rewriter.loaded.items() if name not in own},
            asked=frozenset(rewriter.loaded),
            indicators=frozenset(rewriter.indicators),
        )


def _code(text: str, file: str) -> CodeType:
    """The code of a template, which gets from our runtime what it would import from jinja's.

    Raises LookupError where it needs something that our runtime has not, as that of another jinja might.
    """
    first, _, rest = text.partition("\n")
    if not first.startswith(_IMPORT):
        raise LookupError(first)
    code = compile(f"\n{rest}", file, "exec")
    if lacking := {*first.removeprefix(_IMPORT).split(", ")} - NAMES.keys() & {*_names(code)}:
        raise LookupError(", ".join(lacking))
    return code


def _names(code: CodeType) -> Iterator[str]:
    """The names that the code and the functions in it ask for."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)
