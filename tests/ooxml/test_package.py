"""Writing packages: what other programs read from ours, and that the same parts give the same bytes."""

import zipfile
import zlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.ooxml.package import DEFLATED, STORED, PackageReader, pack, pack_chunks, write_package

NAMES = st.text(st.characters(codec="utf-8", exclude_characters="/\\:\0."), min_size=1, max_size=20).map(
    lambda name: f"word/{name}.xml"
)


def opened(data: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(BytesIO(data))


def test_the_standard_library_reads_every_part_as_it_was() -> None:
    parts = {"[Content_Types].xml": b"<Types/>", "word/文档.xml": "内容".encode() * 1000, "media/1.png": b"\x89PNG"}
    package = opened(write_package([pack(name, data) for name, data in parts.items()]))
    assert package.testzip() is None
    assert {name: package.read(name) for name in package.namelist()} == parts


def test_content_types_come_first_and_the_others_keep_their_order() -> None:
    data = write_package([pack("b.xml", b"b"), pack("[Content_Types].xml", b"t"), pack("a.xml", b"a")])
    assert opened(data).namelist() == ["[Content_Types].xml", "b.xml", "a.xml"]


def test_the_same_parts_give_the_same_bytes_with_a_fixed_time() -> None:
    first, second = (write_package([pack("a.xml", b"a" * 99)]) for _ in range(2))
    assert first == second
    assert opened(first).infolist()[0].date_time == (1980, 1, 1, 0, 0, 0)


def test_a_stored_part_stands_in_the_file_as_it_is() -> None:
    picture = bytes(range(256)) * 10
    part = pack("media/1.png", picture, store=True)
    assert part.method == STORED
    assert picture in write_package([part])


def test_two_parts_of_one_name_are_our_own_mistake() -> None:
    with pytest.raises(ValueError, match=r"a\.xml"):
        write_package([pack("a.xml", b"1"), pack("a.xml", b"2")])


@pytest.mark.parametrize("size", [0, 10, 40_000, 3_000_000])
def test_chunks_give_the_same_part_as_the_whole(size: int) -> None:
    text = ("行业产值" + "x" * 97) * (size // 101 + 1)
    text = text[:size]
    chunks = [text[start : start + 70_001] for start in range(0, len(text), 70_001)]
    part, whole = pack_chunks("a.xml", chunks), pack("a.xml", text.encode())
    assert (part.crc, part.size, part.method) == (whole.crc, whole.size, DEFLATED)
    assert part == pack_chunks("a.xml", chunks)
    assert part == whole or size > 1 << 20
    assert zlib.decompress(part.data, -15) == text.encode()


@given(st.dictionaries(NAMES, st.binary(max_size=2000), max_size=8), st.booleans())
def test_our_reader_reads_what_our_writer_wrote(parts: dict[str, bytes], store: bool) -> None:
    data = write_package([pack(name, content, store=store) for name, content in parts.items()])
    package = PackageReader(data, "a.docx")
    assert {name: package.read(name) for name in package.names} == parts


def test_a_part_is_copied_into_another_package_without_being_inflated() -> None:
    first = PackageReader(write_package([pack("a.xml", b"abc" * 500)]), "a.docx")
    copied = first.packed("a.xml")
    assert copied == pack("a.xml", b"abc" * 500)
    assert PackageReader(write_package([copied]), "b.docx").read("a.xml") == b"abc" * 500
