"""Reading packages of all kinds: broken, encrypted, hostile; each is a finding, none a traceback."""

import struct
import tracemalloc
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.model.diagnostic import Fault
from reportgen.ooxml.package import Limits, PackageReader, pack, write_package

Zip = Callable[..., bytes]
CFB = bytes.fromhex("d0cf11e0a1b11ae1")
SMALL = write_package([pack("[Content_Types].xml", b"<Types/>"), pack("xl/workbook.xml", b"<workbook/>" * 50)])


def code_of(data: bytes, *parts: str, limits: Limits | None = None) -> str:
    """The code of the finding that opening the package, or reading its parts, ends with."""
    with pytest.raises(Fault) as raised:
        read(data, parts, limits or Limits())
    return raised.value.code


def read(data: bytes, parts: Iterable[str], limits: Limits) -> None:
    package = PackageReader(data, "data.xlsx", limits)
    for part in parts:
        package.read(part)


def patched(data: bytes, at: int, form: str, value: int) -> bytes:
    size = struct.calcsize(form)
    return data[:at] + struct.pack(form, value) + data[at + size :]


def central(data: bytes, name: str) -> int:
    """Where the directory entry of a part begins."""
    at = data.index(b"PK\1\2")
    while data[at + 46 : at + 46 + len(name)] != name.encode():
        at = data.index(b"PK\1\2", at + 4)
    return at


def test_parts_are_read_by_name_in_the_order_of_the_directory(zipped: Zip) -> None:
    package = PackageReader(zipped({"b.xml": b"b", "a/文.xml": "中".encode()}), "data.xlsx")
    assert package.names == ("b.xml", "a/文.xml")
    assert package.read("a/文.xml").decode() == "中"
    assert "b.xml" in package
    assert "c.xml" not in package
    assert package.size("b.xml") == 1


def test_a_missing_part_is_named_with_the_nearest_one(zipped: Zip) -> None:
    package = PackageReader(zipped({"xl/workbook.xml": b"<a/>"}), "data.xlsx")
    with pytest.raises(Fault) as raised:
        package.read("xl/workbok.xml")
    assert raised.value.code == "missing-part"
    assert raised.value.diagnostics[0].suggestion == "xl/workbook.xml"


def test_stored_parts_and_folders_are_no_obstacle(zipped: Zip) -> None:
    data = zipped({"xl/": b"", "xl/a.xml": b"<a/>"}, zipfile.ZIP_STORED)
    package = PackageReader(data, "data.xlsx")
    assert package.names == ("xl/a.xml",)
    assert package.read("xl/a.xml") == b"<a/>"


def test_names_with_backslashes_are_read_as_folders() -> None:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        information = zipfile.ZipInfo("placeholder")
        information.filename = "xl\\workbook.xml"
        package.writestr(information, b"<a/>")
    assert PackageReader(stream.getvalue(), "data.xlsx").read("xl/workbook.xml") == b"<a/>"


def test_a_package_written_as_a_stream_with_data_descriptors_is_read() -> None:
    class Unseekable(BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: int) -> int:
            raise OSError

        def tell(self) -> int:
            raise OSError

    stream = Unseekable()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/a.xml", b"<a/>" * 100)
    assert PackageReader(stream.getvalue(), "data.xlsx").read("xl/a.xml") == b"<a/>" * 100


def test_zip64_fields_are_tolerated() -> None:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as package, package.open("xl/a.xml", "w", force_zip64=True) as part:
        part.write(b"<a/>" * 100)
    data = bytearray(stream.getvalue())
    # The directory's own numbers moved to the zip64 field, as programs that stream large files write them.
    at = central(bytes(data), "xl/a.xml")
    packed, size = struct.unpack_from("<II", data, at + 20)
    name, extra = struct.unpack_from("<HH", data, at + 28)
    field = struct.pack("<HHQQ", 1, 16, size, packed)
    struct.pack_into("<II", data, at + 20, 0xFFFFFFFF, 0xFFFFFFFF)
    struct.pack_into("<H", data, at + 30, extra + len(field))
    data[at + 46 + name : at + 46 + name] = field
    end = bytes(data).rindex(b"PK\5\6")
    listing = struct.unpack_from("<I", data, end + 12)[0] + len(field)
    struct.pack_into("<I", data, end + 12, listing)
    assert PackageReader(bytes(data), "data.xlsx").read("xl/a.xml") == b"<a/>" * 100


