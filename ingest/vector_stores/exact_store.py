"""The reference vector store: one matrix product, no index."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_FILE = "vectors.npy"


class ExactStore:
    """All vectors in one array; equal scores are ordered by row."""

    def __init__(self, vectors: NDArray[np.float32]) -> None:
        """Keep vectors of shape (n, dim)."""
        self._vectors = vectors
        self.parameters: dict[str, object] = {"kind": "exact"}

    @classmethod
    def open(cls, folder: Path, parameters: dict[str, object]) -> "ExactStore":
        """The store written to a folder, mapped from disk."""
        return cls(np.load(folder / _FILE, mmap_mode="r"))

    def search(self, query: NDArray[np.float32], k: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Scores and rows of the k nearest vectors, best first."""
        scores = self._vectors @ query
        rows = np.argsort(-scores, kind="stable")[:k]
        return scores[rows], rows

    def vectors(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The vectors of the given rows."""
        return np.ascontiguousarray(self._vectors[rows])

    def write(self, folder: Path) -> None:
        """Write the vectors as one NumPy file."""
        np.save(folder / _FILE, self._vectors)
