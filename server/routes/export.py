"""`GET` and `POST /api/export`: an answer as the text of a wiki page."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import PlainTextResponse

from retriever.hybrid import MAX_QUERY_CHARACTERS
from server.answering.brief import brief
from server.answering.question_answering import answer_question
from server.dependencies import CurrentGlossary, Settings
from server.exports import EXPORTS
from server.exports.datatypes import Publication
from server.exports.publication import publication_of, publication_of_brief
from server.page_address import service_address
from server.schemas import AskRequest

router = APIRouter(tags=["export"])

FormatName = Literal["markdown", "html", "mediawiki", "dokuwiki", "confluence"]


@router.get("/api/export", response_class=PlainTextResponse)
def export(
    request: Request,
    settings: Settings,
    glossary: CurrentGlossary,
    q: Annotated[str, Query(min_length=1, max_length=MAX_QUERY_CHARACTERS)],
    format: FormatName = "markdown",  # noqa: A002  # the name of the command's option
    kind: Annotated[Literal["answer", "brief"], Query(description="brief: q is a situation.")] = "answer",
) -> PlainTextResponse:
    """An answer, or a preparation sheet, as wiki text with native footnotes, every text escaped for its format."""
    base = service_address(request, settings)
    if kind == "brief":
        return _text(publication_of_brief(brief(q, glossary, settings), base), format)
    return _text(publication_of(answer_question(q, glossary, settings), base), format)


@router.post("/api/export", response_class=PlainTextResponse)
def export_request(
    body: AskRequest,
    request: Request,
    settings: Settings,
    glossary: CurrentGlossary,
    format: FormatName = "markdown",  # noqa: A002
) -> PlainTextResponse:
    """The answer to a whole request to `/api/ask`, so that a follow-up question keeps what came before it."""
    answer = answer_question(body.question, glossary, settings, **body.options())
    return _text(publication_of(answer, service_address(request, settings)), format)


def _text(publication: Publication, name: str) -> PlainTextResponse:
    # plain text whatever the format, so that a browser that opens the address shows it and runs nothing
    return PlainTextResponse(EXPORTS[name].render(publication))
