"""The pages of the glossary itself: the list of terms, and each term's article."""

from collections import defaultdict

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from ingest.datatypes import Article
from retriever.errors import UnknownTermError
from server.answer_view import RelatedCard, related_card
from server.answering.glossary import Glossary
from server.dependencies import CurrentGlossary, Templates
from server.schemas import RelatedBody
from server.term_map import map_of
from server.text_markup import shown_sections

router = APIRouter(include_in_schema=False)


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
        near = [glossary.index.article(found) for found in glossary.graph.nearest_names(name, 6)]
        nearest = [RelatedCard(a.article_id, a.term, "", a.definition) for a in near]
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
    related = glossary.graph.related(article.article_id)
    return {
        "article": article,
        "sections": sections,
        "passage_anchors": extra,
        "related": [related_card(RelatedBody.of(term), glossary) for term in related],
        "map": map_of([article.article_id], [term.article_id for term in related], glossary),
        "linked_from": sorted(linked_from, key=lambda a: a.term.casefold()),
    }
