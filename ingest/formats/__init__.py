"""The formats table: which parser reads a file, by the ending of its name."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath

from ingest.page import Block

__all__ = ["PARSERS", "Format", "ParsedPage", "SourcePage", "format_of"]


@dataclass(frozen=True, slots=True)
class SourcePage:
    """One page as found: its id, where it stands (as told to the user), its bytes, and defaults from its folder.

    `file` is the path below the source, with its ending; `defaults` are the front matter keys that a folder's
    `_index.md` gives under `cascade`.
    """

    article_id: str
    path: str
    file: str
    data: bytes
    defaults: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ParsedPage:
    """What a parser makes of one page. Blocks hold no title, no navigation, no related cards.

    `see_also` holds link targets or names of other articles as found. Pages of one source with the same non-empty
    `capture_key` are captures of one page: the longest is kept.
    """

    title: str
    term: str
    blocks: tuple[Block, ...]
    aliases: tuple[str, ...] = ()
    category: str = ""
    summary: str = ""
    see_also: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    url: str = ""
    licence: str = ""
    truncated: bool = False
    warnings: tuple[str, ...] = ()
    capture_key: str = ""


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file. Change `version` when the same bytes give another page.

    `parse` turns one page's bytes into the articles in it (usually one; none where it holds no text) and raises
    UnreadableArticleError. `split` turns a file that holds many pages into them; without it a file is one page.
    """

    name: str
    version: int
    endings: tuple[str, ...]
    parse: Callable[[SourcePage], list[ParsedPage]]
    split: Callable[[str, bytes], Iterator[SourcePage]] | None = None


def _parsers() -> dict[str, Format]:
    from ingest.formats import beir_corpus, html_page, markdown_page, plain_text_page

    return {
        "markdown": Format("markdown", 2, (".md", ".markdown"), markdown_page.parse),
        "html": Format("html", 2, (".html", ".htm"), html_page.parse),
        "plain_text": Format("plain_text", 2, (".txt",), plain_text_page.parse),
        "beir": Format("beir", 1, (".jsonl",), beir_corpus.parse, beir_corpus.split),
    }


PARSERS: Callable[[], dict[str, Format]] = _parsers
"""The table; a function, so that importing `ingest` loads no parser library."""


def format_of(path: PurePath) -> Format | None:
    """The format of a file by the ending of its name, letter case forgiven; None where no parser reads it."""
    ending = path.suffix.lower()
    return next((form for form in PARSERS().values() if ending in form.endings), None)
