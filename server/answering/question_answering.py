"""THE FLOW of answering: resolve -> retrieve -> abstain, or answer part by part -> cite -> relate."""

import time
from collections.abc import Generator, Sequence
from threading import Event

from retriever.errors import RetrieverError
from retriever.hybrid import MAX_QUERY_CHARACTERS, check_query
from server.answering import ANSWERERS
from server.answering.abstention import features_of, read_model
from server.answering.citations import CitedParts
from server.answering.content_words import missing_names
from server.answering.datatypes import Answer, AnswerPart, Verification
from server.answering.follow_up import PreviousTurn, resolve
from server.answering.glossary import Glossary
from server.answering.kind_reading import read_kind
from server.answering.terms_around import nearest_terms, related_to_answer
from server.answering.verification_notes import notes_of
from server.settings import ServerSettings

HITS = 12


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
    steps = stream_answer(question, glossary, settings, previous=previous, answerer=answerer, max_words=max_words)
    return next(step for step in steps if isinstance(step, Answer))


def stream_answer(
    question: str,
    glossary: Glossary,
    settings: ServerSettings,
    *,
    previous: Sequence[PreviousTurn] = (),
    answerer: str = "",
    max_words: int = 0,
    cancelled: Event | None = None,
) -> Generator[AnswerPart | Answer]:
    """The same step by step: each part of the answer as soon as it is sure, and last the whole Answer.

    The parts that came are those of the Answer, in its order. Setting `cancelled` ends what the answerer waits for.

    Raises:
        RetrieverError: the question is empty or too long, or the answerer is unknown; at once, not at the first step.
        ServerError: the answerer needs a setting that is not given; at once as well.
    """
    check_query(question)
    name = answerer or settings.answerer
    if name not in ANSWERERS:
        raise RetrieverError(f"answerer {name!r} is not one of {', '.join(sorted(ANSWERERS))}")
    asked = settings.model_copy(update={"answerer": name, "max_words": max_words or settings.max_words})
    ANSWERERS[name](asked)
    return _steps(question, glossary, asked, previous, cancelled or Event())


def _steps(
    question: str,
    glossary: Glossary,
    settings: ServerSettings,
    previous: Sequence[PreviousTurn],
    cancelled: Event,
) -> Generator[AnswerPart | Answer]:
    begin = time.perf_counter()
    resolved = resolve(question, previous, glossary)
    retrieval = glossary.retriever.search(resolved.query[:MAX_QUERY_CHARACTERS], HITS)
    retrieved = time.perf_counter()
    confidence = read_model(settings.abstention_model).confidence(features_of(resolved.query, retrieval, glossary))
    cited = CitedParts()
    verification: Verification | None = None
    if confidence >= settings.confidence:
        answerer = ANSWERERS[settings.answerer](settings)
        for step in answerer.answer(
            retrieval.read_as, retrieval, glossary, max_words=settings.max_words, cancelled=cancelled
        ):
            if isinstance(step, Verification):
                verification = step
            else:
                yield cited.add(step)
    citations = cited.citations
    answered = bool(citations)
    kind = read_kind(retrieval.read_as, retrieval, glossary.graph.mentions(retrieval.read_as), glossary)
    done = time.perf_counter()
    yield Answer(
        question=question,
        status="answered" if answered else "not_in_glossary",
        confidence=round(confidence, 4),
        parts=cited.parts,
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
        missing=() if answered else missing_names(retrieval.read_as, glossary),
        kind=kind.name if kind else "",
        notes=notes_of(verification) if verification else (),
        answerer=settings.answerer,
        verification=verification,
    )
