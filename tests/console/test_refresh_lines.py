"""What is listed of a refreshed file."""

from pathlib import Path

import pytest

from reportgen.console.console import Console, Style
from reportgen.console.refresh_lines import refresh_lines
from reportgen.model.diagnostic import error
from reportgen.model.place import FileRef
from reportgen.model.refresh import Fate, Refreshed, RefreshedFile, RefreshOutcome

SENTENCE = "暗流镇人口12924人，同比增长0.2%，产值2.85亿元"


def listed(now: str, today: str) -> str:
    entry = Refreshed(fate=Fate.CHANGED, place="¶1", now=now, today=today)
    file = RefreshedFile(file=Path("a.docx"), entries=(entry,), found_again=0)
    outcome = RefreshOutcome(files=(file,), diagnostics=(), dry_run=True)
    return list(refresh_lines(outcome, "en", None))[1][0].removesuffix("¶1").strip()


@pytest.mark.parametrize(
    ("now", "today", "said"),
    [
        ("76家", "77家", "76家 → 77家"),
        (f"{SENTENCE}。", f"{SENTENCE}，同比增长14%。", "…2.85亿元。 → …2.85亿元，同比增长14%。"),
        (f"{SENTENCE}。", "", "暗流镇人口12924人，同比增长0.2%，产值2.85亿… → —"),
    ],
)
def test_long_texts_are_shown_from_where_they_part(now: str, today: str, said: str) -> None:
    assert listed(now, today) == said


def test_another_order_is_listed_with_both_orders() -> None:
    entry = Refreshed(fate=Fate.REORDERED, place="一、甲", written="铝、铜", now="铝、铜", today="铜、铝")
    file = RefreshedFile(file=Path("a.docx"), entries=(entry,))
    lines = [line for line, _ in refresh_lines(RefreshOutcome(files=(file,)), "zh", None)]
    assert lines[1:] == ["报告里的先后次序已变，文档里没有挪动（1 处）：", "  铝、铜 → 铜、铝  一、甲"]
    assert not file.is_changed


@pytest.mark.parametrize(("written", "is_said"), [((), True), ((Path("b.docx"),), False)])
def test_nothing_was_written_is_said_only_where_no_file_was(
    written: tuple[Path, ...], is_said: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    found = (error("output-in-use", FileRef("a.docx"), file="a.docx"),)
    Console(Style(language="en")).refreshed(RefreshOutcome(diagnostics=found, written=written))
    said = capsys.readouterr().err
    assert "1 error" in said
    assert ("nothing was written" in said.splitlines()[-1]) is is_said
