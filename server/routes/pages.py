"""The pages that people read: the web box, the list of terms, and each term's article."""

from collections import defaultdict
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from ingest.datatypes import Article
from retriever.errors import RetrieverError, UnknownTermError
from server.answering.glossary import Glossary
from server.dependencies import CurrentGlossary, Settings, Suggested, Templates
from server.routes.ask import answered
from server.schemas import AskRequest
from server.text_markup import shown_sections

router = APIRouter(include_in_schema=False)

_TOO_LONG = 1000
_WAIT_SECONDS = 0.1
"""How long the first page waits for suggested questions; without them it is better than late."""


@router.get("/", response_class=HTMLResponse)
def home(
    request: Request,
    settings: Settings,
    glossary: CurrentGlossary,
    templates: Templates,
    suggested: Suggested,
    q: Annotated[str, Query()] = "",
    about: Annotated[str, Query()] = "",
) -> HTMLResponse:
    """The web box; with `q` the answer too, so that a link shows it without any script."""
    question, problem, answer = " ".join(q.split()), "", None
    if len(question) > _TOO_LONG:
        problem, question = (
            f"Questions may have {_TOO_LONG} characters; this one has {len(question)}.",
            question[:_TOO_LONG],
        )
    elif question:
        previous = [{"question": about, "articles": [about]}] if about in glossary.index.articles else []
        try:
            body = AskRequest.model_validate({"question": question, "previous": previous})
            answer = answered(body, glossary, settings)
        except RetrieverError as error:
            problem = str(error)
    context = {
        "question": question,
        "problem": problem,
        "answer": answer,
        "suggested": suggested.of(glossary, wait_seconds=_WAIT_SECONDS) if not question else [],
        "n_terms": len(glossary.index.articles),
    }
    return templates.TemplateResponse(request, "home.html", context, status_code=422 if problem else 200)


@router.get("/terms", response_class=HTMLResponse)
def terms(request: Request, glossary: CurrentGlossary, templates: Templates, category: str = "") -> HTMLResponse:
    """All terms from A to Z, or those of one category."""
    articles = [record.article for record in glossary.index.articles.values()]
    categories = sorted({article.category for article in articles if article.category}, key=str.casefold)
    shown = [article for article in articles if not category or article.category == category]
    letters: dict[str, list[Article]] = defaultdict(list)
    for article in sorted(shown, key=lambda a: (a.term.casefold(), a.article_id)):
        first = article.term[:1].upper()
        letters[first if first.isalpha() else "#"].append(article)
    context = {"letters": dict(letters), "categories": categories, "category": category, "n_terms": len(shown)}
    return templates.TemplateResponse(request, "terms.html", context)


@router.get("/terms/{name:path}", response_class=HTMLResponse)
def term(name: str, request: Request, glossary: CurrentGlossary, templates: Templates) -> HTMLResponse:
    """One article, with its table of contents, related terms and incoming links."""
    try:
        article = glossary.graph.find_one(name)
    except UnknownTermError:
        nearest = [glossary.index.article(found) for found in glossary.graph.nearest_names(name, 6)]
        context = {"name": name, "nearest": nearest}
        return templates.TemplateResponse(request, "no_term.html", context, status_code=404)
    return templates.TemplateResponse(request, "term.html", _article_context(article, glossary))


def _article_context(article: Article, glossary: Glossary) -> dict[str, object]:
    linked_from = [glossary.index.article(other) for other in glossary.graph.linked_from(article.article_id)]
    sections = shown_sections(article)
    slugs = {section.slug for section in sections}
    extra: dict[str, list[str]] = defaultdict(list)  # second and later passages of a section have ids of their own
    for passage in glossary.index.articles[article.article_id].passages:
        slug = passage.passage_id.rpartition("#")[2]
        if slug not in slugs:
            extra[f"c{passage.start}"].append(slug)
    return {
        "article": article,
        "sections": sections,
        "passage_anchors": extra,
        "related": glossary.graph.related(article.article_id),
        "linked_from": sorted(linked_from, key=lambda a: a.term.casefold()),
    }
