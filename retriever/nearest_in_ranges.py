"""A query vector and ranges of rows in, the highest cosine in each range out."""

import numpy as np
from numpy.typing import NDArray


def nearest_in_ranges(
    vectors: NDArray[np.float32], first: NDArray[np.int64], end: NDArray[np.int64], query_vector: NDArray[np.float32]
) -> NDArray[np.float32]:
    """The highest cosine of the query and a row of each range, (n,).

    Args:
        vectors: unit vectors, (rows, dim).
        first: the first row of each range, (n,).
        end: the row after its last, (n,); no range is empty.
        query_vector: unit vector of the query, (dim,).
    """
    if not len(first):
        return np.zeros(0, dtype=np.float32)
    counts = end - first
    begins = np.cumsum(counts) - counts
    rows = np.repeat(first - begins, counts) + np.arange(int(counts.sum()))
    nearest: NDArray[np.float32] = np.maximum.reduceat(vectors[rows] @ query_vector, begins)
    return nearest
