"""Questions asked and rated in, what the glossary lacks out: unanswered and badly rated questions by nearest term."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from server.feedback_store import AskedQuestion

ELSEWHERE = "no term near"


@dataclass(frozen=True, slots=True)
class Gap:
    """A term, and the questions nearest to it that were not answered or badly rated, the weightiest first.

    `weight` is how often they were asked in vain or rated down.
    """

    article_id: str
    term: str
    weight: int
    questions: tuple[AskedQuestion, ...]


def gaps(questions: Sequence[AskedQuestion]) -> list[Gap]:
    """Gaps with the weightiest first, equal ones by term; none where all were answered and none rated down."""
    grouped: dict[tuple[str, str], list[AskedQuestion]] = defaultdict(list)
    for question in questions:
        if is_gap(question):
            grouped[question.nearest, question.nearest_term or ELSEWHERE].append(question)
    found = [
        Gap(
            article_id,
            term,
            sum(map(weight, group)),
            tuple(sorted(group, key=lambda q: (-weight(q), q.question))),
        )
        for (article_id, term), group in grouped.items()
    ]
    return sorted(found, key=lambda gap: (-gap.weight, gap.term.casefold(), gap.article_id))


def is_gap(question: AskedQuestion) -> bool:
    """Whether a question is not answered now and nobody said that this is right, or is rated down more than up."""
    if question.down > question.up:
        return True
    return not question.answered_last and question.up <= question.down


def weight(question: AskedQuestion) -> int:
    """How often a question was asked in vain or rated down."""
    return question.down + (0 if question.answered_last else max(question.unanswered, 1))
