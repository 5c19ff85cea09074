"""How new paragraphs are to look: like a paragraph of the same kind that stands in the file, near where they come.

The specimen tells of which kind a paragraph is, by its style, and what each of its runs is there for: text, heading,
emphasis, mark of a note. A person may have given the file's paragraphs a look of their own, and other programs call
styles otherwise; so the look is read off the file, and what the file has no example of takes its own style by name.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from ....model.values import dataclass
from ....ooxml.stories import W
from ....ooxml.xml import attribute
from ..assembling.styles import CHARACTER, PARAGRAPH, TABLE, StyleSheet
from ..markup import Names, names_at
from .form import RUN_PROPERTIES, Form
from .specimen import runs_in
from .text_edits import TEXT

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_VALUE = f"{W}val"
_KINDS = {f"{W}pStyle": PARAGRAPH, f"{W}rStyle": CHARACTER, f"{W}tblStyle": TABLE}
_FONTS = f"{W}rFonts"
_HINT = f"{W}hint"


def style_of(element: Element) -> str:
    """The id of a paragraph's or a run's style, empty for none."""
    found = element.find(f"{W}pPr/{W}pStyle" if element.tag == f"{W}p" else f"{W}rPr/{W}rStyle")
    return "" if found is None else found.get(_VALUE, "")


class Styles:
    """What the file calls the styles of the specimen, by their names."""

    def __init__(self, specimen: Element | None, file: Element | None) -> None:
        self._own, self._file = StyleSheet(specimen), StyleSheet(file)

    def of(self, element: Element) -> str | None:
        """The file's id for what a `pStyle`, `rStyle` or `tblStyle` names; None where the file has none like it."""
        return self.named(_KINDS[element.tag], element.get(_VALUE, ""))

    def named(self, kind: str, ident: str) -> str | None:
        """The file's id for a style of the specimen."""
        return self._file.named(kind, *self._own.names(ident))


def is_style(element: Element) -> bool:
    """Whether an element names a style."""
    return element.tag in _KINDS


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """A paragraph of the file, `like`, and the specimen's paragraph that stands for it, `written`."""

    form: Form
    written: Element
    like: Element


class Likeness:
    """The look of one new paragraph after an example."""

    def __init__(self, example: Example, styles: Styles, names: Names) -> None:
        self._form, self._written, self._like = example.form, example.written, example.like
        self._styles = styles
        self._names = names

    def paragraph(self, mark: str) -> str:
        """The properties of the paragraph; `mark` is the tracked change of its end."""
        return self._form.of_paragraph(self._like, mark)

    def run(self, run: Element) -> str:
        """The properties of a run of the specimen."""
        style, hint = style_of(run), run.find(f"{RUN_PROPERTIES}/{_FONTS}")
        found = self._looks.get(style)
        if found is None:
            found = self._looks[style] = self._look(style)
        return found if hint is None or hint.get(_HINT) is None else self._hinted(found)

    @cached_property
    def _looks(self) -> dict[str, str]:
        return {}

    def _look(self, style: str) -> str:
        """That of the run that says the same, or has the same style; else the plain one in a style of that name."""
        texts = {text for run in runs_in(self._written) if style_of(run) == style and (text := _text(run))}
        found = self._form.look_of(self._like, texts)
        named = self._styles.named(CHARACTER, style) if style else None
        if found is None and named is not None:
            same = (run for run in runs_in(self._like) if style_of(run) == named)
            found = next(map(self._form.of_run, same), None)
        if found is not None:
            return found
        plain = self._form.look(self._like)
        if not style:
            return plain
        if named is None:
            return self._form.bold(plain, self._like)
        kept = "".join(self._form.source(child) for child in self._children(plain) if child.tag != f"{W}rStyle")
        tag, value = self._names.tag("rStyle"), self._names.attribute_prefix
        return self._form.wrapped("rPr", f'<{tag} {value}val="{attribute(named)}"/>{kept}', self._names)

    def _children(self, look: str) -> Iterator[Element]:
        run = next((run for run in runs_in(self._like) if self._form.of_run(run) == look), None)
        properties = None if run is None or not look else run.find(RUN_PROPERTIES)
        yield from () if properties is None else self._form.unchanged(properties)

    def _hinted(self, look: str) -> str:
        """The look with the hint that signs of both scripts are Chinese ones here."""
        names = names_at(self._form.story, self._like)
        tag, hint = names.tag("rFonts"), f'{names.attribute_prefix}hint="eastAsia"'
        if f"<{tag}" in look:
            return look if "hint=" in look else look.replace(f"<{tag}", f"<{tag} {hint}", 1)
        if not look:
            return self._form.wrapped("rPr", f"<{tag} {hint}/>", names)
        before = f"</{names.tag('rPr')}>"
        style = look.find(f"<{names.tag('rStyle')}")
        at = look.find(">", style) + 1 if style >= 0 else look.find(">") + 1
        return f"{look[:at]}<{tag} {hint}/>{look[at:]}" if before in look else look


def _text(run: Element) -> str:
    return "".join(text.text or "" for text in run.iter(TEXT))
