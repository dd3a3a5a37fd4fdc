"""Texts in, their vectors out: those of the generation before are taken over, only new texts are embedded."""

import hashlib
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.chunking import fitting_spans
from ingest.embedders import Embedder

_TEXTS_A_STEP = 256

Progress = Callable[[int, int], None]
"""Told how many texts of how many have their vector."""


class KnownVectors:
    """Vectors by the text that they stand for."""

    def __init__(self) -> None:
        """Know none."""
        self._rows: dict[bytes, NDArray[np.float32]] = {}

    def add(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Remember the vectors (len(texts), dim) of texts."""
        for text, vector in zip(texts, vectors, strict=True):
            self._rows[_key(text)] = vector

    def of(self, text: str) -> NDArray[np.float32] | None:
        """The vector of a text; None where it is not known."""
        return self._rows.get(_key(text))


def embed_new(texts: Sequence[str], known: KnownVectors, embedder: Embedder, progress: Progress) -> NDArray[np.float32]:
    """Vectors (len(texts), dim) of texts; each text that is not known is embedded once, and then known.

    A text beyond the embedder's window is embedded in parts, and has their normalised mean.
    """
    new = list(dict.fromkeys(text for text in texts if known.of(text) is None))
    new.sort(key=len)  # texts of like length fill batches of one padded length
    for at in range(0, len(new), _TEXTS_A_STEP):
        part = new[at : at + _TEXTS_A_STEP]
        known.add(part, _embed_whole(part, embedder))
        progress(min(at + _TEXTS_A_STEP, len(new)), len(new))
    vectors = np.zeros((len(texts), embedder.dim), dtype=np.float32)
    for row, text in enumerate(texts):
        vectors[row] = known.of(text)
    return vectors


def _embed_whole(texts: Sequence[str], embedder: Embedder) -> NDArray[np.float32]:
    counts = embedder.count_wordpieces(texts)
    if max(counts) <= embedder.max_wordpieces:
        return embedder.embed(texts)

    def fits(part: str) -> bool:
        return embedder.count_wordpieces([part])[0] <= embedder.max_wordpieces

    parts = [[text[s:e] for s, e in fitting_spans(text, (0, len(text)), fits)] for text in texts]
    vectors = embedder.embed([part for pieces in parts for part in pieces])
    means = np.zeros((len(texts), embedder.dim), dtype=np.float32)
    row = 0
    for n, pieces in enumerate(parts):
        mean = vectors[row : row + len(pieces)].mean(axis=0)
        means[n] = mean / max(float(np.linalg.norm(mean)), 1e-12) if len(pieces) > 1 else vectors[row]
        row += len(pieces)
    return means


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=16).digest()
