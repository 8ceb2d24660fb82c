"""Articles in the book: all their words, headlines, notes, boxes and bylines."""

from __future__ import annotations

from pathlib import PurePosixPath
from xml.etree import ElementTree

from pressroom.editions.epub.dressing import dress
from pressroom.editions.epub.markup import read_tree, text_of
from pressroom.editions.epub.pictures import PictureBox
from tests.support.books import CONTENTS, COVER, HTML, MASTHEAD, OPS, XML_LANG, squeeze


def test_no_word_is_lost(book):
    for galley in book.pulled.galleys:
        root = book.documents[f"{galley.article.slug}.xhtml"]
        body = ElementTree.fromstring(f"<x>{galley.html}</x>")
        for back in body.iter("a"):
            back.text = "↑" if back.get("role") == "doc-backlink" else back.text
        said = squeeze(text_of(root.find(f"{HTML}body"))).replace("注释", "")
        assert squeeze(text_of(body)) in said
        assert squeeze(galley.article.title + galley.article.deck) in said


def test_documents_are_titled_in_their_language_and_open_with_one_headline(book):
    for name, root in book.documents.items():
        assert root.get("lang") == root.get(XML_LANG) == "zh-CN"
        title = root.find(f"{HTML}head/{HTML}title").text
        assert title
        assert not title.endswith("xhtml")
        heads = list(root.iter(f"{HTML}h1"))
        assert len(heads) == (0 if name == COVER else 1)
        if name not in {COVER, CONTENTS, MASTHEAD}:
            assert text_of(heads[0]) == title
            (section,) = (part for part in root.iter(f"{HTML}section") if part.get("role") == "doc-chapter")
            assert section.get("aria-labelledby") == heads[0].get("id")
            assert section.get("id") == PurePosixPath(name).stem


def test_no_document_holds_what_only_the_press_needs(book):
    for name, root in book.documents.items():
        for part in root.iter():
            assert not [key for key in part.keys() if key.startswith("data-") or key == "style"], name  # noqa: SIM118
            assert part.get("class") != "picture-wanted"
        text = book.read(name).decode()
        assert "file:" not in text
        assert "pressroom:" not in text


def test_notes_are_called_and_lead_back(book):
    root = book.documents["news.xhtml"]
    calls = [part for part in root.iter() if part.get(f"{OPS}type") == "noteref"]
    notes = {part.get("id"): part for part in root.iter() if part.get(f"{OPS}type") == "footnote"}
    backs = [part for part in root.iter() if part.get("role") == "doc-backlink"]
    assert len(calls) == len(backs) == 3
    assert len(notes) == 2
    assert {call.get("href")[1:] for call in calls} == set(notes)
    assert {back.get("href")[1:] for back in backs} == {call.get("id") for call in calls}
    assert all(back.get("aria-label").startswith("返回正文") for back in backs)
    assert "只在周末" in text_of(notes["fn-news-1"])
    assert {note.get("role") for note in notes.values()} == {"doc-footnote"}


def test_boxes_are_no_landmarks(book):
    roles = {part.get("role") for root in book.documents.values() for part in root.iter(f"{HTML}aside")}
    assert roles == {"doc-pullquote", "note"}


def test_bylines_name_roles(book):
    (byline,) = (part for part in book.documents["dyke.xhtml"].iter() if part.get("class") == "bylines")
    assert squeeze(text_of(byline)) == "记者/周砚编辑/林晚"
    people = [part.text for part in byline.iter() if part.get("class") == "person"]
    assert people == ["周砚", "林晚"]


def test_an_advertisement_does_not_say_its_headline_twice():
    root = read_tree(
        '<section><h1><span>来投稿</span></h1><section class="ad"><p class="ad-title">来投稿</p><p>写来。</p></section></section>'
    )
    dress(root, PictureBox((), None), {}, "zh-CN")
    assert text_of(root) == "来投稿写来。"
