"""The sandbox that sections render in, and the compiled templates that it keeps.

A template goes text → `lexer` (tokens with columns) → `guard` (safe tree, safe code) → `Compiled`;
compiled templates are kept by file and text, so that building again compiles nothing, and in a store
where the caller has one (`kept`). Either way the code runs in `runtime`. Rendering gives text with marks
for values (`model.marks`) and for lines; `markup` reads it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from ..model.diagnostic import Diagnostic, Fault, error, warning
from ..model.place import TextRef
from ..model.shown import shown
from ..model.values import dataclass
from . import words
from .access import Unknown, get_attribute, get_item, may_call
from .faults import broken, failed, findings_of
from .kept import Parts, Store, from_bytes, key_of, to_bytes
from .positions import PRIVATE, Source, source_of
from .rendering import ExhaustedError, Expression, current, show
from .runtime import NAMES, BrokenTemplateError, Context, Template, TemplateNotFound
from .values import loop, operate

if TYPE_CHECKING:
    from .compiling import Compiler

Read = TypeVar("Read")

LARGEST_TEMPLATE = 500_000
MOST_TAGS = 5_000
"""More take over a second to compile."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Compiled:
    """A template ready to render; `template` is None where its text cannot be read (`findings` say why).

    `source` is its text with the places of its tags. `loaded` are the names that it asks for, with
    their places, without those that it sets itself or asks for carefully (`is defined`); `indicators`
    those after `指标.`; `expressions` what it prints, and its statements.
    """

    template: Template | None
    source: Source
    findings: tuple[Diagnostic, ...] = ()
    loaded: Mapping[str, list[TextRef]]
    asked: frozenset[str] = frozenset()
    indicators: frozenset[str] = frozenset()
    expressions: tuple[Expression, ...] = ()


class SectionEnvironment:
    """What the code of templates works with: our attributes, operators, words and templates, nothing of Python.

    jinja is needed for templates that are not in the store (`compiling`).
    """

    undefined = Unknown
    concat = staticmethod("".join)
    getattr = staticmethod(get_attribute)
    getitem = staticmethod(get_item)

    def __init__(self, vocabulary: Mapping[str, words.Word], functions: Mapping[str, words.Word]) -> None:
        self.tests = words.tests()
        self.filters = words.vocabulary(vocabulary) | words.filters(lambda: self.filters, lambda: self.tests)
        self.globals: dict[str, Any] = words.functions() | words.vocabulary(functions)
        self._kept: dict[tuple[str, str], Compiled] = {}

    def call_binop(self, _: Context, operator: str, left: Any, right: Any) -> Any:
        """`left operator right`."""
        return operate(operator, left, right)

    def call(self, _: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """`obj(…)`, where `obj` is a word or a macro."""
        kwargs.pop("_loop_vars", None)
        kwargs.pop("_block_vars", None)
        if not may_call(obj):
            if isinstance(obj, Unknown):
                raise obj.error()
            raise Fault("not-a-word", value=shown(obj))
        current().charge(1)
        return obj(*args, **kwargs)

    def get_template(self, name: str, *_: Any) -> Template:
        """The kit's or report's own template of that name."""
        text = current().templates.get(str(name))
        if text is None:
            raise TemplateNotFound(str(name))
        current().charge(50)
        current().charge_text(len(text))
        kept = self.compiled(str(name), text)
        if kept.template is None:
            raise BrokenTemplateError(str(name))
        return kept.template

    def select_template(self, names: Any, *_: Any) -> Template:
        """The first template of a list of names that there is."""
        name = None
        for name in loop(names):
            with suppress(TemplateNotFound):
                return self.get_template(name)
        raise TemplateNotFound(None if name is None else str(name))

    def get_or_select_template(self, name: Any, *_: Any) -> Template:
        """The template of a name, or of a list of names."""
        return self.get_template(name) if isinstance(name, str) else self.select_template(name)

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
            parts = self._parts(source, findings, store)
            if parts is not None:
                return self._ready(source, parts, findings)
        except (RecursionError, MemoryError, SyntaxError, ValueError) as problem:
            findings.append(error("template-too-deep", TextRef(file, 1), problem=str(problem)[:120]))
        return Compiled(template=None, source=source, findings=tuple(findings), loaded={})

    @cached_property
    def _compiler(self) -> Compiler:
        from .compiling import Compiler

        return Compiler(self.filters, self.tests)

    def _parts(self, source: Source, findings: list[Diagnostic], store: Store | None) -> Parts | None:
        """The parts that the store has, else those made now; the store gets them where there is nothing to report."""
        if store is None:
            return self._compiler.parts(source, findings)
        key = key_of(source.file, source, (*self.filters, *self.tests))
        data = store.get(key)
        parts = None if data is None else from_bytes(data, source.file)
        if parts is None:
            parts = self._compiler.parts(source, findings)
            if parts is not None and not findings:
                store.put(key, to_bytes(parts))
        return parts

    def _ready(self, source: Source, parts: Parts, findings: list[Diagnostic]) -> Compiled:
        namespace: dict[str, Any] = {
            **NAMES,
            "environment": self,
            "spots": parts.expressions,
            "show": show,
            "failed": failed,
            "broken": broken,
        }
        exec(parts.code, namespace)  # noqa: S102 - jinja's code for the guarded tree
        source.tags = parts.tags
        return Compiled(
            template=Template(source.file, namespace["root"]),
            source=source,
            findings=tuple(findings),
            loaded=parts.loaded,
            asked=parts.asked,
            indicators=parts.indicators,
            expressions=parts.expressions,
        )


@cache
def shared_environment() -> SectionEnvironment:
    """The one environment of this process, with the whole vocabulary."""
    from .vocabulary.words import FILTERS, FUNCTIONS

    return SectionEnvironment(FILTERS, FUNCTIONS)


def render(compiled: Compiled, names: Mapping[str, Any]) -> str | None:
    """A section's text with marks; None where it cannot be rendered at all. Findings go to the rendering."""
    return rendered(compiled, names, "".join)


def rendered(compiled: Compiled, names: Mapping[str, Any], read: Callable[[Iterable[str]], Read]) -> Read | None:
    """What `read` makes of a section's text with marks, which comes in pieces; None as of `render`."""
    active = current()
    template = compiled.template
    if template is None:
        return None
    context = template.new_context(dict(names))
    try:
        return read(template.root_render_func(context))
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
