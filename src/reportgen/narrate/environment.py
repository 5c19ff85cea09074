"""The sandbox that sections render in, and the compiled templates that it keeps.

A template goes text → `positions` (tokens with columns) → `guard` (safe tree, safe code) → `Compiled`;
compiled templates are kept by file and text, so that building again compiles nothing, and in a store
where the caller has one (`kept`). Rendering gives text with marks for values (`model.marks`) and for
lines; `markup` reads it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property
from typing import Any

from jinja2 import nodes
from jinja2.environment import Template
from jinja2.exceptions import TemplateNotFound, TemplateSyntaxError
from jinja2.lexer import TokenStream
from jinja2.parser import Parser
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment

from ..model.diagnostic import Diagnostic, Fault, error, warning
from ..model.place import TextRef
from ..model.values import dataclass
from . import words
from .access import Unknown, get_attribute, get_item, may_call
from .faults import broken, failed, findings_of
from .guard import PRIVATE, GuardedCode, Rewriter
from .kept import Parts, Store, from_bytes, key_of, to_bytes
from .positions import PositionLexer, Source, source_of
from .rendering import ExhaustedError, Expression, current, show
from .syntax import syntax_error
from .values import operate, shown

LARGEST_TEMPLATE = 500_000
MOST_TAGS = 5_000
"""More take over a second to compile."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Compiled:
    """A template ready to render; `template` is None where its text cannot be read (`findings` say why).

    `source` is its text with the places of its tags. `loaded` are the names that it asks for, with
    their places, without those that it sets itself or asks for carefully (`is defined`); `indicators`
    those after `指标.`.
    """

    template: Template | None
    source: Source
    findings: tuple[Diagnostic, ...] = ()
    loaded: Mapping[str, list[TextRef]]
    asked: frozenset[str] = frozenset()
    indicators: frozenset[str] = frozenset()


