"""Code of templates runs in our runtime as it does in jinja's own: the same text, the same faults."""

from __future__ import annotations

import operator
from collections.abc import Iterator
from typing import Any

import jinja2.runtime as theirs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2.environment import Template
from jinja2.parser import Parser

from reportgen.narrate import runtime as ours
from reportgen.narrate.compiling import Compiler, _code
from reportgen.narrate.guard import GuardedCode
from reportgen.narrate.positions import source_of

NAMES = {"a": "甲", "b": 2, "none": None, "xs": ["一", "二", "三"], "pairs": [("x", 1), ("y", 2)], "empty": []}
MACROS = "{% macro f(p, q=3) %}<{{ p }}{{ q }}{{ varargs }}{{ kwargs }}>{% endmacro %}{% set k = 5 %}{% set _h = 1 %}"
PARTS = {"m": MACROS, "i": "[{{ a }}{{ x }}{{ loop.index }}{% set a = 9 %}]"}
OPERATORS = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "%": operator.mod}

SHOWN = (str, int, float, list, tuple, dict, theirs.Undefined, ours.Undefined)


class Plain:
    """An environment with the operations of Python, on one runtime or the other."""

    is_async, autoescape, context_class = False, True, theirs.Context
    concat = staticmethod("".join)

    def __init__(self, runtime: Any) -> None:
        self.undefined, self.namespace = runtime.StrictUndefined, runtime.Namespace
        self.filters: dict[str, Any] = {"length": len, "list": list}
        self.tests: dict[str, Any] = {"defined": lambda value: not isinstance(value, runtime.Undefined)}
        self.shown: list[tuple[str, str]] = []

    def getattr(self, obj: Any, name: str) -> Any:
        try:
            return getattr(obj, name)
        except AttributeError:
            return self.undefined(name=name)

    def getitem(self, obj: Any, key: Any) -> Any:
        try:
            return obj[key]
        except (LookupError, TypeError):
            return self.undefined(name=str(key))

    def call(self, _: Any, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        kwargs.pop("_loop_vars", None)
        return obj(*args, **kwargs)

    def call_binop(self, _: Any, sign: str, left: Any, right: Any) -> Any:
        return OPERATORS[sign](left, right)

    def show(self, value: Any, _: object) -> str:
        return str(value) if isinstance(value, SHOWN) else type(value).__name__

    def failed(self, problem: Exception, _: object) -> str:
        if isinstance(problem, RecursionError):
            raise problem
        self.shown.append((type(problem).__name__, str(problem)))
        return "!"

    def get_template(self, name: str, *_: Any) -> Any:
        if name not in PARTS:
            raise (ours if self.undefined is ours.StrictUndefined else theirs).TemplateNotFound(name)
        return template(PARTS[name], self, name)


def template(text: str, environment: Plain, name: str = "t") -> Any:
    """The template, its code on the runtime of the environment."""
    source = source_of(name, text)
    compiler: Any = Compiler(environment.filters, environment.tests)
    generator = GuardedCode(compiler, source)
    generator.visit(Parser(compiler, source, name).parse())
    made: Any = generator.stream.getvalue()  # type: ignore[attr-defined]
    space: dict[str, Any] = {
        "environment": environment,
        "__file__": name,
        "spots": generator.expressions,
        "show": environment.show,
        "failed": environment.failed,
        "broken": environment.failed,
    }
    if environment.undefined is theirs.StrictUndefined:
        exec(compile(made, name, "exec"), space)  # noqa: S102
        return Template._from_namespace(environment, space, {})  # type: ignore[arg-type]
    space |= ours.NAMES
    exec(_code(made, name), space)  # noqa: S102
    return ours.Template(name, space["root"])


def outcome(text: str, runtime: Any) -> tuple[str, list[tuple[str, str]]]:
    """What the template prints, and its faults in order."""
    environment = Plain(runtime)
    made = template(text, environment)
    names = {**NAMES, "namespace": environment.namespace}
    pieces: Iterator[str] = made.root_render_func(made.new_context(names, True))
    try:
        return "".join(pieces), environment.shown
    except RecursionError:
        return "endless", []
    except Exception as problem:
        environment.failed(problem, None)
        return "", environment.shown


def same(text: str) -> str:
    mine, jinja = outcome(text, ours), outcome(text, theirs)
    assert mine == jinja, text
    return mine[0]


SAME = r"""
{% for x in xs %}{{ loop.index }}/{{ loop.length }}{{ x }}{% if not loop.last %}、{% endif %}{% endfor %}
{% for x in xs %}{{ loop.revindex }}{{ loop.revindex0 }}{{ loop.first }}{{ loop.index0 }}{% endfor %}
{% for x in xs %}{{ loop.previtem }}-{{ loop.nextitem }}-{{ loop.cycle('p', 'q') }}{% endfor %}
{% for x in xs if loop.index %}{{ x }}{% endfor %}
{% for x in xs if x != '二' %}{{ loop.length }}{{ loop.last }}{% else %}none{% endfor %}
{% for x, y in pairs %}{{ x }}{{ y }}{% endfor %}{{ x }}
{% for y in xs %}{% for x in xs %}{{ loop.index }}{% endfor %}{{ loop.index }}{% endfor %}
{% for x in xs %}{% if loop.last %}{{ loop.length }}{% endif %}{{ loop.nextitem is defined }}{% endfor %}
{% for x in xs %}{{ loop | length }}{{ loop }}{{ loop.none }}{% endfor %}
{% macro g(p, q=p, r=2) %}{{ p }}{{ q }}{{ r }}{% endmacro %}{{ g(1) }}{{ g(1, r=5) }}{{ g(q=2) }}
{% macro g(p) %}{{ p }}{% endmacro %}{{ g(1, 2) }}{{ g(s=1) }}{{ g(p=1) }}{{ g() }}
{% macro g() %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ g(1, 2, s=3) }}{{ g }}
{% macro g() %}{{ caller() }}{% endmacro %}{{ g() }}{{ g(caller=f) }}
{% set n = namespace(v=1) %}{% for x in xs %}{% set n.v = n.v + 1 %}{% endfor %}{{ n.v }}{{ n.w }}
{% set n = namespace({'v': 2}, w=3) %}{{ n.v }}{{ n.w }}{% set a.v = 1 %}
{% set n = namespace(1) %}{{ n }}
{% if b %}{% set x = 1 %}{% endif %}{{ x }}{% if none %}{% set y = 1 %}{% endif %}{{ y }}
{% with x = b, y = x %}{{ x }}{{ y }}{% endwith %}{{ x }}
{{ 1 if none }}|{{ -(1 if none) }}|{{ (1 if none) + 1 }}|{{ (1 if none)() }}|{{ (1 if none).x }}
{{ (1 if none) == (2 if none) }}{{ (1 if none) | list }}{{ (1 if none) < 2 }}{{ not (1 if none) }}
{{ u }}{{ u + 1 }}{{ 1 - u }}{{ u.v }}{{ u[0] }}{{ u() }}{{ not u }}{{ u == 1 }}{{ 1 in u }}{{ u in xs }}
{{ u | list }}{{ u | length }}{% for x in u %}{% endfor %}{{ u is defined }}{{ -u }}{{ u < 1 }}{{ [u] }}
{% include 'i' %}{{ a }}{% for x in xs %}{% include 'i' %}{% endfor %}
{% include 'no' %}{% include 'no' ignore missing %}{% include u %}
{% import 'm' as m with context %}{{ m.f(1) }}{{ m.k }}{{ m._h }}{{ m.no }}{{ m.f(1, 2, 3, s=4) }}
{% from 'm' import f, k as j, no with context %}{{ f(j) }}{{ no }}
{{ self }}{{ self.x }}
{% set f = 1 %}{% import 'm' as f with context %}{{ f.f(1) }}{% set x, y = xs[:2] %}{{ y }}
"""
"""Templates, one a line, that use all that a template can."""

PRINTED = {
    "{% for x in empty %}{{ x }}{% else %}none{% endfor %}": "none",
    "{% macro g(caller=2) %}{{ caller }}{% endmacro %}{{ g() }}{{ g(caller=7) }}{{ g(8) }}": "278",
    "{% macro g(n) %}{% if n %}{{ n }}{{ g(n - 1) }}{% endif %}{% endmacro %}{{ g(3) }}": "321",
    "{% set x %}A{{ b }}{% endset %}{{ x }}{{ x[0] }}{% set y = x %}{{ y }}": "A2AA2",
    "{% set x = 1 %}{% for i in xs %}{% set x = x + 1 %}{{ x }}{% endfor %}{{ x }}": "2221",
}


@pytest.mark.parametrize("text", [*SAME.strip().splitlines(), *PRINTED])
def test_what_templates_do_is_the_same_on_both_runtimes(text: str) -> None:
    found = same(text)
    assert PRINTED.get(text, found) == found
    same("{% if b %}" + text + "{% endif %}")
    same("{% macro h() %}" + text + "{% endmacro %}{{ h() }}")
    same("{% for z in xs %}" + text + "{% endfor %}")
    same("{% set z %}" + text + "{% endset %}{{ z }}")


EXPRESSIONS = st.sampled_from(
    """
    a ¦ b ¦ none ¦ u ¦ x ¦ y ¦ xs ¦ empty ¦ x.v ¦ n.v ¦ n.w ¦ loop.index ¦ loop.last ¦ loop.length
    ¦ loop.previtem ¦ loop.nextitem ¦ loop.revindex ¦ xs[1] ¦ xs[u] ¦ 1 ¦ 't' ¦ g(1) ¦ g(b, q=x) ¦ g() ¦ a if b
    ¦ a if none ¦ a if none else x ¦ u is defined ¦ xs | length ¦ u | list ¦ not b ¦ b and x ¦ x or u ¦ b + 1
    ¦ b - x ¦ b * u ¦ b / none ¦ x == y ¦ a in xs ¦ loop.cycle(1, 2) ¦ m.f(x) ¦ m.k ¦ z ¦ m ¦ f(a, **kwargs)
    """.strip().split("¦")
).map("({})".format)
MARKED = st.sampled_from(["字", " ", "\n", "<&>", "a"])


def _blocks(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def write(form: str) -> st.SearchStrategy[str]:
        return st.tuples(EXPRESSIONS, inner, inner).map(lambda parts: form.format(*parts))

    forms = [
        "{{% for x in {0} %}}{1}{{% endfor %}}",
        "{{% for x in xs %}}{1}{{% else %}}{2}{{% endfor %}}",
        "{{% for x in xs if {0} %}}{1}{{% else %}}{2}{{% endfor %}}",
        "{{% for x, y in pairs %}}{1}{{% endfor %}}",
        "{{% if {0} %}}{1}{{% elif b %}}{2}{{% endif %}}",
        "{{% if {0} %}}{1}{{% else %}}{2}{{% endif %}}",
        "{{% macro g(p, q={0}) %}}{1}{{{{ p }}}}{{% endmacro %}}{2}",
        "{{% set z %}}{1}{{% endset %}}{2}",
        "{{% with y = {0} %}}{1}{{% endwith %}}{2}",
        "{{% set x = {0} %}}{1}",
        "{{% set n = namespace(v={0}) %}}{1}{{% set n.w = {0} %}}{2}",
        "{{% import 'm' as m with context %}}{1}{{% include 'i' %}}{2}",
        "{{% from 'm' import f as g, k as y with context %}}{1}{2}",
        "{1}{2}",
    ]
    return st.sampled_from(forms).flatmap(write)


TEMPLATES = st.recursive(st.one_of(MARKED, EXPRESSIONS.map("{{{{ {} }}}}".format)), _blocks, max_leaves=12)


@settings(max_examples=100, deadline=None)
@given(TEMPLATES)
def test_any_template_is_the_same_on_both_runtimes(text: str) -> None:
    same(text)


def test_our_runtime_has_what_code_for_templates_imports_or_does_not_need() -> None:
    assert {*theirs.exported} - ours.NAMES.keys() == {"escape", "markup_join", "str_join"}


def test_code_that_needs_more_of_jinja_is_refused() -> None:
    with pytest.raises(LookupError, match=r"^str_join$"):
        _code("from jinja2.runtime import str_join\ndef root(context):\n    yield str_join((1,))", "t")
    with pytest.raises(LookupError, match=r"^import jinja2\.runtime$"):
        _code("import jinja2.runtime\ndef root(context):\n    yield ''", "t")


def test_text_of_the_template_stays_its_own_when_parts_of_it_are_taken_or_replaced() -> None:
    text = ours.Markup("甲乙")
    assert [type(part) for part in (text[0], text[:1], text.replace("甲", "<"), text.strip())] == [
        *[ours.Markup] * 3,
        str,
    ]
    assert text.replace("甲", "<&") == "<&乙"
