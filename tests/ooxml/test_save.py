"""Saving: all outputs or none, nothing of a person's overwritten, whatever goes wrong and whenever it stops."""

import errno
import os
import stat
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reportgen.model.diagnostic import ReportError
from reportgen.ooxml.fingerprint import is_untouched, seal
from reportgen.ooxml.package import pack, write_package
from reportgen.ooxml.save import save_all

WORD, EXCEL = "2015年工作总结.docx", "2015年工作总结附件.xlsx"


def file(text: str) -> bytes:
    return write_package(seal([pack("[Content_Types].xml", b"<Types/>"), pack("word/document.xml", text.encode())]))


OLD, NEW = file("旧"), file("新")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder with both outputs of an earlier build."""
    folder = tmp_path / "out"
    save_all({folder / WORD: OLD, folder / EXCEL: OLD})
    return folder


def codes(error: ReportError) -> list[str]:
    return [item.code for item in error.diagnostics]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def new(folder: Path) -> dict[Path, bytes]:
    return {folder / WORD: NEW, folder / EXCEL: NEW}


def failing(folder: Path, **how: bool) -> ReportError:
    """Save over the old files, expecting findings and everything as it was."""
    before = contents(folder)
    with pytest.raises(ReportError) as raised:
        save_all(new(folder), **how)
    assert contents(folder) == before
    return raised.value


def test_missing_folders_are_made_and_only_the_files_are_left(tmp_path: Path) -> None:
    save_all(new(tmp_path / "a" / "out"))
    assert contents(tmp_path / "a" / "out") == {WORD: NEW, EXCEL: NEW}


def test_untouched_outputs_are_replaced(out: Path) -> None:
    save_all(new(out))
    assert contents(out) == {WORD: NEW, EXCEL: NEW}


def test_the_rights_of_a_replaced_file_stay(out: Path) -> None:
    (out / WORD).chmod(0o664)
    save_all(new(out))
    assert stat.S_IMODE((out / WORD).stat().st_mode) == 0o664


@pytest.mark.parametrize("content", [b"", b"a letter", write_package([pack("a.xml", b"<a/>")])])
def test_a_file_that_we_did_not_write_stays(out: Path, content: bytes) -> None:
    (out / EXCEL).write_bytes(content)
    assert codes(failing(out)) == ["output-edited"]


def test_a_file_that_is_what_we_would_write_is_no_obstacle(out: Path) -> None:
    bare = write_package([pack("[Content_Types].xml", b"<Types/>")])
    (out / EXCEL).write_bytes(bare)
    save_all({out / WORD: NEW, out / EXCEL: bare})
    assert contents(out) == {WORD: NEW, EXCEL: bare}


def test_an_edited_output_stays_unless_forced(out: Path) -> None:
    sealed = seal([pack("[Content_Types].xml", b"<Types/>"), pack("word/document.xml", b"1")])
    edited = write_package([pack(part.name, b"2") if part.name == "word/document.xml" else part for part in sealed])
    (out / WORD).write_bytes(edited)
    error = failing(out)
    assert codes(error) == ["output-edited"]
    assert str(error.diagnostics[0].place) == f"out/{WORD}"
    save_all(new(out), force=True)
    assert contents(out) == {WORD: NEW, EXCEL: NEW}


def test_all_edited_outputs_are_named_at_once(out: Path) -> None:
    (out / WORD).write_bytes(b"x")
    (out / EXCEL).write_bytes(b"y")
    assert codes(failing(out)) == ["output-edited", "output-edited"]


@pytest.mark.parametrize("force", [False, True])
def test_a_read_only_output_stays_even_when_forced(out: Path, force: bool) -> None:
    (out / WORD).chmod(0o444)
    assert codes(failing(out, force=force)) == ["not-writable"]


def test_a_folder_in_the_place_of_an_output_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / WORD).mkdir()
    with pytest.raises(ReportError) as raised:
        save_all(new(tmp_path))
    assert codes(raised.value) == ["not-writable"]
    assert [path.name for path in tmp_path.iterdir()] == [WORD]


def test_a_file_in_the_place_of_the_folder_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(ReportError) as raised:
        save_all(new(tmp_path / "out"))
    assert codes(raised.value) == ["not-writable"]


def test_a_name_that_is_too_long_is_a_finding_and_its_new_folder_goes(tmp_path: Path) -> None:
    with pytest.raises(ReportError) as raised:
        save_all({tmp_path / "out" / ("长" * 100 + ".docx"): NEW})
    assert codes(raised.value) == ["not-writable"]
    assert not (tmp_path / "out").exists()


def raising(number: int, at: int = 0) -> Callable[..., object]:
    """A function that raises that error when it is called for the `at`-th time."""
    calls = iter(range(1000))

    def fail(*_: object, **__: object) -> object:
        if next(calls) == at:
            raise OSError(number, os.strerror(number))
        return None

    return fail


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
@pytest.mark.parametrize("at", [0, 1])
def test_a_full_disk_leaves_everything_as_it_was(
    out: Path, monkeypatch: pytest.MonkeyPatch, number: int, at: int
) -> None:
    monkeypatch.setattr("reportgen.ooxml.save.os.fsync", raising(number, at))
    assert codes(failing(out)) == ["disk-full"]


@pytest.mark.skipif(os.name == "nt", reason="limits of a process are a matter of POSIX")
def test_a_limit_on_file_size_is_met_as_a_full_disk(tmp_path: Path) -> None:
    script = textwrap.dedent(
        """
        import resource, signal, sys
        from pathlib import Path
        from reportgen.model.diagnostic import ReportError
        from reportgen.ooxml.save import save_all
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
        folder = Path(sys.argv[1]) / "out"
        try:
            save_all({folder / "a.docx": bytes(100), folder / "b.xlsx": bytes(50_000)})
        except ReportError as error:
            print(*[item.code for item in error.diagnostics], folder.exists())
        """
    )
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split() == ["disk-full", "False"]


def refusing(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Let the rename onto that file fail, as Windows does while Word has it open."""
    replace = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if Path(target).name == name and "-new" in self.name:
            raise PermissionError(errno.EACCES, "in use")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse)


