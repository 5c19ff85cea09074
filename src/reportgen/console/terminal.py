"""Writing to streams that may be a terminal, a pipe or a file, in whatever encoding they have.

Output never fails for its characters (a Windows pipe in cp936 has no ›), and a reader that goes away
early (`| head`) ends the output, not the command. A file that takes no more is said once, then nothing.
"""

from __future__ import annotations

import errno
import os
import sys
from typing import TextIO

_STYLES = {"error": "1;31", "warning": "1;33", "info": "1;36", "place": "34", "strong": "1", "good": "32", "faint": "2"}
_PLAIN_SIGNS = str.maketrans({"›": ">", "−": "-", "¶": "#", "…": "...", "→": "->"})
"""Our own signs for encodings that lack them; others become question marks."""

_DEFAULT_COLUMNS = 80
_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
"""No space left; on POSIX also the user's share of it used up."""


class Terminal:
    """One output stream. `colored` says whether escape sequences are written."""

    def __init__(self, stream: TextIO, color: str = "auto") -> None:
        self.stream = stream
        self._silent = False
        self.colored = _wants_color(stream, color)
        if self.colored:
            _let_windows_read_escapes()

    @property
    def interactive(self) -> bool:
        """Whether a person looks at it as it is written."""
        return _is_terminal(self.stream)

    @property
    def columns(self) -> int | None:
        """The width of the terminal, None for a file or pipe, which has none."""
        if not self.interactive:
            return None
        try:
            return os.get_terminal_size(self.stream.fileno()).columns or _DEFAULT_COLUMNS
        except (OSError, ValueError):
            return _DEFAULT_COLUMNS

    def paint(self, text: str, style: str) -> str:
        """The text in a style's colour, or as it is."""
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if self.colored else text

    def write(self, text: str) -> None:
        """Write the text; a closed pipe swallows it and all that follows.

        Raises `screen-disk-full` or `screen-not-written` where the stream leads to a file that takes no more.
        """
        if self._silent:
            return
        try:
            try:
                self.stream.write(text)
            except UnicodeEncodeError:
                self.stream.write(_encodable(text, self.stream.encoding))
            self.stream.flush()
        except (BrokenPipeError, ValueError):
            # ValueError: the stream was closed before we came.
            self._go_silent()
        except OSError as problem:
            self._go_silent()
            raise _unwritable(problem) from None

    def line(self, text: str = "") -> None:
        """Write one line."""
        self.write(text + "\n")

    def _go_silent(self) -> None:
        """Point the stream at nothing, so that Python's own flush at exit does not fail again."""
        nothing = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nothing, self.stream.fileno())
        except (OSError, ValueError):
            pass
        finally:
            os.close(nothing)
        self._silent = True


def _unwritable(problem: OSError) -> Exception:
    from ..model.diagnostic import Fault  # late: a help page needs no findings

    if problem.errno in _FULL:
        return Fault("screen-disk-full")
    return Fault("screen-not-written", problem=problem.strerror or type(problem).__name__)


def _encodable(text: str, encoding: str) -> str:
    return text.translate(_PLAIN_SIGNS).encode(encoding, "replace").decode(encoding)


def _is_terminal(stream: TextIO) -> bool:
    try:
        return stream.isatty()
    except (AttributeError, ValueError):
        return False


def _wants_color(stream: TextIO, color: str) -> bool:
    """`always` and `never` decide; else NO_COLOR (no-color.org) and dumb terminals say no, terminals yes."""
    if color != "auto":
        return color == "always"
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return _is_terminal(stream)


def _let_windows_read_escapes() -> None:
    """Windows 10 reads escape sequences once a shell was started from the process (cmd.exe sets the mode)."""
    if sys.platform == "win32":
        os.system("")  # noqa: S605, S607 - a constant
