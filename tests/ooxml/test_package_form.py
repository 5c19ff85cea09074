"""A form of a package gives the bytes that sealing and writing all its parts give."""

import random

import pytest

from reportgen.ooxml.fingerprint import PART, is_untouched, seal
from reportgen.ooxml.package import PackedPart, pack, write_package
from reportgen.ooxml.package_form import package_form

NAMES = ("word/document.xml", "[Content_Types].xml", "a.xml", "a/a.xml", "_rels/.rels", "名.xml", "customXml/item1.xml")


def parts(chance: random.Random) -> list[PackedPart]:
    content = [bytes(chance.choices(b"<abc>\xe4\xb8\xad", k=chance.choice([0, 3, 50, 4000]))) for _ in NAMES]
    return [pack(name, data, store=chance.random() < 0.3) for name, data in zip(NAMES, content, strict=True)]


@pytest.mark.parametrize("seed", range(20))
def test_a_filled_form_is_the_sealed_package_of_its_parts(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - not a secret
    first, second = parts(chance), parts(chance)
    changing = chance.sample(NAMES, k=chance.randrange(len(NAMES) + 1))
    others = [new if new.name in changing else old for old, new in zip(first, second, strict=True)]
    form = package_form(seal(first), changing)
    made = form.filled({part.name: part for part in second if part.name in changing})
    assert made == write_package(seal(others))
    assert is_untouched(made) is True


def test_the_seal_of_the_first_package_is_not_taken_over() -> None:
    whole = seal([pack(name, b"old") for name in NAMES])
    made = package_form(whole, ("a.xml",)).filled({"a.xml": pack("a.xml", b"new")})
    assert made.count(PART.encode()) == 2
    assert is_untouched(made) is True
