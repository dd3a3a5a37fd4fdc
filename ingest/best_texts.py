"""A few postings lists in, the texts with the highest sums out: exact, in many texts without a look at each."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.postings import RANKS, Postings

_BLOCK = 256
_SLACK = 1e-4
"""Sums of a few float32 in another order differ by less than this share of them."""


def best_of_sums(sums: NDArray[np.float32], k: int) -> NDArray[np.int64]:
    """Rows of the k highest sums above 0, best first, equal sums by row."""
    above = sums > 0
    if 0 < k < len(sums):
        above &= sums >= _least_of_best(sums, k)
    rows = np.flatnonzero(above)
    return rows[np.lexsort((rows, -sums[rows]))[: max(k, 0)]]


def best_of_lists(postings: Postings, lists: Sequence[int], k: int) -> NDArray[np.int64]:
    """The same rows as those of all sums, from the lists themselves.

    Long lists that add little to each text are not walked through: once the other lists alone decide which texts can
    be among the k best, they are looked up for those.

    Source: MaxScore, Turtle and Flood, IPM 1995, doi:10.1016/0306-4573(95)00020-H, a list at a time, with a first
    threshold from values kept for each list.
    """
    times = Counter(lists)
    if not times or k < 1:
        return np.empty(0, dtype=np.int64)
    highest = {n: float(postings.heights[n, 0]) * times[n] for n in times}
    order = sorted(times, key=lambda n: (-highest[n], n))
    rest = [sum(highest[n] for n in order[at:]) for at in range(len(order) + 1)]  # the most that lists from here on add
    least = _least_of_lists(postings, times, k)
    n_walked = max(sum(most >= least for most in rest[:-1]), 1)
    walked = [n for n in lists if n in order[:n_walked]]
    rows, sums = _walk(postings, walked, least - rest[n_walked])
    for at in range(n_walked, len(order)):
        if len(rows) > k:
            least = max(least, float(np.partition(sums, -k)[-k]) * (1 - _SLACK))
            promising = sums >= np.float32(least - rest[at])
            rows, sums = rows[promising], sums[promising]
        sums = sums + np.float32(times[order[at]]) * postings.added_at(order[at], rows)
    if len(rows) > k:
        rows = rows[sums >= np.partition(sums, -k)[-k] * np.float32(1 - _SLACK)]
    exact = postings.add_up_at(lists, rows)
    return rows[np.lexsort((rows, -exact))[:k]]


def _walk(postings: Postings, lists: Sequence[int], at_least: float) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """The rows that lists name whose sum reaches a score, ascending, and the sums."""
    named = [postings.list_of(n)[0] for n in dict.fromkeys(lists)]
    sums = postings.add_up(lists, 1 + max(int(rows[-1]) for rows in named))
    reached = [rows[sums[rows] >= np.float32(at_least)] for rows in named]
    found = np.unique(np.concatenate(reached)).astype(np.int64)
    return found, sums[found]


def _least_of_lists(postings: Postings, times: Counter[int], k: int) -> float:
    """A score that at least k texts reach: the most that one list alone gives to its k-th text."""
    column = next((at for at, rank in enumerate(RANKS) if rank >= k), None)
    if column is None:
        return 0.0
    return max(float(postings.heights[n, column]) * times[n] for n in times) * (1 - _SLACK)


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
