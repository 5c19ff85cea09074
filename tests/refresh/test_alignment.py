"""What stands in the same order on two sides."""

from itertools import combinations, pairwise
from random import Random

import pytest

from reportgen.merge.word.refreshing.alignment import aligned


def weighed(one: str, other: str, heavy: str = "") -> dict[int, int]:
    return aligned(
        len(one), len(other), lambda at, there: (9 if one[at] in heavy else 2) if one[at] == other[there] else 0
    )


def common(one: str, other: str, heavy: str = "") -> str:
    pairs = sorted(weighed(one, other, heavy).items())
    assert all(before[1] < after[1] for before, after in pairwise(pairs))
    assert all(one[at] == other[there] for at, there in pairs)
    return "".join(one[at] for at, _ in pairs)


def test_what_is_alike_stays_whole() -> None:
    assert common("abcd", "abcd") == "abcd"


@pytest.mark.parametrize(("one", "other", "stays"), [("abcd", "bcda", "bcd"), ("abc", "", ""), ("xay", "ab", "a")])
def test_the_longest_order_that_both_have_stays(one: str, other: str, stays: str) -> None:
    assert common(one, other) == stays


def test_what_is_heavy_stays_before_what_is_many() -> None:
    assert common("Tabc", "abcT", heavy="T") == "T"


@pytest.mark.parametrize("seed", range(30))
def test_no_order_is_longer_than_the_one_that_is_found(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - no secret
    one, other = ("".join(random.choices("abc", k=7)) for _ in range(2))
    subsequences = {"".join(each) for size in range(8) for each in combinations(other, size)}
    longest = max(size for size in range(8) for each in combinations(one, size) if "".join(each) in subsequences)
    assert len(common(one, other)) == longest