def test_a_directory_of_zip64_is_found_through_its_locator() -> None:
    end = SMALL.rindex(b"PK\5\6")
    count, _, size, position = struct.unpack_from("<HHII", SMALL, end + 8)
    record = struct.pack("<4sQ2H2I4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, size, position)
    locator = struct.pack("<4sIQI", b"PK\6\7", 0, end, 1)
    last = struct.pack("<4s4H2IH", b"PK\5\6", 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    package = PackageReader(SMALL[:end] + record + locator + last, "data.xlsx")
    assert package.read("xl/workbook.xml") == b"<workbook/>" * 50


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-file"),
        (b"<html><body>", "not-a-zip"),
        ("名称,产值\n".encode("gb18030"), "not-a-zip"),
        (CFB + bytes(600) + "Workbook".encode("utf-16-le"), "old-office-file"),
        (CFB + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "encrypted-file"),
        (SMALL[: len(SMALL) // 2], "broken-package"),
        (SMALL[:-30], "broken-package"),
        (b"PK\3\4" + bytes(100), "broken-package"),
        (b"PK\5\6", "broken-package"),
    ],
)
def test_what_is_no_readable_package_is_told_apart(data: bytes, code: str) -> None:
    assert code_of(data) == code


def test_an_encrypted_entry_is_said(zipped: Zip) -> None:
    data = zipped({"xl/a.xml": b"<a/>"})
    at = central(data, "xl/a.xml")
    assert code_of(patched(data, at + 8, "<H", 1)) == "encrypted-file"


@pytest.mark.parametrize("name", ["/etc/passwd", "../a.xml", "xl/../../a.xml", "C:/a.xml", "..\\a.xml", ""])
def test_names_that_lead_out_of_the_package_are_refused(name: str) -> None:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        information = zipfile.ZipInfo("placeholder")
        information.filename = name
        package.writestr(information, b"x")
    assert code_of(stream.getvalue()) == "unsafe-part-name"


def test_two_parts_of_one_name_are_refused() -> None:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as package, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        package.writestr("xl/a.xml", b"first")
        package.writestr("xl/a.xml", b"second")
    assert code_of(stream.getvalue()) == "duplicate-part"


def test_a_wrong_checksum_is_a_broken_part() -> None:
    at = central(SMALL, "xl/workbook.xml")
    assert code_of(patched(SMALL, at + 16, "<I", 12345), "xl/workbook.xml") == "broken-part"


@pytest.mark.parametrize("size", [0, 549, 551, 10_000])
def test_a_size_that_the_part_does_not_have_is_a_broken_part(size: int) -> None:
    at = central(SMALL, "xl/workbook.xml")
    assert code_of(patched(SMALL, at + 24, "<I", size), "xl/workbook.xml") == "broken-part"


def test_damaged_deflate_data_is_a_broken_part() -> None:
    start = SMALL.index(b"xl/workbook.xml") + len("xl/workbook.xml")
    assert code_of(SMALL[:start] + b"\xff\xff\xff" + SMALL[start + 3 :], "xl/workbook.xml") == "broken-part"


def test_an_unknown_method_of_compression_is_a_broken_part() -> None:
    at = central(SMALL, "xl/workbook.xml")
    assert code_of(patched(SMALL, at + 10, "<H", 14)) == "broken-part"


@pytest.mark.parametrize(("offset", "form", "value"), [(42, "<I", 3), (42, "<I", 0x7FFFFFFF), (20, "<I", 0x7FFFFFF0)])
def test_a_directory_that_points_elsewhere_is_a_broken_package(offset: int, form: str, value: int) -> None:
    at = central(SMALL, "xl/workbook.xml")
    assert code_of(patched(SMALL, at + offset, form, value)) == "broken-package"


def test_a_local_name_that_differs_from_the_directory_is_a_broken_package() -> None:
    assert code_of(SMALL.replace(b"xl/workbook.xml", b"xl/workbooK.xml", 1)) == "broken-package"


def test_parts_that_share_bytes_are_refused(zipped: Zip) -> None:
    data = zipped({"a.xml": b"x" * 5000, "b.xml": b"x" * 5000})
    first, second = central(data, "a.xml"), central(data, "b.xml")
    # Both entries lead to the bytes of the first, under its name, so that only the overlap is wrong.
    twin = data[:second] + data[first : first + 46] + b"a.xml" + data[second + 51 :]
    assert code_of(twin) == "duplicate-part"
    longer = patched(data, first + 20, "<I", struct.unpack_from("<I", data, first + 20)[0] + 40)
    assert code_of(longer) == "broken-package"


def test_more_parts_than_the_limit_are_refused(zipped: Zip) -> None:
    data = zipped({f"a{number}.xml": b"" for number in range(6)})
    assert code_of(data, limits=Limits(parts=5)) == "too-many-parts"


def bomb(size: int, *, declared: int) -> bytes:
    """A package whose one sheet inflates to `size` zeros but declares another size."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = bytes(1 << 20)
    packed = b"".join(deflate.compress(block) for _ in range(size >> 20)) + deflate.flush()
    name = b"xl/worksheets/sheet1.xml"
    local = struct.pack("<4s5H3I2H", b"PK\3\4", 20, 0, 8, 0, 33, 0, len(packed), declared, len(name), 0) + name + packed
    entry = struct.pack("<4s6H3I5H2I", b"PK\1\2", 20, 20, 0, 8, 0, 33, 0, len(packed), declared, len(name), *[0] * 6)
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 1, 1, len(entry) + len(name), len(local), 0)
    return local + entry + name + end


def cost_of(data: bytes) -> tuple[str, int]:
    """The code that reading ends with, and the peak of memory."""
    tracemalloc.start()
    try:
        code = code_of(data, "xl/worksheets/sheet1.xml")
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    return code, peak


def test_a_bomb_that_declares_its_size_is_refused_before_it_is_inflated() -> None:
    code, peak = cost_of(bomb(1 << 30, declared=1 << 30))
    assert code == "zip-bomb"
    assert peak < 16 << 20


def test_a_bomb_that_lies_about_its_size_is_stopped_where_it_passes_it() -> None:
    code, peak = cost_of(bomb(1 << 30, declared=1000))
    assert code == "broken-part"
    assert peak < 16 << 20


def test_a_part_that_grows_too_much_is_a_bomb_though_it_is_below_the_size_limit() -> None:
    assert code_of(bomb(64 << 20, declared=64 << 20), "xl/worksheets/sheet1.xml") == "zip-bomb"


def test_parts_together_may_not_pass_the_total(zipped: Zip) -> None:
    data = zipped({"a.xml": b"a" * 600, "b.xml": b"b" * 600})
    limits = Limits(total_bytes=1000)
    assert PackageReader(data, "data.xlsx", limits).read("a.xml")
    assert code_of(data, "a.xml", "b.xml", limits=limits) == "zip-bomb"


def test_reading_a_part_again_costs_nothing_of_the_total(zipped: Zip) -> None:
    package = PackageReader(zipped({"a.xml": b"a" * 600}), "data.xlsx", Limits(total_bytes=1000))
    assert package.read("a.xml") == package.read("a.xml")


def test_a_stream_gives_the_part_in_bounded_pieces(zipped: Zip) -> None:
    content = bytes(range(256)) * 8192
    pieces = list(PackageReader(zipped({"a.bin": content}), "data.xlsx").stream("a.bin"))
    assert b"".join(pieces) == content
    assert max(map(len, pieces)) <= 1 << 18


@settings(max_examples=300)
@given(st.data())
def test_no_change_of_bytes_leads_to_anything_but_a_finding_or_content(data: st.DataObject) -> None:
    damaged = bytearray(SMALL)
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, len(SMALL) - 1))] = data.draw(st.integers(0, 255))
    with suppress(Fault):
        package = PackageReader(bytes(damaged), "data.xlsx")
        contents = [package.read(name) for name in package.names]
        assert all(len(content) == package.size(name) for name, content in zip(package.names, contents, strict=True))


@given(st.binary(max_size=300))
def test_no_bytes_behind_the_mark_of_a_zip_lead_to_a_traceback(data: bytes) -> None:
    for start in (b"PK\3\4", b"PK\5\6", b""):
        with pytest.raises(Fault):
            PackageReader(start + data, "data.xlsx").read("xl/workbook.xml")


@pytest.mark.parametrize("store", [False, True])
def test_the_head_of_a_part_is_its_first_bytes_and_no_more(store: bool) -> None:
    data = bytes(range(256)) * 4096
    package = PackageReader(write_package([pack("[Content_Types].xml", data, store=store)]), "a.docx")
    assert package.head("[Content_Types].xml", 1000) == data[:1000]
    assert package.read("[Content_Types].xml") == data


def test_the_head_of_a_part_shorter_than_that_is_all_of_it() -> None:
    package = PackageReader(write_package([pack("[Content_Types].xml", b"<a/>"), pack("b", b"")]), "a.docx")
    assert (package.head("[Content_Types].xml", 1000), package.head("b", 1000)) == (b"<a/>", b"")
