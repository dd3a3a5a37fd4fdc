"""The fast embedder against the reference."""

from pathlib import Path

import numpy as np
import pytest

from ingest.embedders import CONVERTING_EMBEDDERS, EMBEDDERS, Embedder
from ingest.embedders.model_folder import shipped_model
from ingest.errors import EmbedderUnavailableError

TEXTS = [
    "The ebb is falling water.",
    "How long does slack water last?",
    "A bollard is a short post on a quay; ships are made fast to it.",
    "Day | High | Low",
    "range = high - low",
    "潮汐 table",
    "",
    "The ebb falls, and it falls, and so on. " * 15,
]


@pytest.fixture
def empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_vectors_are_those_of_the_reference(
    openvino_embedder: Embedder, sentence_transformer_embedder: Embedder
) -> None:
    fast, reference = openvino_embedder.embed(TEXTS), sentence_transformer_embedder.embed(TEXTS)
    assert np.sum(fast * reference, axis=1).min() > 0.999


def test_both_count_the_same_wordpieces(openvino_embedder: Embedder, sentence_transformer_embedder: Embedder) -> None:
    assert openvino_embedder.count_wordpieces(TEXTS) == sentence_transformer_embedder.count_wordpieces(TEXTS)
    assert openvino_embedder.max_wordpieces == sentence_transformer_embedder.max_wordpieces


def test_a_model_that_was_not_converted_names_the_command_and_the_way_round(empty_cache: Path) -> None:
    with pytest.raises(
        EmbedderUnavailableError, match=r"not converted.*`glossator ingest`.*GLOSSATOR_EMBEDDER=sentence_transformer"
    ):
        EMBEDDERS["openvino"](None)


def test_a_model_that_cannot_be_converted_leaves_nothing_and_names_the_way_round(
    empty_cache: Path, model_copy: Path
) -> None:
    pooling = model_copy / "1_Pooling" / "config.json"
    pooling.unlink()
    pooling.write_text('{"word_embedding_dimension": 384, "pooling_mode_max_tokens": true}')
    with pytest.raises(EmbedderUnavailableError, match="GLOSSATOR_EMBEDDER=sentence_transformer"):
        CONVERTING_EMBEDDERS["openvino"](model_copy)
    assert not list(empty_cache.rglob("*.xml"))


def test_weights_that_cannot_be_read_are_named(empty_cache: Path, model_copy: Path) -> None:
    (model_copy / "model.safetensors").unlink()
    (model_copy / "model.safetensors").write_bytes(b"cut short")
    with pytest.raises(EmbedderUnavailableError, match=rf"{model_copy}.*cannot be read.*GLOSSATOR_MODEL"):
        CONVERTING_EMBEDDERS["openvino"](model_copy)


def test_the_shipped_model_is_named_for_people(openvino_embedder: Embedder) -> None:
    assert openvino_embedder.model == "all-MiniLM-L6-v2"
    assert shipped_model().is_dir()
