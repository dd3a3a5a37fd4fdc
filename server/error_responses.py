"""Our errors in, RFC 9457 problem details out: one table; a page that says the same to a person with a browser."""

import logging
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from ingest.errors import IngestError
from retriever.errors import RetrieverError, UnknownTermError
from server.errors import FeedbackUnavailableError, OwnerOnlyError, ServerError

STATUS_OF: dict[type[Exception], int] = {
    UnknownTermError: 404,
    RetrieverError: 422,
    FeedbackUnavailableError: 503,
    OwnerOnlyError: 403,
    ServerError: 422,
    IngestError: 503,
}

_FOR_PROGRAMS = ("/api/", "/embed", "/oembed", "/static/", "/openapi.json")
"""What scripts and other pages ask for: problem documents there, whoever asks."""

_TITLES = {404: "There is no such page"}

logger = logging.getLogger(__name__)


def add_error_responses(app: FastAPI) -> None:
    """Answer every error of an app with a problem document."""
    for kind in STATUS_OF:
        app.add_exception_handler(kind, _ours)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


def problem(request: Request, status: int, detail: str) -> JSONResponse:
    """A problem document with the standard phrase of its status as title."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "instance": request.url.path,
    }
    return JSONResponse(body, status, media_type="application/problem+json")


def _told(request: Request, status: int, detail: str) -> Response:
    """A page where a browser opens a page, else the problem document."""
    path = request.url.path.removeprefix(request.app.state.settings.base_path)
    if "text/html" not in request.headers.get("accept", "") or path.startswith(_FOR_PROGRAMS):
        return problem(request, status, detail)
    phrase = HTTPStatus(status).phrase
    context = {"title": _TITLES.get(status, phrase), "detail": "" if detail == phrase else detail.rstrip(".")}
    page: Response = request.app.state.templates.TemplateResponse(request, "problem.html", context, status_code=status)
    return page


def _ours(request: Request, error: Exception) -> Response:
    status = next(status for kind, status in STATUS_OF.items() if isinstance(error, kind))
    return _told(request, status, str(error))


def _invalid(request: Request, error: Exception) -> Response:
    found = error.errors() if isinstance(error, RequestValidationError) else []
    said = "; ".join(f"{'.'.join(map(str, e['loc'][1:])) or 'body'}: {e['msg']}" for e in found)
    return _told(request, 422, said or "the request cannot be read")


def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    detail = str(error.detail) if isinstance(error, HTTPException) else ""
    response = _told(request, status, detail)
    response.headers.update((error.headers or {}) if isinstance(error, HTTPException) else {})
    return response


def _unexpected(request: Request, error: Exception) -> JSONResponse:
    logger.exception("unexpected error at %s", request.url.path, exc_info=error)
    return problem(request, 500, "an unexpected error; the service's log tells more")
