"""File names of drafts: a pattern such as `{{ 序号 }}-{{ 章节 }}`, filled in and made safe for every system.

Sources: Win32 "Naming Files, Paths, and Namespaces" (characters, devices, trailing dots); 255 bytes a
name on Linux and macOS.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from ..model.diagnostic import Fault, nearest

SUFFIX = ".docx"
_TAG = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_REFUSED = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]')
_DEVICE = re.compile(r"(CON|PRN|AUX|NUL|(COM|LPT)[0-9¹²³]) *(\.|$)", re.IGNORECASE)
_LONGEST_CHARACTERS, _LONGEST_BYTES = 100, 200
"""Leaves room for the folder in the 260 characters of a Windows path, and for the signs of programs in 255 bytes."""


def names_in(pattern: str) -> list[str]:
    """The names that a pattern asks for."""
    return _TAG.findall(pattern)


def check_pattern(pattern: str, known: Mapping[str, str]) -> None:
    """Raise `unknown-name-in-pattern` or `wrong-name-pattern` for a pattern that cannot be filled in."""
    for name in names_in(pattern):
        if name not in known:
            raise Fault("unknown-name-in-pattern", name=name, known=list(known), suggestion=nearest(name, known))
    rest = _TAG.sub("", pattern)
    if not pattern.strip() or "{" in rest or "}" in rest:
        raise Fault("wrong-name-pattern", pattern=pattern)


def file_name(pattern: str, facts: Mapping[str, str]) -> str:
    """The file name of a draft; `facts` hold what the pattern may ask for."""
    return safe_name(_TAG.sub(lambda tag: facts[tag[1]], pattern.removesuffix(SUFFIX))) + SUFFIX


def safe_name(text: str) -> str:
    """A name without its ending that every system takes; `_` stands for what is refused."""
    name = unicodedata.normalize("NFC", " ".join(_REFUSED.sub("_", text).split()))
    name = name[:_LONGEST_CHARACTERS]
    while len(name.encode()) > _LONGEST_BYTES:
        name = name[:-1]
    name = name.rstrip(" .")
    # A leading dot hides a file, ~$ is Word's mark of a file in use.
    if not name or name[0] in ".~" or _DEVICE.match(name):
        name = f"_{name}"
    return name


def same_file(name: str) -> str:
    """The name as Windows and macOS compare it: without regard to case and to how accents are put together."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
