"""What every command needs of its surroundings: the console that the options asked for, and the exit code."""

from __future__ import annotations

import click

from ..console.console import Console, Style
from ..model.diagnostic import Diagnostic, has_errors
from .codes import FINDINGS, FINE
from .group import LANGUAGE, SHARED


def open_console(*, json: bool = False) -> Console:
    """The console in the style that the command line asked for."""
    ctx = click.get_current_context()
    shared = ctx.meta.get(SHARED, {})
    return Console(
        Style(
            language=shared.get("lang") or ctx.meta.get(LANGUAGE, "en"),
            format="json" if json else shared.get("format", "text"),
            quiet=shared.get("quiet", False),
            color=shared.get("color", "auto"),
        )
    )


def exit_code(findings: tuple[Diagnostic, ...]) -> int:
    """1 where an error stopped the command, else 0."""
    return FINDINGS if has_errors(findings) else FINE
