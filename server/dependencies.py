"""What routes ask for: the settings, the glossary in force, and the templates.

All are coroutines that never wait: a plain function would be sent to a thread and back for each request.
"""

from typing import Annotated

from fastapi import Depends, Request
from fastapi.templating import Jinja2Templates

from server.answering.glossary import Glossary
from server.feedback_store import FeedbackStore
from server.settings import ServerSettings
from server.suggested_questions import SuggestedQuestions


async def settings_of(request: Request) -> ServerSettings:
    """The settings that the app was made with."""
    settings: ServerSettings = request.app.state.settings
    return settings


async def glossary_of(request: Request) -> Glossary:
    """The glossary to answer this request from."""
    glossary: Glossary = request.app.state.live.current()
    return glossary


async def templates_of(request: Request) -> Jinja2Templates:
    """The page templates."""
    templates: Jinja2Templates = request.app.state.templates
    return templates


async def suggested_of(request: Request) -> SuggestedQuestions:
    """The questions that the first page offers."""
    suggested: SuggestedQuestions = request.app.state.suggested
    return suggested


async def feedback_of(request: Request) -> FeedbackStore:
    """Where questions asked and ratings are kept."""
    feedback: FeedbackStore = request.app.state.feedback
    return feedback


Settings = Annotated[ServerSettings, Depends(settings_of)]
CurrentGlossary = Annotated[Glossary, Depends(glossary_of)]
Templates = Annotated[Jinja2Templates, Depends(templates_of)]
Suggested = Annotated[SuggestedQuestions, Depends(suggested_of)]
Feedback = Annotated[FeedbackStore, Depends(feedback_of)]
