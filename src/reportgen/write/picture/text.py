"""How wide a text is, and where it may be broken: estimates that hold for every font we draw with.

The widths are those of Noto Sans SC rounded up, so a picture's layout is the same on every machine
and labels keep apart in narrower fonts too. Hanzi and full-width marks are one text size wide.
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import category, combining, east_asian_width

_NARROW = frozenset("iljtfrI.,:;'|!()[]{} /\\`·-")
_BROAD = frozenset("mwMW%@&—…√Σ")
_WORD = re.compile(r"[A-Za-z0-9.,%:/+\-]+|.", re.DOTALL)
_NOT_FIRST = frozenset("，。、；：！？）》】”’%,.;:!?)]}")


@lru_cache(maxsize=4096)
def _share(character: str) -> float:
    if character in _BROAD:
        return 0.96
    if character in _NARROW:
        return 0.42
    if combining(character):
        return 0.0
    if east_asian_width(character) in "WFA":
        return 1.0
    return 0.74 if character.isupper() or not character.isascii() else 0.58


def width_of(text: str, size: float) -> float:
    """The width of a line of text in points, a little more rather than less."""
    return sum(map(_share, text)) * size


def single_line(text: str) -> str:
    """The text with line breaks, tabs and invisible control characters out of the way."""
    if text.isprintable():  # as most are; looking at each character takes five times as long
        return " ".join(text.split())
    spaced = re.sub(r"\s+", " ", text).strip()
    return "".join(character for character in spaced if category(character) not in ("Cc", "Cf", "Cs"))


def wrap(text: str, size: float, width: float, most: int, *, whole_words: bool = False) -> tuple[str, ...] | None:
    """The text in at most `most` lines of a width; None where it does not fit.

    Numbers and Latin words stay whole while they fit a line, with `whole_words` always; closing marks
    never begin one.
    """
    if whole_words and any(width_of(word, size) > width for word in _WORD.findall(text)):
        return None
    lines = _broken(text, size, width)
    if len(lines) > most or any(width_of(line, size) > width for line in lines):
        return None
    return _balanced(text, size, width, lines)


def _broken(text: str, size: float, width: float) -> list[str]:
    lines = [""]
    for word in _words(text, size, width):
        if lines[-1] and width_of(lines[-1] + word, size) > width:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        lines[-1] += word if lines[-1] else word.lstrip()
    return lines


def _words(text: str, size: float, width: float) -> list[str]:
    words: list[str] = []
    for found in _WORD.finditer(text):
        word = found[0]
        if words and word in _NOT_FIRST:
            words[-1] += word
        elif width_of(word, size) > width:
            words.extend(word)
        else:
            words.append(word)
    return words


def _balanced(text: str, size: float, width: float, lines: list[str]) -> tuple[str, ...]:
    """The same number of lines, of lengths as equal as whole words allow."""
    narrowest = max(width_of(text, size) / len(lines), size)
    while narrowest < width:
        trial = _broken(text, size, narrowest)
        if len(trial) == len(lines) and all(width_of(line, size) <= width for line in trial):
            return tuple(trial)
        narrowest += size / 2
    return tuple(lines)


def shortened(text: str, size: float, width: float) -> str:
    """The text as it is where it fits, else its beginning and `…`."""
    if len(text) * size <= width or width_of(text, size) <= width:  # no character is wider than its size
        return text
    while text and width_of(text + "…", size) > width:
        text = text[:-1]
    return text + "…"


def wrap_or_shorten(text: str, size: float, width: float, most: int) -> tuple[str, ...]:
    """At most `most` lines; what does not fit ends in `…`."""
    lines = wrap(text, size, width, most)
    if lines is not None:
        return lines
    broken = _broken(text, size, width)
    kept = broken[: most - 1]
    rest = "".join(broken[most - 1 :])
    return tuple(shortened(line, size, width) for line in (*kept, rest))
