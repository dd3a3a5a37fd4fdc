"""`/gaps`, for the glossary's owner: which questions were not answered or badly rated, by nearest term."""

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from server.dependencies import CurrentGlossary, Feedback, Settings, Templates
from server.gaps import gaps
from server.owner_access import owner_only

router = APIRouter(include_in_schema=False, dependencies=[Depends(owner_only)])


@router.get("/gaps", response_class=HTMLResponse)
def gaps_page(
    request: Request, settings: Settings, glossary: CurrentGlossary, feedback: Feedback, templates: Templates
) -> HTMLResponse:
    """What the glossary lacks, the weightiest first."""
    questions = feedback.questions()
    context = {
        "gaps": gaps(questions),
        "articles": glossary.index.articles,
        "n_asked": sum(question.asked for question in questions),
        "n_unanswered": sum(question.unanswered for question in questions),
        "n_up": sum(question.up for question in questions),
        "n_down": sum(question.down for question in questions),
        "counting": settings.count_questions,
    }
    return templates.TemplateResponse(request, "gaps.html", context, headers={"Cache-Control": "no-store"})
