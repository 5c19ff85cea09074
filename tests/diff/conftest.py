"""Small Word files: a body, and parts that it leads to."""

import importlib.util
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

import pytest

from reportgen.compare.word_file import WordFile
from reportgen.ooxml.package import pack, write_package

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
DRAWING = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    f' xmlns:r="{R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


class Word(Protocol):
    """Makes a Word file of the XML of its body; `parts` are by name and kind, `relations` by id."""

    def __call__(self, body: str, parts: Mapping[str, str] = {}, media: Mapping[str, bytes] = {}) -> WordFile: ...


@pytest.fixture
def package() -> Callable[..., bytes]:
    """The bytes of a Word file; a part's kind is its name without the number."""

    def make(body: str, parts: Mapping[str, str] = {}, media: Mapping[str, bytes] = {}) -> bytes:
        document = f"<w:document {W} {DRAWING}><w:body>{body}</w:body></w:document>"
        names = [*parts, *(f"media/{name}" for name in media)]
        kinds = ["image" if name.startswith("media/") else name.rstrip("0123456789") for name in names]
        targets = [name if name.startswith("media/") else f"{name}.xml" for name in names]
        entries = "".join(
            f'<Relationship Id="{name.rpartition("/")[2].partition(".")[0]}" Type="{R}/{kind}" Target="{target}"/>'
            for name, kind, target in zip(names, kinds, targets, strict=True)
        )
        relations = f'<Relationships xmlns="{RELATIONS}">{entries}</Relationships>'
        types = (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="png" ContentType="image/png"/></Types>'
        )
        return write_package(
            [
                pack("[Content_Types].xml", types.encode()),
                pack("word/document.xml", document.encode()),
                pack("word/_rels/document.xml.rels", relations.encode()),
                *(pack(f"word/{name}.xml", text.encode()) for name, text in parts.items()),
                *(pack(f"word/media/{name}", data) for name, data in media.items()),
            ]
        )

    return make


@pytest.fixture
def word(package: Callable[..., bytes]) -> Word:
    """Word files opened for comparing."""

    def make(body: str, parts: Mapping[str, str] = {}, media: Mapping[str, bytes] = {}) -> WordFile:
        return WordFile(package(body, parts, media), "a.docx")

    return make


def load(name: str) -> Any:
    """A module that stands beside this one."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def documents() -> Any:
    """Makes documents at random, edits them, and tracks changes in them."""
    return load("random_documents")


@pytest.fixture(scope="session")
def resolved() -> Any:
    """Tells what a file says once its changes are accepted or rejected."""
    return load("resolved")
