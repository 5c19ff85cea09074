"""What Python and the system say of a failure, in the user's language.

Such sentences reach a finding as the fact `problem` or `reason`, in English: `strerror` of an OSError,
or what `tomllib` objects to. The catalogue asks here for their wording when it fills a message.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping

_OF_THE_SYSTEM = {
    errno.EACCES: "system-no-right",
    errno.EPERM: "system-no-right",
    errno.EROFS: "system-read-only",
    errno.ENOENT: "system-not-there",
    errno.ENOTDIR: "system-not-a-folder",
    errno.EISDIR: "system-is-a-folder",
    errno.EEXIST: "system-there-already",
    errno.ELOOP: "system-links-in-a-circle",
    errno.ENAMETOOLONG: "system-long-name",
    errno.EIO: "system-broken",
    errno.ENOSPC: "system-full",
    errno.EBUSY: "system-busy",
}
_OF_TOML = {
    "Invalid value": "toml-value",
    "Invalid statement": "toml-line",
    "Invalid initial character for a key part": "toml-key",
    "Expected '='": "toml-equals",
    "Expected ']": "toml-bracket",
    "Expected newline": "toml-line-end",
    "Unterminated string": "toml-quote",
    "Expected '\"": "toml-quote",
    'Expected "': "toml-quote",
    "Unclosed array": "toml-list",
    "Unclosed inline table": "toml-table",
    "Unescaped '\\'": "toml-backslash",
    "Invalid hex value": "toml-backslash",
    "Escaped character": "toml-backslash",
    "Illegal character": "toml-character",
    "Found invalid character": "toml-character",
    "Invalid date": "toml-date",
    "Cannot overwrite": "toml-twice",
    "Cannot declare": "toml-twice",
    "Cannot redefine": "toml-twice",
    "Cannot mutate": "toml-twice",
    "Duplicate inline": "toml-twice",
    "Exceeds the limit": "toml-digits",
    "nested too deeply": "toml-deep",
}
"""How the sentences of tomllib begin (CPython 3.11 to 3.14, Lib/tomllib/_parser.py)."""

PROBLEMS = ("problem", "reason")
"""The facts that hold such sentences."""


def problem_word(said: str) -> str | None:
    """The catalogue's word for a sentence of Python or the system, None for any other text."""
    if said == "read-only":
        return "system-read-only"
    of_the_system: Mapping[str, str] = {os.strerror(number): word for number, word in _OF_THE_SYSTEM.items()}
    if said in of_the_system:
        return of_the_system[said]
    return next((word for start, word in _OF_TOML.items() if said.startswith(start)), None)
