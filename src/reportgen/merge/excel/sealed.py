"""A workbook sealed as an output of ours, so that a build knows whether a person has changed it since."""

from __future__ import annotations

from ...ooxml.fingerprint import CONTENT_TYPE, PART, RELATIONSHIP, seal
from ...ooxml.package import PackageReader, write_package
from .book import open_book
from .plain_sheet import add_content_type, add_relation


def sealed(data: bytes, file: str) -> bytes:
    """The workbook with our fingerprint among its custom properties; others there are kept."""
    book = open_book(data, file)
    if PART not in book.package:
        base, _, kind = RELATIONSHIP.rpartition("/")
        add_relation(book, "", kind, PART, base)
        add_content_type(book, PART, CONTENT_TYPE)
        data = book.write()
    package = PackageReader(data, file)
    return write_package(seal([package.packed(name) for name in package.names]))
