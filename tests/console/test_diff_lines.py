"""What changed, for the terminal."""

from reportgen.console.diff_lines import diff_lines
from reportgen.model.comparison import Cause, Comparison, Fate, FigureChange


def shown(*figures: FigureChange) -> list[str]:
    found = Comparison(old="初稿.docx", new="二稿.docx", figures=figures)
    return list(diff_lines(found, "en", None, lambda text, _: text))


def test_figures_removed_by_hand_and_by_the_report_stand_in_one_table() -> None:
    by_hand = FigureChange(fate=Fate.REMOVED, cause=Cause.HAND, name="负债", old="28.61亿元", place="三 › ¶1")
    by_report = FigureChange(fate=Fate.REMOVED, name="同比下降", old="同比下降3.2%", place="一 › ¶2")
    heading, first, second = shown(by_hand, by_report)
    assert "2" in heading
    assert first.split()[:4] == ["负债", "28.61亿元", "by", "hand"]
    assert "by hand" not in second
    assert second.endswith("一 › ¶2")


def test_without_a_cause_there_is_no_column_of_causes() -> None:
    added = FigureChange(fate=Fate.ADDED, name="产值", new="52.1亿元", place="一 › ¶2")
    assert shown(added)[1].split("  ")[1:] == ["产值", "52.1亿元", "一 › ¶2"]
