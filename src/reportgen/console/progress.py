"""Progress on a terminal: the step that has been running for over a second, rewritten in one line."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

from .catalogue import word
from .terminal import Terminal

if TYPE_CHECKING:
    from threading import Timer

PATIENCE_SECONDS = 1.0
_INTERVAL_SECONDS = 0.2
_ERASE = "\r\x1b[K"


class Progress:
    """Says which step is running, once the whole has taken over a second; silent for a file or pipe."""

    def __init__(self, terminal: Terminal, language: str, *, shown: bool) -> None:
        self._terminal = terminal
        self._language = language
        self._shown = shown and terminal.interactive
        self._step = ""
        self._timer: Timer | None = None
        self._late = False
        self._begun: tuple[float, int] | None = None
        self._printed = 0.0

    def __call__(self, step: str) -> None:
        """A step begins; `step` is its word in the catalogue."""
        self._step = step
        if not self._shown:
            return
        if self._late:
            self._print()
        elif self._timer is None:
            from threading import Timer

            self._timer = Timer(PATIENCE_SECONDS, self._become_late)
            self._timer.daemon = True
            self._timer.start()

    def count(self, done: int, count: int) -> None:
        """So many of the drafts are done; the line says how many a second, and how long the rest will take."""
        if not self._shown:
            return
        now = perf_counter()
        if done <= 1 or self._begun is None:
            self._begun = (now, done)
            self("step-drafts")
        begun, first = self._begun
        if self._late and now - self._printed >= _INTERVAL_SECONDS and done > first:
            self._printed = now
            rate = (done - first) / (now - begun)
            left = clock((count - done) / rate)
            facts = {
                "done": f"{done:,}",
                "count": f"{count:,}",
                "rate": f"{rate:,.0f}" if rate >= 10 else f"{rate:.1f}",
            }
            self._terminal.write(f"{_ERASE}{word('progress-drafts', self._language, left=left, **facts)}")

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_problem: object) -> None:
        self.close()

    def close(self) -> None:
        """The work has ended: take the line away."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._late:
            self._late = False
            self._terminal.write(_ERASE)

    def _become_late(self) -> None:
        self._late = True
        self._print()

    def _print(self) -> None:
        self._terminal.write(f"{_ERASE}{word(self._step, self._language)}")


def clock(seconds: float) -> str:
    """A length of time as `0:07` or `1:02:07`, rounded up."""
    whole = int(seconds) + 1
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
