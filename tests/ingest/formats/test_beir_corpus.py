"""A BEIR corpus.jsonl in, one article a line out."""

import json
from pathlib import Path

import pytest

from ingest.errors import IngestError, UnreadableArticleError
from ingest.formats import ParsedPage, SourcePage
from ingest.formats.beir_corpus import parse, split
from ingest.page import Block, compose


def article(**line: object) -> ParsedPage:
    (page,) = split("corpus.jsonl", json.dumps({"_id": "1", **line}).encode())
    (found,) = parse(page)
    return found


@pytest.fixture
def pages(samples: Path) -> dict[str, SourcePage]:
    data = (samples / "corpus_with_line_separators.jsonl").read_bytes()
    return {page.article_id: page for page in split("corpus.jsonl", data)}


def test_a_line_ends_at_a_line_feed_and_nowhere_else(pages: dict[str, SourcePage]) -> None:
    assert list(pages) == ["bilge-1", "42", "title-only", "cafe/3"]


def test_separators_inside_a_text_are_blanks(pages: dict[str, SourcePage]) -> None:
    (bilge,) = parse(pages["bilge-1"])
    assert compose(bilge.blocks).text == (
        "The bilge is the lowest part of a ship inside the hull. Water that comes in gathers there."
    )


def test_line_feeds_inside_a_text_part_paragraphs(pages: dict[str, SourcePage]) -> None:
    (bollard,) = parse(pages["42"])
    assert compose(bollard.blocks).text.split("\n\n") == [
        "A bollard is a short post on a quay.",
        "Ships are made fast to it.",
        "It is of iron or steel.",
    ]


def test_a_title_without_text_is_its_own_text(pages: dict[str, SourcePage]) -> None:
    (boom,) = parse(pages["title-only"])
    assert boom.blocks == (Block("paragraph", "Boom"),)


def test_the_address_stands_beside_the_text_or_in_the_metadata(pages: dict[str, SourcePage]) -> None:
    assert parse(pages["bilge-1"])[0].url == "https://example.org/words/bilge"
    assert parse(pages["42"])[0].url == "https://example.org/words/bollard"


def test_a_title_is_clean_and_in_nfc(pages: dict[str, SourcePage]) -> None:
    assert parse(pages["cafe/3"])[0].title == "Café Buoy"


def test_the_path_of_a_page_names_its_line(pages: dict[str, SourcePage]) -> None:
    assert pages["42"].path == "corpus.jsonl:2"


def test_half_a_surrogate_in_a_text_is_dropped() -> None:
    found = article(title="Bo\ud800om", text="A boom\udfff is a spar.")
    assert found.title == "Boom"
    assert compose(found.blocks).text == "A boom is a spar."


def test_metadata_that_is_not_an_object_is_no_error() -> None:
    assert article(text="A boom is a spar.", metadata="sea").url == ""


def test_a_line_without_text_and_title_gives_no_article() -> None:
    (page,) = split("corpus.jsonl", b'{"_id": "1", "title": " ", "text": ""}')
    assert parse(page) == []


def test_a_text_that_is_not_text_is_unreadable() -> None:
    with pytest.raises(UnreadableArticleError, match='"title" and "text" must be strings'):
        article(text=["A boom is a spar."])


@pytest.mark.parametrize(
    "line",
    [
        '{"title": "Boom"}',
        '{"_id": null, "text": "x"}',
        '{"_id": "", "text": "x"}',
        '{"_id": true, "text": "x"}',
        r'{"_id": "\ud800", "text": "x"}',
        '["_id"]',
        '"_id"',
        "no JSON",
        "[" * 100_000,
    ],
    ids=["no id", "null id", "empty id", "true id", "unwritable id", "list", "text", "prose", "depth"],
)
def test_a_line_that_is_no_object_with_an_id_is_refused_by_number(line: str) -> None:
    data = f'{{"_id": "0", "text": "A boom is a spar."}}\n\n{line}\n'.encode()
    with pytest.raises(IngestError, match=r'corpus\.jsonl: line 3 .*"_id".*mend that line'):
        list(split("corpus.jsonl", data))


def test_zero_is_an_id() -> None:
    (page,) = split("corpus.jsonl", b'{"_id": 0, "text": "A boom is a spar."}')
    assert page.article_id == "0"


def test_a_line_that_is_not_utf_8_is_read_as_windows_1252_with_a_warning_and_spoils_no_other() -> None:
    data = '{"_id": "1", "text": "Café one."}\n'.encode() + '{"_id": "2", "text": "Café two."}'.encode("cp1252")
    one, two = (parse(page)[0] for page in split("corpus.jsonl", data))
    assert (one.blocks[0].text, one.warnings) == ("Café one.", ())
    assert two.blocks[0].text == "Café two."
    assert "not UTF-8" in two.warnings[0]


def test_a_byte_order_mark_is_no_part_of_the_first_line() -> None:
    (page,) = split("corpus.jsonl", b'\xef\xbb\xbf{"_id": "1", "text": "A boom is a spar."}')
    assert parse(page)[0].blocks[0].text == "A boom is a spar."
