"""The stems of a query in, BM25 scores of all texts out, and the best of them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.lexical_index import LexicalIndex

_BLOCK = 256


def bm25_scores(index: LexicalIndex, query_stems: Sequence[str]) -> NDArray[np.float32]:
    """BM25 score of every text of an index, (n_texts,)."""
    return index.scores_of_stems(query_stems)


def best_rows(scores: NDArray[np.float32], k: int) -> NDArray[np.int64]:
    """Rows of the k highest scores above 0, best first, equal scores by row."""
    above = scores > 0
    if 0 < k < len(scores):
        above &= scores >= _least_of_best(scores, k)
    candidates = np.flatnonzero(above)
    return candidates[np.lexsort((candidates, -scores[candidates]))][: max(k, 0)]


def _least_of_best(scores: NDArray[np.float32], k: int) -> np.float32:
    """A score that at least k of the scores reach: the k-th highest, or, where there are many, one near it.

    The k-th highest of the maxima of blocks is such a score, and finding it takes one pass over the scores; of a
    million, selecting the k-th highest itself takes ten times as long.
    """
    n_blocks = len(scores) // _BLOCK
    if n_blocks < 2 * k:
        return np.float32(np.partition(scores, -k)[-k])
    maxima = scores[: n_blocks * _BLOCK].reshape(n_blocks, _BLOCK).max(axis=1)
    return np.float32(np.partition(maxima, -k)[-k])
