import hashlib
import io
import struct
import subprocess
import sys
import warnings
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from reportgen.model.document import ChartKind, ChartSpec, Series
from reportgen.model.figure import Figure
from reportgen.model.place import TextRef
from reportgen.write.charts import chart_key, draw, scene_of
from reportgen.write.picture import fonts
from reportgen.write.picture import paint as charts_paint
from reportgen.write.picture.scene import Label, Stroke
from reportgen.write.picture.style import FILLS

NAMES = ("铝及铝精深加工", "医药食品", "建材", "装备制造", "电力热力")
VALUES = ("42.86", "21.543", "36.746", "18.508", "24.08")


def chunks(png: bytes) -> Iterator[tuple[str, bytes]]:
    stream = io.BytesIO(png[8:])
    while head := stream.read(8):
        length, name = struct.unpack(">I4s", head)
        yield name.decode(), stream.read(length)
        stream.read(4)


@pytest.mark.parametrize("kind", list(ChartKind))
def test_every_kind_is_drawn_15_6_cm_wide_at_200_dpi(kind: ChartKind, chart: Callable[..., ChartSpec]) -> None:
    png, found = draw(chart(kind, NAMES, VALUES))
    width, height = struct.unpack(">II", dict(chunks(png))["IHDR"][:8])
    per_metre, _, unit = struct.unpack(">IIB", dict(chunks(png))["pHYs"])
    assert found == []
    assert width == round(15.6 / 2.54 * 200)
    assert 200 < height <= 20 / 2.54 * 200
    assert (round(per_metre * 0.0254), unit) == (200, 1)


@pytest.mark.parametrize("kind", list(ChartKind))
def test_the_same_chart_gives_the_same_bytes(kind: ChartKind, chart: Callable[..., ChartSpec]) -> None:
    spec = chart(kind, NAMES, VALUES)
    assert draw(spec)[0] == draw(spec)[0]


def test_the_picture_says_nothing_of_program_or_time(chart: Callable[..., ChartSpec]) -> None:
    png, _ = draw(chart(ChartKind.COLUMN, NAMES, VALUES))
    assert {name for name, _ in chunks(png)} == {"IHDR", "PLTE", "pHYs", "IDAT", "IEND"}


def test_fills_keep_their_exact_colours(chart: Callable[..., ChartSpec]) -> None:
    from PIL import Image

    rows = [VALUES] * len(FILLS)
    picture = Image.open(io.BytesIO(draw(chart(ChartKind.COLUMN, NAMES, *rows))[0])).convert("RGB")
    colours = {colour for _, colour in picture.getcolors(1 << 16) or []}
    wanted = {tuple(int(fill.colour[at : at + 2], 16) for at in (1, 3, 5)) for fill in FILLS}
    assert wanted <= colours
    assert len(colours) <= 256


def test_the_same_bytes_come_out_of_another_process_with_other_settings(
    chart: Callable[..., ChartSpec], tmp_path: pytest.TempPathFactory
) -> None:
    program = (
        "import matplotlib; matplotlib.rcParams.update({'font.size': 30, 'text.usetex': True, 'hatch.linewidth': 9});"
        "from decimal import Decimal as D; from reportgen.model.document import *;"
        "from reportgen.model.figure import *;"
        "from reportgen.model.quantity import *; from reportgen.write.charts import draw; import hashlib;"
        "figures = tuple(Figure(quantity=Quantity(D(v), parse_unit('亿元'))) for v in ('1', '2', '3'));"
        "spec = ChartSpec(name='图', kind=ChartKind.STACKED, categories=('甲', '乙', '丙'),"
        " series=tuple(Series(name=n, unit=parse_unit('亿元'), figures=figures) for n in 'ABCD'));"
        "print(hashlib.sha256(draw(spec)[0]).hexdigest())"
    )
    done = subprocess.run(  # noqa: S603 - our own interpreter and program
        [sys.executable, "-c", program], capture_output=True, text=True, encoding="utf-8", check=True
    )
    same = [series_of(name) for name in "ABCD"]
    png, _ = draw(chart(ChartKind.STACKED, "甲乙丙", *same))
    assert done.stdout.strip() == hashlib.sha256(png).hexdigest()
    assert done.stderr == ""


