"""What is read of a sentence-transformers folder."""

import json
from pathlib import Path

import numpy as np
import pytest

from ingest.embedders.model_folder import LENGTH_STEP, WordpieceTokenizer, open_model_folder, shipped_model
from ingest.errors import EmbedderUnavailableError


@pytest.fixture(scope="module")
def tokenizer() -> WordpieceTokenizer:
    return WordpieceTokenizer(open_model_folder(None))


def rewrite(file: Path, content: str) -> None:
    file.unlink()
    file.write_text(content)


def test_the_shipped_model_is_taken_where_none_is_named() -> None:
    folder = open_model_folder(None)
    assert folder.path == shipped_model()
    assert (folder.name, folder.dim, folder.max_wordpieces) == ("all-MiniLM-L6-v2", 384, 256)
    assert (folder.pooling, folder.normalizes) == ("mean", True)


def test_a_model_bears_the_name_of_its_folder(model_copy: Path) -> None:
    assert open_model_folder(model_copy).name == "model"


@pytest.mark.parametrize(
    ("config", "pooling"),
    [
        ({"pooling_mode_mean_tokens": True}, "mean"),
        ({"pooling_mode_cls_token": True, "pooling_mode_mean_tokens": False}, "cls"),
        ({"pooling_mode_max_tokens": True}, "other"),
        ({"pooling_mode_mean_tokens": True, "pooling_mode_max_tokens": True}, "other"),
        ({"pooling_mode": "cls"}, "cls"),
        ({"pooling_mode": "lasttoken"}, "other"),
    ],
)
def test_pooling_is_read_from_either_way_to_write_it(model_copy: Path, config: dict[str, object], pooling: str) -> None:
    rewrite(model_copy / "1_Pooling" / "config.json", json.dumps(config))
    assert open_model_folder(model_copy).pooling == pooling


def test_other_weights_give_another_digest(model_copy: Path) -> None:
    before = open_model_folder(model_copy).weights_sha256
    rewrite(model_copy / "model.safetensors", "other weights")
    assert open_model_folder(model_copy).weights_sha256 != before


def test_weights_of_a_further_module_are_part_of_the_digest(model_copy: Path) -> None:
    before = open_model_folder(model_copy).weights_sha256
    (model_copy / "2_Dense").mkdir()
    (model_copy / "2_Dense" / "model.safetensors").write_text("weights")
    assert open_model_folder(model_copy).weights_sha256 != before


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("modules.json", "no JSON"),
        ("modules.json", '{"a": 1}'),
        ("modules.json", '[{"idx": 0}]'),
        ("config.json", "[]"),
        ("config.json", None),
        ("sentence_bert_config.json", '{"max_seq_length": "long"}'),
        ("model.safetensors", None),
        ("tokenizer.json", None),
        ("tokenizer.json", "no JSON"),
    ],
)
def test_a_folder_that_is_not_whole_is_refused_and_the_message_says_what_to_do(
    model_copy: Path, file: str, content: str | None
) -> None:
    (model_copy / file).unlink()
    if content is not None:
        (model_copy / file).write_text(content)
    if file == "config.json":
        (model_copy / "sentence_bert_config.json").unlink()
    with pytest.raises(EmbedderUnavailableError, match=rf"model {model_copy}.*(set GLOSSATOR_MODEL|save it)"):
        WordpieceTokenizer(open_model_folder(model_copy))


def test_the_cut_of_a_text_fills_the_window(tokenizer: WordpieceTokenizer) -> None:
    text = "The ebb falls. " * 200
    cut = tokenizer.cut(text)
    assert text.startswith(cut)
    assert tokenizer.count([cut]) == [256]


def test_a_text_that_fits_is_not_cut(tokenizer: WordpieceTokenizer) -> None:
    assert tokenizer.cut("The ebb falls.") == "The ebb falls."


def test_each_text_stands_in_one_batch_padded_to_a_length_that_depends_on_it_alone(
    tokenizer: WordpieceTokenizer,
) -> None:
    texts = ["ebb " * n for n in range(100)]
    alone = {n: next(tokenizer.batches([text]))[1].shape[1] for n, text in enumerate(texts)}
    rows: list[int] = []
    for batch, ids, mask in tokenizer.batches(texts):
        rows.extend(batch)
        assert ids.shape == mask.shape
        assert {alone[row] for row in batch} == {ids.shape[1]}
        assert ids.shape[1] % LENGTH_STEP == 0
        np.testing.assert_array_equal(mask.sum(axis=1), tokenizer.count([texts[row] for row in batch]))
    assert sorted(rows) == list(range(100))


@pytest.mark.parametrize(("word", "known"), [("butter", True), ("negotiation", True), ("buttre", False), ("☃", False)])
def test_a_word_is_known_where_it_stands_whole_in_the_vocabulary(
    tokenizer: WordpieceTokenizer, word: str, known: bool
) -> None:
    assert tokenizer.knows(word) == known
