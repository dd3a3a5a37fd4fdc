"""Each text is embedded once, and known texts not at all."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.embedders.hashing import HashingEmbedder
from ingest.vector_reuse import KnownVectors, embed_new


class CountingEmbedder(HashingEmbedder):
    """Remembers what it was asked to embed."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.read.extend(texts)
        return super().embed(texts)


def untold(done: int, n: int) -> None:
    """Tell nobody."""


def test_rows_follow_the_texts() -> None:
    texts = ["ebb", "a longer text on the flow", "tide"]
    embedder = HashingEmbedder()
    np.testing.assert_array_equal(embed_new(texts, KnownVectors(), embedder, untold), embedder.embed(texts))


def test_a_text_that_stands_twice_is_embedded_once() -> None:
    embedder = CountingEmbedder()
    vectors = embed_new(["ebb", "flow", "ebb"], KnownVectors(), embedder, untold)
    assert sorted(embedder.read) == ["ebb", "flow"]
    np.testing.assert_array_equal(vectors[0], vectors[2])


def test_a_known_text_is_not_embedded_again() -> None:
    embedder, known = CountingEmbedder(), KnownVectors()
    of_old = np.eye(1, 256, 5, dtype=np.float32)
    known.add(["ebb"], of_old)
    vectors = embed_new(["flow", "ebb"], known, embedder, untold)
    assert embedder.read == ["flow"]
    np.testing.assert_array_equal(vectors[1], of_old[0])


def test_a_text_that_differs_in_one_character_is_not_known() -> None:
    known = KnownVectors()
    known.add(["ebb"], np.ones((1, 256), dtype=np.float32))
    assert known.of("ebb ") is None
    assert known.of("Ebb") is None


def test_a_text_beyond_the_window_has_the_normalised_mean_of_its_parts() -> None:
    embedder = HashingEmbedder()
    text = "ebb " * 200 + "sea " * 200
    (vector,) = embed_new([text], KnownVectors(), embedder, untold)
    # cut in the middle: one part says only "ebb", the other only "sea"
    ebb, sea = embedder.embed(["ebb", "sea"])
    np.testing.assert_allclose(vector, (ebb + sea) / np.sqrt(2), atol=1e-6)


def test_texts_beside_one_beyond_the_window_keep_their_own_vectors() -> None:
    embedder = HashingEmbedder()
    vectors = embed_new(["ebb", "flow " * 400, "tide"], KnownVectors(), embedder, untold)
    np.testing.assert_array_equal(vectors[[0, 2]], embedder.embed(["ebb", "tide"]))


def test_no_texts_give_no_rows() -> None:
    assert embed_new([], KnownVectors(), HashingEmbedder(), untold).shape == (0, 256)


def test_progress_ends_with_all_new_texts() -> None:
    told: list[tuple[int, int]] = []
    embed_new([f"text {n}" for n in range(600)], KnownVectors(), HashingEmbedder(), lambda *step: told.append(step))
    assert told[-1] == (600, 600)
    assert told == sorted(told)
