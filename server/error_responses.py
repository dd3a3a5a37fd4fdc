"""Our errors in, RFC 9457 problem details out: one table."""

import logging
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
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


def _ours(request: Request, error: Exception) -> JSONResponse:
    status = next(status for kind, status in STATUS_OF.items() if isinstance(error, kind))
    return problem(request, status, str(error))


def _invalid(request: Request, error: Exception) -> JSONResponse:
    found = error.errors() if isinstance(error, RequestValidationError) else []
    said = "; ".join(f"{'.'.join(map(str, e['loc'][1:])) or 'body'}: {e['msg']}" for e in found)
    return problem(request, 422, said or "the request cannot be read")


def _http(request: Request, error: Exception) -> JSONResponse:
    status = error.status_code if isinstance(error, HTTPException) else 500
    detail = str(error.detail) if isinstance(error, HTTPException) else ""
    response = problem(request, status, detail)
    response.headers.update((error.headers or {}) if isinstance(error, HTTPException) else {})
    return response


def _unexpected(request: Request, error: Exception) -> JSONResponse:
    logger.exception("unexpected error at %s", request.url.path, exc_info=error)
    return problem(request, 500, "an unexpected error; the service's log tells more")
