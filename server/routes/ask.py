"""`POST /api/ask`: a question in, an answer out, whole or as server-sent events."""

import logging
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import suppress
from threading import Event

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.types import Receive, Scope, Send

from ingest.errors import IngestError
from retriever.errors import RetrieverError
from server.answering.datatypes import Answer, AnswerPart
from server.answering.glossary import Glossary
from server.answering.question_answering import answer_question, stream_answer
from server.dependencies import CurrentGlossary, Feedback, Settings
from server.errors import ServerError
from server.feedback_outcome import outcome_of
from server.feedback_store import FeedbackStore
from server.schemas import AskRequest, AskResponse, PartBody
from server.settings import ServerSettings

router = APIRouter(tags=["ask"])

logger = logging.getLogger(__name__)

_MOST_AT_ONCE = 32
_threads: RunVar[CapacityLimiter] = RunVar("threads that answer")


@router.post("/api/ask", response_model=AskResponse, responses={200: {"content": {"text/event-stream": {}}}})
async def ask(
    body: AskRequest, request: Request, settings: Settings, glossary: CurrentGlossary, feedback: Feedback
) -> Response:
    """Answer a question. With `Accept: text/event-stream`: events `part`, then `done` with the whole, or `error`."""
    if "text/event-stream" in request.headers.get("accept", ""):
        return AnswerStream(answer_events(body, glossary, settings, feedback))
    response = await to_thread.run_sync(answered, body, glossary, settings, feedback, limiter=_limiter())
    return JSONResponse(response.model_dump())


def answered(
    body: AskRequest, glossary: Glossary, settings: ServerSettings, feedback: FeedbackStore | None = None
) -> AskResponse:
    """The whole answer to a request, counted where somebody asked it."""
    answer = answer_question(body.question, glossary, settings, **body.options())
    if feedback:
        feedback.count(outcome_of(answer))
    return AskResponse.of(answer, settings.public_url)


def answer_events(
    body: AskRequest,
    glossary: Glossary,
    settings: ServerSettings,
    feedback: FeedbackStore,
    page: Callable[[AskResponse], str] | None = None,
) -> AsyncGenerator[ServerSentEvent]:
    """Events `part` as the parts come, then `done` with the whole; or `error`.

    Where `page` shows an answer as HTML, a last event `page` holds that.

    Raises:
        RetrieverError, ServerError: the question is wrong; at once, before anything streams.
    """
    cancelled = Event()
    steps = stream_answer(body.question, glossary, settings, **body.options(), cancelled=cancelled)

    def last_events(answer: Answer) -> list[ServerSentEvent]:
        feedback.count(outcome_of(answer))
        response = AskResponse.of(answer, settings.public_url)
        done = ServerSentEvent(event="done", data=response.model_dump_json())
        return [done, ServerSentEvent(event="page", data=page(response))] if page else [done]

    return _events(steps, last_events, cancelled)


async def _events(
    steps: Generator[AnswerPart | Answer], last_events: Callable[[Answer], list[ServerSentEvent]], cancelled: Event
) -> AsyncGenerator[ServerSentEvent]:
    """An event for each step; a reader who goes away cancels what is still waited for."""
    try:
        # a thread that waits for a language model is left behind: it ends by itself, soon after `cancelled` is set
        while step := await to_thread.run_sync(next, steps, None, abandon_on_cancel=True, limiter=_limiter()):
            if isinstance(step, Answer):
                for event in await to_thread.run_sync(last_events, step, limiter=_limiter()):
                    yield event
            else:
                yield ServerSentEvent(event="part", data=PartBody.of(step).model_dump_json())
    except (RetrieverError, ServerError, IngestError) as error:
        yield ServerSentEvent(event="error", data=str(error))
    except Exception:
        logger.exception("unexpected error while answering")
        yield ServerSentEvent(event="error", data="an unexpected error; the service's log tells more")
    finally:
        cancelled.set()
        with suppress(ValueError):  # a thread is still in it, and will now soon be through
            steps.close()


class AnswerStream(EventSourceResponse):
    """Server-sent events whose source is closed as soon as the response ends, also when the reader has gone away."""

    def __init__(self, events: AsyncGenerator[ServerSentEvent]) -> None:
        """Send these events."""
        super().__init__(events)
        self._events = events

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Respond, and then close."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            await self._events.aclose()


def _limiter() -> CapacityLimiter:
    """Threads of their own, so that answers which wait for a language model never keep other pages waiting."""
    try:
        return _threads.get()
    except LookupError:
        limiter = CapacityLimiter(_MOST_AT_ONCE)
        _threads.set(limiter)
        return limiter
