import json
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.model.diagnostic import Diagnostic, ReportError, Severity
from reportgen.model.schema import (
    ColumnKind,
    ColumnSchema,
    Comparison,
    Division,
    IndicatorSchema,
    Relation,
    SheetSchema,
)
from reportgen.report import PLACEHOLDER, read_report

Write = Callable[[str, str | bytes], Path]


def findings(folder: Path) -> list[Diagnostic]:
    """Everything that reading the report finds, whether it stops or not."""
    try:
        return read_report(folder)[1]
    except ReportError as problem:
        return list(problem.diagnostics)


def only(folder: Path) -> Diagnostic:
    found = findings(folder)
    assert len(found) == 1, found
    return found[0]


def change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_sound_report_is_read_whole(folder: Path) -> None:
    change(folder, "report.toml", "data =", 'signature = "某管委会"\ndated = 2016-02-24\nauthor = "办公室"\ndata =')
    report, found = read_report(folder)
    assert not found
    assert (report.year, report.title, report.organization) == (2015, "某开发区2015年工作总结", "某开发区")
    assert (report.signature, report.dated, report.author) == ("某管委会", date(2016, 2, 24), "办公室")
    assert report.data == (folder / "2015.xlsx",)
    assert report.profile == "gb9704"
    assert report.kit.styles["gb9704"].read_bytes() == b"PK"
    assert [section.file for section in report.sections] == ["sections/1-基本情况.md", "sections/10-其他.md"]
    assert report.sections[0].required
    assert report.sections[0].department == "办公室"
    assert report.appendices[0].sheet == "企业"
    assert report.kit.schema.sheets[0].columns[1].kind is ColumnKind.NUMBER
    assert report.out == folder / "out"


def test_an_appendix_says_which_columns_its_rows_must_have_filled(folder: Path) -> None:
    change(folder, "kit/kit.toml", 'sheet = "企业"', 'sheet = "企业"\nfilled = ["名称", "产值"]')
    assert read_report(folder)[0].appendices[0].filled == ("名称", "产值")


def test_a_kit_names_terms_in_which_a_numeral_is_no_figure(folder: Path) -> None:
    change(folder, "kit/kit.toml", "[outputs]", '[narrate]\nfixed_terms = ["三园两区", "一主三副"]\n[outputs]')
    assert read_report(folder)[0].kit.fixed_terms == ("三园两区", "一主三副")
    change(folder, "kit/kit.toml", "fixed_terms", "fixed_term")
    assert only(folder).code == "unknown-key"


def test_the_report_toml_itself_names_the_report(folder: Path) -> None:
    assert read_report(folder / "report.toml")[0].folder == folder


def test_sections_of_the_report_replace_and_join_those_of_the_kit_in_order_of_their_numbers(
    folder: Path, write: Write
) -> None:
    write("sections/1-基本情况.md", "# 自己的基本情况\n")
    write("sections/2-工作亮点.md", "# 工作亮点\n")
    report, _ = read_report(folder)
    assert [section.text for section in report.sections] == ["# 自己的基本情况\n", "# 工作亮点\n", "# 其他\n"]
    assert [section.required for section in report.sections] == [True, False, False]
    assert report.sections[0].department == "办公室"


def test_the_schema_reads_relations_bounds_and_lists(folder: Path) -> None:
    text = (folder / "kit/schema.toml").read_text(encoding="utf-8")
    (folder / "kit/schema.toml").write_text(
        text
        + """minimum = 0
maximum = 99.5
[[sheets.columns]]
name = "主要产品"
split = "、"
aliases = ["产品"]
[[indicators]]
name = "增加值"
unit = "亿元"
basis = "可比价"
[[relations]]
total = "工业总产值"
plus = ["企业.产值"]
comparison = ">="
[[divisions]]
department = "农业局"
words = ["农村", ""]
""",
        encoding="utf-8",
    )
    schema = read_report(folder)[0].kit.schema
    output = schema.sheets[0].columns[1]
    assert (output.minimum, output.maximum) == (Decimal(0), Decimal("99.5"))
    assert schema.sheets[0].column("产品") is schema.sheets[0].columns[2]
    assert schema.indicators[0].basis == "可比价"
    assert schema.relations == (Relation(total="工业总产值", plus=("企业.产值",), comparison=Comparison.AT_LEAST),)
    assert schema.divisions == (Division(department="农业局", words=("农村",)),)


