import json
from io import TextIOWrapper
from pathlib import Path

import pytest

from reportgen.console.as_json import findings_document
from reportgen.console.catalogue import codes, word, worded
from reportgen.console.console import Console, Style
from reportgen.console.findings import render, summary
from reportgen.model.diagnostic import Diagnostic, error, info, warning
from reportgen.model.outcome import Change, Outcome
from reportgen.model.place import CellRef, ConfigRef, FileRef, TextRef


def bare(text: str, _style: str) -> str:
    return text


def marked(text: str, style: str) -> str:
    return f"<{style}>{text}</{style}>"


def lines(findings: list[Diagnostic], language: str = "en") -> list[str]:
    return list(render(findings, language, bare))


MISSING = error("missing-required-value", CellRef("a.xlsx", "指标", 17, 4), column="数值", row="增加值")
UNKNOWN = error("unknown-kit", ConfigRef("report.toml", "report.kit"), suggestion="small", kit="smal", known="small")


def test_lists_are_parted_as_the_language_does_and_quoted_texts_keep_their_marks() -> None:
    kit = error("unknown-kit", kit="甲、乙", known=["small", "large"])
    assert worded(kit, "en").message == "there is no kit `甲、乙`; known kits: small, large"
    assert "small、large" in worded(kit, "zh").message
    sheet = error("missing-sheet", sheet="指标", found=["主导产业", "融资"])
    assert "主导产业, 融资" in worded(sheet, "en").message
    mark = info("ascii-punctuation", found=",", expected="、")
    assert "、" in worded(mark, "en").message
    assert kit.facts["known"] == "small、large"


def test_a_finding_shows_code_message_place_and_help() -> None:
    assert lines([MISSING]) == [
        "error[missing-required-value]: `数值` is empty for `增加值`; the kit requires a value",
        "  --> a.xlsx › 指标 › D17",
        "  help: fill the cell, or write n/a and a reason",
        "",
    ]


def test_a_finding_is_said_in_chinese() -> None:
    assert lines([UNKNOWN], "zh") == [
        "错误[unknown-kit]：没有叫`smal`的模板包；现有：small",
        "  --> report.toml › report.kit",
        "  办法：是不是`small`？",
        "  办法：写现有的名字，或者写带 kit.toml 的文件夹（从 report.toml 算起）",
        "",
    ]


def test_note_and_related_places_stand_between_place_and_help() -> None:
    item = info(
        "list-in-part", FileRef("a.xlsx"), related=(CellRef("a.xlsx", "指标", 2, 4),),
        sheet="规上企业", listed=14, announced="76家", noun="企业",
    )  # fmt: skip
    assert lines([item])[1:5] == [
        "  --> a.xlsx",
        "  see: a.xlsx › 指标 › D2",
        "  note: tables and appendices show the listed ones only, and say so",
        "  help: add the missing entries where they are known",
    ]


def test_errors_come_first_then_warnings_each_in_the_order_of_places() -> None:
    findings = [
        info("read-as-gb18030", FileRef("b.md"), file="b.md"),
        warning("placeholder-left", ConfigRef("report.toml", "report.organization"), text="x"),
        error("missing-required-value", CellRef("a.xlsx", "指标", 9, 4), column="c", row="nine"),
        error("missing-required-value", CellRef("a.xlsx", "指标", 10, 4), column="c", row="ten"),
        error("not-toml", TextRef("report.toml", 3, 8), file="report.toml", problem="p"),
        error("missing-required-value", CellRef("a.xlsx", "指标", 2, 4), column="c", row="two"),
    ]
    places = [line[6:] for line in lines(findings) if line.startswith("  --> ")]
    assert places == [
        "a.xlsx › 指标 › D2", "a.xlsx › 指标 › D9", "a.xlsx › 指标 › D10", "report.toml:3:8",
        "report.toml › report.organization", "b.md",
    ]  # fmt: skip


def many(count: int) -> list[Diagnostic]:
    return [
        error("missing-required-value", CellRef("a.xlsx", "指标", row, 4), column="数值", row=f"r{row}")
        for row in range(2, 2 + count)
    ]


def test_many_findings_of_one_code_are_shown_in_one_line_each_behind_the_first_three() -> None:
    shown = lines(many(30))
    assert sum(line.startswith("  help") for line in shown) == 3
    assert "and 27 more [missing-required-value]" in shown
    assert "  --> a.xlsx › 指标 › D31: `数值` is empty for `r31`; the kit requires a value" in shown


def test_four_findings_of_one_code_are_all_shown_in_full() -> None:
    assert sum(line.startswith("  help") for line in lines(many(4))) == 4


def test_the_same_finding_twice_is_said_once() -> None:
    assert len(lines([MISSING, MISSING])) == len(lines([MISSING]))


def test_a_code_without_wording_still_shows_its_facts() -> None:
    item = error("no-such-code", FileRef("a"), left="1", right="2")
    assert lines([item])[0] == "error[no-such-code]: no-such-code, left: 1, right: 2"


def test_facts_with_braces_are_shown_as_they_are() -> None:
    item = error("unknown-kit", None, kit="{0.__class__} {x}", known="{}")
    assert lines([item])[0] == "error[unknown-kit]: there is no kit `{0.__class__} {x}`; known kits: {}"


