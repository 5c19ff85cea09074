"""Words that are true of one year are found, with their places; what follows the data is left out."""

import pytest

from reportgen.narrate.dated import dated_words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("今年完成2015年任务", ["今年", "2015年"]),
        ("“十二五”期间、十三五规划、“十四五”收官", ["“十二五”期间", "十三五规划", "“十四五”"]),
        ("2011—2015年，2011-2015", ["2011—2015年", "2011-2015"]),
        ("截至2016-02-23，3月15日、二〇一五年", ["2016-02-23", "3月15日", "二〇一五年"]),
        ("去年度，明年，来年", ["去年度", "明年", "来年"]),
        ("比上年增长，本年数，当年价，年均、每年、三年", []),
        ("投资2015万元，G2015次", []),
        ("写明年份，注明年度，说明年限", []),
        ("{{ 年度 }}年、{% if 年度 == 2015 %}x{% endif %}、{# 2015年 #}", []),
    ],
)
def test_dated_words_are_found(text: str, expected: list[str]) -> None:
    assert [word.text for word in dated_words(text)] == expected


def test_each_has_its_line_and_column() -> None:
    found = list(dated_words("# 工作亮点\n\n{{ 产值\n}}今年以来\n"))
    assert [(word.line, word.column) for word in found] == [(4, 3)]