@pytest.mark.parametrize(
    ("table", "kind"),
    [
        ("sheets", SheetSchema),
        ("sheets.columns", ColumnSchema),
        ("indicators", IndicatorSchema),
        ("relations", Relation),
        ("divisions", Division),
    ],
)
def test_every_field_of_the_schema_can_be_set_in_schema_toml(folder: Path, table: str, kind: type) -> None:
    lines = [f"[[{table}]]"] + [f"{field.name} = [[0]]" for field in fields(kind) if field.name != "columns"]
    if table == "sheets.columns":
        lines.insert(0, "[[sheets]]")
    (folder / "kit/schema.toml").write_text("\n".join(lines), encoding="utf-8")
    found = [item.place for item in findings(folder) if item.code == "unknown-key"]
    assert not found


def test_text_with_a_byte_order_mark_and_windows_line_ends_is_read(folder: Path, write: Write) -> None:
    write("sections/1-基本情况.md", "\ufeff# 标题\r\n正文\r\n".encode())
    report, found = read_report(folder)
    assert not found
    assert report.sections[0].text == "# 标题\n正文\n"


def test_a_section_in_gb18030_is_read_and_reported(folder: Path, write: Write) -> None:
    write("sections/2-亮点.md", "# 工作亮点，“十二五”——〔2013〕90号①\n".encode("gb18030"))
    report, found = read_report(folder)
    assert report.sections[1].text == "# 工作亮点，“十二五”——〔2013〕90号①\n"
    assert [(item.code, item.severity, str(item.place)) for item in found] == [
        ("read-as-gb18030", Severity.INFO, "sections/2-亮点.md")
    ]


@pytest.mark.parametrize(
    "data",
    ["# 标题\n".encode("utf-16"), b"# \xff\xfe\x00", "# Überschrift für später\n".encode("latin-1")],
    ids=["utf-16", "binary", "latin-1"],
)
def test_text_of_unknown_encoding_is_refused(folder: Path, write: Write, data: bytes) -> None:
    write("sections/2.md", data)
    assert only(folder).code == "not-utf8"
    assert str(only(folder).place) == "sections/2.md"


