"""Texts of several threads in, their vectors out: while one batch is encoded, what arrives waits and goes together."""

from collections.abc import Sequence
from threading import Event, Lock

import numpy as np
from numpy.typing import NDArray

from ingest.embedders import Embedder

MOST_TEXTS = 32
"""Texts that go together; beyond it a batch gains nothing, and its first text waits longer."""


class BatchingEmbedder:
    """An embedder for many threads; no thread of its own.

    Who comes while nothing is encoded encodes at once, alone. Who comes later waits; when the batch in work is done,
    the first of those that wait encodes for all of them. A text's vector is that of the embedder, to the bit, since it
    does not depend on a text's neighbours; what one caller did wrong reaches that caller alone.
    """

    def __init__(self, embedder: Embedder) -> None:
        """Batch for this embedder."""
        self._embedder = embedder
        self._lock = Lock()
        self._encoding = False
        self._waiting: list[_Request] = []
        self.name = embedder.name
        self.fingerprint = embedder.fingerprint
        self.model = embedder.model
        self.dim = embedder.dim
        self.max_wordpieces = embedder.max_wordpieces

    def count_wordpieces(self, texts: Sequence[str]) -> list[int]:
        """As the embedder counts."""
        return self._embedder.count_wordpieces(texts)

    def knows_word(self, word: str) -> bool:
        """As the embedder knows."""
        return self._embedder.knows_word(word)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As the embedder embeds.

        Raises:
            ValueError: a text is longer than the window.
        """
        own = _Request(texts)
        with self._lock:
            leads = not self._encoding
            self._encoding = True
            if not leads:
                self._waiting.append(own)
        if not leads:
            own.woken.wait()
        if not own.is_done():
            self._encode_with_those_that_wait(own)
        return own.outcome()

    def _encode_with_those_that_wait(self, own: "_Request") -> None:
        with self._lock:
            batch, self._waiting = _first_texts([own, *(r for r in self._waiting if r is not own)])
        try:
            self._encode(batch)
        finally:
            with self._lock:
                following = self._waiting[0] if self._waiting else None
                self._encoding = following is not None
            for request in batch:
                request.woken.set()
            if following:
                following.woken.set()

    def _encode(self, batch: "list[_Request]") -> None:
        """Give every request its vectors or its error; where a batch fails, each is tried alone."""
        try:
            vectors = self._embedder.embed([text for request in batch for text in request.texts])
        except Exception as error:
            if len(batch) == 1:
                batch[0].error = error
            else:
                for request in batch:
                    self._encode([request])
            return
        row = 0
        for request in batch:
            request.vectors = vectors[row : row + len(request.texts)]
            row += len(request.texts)


class _Request:
    """The texts of one caller, and what became of them."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self.woken = Event()
        self.vectors: NDArray[np.float32] | None = None
        self.error: Exception | None = None

    def is_done(self) -> bool:
        return self.vectors is not None or self.error is not None

    def outcome(self) -> NDArray[np.float32]:
        if self.error is not None:
            raise self.error
        if self.vectors is None:
            raise RuntimeError("the batch was ended before it was encoded")
        return self.vectors


def _first_texts(requests: list[_Request]) -> tuple[list[_Request], list[_Request]]:
    """The first requests, as many as go together, at least one; and those left."""
    n, texts = 1, len(requests[0].texts)
    while n < len(requests) and texts + len(requests[n].texts) <= MOST_TEXTS:
        texts += len(requests[n].texts)
        n += 1
    return requests[:n], requests[n:]
