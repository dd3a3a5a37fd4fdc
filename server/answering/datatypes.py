"""The records of an answer: what was selected, its parts, its citations."""

from dataclasses import dataclass, field
from typing import Literal

from ingest.datatypes import Article, Passage, Segment, SegmentKind
from retriever.datatypes import RelatedTerm

Status = Literal["answered", "not_in_glossary"]


@dataclass(frozen=True, slots=True)
class Selection:
    """A segment chosen for the answer, the passage it stands in, and how well it fits, higher is better.

    `beside` makes it the first cell of a row in a table that compares: what is said in its place about the other term.
    """

    article: Article
    passage: Passage
    segment: Segment
    score: float
    beside: "Selection | None" = None

    @property
    def text(self) -> str:
        """The segment to the letter."""
        return self.article.text[self.segment.start : self.segment.end]

    @property
    def cells(self) -> "tuple[Selection, ...]":
        """Itself, and what stands beside it in its row."""
        return (self,) if self.beside is None else (self, *self.beside.cells)


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch of an article that a part of an answer rests on: `article.text[start:end]`, from inside a passage."""

    article: Article
    passage: Passage
    start: int
    end: int

    @property
    def text(self) -> str:
        """The quote to the letter."""
        return self.article.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class DraftPart:
    """A part of an answer as an answerer gives it, before its citations have numbers; it rests on one quote or more."""

    text: str
    kind: SegmentKind
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Verification:
    """What became of the sentences of a language model: how many were `kept`, and how many had which fault.

    `replaced` says why the extractive answer was given as well; empty where it was not.
    """

    kept: int
    faults: dict[str, int]
    replaced: str


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a part of the answer stands: `article.text[start:end] == quote`. `n` counts from 1."""

    n: int
    article_id: str
    term: str
    section: str
    passage_id: str
    quote: str
    start: int
    end: int
    source: str
    licence: str


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """A sentence, list item, table row or formula of the answer, with the numbers of its citations.

    One citation: the text is its quote. Several, in a table row that compares: the text is their quotes joined by
    " | ", one a column; the columns are the cited terms, the row is headed by the cited section.
    """

    text: str
    kind: SegmentKind
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question. `not_in_glossary` has no parts and no citations, but suggestions.

    `about` names the term that a follow-up question was taken to be about; `missing` the words of the question that no
    article knows; `confidence` is the calibrated probability that the answer is right; `notes` tell a reader how the
    answer came to be; `answerer` is who was asked, and `verification` what became of a language model's words.
    """

    question: str
    status: Status
    confidence: float
    parts: tuple[AnswerPart, ...]
    citations: tuple[Citation, ...]
    related: tuple[RelatedTerm, ...]
    suggestions: tuple[RelatedTerm, ...]
    generation: str
    n_articles: int
    n_passages: int
    timings_ms: dict[str, float]
    about: str = ""
    missing: tuple[str, ...] = ()
    kind: str = ""
    notes: tuple[str, ...] = field(default=())
    answerer: str = ""
    verification: Verification | None = None
