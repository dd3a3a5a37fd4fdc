"""A query vector in, the nearest passages by cosine out."""

import numpy as np
from numpy.typing import NDArray

from ingest.open_index import OpenIndex


def nearest_rows(index: OpenIndex, query_vector: NDArray[np.float32], k: int) -> NDArray[np.int64]:
    """Rows of the k passages nearest to a unit vector, best first."""
    return index.vectors.search(query_vector, k)[1]
