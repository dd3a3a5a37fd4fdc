"""`POST /api/ask`: a question in, an answer out, whole or as server-sent events."""

import logging
from collections.abc import AsyncIterator

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, Response
from sse_starlette import EventSourceResponse, ServerSentEvent

from retriever.errors import RetrieverError
from server.answering.glossary import Glossary
from server.answering.question_answering import answer_question
from server.dependencies import CurrentGlossary, Settings
from server.schemas import AskRequest, AskResponse, PartBody
from server.settings import ServerSettings

router = APIRouter(tags=["ask"])

logger = logging.getLogger(__name__)


@router.post("/api/ask", response_model=AskResponse, responses={200: {"content": {"text/event-stream": {}}}})
async def ask(body: AskRequest, request: Request, settings: Settings, glossary: CurrentGlossary) -> Response:
    """Answer a question. With `Accept: text/event-stream`: events `part`, then `done` with the whole, or `error`."""
    if "text/event-stream" in request.headers.get("accept", ""):
        if not body.question.strip():
            raise RetrieverError("the question is empty; type one")
        return EventSourceResponse(_events(body, glossary, settings))
    response = await run_in_threadpool(answered, body, glossary, settings)
    return JSONResponse(response.model_dump())


def answered(body: AskRequest, glossary: Glossary, settings: ServerSettings) -> AskResponse:
    """The whole answer to a request."""
    answer = answer_question(
        body.question,
        glossary,
        settings,
        previous=[turn.turn() for turn in body.previous],
        answerer=body.answerer or "",
        max_words=body.max_words or 0,
    )
    return AskResponse.of(answer, settings.public_url)


async def _events(body: AskRequest, glossary: Glossary, settings: ServerSettings) -> AsyncIterator[ServerSentEvent]:
    try:
        response = await run_in_threadpool(answered, body, glossary, settings)
    except RetrieverError as error:
        yield ServerSentEvent(event="error", data=str(error))
        return
    except Exception:
        logger.exception("unexpected error while answering")
        yield ServerSentEvent(event="error", data="an unexpected error; the service's log tells more")
        return
    for part in response.answer:
        yield ServerSentEvent(event="part", data=PartBody.model_dump_json(part))
    yield ServerSentEvent(event="done", data=response.model_dump_json())
