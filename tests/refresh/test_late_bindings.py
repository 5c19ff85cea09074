"""Today's bindings as refresh meets them: known by their elements, and read only where somebody asks."""

from dataclasses import fields
from typing import Any

from reportgen.merge.word.refreshing.late_bindings import LateBinding
from reportgen.merge.word.refreshing.today import Today
from reportgen.model.binding import Binding
from reportgen.model.collect import collect
from reportgen.model.values import replace
from reportgen.ooxml.bindings import bindings_part, stored_texts
from reportgen.ooxml.package import PackageReader
from reportgen.pipeline.prepare import prepare

NAMES = [item.name for item in fields(Binding)]


def said(binding: Binding) -> list[object]:
    return [getattr(binding, name) for name in NAMES]


def read(built: Any, today: Today) -> list[Binding]:
    """The figures of sentences that the file stores."""
    package = PackageReader(built.word.read_bytes(), built.word.name)
    part = bindings_part(package)
    assert part is not None
    tags = {item.tag for item in today.single}
    texts = stored_texts(package.read(part), built.word.name, today.runs)
    return [item for item, _ in texts if isinstance(item, Binding) and item.tag in tags]


def test_a_late_binding_says_whatever_a_binding_says(report: Any) -> None:
    document = prepare(report.folder).document
    today = Today(document)
    tags = {item.tag for item in today.single}
    assert [said(item) for item in today.single] == [said(item) for item in collect(document) if item.tag in tags]
    assert any(isinstance(item, LateBinding) for item in today.single)
    assert any(type(item) is Binding for item in today.single)  # beside footnotes and references


def test_a_late_binding_can_be_changed_into_another(report: Any) -> None:
    late = next(item for item in Today(prepare(report.folder).document).single if isinstance(item, LateBinding))
    other = replace(late, tag="rg-1", sentence="一")
    assert said(other) == said(replace(late, tag="rg-1", sentence="一"))
    assert (other.tag, other.sentence, other.cells) == ("rg-1", "一", late.cells)
    assert not hasattr(late, "unknown")


def test_what_a_build_would_store_again_is_one_binding_on_both_sides(built: Any) -> None:
    today = Today(prepare(built.folder).document)
    assert list(map(id, read(built, today))) == list(map(id, today.single))


def test_a_figure_that_rests_on_other_numbers_is_another_binding_though_it_reads_the_same(built: Any) -> None:
    built.put(指标_C3=6.6, 指标_D3=6)
    today = Today(prepare(built.folder).document)
    pairs = list(zip(read(built, today), today.single, strict=True))
    growth = [(old, new) for old, new in pairs if old.wording == "同比"]
    assert growth
    assert all(old is not new and old.text == new.text and old.derivation != new.derivation for old, new in growth)
    assert any(old is new for old, new in pairs)
