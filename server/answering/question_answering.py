"""THE FLOW of answering: resolve -> retrieve -> abstain or select -> cite -> relate."""

import time
from collections.abc import Sequence

from retriever.datatypes import RelatedTerm, Retrieval
from retriever.errors import RetrieverError
from retriever.hybrid import MAX_QUERY_CHARACTERS, check_query
from server.answering import ANSWERERS
from server.answering.abstention import features_of, read_model
from server.answering.citations import cite
from server.answering.datatypes import Answer, Citation
from server.answering.follow_up import PreviousTurn, resolve
from server.answering.glossary import Glossary
from server.answering.question_kinds import kind_of
from server.settings import ServerSettings

HITS = 12
_RELATED = 6


def answer_question(
    question: str,
    glossary: Glossary,
    settings: ServerSettings,
    *,
    previous: Sequence[PreviousTurn] = (),
    answerer: str = "",
    max_words: int = 0,
) -> Answer:
    """Answer a question from a glossary, every part cited; or say that the glossary does not answer it.

    Raises:
        RetrieverError: the question is empty or too long, or the answerer is unknown.
    """
    check_query(question)
    begin = time.perf_counter()
    name = answerer or settings.answerer
    if name not in ANSWERERS:
        raise RetrieverError(f"answerer {name!r} is not one of {', '.join(ANSWERERS)}")
    resolved = resolve(question, previous, glossary)
    retrieval = glossary.retriever.search(resolved.query[:MAX_QUERY_CHARACTERS], HITS)
    retrieved = time.perf_counter()
    confidence = read_model(settings.abstention_model).confidence(features_of(resolved.query, retrieval, glossary))
    selections = (
        ANSWERERS[name]().select(retrieval.read_as, retrieval, glossary, max_words or settings.max_words)
        if confidence >= settings.confidence
        else []
    )
    parts, citations = cite(selections)
    answered = bool(parts)
    kind = kind_of(retrieval.read_as)
    done = time.perf_counter()
    return Answer(
        question=question,
        status="answered" if answered else "not_in_glossary",
        confidence=round(confidence, 4),
        parts=parts,
        citations=citations,
        related=related_to_answer(citations, retrieval, glossary) if answered else (),
        suggestions=() if answered else nearest_terms(question, retrieval, glossary),
        generation=glossary.index.generation,
        n_articles=len(glossary.index.articles),
        n_passages=len(glossary.index.passages),
        timings_ms={
            **retrieval.timings_ms,
            "answer": round((done - retrieved) * 1e3, 3),
            "total": round((time.perf_counter() - begin) * 1e3, 3),
        },
        about=resolved.about,
        missing=() if answered else glossary.unknown_words(question),
        kind=kind.name if kind else "",
    )


def related_to_answer(
    citations: Sequence[Citation], retrieval: Retrieval, glossary: Glossary
) -> tuple[RelatedTerm, ...]:
    """Terms related to the cited articles, those that the retrieval also found first; cited ones left out."""
    cited = list(dict.fromkeys(citation.article_id for citation in citations))
    found = {hit.passage.article_id: hit.score for hit in reversed(retrieval.hits)}
    top = max(found.values(), default=1.0) or 1.0
    best: dict[str, RelatedTerm] = {}
    for article_id in cited:
        for term in glossary.graph.related(article_id):
            if term.article_id not in cited and term.article_id not in best:
                best[term.article_id] = term
    ranked = sorted(
        best.values(), key=lambda t: (-(t.score + 0.3 * max(found.get(t.article_id, 0.0), 0.0) / top), t.article_id)
    )
    return tuple(ranked[:_RELATED])


def nearest_terms(question: str, retrieval: Retrieval, glossary: Glossary) -> tuple[RelatedTerm, ...]:
    """The terms nearest to a question that has no answer: those it names or nearly names, then the nearest articles."""
    named = [(article_id, 1.0, "alias") for article_id in glossary.graph.mentions(question)]
    near = [(hit.passage.article_id, max(min(hit.dense, 1.0), 0.0), "similar") for hit in retrieval.hits]
    chosen: dict[str, RelatedTerm] = {}
    for article_id, score, reason in [*named, *near]:
        term = glossary.index.article(article_id).term
        if article_id not in chosen:
            chosen[article_id] = RelatedTerm(
                article_id, term, round(score, 4), "alias" if reason == "alias" else "similar"
            )
    return tuple(list(chosen.values())[:_RELATED])
