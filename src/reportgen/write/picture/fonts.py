"""Fonts for pictures: Chinese ones of the system by a list of preference, else the one that zhplot brings.

Font files are found by name in the platform's font folders, without asking matplotlib to list every font
of the machine. Only what a chart's text needs is opened: the preferred font, then further ones while a
character is missing. zhplot itself is never imported, because that imports pyplot.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from ...model.values import dataclass

if TYPE_CHECKING:
    from matplotlib.ft2font import FT2Font

SUBSTITUTE = "〓"
"""The mark that Chinese typesetting puts for a character that the font lacks (U+3013)."""

_PREFERENCE: tuple[tuple[str, str], ...] = (
    ("msyh.ttc", "Microsoft YaHei"),
    ("msyh.ttf", "Microsoft YaHei"),
    ("NotoSansCJK-Regular.ttc", "Noto Sans CJK SC"),
    ("NotoSansCJKsc-Regular.otf", "Noto Sans CJK SC"),
    ("NotoSansSC-Regular.otf", "Noto Sans SC"),
    ("NotoSansSC-Regular.ttf", "Noto Sans SC"),
    ("SourceHanSansSC-Regular.otf", "Source Han Sans SC"),
    ("SourceHanSansCN-Regular.otf", "Source Han Sans CN"),
    ("SourceHanSans.ttc", "Source Han Sans SC"),
    ("PingFang.ttc", "PingFang SC"),
    ("Hiragino Sans GB.ttc", "Hiragino Sans GB"),
    ("Deng.ttf", "DengXian"),
    ("simhei.ttf", "SimHei"),
    ("STHeiti Light.ttc", "Heiti SC"),
    ("wqy-microhei.ttc", "WenQuanYi Micro Hei"),
    ("wqy-zenhei.ttc", "WenQuanYi Zen Hei"),
    ("simfang.ttf", "FangSong"),
    ("simsun.ttc", "SimSun"),
    ("NotoSerifCJK-Regular.ttc", "Noto Serif CJK SC"),
    ("uming.ttc", "AR PL UMing CN"),
)
"""File name and family, sans-serif faces first: they stay legible at 9 points. The family picks the face
of a collection, whose first is often the Japanese one."""

_BROUGHT = ("zhplot", "fonts/NotoSansSC-Regular.ttf")


@dataclass(frozen=True, slots=True)
class FontFace:
    """A face of a font file; `index` counts the faces of a collection (.ttc) from 0."""

    path: str
    index: int
    family: str


@dataclass(frozen=True, slots=True)
class FontChoice:
    """The faces that a text needs, the preferred one first, and the characters that none of them has."""

    faces: tuple[FontFace, ...]
    missing: frozenset[str]


def choose_fonts(text: Iterable[str]) -> FontChoice:
    """The faces for these characters, as few as there can be. Opens font files, imports matplotlib."""
    wanted = {character for character in text if not character.isspace()}
    faces: list[FontFace] = []
    for face in font_faces():
        font = _opened(face)
        had = {character for character in wanted if font.get_char_index(ord(character))}
        if had or not faces:
            faces.append(face)
        wanted -= had
        if not wanted:
            break
    return FontChoice(tuple(faces), frozenset(wanted))


def font_faces() -> Iterator[FontFace]:
    """Every usable face in order of preference, the brought one and matplotlib's own last."""
    files = font_files()
    for name, family in _PREFERENCE:
        path = files.get(name.lower())
        face = _face(path, family) if path else None
        if face is not None:
            yield face
    brought = brought_font()
    if brought:
        yield FontFace(brought, 0, "Noto Sans SC")
    from matplotlib import get_data_path

    yield FontFace(str(Path(get_data_path(), "fonts", "ttf", "DejaVuSans.ttf")), 0, "DejaVu Sans")


def brought_font() -> str | None:
    """The font file inside zhplot, None where that is not installed."""
    package, inner = _BROUGHT
    found = find_spec(package)
    if found is None or found.origin is None:
        return None
    path = Path(found.origin).parent / inner
    return str(path) if path.is_file() else None


@lru_cache(maxsize=1)
def font_files() -> dict[str, str]:
    """The preferred font files that this machine has, by lower-case file name."""
    wanted = {name.lower() for name, _ in _PREFERENCE}
    found: dict[str, str] = {}
    for folder in font_folders():
        for parent, folders, names in os.walk(folder):
            folders.sort()
            for name in sorted(names):
                if name.lower() in wanted:
                    found.setdefault(name.lower(), str(Path(parent, name)))
    return found


def font_folders() -> tuple[Path, ...]:
    """Where the platform keeps fonts: the user's folders first."""
    home = Path.home()
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", str(home / "AppData" / "Local"))
        windows = os.environ.get("WINDIR", "C:\\Windows")
        return Path(local, "Microsoft", "Windows", "Fonts"), Path(windows, "Fonts")
    if sys.platform == "darwin":
        system = Path("/System/Library")
        return home / "Library" / "Fonts", Path("/Library/Fonts"), system / "Fonts", system / "AssetsV2"
    data = os.environ.get("XDG_DATA_HOME") or str(home / ".local" / "share")
    shared = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    return Path(data, "fonts"), home / ".fonts", *(Path(folder, "fonts") for folder in shared.split(":") if folder)


@lru_cache(maxsize=64)
def _face(path: str, family: str) -> FontFace | None:
    """The face of that family in a file; None where it is damaged, or has no such face.

    matplotlib before 3.11 reads only the first face of a collection.
    """
    try:
        first = _open(path, 0)
        if first.family_name == family or not path.lower().endswith("c"):
            return FontFace(path, 0, family)
        for index in range(1, first.num_faces):
            if _open(path, index).family_name == family:
                return FontFace(path, index, family)
    except (OSError, RuntimeError, TypeError):
        return None
    return None


@lru_cache(maxsize=64)
def _opened(face: FontFace) -> FT2Font:
    return _open(face.path, face.index)


def _open(path: str, index: int) -> FT2Font:
    from matplotlib.ft2font import FT2Font

    return FT2Font(path, face_index=index) if index else FT2Font(path)
