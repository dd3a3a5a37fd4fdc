"""`GET` and `POST /api/export`: an answer as the text of a wiki page."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import PlainTextResponse

from retriever.hybrid import MAX_QUERY_CHARACTERS
from server.answering.glossary import Glossary
from server.answering.question_answering import answer_question
from server.dependencies import CurrentGlossary, Settings
from server.exports import EXPORTS
from server.exports.publication import publication_of
from server.page_address import service_address
from server.schemas import AskRequest
from server.settings import ServerSettings

router = APIRouter(tags=["export"])

FormatName = Literal["markdown", "html", "mediawiki", "dokuwiki", "confluence"]


@router.get("/api/export", response_class=PlainTextResponse)
def export(
    request: Request,
    settings: Settings,
    glossary: CurrentGlossary,
    q: Annotated[str, Query(min_length=1, max_length=MAX_QUERY_CHARACTERS)],
    format: FormatName = "markdown",  # noqa: A002  # the name of the command's option
) -> PlainTextResponse:
    """The answer to a question as wiki text with native footnotes, every text escaped for its format."""
    return _exported(AskRequest(question=q), format, glossary, settings, service_address(request, settings))


@router.post("/api/export", response_class=PlainTextResponse)
def export_request(
    body: AskRequest,
    request: Request,
    settings: Settings,
    glossary: CurrentGlossary,
    format: FormatName = "markdown",  # noqa: A002
) -> PlainTextResponse:
    """The same for a whole request to `/api/ask`, so that a follow-up question keeps what came before it."""
    return _exported(body, format, glossary, settings, service_address(request, settings))


def _exported(
    body: AskRequest, name: str, glossary: Glossary, settings: ServerSettings, base: str
) -> PlainTextResponse:
    answer = answer_question(body.question, glossary, settings, **body.options())
    # plain text whatever the format, so that a browser that opens the address shows it and runs nothing
    return PlainTextResponse(EXPORTS[name].render(publication_of(answer, base)))
