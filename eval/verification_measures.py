"""Answers of a language model in, how many stood and how many sentences had which fault out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from server.answering.datatypes import Answer


@dataclass(frozen=True, slots=True)
class VerificationSummary:
    """Over the answers for which a model was asked: sentences kept, faults, and why answers were replaced."""

    answers: int
    not_replaced: int
    kept: int
    faults: dict[str, int]
    replaced: dict[str, int]

    @property
    def share_not_replaced(self) -> float:
        """Share of the answers to which nothing extracted had to be added; 0 where no model was asked."""
        return self.not_replaced / self.answers if self.answers else 0.0


def verification_summary(answers: Sequence[Answer]) -> VerificationSummary:
    """Sums over all answers; those of an answerer without words of its own are left out."""
    found = [answer.verification for answer in answers if answer.verification]
    faults: Counter[str] = Counter()
    for one in found:
        faults.update(one.faults)
    reasons = Counter(one.replaced for one in found if one.replaced)
    return VerificationSummary(
        answers=len(found),
        not_replaced=sum(not one.replaced for one in found),
        kept=sum(one.kept for one in found),
        faults=dict(sorted(faults.items())),
        replaced=dict(reasons.most_common()),
    )
