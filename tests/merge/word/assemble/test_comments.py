"""Comments of drafts: they come along with their threads, what is done, their lasting ids and their authors."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from docx import Document

Rewrite = Callable[[Path, dict[str, Callable[[str], str]]], None]
MAIN, RELATIONS, TYPES = "word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"
URI = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{URI}}}"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MICROSOFT = "http://schemas.microsoft.com/office/"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
W14, W15 = f"{MICROSOFT}word/2010/wordml", f"{MICROSOFT}word/2012/wordml"
CID, CEX = f"{MICROSOFT}word/2016/wordml/cid", f"{MICROSOFT}word/2018/wordml/cex"
PARTS = {
    "comments": f"{OFFICE}/comments",
    "commentsExtended": f"{MICROSOFT}2011/relationships/commentsExtended",
    "commentsIds": f"{MICROSOFT}2016/09/relationships/commentsIds",
    "commentsExtensible": f"{MICROSOFT}2018/08/relationships/commentsExtensible",
    "people": f"{MICROSOFT}2011/relationships/people",
}


def before_end(addition: str, end: str) -> Callable[[str], str]:
    return lambda part: part.replace(end, addition + end)


def add_thread(rewrite: Rewrite, file: Path, text: str, author: str = "审") -> None:
    """A comment with a reply that is done, as Word 2021 writes them; both drafts get the same ids."""
    ranged = (
        '<w:p><w:commentRangeStart w:id="0"/><w:r><w:t>被批注</w:t></w:r><w:commentRangeEnd w:id="0"/>'
        '<w:r><w:commentReference w:id="0"/></w:r><w:r><w:commentReference w:id="1"/></w:r></w:p>'
    )
    comments = "".join(
        f'<w:comment w:id="{number}" w:author="{author}" w:date="2016-01-01T00:00:00Z" w:initials="s">'
        f'<w:p w14:paraId="0000000{number + 1}"><w:r><w:t>{text}{number}</w:t></w:r></w:p></w:comment>'
        for number in range(2)
    )
    contents = {
        "comments": f'<w:comments xmlns:w="{URI}" xmlns:w14="{W14}">{comments}</w:comments>',
        "commentsExtended": f'<w15:commentsEx xmlns:w15="{W15}"><w15:commentEx w15:paraId="00000001" w15:done="1"/>'
        '<w15:commentEx w15:paraId="00000002" w15:paraIdParent="00000001" w15:done="1"/></w15:commentsEx>',
        "commentsIds": f'<c:commentsIds xmlns:c="{CID}"><c:commentId c:paraId="00000001" c:durableId="2A000001"/>'
        '<c:commentId c:paraId="00000002" c:durableId="2A000002"/>'
        '<c:commentId c:paraId="00000077" c:durableId="2A0003"/></c:commentsIds>',
        "commentsExtensible": f'<x:commentsExtensible xmlns:x="{CEX}"><x:commentExtensible x:durableId="2A000001" '
        'x:dateUtc="2016-01-01T08:00:00Z"/></x:commentsExtensible>',
        "people": f'<w15:people xmlns:w15="{W15}"><w15:person w15:author="{author}">'
        f'<w15:presenceInfo w15:providerId="None" w15:userId="{author}"/></w15:person>'
        '<w15:person w15:author="旁人"/></w15:people>',
    }
    kinds = "".join(f'<Override PartName="/word/{name}.xml" ContentType="{WORD}.{name}+xml"/>' for name in contents)
    relations = "".join(
        f'<Relationship Id="rIdC{number}" Type="{PARTS[name]}" Target="{name}.xml"/>'
        for number, name in enumerate(contents)
    )
    rewrite(
        file,
        {
            MAIN: before_end(ranged, "<w:sectPr>"),
            **{f"word/{name}.xml": lambda _, content=content: content for name, content in contents.items()},  # type: ignore[misc]
            TYPES: before_end(kinds, "</Types>"),
            RELATIONS: before_end(relations, "</Relationships>"),
        },
    )


def test_comments_and_their_threads_come_along(world: Any, rewrite: Rewrite) -> None:
    add_thread(rewrite, world.draft(1), "甲意见")
    add_thread(rewrite, world.draft(3), "乙意见")
    result = world.assemble()
    comments = result.xml("word/comments.xml")
    assert [item.get(f"{W}id") for item in comments] == ["0", "1", "2", "3"]
    assert re.findall(r'<w:commentRangeStart w:id="(\d)"', result.text_of()) == ["0", "2"]
    ids = [item.get(f"{{{W14}}}paraId") for item in comments.iter(f"{W}p")]
    assert len(set(ids)) == 4
    threads = [
        (item.get(f"{{{W15}}}paraId"), item.get(f"{{{W15}}}paraIdParent"), item.get(f"{{{W15}}}done"))
        for item in result.xml("word/commentsExtended.xml")
    ]
    assert threads == [(ids[0], None, "1"), (ids[1], ids[0], "1"), (ids[2], None, "1"), (ids[3], ids[2], "1")]


def test_lasting_ids_and_times_of_comments_stay_with_them(world: Any, rewrite: Rewrite) -> None:
    add_thread(rewrite, world.draft(1), "甲意见")
    add_thread(rewrite, world.draft(3), "乙意见")
    result = world.assemble()
    ids = [item.get(f"{{{W14}}}paraId") for item in result.xml("word/comments.xml").iter(f"{W}p")]
    lasting = {
        item.get(f"{{{CID}}}paraId"): item.get(f"{{{CID}}}durableId") for item in result.xml("word/commentsIds.xml")
    }
    assert list(lasting) == ids
    assert len(set(lasting.values())) == 4
    extended = [item.get(f"{{{CEX}}}durableId") for item in result.xml("word/commentsExtensible.xml")]
    assert extended == [lasting[ids[0]], lasting[ids[2]]]
    types = result.text_of(TYPES)
    for name, kind in PARTS.items():
        assert f'PartName="/word/{name}.xml" ContentType="{WORD}.{name}+xml"' in types
        assert f'Type="{kind}" Target="/word/{name}.xml"' in result.text_of(RELATIONS)


def test_people_come_once_and_only_those_who_wrote_something(world: Any, rewrite: Rewrite) -> None:
    add_thread(rewrite, world.draft(1), "甲意见")
    add_thread(rewrite, world.draft(2), "乙意见")
    add_thread(rewrite, world.draft(3), "丙意见", author="批")
    result = world.assemble()
    assert [item.get(f"{{{W15}}}author") for item in result.xml("word/people.xml")] == ["审", "批"]


def test_the_author_of_a_tracked_change_is_known_without_any_comment(world: Any, rewrite: Rewrite) -> None:
    add_thread(rewrite, world.draft(1), "甲意见")
    change = '<w:p><w:ins w:id="5" w:author="旁人"><w:r><w:t>新增</w:t></w:r></w:ins></w:p>'
    body = re.compile("<w:p><w:commentRangeStart.*?</w:p>")
    rewrite(world.draft(1), {MAIN: lambda xml: body.sub(change, xml)})
    result = world.assemble()
    assert [item.get(f"{{{W15}}}author") for item in result.xml("word/people.xml")] == ["旁人"]
    assert "word/comments.xml" not in result.names
    assert "word/commentsExtended.xml" not in result.names


def test_comments_on_what_is_left_out_are_said(world: Any) -> None:
    whole = world.build()
    document = Document(str(whole))
    document.add_comment(runs=document.paragraphs[0].runs, text="标题再斟酌", author="审")
    document.add_comment(runs=document.paragraphs[1].runs, text="留下的意见", author="审")
    for file in world.files:
        file.unlink()
    document.save(str(world.drafts / "总结.docx"))
    result = world.assemble()
    found = result.finding("comments-dropped")
    assert (found.facts["count"], found.facts["texts"]) == ("1", "标题再斟酌")
    assert "留下的意见" in result.text_of("word/comments.xml")
    assert "标题再斟酌" not in result.text_of("word/comments.xml")


def test_what_older_programs_may_pass_over_stays_so(world: Any, rewrite: Rewrite) -> None:
    new = "http://schemas.microsoft.com/office/word/2023/wordml/word16du"

    def as_word_saves(xml: str) -> str:
        xml = xml.replace("<w:document ", f'<w:document xmlns:w14="{W14}" xmlns:w16du="{new}" ', 1)
        xml = xml.replace('mc:Ignorable="w15"', 'mc:Ignorable="w14 w15 w16du"')
        return xml.replace("<w:sectPr>", '<w:p w14:paraId="00A1B2C3" w16du:dateUtc="x"/><w:sectPr>', 1)

    rewrite(world.draft(2), {MAIN: as_word_saves})
    main = world.assemble().text_of()
    ignored = re.findall(r'mc:Ignorable="([^"]*)"', main)[0].split()
    for uri in (W14, W15, new):
        assert re.findall(rf'xmlns:(\w+)="{re.escape(uri)}"', main)[0] in ignored
