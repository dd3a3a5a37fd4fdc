"""The public JSON contract: bodies of requests and responses. Here alone `article_id` becomes `article`."""

from typing import Any, Literal
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field

from ingest.datatypes import Article, SegmentKind
from ingest.open_index import IndexedArticle
from retriever.datatypes import Hit, Reason, RelatedTerm, Retrieval
from retriever.hybrid import MAX_QUERY_CHARACTERS
from retriever.term_graph import TermGraph
from server.answering.citations import markdown_of
from server.answering.datatypes import Answer, Citation, Status
from server.answering.follow_up import PreviousTurn


class PreviousQuestion(BaseModel):
    """A question asked before, and the articles that its answer cited."""

    question: str = Field(max_length=MAX_QUERY_CHARACTERS)
    articles: list[str] = Field(default_factory=list, max_length=20)

    def turn(self) -> PreviousTurn:
        """The same for the answering code."""
        return PreviousTurn(self.question, tuple(self.articles))


class AskRequest(BaseModel):
    """Body of `POST /api/ask`."""

    model_config = ConfigDict(extra="forbid")

    question: str = Field(min_length=1, max_length=MAX_QUERY_CHARACTERS, description="1 to 1,000 characters.")
    previous: list[PreviousQuestion] = Field(default_factory=list, max_length=20)
    answerer: Literal["extractive", "chat"] | None = None
    max_words: int | None = Field(default=None, ge=20, le=1000)


class PartBody(BaseModel):
    """One sentence, list item, table row or formula of an answer."""

    text: str
    kind: SegmentKind
    citations: list[int]


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


class RelatedBody(BaseModel):
    """Another term worth a look, and why."""

    article: str
    term: str
    score: float
    reason: Reason

    @classmethod
    def of(cls, related: RelatedTerm) -> "RelatedBody":
        """The body of a related term."""
        return cls(article=related.article_id, term=related.term, score=related.score, reason=related.reason)


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
    index: IndexBody
    timings_ms: dict[str, float]

    @classmethod
    def of(cls, answer: Answer, public_url: str) -> "AskResponse":
        """The body of an answer."""
        return cls(
            question=answer.question,
            status=answer.status,
            confidence=answer.confidence,
            answer=[PartBody(text=p.text, kind=p.kind, citations=list(p.citations)) for p in answer.parts],
            markdown=markdown_of(answer.parts),
            citations=[CitationBody.of(c, public_url) for c in answer.citations],
            related_terms=[RelatedBody.of(term) for term in answer.related],
            suggestions=[RelatedBody.of(term) for term in answer.suggestions],
            about=answer.about,
            missing=list(answer.missing),
            kind=answer.kind,
            notes=list(answer.notes),
            index=IndexBody(generation=answer.generation, articles=answer.n_articles, passages=answer.n_passages),
            timings_ms=answer.timings_ms,
        )


class HitBody(BaseModel):
    """A passage in a ranking."""

    rank: int
    score: float
    passage: str
    article: str
    term: str
    section: str
    text: str
    scores: dict[str, float]
    also_in: list[str]

    @classmethod
    def of(cls, hit: Hit, term: str) -> "HitBody":
        """The body of a hit in the article of a term."""
        return cls(
            rank=hit.rank,
            score=round(hit.score, 6),
            passage=hit.passage.passage_id,
            article=hit.passage.article_id,
            term=term,
            section=hit.passage.heading_path[-1],
            text=hit.passage.text,
            scores={"dense": round(hit.dense, 6), "lexical": round(hit.lexical, 6)},
            also_in=list(hit.also_in),
        )


class SearchResponse(BaseModel):
    """The ranked passages for a query."""

    query: str
    hits: list[HitBody]
    timings_ms: dict[str, float]

    @classmethod
    def of(cls, retrieval: Retrieval, articles: dict[str, IndexedArticle]) -> "SearchResponse":
        """The body of a retrieval."""
        hits = [HitBody.of(hit, articles[hit.passage.article_id].article.term) for hit in retrieval.hits]
        total = round(sum(retrieval.timings_ms.values()), 3)
        return cls(query=retrieval.query, hits=hits, timings_ms={**retrieval.timings_ms, "total": total})


class TermBody(BaseModel):
    """A term in a list."""

    article: str
    term: str
    aliases: list[str]
    category: str
    definition: str

    @classmethod
    def of(cls, article: Article) -> "TermBody":
        """The body of an article's term."""
        return cls(**_term_fields(article))


class TermsResponse(BaseModel):
    """All terms, in order."""

    terms: list[TermBody]


class SuggestionBody(BaseModel):
    """A term that what was typed may become, and the name of it that matched."""

    article: str
    term: str
    matched: str


class SuggestResponse(BaseModel):
    """Terms for the type-ahead."""

    terms: list[SuggestionBody]


class SectionBody(BaseModel):
    """A section of a term's article."""

    heading: str
    passage: str


class TermResponse(TermBody):
    """One term: its definition, its sections, and related terms with the reason."""

    sections: list[SectionBody]
    related: list[RelatedBody]

    @classmethod
    def of_term(cls, article: Article, graph: TermGraph) -> "TermResponse":
        """The body of one article's term."""
        return cls(
            **_term_fields(article),
            sections=[
                SectionBody(heading=s.heading, passage=f"{article.article_id}#{s.slug}") for s in article.sections
            ],
            related=[RelatedBody.of(term) for term in graph.related(article.article_id)],
        )


class ArticleSectionBody(SectionBody):
    """A section with its place in the text."""

    start: int
    end: int


class ArticleResponse(BaseModel):
    """An article as stored: the text that citations count characters in."""

    article: str
    title: str
    term: str
    aliases: list[str]
    category: str
    text: str
    sections: list[ArticleSectionBody]
    url: str
    source: str
    licence: str
    truncated: bool

    @classmethod
    def of(cls, article: Article) -> "ArticleResponse":
        """The body of an article."""
        sections = [
            ArticleSectionBody(heading=s.heading, passage=f"{article.article_id}#{s.slug}", start=s.start, end=s.end)
            for s in article.sections
        ]
        return cls(
            article=article.article_id,
            title=article.title,
            term=article.term,
            aliases=list(article.aliases),
            category=article.category,
            text=article.text,
            sections=sections,
            url=article.url,
            source=article.source,
            licence=article.licence,
            truncated=article.truncated,
        )


def passage_url(passage_id: str, public_url: str) -> str:
    """Where a passage is read: its article's page, at the passage."""
    article_id, _, slug = passage_id.rpartition("#")
    return f"{public_url}/terms/{quote(article_id, safe='/')}#{quote(slug)}"


def _term_fields(article: Article) -> dict[str, Any]:
    return {
        "article": article.article_id,
        "term": article.term,
        "aliases": list(article.aliases),
        "category": article.category,
        "definition": article.definition,
    }
