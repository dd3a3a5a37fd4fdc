"""`GET /api/terms`, `/api/terms/{id}`, `/api/articles/{id}` and `/api/suggest`: the glossary itself."""

from typing import Annotated

from fastapi import APIRouter, Query

from retriever.errors import UnknownTermError
from server.dependencies import CurrentGlossary
from server.schemas import ArticleResponse, SuggestionBody, SuggestResponse, TermBody, TermResponse, TermsResponse
from server.suggestions import suggested_terms

router = APIRouter(tags=["terms"])


@router.get("/api/terms")
def terms(glossary: CurrentGlossary) -> TermsResponse:
    """All terms in alphabetical order."""
    articles = [record.article for record in glossary.index.articles.values()]
    articles.sort(key=lambda article: (article.term.casefold(), article.article_id))
    return TermsResponse(terms=[TermBody.of(article) for article in articles])


@router.get("/api/terms/{name:path}")
def term(name: str, glossary: CurrentGlossary) -> TermResponse:
    """One term by id, term or alias; case and plural forgiven."""
    return TermResponse.of_term(glossary.graph.find_one(name), glossary.graph)


@router.get("/api/articles/{article_id:path}")
def article(article_id: str, glossary: CurrentGlossary) -> ArticleResponse:
    """An article by id, with the text that citations count characters in."""
    if article_id not in glossary.index.articles:
        raise UnknownTermError(f"no article {article_id!r} in this glossary; GET /api/terms lists all")
    return ArticleResponse.of(glossary.index.article(article_id))


@router.get("/api/suggest")
def suggest(glossary: CurrentGlossary, q: Annotated[str, Query(min_length=1, max_length=100)]) -> SuggestResponse:
    """Terms that what is typed so far may become; misspellings forgiven."""
    found = suggested_terms(glossary, q)
    return SuggestResponse(terms=[SuggestionBody(article=t.article_id, term=t.term, matched=t.matched) for t in found])
