"""An embedder for unit tests: words hashed to dimensions, no model, no meaning."""

import re
from collections.abc import Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray


class HashingEmbedder:
    """Counts words in hashed buckets; a text without words points along the first axis."""

    name = "hashing"
    fingerprint = "hashing-crc32-256"
    model = "hashing"
    dim = 256
    max_wordpieces = 256

    def count_wordpieces(self, texts: Sequence[str]) -> list[int]:
        """Words and single other signs of each text, and two for special tokens."""
        return [2 + len(re.findall(r"\w{1,12}|[^\w\s]", text)) for text in texts]

    def knows_word(self, word: str) -> bool:
        """No word: there is no vocabulary."""
        return False

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of hashed word counts, (len(texts), 256).

        Raises:
            ValueError: a text is longer than `max_wordpieces`.
        """
        longest = max(self.count_wordpieces(texts), default=0)
        if longest > self.max_wordpieces:
            raise ValueError(f"a text has {longest} wordpieces, the window is {self.max_wordpieces}")
        vectors = np.zeros((len(texts), self.dim), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in re.findall(r"\w+", text.lower()) or [""]:
                vectors[row, crc32(word.encode()) % self.dim] += 1
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors
