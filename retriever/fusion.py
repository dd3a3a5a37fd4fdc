"""Scores of the same candidates by several rankings in, one score for each out."""

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


def cosine_plus_lexical(
    dense: NDArray[np.float32],
    passage_share: NDArray[np.float32],
    article_share: NDArray[np.float32],
    *,
    lexical_weight: float,
) -> NDArray[np.float32]:
    """The cosine plus `lexical_weight` times a mix of how well passage and article match the query's words.

    The cosine keeps its own scale, so a query whose best passages are all far away leaves the words to decide. The
    whole article counts three times as much as the passage: a passage rarely repeats the term that it is about.

    Args:
        dense: cosines, (n,).
        passage_share: BM25 of the passages over the best of all passages, (n,).
        article_share: BM25 of their articles over the best of all articles, (n,).
        lexical_weight: what the best match of words is worth, in cosine.
    """
    words = 0.25 * passage_share + 0.75 * article_share
    return (dense + lexical_weight * words).astype(np.float32)


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
    moved = query_vector + np.float32(weight) * best_vectors.mean(axis=0, dtype=np.float32)
    unit: NDArray[np.float32] = (moved / np.linalg.norm(moved)).astype(np.float32)
    return unit
