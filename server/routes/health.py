"""`/healthz`, `/readyz` and `/metrics`: is it alive, can it answer, how much does it do."""

import time

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.dependencies import CurrentGlossary

router = APIRouter(tags=["health"], include_in_schema=False)

_REGISTRY = CollectorRegistry()
_REQUESTS = Counter("glossator_requests", "Requests by route and status.", ["route", "status"], registry=_REGISTRY)
_SECONDS = Histogram("glossator_request_seconds", "Time to the start of the response.", ["route"], registry=_REGISTRY)
_ARTICLES = Gauge("glossator_articles", "Articles in the index in force.", registry=_REGISTRY)
_PASSAGES = Gauge("glossator_passages", "Passages in the index in force.", registry=_REGISTRY)


@router.get("/healthz")
def alive() -> dict[str, str]:
    """The process answers."""
    return {"status": "alive"}


@router.get("/readyz")
def ready(glossary: CurrentGlossary) -> dict[str, object]:
    """The index is loaded."""
    index = glossary.index
    return {
        "status": "ready",
        "generation": index.generation,
        "articles": len(index.articles),
        "passages": len(index.passages),
    }


@router.get("/metrics")
def metrics(glossary: CurrentGlossary) -> Response:
    """Counts and times for Prometheus."""
    _ARTICLES.set(len(glossary.index.articles))
    _PASSAGES.set(len(glossary.index.passages))
    return PlainTextResponse(generate_latest(_REGISTRY), media_type=CONTENT_TYPE_LATEST)


class CountRequests:
    """ASGI middleware that counts and times requests by route."""

    def __init__(self, app: ASGIApp) -> None:
        """Count the requests of an app."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and count it when its response starts."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begin = time.perf_counter()

        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                route = getattr(scope.get("route"), "path", "other")
                _REQUESTS.labels(route, str(message["status"])).inc()
                _SECONDS.labels(route).observe(time.perf_counter() - begin)
            await send(message)

        await self._app(scope, receive, counted)
