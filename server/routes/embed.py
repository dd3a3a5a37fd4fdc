"""`/embed` and `/embed.js`: answers inside other pages."""

from pathlib import Path
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import FileResponse, HTMLResponse, Response

from retriever.errors import RetrieverError, UnknownTermError
from retriever.hybrid import check_query
from server.answer_view import cited_sections
from server.dependencies import CurrentGlossary, Settings, Templates
from server.routes.ask import answered
from server.schemas import AskRequest

router = APIRouter(tags=["embed"])

_STATIC = Path(__file__).resolve().parent.parent / "static"


@router.get("/embed", response_class=HTMLResponse)
def embed(
    request: Request,
    settings: Settings,
    glossary: CurrentGlossary,
    templates: Templates,
    q: Annotated[str, Query(description="A question of 1 to 1,000 characters.")] = "",
    term: Annotated[str, Query(description="A term, alias or article id.")] = "",
    theme: Literal["auto", "light", "dark"] = "auto",
) -> HTMLResponse:
    """An answer (`q`) or a term's definition (`term`) for an iframe: works without scripts, cookies or storage.

    Answers are extractive whatever the settings say: a wiki's page is opened often, and always shows the same.
    """
    context: dict[str, object] = {"theme": theme, "question": q, "name": term}
    try:
        _check(q, term)
    except RetrieverError as error:
        if "text/html" not in request.headers.get("accept", ""):
            raise
        context |= {"problem": str(error)}  # a reader of the page around it sees a sentence, not a JSON document
        return templates.TemplateResponse(request, "embed.html", context, status_code=422)
    if q.strip():
        answer = answered(AskRequest(question=q, answerer="extractive"), glossary, settings)
        context |= {"answer": answer, "sources": cited_sections(answer.citations)}
        return templates.TemplateResponse(request, "embed.html", context)
    try:
        context["article"] = glossary.graph.find_one(term)
    except UnknownTermError:
        context["nearest"] = [glossary.index.article(found) for found in glossary.graph.nearest_names(term, 3)]
        return templates.TemplateResponse(request, "embed.html", context, status_code=404)
    return templates.TemplateResponse(request, "embed.html", context)


def _check(question: str, term: str) -> None:
    if not question.strip() and not term.strip():
        raise RetrieverError("give q=, a question, or term=, a term of the glossary")
    check_query(question if question.strip() else term)


@router.get("/embed.js", include_in_schema=False)
def embed_script() -> Response:
    """The web component `<glossary-answer>`."""
    headers = {"Cache-Control": "public, max-age=3600", "Access-Control-Allow-Origin": "*"}
    return FileResponse(_STATIC / "embed.js", media_type="text/javascript", headers=headers)
