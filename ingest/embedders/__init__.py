"""The embedders table: who turns texts into vectors, by the name that the settings give."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

__all__ = ["CONVERTING_EMBEDDERS", "EMBEDDERS", "Embedder"]


class Embedder(Protocol):
    """Texts to unit vectors. The same text gives the same vector, alone or in any batch, in any process.

    `fingerprint` changes with anything that changes a vector; `max_wordpieces` counts special tokens, and a text that
    is longer is refused, never cut.
    """

    name: str
    fingerprint: str
    model: str
    dim: int
    max_wordpieces: int

    def count_wordpieces(self, texts: Sequence[str]) -> list[int]:
        """What the embedder reads of each text, special tokens included, whatever its length."""
        ...

    def knows_word(self, word: str) -> bool:
        """Whether a word stands whole in the vocabulary, so that it is hardly a misspelt one."""
        ...

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors, float32, (len(texts), dim), C-contiguous.

        Raises:
            ValueError: a text is longer than `max_wordpieces`.
        """
        ...


def _sentence_transformer(model: Path | None) -> Embedder:
    from ingest.embedders.sentence_transformer import SentenceTransformerEmbedder

    return SentenceTransformerEmbedder(model)


def _openvino(model: Path | None, *, convert: bool = False) -> Embedder:
    from ingest.embedders.openvino_encoder import OpenvinoEmbedder

    return OpenvinoEmbedder(model, convert=convert)


def _hashing(model: Path | None) -> Embedder:
    from ingest.embedders.hashing import HashingEmbedder

    return HashingEmbedder()


def _openvino_for_ingest(model: Path | None) -> Embedder:
    return _openvino(model, convert=True)


EMBEDDERS: dict[str, Callable[[Path | None], Embedder]] = {
    "openvino": _openvino,
    "sentence_transformer": _sentence_transformer,
    "hashing": _hashing,
}
"""Factories by name; each takes the model folder, None for the shipped English MiniLM."""

CONVERTING_EMBEDDERS: dict[str, Callable[[Path | None], Embedder]] = {**EMBEDDERS, "openvino": _openvino_for_ingest}
"""The same, allowed to convert a model that was not converted yet, which takes torch and some seconds."""
