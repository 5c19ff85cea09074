"""The law of `diff --docx`: accepting all changes gives the newer version, rejecting them the older one."""

from typing import Any

import pytest

from reportgen.compare.word_file import WordFile
from reportgen.merge.word.tracking.accepted import NUMBER, accepted
from reportgen.merge.word.tracking.tracked import tracked
from reportgen.ooxml.package import PackageReader

DATE = "2016-02-24T08:00:00Z"


@pytest.mark.parametrize("seed", range(120))
def test_accepting_gives_the_newer_version_and_rejecting_the_older_one(
    documents: Any, resolved: Any, seed: int
) -> None:
    make = documents.Maker(seed)
    before = make.document()
    after = make.edited(before)
    old, new = (documents.Package(item).data() for item in (before, after))
    made = tracked(WordFile(old, "a.docx"), new, "b.docx", DATE)
    assert made.left == 0
    assert resolved.told(made.data, "accept") == resolved.told(new)
    assert resolved.told(made.data, "reject") == resolved.told(old)


@pytest.mark.parametrize("seed", range(120))
def test_the_law_holds_for_versions_in_which_editors_track_changes(documents: Any, resolved: Any, seed: int) -> None:
    make = documents.Maker(seed)
    before = make.document()
    after = make.edited(before)
    if seed % 3:
        make.track(before)
    if seed % 3 != 1:
        make.track(after)
    old, new = (documents.Package(item).data() for item in (before, after))
    made = tracked(WordFile(accepted(old, "a.docx").data, "a.docx"), new, "b.docx", DATE)
    assert resolved.told(made.data, "accept") == resolved.told(new, "accept")
    assert resolved.told(made.data, "reject") == resolved.told(old, "accept")
    package = PackageReader(made.data, "c.docx")
    assert not any(NUMBER.encode() in package.read(name) for name in package.names)


@pytest.mark.parametrize("seed", range(40))
def test_accepting_keeps_what_a_file_says_then(documents: Any, resolved: Any, seed: int) -> None:
    make = documents.Maker(seed)
    document = make.document()
    make.track(document)
    data = documents.Package(document).data()
    assert resolved.told(accepted(data, "a.docx").data) == resolved.told(data, "accept")


def test_a_file_without_tracked_changes_is_taken_as_it_is(documents: Any) -> None:
    data = documents.Package(documents.Maker(1).document()).data()
    assert accepted(data, "a.docx").data is data
