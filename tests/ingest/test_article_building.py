"""Found pages to articles: what is left out, and how several articles or captures of one page are told apart."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.article_building import ReadArticles, read_articles
from ingest.chunking import Window
from ingest.corpus import read_corpus
from ingest.datatypes import Article
from ingest.embedders import Embedder
from ingest.errors import IngestError

WritePages = Callable[..., Path]

MOORING = """Mooring Buoy
A mooring buoy is a float that is anchored to the sea bed so that ships can make fast to it.
Example
A ferry waits at a mooring buoy until its berth is free.
Related Glossary Terms
Berth
The place at a quay where a ship lies.
Fairway
The part of a channel that is kept deep enough for ships.
"""
FAIRWAY = """Fairway Light
A fairway light is a lamp on a buoy that shows where the channel is deep enough for ships at night.
Example
A pilot counts the seconds between two flashes of a fairway light.
"""


@pytest.fixture
def read(hashing_embedder: Embedder) -> Callable[..., ReadArticles]:
    window = Window(200, hashing_embedder.max_wordpieces, hashing_embedder.count_wordpieces)

    def read_folder(*sources: Path, progress: Callable[[str, int, int], None] = lambda *_: None) -> ReadArticles:
        return read_articles(read_corpus(sources), window, None, progress)

    return read_folder


def articles(found: ReadArticles) -> dict[str, Article]:
    return {record.article.article_id: record.article for record in found.articles}


def test_a_page_becomes_an_article_with_its_passages(
    read: Callable[..., ReadArticles], write_pages: WritePages
) -> None:
    text = "---\ntitle: Ebb Explained\naliases: [falling tide]\ncategory: sea\n---\nThe ebb falls. It takes six hours."
    (record,) = read(write_pages({"sea/ebb.md": text})).articles
    article = record.article
    assert (article.title, article.term, article.category) == ("Ebb Explained", "Ebb", "sea")
    assert article.aliases == ("falling tide", "Ebb Explained")
    assert article.file == "sea/ebb.md"
    assert article.text == "The ebb falls. It takes six hours."
    assert [passage.passage_id for passage in record.passages] == ["sea/ebb#definition"]


def test_articles_come_in_order_of_id(read: Callable[..., ReadArticles], write_pages: WritePages) -> None:
    found = read(write_pages({"b.md": "One.", "a.txt": MOORING, "c.html": "<p>Three.</p>"}))
    assert list(articles(found)) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.md", b"", "holds no article text"),
        ("title.md", b"# Ebb\n", "holds no article text"),
        ("blank.txt", b" \n\n", "holds no article text"),
        ("menu.html", b"<nav><a href='/'>Home</a></nav>", "holds no article text"),
        ("marks.md", b"---\ntitle: Ebb\n---\n{{< toc >}}\n", "holds no article text"),
        ("unseen.md", "\u200b\u200b".encode(), "holds no article text"),
        ("photo.md", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "holds binary data, not text"),
        ("yaml.md", b"---\ntitle: [\n---\nThe ebb falls.", "front matter is not YAML at line"),
        ("line.jsonl", b'{"_id": "7", "text": 8}', '"title" and "text" must be strings'),
    ],
)
def test_a_page_that_cannot_be_read_is_left_out_with_its_reason(
    read: Callable[..., ReadArticles], write_pages: WritePages, name: str, content: bytes, reason: str
) -> None:
    found = read(write_pages({name: content, "flow.md": "The flow rises."}))
    assert list(articles(found)) == ["flow"]
    (skipped,) = found.skipped
    assert name in skipped.path
    assert skipped.reason.startswith(reason)


def test_text_that_is_not_utf_8_is_an_article_with_a_warning(
    read: Callable[..., ReadArticles], write_pages: WritePages
) -> None:
    found = articles(read(write_pages({"cafe.md": "The café falls.".encode("cp1252")})))
    assert found["cafe"].text == "The café falls."
    assert found["cafe"].warnings == ("byte 7 is not UTF-8: read as Windows-1252",)


def test_the_second_article_of_a_file_is_numbered(read: Callable[..., ReadArticles], write_pages: WritePages) -> None:
    found = articles(read(write_pages({"sea.txt": MOORING + FAIRWAY})))
    assert {name: article.title for name, article in found.items()} == {
        "sea": "Mooring Buoy",
        "sea-2": "Fairway Light",
    }


def test_a_numbered_article_that_takes_the_id_of_another_file_is_refused_naming_both(
    read: Callable[..., ReadArticles], write_pages: WritePages
) -> None:
    folder = write_pages({"sea.txt": MOORING + FAIRWAY, "sea-2.md": "The sea is wide."})
    with pytest.raises(IngestError, match=r"the id 'sea-2', in sea(-2\.md|\.txt) and sea(-2\.md|\.txt); rename"):
        read(folder)


def test_of_two_captures_of_one_page_the_longest_is_kept(
    read: Callable[..., ReadArticles], write_pages: WritePages
) -> None:
    longer = MOORING.replace("Related Glossary", "Best Practices\nLook at the chain once a year.\nRelated Glossary")
    found = read(write_pages({"a.txt": MOORING, "b.txt": longer, "c.txt": MOORING}))
    assert list(articles(found)) == ["b"]
    assert {Path(page.path).name: page.reason for page in found.skipped} == {
        "a.txt": "another capture of b.txt, which is longer",
        "c.txt": "another capture of b.txt, which is longer",
    }


def test_progress_is_told_page_by_page(read: Callable[..., ReadArticles], write_pages: WritePages) -> None:
    told: list[tuple[str, int, int]] = []
    read(write_pages({"a.md": "One.", "b.md": ""}), progress=lambda *step: told.append(step))
    assert told == [("reading articles", 1, 2), ("reading articles", 2, 2)]
