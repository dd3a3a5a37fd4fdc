"""`POST /api/ask`: a question in, an answer out, whole or as server-sent events."""

import logging
from collections.abc import AsyncIterator, Iterator
from threading import Event

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from sse_starlette import EventSourceResponse, ServerSentEvent

from ingest.errors import IngestError
from retriever.errors import RetrieverError
from server.answering.datatypes import Answer, AnswerPart
from server.answering.glossary import Glossary
from server.answering.question_answering import answer_question, stream_answer
from server.dependencies import CurrentGlossary, Settings
from server.errors import ServerError
from server.schemas import AskRequest, AskResponse, PartBody
from server.settings import ServerSettings

router = APIRouter(tags=["ask"])

logger = logging.getLogger(__name__)

_MOST_AT_ONCE = 32
_threads: RunVar[CapacityLimiter] = RunVar("threads that answer")


@router.post("/api/ask", response_model=AskResponse, responses={200: {"content": {"text/event-stream": {}}}})
async def ask(body: AskRequest, request: Request, settings: Settings, glossary: CurrentGlossary) -> Response:
    """Answer a question. With `Accept: text/event-stream`: events `part`, then `done` with the whole, or `error`."""
    if "text/event-stream" in request.headers.get("accept", ""):
        cancelled = Event()
        steps = stream_answer(body.question, glossary, settings, **body.options(), cancelled=cancelled)
        return EventSourceResponse(_events(steps, settings.public_url, cancelled))
    response = await to_thread.run_sync(answered, body, glossary, settings, limiter=_limiter())
    return JSONResponse(response.model_dump())


def answered(body: AskRequest, glossary: Glossary, settings: ServerSettings) -> AskResponse:
    """The whole answer to a request."""
    return AskResponse.of(answer_question(body.question, glossary, settings, **body.options()), settings.public_url)


async def _events(
    steps: Iterator[AnswerPart | Answer], public_url: str, cancelled: Event
) -> AsyncIterator[ServerSentEvent]:
    """An event for each step; a reader who goes away cancels what is still waited for."""
    try:
        # a thread that waits for a language model is left behind: it ends by itself, soon after `cancelled` is set
        while step := await to_thread.run_sync(next, steps, None, abandon_on_cancel=True, limiter=_limiter()):
            if isinstance(step, Answer):
                yield ServerSentEvent(event="done", data=AskResponse.of(step, public_url).model_dump_json())
            else:
                yield ServerSentEvent(event="part", data=PartBody.of(step).model_dump_json())
    except (RetrieverError, ServerError, IngestError) as error:
        yield ServerSentEvent(event="error", data=str(error))
    except Exception:
        logger.exception("unexpected error while answering")
        yield ServerSentEvent(event="error", data="an unexpected error; the service's log tells more")
    finally:
        cancelled.set()


def _limiter() -> CapacityLimiter:
    """Threads of their own, so that answers which wait for a language model never keep other pages waiting."""
    try:
        return _threads.get()
    except LookupError:
        limiter = CapacityLimiter(_MOST_AT_ONCE)
        _threads.set(limiter)
        return limiter
