"""Rankings by cosine."""

import numpy as np

from retriever.dense import nearest_rows
from retriever.hybrid import HybridRetriever


def test_nearest_rows_come_in_order_of_cosine(harbour: HybridRetriever) -> None:
    vector = harbour.embed_queries(["where does an anchor hold"])[0]
    n = len(harbour.index.passages)
    rows = nearest_rows(harbour.index, vector, n)
    cosines = harbour.index.vectors.vectors(rows) @ vector
    assert sorted(rows.tolist()) == list(range(n))
    assert (np.diff(cosines) <= 1e-6).all()


def test_a_passage_is_nearest_to_itself(harbour: HybridRetriever) -> None:
    vector = harbour.index.vectors.vectors(np.array([3], dtype=np.int64))[0]
    assert nearest_rows(harbour.index, vector, 1).tolist() == [3]
