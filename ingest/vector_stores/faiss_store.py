"""Passage vectors in a FAISS index: exact while that is fast enough, inverted lists with refinement beyond."""

from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

FLAT_UP_TO = 100_000
"""Vectors up to which exact search takes few milliseconds on one thread; see docs/benchmarks.md."""

_FILE = "faiss.index"
_LISTS = 4096
_TRAINING_VECTORS = 40 * _LISTS
_PROBES = 48


class FaissStore:
    """A FAISS inner-product index. One thread a query: a second thread makes flat search slower (faiss 1.15)."""

    def __init__(self, index: Any) -> None:
        """Serve an index of faiss."""
        faiss.omp_set_num_threads(1)
        self._index = index

    @classmethod
    def build(cls, vectors: NDArray[np.float32]) -> "FaissStore":
        """Index unit vectors (n, dim): flat up to 100,000, then 8-bit scalar quantised inverted lists."""
        n, dim = vectors.shape
        index: Any
        if n <= FLAT_UP_TO:
            index = faiss.IndexFlatIP(dim)
        else:
            index = faiss.index_factory(dim, f"IVF{min(_LISTS, n // 50)},SQ8", faiss.METRIC_INNER_PRODUCT)
            index.make_direct_map()
            sample = np.random.default_rng(0).permutation(n)[:_TRAINING_VECTORS]
            index.train(vectors[np.sort(sample)])
        index.add(vectors)
        return cls(_with_probes(index))

    @classmethod
    def open(cls, folder: Path) -> "FaissStore":
        """The store written to a folder, mapped from disk where the index allows it."""
        return cls(_with_probes(faiss.read_index(str(folder / _FILE), faiss.IO_FLAG_MMAP_IFC)))

    def search(self, query: NDArray[np.float32], k: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Scores and rows of the k nearest vectors, best first, equal scores by row."""
        n = self._index.ntotal
        if min(k, n) < 1:  # faiss refuses to look for none
            return np.empty(0, dtype=np.float32), np.empty(0, dtype=np.int64)
        asked = k + 1  # of equal scores at the end of a ranking faiss keeps any: ask on until the scores fall
        while True:
            (scores,), (rows,) = self._index.search(query.reshape(1, -1), min(asked, n))
            if asked >= n or rows[-1] < 0 or scores[-1] < scores[k - 1]:
                break
            asked *= 2
        scores, rows = scores[rows >= 0], rows[rows >= 0]
        order = np.lexsort((rows, -scores))[:k]
        return scores[order], rows[order]

    def vectors(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The vectors of the given rows; quantised ones as they are kept."""
        found: NDArray[np.float32] = self._index.reconstruct_batch(np.ascontiguousarray(rows, dtype=np.int64))
        return found

    def write(self, folder: Path) -> None:
        """Write the index as one file."""
        faiss.write_index(self._index, str(folder / _FILE))


def _with_probes(index: Any) -> Any:
    if hasattr(index, "nprobe"):
        index.nprobe = _PROBES
    return index
