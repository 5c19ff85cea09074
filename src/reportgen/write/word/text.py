"""Text into runs: what XML needs, what Word needs, and what the fonts of official documents lack.

Three things are looked after. Characters that XML cannot hold, and private-use characters, which look
different on every machine, are left out and said. Quotes, dashes and other signs that exist in Latin
and in Chinese type get `w:hint="eastAsia"`, for Word sets them in the Latin font otherwise. Hanzi
beyond GB 2312 are set in the style 生僻字 where the style's font is one of the _GB2312 fonts, which
show a box for them.

Source: ISO/IEC 29500-1, 17.3.2.26 (rFonts, table of ambiguous characters).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from ...model.diagnostic import Diagnostic, info, warning
from ...model.document import Inline, text_of
from ...model.place import Place
from ...model.values import dataclass, field
from ...ooxml.xml import attribute

_INVALID = "\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U0010ffff"
_AMBIGUOUS = "¤§¨°±·×÷\u2010-\u2018\u201a-\u2027\u2030-\u205e\u2103-\u2bff"
_APOSTROPHE = "(?<![A-Za-z])’|’(?![A-Za-z])"
"""A closing single quote, unless it stands inside a Latin word."""

_WRITABLE = " &<>\t\n\r’"
CAREFUL = f"{_WRITABLE}{_INVALID}{_PRIVATE}{_AMBIGUOUS}"
"""The characters of `CARE`, for a set of an expression."""
CARE = re.compile(f"[{CAREFUL}]")
"""What a text may hold that must be looked at before it is copied into `<w:t>`; one set of characters is found fast."""
# As text, so that `re` compiles them when they are first needed, which is seldom: sets of hanzi take a millisecond.
_HINTED = f"[{_AMBIGUOUS}]|{_APOSTROPHE}"
_SPECIAL = f"[{_WRITABLE}{_INVALID}{_PRIVATE}]"
_BREAKS = "(\t|\r\n|\r|\n)"
_SENTENCE = "[^。！？；\n]*[。！？；\n]?"
_LONGEST_QUOTE = 60
_MOST_KEPT = 4096


@dataclass(frozen=True, slots=True)
class Look:
    """How runs begin in a style: plain, with the East Asian hint, and with a font for rare hanzi.

    `rare` is empty where the style's own `font` has every hanzi. `kept` are the runs of texts that needed no care.
    """

    plain: str
    hinted: str
    rare: str
    font: str
    kept: dict[str, str] = field(default_factory=dict)


def look_of(style_id: str, font: str, rare_id: str) -> Look:
    """The look of runs in a character style whose East Asian font is `font`; an empty id is the paragraph's own style.

    Rare hanzi are set in the style `rare_id`, as they are where a style document has no such style.
    """
    style = f'<w:rStyle w:val="{attribute(style_id)}"/>' if style_id else ""
    plain = f"<w:r><w:rPr>{style}</w:rPr>" if style else "<w:r>"
    rare = ""
    if font.endswith("_GB2312"):
        rare = f'<w:r><w:rPr><w:rStyle w:val="{attribute(rare_id)}"/></w:rPr>' if rare_id else plain
    return Look(plain, f'<w:r><w:rPr>{style}<w:rFonts w:hint="eastAsia"/></w:rPr>', rare, font)


@dataclass(slots=True, eq=False, repr=False)
class Remarks:
    """What there is to say about the text, each character once.

    `place` and `around`, the inlines that it stands among, belong to the text at hand.
    """

    diagnostics: list[Diagnostic] = field(default_factory=list)
    place: Place | None = None
    around: Sequence[Inline] = ()
    _said: set[tuple[str, str]] = field(default_factory=set)

    def dropped(self, character: str, text: str) -> None:
        """A character that no Word file can hold, or none should."""
        if self._is_new("character-dropped", character):
            sentence = self._sentence(character, text)
            name = f"U+{ord(character):04X}"
            self.diagnostics.append(warning("character-dropped", self.place, character=name, sentence=sentence))

    def rare(self, character: str, text: str, font: str) -> None:
        """A hanzi that the font lacks."""
        if self._is_new("character-not-in-font", character):
            sentence = self._sentence(character, text)
            self.diagnostics.append(
                info("character-not-in-font", self.place, character=character, font=font, sentence=sentence)
            )

    def _is_new(self, code: str, character: str) -> bool:
        before = len(self._said)
        self._said.add((code, character))
        return len(self._said) > before

    def _sentence(self, character: str, text: str) -> str:
        """The sentence of the paragraph that holds the character, shortened to be quoted."""
        whole = text_of(self.around)
        whole = whole if character in whole else text
        sentences = (found[0] for found in re.finditer(_SENTENCE, whole) if character in found[0])
        sentence = _without(next(sentences, whole), _unwritable(whole)).strip()
        return sentence if len(sentence) <= _LONGEST_QUOTE else f"{sentence[:_LONGEST_QUOTE]}…"


def runs(text: str, look: Look, remarks: Remarks) -> str:
    """The runs that show a text in one look, none for an empty text."""
    found = look.kept.get(text)
    if found is not None:
        return found
    if CARE.search(text) is None:
        opening = look.plain
    elif CARE.search(text.replace("“", "").replace("”", "")) is None or re.search(_SPECIAL, text) is None:
        opening = look.hinted
    else:
        return _careful(text, look, remarks)
    if look.rare and not text.isascii() and not is_common(text):
        return _careful(text, look, remarks)
    found = f"{opening}<w:t>{text}</w:t></w:r>" if text else ""
    if len(look.kept) < _MOST_KEPT:
        look.kept[text] = found
    return found


def _careful(text: str, look: Look, remarks: Remarks) -> str:
    """The runs of a text that holds markup, spaces that XML drops, or characters that fonts lack."""
    text = clean(text, remarks)
    if not text:
        return ""
    opening = look.hinted if re.search(_HINTED, text) else look.plain
    if not look.rare or is_common(text):
        return f"{opening}{_content(text)}</w:r>"
    pieces = _parted(text, look, remarks)
    return "".join(f"{look.rare if rare else opening}{_content(piece)}</w:r>" for piece, rare in pieces)


def clean(text: str, remarks: Remarks) -> str:
    """The text without what Word cannot show, after saying so."""
    found = _unwritable(text)
    for character in found:
        remarks.dropped(character, text)
    return _without(text, found)


def _unwritable(text: str) -> list[str]:
    """The characters of a text that Word cannot show, each once."""
    return sorted(set(re.findall(_SPECIAL, text)).difference(_WRITABLE))


def _without(text: str, characters: list[str]) -> str:
    for character in characters:
        text = text.replace(character, "")
    return text


def lacks_hanzi(text: str, look: Look) -> bool:
    """Whether the look's font has no glyph for some hanzi of the text."""
    return bool(look.rare) and not is_common(text)


