"""A Word file opened to be taken apart: its parts by what they are, their relationships, their trees.

The first step of `assemble`, alike for the drafts and for the frame that they are put into. Names of parts
are never guessed: the main part is where the package says, all others are where the main part says.

Sources: ISO/IEC 29500-2, 8 and 9 (content types, relationships); ISO/IEC 29500-1, 11.3 (parts of a document).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, partial
from typing import TYPE_CHECKING

from ....model.diagnostic import Fault
from ....ooxml.opened_parts import OpenedParts
from ....ooxml.package import PackageReader
from ....ooxml.relationships import read_content_types
from ....ooxml.stories import W
from .tree import read_tree

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/"
_DOCUMENT = f"{W}document"


class Source(OpenedParts):
    """A Word file; raises `not-a-word-document`, `strict-document` and the faults of `PackageReader` when opened."""

    def __init__(self, data: bytes, file: str) -> None:
        self.file = file
        self.data = data
        package = PackageReader(data, file)
        super().__init__(package, partial(read_tree, package))
        self.main = self._main()
        if self.tree(self.main).tag != _DOCUMENT or self.tree(self.main).find(f"{W}body") is None:
            raise Fault("not-a-word-document", file=file)

    def _main(self) -> str:
        for relation in self.relations("").values():
            if relation.kind == f"{R}/officeDocument" and relation.target in self.package:
                return relation.target
        strict = any(relation.kind.startswith(_STRICT) for relation in self.relations("").values())
        raise Fault("strict-document" if strict else "not-a-word-document", file=self.file)

    @property
    def body(self) -> Element:
        """The body of the document."""
        body = self.tree(self.main).find(f"{W}body")
        assert body is not None  # noqa: S101 - looked at when the file was opened
        return body

    def part(self, kind: str) -> str | None:
        """The name of the part that the main part calls its `styles`, `numbering`, `comments`; None without one."""
        wanted = kind if ":" in kind else f"{R}/{kind}"
        return next(
            (
                relation.target
                for relation in self.relations(self.main).values()
                if relation.kind == wanted and not relation.external and relation.target in self.package
            ),
            None,
        )

    def root(self, kind: str) -> Element | None:
        """The tree of that part; None where the file has none."""
        name = self.part(kind)
        return None if name is None else self.tree(name)

    def content_type(self, part: str) -> str:
        """The content type of a part, empty where nothing is said of it."""
        types, defaults = self.types
        return types.get(part) or defaults.get(part.rpartition(".")[2].lower(), "")

    @cached_property
    def types(self) -> tuple[Mapping[str, str], Mapping[str, str]]:
        """Content types by part and by extension."""
        return read_content_types(self.package)
