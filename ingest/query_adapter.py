"""What articles say they are asked in, a map that moves a query's vector towards the articles that answer it out.

An encoder that was trained on everything puts a question of this glossary beside the articles that share its scene, not
its subject. The glossary knows which article each of its questions belongs to: what tells them apart is learnt once, at
ingest, and helps questions that nobody wrote down.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_SCALE = 20.0
"""What cosines are multiplied by before they become probabilities, as sentence-transformers does for this loss."""
_PENALTY = 15.0
"""What the square of the map's length costs beside the loss of one question: few questions move queries little."""
_GROUP = 1536
_DIRECTIONS = 192
_MOST_STEPS = 30


@dataclass(frozen=True, slots=True, eq=False)
class _Group:
    """Questions that are each other's wrong answers, and what need not be computed anew at each step.

    `queries` (n, k) and `articles` (m, k) are given in the directions that are learnt in; `right` numbers the article
    of each question, and `without` is that article as it would be had it not been told of the question, (n, k).
    `near` and `near_own` are the products of the whole vectors: of all, (n, m), and of each with its own, (n,).
    """

    queries: NDArray[np.float32]
    articles: NDArray[np.float32]
    right: NDArray[np.int64]
    without: NDArray[np.float32]
    near: NDArray[np.float32]
    near_own: NDArray[np.float32]


def fit_query_adapter(
    passages: NDArray[np.float32],
    article_of_passage: NDArray[np.int64],
    asked: NDArray[np.float32],
    article_of_asked: NDArray[np.int64],
) -> NDArray[np.float32]:
    """The map A, (dim, dim): a query q becomes q + q A, at unit length. No rows where only one article is asked.

    An article is the mean of its passages and the mean of what else it is asked; a question should come nearer to its
    own than to those of up to 1,535 others. A moves queries within the 192 directions in which questions and articles
    vary most: with all 384 of the shipped encoder it takes six times as long and ranks as well. The same vectors give
    the same map.

    Args:
        passages: unit vectors, (p, dim).
        article_of_passage: the row of each passage's article, (p,).
        asked: unit vectors of what the articles are asked, (n, dim).
        article_of_asked: the row of each one's article, (n,).

    Source: a linear adapter, with other articles' as negatives (multiple negatives ranking: Henderson et al., 2017,
    arXiv:1705.00652); minimised by L-BFGS.
    """
    dim = passages.shape[1]
    if len(np.unique(article_of_asked)) < 2:
        return np.zeros((0, dim), dtype=np.float32)
    from scipy.optimize import minimize
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):  # faster than on two cores: the products are small
        directions = _directions(passages, asked)
        k = directions.shape[1]
        groups = _groups(passages, article_of_passage, asked, article_of_asked, directions)

        def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
            inner = flat.reshape(k, k).astype(np.float32)
            value, gradient = _PENALTY * float(flat @ flat), 2 * _PENALTY * inner
            for group in groups:
                of_group, slope = _loss(inner, group)
                value += of_group
                gradient += slope
            return value, gradient.ravel().astype(np.float64)

        done = minimize(loss, np.zeros(k * k), jac=True, method="L-BFGS-B", options={"maxiter": _MOST_STEPS})
        adapter: NDArray[np.float32] = directions @ done.x.reshape(k, k).astype(np.float32) @ directions.T
    return adapter


def _directions(passages: NDArray[np.float32], asked: NDArray[np.float32]) -> NDArray[np.float32]:
    """The directions in which vectors vary most, orthonormal columns, (dim, k)."""
    _, vectors = np.linalg.eigh(passages.T @ passages + asked.T @ asked)  # ascending
    directions: NDArray[np.float32] = np.ascontiguousarray(vectors[:, -_DIRECTIONS:]).astype(np.float32)
    return directions


def _groups(
    passages: NDArray[np.float32],
    article_of_passage: NDArray[np.int64],
    asked: NDArray[np.float32],
    article_of_asked: NDArray[np.int64],
    directions: NDArray[np.float32],
) -> list[_Group]:
    n_articles = int(max(article_of_passage.max(), article_of_asked.max())) + 1
    about, _ = _means(passages, article_of_passage, n_articles)
    asks, counts = _means(asked, article_of_asked, n_articles)
    order = np.random.default_rng(0).permutation(len(asked))
    groups: list[_Group] = []
    for rows in np.array_split(order, -(-len(asked) // _GROUP)):
        queries, own = asked[rows], article_of_asked[rows]
        articles, right = np.unique(own, return_inverse=True)
        whole = (about[articles] + asks[articles]).astype(np.float32)
        others = (counts[own, None] * asks[own] - queries) / np.maximum(counts[own, None] - 1, 1)
        without = (about[own] + others).astype(np.float32)
        groups.append(
            _Group(
                queries @ directions,
                whole @ directions,
                right,
                without @ directions,
                queries @ whole.T,
                np.einsum("nd,nd->n", queries, without),
            )
        )
    return groups


def _means(
    vectors: NDArray[np.float32], article_of: NDArray[np.int64], n_articles: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The mean vector of each article, (n, dim), zeros where it has none, and how many it is of, (n,)."""
    sums = np.zeros((n_articles, vectors.shape[1]), dtype=np.float32)
    np.add.at(sums, article_of, vectors)
    counts = np.bincount(article_of, minlength=n_articles).astype(np.float32)
    return (sums / np.maximum(counts, 1)[:, None]).astype(np.float32), counts


def _loss(inner: NDArray[np.float32], group: _Group) -> tuple[float, NDArray[np.float32]]:
    """Sum of the questions' cross-entropies, and its slope, both of the map within the directions, (k, k)."""
    rows = np.arange(len(group.queries))
    change = group.queries @ inner
    square = 1 + np.einsum("nk,nk->n", 2 * group.queries + change, change)  # of the moved question's length
    length = np.sqrt(square)[:, None]
    cosines = group.near + change @ group.articles.T
    cosines[rows, group.right] = group.near_own + np.einsum("nk,nk->n", change, group.without)
    cosines /= length
    logits = _SCALE * (cosines - cosines.max(axis=1, keepdims=True))
    shares = np.exp(logits)
    total = shares.sum(axis=1, keepdims=True)
    value = float((np.log(total[:, 0]) - logits[rows, group.right]).sum())
    off = shares / total
    off[rows, group.right] -= 1
    along = np.einsum("nm,nm->n", off, cosines)[:, None] / length
    own = off[rows, group.right]
    off[rows, group.right] = 0
    toward = off @ group.articles + own[:, None] * group.without
    slope = group.queries.T @ (_SCALE / length * (toward - along * (group.queries + change)))
    return value, slope
