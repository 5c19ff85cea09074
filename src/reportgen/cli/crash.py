"""A bug of ours: a short text for the user, the traceback in a file for whoever mends it."""

from __future__ import annotations

import sys
from contextlib import suppress

from ..console.console import Console


def report_crash(problem: BaseException, console: Console) -> None:
    """Save the traceback in the system's folder for temporary files and say where."""
    said = f"{type(problem).__name__}: {problem}" if str(problem) else type(problem).__name__
    console.err.line(console.err.paint(console.word("our-bug", problem=said), "error"))
    path = None
    with suppress(OSError):
        path = _save(problem)
    console.err.line(console.word("our-bug-file", path=path) if path else console.word("our-bug-lost"))


def _save(problem: BaseException) -> str:
    import platform
    import tempfile
    import traceback
    from importlib.metadata import PackageNotFoundError, version

    try:
        own = version("reportgen")
    except PackageNotFoundError:
        own = "unknown"
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", prefix="reportgen-", suffix=".txt", delete=False) as file:
        file.write(f"reportgen {own}\nPython {sys.version}\n{platform.platform()}\n")
        file.write(f"arguments: {sys.argv[1:]}\n\n")
        file.write("".join(traceback.format_exception(problem)))
        return file.name
