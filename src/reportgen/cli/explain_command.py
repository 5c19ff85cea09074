"""`reportgen explain [CODE]`."""

from __future__ import annotations

import click

from ..console.catalogue import codes, wording
from ..model.diagnostic import error, nearest
from .codes import FINDINGS, FINE
from .group import Command, Texts
from .session import open_console


def command(said: Texts) -> Command:
    """The command with its argument."""
    return Command("explain", said, run, [click.Argument(["code"], required=False, shell_complete=_complete)])


def run(code: str | None) -> int:
    """Print the page of a code, or all codes; the exit code."""
    console = open_console()
    language = console.style.language
    if code is None:
        rows = [(known, found.message) for known in codes() if (found := wording(known, language))]
        console.listing((console.word("code-column"), console.word("message-column")), rows, "codes")
        return FINE
    found = wording(code, language)
    if code not in codes() or found is None:
        console.findings([error("unknown-code", suggestion=nearest(code, codes()), name=code)])
        return FINDINGS
    console.page(code, found.message, found.explain)
    return FINE


def _complete(_ctx: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
    return [code for code in codes() if code.startswith(begun)]
