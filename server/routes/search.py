"""`GET /api/search`: a query in, ranked passages out."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from retriever.hybrid import MAX_QUERY_CHARACTERS
from server.dependencies import CurrentGlossary
from server.schemas import SearchResponse

router = APIRouter(tags=["search"])


@router.get("/api/search", response_model=SearchResponse)
def search(
    glossary: CurrentGlossary,
    q: Annotated[str, Query(min_length=1, max_length=MAX_QUERY_CHARACTERS)],
    k: Annotated[int, Query(ge=1, le=1000)] = 10,
) -> Response:
    """The k passages that come nearest to a query, best first."""
    found = SearchResponse.of(glossary.retriever.search(q, k), glossary.index.articles)
    return Response(found.model_dump_json(), media_type="application/json")  # not validated a second time
