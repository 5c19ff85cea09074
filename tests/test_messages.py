"""The catalogue of messages: every code in both languages, complete, and nothing in it that nobody says."""

import ast
import re
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "reportgen"
LANGUAGES = ("en", "zh")
SHORTEST_PAGE = {"en": 40, "zh": 12}
NOT_FINDINGS = {"help.toml"}
WORDS = "words"
SAYING = {"Fault", "error", "warning", "info", "add"}
ADDED_BY_CALLER = {"load": {"file", "column"}, "excel": {"file"}}
"""What a room's reader adds when it gives a fault its place; `excel` is that of merge, whose `open_book` adds it."""

NOT_FACTS = {"place", "related", "suggestion", "cell"}
CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")

SOURCES = sorted(PACKAGE.rglob("*.py"))
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES}
FILES = sorted(path for path in (PACKAGE / "messages").glob("*.toml") if path.name not in NOT_FINDINGS)
ENTRIES = {
    (path.name, code): languages
    for path in FILES
    for code, languages in tomllib.loads(path.read_text(encoding="utf-8")).items()
    if code != WORDS
}
BY_CODE = {code: languages for (_, code), languages in ENTRIES.items()}


def placeholders(entry: dict[str, str]) -> set[str]:
    """The names in braces of everything that is filled in; `{count|figure|figures}` names the count."""
    sentences = [text for part, text in entry.items() if part != "explain"]
    names = (name for text in sentences for _, name, _, _ in string.Formatter().parse(text) if name)
    return {name.partition("|")[0] for name in names}


def called(node: ast.Call) -> str:
    function = node.func
    return (
        function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
    )


def said() -> Iterator[tuple[Path, ast.Call, str]]:
    """Each call that makes a finding, with each code that it may give."""
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args and called(node) in SAYING:
                choices = [node.args[0]]
                if isinstance(node.args[0], ast.IfExp):
                    choices = [node.args[0].body, node.args[0].orelse]
                for choice in choices:
                    if isinstance(choice, ast.Constant) and isinstance(choice.value, str):
                        yield path, node, choice.value


SAID = list(said())
CONSTANTS = {
    node.value
    for tree in TREES.values()
    for node in ast.walk(tree)
    if isinstance(node, ast.Constant) and isinstance(node.value, str)
}


COUNTED = re.compile(r"(?<!`)\{(count|total|times)\}(?! of\b| more(?: \[|$))(?= [a-z])")
"""A number before what is counted, in English; not `2 of the lists`, nor `and 2 more`."""


def english_sentences() -> Iterator[tuple[str, str]]:
    for code, languages in BY_CODE.items():
        yield from ((code, text) for part, text in languages["en"].items() if part != "explain")
    yield from WORD_ENTRIES["en"].items()


def test_what_is_counted_in_english_has_a_form_for_one() -> None:
    wrong = {
        f"{code}: {text}"
        for code, text in english_sentences()
        for name in COUNTED.findall(text)
        if f"{{{name}|" not in text
    }
    assert not wrong


def test_every_code_that_the_source_says_is_in_the_catalogue() -> None:
    missing = {
        f"{path.relative_to(PACKAGE)}:{node.lineno} {code}"
        for path, node, code in SAID
        if CODE.fullmatch(code) and code not in BY_CODE
    }
    assert not missing


def test_no_entry_of_the_catalogue_is_unused() -> None:
    assert not {code for code in BY_CODE if code not in CONSTANTS}


def test_a_code_stands_in_one_file_only() -> None:
    codes = [code for _, code in ENTRIES]
    assert not {code for code in codes if codes.count(code) > 1}


@pytest.mark.parametrize(("file", "code"), sorted(ENTRIES), ids=lambda item: item)
def test_an_entry_is_complete_and_alike_in_both_languages(file: str, code: str) -> None:
    languages = ENTRIES[file, code]
    assert CODE.fullmatch(code)
    assert sorted(languages) == sorted(LANGUAGES)
    for language, entry in languages.items():
        assert set(entry) <= {"message", "note", "help", "explain"}
        assert entry["message"].strip(), language
        assert len(entry["explain"].strip()) > SHORTEST_PAGE[language]
        assert not entry["message"].rstrip().endswith((".", "。")), "a message is a phrase, not a paragraph"
    assert placeholders(languages["en"]) == placeholders(languages["zh"])
    assert re.search(r"[\u4e00-\u9fff]", languages["zh"]["message"] + languages["zh"].get("help", ""))


def test_each_finding_brings_the_facts_that_its_message_names() -> None:
    wrong = set()
    for path, node, code in SAID:
        facts = {keyword.arg for keyword in node.keywords}
        if code not in BY_CODE or None in facts:
            continue
        missing = placeholders(BY_CODE[code]["en"]) - (facts - NOT_FACTS) - ADDED_BY_CALLER.get(path.parent.name, set())
        if missing:
            wrong.add(f"{path.relative_to(PACKAGE)}:{node.lineno} {code} lacks {', '.join(sorted(missing))}")
    assert not wrong


def test_lists_are_given_as_lists_and_parted_by_whoever_words_them() -> None:
    joined = {
        f"{path.relative_to(PACKAGE)}:{node.lineno} {keyword.arg}"
        for path, node, _ in SAID
        for keyword in node.keywords
        if isinstance(keyword.value, ast.Call)
        and isinstance(keyword.value.func, ast.Attribute)
        and keyword.value.func.attr == "join"
        and ast.unparse(keyword.value.func.value) == "'、'"
    }
    assert not joined


WORD_ENTRIES = tomllib.loads((PACKAGE / "messages" / "common.toml").read_text(encoding="utf-8"))[WORDS]


def test_the_words_are_the_same_in_both_languages() -> None:
    assert WORD_ENTRIES["en"].keys() == WORD_ENTRIES["zh"].keys()
    for name, text in WORD_ENTRIES["en"].items():
        assert placeholders({"message": text}) == placeholders({"message": WORD_ENTRIES["zh"][name]}), name


def test_every_word_is_said_somewhere() -> None:
    by_severity = {"error", "warning", "info"}
    assert not set(WORD_ENTRIES["en"]) - CONSTANTS - by_severity


def test_every_word_that_is_said_is_there() -> None:
    asked = {
        node.args[0].value
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if path.parent.name in ("console", "cli")
        and isinstance(node, ast.Call)
        and called(node) == "word"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }
    assert asked
    assert not asked - set(WORD_ENTRIES["en"])


def test_help_texts_are_the_same_in_both_languages() -> None:
    texts = tomllib.loads((PACKAGE / "messages" / "help.toml").read_text(encoding="utf-8"))
    assert texts["en"].keys() == texts["zh"].keys()
    for name, text in texts["en"].items():
        assert placeholders({"message": text}) == placeholders({"message": texts["zh"][name]}), name
