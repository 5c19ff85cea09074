"""Wrong usage as a finding: click's errors in the user's language, with the nearest name."""

from __future__ import annotations

import click
from click.exceptions import BadOptionUsage, MissingParameter, NoSuchOption

from ..model.diagnostic import Diagnostic, error, nearest
from .group import Texts
from .program import COMMANDS, NAME, UnknownCommand

_EXAMPLE = "2016"


def usage_finding(wrong: click.UsageError, said: Texts) -> Diagnostic:
    """The finding `wrong-usage` that says what click objects to."""
    problem, suggestion = _problem(wrong, said)
    command = wrong.ctx.command_path if wrong.ctx else NAME
    return error("wrong-usage", suggestion=suggestion, problem=problem, command=command)


def _problem(wrong: click.UsageError, said: Texts) -> tuple[str, str | None]:
    match wrong:
        case UnknownCommand():
            return said["usage.no-command"].format(name=wrong.name), nearest(wrong.name, COMMANDS)
        case NoSuchOption():
            known = _options(wrong.ctx)
            return said["usage.no-option"].format(name=wrong.option_name), nearest(wrong.option_name, known)
        case MissingParameter():
            return said["usage.missing"].format(name=_name(wrong)), None
        case click.BadParameter():
            return said["usage.bad-value"].format(name=_name(wrong), problem=_expected(wrong, said)), None
        case BadOptionUsage():
            return said["usage.needs-value"].format(name=wrong.option_name), None
        case _:
            return said["usage.extra"].format(problem=wrong.format_message()), None


def _options(ctx: click.Context | None) -> list[str]:
    parameters = ctx.command.get_params(ctx) if ctx else []
    return [name for parameter in parameters if isinstance(parameter, click.Option) for name in parameter.opts]


def _name(wrong: click.BadParameter) -> str:
    if wrong.param is None:
        return str(wrong.param_hint or "")
    if isinstance(wrong.param, click.Option):
        return wrong.param.opts[-1]
    return wrong.param.human_readable_name


def _expected(wrong: click.BadParameter, said: Texts) -> str:
    kind = wrong.param.type if wrong.param else None
    if isinstance(kind, click.Choice):
        return said["usage.choices"].format(choices=said["list-comma"].join(str(choice) for choice in kind.choices))
    if isinstance(kind, click.IntRange) and kind.min is not None and kind.max is None:
        return said["usage.number-from"].format(least=kind.min)
    if isinstance(kind, (click.IntRange, type(click.INT))):
        return said["usage.number"].format(example=_EXAMPLE)
    return wrong.message
