"""Words that need the document around them: 图, 表, 附件, 序列, 重新编号, 脚注, 名称.

In a template they give small values that wait in marks; `inlines` resolves them in reading order, when
all numbers are known. They show no figures.
"""

from __future__ import annotations

from collections.abc import Callable

from ..model.diagnostic import Fault, nearest
from ..model.document import ReferenceKind
from ..model.figure import Fact
from ..model.shown import shown
from ..model.values import dataclass
from .hanzi import hanzi

ORDINAL_FORMS = {
    "一是": lambda number: f"{hanzi(number)}是",
    "第一": lambda number: f"第{hanzi(number)}",
    "首先": lambda number: "首先" if number == 1 else "其次" if number == 2 else f"第{hanzi(number)}",
    "其一": lambda number: f"其{hanzi(number)}",
    "一、": lambda number: f"{hanzi(number)}、",
    "（一）": lambda number: f"（{hanzi(number)}）",
    "1.": lambda number: f"{number}.",
    "（1）": lambda number: f"（{number}）",
    "①": lambda number: chr(0x2460 + number - 1) if number <= 20 else f"（{number}）",
}
"""How an item of an enumeration may be numbered, by the form of the first one."""

ORDINARY = "一是"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Ordinal:
    """The next number of an enumeration, in a form."""

    counter: str = ""
    form: str = ORDINARY


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Restart:
    """An enumeration begins again here."""

    counter: str = ""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Pointer:
    """A cross-reference before its target's number is known."""

    kind: ReferenceKind
    name: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Note:
    """A footnote written in the sentence."""

    content: object


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Name:
    """Text whose digits belong to a name, as in 11号路."""

    text: str


class Ordinals:
    """`序列`: printed, the next 一是, 二是, …; called, another enumeration or another form."""

    is_word = True

    def __call__(self, 名称: object = "", 形式: object = ORDINARY) -> Ordinal:  # noqa: N803
        """The next number of an enumeration of that name; a form alone may be given first."""
        counter, form = _text("序列", 名称), _text("序列", 形式)
        if counter in ORDINAL_FORMS and form == ORDINARY:
            counter, form = "", counter
        if form not in ORDINAL_FORMS:
            near = nearest(form, ORDINAL_FORMS)
            raise Fault("unknown-form", form=form, expected=list(ORDINAL_FORMS), suggestion=near)
        return Ordinal(counter, form)


def restart(名称: object = "") -> Restart:  # noqa: N803
    """`重新编号`: an enumeration begins again."""
    return Restart(_text("重新编号", 名称))


def figure(名称: object) -> Pointer:  # noqa: N803
    """`图`: the number of a chart."""
    return Pointer(ReferenceKind.FIGURE, _text("图", 名称))


def table(名称: object) -> Pointer:  # noqa: N803
    """`表`: the number of a table."""
    return Pointer(ReferenceKind.TABLE, _text("表", 名称))


def appendix(名称: object) -> Pointer:  # noqa: N803
    """`附件`: the number of an appendix."""
    return Pointer(ReferenceKind.APPENDIX, _text("附件", 名称))


def note(内容: object) -> Note:  # noqa: N803
    """`脚注`: a footnote at this spot."""
    return Note(内容)


def name(内容: object) -> Name:  # noqa: N803
    """`名称`: text with digits that are part of a name."""
    return Name(_text("名称", 内容))


def _text(word: str, value: object) -> str:
    if isinstance(value, Fact):
        return value.text
    if isinstance(value, str):
        return value
    raise Fault("wrong-arguments", word=word, expected="“…”", found=shown(value))


CONTEXT_FUNCTIONS: dict[str, Callable[..., object]] = {
    "重新编号": restart,
    "图": figure,
    "表": table,
    "附件": appendix,
    "脚注": note,
    "名称": name,
}
