"""The part of bindings: written, stored in a Word file, and read back the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.binding import Binding, ColumnBinding
from reportgen.model.diagnostic import Fault
from reportgen.model.document import ColumnSource
from reportgen.ooxml.bindings import NAMESPACE, PART, from_xml, read_bindings, stored_texts, to_xml
from reportgen.ooxml.own_bindings import own_elements
from reportgen.ooxml.package import pack, write_package

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cn"]) | st.sampled_from("\t\n\r"), max_size=20)
BINDINGS = st.builds(
    Binding,
    tag=TEXT,
    text=TEXT,
    value=TEXT,
    unit=TEXT,
    period=TEXT,
    cells=st.lists(TEXT, max_size=3).map(tuple),
    derivation=TEXT,
    wording=TEXT,
    template=TEXT,
    where=st.lists(TEXT, max_size=3).map(tuple),
    paragraph=st.integers(0, 999),
    sentence=TEXT,
    table_row=st.integers(0, 99),
    table_column=st.integers(0, 9),
)


def xml_of(*bindings: Binding | ColumnBinding) -> bytes:
    return "".join(to_xml(bindings)).encode()


@given(st.lists(BINDINGS, max_size=4))
def test_bindings_are_read_back_as_they_were_written(bindings: list[Binding]) -> None:
    assert from_xml(xml_of(*bindings)) == tuple(bindings)


@given(st.lists(TEXT, min_size=1, max_size=5), st.booleans())
def test_a_column_of_bindings_is_read_back_as_the_bindings_it_stands_for(texts: list[str], exact: bool) -> None:
    source = ColumnSource("园区.xlsx", "主导产业", 3, range(4, 4 + len(texts)), "产值")
    values = [f"{number}.5" for number in range(len(texts))] if exact else None
    column = ColumnBinding(
        tag="t",
        texts=texts,
        values=values,
        source=source,
        unit="亿元",
        where=("表1",),
        sentence="产值",
        table_row=2,
        table_column=4,
    )
    assert from_xml(xml_of(column)) == tuple(column)
    assert all(item.table_column == 4 and texts[item.table_row - 2] == item.text for item in column)


def in_part(content: str) -> bytes:
    return f'<bindings xmlns="{NAMESPACE}">{content}</bindings>'.encode()


def test_bindings_are_found_in_a_word_file_whatever_the_part_is_called() -> None:
    binding = Binding(tag="t1", text="42.86亿元", value="42.86", cells=("园区.xlsx › 主导产业 › C4",))
    others = pack("customXml/item1.xml", b"<other/>")
    file = write_package([others, pack("customXml/item7.xml", xml_of(binding))])
    assert read_bindings(file, "总结.docx") == (binding,)


def test_the_properties_of_the_part_name_its_namespace_and_are_not_it() -> None:
    # LibreOffice 7.4 puts them before the part.
    binding = Binding(tag="t1", text="42.86亿元", value="42.86")
    properties = f'<ds:datastoreItem xmlns:ds="urn:ds"><ds:schemaRef ds:uri="{NAMESPACE}"/></ds:datastoreItem>'
    file = write_package([pack("customXml/itemProps1.xml", properties.encode()), pack(PART, xml_of(binding))])
    assert read_bindings(file, "总结.docx") == (binding,)


@pytest.mark.parametrize(
    "part",
    [
        b"",
        b"<bindings/>",
        f'<bindings xmlns="{NAMESPACE}"'.encode(),
        f'<!DOCTYPE b [<!ENTITY a "b">]><bindings xmlns="{NAMESPACE}"/>'.encode(),
        in_part('<column rows="1-999999999999999999999" column="3"><t>1</t></column>'),
        in_part('<column rows="4-5" column="-3"><t>1\n2</t></column>'),
        in_part('<column rows="4-5" column="x"><t>1\n2</t></column>'),
        in_part('<column rows="4-5" column="3"><t>1\n2</t><v>1</v></column>'),
    ],
)
def test_a_part_that_is_no_list_of_bindings_is_a_finding(part: bytes) -> None:
    with pytest.raises(Fault) as raised:
        from_xml(part)
    assert raised.value.code == "no-bindings"


def test_a_file_without_bindings_is_a_finding_with_its_name() -> None:
    with pytest.raises(Fault) as raised:
        read_bindings(write_package([pack(PART, b"<other/>")]), "总结.docx")
    assert raised.value.code == "no-bindings"
    assert raised.value.diagnostics[0].facts["file"] == "总结.docx"


@given(st.lists(BINDINGS, max_size=4))
def test_what_we_wrote_reads_the_same_without_a_tree(bindings: list[Binding]) -> None:
    part = xml_of(*bindings)
    spaced = part.replace(b"<binding ", b"<binding  ").replace(b"</bindings>", b" </bindings>")
    assert [item for item, _ in stored_texts(part)] == [item for item, _ in stored_texts(spaced)] == bindings
    assert all(text for _, text in stored_texts(part))
    assert not any(text for _, text in stored_texts(spaced))


@given(st.lists(BINDINGS, min_size=1, max_size=3))
def test_bindings_that_were_read_are_written_again_as_they_stood(bindings: list[Binding]) -> None:
    read = stored_texts(xml_of(*bindings))
    known = {id(item): text for item, text in read}
    assert "".join(to_xml([item for item, _ in read], None, known)).encode() == xml_of(*bindings)


@pytest.mark.parametrize(
    ("found", "instead"),
    [
        (b'text="10"', b'text="1&#48;"'),
        (b'text="10"', b'text="&unknown;"'),
        (b'text="10"', b'text="1<0"'),
        (b'text="10"', b'text="10" text="10"'),
        (b"</binding>", b"</binding><!-- -->"),
        (b"</binding>", b"</binding><other/>"),
        (b'value="10"', b'value="1\n0"'),
        (b"<cell v=", b"<cell  v="),
    ],
)
def test_a_part_that_another_program_wrote_is_left_to_the_parser(found: bytes, instead: bytes) -> None:
    part = xml_of(Binding(tag="t", text="10", value="10", cells=("a", "b"), where=("一",)))
    head, tail = part.partition(b"<binding ")[0].decode(), "</bindings>"
    assert own_elements(part, head, tail) is not None
    assert found in part
    assert own_elements(part.replace(found, instead, 1), head, tail) is None
