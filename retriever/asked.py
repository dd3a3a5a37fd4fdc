"""A query vector and candidates in, how much nearer comes what their articles say they are asked out."""

import numpy as np
from numpy.typing import NDArray

from ingest.open_index import OpenIndex
from retriever.fusion import ArticleGroups, lead
from retriever.nearest_in_ranges import nearest_in_ranges


class AskedOfArticles:
    """The questions and situations that articles say they answer, in their askers' words.

    An article rarely speaks like somebody who needs it and does not know its term. Where a glossary tells how it is
    asked, a query that sounds alike finds the article.
    """

    def __init__(self, index: OpenIndex) -> None:
        """Look texts up in an index; one whose articles tell nothing of the kind costs nothing."""
        self._vectors = index.asked_vectors
        self._start = index.asked_start
        self._share = np.float32(index.asked_share)
        counts = np.diff(self._start)
        self._place = np.where(counts > 0, np.cumsum(counts > 0) - 1, -1)
        self._means = _means(self._vectors, self._start[:-1][counts > 0], counts[counts > 0])

    def gains(
        self,
        article_rows: NDArray[np.int64],
        articles: ArticleGroups,
        best: NDArray[np.int64],
        dense: NDArray[np.float32],
        query_vector: NDArray[np.float32],
    ) -> NDArray[np.float32]:
        """How much nearer than each candidate the nearest text that its article is asked comes, in cosine, (n,).

        0 where none comes nearer, and where the article is not looked at.

        Args:
            article_rows: the rows of the candidates' articles, ascending, (n,).
            articles: which candidates belong to one article.
            best: the candidates whose articles are looked at.
            dense: cosines of the candidates, (n,).
            query_vector: unit vector of the query, (dim,).
        """
        if not len(self._vectors) or not len(best):
            return np.zeros(len(article_rows), dtype=np.float32)
        looked_at = np.zeros(len(articles.first), dtype=np.bool_)
        looked_at[articles.group[best]] = True
        groups = looked_at.nonzero()[0]
        rows = article_rows[articles.first[groups]]
        first, end = self._start[rows], self._start[rows + 1]
        asked = first < end
        nearest = np.full(len(articles.first), -1, dtype=np.float32)
        nearest[groups[asked]] = nearest_in_ranges(self._vectors, first[asked], end[asked], query_vector)
        return lead(dense, nearest[articles.group])

    def lags(
        self, article_rows: NDArray[np.int64], articles: ArticleGroups, query_vector: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """How far the mean of what each candidate's article is asked stays behind that of the best, in cosine, (n,).

        One that is asked nothing is taken for the average of the others, and the fewer articles of the index say what
        they are asked, the less all of it counts: none of it where none does.

        Args:
            article_rows: the rows of the candidates' articles, ascending, (n,).
            articles: which candidates belong to one article.
            query_vector: unit vector of the query, (dim,).
        """
        places = self._place[article_rows[articles.first]]
        asked = places >= 0
        if not asked.any():
            return np.zeros(len(article_rows), dtype=np.float32)
        near = self._means[places] @ query_vector
        near[~asked] = near[asked].mean()
        lags: NDArray[np.float32] = (self._share * (near - near.max()))[articles.group]
        return lags


def _means(vectors: NDArray[np.float32], first: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.float32]:
    """The mean of the vectors of each range, (n, dim), not of unit length."""
    if not len(first):
        return np.zeros((0, vectors.shape[1]), dtype=np.float32)
    means: NDArray[np.float32] = (np.add.reduceat(vectors, first) / counts[:, None]).astype(np.float32)
    return means
