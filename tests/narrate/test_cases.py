"""Sections as text: each case gives templates and data, and the document and findings that they become.

A case is a heading `## name` in `cases/*.md` with fenced blocks: `template` (one or more, with a file
name), `data`, `document`, `findings`. `python tests/narrate/test_cases.py` is no way to rewrite them: what
a case expects is written by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

import pytest

from reportgen.narrate.narrate import narrate

CASES = Path(__file__).parent / "cases"
FENCE = re.compile(r"~~~~ *(\S+) *(.*)")


@dataclass
class Case:
    name: str
    templates: list[tuple[str, str]] = field(default_factory=list)
    macros: dict[str, str] = field(default_factory=dict)
    data: str = ""
    document: str = ""
    findings: str = ""


def read(path: Path) -> Iterator[Case]:
    case, block, kind, file = Case(""), list[str](), "", ""
    for line in path.read_text(encoding="utf-8").splitlines():
        fence = FENCE.match(line)
        if kind and line == "~~~~":
            keep(case, kind, file, "\n".join(block))
            kind = ""
        elif kind:
            block.append(line)
        elif fence:
            kind, file, block = fence[1], fence[2], []
        elif line.startswith("## "):
            if case.name:
                yield case
            case = Case(line[3:])
    yield case


def keep(case: Case, kind: str, file: str, text: str) -> None:
    if kind == "template":
        case.templates.append((file or "t.md", text + "\n"))
    elif kind == "macros":
        case.macros[file] = text + "\n"
    else:
        setattr(case, kind, text)


ALL = [(path.stem, case) for path in sorted(CASES.glob("*.md")) for case in read(path)]


@pytest.mark.parametrize(("stem", "case"), ALL, ids=[f"{stem}: {case.name}" for stem, case in ALL])
def test_a_section_becomes_the_document_and_the_findings_of_its_case(
    stem: str, case: Case, sample: SimpleNamespace
) -> None:
    data = sample.dataset(case.data)
    appendices = (sample.listed,) if "主导产业" in data.tables else ()
    document, findings = narrate(sample.report(*case.templates, macros=case.macros, appendices=appendices), data)
    outline, found = sample.outline(document), "\n".join(sample.finding(item) for item in findings)
    assert (outline, found) == (case.document, case.findings), f"\n{outline}\n----\n{found}"
