"""A setting of a wrong type is shown as its file has it, not as Python writes it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.model.diagnostic import ReportError
from reportgen.report import read_report


@pytest.mark.parametrize(
    "value",
    ['["a"]', "[1, true, {a = 1}]", "2016-02-24", "0.50", "true", "[]"],
)
def test_a_wrong_value_is_shown_as_toml(folder: Path, write: Callable[[str, str], Path], value: str) -> None:
    text = (folder / "report.toml").read_text(encoding="utf-8")
    write("report.toml", text.replace('"某开发区"', value))
    with pytest.raises(ReportError) as raised:
        read_report(folder)
    shown = [item.facts["value"] for item in raised.value.diagnostics if item.code == "wrong-key-type"]
    assert shown == [value]


def test_a_long_wrong_value_is_cut(folder: Path, write: Callable[[str, str], Path]) -> None:
    text = (folder / "report.toml").read_text(encoding="utf-8")
    write("report.toml", text.replace('"某开发区"', str(list(range(100_000)))))
    with pytest.raises(ReportError) as raised:
        read_report(folder)
    [shown] = [item.facts["value"] for item in raised.value.diagnostics if item.code == "wrong-key-type"]
    assert len(shown) == 40
    assert shown.endswith("…")