def is_common(text: str) -> bool:
    """Whether GB 2312 has every hanzi; signs and letters of other scripts do not count."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return not any(map(_is_rare, set(text)))
    return True


@lru_cache(maxsize=1024)
def _is_rare(character: str) -> bool:
    if not ("㐀" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff" or character >= "\U00020000"):
        return False
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False


def _parted(text: str, look: Look, remarks: Remarks) -> list[tuple[str, bool]]:
    """The text in stretches that are rare or not."""
    pieces: list[tuple[str, bool]] = []
    start = 0
    for at in range(1, len(text) + 1):
        rare = _is_rare(text[at - 1])
        if rare:
            remarks.rare(text[at - 1], text, look.font)
        if at == len(text) or _is_rare(text[at]) != rare:
            pieces.append((text[start:at], rare))
            start = at
    return pieces


def _content(text: str) -> str:
    """What stands inside a run: texts, tabs and line breaks."""
    if "\t" not in text and "\n" not in text and "\r" not in text:
        return _element(text)
    pieces = re.split(_BREAKS, text)
    return "".join(
        ("<w:tab/>" if piece == "\t" else "<w:br/>") if index % 2 else _element(piece) if piece else ""
        for index, piece in enumerate(pieces)
    )


def _element(text: str) -> str:
    keep = ' xml:space="preserve"' if text[0] == " " or text[-1] == " " or "  " in text else ""
    return f"<w:t{keep}>{escaped(text)}</w:t>"


def escaped(text: str) -> str:
    """The text as element content; it holds nothing that XML cannot."""
    if "&" in text or "<" in text or ">" in text:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text
