"""Bodies of a situation and of its preparation sheet."""

from pydantic import BaseModel, ConfigDict, Field

from retriever.hybrid import MAX_QUERY_CHARACTERS
from server.answering.brief import Brief
from server.answering.datatypes import Status
from server.schemas.ask import CitationBody, IndexBody, PartBody
from server.schemas.terms import RelatedBody


class BriefRequest(BaseModel):
    """Body of `POST /api/brief`."""

    model_config = ConfigDict(extra="forbid")

    situation: str = Field(min_length=1, max_length=MAX_QUERY_CHARACTERS, description="1 to 1,000 characters.")


class BriefSectionBody(BaseModel):
    """One section of the sheet; its parts are shaped as those of an answer."""

    name: str
    heading: str
    answer: list[PartBody]


class BriefResponse(BaseModel):
    """A preparation sheet; citations are numbered through it and shaped as those of an answer."""

    situation: str
    status: Status
    confidence: float
    sections: list[BriefSectionBody]
    markdown: str
    citations: list[CitationBody]
    related_terms: list[RelatedBody]
    suggestions: list[RelatedBody]
    missing: list[str]
    index: IndexBody
    timings_ms: dict[str, float]

    @classmethod
    def of(cls, brief: Brief, public_url: str) -> "BriefResponse":
        """The body of a sheet."""
        return cls(
            situation=brief.situation,
            status=brief.status,
            confidence=brief.confidence,
            sections=[
                BriefSectionBody(name=s.name, heading=s.heading, answer=[PartBody.of(part) for part in s.parts])
                for s in brief.sections
            ],
            markdown=brief.markdown,
            citations=[CitationBody.of(c, public_url) for c in brief.citations],
            related_terms=[RelatedBody.of(term) for term in brief.related],
            suggestions=[RelatedBody.of(term) for term in brief.suggestions],
            missing=list(brief.missing),
            index=IndexBody(generation=brief.generation, articles=brief.n_articles, passages=brief.n_passages),
            timings_ms=brief.timings_ms,
        )
