"""Commands and help pages in the user's language, on top of click.

The words come from `messages/help.toml`. A command's module is imported only when the command runs;
its line in the list needs no more than its help text.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import cache

import click

from ..console.terminal import Terminal
from ..console.widths import pad, width, wrap

Texts = Mapping[str, str]

_LONGEST_FIRST_COLUMN = 30
_NARROWEST, _WIDEST = 40, 80


@cache
def texts(language: str) -> Texts:
    """Every text of the command line in a language, by its name (`build`, `build.force`, `usage`)."""
    import tomllib

    file = os.path.join(os.path.dirname(os.path.dirname(__file__)), "messages", "help.toml")  # noqa: PTH118, PTH120 - see below
    with open(file, "rb") as opened:  # noqa: PTH123 - pathlib would take a twelfth of the time of `--help`
        found: Texts = tomllib.load(opened)[language]
    return found


class Formatter(click.HelpFormatter):
    """Writes help pages; Chinese characters count as two columns."""

    def __init__(self, indent_increment: int = 2, width: int | None = None, max_width: int | None = None) -> None:
        super().__init__(indent_increment, width or min(max_width or _WIDEST, _terminal_columns() - 2), max_width)

    def write_text(self, text: str) -> None:
        """Write a paragraph, wrapped and indented; line ends are kept."""
        indent = " " * self.current_indent
        for line in text.split("\n"):
            for part in wrap(line, self.width - self.current_indent):
                self.write(f"{indent}{part}\n")

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = _LONGEST_FIRST_COLUMN, col_spacing: int = 2
    ) -> None:
        """Write terms and their explanations in two columns."""
        indent = " " * self.current_indent
        terms = list(rows)
        first = min(max(width(term) for term, _ in terms), col_max) + col_spacing
        rest = max(self.width - self.current_indent - first, 20)
        for term, said in terms:
            lines = wrap(said, rest) or [""]
            if width(term) > first - col_spacing:
                self.write(f"{indent}{term}\n")
            else:
                self.write(f"{indent}{pad(term, first)}{lines.pop(0)}".rstrip() + "\n")
            for line in lines:
                self.write(f"{indent}{' ' * first}{line}\n")


def _terminal_columns() -> int:
    """The terminal's width as `shutil` finds it, without the time that importing it takes."""
    with suppress(ValueError):
        if columns := int(os.environ.get("COLUMNS", "0")):
            return max(columns, _NARROWEST)
    with suppress(OSError, ValueError, AttributeError):
        return max(os.get_terminal_size(sys.__stdout__.fileno()).columns, _NARROWEST)  # type: ignore[union-attr]
    return _WIDEST


class Context(click.Context):
    """A context whose help pages are written by `Formatter`."""

    formatter_class = Formatter


class Command(click.Command):
    """A command with its words; `name` finds them among the texts."""

    context_class = Context

    def __init__(self, name: str, said: Texts, callback: Callable[..., int], params: list[click.Parameter]) -> None:
        super().__init__(
            name,
            callback=callback,
            params=[*params, *shared_options(said), help_option(said)],
            help=said[name],
            options_metavar=said["arguments"],
            add_help_option=False,
        )
        self.said = said

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the line that shows how the command is written."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix=self.said["usage"])

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options."""
        write_options(self, ctx, formatter, self.said)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's
        """Write the examples."""
        write_examples(str(self.name), formatter, self.said)


def write_options(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter, said: Texts) -> None:
    """The section of options of a help page."""
    options = (parameter for parameter in command.get_params(ctx) if isinstance(parameter, click.Option))
    with formatter.section(said["options"]):
        formatter.write_dl(record for option in options if (record := option.get_help_record(ctx)))


def write_examples(name: str, formatter: click.HelpFormatter, said: Texts) -> None:
    """The section of examples of a help page."""
    with formatter.section(said["examples"]):
        formatter.write_text(said[f"{name}.examples"].strip())


def help_option(said: Texts) -> click.Option:
    """`--help`, printed so that no terminal's encoding can break it."""
    return click.Option(
        ["-h", "--help"], is_flag=True, expose_value=False, is_eager=True, help=said["option.help"], callback=_show_help
    )


def _show_help(ctx: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        Terminal(sys.stdout, "never").line(ctx.get_help())
        ctx.exit()


def shared_options(said: Texts) -> list[click.Parameter]:
    """The options that stand before or behind the command alike; what is said last holds."""

    def option(name: str, choices: tuple[str, ...] = ()) -> click.Option:
        return click.Option(
            [f"--{name}"] if choices else [f"-{name[0]}", f"--{name}"],
            type=click.Choice(choices) if choices else None,
            is_flag=not choices,
            expose_value=False,
            callback=_remember,
            help=said[f"option.{name}"],
        )

    return [
        option("lang", ("en", "zh")),
        option("format", ("text", "json")),
        option("color", ("auto", "always", "never")),
        option("quiet"),
    ]


LANGUAGE = "reportgen.language"
"""Where a context keeps the language that the program was made for."""

SHARED = "reportgen.shared"
"""Where a context keeps the shared options that were given, by name."""


def _remember(ctx: click.Context, parameter: click.Parameter, value: object) -> None:
    if value:
        ctx.meta.setdefault(SHARED, {})[parameter.name] = value