@pytest.mark.parametrize("name", [WORD, EXCEL])
def test_a_file_that_is_open_in_word_brings_the_other_one_back_too(
    out: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    refusing(monkeypatch, name)
    assert codes(failing(out)) == ["output-in-use"]


def test_a_first_build_that_fails_leaves_no_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refusing(monkeypatch, EXCEL)
    with pytest.raises(ReportError):
        save_all(new(tmp_path / "out"))
    assert not (tmp_path / "out").exists()


def test_old_files_come_back_on_a_disk_without_links(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportgen.ooxml.save.os.link", raising(errno.EPERM))
    refusing(monkeypatch, EXCEL)
    assert codes(failing(out)) == ["output-in-use"]


def test_an_interrupt_leaves_everything_as_it_was(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = contents(out)
    monkeypatch.setattr("reportgen.ooxml.save.os.fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        save_all(new(out))
    assert contents(out) == before


KILLED = textwrap.dedent(
    """
    import os, signal, sys
    from pathlib import Path
    from reportgen.ooxml.save import save_all
    folder, step = Path(sys.argv[1]), int(sys.argv[2])
    steps = 0
    def die(event, arguments):
        # Every step that touches the disk is an audited event (PEP 578).
        global steps
        if event in ("open", "os.rename", "os.link", "os.remove", "os.mkdir", "os.chmod", "os.listdir", "os.scandir"):
            steps += 1
            if steps == step:
                os.kill(os.getpid(), signal.SIGKILL)
    files = {folder / name: Path(sys.argv[3]).read_bytes() for name in sys.argv[4:]}
    sys.addaudithook(die)
    save_all(files)
    """
)


def killed_at(step: int, folder: Path, source: Path) -> int:
    command = [sys.executable, "-c", KILLED, str(folder), str(step), str(source), WORD, EXCEL]
    return subprocess.run(command, check=False, timeout=60).returncode  # noqa: S603 - our own interpreter


def outcomes(out: Path, source: Path) -> Iterator[tuple[int, dict[str, bytes]]]:
    """What stands in the folder after a kill at the first step, the second and so on, until none is reached."""
    for step in range(1, 100):
        for name in (WORD, EXCEL):
            (out / name).write_bytes(OLD)
        status = killed_at(step, out, source)
        yield step, contents(out)
        if not status:
            return
    pytest.fail("the run never came to its end")


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is a matter of POSIX")
def test_a_run_killed_at_any_step_leaves_each_file_old_or_new_and_whole(out: Path, tmp_path: Path) -> None:
    source = tmp_path / "new.docx"
    source.write_bytes(NEW)
    seen, last = set(), {}
    for step, found in outcomes(out, source):
        assert found[WORD] in (OLD, NEW), step
        assert found[EXCEL] in (OLD, NEW), step
        seen.add((found[WORD] == NEW, found[EXCEL] == NEW))
        last = found
    assert seen == {(False, False), (True, False), (True, True)}
    assert last == {WORD: NEW, EXCEL: NEW}, "leftovers of the killed runs are gone"


def test_what_a_killed_run_left_is_removed_and_other_files_are_not(out: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    (out / f".{WORD}.{dead.pid}-new.tmp").write_bytes(b"half")
    (out / f".{WORD}.{os.getppid()}-new.tmp").write_bytes(b"of a run that lives")
    (out / ".notes.tmp").write_bytes(b"a person's")
    save_all(new(out))
    assert sorted(contents(out)) == sorted([".notes.tmp", f".{WORD}.{os.getppid()}-new.tmp", WORD, EXCEL])


def test_what_was_saved_is_untouched(out: Path) -> None:
    assert is_untouched((out / WORD).read_bytes()) is True


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes in folders are POSIX")
@pytest.mark.parametrize("force", [False, True])
def test_a_pipe_in_the_place_of_an_output_is_refused(tmp_path: Path, force: bool) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    os.mkfifo(folder / WORD)
    with pytest.raises(ReportError) as raised:
        save_all(new(folder), force=force)
    assert codes(raised.value) == ["no-regular-file"]
    assert [path.name for path in folder.iterdir()] == [WORD]


@pytest.mark.parametrize(
    "sign",
    [".~lock.2015年工作总结.docx#", "~$15年工作总结.docx", ".~2015年工作总结.docx"],
    ids=["LibreOffice", "Word", "WPS"],
)
@pytest.mark.parametrize("force", [False, True])
def test_a_file_that_an_office_program_says_it_has_open_is_left_alone(out: Path, sign: str, force: bool) -> None:
    (out / sign).write_bytes(b"somebody")
    assert codes(failing(out, force=force)) == ["output-in-use"]
    (out / sign).unlink()
    save_all(new(out))


@pytest.mark.parametrize("sign", ["~$2015年工作总结附件.xlsx", "~$15年工作总结附件.xlsx"])
def test_excel_says_so_with_the_whole_name(out: Path, sign: str) -> None:
    (out / sign).write_bytes(b"somebody")
    assert codes(failing(out)) == ["output-in-use"]


def test_the_sign_of_another_file_does_not_matter(out: Path) -> None:
    (out / "~$16年工作总结.docx").write_bytes(b"somebody")
    save_all(new(out))
    assert (out / WORD).read_bytes() == NEW
