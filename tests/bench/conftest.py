"""Benchmarks measure against a peer in the same run; they run with `-m bench` only, or as scripts."""

import sys
from pathlib import Path

import pytest

# The scripts import each other by file name, as Python runs them; pytest in importlib mode adds no folder.
sys.path.insert(0, str(Path(__file__).parent))


def pytest_collect_file(file_path, parent):  # type: ignore[no-untyped-def]
    """Take `*_bench.py` as tests, which pytest would not by their names."""
    if file_path.name.endswith("_bench.py") and not parent.session.isinitpath(file_path):
        return pytest.Module.from_parent(parent, path=file_path)
    return None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave benchmarks out unless they are asked for by their mark."""
    if "bench" in config.getoption("markexpr"):
        return
    skipped = [item for item in items if item.get_closest_marker("bench")]
    if skipped:
        config.hook.pytest_deselected(items=skipped)
        items[:] = [item for item in items if item not in skipped]
