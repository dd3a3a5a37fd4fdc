"""`/`, the web box, and `POST /ask`, by which it asks without leaving the page."""

from collections import Counter
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from retriever.errors import RetrieverError
from retriever.hybrid import MAX_QUERY_CHARACTERS, check_query
from server.answer_view import answer_view
from server.answering.glossary import Glossary
from server.dependencies import CurrentGlossary, Feedback, Settings, Suggested, Templates
from server.page_address import service_address
from server.routes.ask import AnswerStream, answer_events, answered
from server.schemas import AskRequest, AskResponse

router = APIRouter(include_in_schema=False)

_WAIT_SECONDS = 0.1
"""How long the first page waits for suggested questions; without them it is better than late."""


@router.get("/", response_class=HTMLResponse)
def home(
    request: Request,
    settings: Settings,
    glossary: CurrentGlossary,
    templates: Templates,
    suggested: Suggested,
    feedback: Feedback,
    q: Annotated[str, Query()] = "",
    about: Annotated[str, Query()] = "",
    rated: Annotated[str, Query()] = "",
) -> HTMLResponse:
    """The web box; with `q` the answer too, so that a link shows it without any script."""
    question, problem = " ".join(q.split()), ""
    context: dict[str, object] = {"answer": None, "follow_about": ""}
    if len(question) > MAX_QUERY_CHARACTERS:
        problem = f"Questions may have {MAX_QUERY_CHARACTERS} characters; this one has {len(question)}."
        question = question[:MAX_QUERY_CHARACTERS]
    elif question:
        previous = [{"question": about, "articles": [about]}] if about in glossary.index.articles else []
        try:
            body = AskRequest.model_validate({"question": question, "previous": previous})
            answer = answered(body, glossary, settings, None if rated else feedback)
            site = service_address(request, settings)
            context.update(_result_context(answer, body, glossary, site), rated=rated)
        except RetrieverError as error:
            problem = str(error)
    else:
        counts = Counter(r.article.category for r in glossary.index.articles.values() if r.article.category)
        context["suggested"] = suggested.of(glossary, wait_seconds=_WAIT_SECONDS)
        context["categories"] = sorted(counts.items(), key=lambda item: item[0].casefold())
    context.update(question=question, problem=problem, n_terms=len(glossary.index.articles))
    return templates.TemplateResponse(request, "home.html", context, status_code=422 if problem else 200)


@router.post("/ask")
async def ask_from_page(
    body: AskRequest,
    request: Request,
    settings: Settings,
    glossary: CurrentGlossary,
    templates: Templates,
    feedback: Feedback,
) -> AnswerStream:
    """The events of `POST /api/ask`, and at the end `page`: the answer as the page shows it, by the same template."""
    check_query(body.question)
    result = templates.get_template("_result.html")

    def page(answer: AskResponse) -> str:
        return result.render(_result_context(answer, body, glossary, service_address(request, settings)))

    return AnswerStream(answer_events(body, glossary, settings, feedback, page))


def _result_context(answer: AskResponse, body: AskRequest, glossary: Glossary, site: str) -> dict[str, object]:
    """What the template of an answer needs; `follow_about` is the article that the next question may lean on."""
    known = [a for turn in reversed(body.previous) for a in turn.articles if a in glossary.index.articles]
    about_article = known[0] if known and answer.about else ""
    cited = answer.citations[0].article if answer.citations else ""
    return {
        "answer": answer,
        "site": site,
        "view": answer_view(answer, glossary),
        "about_article": about_article,
        "follow_about": cited or about_article,
    }
