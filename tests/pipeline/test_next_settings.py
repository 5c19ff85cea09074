"""The next year's report.toml keeps what a person wrote round the settings."""

import tomllib

import pytest

from reportgen.pipeline.next_settings import new_settings, next_settings, written

OLD = """# 我的说明
[report]
kit = "work-summary"  # 模板包
year = 2015
title = "清镇2015年工作总结"
organization = "清镇"
data = [
  "a-2015.xlsx",  # 主表
  'b.csv',
]
dated = 2016-02-24
[departments]
year = 2015
"""
CHANGES: dict[str, int | str | list[str]] = {
    "year": 2016,
    "title": '清镇"2016"年\\工作总结',
    "data": ["a-2016.xlsx", "b.csv"],
}


def test_only_the_named_settings_change_and_notes_stay() -> None:
    text = next_settings(OLD, CHANGES)
    assert text is not None
    new, old = tomllib.loads(text), tomllib.loads(OLD)
    assert new["report"] == {"kit": "work-summary", "organization": "清镇", **CHANGES}
    assert new["departments"] == old["departments"]
    assert text.startswith("# 我的说明\n")
    assert "# 模板包" in text
    assert "# dated = 2016-02-24" in text


@pytest.mark.parametrize(
    "text",
    [
        'report = { year = 2015, title = "清镇" }',
        '[report]\n"year" = 2015\ntitle = "清镇"',
        '[report]\nyear = 2015\ntitle = """\n清镇"""',
        '[other]\nyear = 1\n[report]\nyear = 2015\ntitle = "清镇"',
    ],
)
def test_a_file_that_cannot_be_changed_for_certain_is_refused(text: str) -> None:
    assert next_settings(text, {"year": 2016, "title": "x"}) is None


def test_a_plain_file_reads_back_as_its_values() -> None:
    values: dict[str, int | str | list[str]] = {"year": 2016, "title": "甲\t“乙”\\", "data": ["a", "b"]}
    assert tomllib.loads(new_settings(values))["report"] == values
    assert written(["a"]) == '["a"]'
