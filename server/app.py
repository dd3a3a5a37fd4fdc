"""Settings in, the web application out."""

from pathlib import Path

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.templating import Jinja2Templates

from server.answer_view import answer_blocks
from server.error_responses import add_error_responses
from server.feedback_store import FeedbackStore
from server.head_requests import HeadRequests
from server.live_glossary import LiveGlossary
from server.page_address import service_address
from server.page_headers import PageHeaders
from server.routes import (
    api_docs,
    ask,
    brief,
    embed,
    export,
    feedback,
    gaps,
    health,
    oembed,
    pages,
    search,
    terms,
    web_box,
)
from server.settings import ServerSettings
from server.static_files import LastingStaticFiles, StaticFileAddresses
from server.suggested_questions import SuggestedQuestions
from server.text_markup import text_fragment

_HERE = Path(__file__).resolve().parent


def create_app(settings: ServerSettings | None = None) -> FastAPI:
    """The application over the index in force; None reads the settings from file and environment.

    Raises:
        IngestError: there is no index, or it does not fit the settings; names the command that builds it.
    """
    settings = settings or ServerSettings.read()
    app = FastAPI(
        title="Glossator",
        version="0.1.0",
        summary="Ask a glossary a question, get a short answer in which every sentence carries a citation.",
        docs_url=None,  # FastAPI's own pages load their scripts from elsewhere; routes/api_docs.py does not
        redoc_url=None,
    )
    app.root_path = settings.base_path
    app.state.settings = settings
    app.state.live = LiveGlossary(settings)
    app.state.feedback = FeedbackStore(settings.feedback_file, count_questions=settings.count_questions)
    app.state.suggested = SuggestedQuestions(settings)
    app.state.templates = _templates(settings)
    for routes in (api_docs, health, ask, brief, search, terms, export, embed, oembed, feedback, gaps, web_box, pages):
        app.include_router(routes.router)
    app.mount("/static/swagger-ui", LastingStaticFiles(directory=api_docs.SWAGGER_UI), name="swagger-ui")
    app.mount("/static", LastingStaticFiles(directory=_HERE / "static"), name="static")
    add_error_responses(app)
    app.add_middleware(health.CountRequests)
    app.add_middleware(GZipMiddleware, minimum_size=1024)
    app.add_middleware(PageHeaders, allowed_origins=settings.allowed_origins, base_path=settings.base_path)
    app.add_middleware(HeadRequests)
    if settings.allowed_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=list(settings.allowed_origins),
            allow_methods=["GET", "POST"],
            allow_headers=["Content-Type", "Accept"],
        )
    return app


def _templates(settings: ServerSettings) -> Jinja2Templates:
    templates = Jinja2Templates(
        directory=_HERE / "templates",
        context_processors=[lambda request: {"site": service_address(request, settings)}],
    )
    templates.env.globals["base"] = settings.base_path
    templates.env.globals["public_url"] = settings.public_url
    templates.env.globals["static"] = StaticFileAddresses(_HERE / "static", settings.base_path)
    templates.env.filters["text_fragment"] = text_fragment
    templates.env.filters["answer_blocks"] = answer_blocks
    templates.env.trim_blocks = True
    templates.env.lstrip_blocks = True
    return templates
