"""What changed, for the terminal."""

from reportgen.console.diff_lines import diff_lines
from reportgen.model.comparison import Cause, Comparison, Fate, FigureChange, Piece, TextChange


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


def test_a_figure_that_reads_as_before_stands_apart_from_those_that_a_reader_sees_changed() -> None:
    hidden = FigureChange(
        fate=Fate.CHANGED, cause=Cause.DATA, name="产值", old="42.86亿元", new="42.86亿元", old_value="42.857",
        new_value="42.861", place="一 › ¶1",
    )  # fmt: skip
    seen = FigureChange(fate=Fate.CHANGED, cause=Cause.DATA, name="税收", old="3亿元", new="4亿元", place="一 › ¶1")
    first, one, second, other = shown(hidden, seen)
    assert first == "figures changed (1):"
    assert "3亿元 → 4亿元" in one
    assert "read the same" in second
    assert "42.86亿元 (42.857 → 42.861)" in other


def test_a_break_that_came_can_be_seen() -> None:
    pieces = (Piece("产值增长，"), Piece("\n", Fate.ADDED), Piece("税收下降"))
    change = TextChange(fate=Fate.CHANGED, place="一 › ¶1", old="", new="", pieces=pieces)
    found = Comparison(old="初稿.docx", new="二稿.docx", texts=(change,))
    assert "    产值增长，{+↵+}税收下降" in list(diff_lines(found, "en", None, lambda text, _: text))
