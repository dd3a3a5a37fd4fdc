"""A query and its candidates in, the section of each article that is asked for in front out."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.datatypes import LEAD_HEADING, Passage
from retriever.fusion import ArticleGroups
from retriever.question_kinds import QuestionKind, kind_of

_BY_DEFINITION = frozenset({"definition", "naming"})


class SectionsAskedFor:
    """The headings of an index's passages, and which of them answer which kind of question."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        """Number the headings, so that a kind of question is compared with each heading once and not with passages."""
        numbers: dict[str, int] = {}
        of_row = [numbers.setdefault(passage.heading_path[-1], len(numbers)) for passage in passages]
        self._headings = tuple(numbers)
        self._of_row = np.array(of_row, dtype=np.int64)
        self._answering: dict[str, NDArray[np.bool_]] = {}

    def answering(self, query: str) -> NDArray[np.bool_]:
        """For each heading, by number, whether it answers the query's kind of question.

        A definition or a name is asked of the text above the first heading; "what should I avoid" of the mistakes,
        "why" of the reasons. No heading answers a query that shows no kind, or a difference, which may stand anywhere.
        """
        kind = kind_of(query)
        name = kind.name if kind else ""
        if name not in self._answering:
            answering = [kind is not None and _answers(kind, heading) for heading in self._headings]
            self._answering[name] = np.array(answering, dtype=np.bool_)
        return self._answering[name]

    def stand_in(self, headings: NDArray[np.bool_], rows: NDArray[np.int64]) -> NDArray[np.bool_]:
        """For each row whether its passage stands under one of the headings, (n,)."""
        return headings[self._of_row[rows]]


def section_first(
    scores: NDArray[np.float32],
    inside: NDArray[np.float32],
    fits: NDArray[np.bool_],
    articles: ArticleGroups,
    *,
    weight: float,
) -> NDArray[np.float32]:
    """Deal each article's scores out anew: its best goes to the candidate that leads once those that fit gain `weight`.

    The scores of an article stay what they were, so articles keep their places; only which of an article's passages
    speaks for it is decided by the kind of question. Equal ones keep their order.

    Args:
        scores: fused scores, (n,).
        inside: scores by which the passages of one article are compared, (n,).
        fits: which candidates stand in the section that is asked for, (n,).
        articles: which candidates belong to one article.
        weight: what standing there is worth, in cosine.
    """
    dealt = np.empty_like(scores)
    lifted = (inside + np.float32(weight) * fits).astype(np.float32)
    dealt[articles.best_first(lifted)] = articles.sorted_scores(scores)
    return dealt


def _answers(kind: QuestionKind, heading: str) -> bool:
    if kind.name in _BY_DEFINITION:
        return heading == LEAD_HEADING
    return isinstance(kind.headings, re.Pattern) and kind.headings.search(heading) is not None
