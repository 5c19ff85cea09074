"""The READMEs cannot rot: commands, options, words and settings are all there, and the tour runs.

After a change of the vocabulary, `REPORTGEN_UPDATE_DOCS=1 pytest tests/docs` writes its tables anew.
"""

import os
import re
import shlex
import shutil
from pathlib import Path

import click
import pytest

from reportgen.cli.program import COMMANDS, Program, run
from reportgen.narrate.context_words import ORDINAL_FORMS
from reportgen.narrate.directives import CHART_SETTINGS, TABLE_SETTINGS
from reportgen.narrate.vocabulary.reference import reference

ROOT = Path(__file__).resolve().parents[2]
READMES = {"en": ROOT / "README.md", "zh": ROOT / "README.zh-CN.md"}
VOCABULARY = re.compile(r"(<!-- vocabulary:begin -->\n).*?(<!-- vocabulary:end -->)", re.DOTALL)


@pytest.fixture(params=sorted(READMES))
def language(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


@pytest.fixture
def readme(language: str) -> str:
    return READMES[language].read_text(encoding="utf-8")


def test_the_vocabulary_stands_in_the_readme_as_the_register_says(language: str, readme: str) -> None:
    wanted = VOCABULARY.sub(lambda found: found[1] + reference(language) + found[2], readme)
    if os.environ.get("REPORTGEN_UPDATE_DOCS"):
        READMES[language].write_text(wanted, encoding="utf-8")
    assert READMES[language].read_text(encoding="utf-8") == wanted


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_documented(name: str, readme: str) -> None:
    program = Program("en")
    command = program.get_command(click.Context(program), name)
    assert command is not None
    assert f"`{name} " in readme
    for parameter in command.params:
        if isinstance(parameter, click.Option) and not parameter.hidden:
            longest = max(parameter.opts, key=len)
            assert longest in readme, f"{longest} of {name} is not in the README"


def test_every_setting_of_a_directive_is_documented(readme: str) -> None:
    missing = [name for name in (*CHART_SETTINGS, *TABLE_SETTINGS) if name not in readme]
    assert not missing


def test_every_word_that_needs_the_document_is_documented(readme: str) -> None:
    for word in ("序列", "图", "表", "附件", "脚注", "名称", "重新编号"):
        assert f"{{{{ {word}" in readme, word
    assert all(form in readme for form in ORDINAL_FORMS)


def test_every_local_link_and_picture_of_the_readme_exists(readme: str) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", readme):
        if "://" not in target:
            assert (ROOT / target).exists(), target


def test_both_readmes_have_the_same_sections_in_the_same_order() -> None:
    shapes = []
    for path in READMES.values():
        text = VOCABULARY.sub("", path.read_text(encoding="utf-8"))
        shapes.append([line.split(" ")[0] for line in text.splitlines() if re.match(r"#+ ", line)])
    assert shapes[0] == shapes[1]


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A copy of the example of 2015 beside the data, without outputs."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    folder = tmp_path / "examples" / "2015"
    shutil.copytree(ROOT / "examples" / "qingzhen-2015", folder, ignore=shutil.ignore_patterns("out", ".cache"))
    return folder


def written_commands(readme: str) -> list[list[str]]:
    """The indented command lines of a README, in their order."""
    return [shlex.split(line.split("#")[0]) for line in re.findall(r"^    reportgen (.*)$", readme, re.MULTILINE)]


def test_the_tour_of_the_readme_runs(
    readme: str, report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`init` makes a report whose workbook is blank: `check` and `build` say what is missing, and stop."""
    monkeypatch.chdir(tmp_path)
    tour = written_commands(readme)[:4]
    assert [words[0] for words in tour] == ["init", "check", "build", "trace"]
    assert [run(words) for words in tour[:3]] == [0, 1, 1]
    assert run(["build", str(report)]) == 0
    assert run(["trace", str(report / "out" / "2015年工作总结.docx"), *tour[3][2:]]) == 0


def test_the_other_commands_of_the_readme_run_as_they_are_written(
    readme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("data", "examples"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("out", ".cache"))
    monkeypatch.chdir(tmp_path)
    commands = written_commands(readme)[4:]
    assert commands
    for words in commands:
        assert run(words) == 0, words


def test_what_the_readme_shows_of_trace_is_what_trace_says(
    language: str, readme: str, report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["build", str(report), "--quiet"]) == 0
    shown = re.search(r"^\$ reportgen trace (\S+) --figure (\S+)\n(.*?)^```", readme, re.DOTALL | re.MULTILINE)
    assert shown is not None
    capsys.readouterr()
    assert run(["--lang", language, "trace", str(report / shown[1]), "--figure", shown[2]]) == 0
    said = capsys.readouterr().out
    assert [line.split() for line in shown[3].splitlines()] == [line.split() for line in said.splitlines()]
