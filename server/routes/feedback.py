"""`POST /api/feedback` and `POST /feedback`, the same from a form: what somebody thinks of an answer."""

from urllib.parse import parse_qs, urlencode

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from pydantic import ValidationError

from retriever.errors import RetrieverError
from server.answering.glossary import Glossary
from server.answering.question_answering import answer_question
from server.dependencies import CurrentGlossary, Feedback, Settings
from server.errors import OwnerOnlyError, ServerError
from server.feedback_outcome import outcome_of
from server.feedback_store import FeedbackStore
from server.schemas.feedback import FeedbackRequest, FeedbackResponse
from server.settings import ServerSettings

router = APIRouter(tags=["feedback"])

_LONGEST_FORM = 16_384


@router.post("/api/feedback", status_code=201, response_model=FeedbackResponse)
def rate(body: FeedbackRequest, settings: Settings, glossary: CurrentGlossary, feedback: Feedback) -> Response:
    """Keep a rating of an answer, with the reason where one is given."""
    _keep(body, settings, glossary, feedback)
    return JSONResponse(body.model_dump(), 201)


@router.post("/feedback", include_in_schema=False)
async def rate_by_form(
    request: Request, settings: Settings, glossary: CurrentGlossary, feedback: Feedback
) -> RedirectResponse:
    """Keep a rating from the page's own form, and show the answer again with thanks."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise OwnerOnlyError("ratings are taken from this service's own pages; other programs use POST /api/feedback")
    form = await _form(request)
    try:
        body = FeedbackRequest.model_validate({k: v for k, v in form.items() if k in FeedbackRequest.model_fields})
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from error
    await run_in_threadpool(_keep, body, settings, glossary, feedback)
    back = {name: form[name] for name in ("q", "about") if form.get(name)} or {"q": body.question}
    return RedirectResponse(f"{settings.base_path}/?{urlencode({**back, 'rated': body.rating})}", 303)


def _keep(body: FeedbackRequest, settings: ServerSettings, glossary: Glossary, feedback: FeedbackStore) -> None:
    if not body.question.strip():
        raise RetrieverError("the question is empty; send the one that was answered")
    # answered once more, so that a rating says which articles it is about whether or not questions are counted
    answer = answer_question(body.question, glossary, settings, answerer="extractive")
    feedback.rate(outcome_of(answer), body.rating, body.reason)


async def _form(request: Request) -> dict[str, str]:
    """The fields of an urlencoded form; read by hand, since three short fields are worth no dependency."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LONGEST_FORM:
            raise ServerError(f"the form has more than {_LONGEST_FORM} bytes")
    return {name: values[0] for name, values in parse_qs(body.decode("utf-8", "replace")).items()}
