"""Two scores for each candidate in, one out."""

import numpy as np
from numpy.typing import NDArray


def cosine_plus_lexical(
    dense: NDArray[np.float32], lexical: NDArray[np.float32], *, lexical_weight: float, best_lexical: float
) -> NDArray[np.float32]:
    """The cosine plus `lexical_weight` times BM25 over its highest value for this query.

    The cosine keeps its own scale: it is comparable between queries, and a query whose best passages are all far away
    keeps room for the words to decide. Without any word in common the cosine alone is left.

    Args:
        dense: cosines, (n,).
        lexical: BM25 scores of the same passages, (n,).
        lexical_weight: what the best match of words is worth in cosine.
        best_lexical: highest BM25 score over the whole index, 0 where no word is known.
    """
    if best_lexical <= 0:
        return dense
    fused: NDArray[np.float32] = dense + np.float32(lexical_weight / best_lexical) * lexical
    return fused
