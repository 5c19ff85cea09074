"""The text of a formula to its tree, by openpyxl's tokens and Excel's precedence.

Precedence from the tightest: `:` and union, unary minus, `%`, `^`, `* /`, `+ -`, `&`, comparisons; operators
of one level go from left to right, so `-2^2` is 4 and `2^3^2` is 64 (Microsoft, "Calculation operators and
precedence in Excel").
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from ....model.values import dataclass, replace
from ..formulas_tokens import Token, Tokenizer, TokenizerError
from .formulas import Workbook
from .references import cut_sheet, is_absolute, read_area
from .structured import read_structured
from .tree import Area, ArrayConstant, Binary, Call, Constant, Node, Opaque, Unary, Union
from .values import ERRORS, ExcelError, Value

_LEVELS = {"=": 1, "<>": 1, "<": 1, ">": 1, "<=": 1, ">=": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4, "^": 5}
_DEEPEST = 64
"""Excel refuses formulas that are nested deeper."""

_ANYWHERE = frozenset(("OFFSET", "INDIRECT", "CHOOSE", "CELL", "GETPIVOTDATA", "FORMULATEXT"))
"""Functions whose result may rest on cells that the text does not name, or be a reference themselves."""


class _Strange(Exception):  # noqa: N818 - never leaves this module
    """The formula is not one that we follow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """Where a formula stands, and what its names mean; `depth`: how many names lead here."""

    sheet: str
    row: int
    column: int
    workbook: Workbook
    depth: int = 0


def parse(text: str, home: Home) -> Node:
    """The tree of a formula without its `=`; what we do not follow is `Opaque`."""
    try:
        return _Parser(_tokens(text), home).whole()
    except (TokenizerError, _Strange, IndexError, AssertionError):
        return Opaque()


@lru_cache(maxsize=1024)
def _tokens(text: str) -> tuple[Token, ...]:
    """The tokens of a formula; the same template is often filled many times."""
    return tuple(token for token in Tokenizer("=" + text).items if token.type != Token.WSPACE)


