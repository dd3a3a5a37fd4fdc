"""The contract of every row of the EMBEDDERS table."""

from pathlib import Path

import numpy as np
import pytest

from ingest.embedders import CONVERTING_EMBEDDERS, EMBEDDERS, Embedder
from ingest.errors import EmbedderUnavailableError

TEXTS = [
    "The ebb is falling water.",
    "ebb",
    "Slack water: the short time in which a tidal stream does not run, twice between high waters.",
    "",
    " \n",
    "—!—",
    "潮汐 table \U0001f600",
    "<|endoftext|> [SEP] [CLS]",
    "-" * 100,
    *(f"Sentence {n} says that the ebb falls {'and falls ' * n}." for n in range(0, 40, 5)),
]
WITH_MODEL = ["openvino", "sentence_transformer"]


def test_both_tables_name_the_same_embedders() -> None:
    assert list(CONVERTING_EMBEDDERS) == list(EMBEDDERS)


def test_an_embedder_says_what_it_is(embedder: Embedder) -> None:
    assert embedder.name in EMBEDDERS
    assert embedder.fingerprint.startswith(embedder.name)
    assert embedder.model
    assert embedder.dim > 0
    assert embedder.max_wordpieces > 0


def test_vectors_are_unit_float32_rows(embedder: Embedder) -> None:
    vectors = embedder.embed(TEXTS)
    assert vectors.shape == (len(TEXTS), embedder.dim)
    assert vectors.dtype == np.float32
    assert vectors.flags.c_contiguous
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_no_texts_give_no_rows(embedder: Embedder) -> None:
    assert embedder.embed([]).shape == (0, embedder.dim)
    assert embedder.count_wordpieces([]) == []


def test_a_text_has_the_same_vector_alone_and_in_any_batch(embedder: Embedder) -> None:
    together = embedder.embed(TEXTS)
    backwards = embedder.embed(TEXTS[::-1])[::-1]
    alone = np.concatenate([embedder.embed([text]) for text in TEXTS])
    if embedder.name == "sentence_transformer":  # torch sums in another order for another batch size
        np.testing.assert_allclose(together, alone, atol=1e-6)
        np.testing.assert_allclose(backwards, alone, atol=1e-6)
    else:
        np.testing.assert_array_equal(together, alone)
        np.testing.assert_array_equal(backwards, alone)


def test_other_words_have_another_vector(embedder: Embedder) -> None:
    one, other = embedder.embed(["The ebb is falling water.", "A bollard is a post on a quay."])
    assert one @ other < 0.9


def text_of_wordpieces(embedder: Embedder, n: int) -> str:
    text = ""
    while embedder.count_wordpieces([text + " ebb"])[0] <= n:
        text += " ebb"
    while embedder.count_wordpieces([text])[0] < n:
        text += "."
    assert embedder.count_wordpieces([text]) == [n]
    return text


def test_a_text_that_fills_the_window_is_embedded_and_one_beyond_it_is_refused(embedder: Embedder) -> None:
    full = text_of_wordpieces(embedder, embedder.max_wordpieces)
    assert embedder.embed([full]).shape == (1, embedder.dim)
    with pytest.raises(ValueError, match=f"{embedder.max_wordpieces + 1} wordpieces.* {embedder.max_wordpieces}"):
        embedder.embed(["short", full + "."])


def test_the_end_of_a_text_that_fills_the_window_counts(embedder: Embedder) -> None:
    full = text_of_wordpieces(embedder, embedder.max_wordpieces)
    one, other = embedder.embed([full, full[:-5] + "quay."])
    assert not np.array_equal(one, other)


def test_wordpieces_beyond_the_window_are_counted_and_not_cut(embedder: Embedder) -> None:
    assert embedder.count_wordpieces(["ebb " * 2000])[0] >= 2000


@pytest.mark.parametrize("name", WITH_MODEL)
@pytest.mark.parametrize("folder", ["missing", "."])
def test_a_folder_that_is_no_model_is_refused_and_the_message_names_the_setting(
    name: str, folder: str, tmp_path: Path
) -> None:
    with pytest.raises(EmbedderUnavailableError, match=r"not a sentence-transformers folder.*set GLOSSATOR_MODEL"):
        EMBEDDERS[name](tmp_path / folder)
