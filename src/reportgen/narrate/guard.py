"""The tree of a template made safe: every operation through our own, every expression able to fail alone.

`rewrite` replaces operators, joins, slices and loops by calls into `values`, refuses statements that
reports have no use for, and finds unknown words; `GuardedCode` is jinja's code generator with a `try`
around each printed expression and each statement, so that one fault is one finding and the rest of
the section still renders.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import Environment
from jinja2.visitor import NodeTransformer

from ..model.diagnostic import Diagnostic, error, nearest
from ..model.place import TextRef
from .positions import LINE_CLOSE, LINE_OPEN, PRIVATE, Source, Spot
from .rendering import Expression

_REFUSED: dict[type[nodes.Node], str] = {
    nodes.Extends: "extends",
    nodes.Block: "block",
    nodes.FilterBlock: "filter",
    nodes.CallBlock: "call",
    nodes.ScopedEvalContextModifier: "autoescape",
}


def place_of(node: nodes.Node, file: str) -> TextRef:
    """The place of a node."""
    line = node.lineno
    return TextRef(file, int(line), line.column if isinstance(line, Spot) else 0)


def _names_in(node: nodes.Node, file: str) -> dict[str, TextRef]:
    """Where each name and attribute stands first in an expression or statement."""
    found: dict[str, TextRef] = {}
    for part in (node, *node.find_all((nodes.Name, nodes.Getattr))):
        if isinstance(part, nodes.Name):
            found.setdefault(part.name, place_of(part, file))
        elif isinstance(part, nodes.Getattr) and part.attr not in found:
            dot = place_of(part, file)
            found[part.attr] = TextRef(dot.file, dot.line, dot.column + 1)
    return found


class Rewriter(NodeTransformer):
    """Rewrites one template's tree.

    `findings` are those that need no data; `loaded` are the names that the template asks for, with
    their first places, and `stored` those that it sets itself.
    """

    def __init__(self, file: str, words: Collection[str], tests: Collection[str]) -> None:
        self.file = file
        self.words = words
        self.tests = tests
        self.findings: list[Diagnostic] = []
        self.loaded: dict[str, list[TextRef]] = {}
        self.stored: set[str] = set()
        self.excused: set[str] = set()
        self.indicators: set[str] = set()

    def visit(self, node: nodes.Node, *args: Any, **kwargs: Any) -> Any:
        """The rewritten node; statements that reports have no use for become nothing."""
        name = _REFUSED.get(type(node))
        if name is not None:
            self.findings.append(error("unsupported-tag", place_of(node, self.file), tag=name))
            return nodes.Output([], lineno=node.lineno)
        return super().visit(node, *args, **kwargs)

    def visit_Name(self, node: nodes.Name) -> nodes.Node:  # noqa: N802 - jinja names visitors so
        """A name, asked for or set."""
        if node.ctx == "load":
            self.loaded.setdefault(node.name, []).append(place_of(node, self.file))
        else:
            self.stored.add(node.name)
        return node

    def visit_Const(self, node: nodes.Const) -> nodes.Node:  # noqa: N802
        """A constant; text in it cannot forge marks."""
        if isinstance(node.value, str):
            node.value = node.value.translate(PRIVATE)
        return node

    def visit_Getattr(self, node: nodes.Getattr) -> nodes.Node:  # noqa: N802
        """`a.b`."""
        if isinstance(node.node, nodes.Name) and node.node.name == "指标":
            self.indicators.add(node.attr)
        return self.generic_visit(node)

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        """`a ~ b`."""
        self.generic_visit(node)
        place = place_of(node, self.file)
        where: list[nodes.Expr] = [nodes.Const(item) for item in (place.file, place.line, place.column)]
        return _call("·join", nodes.List(node.nodes, lineno=node.lineno), where)

    def visit_Compare(self, node: nodes.Compare) -> nodes.Node:  # noqa: N802
        """`a < b`."""
        self.generic_visit(node)
        line = node.lineno
        pairs: list[nodes.Expr] = [
            nodes.Tuple([nodes.Const(item.op, lineno=line), item.expr], "load", lineno=line) for item in node.ops
        ]
        return _call("·compare", node.expr, [nodes.List(pairs, lineno=line)])

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Node:  # noqa: N802
        """`a[b]` and `a[b:c]`."""
        if isinstance(node.node, nodes.Name) and node.node.name == "指标" and isinstance(node.arg, nodes.Const):
            self.indicators.add(str(node.arg.value))
        self.generic_visit(node)
        if not isinstance(node.arg, nodes.Slice):
            return node
        nothing: nodes.Expr = nodes.Const(None, lineno=node.lineno)
        parts: list[nodes.Expr] = [part or nothing for part in (node.arg.start, node.arg.stop, node.arg.step)]
        return _call("·slice", node.node, parts)

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802
        """A loop, its rounds paid for."""
        if node.recursive:
            self.findings.append(error("unsupported-tag", place_of(node, self.file), tag="recursive"))
            node.recursive = False
        self.generic_visit(node)
        length = sum(len(data.data) for item in node.body for data in item.find_all(nodes.TemplateData))
        node.iter = _call("·each", node.iter, [nodes.Const(length, lineno=node.lineno)])
        return node

    def visit_Macro(self, node: nodes.Macro) -> nodes.Node:  # noqa: N802
        """A macro."""
        self.stored.update((node.name, "varargs", "kwargs", "caller"))
        return self.generic_visit(node)

    def visit_Import(self, node: nodes.Import) -> nodes.Node:  # noqa: N802
        """An import, with the names of the section."""
        self.stored.add(node.target)
        node.with_context = True  # else jinja keeps the module, and with it the data of an earlier report
        return self.generic_visit(node)

    def visit_FromImport(self, node: nodes.FromImport) -> nodes.Node:  # noqa: N802
        """An import, with the names of the section."""
        self.stored.update(name if isinstance(name, str) else name[1] for name in node.names)
        node.with_context = True
        return self.generic_visit(node)

    def visit_Include(self, node: nodes.Include) -> nodes.Node:  # noqa: N802
        """An include, with the names of the section."""
        node.with_context = True
        return self.generic_visit(node)

    def visit_AssignBlock(self, node: nodes.AssignBlock) -> nodes.Node:  # noqa: N802
        """`{% set %}` around a block."""
        if node.filter is not None:
            self.findings.append(error("unsupported-tag", place_of(node, self.file), tag="set … | …"))
            node.filter = None
        return self.generic_visit(node)

    def visit_Filter(self, node: nodes.Filter) -> nodes.Node:  # noqa: N802
        """A filter that exists."""
        if node.name in ("default", "d", "缺省") and isinstance(node.node, nodes.Name):
            self.excused.add(node.node.name)
        self.generic_visit(node)
        return self._known(node, self.words)

    def visit_Test(self, node: nodes.Test) -> nodes.Node:  # noqa: N802
        """A test that exists."""
        if node.name in ("defined", "undefined") and isinstance(node.node, nodes.Name):
            self.excused.add(node.node.name)
        self.generic_visit(node)
        return self._known(node, self.tests)

    def _known(self, node: nodes.Filter | nodes.Test, names: Collection[str]) -> nodes.Node:
        if node.name in names:
            return node
        self.findings.append(
            error(
                "unknown-word",
                place_of(node, self.file),
                word=node.name,
                suggestion=nearest(node.name, [name for name in names if not name.startswith("·")]),
            )
        )
        return _call("·broken", node.node or nodes.Const(None, lineno=node.lineno), [])


def _call(name: str, subject: nodes.Node, arguments: list[nodes.Expr]) -> nodes.Filter:
    """A call of one of our operations; no template can write such a name."""
    return nodes.Filter(subject, name, arguments, [], None, None, lineno=subject.lineno)


class GuardedCode(CodeGenerator):
    """jinja's code generator, each expression and statement failing alone (jinja2 3.1, `compiler.py`)."""

    def __init__(self, environment: Environment, source: Source) -> None:
        super().__init__(environment, source.file, source.file, optimized=False)
        self._source = source
        self.expressions: list[Expression] = []

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802
        """Template text as it is; each expression through `show`, or `failed` where it raises."""
        for child in node.nodes:
            if isinstance(child, nodes.TemplateData):
                self._simple(repr(self._with_lines(child)), frame)
                continue
            index, name = self._note(child, printed=True), self.temporary_identifier()
            self.writeline("try:", child)
            self.indent()
            self.writeline(f"{name} = show(")
            self.visit(child, frame)
            self.write(f", spots[{index}])")
            self._failing(f"{name} = failed(fault, spots[{index}])")
            self._simple(name, frame)

    def _simple(self, text: str, frame: Frame) -> None:
        if frame.buffer is None:
            self.writeline(f"yield {text}")
        else:
            self.writeline(f"{frame.buffer}.append({text})")

    def _failing(self, handler: str) -> None:
        self.outdent()
        self.writeline("except Exception as fault:")
        self.indent()
        self.writeline(handler)
        self.outdent()

    def _note(self, node: nodes.Node, subject: nodes.Node | None = None, *, printed: bool = False) -> int:
        """Number an expression or statement; its place is that of its tag, `subject` what may be at fault in it."""
        line = node.lineno
        offset = line.offset if isinstance(line, Spot) else 0
        if printed:
            begin, end, line = self._source.print_around(offset)
            text = " ".join(self._source[begin + 2 : end - 2].strip("-+ \n").split())
        else:
            text = self._source[offset : self._source.find("\n", offset)].strip()
        file = self._source.file
        place = TextRef(file, int(line), line.column if isinstance(line, Spot) else 0)
        self.expressions.append(Expression(place, text, _names_in(subject or node, file)))
        return len(self.expressions) - 1

    def _with_lines(self, node: nodes.TemplateData) -> str:
        """Template text with the number of the line where each of its lines begins."""
        line, column = int(node.lineno), node.lineno.column if isinstance(node.lineno, Spot) else 0
        first, *rest = node.data.split("\n")
        parts = [f"{LINE_OPEN}{line}{LINE_CLOSE}{first}" if column == 1 else first]
        parts += [f"{LINE_OPEN}{number}{LINE_CLOSE}{text}" for number, text in enumerate(rest, line + 1)]
        return "\n".join(parts)

    def _guarded(self, write: Callable[[Any, Frame], None], node: nodes.Node, frame: Frame) -> None:
        index = self._note(node)
        self.writeline("try:")
        self.indent()
        write(node, frame)
        self._failing(f"failed(fault, spots[{index}])")

    def visit_For(self, node: nodes.For, frame: Frame) -> None:  # noqa: N802
        """A loop whose list or filter may fail."""
        self._guarded(super().visit_For, node, frame)

    def visit_If(self, node: nodes.If, frame: Frame) -> None:  # noqa: N802
        """A condition that may fail: none of its branches is taken then."""
        self._guarded(super().visit_If, node, frame)

    def visit_With(self, node: nodes.With, frame: Frame) -> None:  # noqa: N802
        """A `{% with %}` whose values may fail."""
        self._guarded(super().visit_With, node, frame)

    def visit_Include(self, node: nodes.Include, frame: Frame) -> None:  # noqa: N802
        """An include that may not be there."""
        self._guarded(super().visit_Include, node, frame)

    def visit_Import(self, node: nodes.Import, frame: Frame) -> None:  # noqa: N802
        """An import that may not be there."""
        self._guarded(super().visit_Import, node, frame)

    def visit_FromImport(self, node: nodes.FromImport, frame: Frame) -> None:  # noqa: N802
        """An import that may not be there."""
        self._guarded(super().visit_FromImport, node, frame)

    def visit_AssignBlock(self, node: nodes.AssignBlock, frame: Frame) -> None:  # noqa: N802
        """A block kept under a name."""
        self._guarded(super().visit_AssignBlock, node, frame)

    def visit_Assign(self, node: nodes.Assign, frame: Frame) -> None:  # noqa: N802
        """A `{% set %}`: where the value fails, its name stands for something already reported."""
        index, name = self._note(node, node.node), self.temporary_identifier()
        self.writeline("try:", node)
        self.indent()
        self.writeline(f"{name} = ")
        self.visit(node.node, frame)
        self._failing(f"{name} = broken(fault, spots[{index}])")
        kept = object.__new__(nodes.InternalName)  # as jinja's parser makes them; the constructor refuses
        nodes.Node.__init__(kept, name, lineno=node.lineno)
        node.node = kept
        self._guarded(super().visit_Assign, node, frame)
