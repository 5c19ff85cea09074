"""What jinja's lexer and parser stumble over, as findings of our own.

jinja says it in English sentences and in names of its own (`end of print statement`). The sentences that
clerks meet become codes with wording in both languages, the names become the signs that stand in the file;
what is left is quoted in a note.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from ..model.diagnostic import Diagnostic, error, nearest
from ..model.place import TextRef
from .positions import Spot

if TYPE_CHECKING:
    from jinja2.exceptions import TemplateSyntaxError

FULL_WIDTH = dict(zip("（），．：；“”‘’｜｛｝［］＋－＝＜＞！", "(),.:;\"\"''|{}[]+-=<>!", strict=True))
"""Full-width signs that an input method leaves in a tag, and what jinja wants there."""

TAGS = ("for", "endfor", "if", "elif", "else", "endif", "set", "endset", "macro", "endmacro", "include", "import")

NAME = "名称/name"
END = "模板结尾/end of template"

_TOKENS = {
    "begin of print statement": "{{",
    "end of print statement": "}}",
    "begin of statement block": "{%",
    "end of statement block": "%}",
    "begin of comment": "{#",
    "end of comment": "#}",
    "end of template": END,
    "template data / text": "文字/text",
    "name": NAME,
    "string": "引号里的文字/quoted text",
    "integer": "整数/whole number",
    "float": "小数/decimal number",
}
"""jinja's names of tokens (lexer.py, _describe_token_type); signs and words stand for themselves."""


def syntax_error(problem: TemplateSyntaxError, file: str) -> Diagnostic:
    """What the lexer or parser stumbled over."""
    line = problem.lineno
    place = TextRef(file, int(line or 1), line.column if isinstance(line, Spot) else 0)
    message = problem.message or ""
    for pattern, worded in _WORDED:
        if found := re.search(pattern, message, re.DOTALL):
            return worded(found, place)
    return error("template-syntax", place, problem=message)


def _unexpected_character(found: re.Match[str], place: TextRef) -> Diagnostic:
    character = found[1].encode().decode("unicode-escape") if found[1].startswith("\\") else found[1]
    if character in FULL_WIDTH:
        return error("full-width-character", place, found=character, expected=FULL_WIDTH[character])
    return error("unexpected-character", place, character=character)


def _unknown_tag(found: re.Match[str], place: TextRef) -> Diagnostic:
    if found[1] in TAGS:  # known, and closes or goes on with something that is not open
        if found[2]:
            return error("unexpected-token", place, expected=_choices(found[2]), found=found[1])
        return error("nothing-to-close", place, found=found[1])
    return error("unknown-tag", place, tag=found[1], suggestion=nearest(found[1], TAGS))


def _unclosed_tag(found: re.Match[str], place: TextRef) -> Diagnostic:
    return error("unclosed-tag", place, expected=_choices(found[1]))


def _unclosed_comment(_: re.Match[str], place: TextRef) -> Diagnostic:
    return error("unclosed-tag", place, expected=_TOKENS["end of comment"])


def _no_tag_name(_: re.Match[str], place: TextRef) -> Diagnostic:
    return error("unexpected-token", place, expected="for, if, set", found=_TOKENS["end of statement block"])


def _unexpected_token(found: re.Match[str], place: TextRef) -> Diagnostic:
    return error("unexpected-token", place, expected=_token(found["expected"]), found=_token(found["found"]))


def _template_ends(found: re.Match[str], place: TextRef) -> Diagnostic:
    return error("unexpected-token", place, expected=_token(found["expected"]), found=END)


def _missing_expression(found: re.Match[str], place: TextRef) -> Diagnostic:
    return error("missing-expression", place, found=_token(found["found"]))


def _missing_name(_: re.Match[str], place: TextRef) -> Diagnostic:
    return error("missing-attribute-name", place)


def _nothing_to_close(found: re.Match[str], place: TextRef) -> Diagnostic:
    return error("nothing-to-close", place, found=found["found"])


def _not_assignable(_: re.Match[str], place: TextRef) -> Diagnostic:
    return error("not-assignable", place)


def _argument_order(_: re.Match[str], place: TextRef) -> Diagnostic:
    return error("argument-order", place)


def _choices(tags: str) -> str:
    return tags.replace("'", "").replace(" or ", " / ")


def _token(name: str) -> str:
    return _TOKENS.get(name, name)


_Worded = Callable[[re.Match[str], TextRef], Diagnostic]

_WORDED: tuple[tuple[str, _Worded], ...] = (
    (r"^unexpected char '(.*)' at [0-9]+$", _unexpected_character),
    (r"^Encountered unknown tag '([^']*)'\.(?:.*following tags: (.*?)\. The innermost block)?", _unknown_tag),
    (r"Unexpected end of template.*following tags: (.*?)\. The innermost block", _unclosed_tag),
    (r"^Missing end of comment tag", _unclosed_comment),
    (r"^tag name expected", _no_tag_name),
    (r"expected token '(?P<expected>.*)', got '(?P<found>.*)'$", _unexpected_token),
    (r"^unexpected end of template, expected '(?P<expected>.*)'\.$", _template_ends),
    (r"^unexpected '(?P<found>.+)', expected '(?P<expected>.+)'$", _unexpected_token),
    (r"^Expected an expression, got '(?P<found>.*)'$", _missing_expression),
    (r"^unexpected '(?P<found>[)\]}])'$", _nothing_to_close),
    (r"^unexpected '(?P<found>.*)'$", _missing_expression),
    (r"^expected (?:name or number|subscript expression)$", _missing_name),
    (r"^can't assign to ", _not_assignable),
    (r"^(?:invalid syntax for function call|non-default argument follows)", _argument_order),
)
"""The sentences of jinja 3.1 (lexer.py, parser.py) and what each becomes; the first that fits counts.

The patterns are text, so that `re` compiles them when a template has a fault, and not in every process.
"""
