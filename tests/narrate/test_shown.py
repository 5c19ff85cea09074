"""Messages name a value alike, whether an operator, a word or an argument refuses it."""

from types import SimpleNamespace

import pytest

from reportgen.narrate.narrate import narrate

DATA = """园区产值 = 12亿元

主导产业:
名称 | 产值（亿元）
铝 | 42.86
药 | 33
"""


@pytest.mark.parametrize(
    ("tag", "named"),
    [
        ("主导产业[0] + 1", "主导产业[1]"),
        ("主导产业[0] | 排序('产值')", "主导产业[1]"),
        ("主导产业[0] | 金额", "主导产业[1]"),
        ("主导产业[1] | 列举", "主导产业[2]"),
        ("主导产业 + 1", "主导产业"),
        ("主导产业 | 金额", "主导产业"),
        ("园区产值 | 金额(小数=主导产业)", "主导产业"),
        ("主导产业.产值 * 2", "主导产业.产值"),
        ("主导产业.产值 | 金额", "主导产业.产值"),
        ("'12' * 2", "“12”"),
        ("'12' | 金额", "“12”"),
    ],
)
def test_a_value_has_one_name_in_all_messages(tag: str, named: str, sample: SimpleNamespace) -> None:
    report = sample.report(("t.md", f"# 甲\n\n{{{{ {tag} }}}}\n"), required=True)
    findings = narrate(report, sample.dataset(DATA))[1]
    assert [fact for item in findings for name, fact in item.facts.items() if name in ("value", "left")] == [named]
