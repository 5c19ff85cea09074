"""Which paragraph is which: order is kept, equals are found, likes too, and the time does not grow with the square."""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from reportgen.compare.align import Key, align, likeness

TEXTS = st.lists(st.text("工业产值增长0123，。ab", max_size=8), max_size=25)


def keys(texts: list[str]) -> list[Key]:
    return [("p", text) for text in texts]


def pairs(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    return [(step.old, step.new) for step in align(keys(old), keys(new)) if None not in (step.old, step.new)]  # type: ignore[misc]


@given(TEXTS, TEXTS)
def test_each_text_of_both_versions_comes_once_and_in_order(old: list[str], new: list[str]) -> None:
    steps = align(keys(old), keys(new))
    assert [step.old for step in steps if step.old is not None] == list(range(len(old)))
    assert [step.new for step in steps if step.new is not None] == list(range(len(new)))


@given(TEXTS)
def test_equal_versions_are_paired_throughout(texts: list[str]) -> None:
    assert all(step.old == step.new and step.is_equal for step in align(keys(texts), keys(texts)))


def test_a_paragraph_whose_numbers_changed_is_the_same_paragraph() -> None:
    old = ["全年完成产值42.86亿元。", "全年完成产值21亿元。", "其他"]
    new = ["新的一段，与前面无关", "全年完成产值43亿元。", "全年完成产值21亿元。", "其他"]
    assert pairs(old, new) == [(0, 1), (1, 2), (2, 3)]


def test_the_likest_of_several_candidates_is_taken() -> None:
    old = ["园区引进项目82个，到位资金充足，进展顺利。"]
    new = ["园区引进项目的情况说明。", "园区共引进项目82个，到位资金充足，进展很顺利。"]
    assert pairs(old, new) == [(0, 1)]


def test_only_equals_of_a_kind_are_paired() -> None:
    steps = align([("p", "产值 42")], [("tbl", "产值 42")])
    assert [(step.old, step.new) for step in steps] == [(0, None), (None, 0)]


def test_texts_without_anything_in_common_are_not_alike() -> None:
    assert likeness("甲乙丙丁", "子丑寅卯") == 0
    assert likeness("", "") == 1
    assert likeness("产值42.86亿元", "产值43亿元") == 1


def _aligned(count: int) -> None:
    old = [
        f"第{number}项工作由{chr(0x4E00 + number % 5000)}科室负责，完成投资{number}万元。" for number in range(count)
    ]
    new = [f"{text}已经办结{number}" if number % 3 else "换掉的一段" for number, text in enumerate(old)]
    align(keys(old), keys(new))


def test_the_work_grows_with_the_number_of_paragraphs(steps: Callable[[Callable[[], object]], int]) -> None:
    assert steps(lambda: _aligned(4_000)) < 4 * 2 * steps(lambda: _aligned(1_000))
