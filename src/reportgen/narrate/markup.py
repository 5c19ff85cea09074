r"""Rendered text to blocks: headings, paragraphs, directives, footnotes; what stands inside is `inlines`' part.

A parser of our own for a small Markdown. CommonMark's flanking rules (spec 0.31, 6.2) take `**一是…。**要`
for no emphasis, because a punctuation mark stands inside and a hanzi outside; Chinese has no spaces to
tell them apart. Here `**` always opens and closes. Supported are `#` to `####`, paragraphs, `**…**`,
`[^1]` footnotes, `[[…]]` names, `\` escapes, and `:::` directives; printed values stand in the text as
marks and are never read as markup.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from ..model.diagnostic import Diagnostic, error, nearest, warning
from ..model.marks import CLOSE, OPEN
from ..model.place import TextRef
from ..model.values import dataclass, field
from .positions import LINE_CLOSE, LINE_OPEN

DIRECTIVES = ("图", "表")
_LINE = re.compile(f"{LINE_OPEN}([0-9]+){LINE_CLOSE}")
_SWITCHES = {"{独立}": False, "{接排}": True}
_DIRECTIVE = re.compile(r":::\s*(\S*)\s*(.*)$", re.DOTALL)
_SETTING = re.compile(r"([^:：\s]+)\s*[:：]\s*(.*)$", re.DOTALL)
_NOTE = re.compile(r"\[\^([^\]\s]+)\][:：]\s*(.*)$", re.DOTALL)
_UNSUPPORTED = re.compile(r"([-*+](?=\s)|>|\|(?=.*\|)|```|---+$|[0-9]+\.(?=\s))")
_ASCII_EDGE = re.compile(r"[A-Za-z0-9,.;:!?)]")


@dataclass(slots=True, eq=False, repr=False)
class HeadingText:
    """A heading before its inlines are read. `run_in` is None where the author leaves it to the level."""

    level: int
    text: str
    place: TextRef
    run_in: bool | None = None


@dataclass(slots=True, eq=False, repr=False)
class ParagraphText:
    """A paragraph before its inlines are read."""

    text: str
    place: TextRef


@dataclass(slots=True, eq=False, repr=False)
class Setting:
    """One `键: 值` of a directive."""

    name: str
    text: str
    place: TextRef


@dataclass(slots=True, eq=False, repr=False)
class Directive:
    """A `::: 图 名称` or `::: 表 名称` with its settings."""

    kind: str
    name: str
    place: TextRef
    settings: dict[str, Setting] = field(default_factory=dict)


BlockText = HeadingText | ParagraphText | Directive


@dataclass(slots=True, eq=False, repr=False)
class SectionText:
    """A rendered section as blocks; `notes` are its footnotes by label."""

    file: str
    blocks: list[BlockText] = field(default_factory=list)
    notes: dict[str, ParagraphText] = field(default_factory=dict)
    findings: list[Diagnostic] = field(default_factory=list)


def parse(text: str, file: str) -> SectionText:
    """The blocks of a rendered section; those of a text that was read before are the same objects."""
    found = _parsed(text, file)
    return SectionText(file, list(found.blocks), found.notes, found.findings)


@lru_cache(maxsize=64)
def _parsed(text: str, file: str) -> SectionText:
    """The same, kept: the values of marks aside, one section says for many units what it says for the first."""
    reader = _Reader(file)
    for line in text.split("\n"):
        reader.read(line)
    reader.end()
    return reader.section


class _Reader:
    """Reads line by line; `_lines` is the paragraph under way, `_directive` the directive."""

    def __init__(self, file: str) -> None:
        self.section = SectionText(file)
        self._line = 1
        self._lines: list[str] = []
        self._start = self._place
        self._note: str | None = None
        self._directive: Directive | None = None

    @property
    def _place(self) -> TextRef:
        return TextRef(self.section.file, self._line)

    def read(self, line: str) -> None:
        """Take in one rendered line."""
        last = line.rfind(LINE_OPEN)
        if last >= 0:
            end = line.index(LINE_CLOSE, last)
            if line[0] == LINE_OPEN:
                self._line = int(line[last + 1 : end])
            line = line[end + 1 :] if last == 0 else _LINE.sub("", line)
        line = line.strip()
        if not line:
            self._end_paragraph()
        elif line[0] == "#":
            self._end_directive(closed=False)
            self._heading(line)
        elif line.startswith(":::"):
            self._directive_line(line)
        elif self._directive is not None:
            self._setting(line, self._directive)
        elif line.startswith("[^") and (note := _NOTE.match(line)):
            self._start_note(note[1], note[2])
        else:
            self._text(line)

    def end(self) -> None:
        """Close what is open."""
        self._end_directive(closed=False)
        self._end_paragraph()

    def _text(self, line: str) -> None:
        if not self._lines:
            self._start = self._place
            if found := _UNSUPPORTED.match(line):
                self._report(warning("unsupported-markup", self._place, found=found[1][:10]))
        self._lines.append(line)

    def _heading(self, line: str) -> None:
        self._end_paragraph()
        text = line.lstrip("#")
        level, text, run_in = len(line) - len(text), text.strip(), None
        for switch, meaning in _SWITCHES.items():
            if text.endswith(switch):
                text, run_in = text.removesuffix(switch).rstrip(), meaning
        if not text:
            self._report(error("empty-title", self._place))
            return
        if level > 4:
            self._report(error("heading-too-deep", self._place, level=level))
            level = 4
        self.section.blocks.append(HeadingText(level, text, self._place, run_in))

    def _start_note(self, label: str, text: str) -> None:
        self._end_paragraph()
        self._note, self._lines, self._start = label, [text], self._place
        if label in self.section.notes:
            self._report(error("duplicate-footnote", self._place, label=label))

    def _end_paragraph(self) -> None:
        if not self._lines:
            return
        paragraph = ParagraphText(joined(self._lines), self._start)
        if self._note is not None:
            self.section.notes.setdefault(self._note, paragraph)
            self._note = None
        else:
            self.section.blocks.append(paragraph)
        self._lines = []

    def _directive_line(self, line: str) -> None:
        found = _DIRECTIVE.match(line)
        kind, name = (found[1], found[2].strip()) if found is not None else ("", "")
        if not kind and not name:
            if self._directive is None:
                self._report(error("stray-directive-end", self._place))
            self._end_directive(closed=True)
            return
        self._end_directive(closed=False)
        self._end_paragraph()
        self._directive = Directive(kind, name, self._place)
        if kind not in DIRECTIVES:
            suggestion = nearest(kind, DIRECTIVES)
            self._report(error("unknown-directive", self._place, suggestion=suggestion, name=plain_text(kind)))
        elif not name:
            self._report(error("unnamed-directive", self._place, kind=kind))

    def _report(self, finding: Diagnostic) -> None:
        self.section.findings.append(finding)

    def _setting(self, line: str, directive: Directive) -> None:
        found = _SETTING.match(line)
        if found is None:
            self._report(error("not-a-setting", self._place, found=plain_text(line)))
            return
        if found[1] in directive.settings:
            self._report(error("duplicate-setting", self._place, name=plain_text(found[1])))
        directive.settings.setdefault(found[1], Setting(found[1], found[2].strip(), self._place))

    def _end_directive(self, *, closed: bool) -> None:
        directive, self._directive = self._directive, None
        if directive is None:
            return
        if not closed:
            self._report(error("unclosed-directive", directive.place, name=plain_text(directive.name)))
        if directive.kind in DIRECTIVES and directive.name:
            self.section.blocks.append(directive)


def joined(lines: list[str]) -> str:
    """Lines as one text: hanzi follow one another, words of Latin letters get a space."""
    if len(lines) == 1:
        return lines[0]
    parts = [lines[0]]
    for before, line in pairwise(lines):
        parts += [" ", line] if _ASCII_EDGE.match(before[-1:]) and _ASCII_EDGE.match(line) else [line]
    return "".join(parts)


def plain_text(text: str) -> str:
    """Text for a message: marks left out, cut short."""
    return re.sub(f"{OPEN}[0-9]+{CLOSE}", "…", text)[:40]