class SectionEnvironment(SandboxedEnvironment):
    """jinja's sandbox with nothing of Python in reach: our attributes, operators, words and templates."""

    intercepted_binops = frozenset(("+", "-", "*", "/", "//", "%", "**"))

    def __init__(self, vocabulary: Mapping[str, words.Word], functions: Mapping[str, words.Word]) -> None:
        super().__init__(
            undefined=Unknown,
            autoescape=True,  # tells text of templates (Markup) from text of data (str)
            optimized=False,  # else constants are worked out while compiling, out of the budget's reach
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            cache_size=0,
        )
        words.harmless(self)
        self.filters.update(words.vocabulary(vocabulary) | words.filters())
        self.tests.update(words.tests())
        self.globals.update(words.functions() | words.vocabulary(functions))
        self._kept: dict[tuple[str, str], Compiled] = {}

    def _tokenize(self, source: str, *_: Any) -> TokenStream:
        assert isinstance(source, Source)  # noqa: S101 - `compiled` is the only caller
        return self._position_lexer.read(source)

    @cached_property
    def _position_lexer(self) -> PositionLexer:
        return PositionLexer(self)  # its patterns take 1 ms, which templates from a store need not wait for

    def getattr(self, obj: Any, attribute: str) -> Any:
        """`obj.attribute`."""
        return get_attribute(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """`obj[argument]`."""
        return get_item(obj, argument)

    def call_binop(self, _: Context, operator: str, left: Any, right: Any) -> Any:
        """`left operator right`."""
        return operate(operator, left, right)

    def call(self, _: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """`obj(…)`, where `obj` is a word or a macro."""
        kwargs.pop("_loop_vars", None)
        kwargs.pop("_block_vars", None)
        if not may_call(obj):
            if isinstance(obj, Unknown):
                raise obj.fault()
            raise Fault("not-a-word", value=shown(obj))
        current().charge(1)
        return obj(*args, **kwargs)

    def get_template(self, name: str | Template, *_: Any) -> Template:
        """The kit's or report's own template of that name."""
        text = current().templates.get(str(name))
        if text is None:
            raise TemplateNotFound(str(name))
        current().charge(50)
        current().charge_text(len(text))
        kept = self.compiled(str(name), text)
        if kept.template is None:
            raise TemplateSyntaxError("", 1, str(name))
        return kept.template

    def compiled(self, file: str, text: str, store: Store | None = None) -> Compiled:
        """The compiled template of a text, made on its first use; in `store` it is kept between processes."""
        kept = self._kept.get((file, text))
        if kept is None:
            if len(self._kept) >= 512:
                self._kept.clear()
            kept = self._kept[file, text] = self._made(file, text, store)
        return kept

    def _made(self, file: str, text: str, store: Store | None) -> Compiled:
        source = source_of(file, text)
        findings: list[Diagnostic] = []
        if len(source) > LARGEST_TEMPLATE:
            return Compiled(
                template=None,
                source=source,
                findings=(error("template-too-large", TextRef(file, 1), limit=LARGEST_TEMPLATE),),
                loaded={},
            )
        tags = source.count("{{") + source.count("{%")
        if tags > MOST_TAGS:
            found = error("too-many-tags", TextRef(file, 1), found=tags, limit=MOST_TAGS)
            return Compiled(template=None, source=source, findings=(found,), loaded={})
        if str(source) != (clean := source.translate(PRIVATE)):
            findings.append(warning("private-character", TextRef(file, 1)))
            source = source_of(file, clean)
        try:
            if store is None:
                return self._ready(source, self._parts(source, findings), findings)
            return self._ready(source, self._stored(source, findings, store), findings)
        except TemplateSyntaxError as problem:
            findings.append(syntax_error(problem, file))
        except (RecursionError, MemoryError, SyntaxError, ValueError) as problem:
            findings.append(error("template-too-deep", TextRef(file, 1), problem=str(problem)[:120]))
        return Compiled(template=None, source=source, findings=tuple(findings), loaded={})

    def _stored(self, source: Source, findings: list[Diagnostic], store: Store) -> Parts:
        """The parts that the store has, else those made now; the store gets them where there is nothing to report."""
        key = key_of(source.file, source, {**self.filters, **self.tests})
        data = store.get(key)
        parts = None if data is None else from_bytes(data, source.file)
        if parts is None:
            parts = self._parts(source, findings)
            if not findings:
                store.put(key, to_bytes(parts))
        return parts

    def _parts(self, source: Source, findings: list[Diagnostic]) -> Parts:
        """The template compiled; what is wrong with it comes behind the other findings."""
        tree: nodes.Template = Parser(self, source, source.file).parse()
        rewriter = Rewriter(source.file, self.filters, self.tests)
        rewriter.visit(tree)
        generator = GuardedCode(self, source)
        generator.visit(tree)
        code = compile(generator.stream.getvalue(), source.file, "exec")  # type: ignore[attr-defined]
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

    def _ready(self, source: Source, parts: Parts, findings: list[Diagnostic]) -> Compiled:
        namespace: dict[str, Any] = {
            "environment": self,
            "__file__": source.file,
            "spots": parts.expressions,
            "show": show,
            "failed": failed,
            "broken": broken,
        }
        exec(parts.code, namespace)  # noqa: S102 - jinja's code for the guarded tree
        source.tags = parts.tags
        return Compiled(
            template=Template._from_namespace(self, namespace, self.globals),  # noqa: SLF001 - as Template.from_code
            source=source,
            findings=tuple(findings),
            loaded=parts.loaded,
            asked=parts.asked,
            indicators=parts.indicators,
        )


@cache
def shared_environment() -> SectionEnvironment:
    """The one environment of this process, with the whole vocabulary."""
    from .vocabulary.words import FILTERS, FUNCTIONS

    return SectionEnvironment(FILTERS, FUNCTIONS)


def render(compiled: Compiled, names: Mapping[str, Any]) -> str | None:
    """A section's text with marks; None where it cannot be rendered at all. Findings go to the rendering."""
    active = current()
    template = compiled.template
    if template is None:
        return None
    context = template.new_context(dict(names), shared=True)
    try:
        return "".join(template.root_render_func(context))
    except ExhaustedError as end:
        place = end.by.place if end.by is not None else TextRef(compiled.source.file, 1)
        active.findings.append(error(end.code, place))
    except RecursionError:
        active.findings.append(error("endless-recursion", TextRef(compiled.source.file, 1)))
    except Exception as problem:
        whole = Expression(TextRef(compiled.source.file, 1), "", {})
        active.findings.extend(findings_of(problem, whole))
    active.renew()
    return None
