"""Four charts of 15.6 cm at 200 dpi, against pyplot drawing the same, side by side in one run.

Both draw columns, horizontal bars, three lines and a pie with values at their marks and a Chinese font.
`drawn` is a chart in a process that has drawn before; `first` is a whole process from its start to four
pictures; `kept` is what a build pays for a picture that is in the report's cache already.
`python tests/bench/chart_bench.py` prints the medians.
"""

import io
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from reportgen.model.document import ChartKind, ChartSpec, Series
from reportgen.model.figure import Figure
from reportgen.model.quantity import Quantity, parse_unit
from reportgen.ooxml.pictures import PictureCache
from reportgen.write.charts import chart_key, draw
from reportgen.write.picture.fonts import font_faces

ROUNDS = 15
PROCESS_ROUNDS = 7
NAMES = ("铝加工", "医药食品", "建材", "装备制造", "电力热力")
VALUES = ("42.86", "21.543", "36.746", "18.508", "24.08")
YEARS = tuple(f"{year}年" for year in range(2010, 2016))
GROWTH = ("8", "12", "19", "25", "33", "37")
INCHES = 15.6 / 2.54


def series(name: str, values: tuple[str, ...]) -> Series:
    unit = parse_unit("亿元")
    return Series(
        name=name, unit=unit, figures=tuple(Figure(quantity=Quantity(Decimal(value), unit)) for value in values)
    )


def lines() -> list[tuple[str, tuple[str, ...]]]:
    return [(NAMES[at], tuple(str(int(value) * (at + 1) + at) for value in GROWTH)) for at in range(3)]


def specs() -> list[ChartSpec]:
    one = (series("产值", VALUES),)
    several = tuple(series(name, values) for name, values in lines())
    return [
        ChartSpec(name="柱", kind=ChartKind.COLUMN, categories=NAMES, series=one),
        ChartSpec(name="条", kind=ChartKind.BAR, categories=NAMES, series=one),
        ChartSpec(name="线", kind=ChartKind.LINE, categories=YEARS, series=several),
        ChartSpec(name="饼", kind=ChartKind.PIE, categories=NAMES, series=one),
    ]


def by_pyplot() -> list[bytes]:
    """The same four charts as one would write them with pyplot."""
    matplotlib: Any = import_module("matplotlib")
    matplotlib.use("Agg")
    plt: Any = import_module("matplotlib.pyplot")
    manager: Any = import_module("matplotlib.font_manager")
    face = next(iter(font_faces()))
    font = manager.FontProperties(fname=face.path, size=10)
    return [_pyplot_chart(plt, font, kind) for kind in ("bar", "barh", "line", "pie")]


def _pyplot_chart(plt: Any, font: Any, kind: str) -> bytes:
    numbers = [float(value) for value in VALUES]
    figure, axes = plt.subplots(figsize=(INCHES, INCHES / 2), dpi=200)
    if kind == "line":
        for name, values in lines():
            points = [float(value) for value in values]
            axes.plot(YEARS, points, marker="o", label=name)
            for at, value in enumerate(values):
                axes.text(at, points[at], value, ha="center", va="bottom", fontsize=9)
        axes.legend(prop=font)
    elif kind == "pie":
        axes.pie(numbers, labels=NAMES, autopct="%.1f%%", textprops={"fontproperties": font})
    else:
        draw_bars = axes.bar if kind == "bar" else axes.barh
        bars = draw_bars(NAMES, numbers)
        axes.bar_label(bars, labels=VALUES, fontsize=9)
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set_fontproperties(font)
    axes.set_title("亿元", fontproperties=font)
    stream = io.BytesIO()
    figure.savefig(stream, format="png")
    plt.close(figure)
    return stream.getvalue()


def ours() -> list[bytes]:
    return [draw(spec)[0] for spec in specs()]


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def side_by_side(rounds: int, **works: Callable[[], object]) -> dict[str, float]:
    """Median seconds of each work, taken in turns."""
    for work in works.values():
        work()
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            taken[name].append(seconds(work))
    return {name: statistics.median(values) for name, values in taken.items()}


def drawn() -> dict[str, float]:
    """Seconds a chart, in a process that has drawn before."""
    return {name: value / 4 for name, value in side_by_side(ROUNDS, ours=ours, pyplot=by_pyplot).items()}


def first() -> dict[str, float]:
    """Seconds of a whole process that draws four charts."""
    here = str(Path(__file__).parent)

    def process(name: str) -> Callable[[], object]:
        program = f"import sys; sys.path.insert(0, {here!r}); import chart_bench; chart_bench.{name}()"
        return lambda: subprocess.run([sys.executable, "-c", program], check=True)  # noqa: S603 - our own program

    return side_by_side(PROCESS_ROUNDS, ours=process("ours"), pyplot=process("by_pyplot"))


def kept() -> float:
    """Seconds a chart whose picture is in the cache; AssertionError where one is drawn again."""
    with tempfile.TemporaryDirectory() as folder:
        cache = PictureCache(Path(folder))
        for spec in specs():
            cache.put(chart_key(spec), draw(spec)[0])

        def fetch() -> None:
            assert all(cache.get(chart_key(spec)) for spec in specs())

        return side_by_side(ROUNDS, kept=fetch)["kept"] / 4


@pytest.mark.bench
def test_a_chart_is_drawn_faster_than_by_pyplot() -> None:
    medians = drawn()
    say(report("drawn", medians))
    assert medians["ours"] < medians["pyplot"]


@pytest.mark.bench
def test_a_process_that_draws_starts_faster_than_one_with_pyplot() -> None:
    medians = first()
    say(report("first", medians))
    assert medians["ours"] < medians["pyplot"]


@pytest.mark.bench
def test_the_same_content_is_drawn_once() -> None:
    again, anew = kept(), drawn()["ours"]
    say(f"kept: {again * 1000:.2f} ms, {anew / again:.0f} x faster than drawing")
    assert again < anew / 20


def say(text: str) -> None:
    sys.stdout.write(text + "\n")


def report(name: str, medians: dict[str, float]) -> str:
    own, peer = medians["ours"] * 1000, medians["pyplot"] * 1000
    return f"{name}: ours {own:.0f} ms, pyplot {peer:.0f} ms, {peer / own:.1f} x"


if __name__ == "__main__":
    say(report("drawn", drawn()))
    say(report("first", first()))
    say(f"kept: {kept() * 1000:.2f} ms a chart")
