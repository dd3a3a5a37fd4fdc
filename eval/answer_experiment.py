"""THE FLOW of answer evaluation: questions + glossary -> answers -> measures."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from eval.answer_measures import (
    JudgedAnswer,
    article_accuracy,
    judges_sections,
    measure_answers,
    section_accuracy,
    words_of,
)
from eval.datatypes import Dataset, Estimate, Topic
from eval.experiment import index_of_dataset
from eval.verification_measures import VerificationSummary, verification_summary
from ingest.pipeline import Progress
from retriever.hybrid import open_retriever
from server.answering.glossary import Glossary
from server.answering.question_answering import answer_question
from server.settings import ServerSettings


@dataclass(frozen=True, slots=True)
class AnswerExperiment:
    """The answers to a dataset's questions and what was measured of them."""

    dataset: Dataset
    judged: list[JudgedAnswer]
    measures: dict[str, Estimate]
    by_kind: dict[str, dict[str, float]]
    words: dict[str, float]
    latency_ms: dict[str, float]
    generation: str
    verification: VerificationSummary


def run_answers(
    dataset: Dataset, settings: ServerSettings, *, answerer: str = "", progress: Progress | None = None
) -> AnswerExperiment:
    """Answer every question of a dataset, those with an answer and those without, and measure.

    Raises:
        EvalError, IngestError: the dataset or the index is wrong; each says what to do.
    """
    if dataset.corpus:
        settings = index_of_dataset(dataset, settings, progress)
    glossary = Glossary(open_retriever(settings))
    judged = judged_answers(dataset, glossary, settings, answerer=answerer, progress=progress)
    answers = [j.answer for j in judged]
    answered = [a for a in answers if a.status == "answered"]
    words = words_of(answered)
    times = [a.timings_ms["total"] for a in answers]
    beyond = [a.timings_ms["answer"] for a in answers]
    return AnswerExperiment(
        dataset=dataset,
        judged=judged,
        measures=measure_answers(judged, glossary.index.article),
        by_kind=_by_kind(judged),
        words={"median": float(np.median(words)), "max": float(words.max())} if len(words) else {},
        latency_ms={
            "p50": round(float(np.quantile(times, 0.5)), 3),
            "p95": round(float(np.quantile(times, 0.95)), 3),
            "answer_p50": round(float(np.quantile(beyond, 0.5)), 3),
        },
        generation=glossary.index.generation,
        verification=verification_summary(answers),
    )


def judged_answers(
    dataset: Dataset,
    glossary: Glossary,
    settings: ServerSettings,
    *,
    answerer: str = "",
    progress: Progress | None = None,
) -> list[JudgedAnswer]:
    """Answers to all questions of a dataset, in its order, those without an answer last."""
    tell: Callable[[str, int, int], None] = progress or (lambda step, done, total: None)
    everything: list[tuple[Topic, dict[str, int]]] = [(t, dataset.qrels[t.topic_id]) for t in dataset.topics]
    everything += [(topic, {}) for topic in dataset.unanswerable]
    judged: list[JudgedAnswer] = []
    for n, (topic, grades) in enumerate(everything, start=1):
        answer = answer_question(topic.text[:1000], glossary, settings, answerer=answerer)
        sections = topic.details.get("sections")
        relevant = {article: grade for article, grade in grades.items() if grade > 0}
        judged.append(JudgedAnswer(topic, answer, relevant, tuple(sections) if isinstance(sections, list) else ()))
        tell("answering", n, len(everything))
    return judged


def _by_kind(judged: list[JudgedAnswer]) -> dict[str, dict[str, float]]:
    kinds = sorted({j.topic.kind for j in judged if j.answerable and j.topic.kind})
    table: dict[str, dict[str, float]] = {}
    for kind in kinds:
        own = [j for j in judged if j.answerable and j.topic.kind == kind]
        accuracy, sections = article_accuracy(own), section_accuracy(own)
        cited = {"section_accuracy": float(np.mean(sections)) if sections else 0.0} if judges_sections(judged) else {}
        table[kind] = {
            "n": float(len(own)),
            "answered_rate": float(np.mean([j.answered for j in own])),
            "article_accuracy": float(np.mean(accuracy)) if accuracy else 0.0,
            **cited,
        }
    return table
