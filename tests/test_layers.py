"""Imports run one way: cli > pipeline, console > steps > ooxml > model; steps do not know each other."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "reportgen"
STEPS = {"load", "check", "gather", "narrate", "merge", "write", "drafts", "compare"}
LEVELS = {
    "model": 0,
    "ooxml": 1,
    **dict.fromkeys(STEPS, 2),
    "files": 2,
    "settings": 2,
    "schema_file": 2,
    "kit": 2,
    "report": 2,
    "console": 3,
    "pipeline": 3,
    "cli": 4,
    "__main__": 5,
}
ALLOWED = {
    ("merge", "narrate"),
    ("merge", "compare"),
    ("settings", "files"),
    ("schema_file", "settings"),
    ("kit", "files"),
    ("kit", "settings"),
    ("kit", "schema_file"),
    ("report", "files"),
    ("report", "settings"),
    ("report", "kit"),
}


def room(module: str) -> str:
    """The room of a dotted module below reportgen: `write.to_docx` is in `write`."""
    return module.split(".")[0]


def imports(path: Path) -> list[tuple[str, int]]:
    """The reportgen modules that a file imports, with their lines, those inside functions too."""
    parts = list(path.relative_to(PACKAGE).with_suffix("").parts)
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            if node.level:
                base = parts[: len(parts) - node.level]
                tail = [node.module] if node.module else [alias.name for alias in node.names]
                found += [(".".join([*base, name]), node.lineno) for name in tail]
            elif node.module and node.module.split(".")[0] == "reportgen":
                tail = [node.module] if node.module != "reportgen" else [f"reportgen.{a.name}" for a in node.names]
                found += [(name.removeprefix("reportgen."), node.lineno) for name in tail]
        elif isinstance(node, ast.Import):
            found += [
                (alias.name.removeprefix("reportgen."), node.lineno)
                for alias in node.names
                if alias.name.startswith("reportgen.")
            ]
    return found


FILES = sorted(path for path in PACKAGE.rglob("*.py") if path.name != "__init__.py")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_imports_only_from_rooms_below_its_own(path: Path) -> None:
    own = room(path.relative_to(PACKAGE).with_suffix("").as_posix().replace("/", "."))
    assert own in LEVELS, f"{own} has no place in the house: add it to LEVELS and to the design"
    wrong = []
    for module, line in imports(path):
        other = room(module)
        if other in (own, "version"):
            continue
        if LEVELS[other] < LEVELS[own] or (own, other) in ALLOWED:
            continue
        wrong.append(f"{path.name}:{line} imports {module}")
    assert not wrong


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_values_are_made_by_our_dataclass_and_what_belongs_to_it(path: Path) -> None:
    """The standard `dataclass`, `field` and `replace` are for values of others: `model.values` has ours."""
    if path == PACKAGE / "model" / "values.py":
        return
    wrong = [
        f"{path.name}:{node.lineno} takes {alias.name} from dataclasses"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "dataclasses"
        for alias in node.names
        if alias.name in ("dataclass", "field", "replace")
    ]
    assert not wrong


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_is_one_idea_of_at_most_400_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_function_has_at_most_40_lines(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    long = [
        f"{path.name}:{node.lineno} {node.name}"
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and node.end_lineno
        and node.end_lineno - node.lineno >= 40
    ]
    assert not long


@pytest.mark.parametrize(
    "path", [path for path in FILES if path.relative_to(PACKAGE).parts[0] == "model"], ids=lambda path: path.name
)
def test_the_model_uses_the_standard_library_only(path: Path) -> None:
    import sys

    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            names = [node.module]
        for name in names:
            assert name.split(".")[0] in sys.stdlib_module_names, f"{path.name} imports {name}"
