"""`/embed`, `/embed.js` and `/oembed`: answers inside other pages."""

from html import escape
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import parse_qs, quote, urlsplit

from fastapi import APIRouter, Query, Request
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, Response

from retriever.errors import RetrieverError, UnknownTermError
from retriever.hybrid import MAX_QUERY_CHARACTERS
from server.dependencies import CurrentGlossary, Settings, Templates
from server.errors import ServerError
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
    q: Annotated[str, Query(max_length=MAX_QUERY_CHARACTERS)] = "",
    term: Annotated[str, Query(max_length=MAX_QUERY_CHARACTERS)] = "",
    theme: Literal["auto", "light", "dark"] = "auto",
) -> HTMLResponse:
    """An answer (`q`) or a term's definition (`term`) for an iframe: works without scripts, cookies or storage."""
    if not q.strip() and not term.strip():
        raise RetrieverError("give q=, a question, or term=, a term of the glossary")
    context: dict[str, object] = {"theme": theme, "question": q, "answer": None, "article": None, "name": term}
    status = 200
    if q.strip():
        context["answer"] = answered(AskRequest(question=q), glossary, settings)
    else:
        try:
            context["article"] = glossary.graph.find_one(term)
        except UnknownTermError:
            status = 404
    return templates.TemplateResponse(request, "embed.html", context, status_code=status)


@router.get("/embed.js", include_in_schema=False)
def embed_script() -> Response:
    """The web component `<glossary-answer>`."""
    headers = {"Cache-Control": "public, max-age=3600", "Access-Control-Allow-Origin": "*"}
    return FileResponse(_STATIC / "embed.js", media_type="text/javascript", headers=headers)


@router.get("/oembed")
def oembed(
    request: Request,
    settings: Settings,
    url: Annotated[str, Query(max_length=4000)],
    maxwidth: Annotated[int, Query(ge=100, le=4000)] = 640,
    maxheight: Annotated[int, Query(ge=60, le=4000)] = 420,
    format: Literal["json", "xml"] = "json",  # noqa: A002  # the name that oEmbed gives it
) -> Response:
    """oEmbed 1.0 for the addresses of answers and terms of this service."""
    if format == "xml":
        return JSONResponse({"detail": "only json is served"}, 501)
    base = settings.public_url or str(request.base_url).rstrip("/")
    asked = urlsplit(url)
    if not url.startswith(base + "/") and url != base:
        raise UnknownTermError(f"{url!r} is no address of this service, which is {base}")
    path = asked.path.removeprefix(urlsplit(base).path).rstrip("/")
    if path.startswith("/terms/"):
        name = path.removeprefix("/terms/")
        source, title = f"{base}/embed?term={quote(name, safe='')}", name
    elif not path and (question := parse_qs(asked.query).get("q", [""])[0]):
        source, title = f"{base}/embed?q={quote(question, safe='')}", question
    else:
        raise ServerError("only the addresses of answers (/?q=) and terms (/terms/...) can be embedded")
    frame = (
        f'<iframe src="{escape(source)}" width="{maxwidth}" height="{maxheight}" sandbox="allow-popups allow-scripts" '
        f'loading="lazy" style="border:0;width:100%;max-width:{maxwidth}px" title="Glossary answer"></iframe>'
    )
    return JSONResponse(
        {
            "version": "1.0",
            "type": "rich",
            "provider_name": "Glossator",
            "provider_url": base,
            "title": title,
            "html": frame,
            "width": maxwidth,
            "height": maxheight,
            "cache_age": 3600,
        }
    )