@pytest.mark.parametrize(
    ("old", "new", "code", "place", "suggestion"),
    [
        ("year = 2015", "", "missing-key", "report.toml › report.year", None),
        ("year = 2015", 'year = "2015"', "wrong-key-type", "report.toml › report.year", None),
        ("year = 2015", "year = true", "wrong-key-type", "report.toml › report.year", None),
        ("year = 2015", "year = 205", "unlikely-year", "report.toml › report.year", None),
        ('data = ["2015.xlsx"]', 'data = "2015.xlsx"', "wrong-key-type", "report.toml › report.data", None),
        ('data = ["2015.xlsx"]', "data = [2015]", "wrong-key-type", "report.toml › report.data", None),
        ('data = ["2015.xlsx"]', "data = []", "missing-key", "report.toml › report.data", None),
        ('"2015.xlsx"', '"2105.xlsx"', "data-not-found", "report.toml › report.data[1]", "2015.xlsx"),
        ('"2015.xlsx"', '"kit"', "is-a-folder", "report.toml › report.data[1]", None),
        (
            '"2015.xlsx"',
            '"2015.xlsx", "./2015.xlsx"',
            "data-named-twice",
            "report.toml › report.data[2]",
            None,
        ),
        ('"kit"', '"kitt"', "unknown-kit", "report.toml › report.kit", None),
        ('"kit"', '"../report/kitt"', "unknown-kit", "report.toml › report.kit", None),
        ("year =", 'profil = "x"\nyear =', "unknown-key", "report.toml › report.profil", "profile"),
        ("[report]", "[extra]\na = 1\n[report]", "unknown-key", "report.toml › extra", None),
        ("year =", 'profile = "gb9740"\nyear =', "unknown-key-value", "report.toml › report.profile", "gb9704"),
        ("year =", 'dated = "2016-02-24"\nyear =', "wrong-key-type", "report.toml › report.dated", None),
        ("year =", "dated = 2016-02-24T10:00:00\nyear =", "wrong-key-type", "report.toml › report.dated", None),
        ('"某开发区"', f'"{PLACEHOLDER}"', "placeholder-left", "report.toml › report.organization", None),
        ("year = 2015", "year = 二零一五", "not-toml", "report.toml:3:8", None),
        ('data = ["2015.xlsx"]', 'data = ["2015.xlsx"', "not-toml", "report.toml:7", None),
    ],
)
def test_a_wrong_line_of_report_toml_is_one_finding(
    folder: Path, old: str, new: str, code: str, place: str, suggestion: str | None
) -> None:
    change(folder, "report.toml", old, new)
    found = only(folder)
    assert (found.code, str(found.place), found.suggestion) == (code, place, suggestion)


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "place", "suggestion"),
    [
        ("kit.toml", 'name = "small"\n', "", "missing-key", "kit.toml › kit.name", None),
        ("kit.toml", "sections/1-基本情况.md", "sections/1基本情况.md", "file-not-found", "sections[1].file", None),
        ("kit.toml", "sections/1-基本情况.md", "../../secret.md", "path-outside", "sections[1].file", None),
        ("kit.toml", "sections/1-基本情况.md", "/etc/passwd", "path-outside", "sections[1].file", None),
        ("kit.toml", "sections/1-基本情况.md", "C:/secret.md", "path-outside", "sections[1].file", None),
        ("kit.toml", "sections/1-基本情况.md", "sections", "is-a-folder", "sections[1].file", None),
        ("kit.toml", "styles/gb9704.docx", "styles/gb.docx", "file-not-found", "styles.gb9704", "gb9704.docx"),
        ("kit.toml", "styles/gb9704.docx", "styles", "is-a-folder", "styles.gb9704", None),
        ("kit.toml", "styles/gb9704.docx", "../gb.docx", "path-outside", "styles.gb9704", None),
        ("kit.toml", "{year}年总结.docx", "out/{year}.docx", "bad-output-name", "outputs.document", None),
        ("kit.toml", "{year}年总结.docx", "{month}.docx", "bad-output-name", "outputs.document", None),
        ("kit.toml", "{year}年总结.docx", "{year}.doc", "bad-output-name", "outputs.document", None),
        ("kit.toml", "sections/10-其他.md", "more/1-基本情况.md", "duplicate-section", "sections[2].file", None),
        ("schema.toml", 'unit = "亿元"', "width = 1200", "unlikely-width", "sheets[1].columns[2].width", None),
        ("schema.toml", 'unit = "亿元"', "minimum = nan", "wrong-key-type", "sheets[1].columns[2].minimum", None),
        ("kit.toml", '"企业"', '"企页"', "unknown-key-value", "appendices[1].sheet", "企业"),
        ("kit.toml", "required", "requried", "unknown-key", "sections[1].requried", None),
        ("schema.toml", 'key = "名称"', 'key = "名字"', "unknown-key-value", "sheets[1].key", "名称"),
        (
            "schema.toml",
            'kind = "number"',
            'kind = "numbers"',
            "unknown-key-value",
            "sheets[1].columns[2].kind",
            "number",
        ),
    ],
)
def test_a_wrong_line_of_the_kit_is_a_finding_at_its_key(
    folder: Path, file: str, old: str, new: str, code: str, place: str, suggestion: str | None
) -> None:
    change(folder, f"kit/{file}", old, new)
    (folder / "kit/more").mkdir()
    (folder / "kit/more/1-基本情况.md").write_text("# 同名", encoding="utf-8")
    found = findings(folder)
    first = found[0]
    assert (first.code, str(first.place).removeprefix(f"{file} › ")) == (code, place.removeprefix(f"{file} › "))
    if suggestion:
        assert first.suggestion == suggestion


def test_every_wrong_setting_is_found_in_one_run(folder: Path) -> None:
    change(folder, "report.toml", "year = 2015", 'year = "2015"')
    change(folder, "report.toml", '"2015.xlsx"', '"2016.xlsx"')
    change(folder, "kit/kit.toml", '"企业"', '"企页"')
    change(folder, "kit/schema.toml", 'key = "名称"', 'key = "名字"')
    codes = sorted(item.code for item in findings(folder))
    assert codes == ["data-not-found", "unknown-key-value", "unknown-key-value", "wrong-key-type"]


