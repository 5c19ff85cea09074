import os
import pty
import select
import sys
import time
from io import StringIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.console.language import choose_language
from reportgen.console.progress import Progress
from reportgen.console.terminal import Terminal
from reportgen.console.trace_table import cells_text, trace_rows
from reportgen.console.widths import cut, pad, table, width, wrap
from reportgen.model.binding import Binding
from reportgen.model.outcome import TracedFigure

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are POSIX", allow_module_level=True)


class Screen(StringIO):
    """A terminal that remembers what was written."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("asked", "variables", "language"),
    [
        ("zh", {"LANG": "en_US.UTF-8"}, "zh"),
        (None, {"LANG": "zh_CN.UTF-8"}, "zh"),
        (None, {"LC_ALL": "C.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        (None, {"REPORTGEN_LANG": "zh", "LC_ALL": "C"}, "zh"),
        (None, {"LC_ALL": "", "LANG": "zh_TW"}, "zh"),
        (None, {"LANG": "fr_FR"}, "en"),
        ("xx", {"LANG": "zh_CN"}, "zh"),
        (None, {}, "en"),
    ],
)
def test_the_language_is_what_was_asked_for_else_the_locale(
    asked: str | None, variables: dict[str, str], language: str
) -> None:
    assert choose_language(asked, variables) == language


def test_chinese_takes_two_columns_and_combining_marks_none() -> None:
    assert width("产值 42.86亿元") == 14
    assert width("e\u0301") == 1
    assert width("，") == 2


@given(st.text(alphabet="ab 产业，。e\u0301…", max_size=30), st.integers(2, 20))
def test_a_cut_text_fits_and_a_padded_one_fills(text: str, columns: int) -> None:
    assert width(cut(text, columns)) <= columns
    assert width(pad(cut(text, columns), columns)) == columns


@given(st.text(alphabet="ab 产业，。", max_size=60), st.integers(8, 30))
def test_wrapping_keeps_all_characters_but_spaces(text: str, columns: int) -> None:
    lines = wrap(text, columns)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_wrapped_lines_never_begin_with_a_closing_mark() -> None:
    lines = wrap("在报告的文件夹里生成文件，并说明哪些数字变了。", 12)
    assert len(lines) > 2
    assert not any(line[0] in "，。" for line in lines)


def test_a_table_aligns_chinese_and_latin_cells() -> None:
    assert table([("文中", "位置"), ("42.86亿元", "一"), ("5", "¶2")]) == [
        "文中       位置",
        "42.86亿元  一",
        "5          ¶2",
    ]


def test_a_table_is_cut_where_the_terminal_is_too_narrow() -> None:
    rows = [("a", "一、基本情况 › （二）主导产业发展情况 › ¶2", "x" * 30)]
    assert all(width(line) <= 50 for line in table(rows, 50))
    assert table(rows)[0].endswith("x" * 30)


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        (["a.xlsx › 产业 › C4"], "a.xlsx › 产业 › C4"),
        ([f"a.xlsx › 产业 › C{row}" for row in (4, 5, 6, 9)], "a.xlsx › 产业 › C4:C6、C9"),
        (["a.xlsx › 产业 › C4", "a.xlsx › 指标 › D2"], "a.xlsx › 产业 › C4；a.xlsx › 指标 › D2"),
        (["report.toml › report.year"], "report.toml › report.year"),
        ([], ""),
    ],
)
def test_cells_are_listed_with_file_and_sheet_said_once(cells: list[str], text: str) -> None:
    assert cells_text(cells) == text


@pytest.mark.parametrize(
    ("color", "variables", "colored"),
    [
        ("auto", {}, True),
        ("auto", {"NO_COLOR": "1"}, False),
        ("auto", {"TERM": "dumb"}, False),
        ("always", {"NO_COLOR": "1"}, True),
        ("never", {}, False),
    ],
)
def test_colour_follows_option_environment_and_terminal(
    color: str, variables: dict[str, str], colored: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert Terminal(Screen(), color).colored is colored
    assert not Terminal(StringIO(), "auto").colored


def test_a_closed_stream_swallows_what_is_written() -> None:
    stream = StringIO()
    terminal = Terminal(stream)
    stream.close()
    terminal.line("nobody reads this")
    terminal.line("nor this")


def test_progress_is_silent_for_a_file_and_for_short_work() -> None:
    stream, screen = StringIO(), Screen()
    for target in (stream, screen):
        with Progress(Terminal(target), "en", shown=True) as progress:
            progress("step-load")
            progress("step-check")
        assert not target.getvalue()


def test_progress_shows_the_running_step_after_a_second_and_takes_it_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportgen.console.progress.PATIENCE_SECONDS", 0.02)
    screen = Screen()
    with Progress(Terminal(screen), "en", shown=True) as progress:
        progress("step-load")
        deadline = time.monotonic() + 5
        while not screen.getvalue() and time.monotonic() < deadline:
            time.sleep(0.01)
        progress("step-draw")
    said = screen.getvalue()
    assert "reading the workbooks" in said
    assert "drawing charts" in said
    assert said.endswith("\r\x1b[K")


def test_a_pseudo_terminal_gives_its_width() -> None:
    master, slave = pty.openpty()
    try:
        with os.fdopen(slave, "w", encoding="utf-8", closefd=False) as stream:
            terminal: Any = Terminal(stream)
            assert terminal.interactive
            assert terminal.columns == 80
            terminal.line("hello")
        assert select.select([master], [], [], 5)[0]
        assert os.read(master, 100) == b"hello\r\n"
    finally:
        os.close(master)
        os.close(slave)


LONG = "园区以项目促发展，基础设施和产业两类项目齐头并进，全年共实施重点项目77个，总投资40亿元"


@pytest.mark.parametrize(
    ("text", "now", "unsure", "shown"),
    [
        ("42.86", None, False, "42.86"),
        ("42.86", "99", False, "42.86（现为：99）"),
        ("42.86", "", False, "42.86（已删）"),
        ("42.86", None, True, "42.86（现在怎样，无法确定）"),
        (LONG, "", False, "园区以项目促发展，基础设施和产业两类项…（已删）"),
        (
            LONG,
            LONG.replace("77", "80"),
            False,
            "…实施重点项目77个，总投资40亿元（现为：…实施重点项目80个，总投资40亿元）",
        ),
        (LONG, "无", False, "园区以项目促发展，基础设施和产业两类项…（现为：无）"),
    ],
)
def test_what_became_of_a_figure_is_said_however_long_its_text(
    text: str, now: str | None, unsure: bool, shown: str
) -> None:
    figure = TracedFigure(binding=Binding(tag="t", text=text, value=text), now=now, unsure=unsure)
    assert trace_rows([figure], "zh")[1][0] == shown


def test_a_cell_of_a_table_that_nobody_can_tell_is_said_to_be_one() -> None:
    figure = TracedFigure(
        binding=Binding(tag="t", text="42.86", value="42.86", table_row=2, table_column=3), unsure=True
    )
    assert trace_rows([figure], "zh")[1][0] == "42.86（表格动过，对不准）"
