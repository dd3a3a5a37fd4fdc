"""Bodies of a question and of its answer."""

from typing import Literal, TypedDict
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field

from ingest.datatypes import SegmentKind
from retriever.hybrid import MAX_QUERY_CHARACTERS
from server.answering.citations import markdown_of
from server.answering.datatypes import Answer, AnswerPart, Citation, Status, Verification
from server.answering.follow_up import PreviousTurn
from server.schemas.terms import RelatedBody


class PreviousQuestion(BaseModel):
    """A question asked before, and the articles that its answer cited."""

    model_config = ConfigDict(extra="forbid")

    question: str = Field(max_length=MAX_QUERY_CHARACTERS)
    articles: list[str] = Field(default_factory=list, max_length=20)

    def turn(self) -> PreviousTurn:
        """The same for the answering code."""
        return PreviousTurn(self.question, tuple(self.articles))


class AskOptions(TypedDict):
    """Options of a question, named as the answering code names them."""

    previous: list[PreviousTurn]
    answerer: str
    max_words: int


class AskRequest(BaseModel):
    """Body of `POST /api/ask`."""

    model_config = ConfigDict(extra="forbid")

    question: str = Field(min_length=1, max_length=MAX_QUERY_CHARACTERS, description="1 to 1,000 characters.")
    previous: list[PreviousQuestion] = Field(default_factory=list, max_length=20)
    answerer: Literal["extractive", "chat"] | None = None
    max_words: int | None = Field(default=None, ge=20, le=1000)

    def options(self) -> AskOptions:
        """What the answering code is told beside the question."""
        return {
            "previous": [turn.turn() for turn in self.previous],
            "answerer": self.answerer or "",
            "max_words": self.max_words or 0,
        }


class PartBody(BaseModel):
    """One sentence, list item, table row or formula of an answer."""

    text: str
    kind: SegmentKind
    citations: list[int]

    @classmethod
    def of(cls, part: AnswerPart) -> "PartBody":
        """The body of a part."""
        return cls(text=part.text, kind=part.kind, citations=list(part.citations))


class CitationBody(BaseModel):
    """Where a part stands: `text[start:end] == quote` in the article's text."""

    n: int
    article: str
    term: str
    section: str
    passage: str
    quote: str
    start: int
    end: int
    url: str
    source: str
    licence: str

    @classmethod
    def of(cls, citation: Citation, public_url: str) -> "CitationBody":
        """The body of a citation, its address under the public one."""
        return cls(
            n=citation.n,
            article=citation.article_id,
            term=citation.term,
            section=citation.section,
            passage=citation.passage_id,
            quote=citation.quote,
            start=citation.start,
            end=citation.end,
            url=passage_url(citation.passage_id, public_url),
            source=citation.source,
            licence=citation.licence,
        )


class VerificationBody(BaseModel):
    """What became of a language model's sentences; `replaced` says why the extractive answer was given as well."""

    kept: int
    faults: dict[str, int]
    replaced: str

    @classmethod
    def of(cls, verification: Verification) -> "VerificationBody":
        """The body of a verification."""
        return cls(kept=verification.kept, faults=verification.faults, replaced=verification.replaced)


class IndexBody(BaseModel):
    """The index that answered."""

    generation: str
    articles: int
    passages: int


class AskResponse(BaseModel):
    """The answer to one question."""

    question: str
    status: Status
    confidence: float
    answer: list[PartBody]
    markdown: str
    citations: list[CitationBody]
    related_terms: list[RelatedBody]
    suggestions: list[RelatedBody]
    about: str
    missing: list[str]
    kind: str
    notes: list[str]
    answerer: str
    verification: VerificationBody | None
    index: IndexBody
    timings_ms: dict[str, float]

    @classmethod
    def of(cls, answer: Answer, public_url: str) -> "AskResponse":
        """The body of an answer."""
        return cls(
            question=answer.question,
            status=answer.status,
            confidence=answer.confidence,
            answer=[PartBody.of(part) for part in answer.parts],
            markdown=markdown_of(answer.parts, answer.citations),
            citations=[CitationBody.of(c, public_url) for c in answer.citations],
            related_terms=[RelatedBody.of(term) for term in answer.related],
            suggestions=[RelatedBody.of(term) for term in answer.suggestions],
            about=answer.about,
            missing=list(answer.missing),
            kind=answer.kind,
            notes=list(answer.notes),
            answerer=answer.answerer,
            verification=VerificationBody.of(answer.verification) if answer.verification else None,
            index=IndexBody(generation=answer.generation, articles=answer.n_articles, passages=answer.n_passages),
            timings_ms=answer.timings_ms,
        )


def passage_url(passage_id: str, public_url: str) -> str:
    """Where a passage is read: its article's page, at the passage."""
    article_id, _, slug = passage_id.rpartition("#")
    return f"{public_url}/terms/{quote(article_id, safe='/')}#{quote(slug)}"
