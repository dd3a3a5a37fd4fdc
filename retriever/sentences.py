"""A query vector and passages in, the cosine of the sentence that comes nearest in each passage out."""

from bisect import bisect_left, bisect_right

import numpy as np
from numpy.typing import NDArray

from ingest.open_index import OpenIndex
from retriever.nearest_in_ranges import nearest_in_ranges


class SentenceVectors:
    """Which sentence vectors of an index belong to which passage."""

    def __init__(self, index: OpenIndex) -> None:
        """Find the first sentence of each passage and the one after its last; none where the index keeps no vectors."""
        self._vectors = index.segment_vectors
        self._ranges = _ranges(index) if len(index.segment_vectors) else None

    def best_cosines(self, rows: NDArray[np.int64], query_vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """The highest cosine of query and sentence for each passage, (len(rows),); -1 where no vectors are kept.

        A sentence that was cut to fit the window counts for every passage that holds a part of it.
        """
        if self._ranges is None or not len(rows):
            return np.full(len(rows), -1, dtype=np.float32)
        first, end = self._ranges
        return nearest_in_ranges(self._vectors, first[rows], end[rows], query_vector)


def _ranges(index: OpenIndex) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For each passage the row of its first sentence and the row after its last; at least one lies between."""
    first: list[int] = []
    end: list[int] = []
    for article_id, record in index.articles.items():
        row = index.segment_start[article_id]
        starts = [segment.start for segment in record.article.segments]
        for passage in record.passages:
            first.append(row + bisect_right(starts, passage.start) - 1)
            end.append(row + bisect_left(starts, passage.end))
    return np.array(first, dtype=np.int64), np.array(end, dtype=np.int64)
