"""Vectors and an approximate search of them in, how hard it must look for its recall out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

TARGET_RECALL = 0.96
"""Recall@10 against exact search that an approximate index is set up to reach on the queries made here."""

_QUERIES = 200
_COSINE = 0.65
"""How near a question lies to the passage that answers it: about what judged questions of several glossaries show."""
_ROWS_AT_ONCE = 65_536
_K = 10


@dataclass(frozen=True, slots=True)
class Probing:
    """How many lists are probed, and the recall@10 that was measured with it."""

    probes: int
    recall_at_10: float


def sample_queries(vectors: NDArray[np.float32], n: int = _QUERIES, *, seed: int = 0) -> NDArray[np.float32]:
    """Unit vectors (n, dim) that lie to the given ones as questions lie to passages.

    Each is a kept vector moved away, to a cosine of 0.65, along the difference of two others: directions in which the
    kept vectors themselves vary. Vectors drawn evenly over the sphere would lie far from all, as no question does.
    """
    rng = np.random.default_rng(seed)
    near, one, other = rng.integers(0, len(vectors), (3, n))
    away = vectors[one] - vectors[other]
    away -= (away * vectors[near]).sum(axis=1, keepdims=True) * vectors[near]
    away /= np.maximum(np.linalg.norm(away, axis=1, keepdims=True), 1e-9)
    queries = _COSINE * vectors[near] + np.sqrt(1 - _COSINE**2) * away
    unit: NDArray[np.float32] = (queries / np.linalg.norm(queries, axis=1, keepdims=True)).astype(np.float32)
    return unit


def nearest_exactly(vectors: NDArray[np.float32], queries: NDArray[np.float32], k: int = _K) -> NDArray[np.int64]:
    """Rows of the k vectors nearest to each query, (len(queries), k), by looking at all; in no order."""
    rows = np.zeros((len(queries), 0), dtype=np.int64)
    scores = np.zeros((len(queries), 0), dtype=np.float32)
    for at in range(0, len(vectors), _ROWS_AT_ONCE):
        part = vectors[at : at + _ROWS_AT_ONCE]
        scores = np.hstack([scores, queries @ part.T])
        rows = np.hstack([rows, np.broadcast_to(np.arange(at, at + len(part)), (len(queries), len(part)))])
        if scores.shape[1] > k:
            best = np.argpartition(-scores, k - 1, axis=1)[:, :k]
            scores, rows = np.take_along_axis(scores, best, axis=1), np.take_along_axis(rows, best, axis=1)
    return rows


def recall(found: Sequence[NDArray[np.int64]], exact: NDArray[np.int64]) -> float:
    """The share of the exactly nearest rows that was found, over all queries; 1 where there are none."""
    hits = sum(len(np.intersect1d(one, other)) for one, other in zip(found, exact, strict=True))
    return hits / max(exact.size, 1)


def least_probes(
    vectors: NDArray[np.float32],
    search: Callable[[NDArray[np.float32], int], NDArray[np.int64]],
    choices: Sequence[int],
) -> Probing:
    """The first of the choices, in order, with which a search reaches the recall aimed at; else the last.

    Args:
        vectors: what is searched.
        search: rows of the 10 nearest to a query, with so many lists probed.
        choices: numbers of lists.
    """
    queries = sample_queries(vectors)
    exact = nearest_exactly(vectors, queries)
    reached = 0.0
    for probes in choices:
        reached = recall([search(query, probes) for query in queries], exact)
        if reached >= TARGET_RECALL:
            break
    return Probing(probes, round(reached, 4))
