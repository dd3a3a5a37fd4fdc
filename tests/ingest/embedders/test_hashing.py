"""The embedder for unit tests."""

from zlib import crc32

import numpy as np

from ingest.embedders.hashing import HashingEmbedder


def test_a_word_counts_in_the_bucket_of_its_checksum() -> None:
    vector = HashingEmbedder().embed(["Ebb ebb"])[0]
    assert np.flatnonzero(vector).tolist() == [crc32(b"ebb") % 256]


def test_counts_are_normalised() -> None:
    # twice "ebb" and once "flow": (2, 1) / sqrt(5)
    vector = HashingEmbedder().embed(["ebb flow ebb"])[0]
    np.testing.assert_allclose(sorted(vector[vector > 0]), [1 / 5**0.5, 2 / 5**0.5], rtol=1e-6)


def test_long_words_and_signs_count_as_wordpieces() -> None:
    # special tokens 2; "abcdefghijklm" 12 + 1 letters; "!" and "?"
    assert HashingEmbedder().count_wordpieces(["abcdefghijklm !?"]) == [6]
