"""Query text in, BM25 scores of all texts out."""

import numpy as np
from numpy.typing import NDArray

from ingest.lexical_index import LexicalIndex


def bm25_scores(index: LexicalIndex, query: str) -> NDArray[np.float32]:
    """BM25 score of every text of an index, (n_texts,)."""
    return index.scores(query)


def best_rows(scores: NDArray[np.float32], k: int) -> NDArray[np.int64]:
    """Rows of the k highest scores above 0, best first, equal scores by row."""
    candidates = np.argpartition(-scores, k)[:k] if 0 < k < len(scores) else np.arange(len(scores))
    candidates = candidates[scores[candidates] > 0]
    return candidates[np.lexsort((candidates, -scores[candidates]))]
