"""The records that flow out of ingest: articles, passages, and what is said about an index."""

from dataclasses import dataclass
from typing import Literal

SegmentKind = Literal["sentence", "list_item", "table_row", "formula"]

LEAD_HEADING = "Definition"
"""Heading given to the text that stands before the first heading of an article."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One sentence, list item, table row or formula: the unit that is quoted, `article.text[start:end]`."""

    kind: SegmentKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it up to the next heading.

    `start` and `end` enclose the section's own text, without its heading line; `slug` is unique in the article.
    """

    heading_path: tuple[str, ...]
    slug: str
    start: int
    end: int

    @property
    def heading(self) -> str:
        """The section's own heading, the last of its path."""
        return self.heading_path[-1]


@dataclass(frozen=True, slots=True)
class Article:
    """One glossary article as stored and shown: plain text in Unicode NFC, with sections and segments as offsets.

    Offsets are characters from 0, end exclusive. Segments are in order, do not overlap, and lie inside a section;
    together they hold every character that is not white space or a heading.

    `asked` are questions and situations that the article answers, in the words of people who do not know its term:
    they help to find it and are never shown.
    """

    article_id: str
    title: str
    term: str
    text: str
    sections: tuple[Section, ...]
    segments: tuple[Segment, ...]
    aliases: tuple[str, ...] = ()
    category: str = ""
    summary: str = ""
    see_also: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    url: str = ""
    licence: str = ""
    file: str = ""
    truncated: bool = False
    warnings: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All that the article is called: term, title and aliases; one may stand twice."""
        return (self.term, self.title, *self.aliases)

    @property
    def source(self) -> str:
        """Where a reader finds the original: the article's own address, else its file."""
        return self.url or self.file

    @property
    def definition(self) -> str:
        """One line that says what the term is: the summary where the page has one, else its opening text."""
        if self.summary:
            return self.summary
        first = next((section for section in self.sections if section.start < section.end), None)
        if first is None:
            return ""
        opening = [s for s in self.segments if first.start <= s.start < first.end][:2]
        return " ".join(self.text[s.start : s.end] for s in opening)


@dataclass(frozen=True, slots=True)
class Passage:
    """The retrieval unit: `article.text[start:end] == text`, inside one section of one article.

    `n_tokens` counts tiktoken tokens of the text alone; `n_wordpieces` counts what the embedder reads: the prefix
    (term and heading), the text, and the special tokens.
    """

    passage_id: str
    article_id: str
    heading_path: tuple[str, ...]
    start: int
    end: int
    text: str
    n_tokens: int
    n_wordpieces: int


@dataclass(frozen=True, slots=True)
class SkippedPage:
    """A file that is not in the index, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class IndexManifest:
    """What made an index generation. Everything that changes a vector or a passage stands here."""

    format_version: int
    embedder: str
    fingerprint: str
    model: str
    dim: int
    max_wordpieces: int
    tokenizer: str
    budget_tokens: int
    vector_store: str
    vector_index: dict[str, object]
    segment_vectors: bool
    n_articles: int
    n_passages: int
    n_segments: int
    corpus_sha256: str


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What an ingest did, by article id, and how long the passages are."""

    generation: str
    n_articles: int
    n_passages: int
    added: tuple[str, ...]
    changed: tuple[str, ...]
    deleted: tuple[str, ...]
    unchanged: int
    skipped: tuple[SkippedPage, ...]
    published: bool
    warnings: tuple[tuple[str, str], ...]
    longest_passage_tokens: int
    longest_passage_wordpieces: int
    seconds: dict[str, float]
