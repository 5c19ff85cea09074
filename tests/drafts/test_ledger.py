"""The ledger: what it says after any end of a run, and that one run at a time writes it."""

from pathlib import Path

import pytest

from reportgen.drafts.ledger import LEDGER, Entry, Ledger, read_ledger
from reportgen.model.diagnostic import Fault


def entry(file: str, inputs: str = "a", **more: str) -> Entry:
    return Entry(file=file, inputs=inputs, state="written", output="b", sections=("1.md",), findings=("x y",), **more)


def test_the_last_line_of_a_file_holds(tmp_path: Path) -> None:
    with Ledger(tmp_path) as ledger:
        for item in (entry("1.docx"), entry("2.docx", unit="青龙镇"), entry("1.docx", "c")):
            ledger.add(item)
    assert read_ledger(tmp_path) == {"1.docx": entry("1.docx", "c"), "2.docx": entry("2.docx", unit="青龙镇")}


def test_a_line_that_was_cut_is_passed_over_and_the_next_run_goes_on(tmp_path: Path) -> None:
    with Ledger(tmp_path) as ledger:
        ledger.add(entry("1.docx"))
        ledger.add(entry("2.docx"))
    path = tmp_path / LEDGER
    whole = path.read_bytes()
    for end in range(len(whole)):
        path.write_bytes(whole[:end])
        with Ledger(tmp_path) as ledger:
            ledger.add(entry("3.docx"))
        assert set(read_ledger(tmp_path)) - {"1.docx", "2.docx"} == {"3.docx"}
        assert ("1.docx" in read_ledger(tmp_path)) == (end >= whole.index(b"\n"))


def test_strange_lines_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / LEDGER).write_bytes(b'null\n[]\n{"file":1}\n\xff\xfe\n\0\0\0\n' + b'{"file":"x"}\n')
    assert read_ledger(tmp_path) == {}
    with Ledger(tmp_path) as ledger:
        assert ledger.entries == {}


def test_a_ledger_that_has_grown_is_written_anew(tmp_path: Path) -> None:
    for round_ in range(5):
        with Ledger(tmp_path) as ledger:
            for _ in range(3):
                ledger.add(entry("1.docx", str(round_)))
    with Ledger(tmp_path):
        pass
    assert (tmp_path / LEDGER).read_bytes().count(b"\n") == 1
    assert read_ledger(tmp_path)["1.docx"].inputs == "4"


def test_a_second_run_in_the_folder_is_refused_until_the_first_ends(tmp_path: Path) -> None:
    with Ledger(tmp_path), pytest.raises(Fault, match="drafts-in-use"):
        Ledger(tmp_path)
    with Ledger(tmp_path):
        pass


def test_a_folder_without_a_ledger_has_no_entries(tmp_path: Path) -> None:
    assert read_ledger(tmp_path) == read_ledger(tmp_path / "nowhere") == {}
