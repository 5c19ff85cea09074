"""The ledger: what it says after any end of a run, and that one run at a time writes it."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from reportgen.drafts.ledger import LEDGER, LOCK, Entry, Ledger, read_ledger
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


def lines(folder: Path) -> int:
    return (folder / LEDGER).read_bytes().count(b"\n")


def test_a_ledger_has_one_line_a_draft_when_a_run_has_ended(tmp_path: Path) -> None:
    for round_ in range(5):
        with Ledger(tmp_path) as ledger:
            for name in ("1.docx", "2.docx", "1.docx", '“引号”"\\.docx'):
                ledger.add(entry(name, str(round_)))
        assert lines(tmp_path) == 3
        assert {item.inputs for item in read_ledger(tmp_path).values()} == {str(round_)}
    assert list(read_ledger(tmp_path)) == ["1.docx", "2.docx", '“引号”"\\.docx']


def test_while_a_run_goes_on_lines_are_only_added(tmp_path: Path) -> None:
    with Ledger(tmp_path) as ledger:
        ledger.add(entry("1.docx", "a"))
    before = (tmp_path / LEDGER).read_bytes()
    with Ledger(tmp_path) as ledger:
        ledger.add(entry("1.docx", "b"))
        assert (tmp_path / LEDGER).read_bytes().startswith(before)
        assert lines(tmp_path) == 2


def test_a_run_without_anything_new_leaves_the_file_alone(tmp_path: Path) -> None:
    with Ledger(tmp_path) as ledger:
        ledger.add(entry("1.docx"))
    before = (tmp_path / LEDGER).stat()
    with Ledger(tmp_path):
        pass
    after = (tmp_path / LEDGER).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_a_disk_that_is_full_at_the_end_of_a_run_costs_no_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full)
        with Ledger(tmp_path) as ledger:
            ledger.add(entry("1.docx", "a"))
            ledger.add(entry("1.docx", "b"))
        with Ledger(tmp_path) as ledger:
            ledger.add(entry("2.docx"))
    assert sorted(path.name for path in tmp_path.iterdir()) == [LEDGER, LOCK]
    assert read_ledger(tmp_path) == {"1.docx": entry("1.docx", "b"), "2.docx": entry("2.docx")}
    with Ledger(tmp_path):
        pass
    assert lines(tmp_path) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize("moment", ["pathlib.Path.replace", "os.fsync", "pathlib.Path.read_bytes"])
def test_a_run_that_is_killed_while_it_tidies_the_ledger_loses_no_line(tmp_path: Path, moment: str) -> None:
    program = f"""
import os, pathlib, signal
from reportgen.drafts.ledger import Entry, Ledger
ledger = Ledger(pathlib.Path({str(tmp_path)!r}))
for inputs in "abc":
    ledger.add(Entry(file="1.docx", inputs=inputs, state="written", output="b", sections=("1.md",), findings=("x y",)))
{moment} = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
ledger.close()
"""
    done = subprocess.run([sys.executable, "-c", program], check=False)  # noqa: S603 - our own program
    assert done.returncode == -signal.SIGKILL
    assert read_ledger(tmp_path) == {"1.docx": entry("1.docx", "c")}
    with Ledger(tmp_path):
        pass
    assert sorted(path.name for path in tmp_path.iterdir()) == [LEDGER, LOCK]
    assert lines(tmp_path) == 1


def test_whoever_waits_for_the_folder_finds_the_tidied_ledger(tmp_path: Path) -> None:
    with Ledger(tmp_path) as first:
        first.add(entry("1.docx", "a"))
        first.add(entry("1.docx", "b"))
    with Ledger(tmp_path) as second:
        assert second.entries == {"1.docx": entry("1.docx", "b")}
        second.add(entry("2.docx"))
    assert set(read_ledger(tmp_path)) == {"1.docx", "2.docx"}


def test_a_second_run_in_the_folder_is_refused_until_the_first_ends(tmp_path: Path) -> None:
    with Ledger(tmp_path), pytest.raises(Fault, match="drafts-in-use"):
        Ledger(tmp_path)
    with Ledger(tmp_path):
        pass


def test_a_folder_without_a_ledger_has_no_entries(tmp_path: Path) -> None:
    assert read_ledger(tmp_path) == read_ledger(tmp_path / "nowhere") == {}
