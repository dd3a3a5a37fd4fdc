"""Published pages in, what has changed in the glossary since they were published out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ingest.open_index import IndexedArticle
from ingest.text_cleaning import decode, looks_binary
from server.errors import ServerError
from server.exports.datatypes import Quote, Record
from server.exports.published_record import records_in

Change = Literal["article_gone", "quote_gone", "moved"]


@dataclass(frozen=True, slots=True)
class ChangedQuote:
    """A quote that no longer stands where it was cited; `start` is where it stands now, -1 where it is gone."""

    quote: Quote
    change: Change
    start: int


@dataclass(frozen=True, slots=True)
class PublishedAnswer:
    """An answer found on a page, and those of its quotes that have changed since."""

    path: Path
    record: Record
    changed: tuple[ChangedQuote, ...]


def check_published(paths: Sequence[Path], articles: Mapping[str, IndexedArticle]) -> list[PublishedAnswer]:
    """The published answers in files, and in all files below folders, in order, each with what has changed.

    Raises:
        ServerError: a path is not there or cannot be read, or there is no published answer in any of them.
    """
    found = [
        PublishedAnswer(path, record, changed_quotes(record, articles))
        for path in _files(paths)
        for record in records_in(_text_of(path))
    ]
    if not found:
        named = ", ".join(map(str, paths))
        raise ServerError(f"no answer that `glossator export` wrote in {named}; name pages' sources or a wiki's dump")
    return found


def changed_quotes(record: Record, articles: Mapping[str, IndexedArticle]) -> tuple[ChangedQuote, ...]:
    """The quotes of a record that do not stand, to the letter, where they stood."""
    return tuple(filter(None, (_change(quote, articles) for quote in record.quotes)))


def _change(quote: Quote, articles: Mapping[str, IndexedArticle]) -> ChangedQuote | None:
    if quote.article_id not in articles:
        return ChangedQuote(quote, "article_gone", -1)
    text = articles[quote.article_id].article.text
    if text[quote.start : quote.end] == quote.text:
        return None
    start = text.find(quote.text)
    return ChangedQuote(quote, "moved" if start >= 0 else "quote_gone", start)


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(file for file in path.rglob("*") if file.is_file())
        elif path.exists():
            yield path
        else:
            raise ServerError(f"no file or folder {path}; name the pages that hold published answers")


def _text_of(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ServerError(f"{path} cannot be read: {error.strerror}") from error
    return "" if looks_binary(data) else decode(data)[0]
