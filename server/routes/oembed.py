"""`/oembed`: the address of an answer or a term in, what a wiki needs to show it out (oEmbed 1.0)."""

from typing import Annotated
from urllib.parse import parse_qs, unquote, urlsplit

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response

from retriever.errors import UnknownTermError
from retriever.hybrid import MAX_QUERY_CHARACTERS
from server.answering.glossary import Glossary
from server.dependencies import CurrentGlossary, Settings
from server.embedding import FRAME_WIDTH, Embedded, frame_html
from server.error_responses import problem
from server.page_address import service_address

router = APIRouter(tags=["embed"])

_CACHE_SECONDS = 3600


@router.get("/oembed")
def oembed(
    request: Request,
    settings: Settings,
    glossary: CurrentGlossary,
    url: Annotated[str, Query(max_length=12_000)],  # a question of 1,000 characters, percent-encoded
    maxwidth: Annotated[int, Query(ge=1)] = FRAME_WIDTH,
    maxheight: Annotated[int | None, Query(ge=1)] = None,
    format: str = "json",  # noqa: A002  # the name that oEmbed gives it
) -> Response:
    """oEmbed 1.0 for the addresses of answers and terms of this service; no address is ever fetched."""
    if format != "json":
        return problem(request, 501, f"format {format!r} is not served; ask for json")
    base = service_address(request, settings)
    embedded = _embedded(url, base, glossary)
    width, height = min(FRAME_WIDTH, maxwidth), min(embedded.height, maxheight or embedded.height)
    return JSONResponse(
        {
            "version": "1.0",
            "type": "rich",
            "provider_name": "Glossator",
            "provider_url": f"{base}/",
            "title": embedded.name or embedded.text,
            "html": frame_html(embedded, width=width, height=height),
            "width": width,
            "height": height,
            "cache_age": _CACHE_SECONDS,
        }
    )


def _embedded(url: str, base: str, glossary: Glossary) -> Embedded:
    """What an address of this service shows.

    Raises:
        UnknownTermError: it is no address of an answer or of a term here.
    """
    asked, own = urlsplit(url), urlsplit(base)
    path = asked.path.rstrip("/")
    if (asked.scheme, asked.netloc) != (own.scheme, own.netloc) or not f"{path}/".startswith(f"{own.path}/"):
        raise UnknownTermError(f"{url!r} is no address of this service, which is {base}")
    path = path.removeprefix(own.path)
    question = " ".join(parse_qs(asked.query).get("q", [""])[0].split())
    if not path and 0 < len(question) <= MAX_QUERY_CHARACTERS:
        return Embedded(base, "question", question)
    if path.startswith("/terms/"):
        article = glossary.graph.find_one(unquote(path.removeprefix("/terms/")))
        return Embedded(base, "term", article.article_id, article.term)
    raise UnknownTermError(f"{url!r} shows no answer (/?q=) and no term (/terms/...) of this service")
