"""Texts of several threads that are encoded together."""

import threading
from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from ingest.embedders import Embedder
from ingest.embedders.batching import MOST_TEXTS, BatchingEmbedder
from ingest.embedders.hashing import HashingEmbedder

SECONDS = 30


class GatedEmbedder(HashingEmbedder):
    """Encodes only when it is let, and keeps what it was given."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.begun = threading.Semaphore(0)
        self.gate = threading.Semaphore(0)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.batches.append(list(texts))
        self.begun.release()
        assert self.gate.acquire(timeout=SECONDS)
        return super().embed(texts)


class Caller(threading.Thread):
    """A thread that embeds, and keeps what came back."""

    def __init__(self, embedder: Embedder, texts: Sequence[str]) -> None:
        super().__init__(daemon=True)
        self.embedder, self.texts = embedder, texts
        self.vectors: NDArray[np.float32] | None = None
        self.error: Exception | None = None
        self.start()

    def run(self) -> None:
        try:
            self.vectors = self.embedder.embed(self.texts)
        except Exception as error:
            self.error = error

    def end(self) -> "Caller":
        self.join(SECONDS)
        assert not self.is_alive()
        return self


def wait_for(embedder: BatchingEmbedder, n: int) -> None:
    """Until n callers wait behind the batch in work."""
    until = threading.Event()
    for _ in range(SECONDS * 1000):
        if len(embedder._waiting) == n:
            return
        until.wait(0.001)
    raise AssertionError(f"{len(embedder._waiting)} callers wait, not {n}")


def held_up(texts_of_callers: Sequence[Sequence[str]]) -> tuple[GatedEmbedder, list[Caller]]:
    """Callers that all came while the first was encoded, with all encoding let."""
    gated = GatedEmbedder()
    batching = BatchingEmbedder(gated)
    callers = []
    for n, texts in enumerate(texts_of_callers):
        callers.append(Caller(batching, texts))
        if n == 0:
            assert gated.begun.acquire(timeout=SECONDS)
        else:
            wait_for(batching, n)
    gated.gate.release(1000)
    return gated, [caller.end() for caller in callers]


def test_a_lone_text_goes_at_once_and_alone() -> None:
    gated = GatedEmbedder()
    gated.gate.release()
    assert BatchingEmbedder(gated).embed(["ebb"]).shape == (1, 256)
    assert gated.batches == [["ebb"]]


def test_what_arrives_while_a_batch_is_encoded_goes_together_in_order() -> None:
    gated, callers = held_up([["ebb"], ["flow"], ["tide", "sea"], ["quay"]])
    assert gated.batches == [["ebb"], ["flow", "tide", "sea", "quay"]]
    for caller in callers:
        np.testing.assert_array_equal(caller.vectors, HashingEmbedder().embed(caller.texts))


def test_a_batch_has_an_end_and_the_rest_follows() -> None:
    gated, callers = held_up([["ebb"], *([f"tide {n}"] for n in range(MOST_TEXTS + 3)), ["sea"] * (MOST_TEXTS + 1)])
    assert [len(batch) for batch in gated.batches] == [1, MOST_TEXTS, 3, MOST_TEXTS + 1]
    for caller in callers:
        np.testing.assert_array_equal(caller.vectors, HashingEmbedder().embed(caller.texts))


def test_an_error_reaches_the_caller_of_the_wrong_text_alone() -> None:
    _, (first, good, bad, other) = held_up([["ebb"], ["flow"], ["ebb " * 300], ["quay"]])
    assert isinstance(bad.error, ValueError)
    assert "302 wordpieces" in str(bad.error)
    for caller in (first, good, other):
        np.testing.assert_array_equal(caller.vectors, HashingEmbedder().embed(caller.texts))


def test_after_an_error_it_embeds_on() -> None:
    batching = BatchingEmbedder(HashingEmbedder())
    with pytest.raises(ValueError, match="wordpieces"):
        batching.embed(["ebb " * 300])
    assert batching.embed(["ebb"]).shape == (1, 256)


def test_no_texts_give_no_rows() -> None:
    assert BatchingEmbedder(HashingEmbedder()).embed([]).shape == (0, 256)


def test_many_threads_get_the_vectors_of_their_own_texts_to_the_bit(openvino_embedder: Embedder) -> None:
    texts = [f"What is ebb number {n}{' and how is it found' * (n % 5)}?" for n in range(16)]
    alone = {text: openvino_embedder.embed([text])[0] for text in texts}
    batching = BatchingEmbedder(openvino_embedder)
    wrong: list[str] = []

    def ask(first: int) -> None:
        for n in range(len(texts)):
            text = texts[(first + n) % len(texts)]
            if not np.array_equal(batching.embed([text])[0], alone[text]):
                wrong.append(text)

    threads = [threading.Thread(target=ask, args=(first,)) for first in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert (batching.name, batching.fingerprint) == (openvino_embedder.name, openvino_embedder.fingerprint)
    assert (batching.dim, batching.max_wordpieces) == (openvino_embedder.dim, openvino_embedder.max_wordpieces)
