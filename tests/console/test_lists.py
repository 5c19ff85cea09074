"""Lists in English sentences: names parted by commas, names that hold a 、 left whole."""

from reportgen.console.catalogue import worded
from reportgen.model.diagnostic import warning


def test_lists_are_parted_by_commas() -> None:
    said = worded(warning("lost-rows", sheet="企业", rows="甲、乙", count=2), "en").message
    assert "甲, 乙" in said


def test_a_name_with_the_mark_of_lists_stays_whole() -> None:
    said = worded(warning("lost-rows", sheet="行业", rows="电力、热力生产", count=1), "en").message
    assert "电力、热力生产" in said
    told = worded(warning("given-cell-changed", name="行业", found="电力", expected="电力、热力"), "en").message
    assert "电力、热力" in told
