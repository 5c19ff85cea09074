"""Every finding of the room has its sentences in both languages, and something provokes it."""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

import reportgen.narrate
from reportgen.model.diagnostic import Diagnostic
from reportgen.model.report import AppendixColumn, AppendixSource
from reportgen.narrate.narrate import narrate

ROOM = Path(reportgen.narrate.__file__).parent
CATALOGUE = tomllib.loads((ROOM.parent / "messages" / "narrate.toml").read_text(encoding="utf-8"))
CASES = "".join(path.read_text(encoding="utf-8") for path in (Path(__file__).parent / "cases").glob("*.md"))
SHARED = {"missing-value", "not-a-figure", "division-by-zero", "unknown-column", "nothing-to-add", "unit-mismatch"}
DATA = "产值 = 43亿元\n支出 = 空（未统计）\n"
DATA += "主导产业:\n名称 | 产值（亿元） | 用工（人）\n铝 | 3 | 5\n别表:\n名称 | 产值（亿元）\n药 | 4"

PROVOKED = {
    "endless-template": "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}",
    "endless-recursion": "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
    "output-too-long": "{% for a in range(9999) %}" + "字" * 900 + "{% endfor %}",
    "list-too-long": "{{ range(10001) }}",
    "joined-text-too-long": "{% set x = 'abcdefgh' %}" + "{% set x = x ~ x %}" * 30,
    "number-too-large": "{{ 9 ** 99999 }}",
    "template-too-large": "字" * 500_001,
    "too-many-tags": "{{ 1 }}" * 5001,
    "template-too-deep": "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
    "forbidden-attribute": "{{ ''.__class__ }}",
    "template-failed": "{{ -'甲' }}",
    "no-target": "::: 表 甲\n数据: 主导产业\n列: 目标(产值)\n:::",
    "no-previous": "::: 表 甲\n数据: 主导产业\n列: 同比(产值)\n:::",
    "mixed-tables": "::: 表 甲\n数据: {{ [主导产业[0], 别表[0]] }}\n:::",
    "missing-section": "",
}


def provoke(sample: SimpleNamespace, template: str) -> list[Diagnostic]:
    report = sample.report(("t.md", f"# 甲\n\n{template}\n"), required=True)
    return narrate(report, sample.dataset(DATA))[1]


@pytest.mark.parametrize("code", PROVOKED)
def test_a_broken_template_provokes_its_finding(code: str, sample: SimpleNamespace) -> None:
    assert code in {item.code for item in provoke(sample, PROVOKED[code])}


@pytest.mark.parametrize("code", CATALOGUE)
def test_each_code_of_the_catalogue_is_provoked_by_a_case_or_a_template_here(code: str) -> None:
    expected = re.search(rf"^(error|warning|info) {code} ", CASES, re.MULTILINE)
    assert expected is not None or code in PROVOKED


@pytest.mark.parametrize("code", CATALOGUE)
def test_both_languages_say_the_same_with_the_same_facts(code: str) -> None:
    english, chinese = CATALOGUE[code]["en"], CATALOGUE[code]["zh"]
    assert english.keys() == chinese.keys()
    for key in english.keys() - {"explain"}:
        assert set(placeholders(english[key])) == set(placeholders(chinese[key])), key
    assert re.search("[\u4e00-\u9fff]", chinese["message"])


def placeholders(text: str) -> Iterator[str]:
    return (name.partition("|")[0] for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def test_every_code_that_the_room_raises_is_in_the_catalogue() -> None:
    raised = set()
    for path in ROOM.glob("*.py"):
        text = path.read_text(encoding="utf-8")
        raised |= set(re.findall(r"\b(?:error|warning|info|Fault|ExhaustedError)\(\s*\"([a-z-]+)\"", text))
    assert raised - SHARED <= CATALOGUE.keys()
    assert CATALOGUE.keys() <= raised


def test_the_facts_of_a_finding_fill_its_sentences(sample: SimpleNamespace) -> None:
    findings = [item for template in PROVOKED.values() for item in provoke(sample, template)]
    findings += provoke(sample, "{{ 产植 }}{{ 产值 | 同必 }}{{ 支出 }}{{ 图('甲') }}**甲\n\n::: 图 乙\n类型: 条\n")
    for item in findings:
        entry = CATALOGUE.get(item.code)
        if entry is None:
            continue
        for language in ("en", "zh"):
            for key in entry[language].keys() - {"explain"}:
                filled = entry[language][key].format_map(dict(item.facts))
                assert "{" not in re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", filled), (item.code, filled)


def test_an_appendix_that_cannot_be_made_is_a_finding_at_the_kit(sample: SimpleNamespace) -> None:
    source = AppendixSource(title="名单", sheet="主导产业", columns=(AppendixColumn(name="产植"),))
    report = sample.report(("t.md", "# 甲\n\n见{{ 附件('名单') }}。\n"))
    _, findings = narrate(replace(report, appendices=(source,)), sample.dataset(DATA))
    assert [sample.finding(item) for item in findings if item.severity == "error"] == [
        "error unknown-column kit.toml › appendices ← 样本.xlsx › 主导产业 → 产值"
    ]


@pytest.mark.parametrize(
    "template",
    [
        "{{ }}",
        "{{ 产值 | }}",
        "{{ 产值 + }}",
        "{{ (产值] }}",
        "{{ 产值 税收 }}",
        "{% if %}",
        "{% if 产值 %}{% endfor %}",
        "{{ 产值",
    ],
)
def test_a_chinese_message_shows_signs_and_no_names_of_jinja(template: str, sample: SimpleNamespace) -> None:
    found = next(item for item in provoke(sample, template) if item.severity == "error")
    entry = CATALOGUE[found.code]["zh"]
    said = (entry["message"] + entry["help"]).format_map(dict(found.facts))
    assert not re.search("[a-z]+ of |[Ee]xpected|statement|token", said.replace("模板结尾/end of template", ""))
