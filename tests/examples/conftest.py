"""Both example reports, built once a session in a folder of their own."""

import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pytest

from reportgen.model.binding import Binding
from reportgen.model.outcome import Outcome
from reportgen.pipeline.build import build
from reportgen.pipeline.trace import trace

PROJECT = Path(__file__).resolve().parents[2]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True)
class Built:
    """An example, built: its folder, what the build said, and its two outputs."""

    folder: Path
    outcome: Outcome
    word: Path
    sheets: Path

    @property
    def data(self) -> Path:
        return next((self.folder.parent.parent / "data").glob(f"*{self.folder.name[-4:]}.xlsx"))

    @property
    def bindings(self) -> tuple[Binding, ...]:
        found = trace(self.word)
        assert not found.diagnostics
        return tuple(item.binding for item in found.figures)

    def paragraphs(self) -> list[str]:
        """The text of the Word file, paragraph by paragraph."""
        return ["".join(text for text, _ in runs) for runs in self.runs()]

    def runs(self) -> Iterator[list[tuple[str, bool]]]:
        """Each paragraph's texts, and whether they stand in a content control; fields left out."""
        with zipfile.ZipFile(self.word) as package:
            body = ET.fromstring(package.read("word/document.xml"))  # noqa: S314 - our own file
        bound = {id(text) for control in body.iter(f"{W}sdt") for text in control.iter(f"{W}t")}
        for paragraph in body.iter(f"{W}p"):
            yield list(_texts(paragraph, bound))

    def cells(self) -> Iterator[tuple[str, str, object]]:
        """Sheet, address and value of every filled cell of the appendices, as a spreadsheet shows them last."""
        book = openpyxl.load_workbook(self.sheets, data_only=True)
        for sheet in book.worksheets:
            for row in sheet.iter_rows():
                yield from ((sheet.title, cell.coordinate, cell.value) for cell in row if cell.value is not None)


def _texts(paragraph: ET.Element, bound: set[int]) -> Iterator[tuple[str, bool]]:
    """The texts of a paragraph; what a field shows (page and caption numbers, references) is no figure."""
    depth = 0
    for element in paragraph.iter():
        if element.tag == f"{W}fldChar":
            depth += {"begin": 1, "end": -1}.get(element.get(f"{W}fldCharType", ""), 0)
        elif element.tag == f"{W}t" and not depth:
            yield element.text or "", id(element) in bound


def copied(year: int, target: Path) -> Path:
    """A copy of an example and its data below `target`; the report's folder."""
    shutil.copytree(PROJECT / "data", target / "data", dirs_exist_ok=True)
    folder = target / "examples" / f"qingzhen-{year}"
    shutil.copytree(PROJECT / "examples" / folder.name, folder, ignore=shutil.ignore_patterns("out", ".cache"))
    return folder


def built(folder: Path) -> Built:
    outcome = build(folder)
    assert not outcome.stopped, [item for item in outcome.diagnostics if item.severity.value == "error"]
    word, sheets = outcome.written
    return Built(folder, outcome, word, sheets)


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Built]:
    """The built example of a year."""
    made: dict[int, Built] = {}

    def example(year: int) -> Built:
        if year not in made:
            made[year] = built(copied(year, tmp_path_factory.mktemp(str(year))))
        return made[year]

    return example


@pytest.fixture(scope="session")
def year_2015(examples: Callable[[int], Built]) -> Built:
    return examples(2015)


@pytest.fixture
def own_2015(tmp_path: Path) -> Path:
    """A copy of the report of 2015 that a test may change."""
    return copied(2015, tmp_path)


@pytest.fixture
def rebuilt() -> Callable[[Path], Built]:
    return built
