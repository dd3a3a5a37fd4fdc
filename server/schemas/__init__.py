"""The public JSON contract: bodies of requests and responses. Here alone `article_id` becomes `article`."""

from server.schemas.ask import (
    AskRequest,
    AskResponse,
    CitationBody,
    IndexBody,
    PartBody,
    PreviousQuestion,
    passage_url,
)
from server.schemas.brief import BriefRequest, BriefResponse, BriefSectionBody
from server.schemas.search import (
    HitBody,
    SearchResponse,
)
from server.schemas.terms import (
    ArticleResponse,
    ArticleSectionBody,
    RelatedBody,
    SectionBody,
    SuggestionBody,
    SuggestResponse,
    TermBody,
    TermResponse,
    TermsResponse,
)

__all__ = [
    "ArticleResponse",
    "ArticleSectionBody",
    "AskRequest",
    "AskResponse",
    "BriefRequest",
    "BriefResponse",
    "BriefSectionBody",
    "CitationBody",
    "HitBody",
    "IndexBody",
    "PartBody",
    "PreviousQuestion",
    "RelatedBody",
    "SearchResponse",
    "SectionBody",
    "SuggestResponse",
    "SuggestionBody",
    "TermBody",
    "TermResponse",
    "TermsResponse",
    "passage_url",
]
