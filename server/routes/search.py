"""`GET /api/search`: a query in, ranked passages out."""

from typing import Annotated

from fastapi import APIRouter, Query

from retriever.hybrid import MAX_QUERY_CHARACTERS
from server.dependencies import CurrentGlossary
from server.schemas import SearchResponse

router = APIRouter(tags=["search"])


@router.get("/api/search")
def search(
    glossary: CurrentGlossary,
    q: Annotated[str, Query(min_length=1, max_length=MAX_QUERY_CHARACTERS)],
    k: Annotated[int, Query(ge=1, le=1000)] = 10,
) -> SearchResponse:
    """The k passages that come nearest to a query, best first."""
    return SearchResponse.of(glossary.retriever.search(q, k), glossary.index.articles)
