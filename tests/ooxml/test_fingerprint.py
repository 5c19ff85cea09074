"""The fingerprint: known while untouched, broken by any change, kept beside other properties."""

import zipfile
from io import BytesIO
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from reportgen.ooxml.fingerprint import PART, edited_part, is_all_ours, is_untouched, seal, seal_outside
from reportgen.ooxml.package import PackageReader, PackedPart, pack, write_package

PARTS = (pack("[Content_Types].xml", b"<Types/>"), pack("word/document.xml", "正文".encode()))


def sealed(*parts: PackedPart) -> bytes:
    return write_package(seal(parts or PARTS))


def rewritten(data: bytes, change: dict[str, bytes]) -> bytes:
    """The package as another program would save it: other times, other compression, some parts changed."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, change.get(name, old.read(name)))
    return stream.getvalue()


def test_a_file_is_untouched_as_it_was_written() -> None:
    assert is_untouched(sealed()) is True


def test_a_file_that_was_only_packed_again_is_untouched() -> None:
    assert is_untouched(rewritten(sealed(), {})) is True


@given(st.binary(max_size=60))
def test_a_file_with_a_changed_part_is_touched(content: bytes) -> None:
    changed = rewritten(sealed(), {"word/document.xml": content})
    assert is_untouched(changed) is (content == "正文".encode())


def test_a_file_with_a_part_more_or_less_is_touched() -> None:
    parts = seal(PARTS)
    assert is_untouched(write_package([*parts, pack("word/comments.xml", b"<a/>")])) is False
    assert is_untouched(write_package([part for part in parts if part.name != "word/document.xml"])) is False


def test_a_file_of_another_origin_is_neither() -> None:
    assert is_untouched(write_package(PARTS)) is None
    assert is_untouched(b"") is None
    assert is_untouched(b"PK\3\4 and nothing more") is None
    assert is_untouched(write_package([*PARTS, pack(PART, b"\xff\xfe")])) is None


def test_a_seal_outside_the_parts_changes_none_of_them_and_breaks_with_any() -> None:
    data = write_package(PARTS, seal_outside(PARTS))
    package = PackageReader(data, "")
    assert [package.packed(name) for name in package.names] == list(PARTS)
    assert is_untouched(data) is True
    more = [*PARTS, pack("word/comments.xml", b"<a/>")]
    assert is_untouched(write_package(more, seal_outside(PARTS))) is False


def test_a_seal_outside_the_parts_is_gone_when_another_program_saves() -> None:
    assert is_untouched(rewritten(write_package(PARTS, seal_outside(PARTS)), {})) is None


def test_the_seal_outside_counts_before_that_of_a_template_of_ours() -> None:
    parts = [*seal(PARTS), pack("word/more.xml", b"<a/>")]
    assert is_untouched(write_package(parts)) is False
    assert is_untouched(write_package(parts, seal_outside(parts))) is True


def test_sealing_twice_gives_the_same_file() -> None:
    once = seal(PARTS)
    assert write_package(seal(once)) == write_package(once)


def test_other_custom_properties_stay_and_ours_gets_the_next_number() -> None:
    own = (
        '<?xml version="1.0" encoding="UTF-8"?><op:Properties'
        ' xmlns:op="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
        ' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        '<op:property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="7" name="文号">'
        "<vt:lpwstr>〔2016〕3号</vt:lpwstr></op:property></op:Properties>"
    )
    data = sealed(*PARTS, pack(PART, own.encode()))
    root = ET.fromstring(PackageReader(data, "").read(PART))  # noqa: S314 - our own part
    assert [(item.get("name"), item.get("pid")) for item in root] == [("文号", "7"), ("reportgen-fingerprint", "8")]
    assert is_untouched(data) is True


def test_an_empty_list_of_properties_is_filled() -> None:
    assert is_untouched(sealed(*PARTS, pack(PART, b"<Properties/>"))) is True


def test_what_was_put_together_of_edited_files_is_untouched_but_not_all_ours() -> None:
    ours = write_package(seal([pack("a.xml", b"<a/>")]))
    theirs = write_package(seal([pack("a.xml", b"<a/>"), edited_part()]))
    assert (is_untouched(ours), is_all_ours(ours)) == (True, True)
    assert (is_untouched(theirs), is_all_ours(theirs)) == (True, False)
    again = [PackageReader(theirs, "").packed(name) for name in PackageReader(theirs, "").names]
    assert not is_all_ours(write_package(seal(again)))
