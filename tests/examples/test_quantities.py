"""Every quantity, date and name with digits of the 2015 source stands in the built files, bound and traceable."""

import re
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import pytest

HERE = Path(__file__).parent
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
NUMBERING = re.compile(r"附件[0-9]+|^[0-9]+\.(?=[^0-9])")
"""References to appendices and the list of them: numbers of ours, like those of captions and pages."""


def lines(name: str) -> list[str]:
    text = (HERE / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


QUANTITIES = [tuple(line.split("\t")) for line in lines("quantities-2015.tsv")]
OFFICIAL = {"万方": "万立方米", "亿度": "亿千瓦时"}


@pytest.fixture(scope="module")
def text(year_2015: Any) -> str:
    return "\n".join(year_2015.paragraphs())


def test_the_list_has_all_94_quantities_of_the_source() -> None:
    assert len(QUANTITIES) == 94


@pytest.mark.parametrize(("where", "what", "number", "unit"), QUANTITIES, ids=lambda part: part)
def test_a_quantity_of_the_source_is_in_the_word_file(where: str, what: str, number: str, unit: str, text: str) -> None:
    unit = OFFICIAL.get(unit, unit)
    assert re.search(rf"(?<![\d.]){re.escape(number)}(?:余|多)?{re.escape(unit)}", text), f"{where} {what}"


@pytest.mark.parametrize("name", lines("names-2015.txt"))
def test_a_date_name_or_product_of_the_source_is_in_the_word_file(name: str, text: str) -> None:
    assert name in text


def test_exact_quantities_stand_as_numbers_in_the_appendices(year_2015: Any) -> None:
    numbers = {Decimal(str(value)) for _, _, value in year_2015.cells() if isinstance(value, (int, float))}
    exact = [(what, number) for _, what, number, _ in QUANTITIES if NUMBER.fullmatch(number)]
    assert [what for what, number in exact if Decimal(number) not in numbers] == []


@pytest.mark.parametrize("year", [2015, 2024])
def test_at_least_95_of_100_numbers_of_the_word_file_are_bound(year: int, examples: Callable[[int], Any]) -> None:
    bound = free = 0
    loose = []
    for runs in examples(year).runs():
        for part, is_bound in runs:
            found = NUMBER.findall(NUMBERING.sub("", part))
            bound += len(found) * is_bound
            free += len(found) * (not is_bound)
            loose += [part] * bool(found and not is_bound)
    assert bound > 100
    assert bound / (bound + free) >= 0.95, loose


@pytest.mark.parametrize("year", [2015, 2024])
def test_at_least_95_of_100_numbers_are_bound_numbers_of_captions_and_references_counted(
    year: int, examples: Callable[[int], Any]
) -> None:
    with zipfile.ZipFile(examples(year).word) as package:
        body = ET.fromstring(package.read("word/document.xml"))  # noqa: S314 - our own file
    bound = {id(text) for control in body.iter(f"{W}sdt") for text in control.iter(f"{W}t")}
    numbers = [(id(text) in bound, number) for text in body.iter(f"{W}t") for number in NUMBER.findall(text.text or "")]
    assert sum(is_bound for is_bound, _ in numbers) >= 0.95 * len(numbers)


@pytest.mark.parametrize("year", [2015, 2024])
def test_each_number_taken_from_a_cell_reads_as_the_cell_named_by_trace(
    year: int, examples: Callable[[int], Any]
) -> None:
    example = examples(year)
    book = openpyxl.load_workbook(example.data)
    compared = 0
    for binding in example.bindings:
        if binding.derivation or len(binding.cells) != 1 or " › " not in binding.cells[0]:
            continue
        file, *place = binding.cells[0].split(" › ")
        if file != example.data.name:
            continue
        value = book[place[0]][place[1]].value
        if binding.wording in ("时点", "年末", "期间"):  # the time of the number in the cell
            assert (binding.value, binding.unit) == (binding.text, "")
        elif isinstance(value, (int, float)):
            assert Decimal(binding.value) == Decimal(str(value)), binding
        else:
            kept = value.date().isoformat() if hasattr(value, "date") else value
            assert binding.value == kept or binding.value in kept.split("、"), binding
        compared += 1
    assert compared > 150


def test_a_derived_number_names_all_its_cells(year_2015: Any) -> None:
    total = next(binding for binding in year_2015.bindings if binding.text == "143.737亿元")
    assert [cell.rsplit(" › ", 1)[-1] for cell in total.cells] == ["F4", "F5", "F6", "F7", "F8"]
    assert total.derivation.startswith("合计(F4:F8)")
    share = next(binding for binding in year_2015.bindings if binding.text.endswith("的29.8%"))
    assert "42.86" in share.derivation
