"""Scores of the same candidates by several rankings in, one score for each out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


def share_of_best(scores: NDArray[np.float32], best: float) -> NDArray[np.float32]:
    """Scores over the highest that any text has for this query: 1 for the best match of words, 0 where no word matches.

    Args:
        scores: BM25 scores, 0 and up.
        best: the highest score over the whole index, 0 where no word of the query is known.
    """
    if best <= 0:
        return np.zeros_like(scores)
    shares: NDArray[np.float32] = scores / np.float32(best)
    return shares


class ArticleGroups:
    """Which candidates belong to one article; those of an article stand side by side, articles by row.

    `group` numbers the article of each candidate from 0, (n,); `first` is the first candidate of each article.
    """

    def __init__(self, article_rows: NDArray[np.int64]) -> None:
        """Group candidates by the rows of their articles, ascending, (n,)."""
        n = len(article_rows)
        self._apart = article_rows * 16.0  # farther than any two scores can be
        self.first = np.concatenate([[0], np.flatnonzero(article_rows[1:] != article_rows[:-1]) + 1])[:n]
        sizes = np.append(self.first[1:], n) - self.first if n else self.first
        self.group = np.repeat(np.arange(len(sizes)), sizes)
        self._second = (np.minimum(self.first + 1, n - 1), sizes > 1)
        self._third = (np.minimum(self.first + 2, n - 1), sizes > 2)
        self._n_counted = np.minimum(sizes, 3).astype(np.float32)

    def best_first(self, scores: NDArray[np.float32]) -> NDArray[np.int64]:
        """The order that puts the candidates of each article best first, equal scores as they stand, (n,)."""
        return np.argsort(self._apart - scores, kind="stable")

    def sorted_scores(self, scores: NDArray[np.float32]) -> NDArray[np.float32]:
        """The scores of each article best first, (n,)."""
        return scores[np.argsort(self._apart - scores)]  # not stable: twice as fast, and equal scores are equal

    def support(self, dense: NDArray[np.float32]) -> NDArray[np.float32]:
        """For each candidate the mean cosine of the three best of its article, or of as many as there are, (n,).

        Where several passages of an article come near, the article is about what was asked and not one sentence of it.
        """
        if not len(dense):
            return dense
        ordered = self.sorted_scores(dense)
        sums = ordered[self.first]
        for rows, are_there in (self._second, self._third):
            sums = sums + ordered[rows] * are_there
        support: NDArray[np.float32] = (sums / self._n_counted)[self.group]
        return support


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What speaks for candidates beside their cosine, (n,) each, whatever the query's vector.

    `word_share` is how well they match the query's words, `sentence_gain` how much nearer than the passage its nearest
    sentence comes, `asked_gain` how much nearer the nearest text that its article says it is asked, all 0 and up;
    `asked_lag` how far the mean of those texts stays behind that of the best article, 0 and down; `articles` tells
    which candidates belong to one article.
    """

    word_share: NDArray[np.float32]
    sentence_gain: NDArray[np.float32]
    asked_gain: NDArray[np.float32]
    asked_lag: NDArray[np.float32]
    articles: ArticleGroups


def word_share(passage_share: NDArray[np.float32], article_share: NDArray[np.float32]) -> NDArray[np.float32]:
    """How well candidates match the query's words, 0 to 1.

    The whole article counts three times as much as the passage: a passage rarely repeats the term that it is about.

    Args:
        passage_share: BM25 of the passages over the best of all passages, (n,).
        article_share: BM25 of their articles over the best of all articles, (n,).
    """
    return (0.25 * passage_share + 0.75 * article_share).astype(np.float32)


def lead(dense: NDArray[np.float32], nearest: NDArray[np.float32]) -> NDArray[np.float32]:
    """How much nearer than each passage a sentence or other text comes, in cosine; 0 where the passage as a whole does.

    A passage that says much beside the answer lies farther from the question than the sentence that answers. The
    reverse is no evidence: a sentence alone has lost the term that its passage is about.
    """
    gain: NDArray[np.float32] = np.maximum(nearest - dense, np.float32(0))
    return gain


def fused_scores(
    dense: NDArray[np.float32],
    evidence: Evidence,
    *,
    sentence_weight: float,
    asked_weight: float,
    asked_lag_weight: float,
    article_weight: float,
    lexical_weight: float,
) -> NDArray[np.float32]:
    """One score for each candidate: its cosine, shared with its article, plus what sentences and words add.

    The cosine keeps its own scale, so a query whose best passages are all far away leaves the words to decide.

    Args:
        dense: cosines, (n,).
        evidence: what else is known of the same candidates.
        sentence_weight: how much of its nearest sentence's lead a passage gains.
        asked_weight: how much of the lead of what its article is asked a passage gains.
        asked_lag_weight: how much of the lag of all that its article is asked a passage loses.
        article_weight: the article's share in the cosine, 0 to 1.
        lexical_weight: what the best match of words is worth, in cosine.
    """
    near = dense + article_weight * (evidence.articles.support(dense) - dense)
    more = sentence_weight * evidence.sentence_gain + lexical_weight * evidence.word_share
    asked = asked_weight * evidence.asked_gain + asked_lag_weight * evidence.asked_lag
    fused: NDArray[np.float32] = (near + more + asked).astype(np.float32)
    return fused


def adapted_query(
    query_vector: NDArray[np.float32], adapter: NDArray[np.float32], *, weight: float
) -> NDArray[np.float32]:
    """The query where the map of its index puts it, at unit length.

    Args:
        query_vector: unit vector of the query, (dim,).
        adapter: the map, (dim, dim); one without rows leaves the query as it is.
        weight: how far along it the query goes, 1 all the way.
    """
    if not len(adapter) or not weight:
        return query_vector
    moved = query_vector + np.float32(weight) * (query_vector @ adapter)
    unit: NDArray[np.float32] = moved / np.sqrt(moved @ moved)
    return unit


def feedback_query(
    query_vector: NDArray[np.float32], best_vectors: NDArray[np.float32], *, weight: float
) -> NDArray[np.float32]:
    """The query moved towards the passages that a first ranking put on top, at unit length.

    Args:
        query_vector: unit vector of the query, (dim,).
        best_vectors: vectors of the best passages, (m, dim); none leave the query as it is.
        weight: how much their mean counts beside the query.

    Source: Rocchio's feedback without the negative part, on dense vectors as in Yu, Xiong, Callan, CIKM 2021,
    doi:10.1145/3459637.3482124.
    """
    if not len(best_vectors):
        return query_vector
    moved = query_vector + np.float32(weight / len(best_vectors)) * best_vectors.sum(axis=0)
    unit: NDArray[np.float32] = moved / np.sqrt(moved @ moved)
    return unit
