"""Which language to speak: what the user said, else what the system speaks."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

LANGUAGES = ("en", "zh")

_VARIABLES = ("REPORTGEN_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
"""In the order in which POSIX lets them decide (IEEE 1003.1, 8.2), our own first."""

_CHINESE = 0x04
"""The primary language of a Windows language identifier (MS-LCID 2.2)."""


def choose_language(asked: str | None, environment: Mapping[str, str] | None = None) -> str:
    """`en` or `zh`: what was asked for, else the environment's language, else that of Windows, else English."""
    if asked in LANGUAGES:
        return str(asked)
    variables = os.environ if environment is None else environment
    for name in _VARIABLES:
        value = variables.get(name, "").lower()
        if value:
            return "zh" if value.startswith("zh") else "en"
    return _windows_language()


def _windows_language() -> str:
    if sys.platform != "win32":
        return "en"
    import ctypes

    identifier = ctypes.windll.kernel32.GetUserDefaultUILanguage()
    return "zh" if identifier & 0x3FF == _CHINESE else "en"
