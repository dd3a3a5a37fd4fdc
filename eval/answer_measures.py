"""Answers to judged questions in, measures of answering, citing and refusing out."""

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.datatypes import Estimate, Topic
from eval.measures import estimate
from ingest.datatypes import Article
from server.answering.citations import CELL_BREAK
from server.answering.datatypes import Answer


@dataclass(frozen=True, slots=True)
class JudgedAnswer:
    """A question, what the service answered, and what is relevant: grades by article, sections best first.

    A question that must not be answered has no relevant articles.
    """

    topic: Topic
    answer: Answer
    relevant: dict[str, int]
    sections: tuple[str, ...]

    @property
    def answerable(self) -> bool:
        """Whether the glossary answers the question."""
        return bool(self.relevant)

    @property
    def answered(self) -> bool:
        """Whether the service answered it."""
        return self.answer.status == "answered"


ArticleOf = Callable[[str], Article]


def answered_rate(judged: Sequence[JudgedAnswer]) -> list[float]:
    """For each answerable question: 1 where it was answered."""
    return [float(j.answered) for j in judged if j.answerable]


def false_answer_rate(judged: Sequence[JudgedAnswer]) -> list[float]:
    """For each question that must not be answered: 1 where it was."""
    return [float(j.answered) for j in judged if not j.answerable]


def article_accuracy(judged: Sequence[JudgedAnswer]) -> list[float]:
    """For each answered answerable question: 1 where the first citation lies in an article of grade 1 and up."""
    return [
        float(j.relevant.get(j.answer.citations[0].article_id, 0) >= 1) for j in judged if j.answerable and j.answered
    ]


def section_accuracy(judged: Sequence[JudgedAnswer]) -> list[float]:
    """For each answered question with judged sections: 1 where a citation lies in one of them."""
    return [
        float(any(section_of(c.passage_id, j.sections) for c in j.answer.citations))
        for j in judged
        if j.answerable and j.answered and j.sections
    ]


def judges_sections(judged: Sequence[JudgedAnswer]) -> bool:
    """Whether a judged set says for any question which sections answer it."""
    return any(j.sections for j in judged)


def section_of(passage_id: str, sections: Sequence[str]) -> bool:
    """Whether a passage belongs to one of the sections; `x#s-2` is the second passage of `x#s`."""
    return any(
        passage_id == section or (passage_id.startswith(section + "-") and passage_id[len(section) + 1 :].isdigit())
        for section in sections
    )


def citation_verbatim(judged: Sequence[JudgedAnswer], article_of: ArticleOf) -> list[float]:
    """For each citation: 1 where its quote stands, to the letter, at its offsets."""
    return [
        float(article_of(c.article_id).text[c.start : c.end] == c.quote) for j in judged for c in j.answer.citations
    ]


def citation_recall(judged: Sequence[JudgedAnswer], article_of: ArticleOf) -> list[float]:
    """For each part of each answer: 1 where it has citations that stand to the letter and together hold its text.

    Of a language model's answer, whose text is its own, all citations of a part must stand; that they bear it out is
    not measured here.
    """
    values: list[float] = []
    for j in judged:
        by_n = {c.n: c for c in j.answer.citations}
        for part in j.answer.parts:
            cited = [by_n[n] for n in part.citations if n in by_n]
            stand = [c.quote for c in cited if article_of(c.article_id).text[c.start : c.end] == c.quote]
            holds = any(part.text in quote for quote in stand) or part.text == CELL_BREAK.join(stand)
            own_words = j.answer.verification is not None and len(stand) == len(part.citations)
            values.append(float((holds or own_words) and bool(stand)))
    return values


def auroc(answerable: Sequence[float], unanswerable: Sequence[float]) -> float:
    """Chance that a random answerable question has a higher confidence than a random other; ties count half.

    0.5 where either is empty.

    Source: Hanley, McNeil, Radiology 1982, doi:10.1148/radiology.143.1.7063747.
    """
    if not len(answerable) or not len(unanswerable):
        return 0.5
    high, low = np.asarray(answerable)[:, None], np.asarray(unanswerable)[None, :]
    return float(np.mean((high > low) + 0.5 * (high == low)))


