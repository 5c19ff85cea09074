"""The program `reportgen`: its commands, and the one place where everything that goes wrong ends.

What the user can mend has been printed by the command. Here remain wrong usage, Ctrl-C, output that
could not be written, and our own bugs.
"""

from __future__ import annotations

import os
import sys
from collections.abc import MutableMapping, Sequence
from contextlib import suppress
from importlib import import_module
from itertools import pairwise
from typing import TYPE_CHECKING

import click

from ..console.language import choose_language
from ..console.terminal import Terminal
from .codes import FINDINGS, INTERRUPTED, OUR_BUG, WRONG_USAGE
from .group import LANGUAGE, Context, Texts, help_option, shared_options, texts, write_examples, write_options

if TYPE_CHECKING:
    from ..console.console import Console

NAME = "reportgen"
COMMANDS = (
    "init",
    "template",
    "collect",
    "build",
    "fill",
    "drafts",
    "refresh",
    "assemble",
    "diff",
    "check",
    "trace",
    "roll",
    "explain",
)
_COMPLETE = "_REPORTGEN_COMPLETE"
"""The variable by which click's completion scripts ask (click documentation, "Shell Completion")."""


class UnknownCommand(click.UsageError):
    """A command that does not exist."""

    def __init__(self, name: str, ctx: click.Context) -> None:
        super().__init__(name, ctx)
        self.name = name


class Program(click.Group):
    """The commands, each imported when it runs."""

    context_class = Context

    def __init__(self, language: str) -> None:
        self.said: Texts = texts(language)
        self.language = language
        super().__init__(
            NAME,
            params=[*shared_options(self.said), _version_option(self.said), help_option(self.said)],
            help=self.said[NAME],
            callback=_without_command,
            invoke_without_command=True,
            options_metavar=self.said["arguments"],
            subcommand_metavar=self.said["command"],
            add_help_option=False,
        )

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The commands in the order of the year's work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's
        """The command of that name, its module imported now; None where there is none."""
        if cmd_name not in COMMANDS:
            return None
        made: click.Command = import_module(f"reportgen.cli.{cmd_name}_command").command(self.said)
        return made

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the arguments begin with; raises `UnknownCommand`."""
        if args[0] not in COMMANDS and not ctx.resilient_parsing:
            raise UnknownCommand(args[0], ctx)
        return super().resolve_command(ctx, args)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the line that shows how commands are written."""
        formatter.write_usage(NAME, " ".join(self.collect_usage_pieces(ctx)), prefix=self.said["usage"])

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write commands, then options."""
        with formatter.section(self.said["commands"]):
            formatter.write_dl([(name, self.said[name]) for name in COMMANDS])
        write_options(self, ctx, formatter, self.said)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's
        """Write the examples."""
        write_examples(NAME, formatter, self.said)

    def main(self, args: Sequence[str] | None = None, *_rest: object, **_extra: object) -> None:  # type: ignore[override]
        """Run the command line and leave with its exit code."""
        sys.exit(self.run(sys.argv[1:] if args is None else list(args)))

    def run(self, args: list[str]) -> int:
        """Run the command line; the exit code."""
        if _COMPLETE in os.environ:
            from click.shell_completion import shell_complete

            return shell_complete(self, {}, NAME, _COMPLETE, os.environ[_COMPLETE])
        meta: MutableMapping[str, object] = {}
        try:
            with self.make_context(NAME, args) as ctx:
                meta = ctx.meta
                meta[LANGUAGE] = self.language
                return int(self.invoke(ctx) or 0)
        except click.exceptions.Exit as leaving:
            return leaving.exit_code
        except click.UsageError as wrong:
            return self._wrong_usage(wrong, args)
        except (KeyboardInterrupt, click.Abort):
            console = self._console(args)
            console.err.line(console.word("interrupted"))
            return INTERRUPTED
        except Exception as problem:
            return self._failed(problem, args)

    def _wrong_usage(self, wrong: click.UsageError, args: list[str]) -> int:
        from .usage import usage_finding

        self._console(args).findings([usage_finding(wrong, self.said)])
        return WRONG_USAGE

    def _failed(self, problem: Exception, args: list[str]) -> int:
        """Say that the output could not be written, on standard error if that takes it, or report a bug of ours."""
        from ..model.diagnostic import ReportError  # late: a help page needs no findings

        with suppress(ReportError):
            if isinstance(problem, ReportError):
                self._console([]).findings(problem.diagnostics)
            else:
                from .crash import report_crash

                report_crash(problem, self._console(args))
        return FINDINGS if isinstance(problem, ReportError) else OUR_BUG

    def _console(self, args: list[str]) -> Console:
        """A console for what happens before or behind the commands."""
        from ..console.console import Console, Style  # late: a help page needs no findings

        wants_json = "--format=json" in args or ("--format", "json") in pairwise(args)
        return Console(Style(language=self.language, format="json" if wants_json else "text"))


def _without_command() -> int | None:
    ctx = click.get_current_context()
    if ctx.invoked_subcommand is not None:
        return None
    Terminal(sys.stderr, "never").line(ctx.get_help())
    ctx.exit(WRONG_USAGE)


def _version_option(said: Texts) -> click.Option:
    return click.Option(
        ["--version"],
        is_flag=True,
        expose_value=False,
        is_eager=True,
        help=said["option.version"],
        callback=_show_version,
    )


def _show_version(ctx: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from importlib.metadata import version

        Terminal(sys.stdout, "never").line(f"{NAME} {version(NAME)}")
        ctx.exit()


def asked_language(args: Sequence[str]) -> str | None:
    """The value of the last `--lang` of a command line, None where there is none.

    Read before click reads anything, because help pages are made in that language.
    """
    found = None
    for index, word in enumerate(args):
        if word == "--":
            break
        if word.startswith("--lang="):
            found = word.removeprefix("--lang=")
        elif word == "--lang" and index + 1 < len(args):
            found = args[index + 1]
    return found


def run(args: Sequence[str]) -> int:
    """Run a command line in its language; the exit code."""
    return Program(choose_language(asked_language(args))).run(list(args))
