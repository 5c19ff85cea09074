"""The quick `dataclass` against the standard one."""

import copy
import dataclasses
import inspect
import pickle
import pprint
import subprocess
import sys
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace
from typing import Any

import pytest

from reportgen.model import values
from reportgen.model.constructors import CONSTRUCTORS


class Place:
    """Fields of every kind."""

    file: str
    row: int = 3
    names: dict[str, int] = field(default_factory=dict)


class Named:
    """Methods of its own."""

    name: str

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self)

    def __repr__(self) -> str:
        return "named"


class Once:
    """Replaced below by the class with slots, which `pickle` looks for by this name."""

    file: str
    row: int = 3


def parameters(cls: Any) -> list[tuple[str, object, object]]:
    """Names, kinds and types of what the class is called with."""
    return [(item.name, item.kind, item.annotation) for item in inspect.signature(cls).parameters.values()]


def both(cls: type, **options: bool) -> list[Any]:
    """The class made by the standard decorator and by ours."""
    return [make(slots=True, **options)(type(cls.__name__, (), dict(vars(cls)))) for make in (dataclass, QUICK)]


QUICK: Any = vars(values)["dataclass"]
KEPT: Any = QUICK(slots=True, frozen=True)(Once)
globals()["Once"] = KEPT
OPTIONS = [
    {"frozen": frozen, "kw_only": kw_only, "eq": eq, "repr": shown}
    for frozen in (True, False)
    for kw_only in (True, False)
    for eq in (True, False)
    for shown in (True, False)
]


@pytest.mark.parametrize("options", OPTIONS)
def test_a_class_has_what_the_standard_decorator_gives_it(options: dict[str, bool]) -> None:
    standard, quick = both(Place, **options)
    assert parameters(quick) == parameters(standard)
    assert [item.name for item in fields(quick)] == [item.name for item in fields(standard)]
    assert quick.__match_args__ == standard.__match_args__
    assert quick.__slots__ == standard.__slots__
    assert (quick.__hash__ is None) == (standard.__hash__ is None)
    for made in (standard, quick):
        one, same, other = made(file="a"), made(file="a"), made(file="b")
        assert (one == same) is options["eq"]
        assert one != other
        assert one != ("a", 3, {})
        assert one.names == {}
        assert one.names is not same.names
        assert dataclasses.asdict(replace(one, row=5)) == {"file": "a", "row": 5, "names": {}}
    assert (
        not options["repr"] or repr(quick(file="a")) == repr(standard(file="a")) == "Place(file='a', row=3, names={})"
    )


def test_a_frozen_value_cannot_be_changed() -> None:
    for made in both(Place, frozen=True):
        one = made("a")
        with pytest.raises(FrozenInstanceError, match="cannot assign to field 'row'"):
            one.row = 4
        with pytest.raises(FrozenInstanceError, match="cannot delete field 'row'"):
            del one.row
        assert one.row == 3


def test_a_value_that_is_not_frozen_can_be_changed() -> None:
    for made in both(Place):
        one = made("a")
        one.row = 4
        assert one == made("a", 4)


def test_a_frozen_value_is_hashed_by_its_content() -> None:
    assert len({KEPT("a"), KEPT("a"), KEPT("b")}) == 2


def test_methods_of_the_class_itself_stay() -> None:
    for made in both(Named, frozen=True):
        assert made("a") == made("b")
        assert repr(made("a")) == "named"


def test_an_argument_too_many_or_too_few_is_refused() -> None:
    for made in both(Place, frozen=True, kw_only=True):
        with pytest.raises(TypeError):
            made()
        with pytest.raises(TypeError):
            made("a")
        with pytest.raises(TypeError):
            made(file="a", column=3)


def test_a_frozen_value_can_be_copied_and_pickled() -> None:
    once = KEPT("a", 7)
    assert copy.deepcopy(once) == copy.copy(once) == pickle.loads(pickle.dumps(once)) == once  # noqa: S301


def test_a_field_may_be_given_by_its_name_only() -> None:
    class Spot:
        row: int = field(kw_only=True)
        file: str = field(default="a")

    for made in both(Spot):
        assert made.__match_args__ == ("file",)
        assert dataclasses.asdict(made("b", row=3)) == {"row": 3, "file": "b"}
        with pytest.raises(TypeError):
            made(3, "b")


def test_what_is_made_late_is_the_same_in_any_order() -> None:
    """The parameters, which `pprint` reads, before the fields and before the first value."""
    quick: Any = both(Place)[1]
    assert quick.__dataclass_params__.order is False
    assert pprint.pformat(quick("a")) == "Place(file='a', row=3, names={})"
    assert [item.default for item in fields(quick)] == [item.default for item in fields(both(Place)[0])]


def test_fields_and_replace_are_as_the_standard_ones() -> None:
    class Spot:
        row: int = values.field(kw_only=True)
        file: str = values.field(default="a")
        names: dict[str, int] = values.field(default_factory=dict)
        column: int = values.field(default=2, kw_only=True)

    class Standard:
        row: int = field(kw_only=True)
        file: str = field(default="a")
        names: dict[str, int] = field(default_factory=dict)
        column: int = field(default=2, kw_only=True)

    standard: Any = dataclass(slots=True, frozen=True)(Standard)
    quick: Any = QUICK(slots=True, frozen=True)(Spot)
    assert parameters(quick) == parameters(standard)
    assert [(item.name, item.default, item.default_factory, item.kw_only) for item in fields(quick)] == [
        (item.name, item.default, item.default_factory, item.kw_only) for item in fields(standard)
    ]
    for swap in (replace, values.replace):
        made = swap(quick("b", row=3), column=5)
        assert (made.file, made.row, made.names, made.column) == ("b", 3, {}, 5)
        with pytest.raises(TypeError):
            swap(made, width=1)


@pytest.mark.parametrize("count", range(1, len(CONSTRUCTORS)))
def test_every_field_gets_its_own_value(count: int) -> None:
    names = [f"field{number}" for number in range(count)]
    made = QUICK(slots=True, frozen=True)(type("Many", (), {"__annotations__": dict.fromkeys(names, "int")}))
    assert [getattr(made(*range(count)), name) for name in names] == [*range(count)]
    with pytest.raises(TypeError, match=r"Many\.__init__\(\) missing 1 required positional argument: 'field"):
        made(*range(count - 1))


def test_values_need_nothing_of_the_standard_module() -> None:
    """As `inspect`, which it imports, takes longer than all our values."""
    told = "import sys, reportgen.model.document; print({'dataclasses', 'inspect'} & {*sys.modules})"
    printed = subprocess.run([sys.executable, "-c", told], check=True, capture_output=True, text=True).stdout  # noqa: S603
    assert printed == "set()\n"


def test_a_class_without_slots_is_refused() -> None:
    with pytest.raises(ValueError, match="slots"):
        QUICK(slots=False)


@pytest.mark.parametrize(
    "cls", [type("Late", (), {"__post_init__": print}), type("Below", (KEPT,), {"__annotations__": {"more": "int"}})]
)
def test_a_class_that_would_silently_be_made_otherwise_is_refused(cls: type) -> None:
    with pytest.raises(ValueError, match="__post_init__"):
        QUICK(slots=True)(cls)