def auroc_estimate(answerable: Sequence[float], unanswerable: Sequence[float], *, seed: int = 0) -> Estimate:
    """The area with a 95 % bootstrap interval over both groups, 500 resamples."""
    mean = auroc(answerable, unanswerable)
    if not len(answerable) or not len(unanswerable):
        return Estimate(mean, mean, mean, 0)
    random = np.random.default_rng(seed)
    yes, no = np.asarray(answerable), np.asarray(unanswerable)
    drawn = [auroc(random.choice(yes, len(yes)).tolist(), random.choice(no, len(no)).tolist()) for _ in range(500)]
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Estimate(mean, float(low), float(high), len(yes) + len(no))


def false_answers_at(answerable: Sequence[float], unanswerable: Sequence[float], answered: float = 0.95) -> float:
    """Share of the questions without an answer that pass the threshold which lets `answered` of the others pass."""
    if not len(answerable) or not len(unanswerable):
        return 0.0
    highest_first = sorted(answerable, reverse=True)
    threshold = highest_first[math.ceil(answered * len(highest_first) - 1e-9) - 1]
    return float(np.mean(np.asarray(unanswerable) >= threshold))


def risk_coverage(judged: Sequence[JudgedAnswer]) -> list[dict[str, float]]:
    """For each of 21 thresholds: the share of answerable questions answered, and of the answers given the share wrong.

    An answer is wrong where nothing should be answered or the first citation lies in no relevant article; what the
    answer would have been below the shipped threshold is not known, so thresholds below it repeat its point.
    """
    points: list[dict[str, float]] = []
    n_answerable = max(sum(j.answerable for j in judged), 1)
    for threshold in np.linspace(0, 1, 21):
        given = [j for j in judged if j.answered and j.answer.confidence >= threshold]
        right = [j for j in given if j.answerable and j.relevant.get(j.answer.citations[0].article_id, 0) >= 1]
        points.append(
            {
                "threshold": round(float(threshold), 2),
                "coverage": round(sum(j.answerable for j in given) / n_answerable, 4),
                "risk": round(1 - len(right) / len(given), 4) if given else 0.0,
            }
        )
    return points


def measure_answers(judged: Sequence[JudgedAnswer], article_of: ArticleOf) -> dict[str, Estimate]:
    """All measures with their 95 % intervals; refusal also for each kind of question without an answer.

    Sections are measured where any are judged.
    """
    yes = [j.answer.confidence for j in judged if j.answerable]
    no: dict[str, list[float]] = defaultdict(list)
    wrong: dict[str, list[float]] = defaultdict(list)
    for j in judged:
        if not j.answerable:
            no[j.topic.kind or "other"].append(j.answer.confidence)
            wrong[j.topic.kind or "other"].append(float(j.answered))
    everyone = [confidence for values in no.values() for confidence in values]
    found = {
        "answered_rate": estimate(answered_rate(judged)),
        "false_answer_rate": estimate(false_answer_rate(judged)),
        "auroc_answerable": auroc_estimate(yes, everyone),
        "article_accuracy": estimate(article_accuracy(judged)),
        **({"section_accuracy": estimate(section_accuracy(judged))} if judges_sections(judged) else {}),
        "citation_verbatim": estimate(citation_verbatim(judged, article_of)),
        "citation_recall": estimate(citation_recall(judged, article_of)),
    }
    for kind in sorted(no):
        found[f"false_answer_rate.{kind}"] = estimate(wrong[kind])
        found[f"auroc_answerable.{kind}"] = auroc_estimate(yes, no[kind])
        at_95 = false_answers_at(yes, no[kind])
        found[f"false_at_95_answered.{kind}"] = Estimate(at_95, at_95, at_95, len(no[kind]))
    return found


def words_of(answers: Sequence[Answer]) -> NDArray[np.int64]:
    """Words of each answer."""
    return np.array([sum(len(part.text.split()) for part in answer.parts) for answer in answers], dtype=np.int64)
