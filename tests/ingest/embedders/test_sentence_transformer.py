"""The reference embedder."""

from pathlib import Path

import pytest

from ingest.embedders import EMBEDDERS, Embedder
from ingest.errors import EmbedderUnavailableError


def test_dimension_and_window_are_read_from_the_model(sentence_transformer_embedder: Embedder) -> None:
    # all-MiniLM-L6-v2: 384 dimensions, 256 wordpieces
    assert (sentence_transformer_embedder.dim, sentence_transformer_embedder.max_wordpieces) == (384, 256)


def test_another_pooling_is_another_fingerprint(model_copy: Path, sentence_transformer_embedder: Embedder) -> None:
    pooling = model_copy / "1_Pooling" / "config.json"
    pooling.unlink()
    pooling.write_text('{"word_embedding_dimension": 384, "pooling_mode_cls_token": true}')
    other = EMBEDDERS["sentence_transformer"](model_copy)
    assert other.fingerprint != sentence_transformer_embedder.fingerprint
    assert other.embed(["ebb"])[0] @ sentence_transformer_embedder.embed(["ebb"])[0] < 0.999


def test_weights_that_cannot_be_read_are_named(model_copy: Path) -> None:
    (model_copy / "model.safetensors").unlink()
    (model_copy / "model.safetensors").write_bytes(b"cut short")
    with pytest.raises(EmbedderUnavailableError, match=rf"{model_copy}.*cannot be read.*GLOSSATOR_MODEL"):
        EMBEDDERS["sentence_transformer"](model_copy)
