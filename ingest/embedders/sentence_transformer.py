"""The reference embedder: a local sentence-transformers folder run by that library."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.embedders.model_folder import BATCH_TEXTS, WordpieceTokenizer, open_model_folder, reading_model


class SentenceTransformerEmbedder:
    """Vectors as sentence-transformers computes them, in float32 on the CPU, normalised.

    Texts of one padded length are computed together, so that padding does not depend on a text's neighbours; the last
    bits may still differ between batch sizes.
    """

    name = "sentence_transformer"

    def __init__(self, model: Path | None = None) -> None:
        """Load the folder; None for the shipped model.

        Raises:
            EmbedderUnavailableError: the folder holds no such model.
        """
        folder = open_model_folder(model)
        from sentence_transformers import SentenceTransformer

        self._tokenizer = WordpieceTokenizer(folder)
        with reading_model(folder.path):
            self._model = SentenceTransformer(str(folder.path), device="cpu", local_files_only=True)
        self._model.max_seq_length = folder.max_wordpieces
        self.model = folder.name
        self.dim = folder.dim
        self.max_wordpieces = folder.max_wordpieces
        self.fingerprint = f"sentence_transformer-{folder.weights_sha256[:16]}-{folder.pooling}-f32"

    def count_wordpieces(self, texts: Sequence[str]) -> list[int]:
        """Wordpieces of each text, special tokens included."""
        return self._tokenizer.count(texts)

    def knows_word(self, word: str) -> bool:
        """Whether a word is one wordpiece."""
        return self._tokenizer.knows(word)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors, float32, (len(texts), dim).

        Raises:
            ValueError: a text is longer than the window.
        """
        vectors = np.zeros((len(texts), self.dim), dtype=np.float32)
        for rows, ids, _ in self._tokenizer.batches(texts):
            part = [texts[row] for row in rows]
            vectors[rows] = self._model.encode(
                part, batch_size=min(len(ids), BATCH_TEXTS), normalize_embeddings=True, show_progress_bar=False
            )
        return vectors
