"""The scores of all texts in, the rows of the best out, without sorting the others."""

import numpy as np
from numpy.typing import NDArray

_BLOCK = 256


def best_of_sums(sums: NDArray[np.float32], k: int) -> NDArray[np.int64]:
    """Rows of the k highest sums above 0, best first, equal sums by row."""
    above = sums > 0
    if 0 < k < len(sums):
        above &= sums >= _least_of_best(sums, k)
    rows = np.flatnonzero(above)
    return rows[np.lexsort((rows, -sums[rows]))[: max(k, 0)]]


def _least_of_best(sums: NDArray[np.float32], k: int) -> np.float32:
    """A sum that at least k of the sums reach: the k-th highest, or, where there are many, one near it.

    The k-th highest of the maxima of blocks is such a sum, and finding it takes one pass over the sums; of a million,
    selecting the k-th highest itself takes ten times as long.
    """
    n_blocks = len(sums) // _BLOCK
    if n_blocks < 2 * k:
        return np.float32(np.partition(sums, -k)[-k])
    maxima = sums[: n_blocks * _BLOCK].reshape(n_blocks, _BLOCK).max(axis=1)
    return np.float32(np.partition(maxima, -k)[-k])