def series_of(name: str) -> Series:
    from reportgen.model.figure import Figure
    from reportgen.model.quantity import Quantity, parse_unit

    unit = parse_unit("亿元")
    return Series(
        name=name, unit=unit, figures=tuple(Figure(quantity=Quantity(Decimal(value), unit)) for value in (1, 2, 3))
    )


def test_drawing_leaves_the_settings_of_matplotlib_alone(chart: Callable[..., ChartSpec]) -> None:
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    draw(chart(ChartKind.RING, NAMES, VALUES))
    assert dict(mpl.rcParams) == before


def test_neither_the_key_nor_the_layout_imports_matplotlib() -> None:
    program = (
        "import sys; from reportgen.model.document import *; from reportgen.write.charts import chart_key, scene_of;"
        "import reportgen.write.alt_text;"
        "spec = ChartSpec(name='图', kind=ChartKind.PIE, categories=(), series=());"
        "chart_key(spec); scene_of(spec);"
        "print(sorted({'matplotlib', 'numpy', 'PIL', 'zhplot'} & set(sys.modules)))"
    )
    done = subprocess.run(  # noqa: S603 - our own interpreter and program
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_pyplot_is_never_imported(chart: Callable[..., ChartSpec]) -> None:
    program = (
        "import sys; from reportgen.model.document import *; from reportgen.write.charts import draw;"
        "draw(ChartSpec(name='图', kind=ChartKind.PIE, categories=(), series=()));"
        "print('matplotlib.pyplot' in sys.modules, 'matplotlib.backends.backend_agg' in sys.modules)"
    )
    done = subprocess.run(  # noqa: S603 - our own interpreter and program
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False", "True"]


def test_a_character_that_no_font_has_is_found_and_marked(chart: Callable[..., ChartSpec]) -> None:
    place = TextRef("1-基本情况.md", 12)
    with warnings.catch_warnings(record=True) as leaked:
        png, found = draw(chart(ChartKind.COLUMN, ("甲\U0010fffd", "乙"), (1, 2)), place)
    assert [(item.code, item.facts["codepoint"], item.place) for item in found] == [
        ("character-without-font", "U+10FFFD", place)
    ]
    assert found[0].facts["chart"] == "产值图"
    assert leaked == []
    assert png.startswith(b"\x89PNG")


def test_dollar_signs_and_markup_are_drawn_as_they_stand(chart: Callable[..., ChartSpec]) -> None:
    spec = chart(ChartKind.COLUMN, ("$x^2$", r"\frac{1}{2}", "<b>&amp;"), (1, 2, 3))
    texts = {label.text for label in scene_of(spec).labels}
    assert {"$x^2$", "<b>&amp;"} <= texts
    assert draw(spec)[1] == []


def test_a_machine_without_chinese_fonts_draws_with_the_font_that_zhplot_brings(
    chart: Callable[..., ChartSpec], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "font_files", dict)
    choice = fonts.choose_fonts("铝及铝精深加工42.86")
    assert [face.family for face in choice.faces] == ["Noto Sans SC"]
    assert choice.missing == frozenset()
    png, found = draw(chart(ChartKind.COLUMN, NAMES, VALUES))
    assert found == []
    assert len(zlib.decompress(dict(chunks(png))["IDAT"] if png.count(b"IDAT") == 1 else idat(png))) > 0


def idat(png: bytes) -> bytes:
    return b"".join(data for name, data in chunks(png) if name == "IDAT")


def test_a_character_comes_from_the_next_font_that_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "font_files", dict)
    choice = fonts.choose_fonts("铝ⵣ")
    assert [face.family for face in choice.faces] == ["Noto Sans SC", "DejaVu Sans"]
    assert choice.missing == frozenset()


def test_a_broken_font_file_is_passed_over(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    from pathlib import Path

    broken = Path(str(tmp_path)) / "simhei.ttf"
    broken.write_bytes(b"no font at all")
    monkeypatch.setattr(fonts, "font_files", lambda: {"simhei.ttf": str(broken)})
    assert [face.family for face in fonts.choose_fonts("铝").faces] == ["Noto Sans SC"]


def test_a_picture_is_painted_in_the_face_for_simplified_chinese_of_a_collection() -> None:
    collections = [path for name, path in fonts.font_files().items() if name == "notosanscjk-regular.ttc"]
    if not collections:
        pytest.skip("this machine has no Noto Sans CJK collection")
    faces = [face for face in fonts.font_faces() if face.path == collections[0]]
    if not faces:
        assert tuple(map(int, matplotlib_version())) < (3, 11), "matplotlib 3.11 reads every face of a collection"
        return
    assert [face.family for face in faces] == ["Noto Sans CJK SC"]
    assert faces[0].index > 0


def matplotlib_version() -> list[str]:
    import matplotlib as mpl

    return mpl.__version__.split(".")[:2]


def test_the_key_changes_with_everything_that_is_drawn_and_with_nothing_else(
    chart: Callable[..., ChartSpec], row: Callable[..., Series]
) -> None:
    base = chart(ChartKind.COLUMN, NAMES, VALUES)
    others = [
        replace(base, kind=ChartKind.BAR),
        replace(base, decimals=1),
        replace(base, labels=False),
        replace(base, categories=(*NAMES[:4], "其他")),
        chart(ChartKind.COLUMN, NAMES, (*VALUES[:4], "24.09")),
        chart(ChartKind.COLUMN, NAMES, (*VALUES[:4], None)),
        chart(ChartKind.COLUMN, NAMES, row("产值", "万元", VALUES)),
        chart(ChartKind.COLUMN, NAMES, row("利润", "亿元", VALUES)),
        chart(ChartKind.COLUMN, NAMES, row("产值", "亿元", VALUES, line=True)),
        chart(ChartKind.COLUMN, NAMES, row("产值", "亿元", VALUES, second_axis=True)),
        chart(ChartKind.COLUMN, NAMES, VALUES, VALUES),
    ]
    keys = [chart_key(spec) for spec in (base, *others)]
    assert len(set(keys)) == len(keys)
    assert chart_key(replace(base, name="另一个名称")) == chart_key(base)


def test_the_key_changes_with_the_style(chart: Callable[..., ChartSpec], monkeypatch: pytest.MonkeyPatch) -> None:
    from reportgen.write import charts
    from reportgen.write.picture import style as charts_style

    spec = chart(ChartKind.COLUMN, NAMES, VALUES)
    before = chart_key(spec)
    monkeypatch.setattr(charts, "STYLE_VERSION", charts_style.STYLE_VERSION + 1)
    assert chart_key(spec) != before


def test_matplotlib_is_silent_about_itself() -> None:
    import logging

    assert charts_paint.paint is not None
    assert logging.getLogger("matplotlib").handlers


def test_labels_say_that_a_number_is_not_exact_as_the_text_does(chart: Callable[..., ChartSpec]) -> None:
    spec = chart(ChartKind.COLUMN, ["融资", "负债"], ["40", "28.61"])
    hedged = with_hedge(spec, "余")
    assert {"40余", "28.61"} <= set(texts_of(hedged))
    assert chart_key(hedged) != chart_key(spec)
    assert any("40余亿元" in text for text in texts_of(replace(hedged, kind=ChartKind.PIE)))


def with_hedge(spec: ChartSpec, word: str) -> ChartSpec:
    """The chart, its first figure hedged."""
    series = spec.series[0]
    first, *rest = series.figures
    assert isinstance(first, Figure)
    return replace(spec, series=(replace(series, figures=(replace(first, hedge=word), *rest)),))


def texts_of(spec: ChartSpec) -> list[str]:
    """The labels that are drawn."""
    return [shape.text for shape in scene_of(spec).shapes if isinstance(shape, Label)]


def test_a_few_columns_take_no_more_height_than_they_need(chart: Callable[..., ChartSpec]) -> None:
    two = scene_of(chart(ChartKind.COLUMN, ["融资", "负债"], ["40", "28.61"]))
    many = scene_of(chart(ChartKind.COLUMN, list("甲乙丙丁戊己"), ["1", "2", "3", "4", "5", "6"]))
    assert two.height < many.height * 0.75
    assert two.height > 110


def test_the_label_of_a_low_point_stands_below_its_line(chart: Callable[..., ChartSpec]) -> None:
    scene = scene_of(chart(ChartKind.LINE, ["甲", "乙", "丙"], ["14", "6", "11"]))
    height = {shape.text: shape.y for shape in scene.labels if shape.text in ("14", "6", "11")}
    line = next(shape for shape in scene.shapes if isinstance(shape, Stroke) and len(shape.points) == 3)
    tops = [y for _, y in line.points]
    assert height["6"] < tops[1] < height["11"]
    assert height["14"] > tops[0]