class _Parser:
    """Reads the tokens of one formula from left to right."""

    def __init__(self, tokens: Sequence[Token], home: Home) -> None:
        self._tokens = iter(tokens)
        self._home = home
        self._depth = 0
        self.token: Token | None = next(self._tokens, None)

    def _next(self) -> Token:
        token = self.token
        if token is None:
            raise _Strange
        self.token = next(self._tokens, None)
        return token

    def whole(self) -> Node:
        """All of the formula."""
        node = self.expression(1)
        if self.token is not None:
            raise _Strange
        return node

    def expression(self, level: int) -> Node:
        """Operands joined by operators of `level` and tighter ones."""
        node = self._operand()
        while (token := self.token) is not None and token.type == Token.OP_IN:
            own = _LEVELS.get(token.value, 0)
            if own < level:
                break
            self._next()
            node = Binary(token.value, node, self.expression(own + 1))
        return node

    def _operand(self) -> Node:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _Strange
        signs = []
        while self.token is not None and self.token.type == Token.OP_PRE:
            signs.append(self._next().value)
        node = self._primary()
        for sign in reversed(signs):
            node = Unary(sign, node)
        if len(signs) > _DEEPEST:
            raise _Strange
        while self.token is not None and self.token.type == Token.OP_POST:
            node = Unary(self._next().value, node)
        self._depth -= 1
        return node

    def _primary(self) -> Node:
        token = self._next()
        if token.type == Token.OPERAND:
            return self._value(token)
        if token.subtype == Token.OPEN and token.type == Token.PAREN:
            return self._parenthesis()
        if token.subtype == Token.OPEN and token.type == Token.FUNC:
            return self._call(token.value[:-1])
        if token.subtype == Token.OPEN and token.type == Token.ARRAY:
            return self._array()
        raise _Strange

    def _parenthesis(self) -> Node:
        """`(x)` as `Unary("(", x)`: Excel corrects the last digits of a difference only without parentheses."""
        inside = [self.expression(1)]
        while self.token is not None and self.token.type == Token.OP_IN and self.token.value == ",":
            self._next()
            inside.append(self.expression(1))
        self._closer()
        if len(inside) == 1:
            return inside[0] if isinstance(inside[0], (Area, Union, Constant)) else Unary("(", inside[0])
        found: list[Area] = []
        for node in inside:
            if isinstance(node, Area):
                found.append(node)
            elif isinstance(node, Union):
                found += node.areas
            else:
                raise _Strange
        return Union(tuple(found))

    def _call(self, name: str) -> Node:
        name = name.upper().removeprefix("_XLFN.").removeprefix("_XLWS.")
        arguments: list[Node] = []
        omitted: Node = Constant(None)
        if not self._at_closer():
            arguments.append(omitted if self._at_separator() else self.expression(1))
            while self._at_separator():
                self._next()
                arguments.append(omitted if self._at_separator() or self._at_closer() else self.expression(1))
        self._closer()
        if name in _ANYWHERE or not name.replace(".", "").replace("_", "").isalnum():
            return Call("", (Opaque(), *arguments))
        return Call(name, tuple(arguments))

    def _array(self) -> Node:
        rows: list[list[Value]] = [[]]
        while not self._at_closer():
            token = self._next()
            if token.type == Token.SEP:
                if token.value == ";":
                    rows.append([])
                continue
            sign = 1.0
            if token.type == Token.OP_PRE:
                sign, token = (-1.0 if token.value == "-" else 1.0), self._next()
            node = self._value(token) if token.type == Token.OPERAND else None
            if not isinstance(node, Constant):
                raise _Strange
            rows[-1].append(sign * node.value if isinstance(node.value, float) else node.value)
        self._closer()
        if not rows[0] or len({len(row) for row in rows}) > 1:
            raise _Strange
        return ArrayConstant(tuple(tuple(row) for row in rows))

    def _at_closer(self) -> bool:
        return self.token is not None and self.token.subtype == Token.CLOSE

    def _at_separator(self) -> bool:
        return self.token is not None and self.token.type == Token.SEP

    def _closer(self) -> None:
        if self._next().subtype != Token.CLOSE:
            raise _Strange

    def _value(self, token: Token) -> Node:
        text = token.value
        if text.startswith('"'):
            return Constant(text[1:-1].replace('""', '"'))
        if text in ("TRUE", "FALSE"):
            return Constant(text == "TRUE")
        if text in ERRORS:
            return Constant(ERRORS[text])
        if text[0].isdigit() or text[0] == ".":
            number = _number(text)
            if number is not None:
                return Constant(number)
        return _reference(text, self._home)


def _number(text: str) -> float | None:
    try:
        return float(text) if "_" not in text else None
    except ValueError:
        return None


def _reference(text: str, home: Home) -> Node:
    """What an operand names that is no value: cells, a name, a part of a table."""
    operand = cut_sheet(text)
    if operand.external:
        return Opaque(anywhere=False)
    if operand.rest.endswith("#REF!"):
        return Constant(ExcelError.REFERENCE)
    sheets = _sheets(operand.sheets, home)
    if sheets is None:
        return Constant(ExcelError.REFERENCE)
    area = read_area(operand.rest, sheets)
    if area is not None:
        if not home.depth:
            return area
        # A name's relative reference follows the cell that the name is used in; we follow absolute ones only.
        return replace(area, named=True) if is_absolute(operand.rest) else Opaque()
    if "[" in operand.rest:
        found = read_structured(operand.rest, (home.sheet, home.row, home.column), home.workbook.tables)
        if isinstance(found, ExcelError):
            return Constant(found)
        return found or Opaque()
    return _named(operand.rest, operand.sheets[0] if operand.sheets else home.sheet, home)


def _sheets(named: tuple[str, ...], home: Home) -> tuple[str, ...] | None:
    """All sheets that the reference spans; None where one of them does not exist."""
    if len(named) < 2:
        return named or (home.sheet.casefold(),)
    order = [sheet.casefold() for sheet in home.workbook.sheets]
    if named[0] not in order or named[-1] not in order:
        return None
    first, last = sorted((order.index(named[0]), order.index(named[-1])))
    return tuple(order[first : last + 1])


def _named(name: str, sheet: str, home: Home) -> Node:
    """The tree of what a defined name stands for."""
    text = home.workbook.name(name, sheet)
    if text is None or home.depth >= _DEEPEST:
        return Opaque()
    return parse(text, replace(home, sheet=sheet, depth=home.depth + 1))
