"""Ctrl-C between drafts, not in the middle of one: what was begun is written and noted before the run ends."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any


class Interruptions:
    """Holds Ctrl-C back while something must not be torn apart; a second one is not held back."""

    def __init__(self) -> None:
        self._holding = False
        self._waiting = False

    @contextmanager
    def heard(self) -> Iterator[None]:
        """Listen for Ctrl-C inside the `with` block; only the main thread can."""
        before: Any = None
        with suppress(ValueError):
            before = signal.signal(signal.SIGINT, self._interrupt)
        try:
            yield
        finally:
            if before is not None:
                signal.signal(signal.SIGINT, before)

    def hold(self) -> None:
        """Hold Ctrl-C back from here on."""
        self._holding = True

    def release(self) -> None:
        """Let it through again, also the one that came meanwhile: raises KeyboardInterrupt."""
        self._holding = False
        if self._waiting:
            self._waiting = False
            raise KeyboardInterrupt

    def _interrupt(self, _number: int, _frame: FrameType | None) -> None:
        if self._holding and not self._waiting:
            self._waiting = True
        else:
            raise KeyboardInterrupt
