"""Pictures, charts and equations that came, went, or show something else."""

from collections.abc import Callable
from typing import Any

from reportgen.compare.compare import compare
from reportgen.model.comparison import Fate, Thing

Word = Callable[..., Any]
CHART = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
STYLES = (
    '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:style w:type="paragraph" w:styleId="C"><w:name w:val="caption"/></w:style></w:styles>'
)


def picture(ident: str, told: str = "", name: str = "图片 1") -> str:
    return (
        f'<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="{name}" descr="{told}"/>'
        f'<a:blip r:embed="{ident}"/></wp:inline></w:drawing></w:r></w:p>'
    )


def chart(told: str = "") -> str:
    return (
        f'<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="图表" descr="{told}"/>'
        f'<c:chart {CHART} r:id="chart1"/></wp:inline></w:drawing></w:r></w:p>'
    )


def values(*shown: str) -> dict[str, str]:
    return {"chart1": f"<c:chartSpace {CHART}>{''.join(f'<c:v>{value}</c:v>' for value in shown)}</c:chartSpace>"}


def text(shown: str, style: str = "") -> str:
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{look}<w:r><w:t>{shown}</w:t></w:r></w:p>"


def told(old: Any, new: Any) -> list[tuple[Fate, Thing, str, str]]:
    return [(item.fate, item.kind, item.name, item.place) for item in compare(old, new, lambda *_: {}).things]


def test_a_picture_that_went_is_told_by_its_description_and_its_place(word: Word) -> None:
    old = word(text("一段") + picture("a", "园区全景"), media={"a.png": b"1"})
    assert told(old, word(text("一段"))) == [(Fate.REMOVED, Thing.PICTURE, "园区全景", "¶")]


def test_a_caption_names_a_picture_better_than_its_description(word: Word) -> None:
    body = picture("a", "柱形图") + text("图1 产值", "C")
    new = word(body, {"styles": STYLES}, {"a.png": b"1"})
    assert told(word(text("一段"), {"styles": STYLES}), new) == [(Fate.ADDED, Thing.PICTURE, "图1 产值", "¶")]


def test_a_picture_with_other_bytes_has_changed(word: Word) -> None:
    old, new = (word(picture("a", "园区全景"), media={"a.png": data}) for data in (b"1", b"2"))
    assert told(old, new) == [(Fate.CHANGED, Thing.PICTURE, "园区全景", "¶")]


def test_a_picture_without_a_description_is_known_by_its_place(word: Word) -> None:
    old, new = (word(picture("a"), media={"a.png": data}) for data in (b"1", b"2"))
    assert [fate for fate, *_ in told(old, new)] == [Fate.CHANGED]


def test_a_picture_that_went_elsewhere_or_has_another_name_in_the_package_is_the_same(word: Word) -> None:
    old = word(picture("a", "全景") + text("一段"), media={"a.png": b"1"})
    new = word(text("一段") + picture("b", "全景"), media={"b.png": b"1"})
    assert told(old, new) == []


def test_of_two_equal_pictures_one_may_go(word: Word) -> None:
    old, new = (word(picture("a", "全景") * count, media={"a.png": b"1"}) for count in (2, 1))
    assert [fate for fate, *_ in told(old, new)] == [Fate.REMOVED]


def test_a_chart_is_told_by_its_values(word: Word) -> None:
    old, same, other = (word(chart("产值"), values(*shown)) for shown in (("1", "2"), ("1", "2"), ("1", "3")))
    assert told(old, same) == []
    assert told(old, other) == [(Fate.CHANGED, Thing.CHART, "产值", "¶")]


def test_a_chart_and_the_picture_of_it_are_the_same_while_they_are_described_alike(word: Word) -> None:
    old = word(picture("a", "产值42.86"), media={"a.png": b"1"})
    assert told(old, word(chart("产值42.86"), values("42.86"))) == []


def test_an_equation_is_told_by_its_symbols(word: Word) -> None:
    old, new = (word(f"<w:p><m:oMath {MATH}><m:r><m:t>{shown}</m:t></m:r></m:oMath></w:p>") for shown in ("a+b", "a-b"))
    assert told(old, new) == [(Fate.CHANGED, Thing.FORMULA, "a-b", "¶1")]


def test_a_picture_that_the_package_lacks_is_no_fault(word: Word) -> None:
    assert told(word(picture("a", "全景")), word(picture("b", "全景"))) == []
