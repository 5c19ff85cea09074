"""The units that a Word file was made for, stored behind its bindings."""

import pytest

from reportgen.model.binding import Binding
from reportgen.model.owner import Owner
from reportgen.ooxml.bindings import stored_in, stored_texts, to_xml
from reportgen.ooxml.owners import owners_in

TOWN = Owner(name="甲镇", file="乡镇.xlsx", row=12)
PART = Owner(name='乙"<镇>&', file="02-乙镇.xlsx", tags={"rg-a-2": "rg-a", "rg-b": "rg-b"})
BINDING = Binding(tag="rg-a", text="76家", value="76", unit="家", where=("一、甲",))


def part(*owners: Owner) -> bytes:
    return "".join(to_xml([BINDING], owners=owners)).encode()


def test_units_are_read_as_they_were_stored() -> None:
    assert owners_in(part(TOWN, PART)) == (TOWN, PART)
    assert owners_in(part()) == ()


def test_units_are_no_bindings() -> None:
    data = part(TOWN, PART)
    assert stored_in(data) == (BINDING,)
    assert [text.startswith("<binding ") for _, text in stored_texts(data)] == [True]
    assert stored_in(data.replace(b"?>\n", b"?> \n")) == (BINDING,)  # no longer as we write it: a parser reads it


def test_units_are_read_from_a_part_that_another_program_wrote_anew() -> None:
    data = (
        b'<ns0:bindings xmlns:ns0="urn:reportgen:bindings:1">'
        b'<ns0:unit row="12" name="\xe7\x94\xb2&#x9547;" file="a.xlsx"></ns0:unit></ns0:bindings>'
    )
    assert owners_in(data) == (Owner(name="甲镇", file="a.xlsx", row=12),)


@pytest.mark.parametrize("row", ["-3", "x", "99999999", ""])
def test_a_row_that_is_none_is_no_row(row: str) -> None:
    assert owners_in(f'<unit name="甲" row="{row}"/>'.encode()) == (Owner(name="甲"),)


def test_a_unit_without_a_name_is_none() -> None:
    assert owners_in(b'<unit file="a.xlsx"/><unit name="&bad;"/>') == ()
