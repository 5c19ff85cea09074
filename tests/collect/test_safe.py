"""Nothing is lost: workbooks in use, disks that fail, and a process that is killed at any write."""

import errno
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def calls(patch: pytest.MonkeyPatch, at: int, problem: Callable[[], None]) -> list[str]:
    """Note the calls that change the disk; one of them comes to `problem` instead."""
    made: list[str] = []

    def wrapped(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **named: Any) -> Any:
            made.append(name)
            if len(made) == at:
                problem()
            return real(*args, **named)

        return call

    for name in ("fsync", "link", "rename", "replace", "unlink"):
        patch.setattr(os, name, wrapped(name, getattr(os, name)))
    patch.setattr(Path, "replace", wrapped("Path.replace", Path.replace))
    patch.setattr(Path, "chmod", wrapped("Path.chmod", Path.chmod))
    return made


def attempt(office: Any, at: int, kind: str) -> bool:
    """Collect with the failure at one call; whether it came to that call."""
    if kind == "killed":
        child = os.fork()
        if not child:
            with pytest.MonkeyPatch.context() as patch:
                calls(patch, at, lambda: os._exit(9))
                office.collect()
            os._exit(0)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    with pytest.MonkeyPatch.context() as patch:
        made = calls(patch, at, full)
        office.collect()
    return len(made) >= at


def full() -> None:
    raise OSError(errno.ENOSPC, "full")


@pytest.mark.parametrize("kind", ["killed", "disk full"])
def test_a_collect_that_ends_at_any_write_leaves_the_old_workbook_or_the_new_one(answered: Any, kind: str) -> None:
    if kind == "killed" and not hasattr(os, "fork"):
        pytest.skip("a process that ends in the middle needs fork")
    old, returned = answered.workbook.read_bytes(), files(answered.back)
    answered.collect()
    new = answered.workbook.read_bytes()
    assert new != old
    number = 0
    came_to_it = True
    while came_to_it:
        number += 1
        for path in answered.report.glob("*.xlsx"):
            path.unlink()
        answered.workbook.write_bytes(old)
        came_to_it = attempt(answered, number, kind)
        assert answered.workbook.read_bytes() in (old, new)
        copies = list(answered.report.glob("*.bak.xlsx"))
        assert all(copy.read_bytes() == old for copy in copies)
        assert copies or answered.workbook.read_bytes() == old
        assert files(answered.back) == returned
    assert number > 5
    answered.collect()
    assert answered.workbook.read_bytes() == new
    assert not list(answered.report.glob(".*.tmp"))


@pytest.mark.parametrize("sign", ["~$2026.xlsx", ".~lock.2026.xlsx#"])
def test_a_workbook_that_is_open_is_left_alone(answered: Any, said: Any, sign: str) -> None:
    old = answered.workbook.read_bytes()
    (answered.report / sign).write_bytes(b"\5user")
    collected = answered.collect()
    assert "output-in-use" in said.codes(collected)
    assert collected.written == ()
    assert answered.workbook.read_bytes() == old
    assert not list(answered.report.glob("*.bak.xlsx"))


def test_a_workbook_that_somebody_saves_in_the_meantime_is_left_alone(
    answered: Any, said: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reportgen.gather.states import judge as real

    def meanwhile(*args: Any) -> Any:
        answered.change(answered.workbook, lambda book: book.create_sheet("便条"))
        return real(*args)

    monkeypatch.setattr("reportgen.gather.gather.judge", meanwhile)
    collected = answered.collect()
    assert "workbook-changed" in said.codes(collected)
    assert collected.written == ()
    assert not list(answered.report.glob("*.bak.xlsx"))


def test_a_table_of_doubts_with_answers_is_never_overwritten(answered: Any, said: Any) -> None:
    answered.collect(doubts=answered.doubts)
    answered.change(answered.doubts, lambda book: setattr(book.worksheets[0]["H4"], "value", "数无误"))
    kept = answered.doubts.read_bytes()
    collected = answered.collect(doubts=answered.doubts)
    assert "output-edited" in said.codes(collected)
    assert answered.doubts.read_bytes() == kept


def test_a_cell_under_a_merged_block_is_refused(answered: Any, said: Any) -> None:
    answered.change(answered.workbook, lambda book: book["主导产业"].merge_cells("B2:B3"))
    collected = answered.collect()
    assert said.places(collected, "cell-under-merge") == ["2026年数据填报表-经发局.xlsx › 主导产业 › C5"]
    assert answered.value("主导产业!铝加工.产值") == 42.86
    assert answered.value("主导产业!建材.产值") is None


def test_a_value_that_would_read_otherwise_stops_everything(
    answered: Any, said: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reportgen.merge.excel import edit as module

    def slip(data: bytes, file: str, edits: Any) -> bytes:
        moved = {sheet: [replace(item, column=item.column + 1) for item in items] for sheet, items in edits.items()}
        return real(data, file, moved)

    real = module.edit
    monkeypatch.setattr(module, "edit", slip)
    old = answered.workbook.read_bytes()
    collected = answered.collect()
    assert "collected-otherwise" in said.codes(collected)
    assert collected.written == ()
    assert answered.workbook.read_bytes() == old
