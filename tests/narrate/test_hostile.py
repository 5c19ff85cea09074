"""Templates that mean harm: each ends soon, with a finding, and reaches nothing."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from reportgen.model.diagnostic import Diagnostic
from reportgen.model.document import Document
from reportgen.model.report import Report
from reportgen.narrate.environment import SectionEnvironment
from reportgen.narrate.narrate import narrate, narrate_in
from reportgen.narrate.vocabulary.words import FILTERS, FUNCTIONS

DATA = "产值 = 43亿元；上年40亿元\n简称 = 园区\n主导产业:\n名称 | 产值（亿元）\n铝 | 3\n药 | 4"
DOUBLED = "{% set x %}甲乙丙丁戊己庚辛{% endset %}" + "{% set x %}{{ x }}{{ x }}{% endset %}" * 60 + "{{ x }}"
NESTED_LISTS = "{% set a = [1] %}" + "{% set a = [a, a] %}" * 60
LOOP = "{{% for {0} in range(10000) %}}"

HARMFUL = {
    "syntax error": ("{{ 产值 | }}", "unexpected-token"),
    "undefined name": ("{{ 没有这个 }}", "undefined-name"),
    "billion rounds": (
        "".join(LOOP.format(name) for name in "abc") + "{{ a }}" + "{% endfor %}" * 3,
        "endless-template",
    ),
    "empty rounds": ("".join(LOOP.format(name) for name in "abc") + "{% endfor %}" * 3, "endless-template"),
    "failing rounds": (
        "".join(LOOP.format(name) for name in "ab") + "{{ 产值 / 0 }}" + "{% endfor %}" * 2,
        "endless-template",
    ),
    "words over lists in rounds": (
        LOOP.format("a") + "{{ range(10000) | list | length }}{% endfor %}",
        "endless-template",
    ),
    "filtered rounds": (
        LOOP.format("a") + "{% for b in range(10000) if b < 0 %}{% endfor %}{% endfor %}",
        "endless-template",
    ),
    "huge range": ("{% for a in range(10 ** 12) %}{% endfor %}", "list-too-long"),
    "huge text": ("{{ 'a' * 10 ** 9 }}", "unsupported-operation"),
    "huge power": ("{{ 9 ** 99999 }}", "number-too-large"),
    "huge product": ("{% set n = 10 ** 400 %}{{ n * n * n }}", "number-too-large"),
    "huge decimal": ("{{ 1.5 ** 100000 }}", "number-too-large"),
    "long text by format": ("{{ '%1000000000d' % 1 }}", "unsupported-operation"),
    "long text by method": ("{{ ''.center(10 ** 9) }}", "unknown-attribute"),
    "long text by filter": ("{{ 'a' | center(10 ** 9) }}", "unknown-word"),
    "long text by replace": (
        "{% set x = 'aaaaaaaaaa' %}" + "{% set x = x | replace('a', 'aaaaaaaaaa') %}" * 10,
        "joined-text-too-long",
    ),
    "doubled blocks": (DOUBLED, "output-too-long"),
    "doubled text": ("{% set x = 'abcdefgh' %}" + "{% set x = x ~ x %}" * 60 + "{{ x }}", "joined-text-too-long"),
    "doubled lists": ("{% set x = [1] %}" + "{% set x = x + x %}" * 60, "list-too-long"),
    "doubled namespace": (
        "{% set n = namespace(t='甲乙丙丁') %}{% for i in range(60) %}{% set n.t = n.t ~ n.t %}{% endfor %}",
        "joined-text-too-long",
    ),
    "compared lists": (NESTED_LISTS + "{{ a == a }}", "unsupported-operation"),
    "printed lists": (NESTED_LISTS + "{{ a }}", "not-printable"),
    "long loop body": (LOOP.format("a") + "字" * 10000 + "{% endfor %}", "output-too-long"),
    "macro without end": ("{% macro f() %}{{ f() }}{{ f() }}{% endmacro %}{{ f() }}", "endless-recursion"),
    "include without end": ("{% include 't.md' %}{% include 't.md' %}", "endless-recursion"),
    "class": ("{{ ''.__class__ }}", "forbidden-attribute"),
    "class by subscript": ("{{ ''['__class__'] }}", "unknown-attribute"),
    "class of a figure": ("{{ 产值['__class__'] }}", "forbidden-attribute"),
    "class by attribute filter": ("{{ 产值 | attr('__class__') }}", "unknown-word"),
    "class by map": ("{{ [产值] | map(attribute='__class__') | list }}", "forbidden-attribute"),
    "class in a loop": ("{% for a in 主导产业 %}{{ a.__class__ }}{% endfor %}", "forbidden-attribute"),
    "globals of a macro": ("{% macro f() %}{% endmacro %}{{ f.__globals__ }}", "forbidden-attribute"),
    "globals of a word": ("{{ range.__globals__ }}", "forbidden-attribute"),
    "module": ("{{ 产值.__module__ }}", "forbidden-attribute"),
    "mro": ("{{ ''.mro() }}", "unknown-attribute"),
    "quantity of a figure": ("{{ 产值.quantity }}", "unknown-attribute"),
    "format": ("{{ '{0.__class__}'.format(产值) }}", "unknown-attribute"),
    "self": ("{{ self._TemplateReference__context }}", "forbidden-attribute"),
    "environment": ("{{ range.environment }}{{ 主导产业.environment }}", "unknown-attribute"),
    "file outside": ("{% include '/etc/passwd' %}", "unknown-template"),
    "file above": ("{% include '../../x' %}", "unknown-template"),
    "forged mark": ("{{ '\\ue0000\\ue001' }}", "unsourced-number"),
    "internal word": ("{{ 1 | map('·broken') | list }}", "not-a-list"),
    "deep brackets": ("{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}", "template-too-deep"),
    "deep loops": ("{% for a in [1] %}" * 25 + "{% endfor %}" * 25, "template-too-deep"),
    "many digits": ("{{ " + "9" * 5000 + " }}", "template-too-deep"),
    "large file": ("字" * 500_001, "template-too-large"),
    "many tags": ("{{ 产值 }}" * 5001, "too-many-tags"),
    "almost too many tags": ("{{ 产植 }}" * 4990, "undefined-name"),
    "long blanks in a heading": ("# 甲" + " " * 200_000 + "乙", "unused-data"),
    "long blanks in a setting": (
        "::: 图 甲\n筛选: " + "甲" + " " * 200_000 + "乙\n数据: 主导产业\n:::",
        "missing-setting",
    ),
    "many lines": ("甲\n" * 200_000, "unused-data"),
    "many numerals": ("一" * 200_000 + "十" * 200_000, "unused-data"),
    "many numbers": ("1 " * 20_000, "literal-number"),
    "many brackets": ("[[" * 50_000 + "“" * 50_000 + "[^" * 50_000 + "**" * 50_001, "unclosed-bold"),
}


@pytest.fixture(params=["compiled", "kept"])
def narrated(request: pytest.FixtureRequest, sample: SimpleNamespace) -> Any:
    """A function: the document of a report and its findings, by templates just compiled or by kept ones."""

    def make(report: Report) -> tuple[Document, list[Diagnostic]]:
        store = sample.store()
        if request.param == "kept":
            narrate_in(SectionEnvironment(FILTERS, FUNCTIONS), report, sample.dataset(DATA), store)
        outcome = narrate_in(SectionEnvironment(FILTERS, FUNCTIONS), report, sample.dataset(DATA), store)
        assert bool(store.had) is (request.param == "kept")
        return outcome

    return make


@pytest.mark.parametrize("name", HARMFUL)
def test_a_harmful_template_ends_within_five_seconds_with_a_finding(
    name: str, narrated: Any, sample: SimpleNamespace
) -> None:
    template, code = HARMFUL[name]
    report = sample.report(("t.md", f"# 甲\n\n{template}\n"), ("z.md", "# 乙\n\n产值{{ 产值 }}。\n"))
    document, findings = narrated(report)
    assert any(item.code.startswith(code) for item in findings), [item.code for item in findings]
    assert sample.outline(document).endswith("产值{43亿元}。"), "the other section still renders"
    assert len(findings) < 20_100


def test_what_fails_in_every_round_is_said_once(sample: SimpleNamespace) -> None:
    template = "# 甲\n\n{% for a in range(500) %}{{ 产值 / 0 }}{% endfor %}好。\n"
    _, findings = narrate(sample.report(("t.md", template)), sample.dataset(DATA))
    assert [item.code for item in findings if item.code == "division-by-zero"] == ["division-by-zero"]


def test_the_budget_of_one_report_is_not_that_of_the_next(sample: SimpleNamespace) -> None:
    rounds = "# 甲\n\n" + "".join(f"{{% for {name} in range(600) %}}" for name in "ab") + "{% endfor %}" * 2 + "好。\n"
    for _ in range(3):
        _, findings = narrate(sample.report(("t.md", rounds)), sample.dataset(DATA))
        assert not [item for item in findings if item.code == "endless-template"]
