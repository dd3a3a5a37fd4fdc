"""A situation in, a preparation sheet out: what several articles say to it, by what a reader does with it."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.datatypes import Article, Section, Segment
from retriever.datatypes import RelatedTerm, Retrieval
from retriever.hybrid import check_query
from retriever.section_kinds import section_kind
from server.answering.abstention import features_of, read_model
from server.answering.citations import CitedParts, drafts_of, markdown_of
from server.answering.content_words import missing_names
from server.answering.datatypes import AnswerPart, Citation, Selection, Status
from server.answering.folding import stands_alone, without_repeats
from server.answering.glossary import Glossary
from server.answering.terms_around import nearest_terms, related_to_answer
from server.settings import ServerSettings


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """What a section of the sheet is called, which kinds of section feed it, and how many quotes it has at most."""

    name: str
    heading: str
    kinds: tuple[str, ...]
    most: int


SHEET = (
    SheetPlan("outcome", "The outcome to aim for", ("signs", "help"), 2),
    SheetPlan("stake", "What is at stake", ("why", "where"), 2),
    SheetPlan("questions", "Questions to ask", ("questions",), 5),
    SheetPlan("practices", "Practices", ("practices", "steps"), 5),
    SheetPlan("help", "What helps", ("help",), 4),
    SheetPlan("mistakes", "Mistakes to avoid", ("mistakes",), 4),
    SheetPlan("signs", "Signs that it is working", ("signs",), 3),
    SheetPlan("next_step", "Next step", ("steps",), 1),
    SheetPlan("terms", "The terms behind this sheet", ("opening",), 4),
)
"""The sheet from top to bottom; a section for which no article has a source is left out."""

_CHOOSES_FIRST = ("next_step", "outcome")
_HITS = 40
_MOST_ARTICLES = 4
_NEAR_BEST_ARTICLE = 0.25
_NEAR_BEST_IF_LINKED = 0.4
_NEAR_BEST_QUOTE = 0.3
_NAMED_BONUS = 0.05
_MOST_OF_ONE_ARTICLE = 0.6
_LONGEST_QUOTE = 45


@dataclass(frozen=True, slots=True)
class BriefSection:
    """One section of the sheet: its heading is ours, its parts are quotes."""

    name: str
    heading: str
    parts: tuple[AnswerPart, ...]

    @property
    def as_items(self) -> tuple[AnswerPart, ...]:
        """The parts as they are shown: one a line, sentences too, since they do not run on."""
        return tuple(replace(part, kind="list_item") for part in self.parts)


@dataclass(frozen=True, slots=True)
class Brief:
    """A preparation sheet; its parts and citations are those of an answer, the citations numbered through the sheet.

    `not_in_glossary` has no sections and no citations, but suggestions.
    """

    situation: str
    status: Status
    confidence: float
    sections: tuple[BriefSection, ...]
    citations: tuple[Citation, ...]
    related: tuple[RelatedTerm, ...]
    suggestions: tuple[RelatedTerm, ...]
    missing: tuple[str, ...]
    generation: str
    n_articles: int
    n_passages: int
    timings_ms: dict[str, float]

    @property
    def markdown(self) -> str:
        """The sheet as Markdown, a heading a section, a line a quote."""
        return "\n\n".join(f"## {s.heading}\n\n{markdown_of(s.as_items, self.citations)}" for s in self.sections)


@dataclass(frozen=True, slots=True)
class _Quotable:
    kind: str
    selection: Selection


def brief(situation: str, glossary: Glossary, settings: ServerSettings) -> Brief:
    """The sheet for a situation, every line of it quoted and cited; or that the glossary does not know it.

    Raises:
        RetrieverError: the situation is empty or too long.
    """
    check_query(situation)
    begin = time.perf_counter()
    retrieval = glossary.retriever.search(situation, _HITS)
    confidence = read_model(settings.abstention_model).confidence(features_of(situation, retrieval, glossary))
    known = confidence >= settings.confidence and bool(retrieval.hits)
    cited = CitedParts()
    sections = tuple(_sections(retrieval, glossary, cited)) if known else ()
    return Brief(
        situation=situation,
        status="answered" if sections else "not_in_glossary",
        confidence=round(confidence, 4),
        sections=sections,
        citations=cited.citations,
        related=related_to_answer(cited.citations, retrieval, glossary) if sections else (),
        suggestions=() if sections else nearest_terms(situation, retrieval, glossary),
        missing=() if sections else missing_names(retrieval.read_as, glossary),
        generation=glossary.index.generation,
        n_articles=len(glossary.index.articles),
        n_passages=len(glossary.index.passages),
        timings_ms={**retrieval.timings_ms, "total": round((time.perf_counter() - begin) * 1e3, 3)},
    )


def _sections(retrieval: Retrieval, glossary: Glossary, cited: CitedParts) -> Iterator[BriefSection]:
    """The sections that have a source, in the order of the sheet; each quote stands in one of them alone."""
    quotable = _quotable(_articles(retrieval, glossary), retrieval, glossary)
    chosen: dict[str, list[Selection]] = {}
    for plan in sorted(SHEET, key=lambda plan: plan.name not in _CHOOSES_FIRST):
        taken = [s for selections in chosen.values() for s in selections]
        own = [q.selection for q in quotable if q.kind in plan.kinds and q.selection not in taken]
        if plan.name == "terms" and taken:
            own = [s for s in own if any(s.article is other.article for other in taken)]
        chosen[plan.name] = _CHOICES.get(plan.name, _nearest)(own, plan.most, glossary)
    for plan in SHEET:
        if chosen[plan.name]:
            yield BriefSection(plan.name, plan.heading, tuple(cited.add(d) for d in drafts_of(chosen[plan.name])))


def _articles(retrieval: Retrieval, glossary: Glossary) -> dict[str, float]:
    """The articles that a sheet draws on, each with its score, best first, at most four.

    They are near the best one; one that is linked with it may be farther off, one that is named is always there.
    """
    named = glossary.graph.mentions(retrieval.read_as)
    scores: dict[str, float] = {}
    for hit in retrieval.hits:
        article_id = hit.passage.article_id
        bonus = _NAMED_BONUS if article_id in named else 0.0
        scores[article_id] = max(scores.get(article_id, 0.0), hit.score + bonus)
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    best, best_score = ranked[0]
    linked = {term.article_id for term in glossary.graph.related(best) if term.reason == "linked"}
    near = [
        (article_id, score)
        for article_id, score in ranked
        if article_id in named
        or score >= best_score - (_NEAR_BEST_IF_LINKED if article_id in linked else _NEAR_BEST_ARTICLE)
    ]
    return dict(near[:_MOST_ARTICLES])


def _quotable(articles: dict[str, float], retrieval: Retrieval, glossary: Glossary) -> list[_Quotable]:
    """The segments of the articles that can be read alone, scored by nearness; those of the best article first."""
    found: list[_Quotable] = []
    for article_id, article_score in articles.items():
        article = glossary.index.article(article_id)
        cosines = glossary.segment_vectors(article, list(range(len(article.segments)))) @ retrieval.query_vector
        for segment, cosine in zip(article.segments, cosines, strict=True):
            section = next(s for s in article.sections if s.start <= segment.start < s.end)
            passage = glossary.passage_at(article, segment.start)
            selection = Selection(article, passage, segment, article_score + float(cosine))
            alone = segment.kind != "formula" and (segment.start == section.start or stands_alone(selection))
            if alone and len(selection.text.split()) <= _LONGEST_QUOTE:
                found.append(_Quotable(_kind(section, article, segment), selection))
    return found


def _kind(section: Section, article: Article, segment: Segment) -> str:
    """The kind of section; where it tells how, a list holds steps and prose tells what helps."""
    if section is article.sections[0]:
        return "opening"
    kind = section_kind(section)
    if kind == "how":
        return "steps" if segment.kind == "list_item" else "help"
    return kind


def _nearest(own: Sequence[Selection], most: int, glossary: Glossary) -> list[Selection]:
    """The nearest, repeats folded; of one article not much more than half where others have some."""
    ranked = without_repeats(sorted(own, key=lambda s: -s.score)[: 4 * most], glossary)
    near = [s for s in ranked if s.score >= ranked[0].score - _NEAR_BEST_QUOTE]
    limit = max(1, round(most * _MOST_OF_ONE_ARTICLE))
    spread: list[Selection] = []
    for selection in near:
        if sum(s.article is selection.article for s in spread) < limit:
            spread.append(selection)
    return [*spread, *(s for s in near if s not in spread)][:most]


def _first_step(own: Sequence[Selection], most: int, glossary: Glossary) -> list[Selection]:
    """The first step of the best article that tells steps."""
    first = [s for s in own if s.article is own[0].article]
    return sorted(first, key=lambda s: s.segment.start)[:most]


def _definitions(own: Sequence[Selection], most: int, glossary: Glossary) -> list[Selection]:
    """The first sentence of each article, best article first."""
    openings: dict[str, Selection] = {}
    for selection in own:
        openings.setdefault(selection.article.article_id, selection)
    return list(openings.values())[:most]


_CHOICES = {"next_step": _first_step, "terms": _definitions}
