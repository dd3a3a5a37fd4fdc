"""Passage vectors in a FAISS index: exact while that is fast enough, then inverted lists with exact scores."""

import os
from pathlib import Path
from typing import Any, Self

import faiss
import numpy as np
from numpy.typing import NDArray

from ingest.vector_stores.probing import TARGET_RECALL, least_probes

FLAT_UP_TO = 50_000
"""Vectors up to which looking at all of them takes no longer than to encode the query; see docs/performance.md."""

_FILE = "faiss.index"
_VECTORS = "vectors.npy"
_PROBES = (4, 8, 16, 24, 32, 48, 64, 96, 128, 192, 256)
_TRAINING_VECTORS_A_LIST = 48


class FaissStore:
    """A FAISS inner-product index; where it is approximate, with the vectors themselves beside it.

    One thread a query: a second one makes flat search slower (faiss 1.15), and queries come side by side anyway.
    """

    def __init__(self, index: Any, vectors: NDArray[np.float32] | None, parameters: dict[str, object]) -> None:
        """Serve an index of faiss; `vectors` where its own are not exact."""
        faiss.omp_set_num_threads(1)
        self._index = index
        self._vectors = vectors
        self.parameters = parameters

    @classmethod
    def build(cls, vectors: NDArray[np.float32], *, flat_up_to: int = FLAT_UP_TO) -> Self:
        """Index unit vectors (n, dim): flat where there are few, else 8-bit inverted lists.

        How many lists a query looks into is measured: as few as reach the recall aimed at.
        """
        n, dim = vectors.shape
        index: Any
        if n <= flat_up_to:
            index = faiss.IndexFlatIP(dim)
            index.add(vectors)
            return cls(index, None, {"kind": "flat"})
        n_lists = max(int(4 * n**0.5), 1)
        index = faiss.index_factory(dim, f"IVF{n_lists},SQ8", faiss.METRIC_INNER_PRODUCT)
        faiss.omp_set_num_threads(os.cpu_count() or 1)
        sample = np.random.default_rng(0).permutation(n)[: _TRAINING_VECTORS_A_LIST * n_lists]
        index.train(vectors[np.sort(sample)])
        index.add(vectors)
        store = cls(index, vectors, {})

        def nearest(query: NDArray[np.float32], probes: int) -> NDArray[np.int64]:
            index.nprobe = probes
            return store.search(query, 10)[1]

        probing = least_probes(vectors, nearest, [p for p in _PROBES if p < n_lists] + [n_lists])
        return cls(
            _probed(index, probing.probes),
            vectors,
            {
                "kind": "ivf-sq8",
                "lists": n_lists,
                "probes": probing.probes,
                "recall_at_10": probing.recall_at_10,
                "recall_aimed_at": TARGET_RECALL,
            },
        )

    @classmethod
    def open(cls, folder: Path, parameters: dict[str, object]) -> Self:
        """The store written to a folder, mapped from disk where the index allows it."""
        index = faiss.read_index(str(folder / _FILE), faiss.IO_FLAG_MMAP_IFC)
        if parameters.get("kind") == "flat":
            return cls(index, None, parameters)
        vectors = np.load(folder / _VECTORS, mmap_mode="r").view(np.ndarray)
        return cls(_probed(index, int(str(parameters["probes"]))), vectors, parameters)

    def search(self, query: NDArray[np.float32], k: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Scores and rows of the k nearest vectors, best first, equal scores by row; the scores are true cosines."""
        if min(k, self._index.ntotal) < 1:  # faiss refuses to look for none
            return np.empty(0, dtype=np.float32), np.empty(0, dtype=np.int64)
        scores, rows = self._found(query, k)
        order = np.lexsort((rows, -scores))[:k]
        return scores[order], rows[order]

    def vectors(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The vectors of the given rows."""
        if self._vectors is not None:
            return np.ascontiguousarray(self._vectors[rows])
        found: NDArray[np.float32] = self._index.reconstruct_batch(np.ascontiguousarray(rows, dtype=np.int64))
        return found

    def write(self, folder: Path) -> None:
        """Write the index, and the vectors where it does not hold them."""
        faiss.write_index(self._index, str(folder / _FILE))
        if self._vectors is not None:
            np.save(folder / _VECTORS, self._vectors)

    def _found(self, query: NDArray[np.float32], k: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """At least the k nearest that the index finds, in no order."""
        n = self._index.ntotal
        if self._vectors is not None:
            (_,), (rows,) = self._index.search(query.reshape(1, -1), min(2 * k + 10, n))
            rows = rows[rows >= 0]
            return self._vectors[rows] @ query, rows
        asked = k + 1  # of equal scores at the end of a ranking faiss keeps any: ask on until the scores fall
        while True:
            (scores,), (rows,) = self._index.search(query.reshape(1, -1), min(asked, n))
            if asked >= n or scores[-1] < scores[k - 1]:
                return scores, rows
            asked *= 2


def _probed(index: Any, probes: int) -> Any:
    index.nprobe = probes
    return index
