"""`/brief` and `/api/brief`: a situation in, a preparation sheet out, as a page to print or as JSON."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from retriever.errors import RetrieverError
from retriever.hybrid import MAX_QUERY_CHARACTERS
from server.answer_view import REASONS, cited_sections, previews_of
from server.answering.brief import brief
from server.dependencies import CurrentGlossary, Settings, Templates
from server.schemas import BriefRequest, BriefResponse

router = APIRouter(tags=["brief"])


@router.get("/api/brief")
def brief_of_query(
    settings: Settings,
    glossary: CurrentGlossary,
    q: Annotated[str, Query(min_length=1, max_length=MAX_QUERY_CHARACTERS, description="The situation.")],
) -> BriefResponse:
    """The preparation sheet for a situation."""
    return BriefResponse.of(brief(q, glossary, settings), settings.public_url)


@router.post("/api/brief")
def brief_of_body(body: BriefRequest, settings: Settings, glossary: CurrentGlossary) -> BriefResponse:
    """The preparation sheet for a situation that is better not part of an address."""
    return BriefResponse.of(brief(body.situation, glossary, settings), settings.public_url)


@router.get("/brief", response_class=HTMLResponse, include_in_schema=False)
def brief_page(
    request: Request,
    settings: Settings,
    glossary: CurrentGlossary,
    templates: Templates,
    q: Annotated[str, Query()] = "",
) -> HTMLResponse:
    """The sheet as one page to print; without `q` the form that asks for the situation."""
    situation, problem, sheet = " ".join(q.split()), "", None
    if situation:
        try:
            sheet = BriefResponse.of(brief(situation, glossary, settings), settings.public_url)
        except RetrieverError as error:
            problem = str(error)
    cited = sheet.citations if sheet else []
    context = {
        "situation": situation[:MAX_QUERY_CHARACTERS],
        "problem": problem,
        "sheet": sheet,
        "previews": previews_of(cited, glossary),
        "sources": cited_sections(cited),
        "licences": sorted({citation.licence for citation in cited if citation.licence}),
        "reasons": REASONS,
    }
    return templates.TemplateResponse(request, "brief.html", context, status_code=422 if problem else 200)
