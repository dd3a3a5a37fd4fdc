"""Bodies of responses about the glossary itself: its terms and its articles."""

from typing import Any

from pydantic import BaseModel

from ingest.datatypes import Article
from retriever.datatypes import Reason, RelatedTerm
from retriever.term_graph import TermGraph


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


def _term_fields(article: Article) -> dict[str, Any]:
    return {
        "article": article.article_id,
        "term": article.term,
        "aliases": list(article.aliases),
        "category": article.category,
        "definition": article.definition,
    }
