"""The filters over lists do what jinja's own do, and say the same where they are called wrongly."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from jinja2.exceptions import TemplateRuntimeError as TheirError
from jinja2.sandbox import SandboxedEnvironment

from reportgen.narrate import lists
from reportgen.narrate.narrate import narrate
from reportgen.narrate.runtime import TemplateRuntimeError

ROWS = [{"名": "甲", "数": 3}, {"名": "乙", "数": 4}, {"名": "甲", "数": 5}]
FILTERS: dict[str, Any] = {"twice": lambda value, times=2: value * times}
TESTS: dict[str, Any] = {"odd": lambda value: value % 2 == 1, "above": lambda value, least: value > least}
OURS: dict[str, Any] = {
    "map": lists.mapping(lambda: FILTERS),
    "select": lists.choosing(lambda: TESTS, wanted=True, by_attribute=False),
    "reject": lists.choosing(lambda: TESTS, wanted=False, by_attribute=False),
    "selectattr": lists.choosing(lambda: TESTS, wanted=True, by_attribute=True),
    "rejectattr": lists.choosing(lambda: TESTS, wanted=False, by_attribute=True),
    "unique": lists.unique,
}
CALLS: list[tuple[str, list[Any], tuple[Any, ...], dict[str, Any]]] = [
    ("map", [1, 2], ("twice",), {}),
    ("map", [1, 2], ("twice", 3), {}),
    ("map", [1, 2], ("twice",), {"times": 4}),
    ("map", ROWS, (), {"attribute": "名"}),
    ("map", [[1, [2]], [3, [4]]], (), {"attribute": "1.0"}),
    ("map", ROWS, (), {"attribute": "无", "default": "—"}),
    ("map", [1], ("none such",), {}),
    ("map", [1], (), {}),
    ("map", [1], (), {"attribute": "名", "other": 1}),
    ("map", [], (), {}),
    ("select", [1, 0, 2], (), {}),
    ("select", [1, 2, 3], ("odd",), {}),
    ("select", [1, 2, 3], ("above", 1), {}),
    ("select", [1], ("none such",), {}),
    ("select", [], ("none such",), {}),
    ("reject", [1, 2, 3], ("odd",), {}),
    ("reject", [1, 0], (), {}),
    ("selectattr", ROWS, ("数", "above", 3), {}),
    ("selectattr", ROWS, ("数",), {}),
    ("selectattr", ROWS, (), {}),
    ("rejectattr", ROWS, ("数", "odd"), {}),
    ("unique", ["A", "a", "b"], (), {}),
    ("unique", ["A", "a", "b"], (), {"case_sensitive": True}),
    ("unique", ROWS, (), {"attribute": "名"}),
]


@pytest.mark.parametrize(("name", "values", "args", "options"), CALLS)
def test_a_filter_gives_what_that_of_jinja_gives(
    name: str, values: list[Any], args: tuple[Any, ...], options: dict[str, Any]
) -> None:
    environment = SandboxedEnvironment()
    environment.filters["twice"] = FILTERS["twice"]
    environment.tests.update(TESTS)
    context = environment.from_string("").new_context()
    theirs: Any = environment.filters[name]
    around = environment if name == "unique" else context
    outcomes: list[object] = []
    for word, first in ((OURS[name], ()), (theirs, (around,))):
        try:
            outcomes.append(list(word(*first, values, *args, **options)))
        except (TemplateRuntimeError, TheirError) as problem:
            outcomes.append(str(problem))
    assert outcomes[0] == outcomes[1]


def test_of_a_list_of_templates_the_first_that_is_there_is_included(sample: SimpleNamespace) -> None:
    report = sample.report(("t.md", "# 甲\n\n{% include ['无.md', '乙.md', '丙.md'] %}\n"), macros={"乙.md": "乙。"})
    document, findings = narrate(report, sample.dataset("产值 = 3亿元"))
    assert sample.outline(document) == "# 一、甲\n乙。"
    assert [item.code for item in findings] == ["unused-data"]


def test_a_list_without_any_template_that_is_there_is_a_finding(sample: SimpleNamespace) -> None:
    _, findings = narrate(sample.report(("t.md", "# 甲\n\n{% include ['无.md'] %}好。\n")), sample.dataset(""))
    assert [(item.code, str(item.place), item.facts["name"]) for item in findings] == [
        ("unknown-template", "t.md:3:4", "无.md")
    ]


def test_what_is_put_into_text_of_the_template_stays_as_it_is_written(sample: SimpleNamespace) -> None:
    text = "# 甲\n\n{% set 句 %}甲与乙{% endset %}{{ 句 | replace('与', '&') }}。\n"
    document, _ = narrate(sample.report(("t.md", text)), sample.dataset(""))
    assert sample.outline(document) == "# 一、甲\n甲&乙。"
