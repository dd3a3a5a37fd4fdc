"""The contract of every row of the PARSERS table, over the samples with its endings."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path, PurePath

import pytest

from ingest.errors import UnreadableArticleError
from ingest.formats import PARSERS, Format, ParsedPage, SourcePage, format_of
from ingest.page import compose

SAMPLES = sorted(file for file in (Path(__file__).parents[2] / "samples").iterdir() if format_of(file))
BINARY = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


def pages_of(file: Path) -> Iterator[tuple[Format, SourcePage]]:
    form = format_of(file)
    assert form is not None
    data = file.read_bytes()
    pages = form.split(file.name, data) if form.split else [SourcePage(file.stem, file.name, file.name, data)]
    for page in pages:
        yield form, page


def parsed(file: Path) -> list[ParsedPage]:
    return [article for form, page in pages_of(file) for article in form.parse(page)]


@pytest.mark.parametrize("name", sorted(PARSERS()))
def test_every_format_has_a_sample(name: str) -> None:
    assert any(file.suffix in PARSERS()[name].endings for file in SAMPLES)


def test_no_ending_belongs_to_two_formats() -> None:
    endings = [ending for form in PARSERS().values() for ending in form.endings]
    assert sorted(endings) == sorted(set(endings))


@pytest.mark.parametrize("name", sorted(PARSERS()))
def test_the_table_names_a_format_as_it_names_itself(name: str) -> None:
    assert PARSERS()[name].name == name


def test_letter_case_of_an_ending_is_forgiven() -> None:
    for name, form in (("Tide.MD", "markdown"), ("Tide.HTM", "html")):
        found = format_of(PurePath(name))
        assert found is not None
        assert found.name == form


@pytest.mark.parametrize("name", ["photo.png", "notes", ".md", "notes.md.bak"])
def test_other_endings_are_read_by_no_format(name: str) -> None:
    assert format_of(PurePath(name)) is None


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.name)
def test_a_sample_gives_articles_with_title_term_and_text(file: Path) -> None:
    articles = parsed(file)
    assert articles
    for article in articles:
        assert article.title
        assert article.term
        assert compose(article.blocks).segments


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.name)
def test_the_same_bytes_give_the_same_articles(file: Path) -> None:
    assert parsed(file) == parsed(file)


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.name)
def test_stored_text_is_nfc_without_marks_and_invisible_characters(file: Path) -> None:
    for article in parsed(file):
        text = compose(article.blocks).text
        assert unicodedata.is_normalized("NFC", text)
        for mark in ("{{", "}}", "**", "](", "<", "\u200b", "\u2028", "\r", "\t"):
            assert mark not in text


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.name)
def test_no_text_of_an_article_stands_twice(file: Path) -> None:
    for article in parsed(file):
        page = compose(article.blocks)
        quotes = [page.text[s.start : s.end] for s in page.segments]
        assert len(quotes) == len(set(quotes))


@pytest.mark.parametrize("name", sorted(set(PARSERS()) - {"beir"}))
def test_binary_data_is_refused_and_the_message_says_what_to_do(name: str) -> None:
    form = PARSERS()[name]
    with pytest.raises(UnreadableArticleError, match=r"binary data.*save it as UTF-8"):
        form.parse(SourcePage("photo", "photo", "photo", BINARY))


@pytest.mark.parametrize("name", sorted(set(PARSERS()) - {"beir"}))
@pytest.mark.parametrize("data", [b"", b" \n\n\t", b"\xef\xbb\xbf"])
def test_a_page_without_text_gives_no_article(name: str, data: bytes) -> None:
    assert PARSERS()[name].parse(SourcePage("empty", "empty", "empty", data)) == []


@pytest.mark.parametrize("name", ["markdown", "plain_text"])
def test_text_that_is_not_utf_8_is_read_as_windows_1252_with_a_warning(name: str) -> None:
    text = "Café Buoy\n\nA café buoy is a buoy at which coffee is sold to sailors."
    (article,) = PARSERS()[name].parse(SourcePage("cafe", "cafe", "cafe", text.encode("cp1252")))
    assert "café buoy" in compose(article.blocks).text
    assert any("byte 3 is not UTF-8" in warning for warning in article.warnings)


@pytest.mark.parametrize("name", ["markdown", "plain_text", "html"])
@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_line_ends_do_not_change_an_article(name: str, line_end: str) -> None:
    sample = next(file for file in SAMPLES if file.suffix in PARSERS()[name].endings)
    text = sample.read_text(encoding="utf-8")
    other = SourcePage(sample.stem, sample.name, sample.name, text.replace("\n", line_end).encode())
    assert PARSERS()[name].parse(other) == parsed(sample)