def test_a_section_that_links_out_of_the_folder_is_refused(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("# 秘密", encoding="utf-8")
    (folder / "sections").mkdir()
    (folder / "sections" / "2.md").symlink_to(tmp_path / "secret.md")
    assert only(folder).code == "path-outside"


def test_a_section_far_too_large_is_refused(folder: Path, write: Write) -> None:
    write("sections/2.md", b"a" * (4 * 1024 * 1024 + 1))
    assert only(folder).code == "file-too-large"


def test_a_folder_full_of_other_files_is_not_read_as_sections(folder: Path, write: Write) -> None:
    for number in range(201):
        write(f"sections/{number}.md", "# a")
    assert only(folder).code == "too-many-sections"


def test_a_folder_without_a_report_suggests_one_inside(folder: Path) -> None:
    found = findings(folder.parent)
    assert [(item.code, item.suggestion) for item in found] == [("no-report", f"{folder.parent.name}/report")]


def test_a_missing_folder_suggests_its_neighbour(folder: Path) -> None:
    found = findings(folder.parent / "reprot")
    assert [(item.code, item.suggestion) for item in found] == [("no-report", "report")]


def test_a_workbook_given_for_its_report_leads_to_the_report(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert only(folder / "2015.xlsx").suggestion == folder.name
    monkeypatch.chdir(folder)
    assert only(Path("2015.xlsx")).suggestion == "."


@pytest.mark.parametrize("name", ["长" * 300, "a\0b"], ids=["long", "NUL"])
def test_a_folder_that_cannot_be_is_no_report(tmp_path: Path, name: str) -> None:
    assert only(tmp_path / name).code == "no-report"


def test_a_file_that_the_system_refuses_is_a_finding(
    folder: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("sections/2.md", "# a")
    real = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "2.md":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    found = only(folder)
    assert (found.code, found.facts["problem"]) == ("unreadable-file", "Permission denied")


def test_deeply_nested_toml_is_a_finding_and_no_crash(folder: Path, write: Write) -> None:
    write("report.toml", "a = " + "[" * 5000 + "]" * 5000)
    assert only(folder).code == "not-toml"


def test_macros_are_read_under_the_name_that_sections_import(folder: Path, write: Write) -> None:
    write("kit/macros/用语.md", "{% macro a() %}{% endmacro %}")
    assert read_report(folder)[0].kit.macros == {"macros/用语.md": "{% macro a() %}{% endmacro %}"}


def test_a_macro_file_that_links_out_of_the_kit_is_refused(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("# 秘密", encoding="utf-8")
    (folder / "kit/macros").mkdir()
    (folder / "kit/macros/a.md").symlink_to(tmp_path / "secret.md")
    assert only(folder).code == "path-outside"


@pytest.mark.parametrize("name", ["a\\u0000b", "长" * 300, ""], ids=["NUL", "long", "empty"])
@pytest.mark.parametrize("key", ["kit", "data"])
def test_a_name_that_no_file_can_have_is_a_finding(folder: Path, key: str, name: str) -> None:
    old = '"kit"' if key == "kit" else '"2015.xlsx"'
    change(folder, "report.toml", old, f'"{name}"')
    assert only(folder).code in {"unknown-kit", "data-not-found", "missing-key"}


def test_a_section_that_links_to_itself_is_a_finding(folder: Path) -> None:
    (folder / "sections").mkdir()
    (folder / "sections/2.md").symlink_to("2.md")
    assert only(folder).code in {"path-outside", "unreadable-file"}


def test_a_number_of_thousands_of_digits_is_a_finding(folder: Path) -> None:
    change(folder, "report.toml", "2015", "1" * 5000)
    assert only(folder).code == "not-toml"


VALUES = st.recursive(
    st.one_of(
        st.integers(), st.booleans(), st.text(max_size=8).map(lambda text: json.dumps(text, ensure_ascii=True)),
        st.sampled_from(["2016-02-24", "nan", "1e999", "07:30:00", '"kit"', '"2015.xlsx"', '"../.."']),
    ).map(lambda value: str(value).lower() if isinstance(value, bool) else str(value)),
    lambda inner: st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
    max_leaves=4,
)  # fmt: skip
KEYS = st.sampled_from(["kit", "year", "title", "organization", "data", "profile", "dated", "author", "other"])


@settings(max_examples=150)
@given(st.dictionaries(KEYS, VALUES))
def test_any_settings_give_findings_and_never_a_traceback(folder: Path, values: dict[str, str]) -> None:
    lines = "\n".join(f"{key} = {value}" for key, value in values.items())
    (folder / "report.toml").write_text(f"[report]\n{lines}\n", encoding="utf-8")
    findings(folder)


@settings(max_examples=100)
@given(st.binary(max_size=60))
def test_any_bytes_as_settings_give_findings_and_never_a_traceback(folder: Path, data: bytes) -> None:
    (folder / "report.toml").write_bytes(data)
    assert findings(folder)


@settings(max_examples=100)
@given(st.text(max_size=60))
def test_any_text_of_a_section_is_read_as_it_is(folder: Path, text: str) -> None:
    (folder / "sections").mkdir(exist_ok=True)
    (folder / "sections/2.md").write_bytes(text.encode("utf-8", "surrogatepass"))
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    assert read_report(folder)[0].sections[1].text == plain