def test_control_characters_in_names_are_shown_and_not_obeyed_by_the_terminal() -> None:
    bad = error("undefined-name", TextRef("a\nb\x1b[31m.md", 3, 5), suggestion="\u202e", name="\x9b2J有\t值")
    said = "\n".join(lines([bad, bad, error("undefined-name", TextRef("c.md", 1, 1), name="\x00")]))
    assert not {"\x1b", "\x9b", "\x00", "\u202e"} & set(said)
    assert r"a b\x1b[31m.md:3:5" in said
    assert r"\x9b2J有 值" in said
    assert r"\u202e" in said


def test_severity_and_place_are_coloured() -> None:
    first, place, *_ = render([MISSING], "en", marked)
    assert first.startswith("<error>error[missing-required-value]</error><strong>: ")
    assert place == "  <place>--></place> a.xlsx › 指标 › D17"


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "2 errors, 1 warning, 1 remark"), ("zh", "2 个错误，1 个警告，1 条提示")]
)
def test_the_summary_counts_each_severity(language: str, expected: str) -> None:
    items = [*many(2), warning("placeholder-left", None, text="x"), info("read-as-gb18030", None, file="b")]
    assert summary(items, language) == expected


def test_every_code_of_the_catalogue_can_be_said_in_both_languages() -> None:
    assert len(codes()) > 40
    for code in codes():
        for language in ("en", "zh"):
            said = worded(error(code), language)
            assert said.message
            assert said.explain


def test_json_findings_have_stable_keys_and_all_parts_of_their_places() -> None:
    document = json.loads(json.dumps(findings_document([MISSING, UNKNOWN], "en"), ensure_ascii=False))
    assert document["summary"] == {"error": 2, "warning": 0, "info": 0}
    first = document["findings"][0]
    assert set(first) == {
        "code", "severity", "message", "note", "help", "suggestion", "place", "related", "facts",
    }  # fmt: skip
    assert first["place"] == {
        "text": "a.xlsx › 指标 › D17", "file": "a.xlsx", "sheet": "指标", "row": 17, "column": 4, "cell": "D17",
    }  # fmt: skip
    assert document["findings"][1]["suggestion"] == "small"


@pytest.fixture
def outcome() -> Outcome:
    return Outcome(
        diagnostics=(warning("placeholder-left", ConfigRef("report.toml", "report.organization"), text="x"),),
        written=(Path("out/2015.docx"),),
        changes=(Change(before="42.86亿元", after="43亿元", place="一、基本情况 › ¶2", cells=("a.xlsx › 产业 › C4",)),),
    )


def test_a_build_shows_findings_apart_from_changes_and_written_files(
    outcome: Outcome, capsys: pytest.CaptureFixture[str]
) -> None:
    Console(Style(language="zh")).outcome(outcome)
    out, err = capsys.readouterr()
    assert err.startswith("警告[placeholder-left]")
    assert err.endswith("1 个警告\n")
    assert out.splitlines() == [
        "与上次生成相比，有 1 处数字变了：",
        "  42.86亿元 → 43亿元  一、基本情况 › ¶2  a.xlsx › 产业 › C4",
        "已写入：out/2015.docx",
    ]


def test_quiet_shows_errors_only(outcome: Outcome, capsys: pytest.CaptureFixture[str]) -> None:
    Console(Style(quiet=True)).outcome(outcome)
    assert capsys.readouterr() == ("", "")
    Console(Style(quiet=True)).outcome(Outcome(diagnostics=(MISSING, *outcome.diagnostics)))
    out, err = capsys.readouterr()
    assert not out
    assert err.count("[") == 1


def test_json_is_one_document_with_everything(outcome: Outcome, capsys: pytest.CaptureFixture[str]) -> None:
    Console(Style(format="json")).outcome(outcome)
    out, err = capsys.readouterr()
    document = json.loads(out)
    assert not err
    assert set(document) == {"summary", "findings", "written", "changes"}
    assert document["written"] == ["out/2015.docx"]
    assert document["changes"][0]["after"] == "43亿元"


def test_a_check_without_findings_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    Console(Style()).outcome(Outcome(), findings_are_the_result=True)
    assert capsys.readouterr() == ("nothing found\n", "")


def test_a_first_build_has_nothing_to_compare_with_and_a_second_says_when_nothing_changed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Console(Style()).outcome(Outcome(written=(Path("a"),)))
    assert capsys.readouterr().out == "written: a\n"
    Console(Style()).outcome(Outcome(written=(Path("a"),), changes=()))
    assert capsys.readouterr().out == "every figure reads as in the last build\nwritten: a\n"


def test_words_are_filled_in() -> None:
    assert word("more", "en", count=3, code="x") == "and 3 more [x]"


def test_a_stream_in_cp936_takes_signs_that_it_lacks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with (tmp_path / "out.txt").open("wb") as raw:
        stream = TextIOWrapper(raw, encoding="cp936")
        monkeypatch.setattr("sys.stderr", stream)
        Console(Style(language="zh")).findings([MISSING])
        stream.flush()
        stream.detach()
    said = (tmp_path / "out.txt").read_bytes().decode("cp936")
    assert "  --> a.xlsx > 指标 > D17" in said
    assert "`增加值`的`数值`是空的" in said


def test_a_stream_in_ascii_takes_chinese_as_question_marks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with (tmp_path / "out.txt").open("wb") as raw:
        stream = TextIOWrapper(raw, encoding="ascii")
        monkeypatch.setattr("sys.stderr", stream)
        Console(Style()).findings([MISSING])
        stream.flush()
        stream.detach()
    assert b"a.xlsx > ?? > D17" in (tmp_path / "out.txt").read_bytes()
