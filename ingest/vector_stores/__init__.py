"""The vector stores table: where passage vectors are kept and searched, by the name that the settings give."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

__all__ = ["VECTOR_STORES", "VectorStore", "VectorStoreKind"]


class VectorStore(Protocol):
    """Unit vectors in rows counted from 0, searched by inner product.

    `parameters` say how, for the manifest: `kind`, and what was chosen for these vectors.
    """

    parameters: dict[str, object]

    def search(self, query: NDArray[np.float32], k: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Scores and rows of the k nearest vectors of one query (dim,), best first; fewer where fewer are kept."""
        ...

    def vectors(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The vectors of the given rows, (len(rows), dim)."""
        ...

    def write(self, folder: Path) -> None:
        """Write the store to an existing folder."""
        ...


@dataclass(frozen=True, slots=True)
class VectorStoreKind:
    """How a kind of store is built from vectors (n, dim), and opened: from the folder it was written to, as it was."""

    build: Callable[[NDArray[np.float32]], VectorStore]
    open: Callable[[Path, dict[str, object]], VectorStore]


def _exact() -> VectorStoreKind:
    from ingest.vector_stores.exact_store import ExactStore

    return VectorStoreKind(ExactStore, ExactStore.open)


def _faiss() -> VectorStoreKind:
    from ingest.vector_stores.faiss_store import FaissStore

    return VectorStoreKind(FaissStore.build, FaissStore.open)


VECTOR_STORES: dict[str, Callable[[], VectorStoreKind]] = {"faiss": _faiss, "exact": _exact}
