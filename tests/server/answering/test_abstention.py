"""The probability that the glossary answers."""

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from server.answering.abstention import FEATURES, AbstentionModel, features_of, read_model
from server.answering.glossary import Glossary
from server.errors import ServerError


def test_confidence_is_the_logistic_of_the_weighted_features() -> None:
    # 2 * 0.5 - 1 * 0.25 - 0.75 = 0, and the logistic of 0 is one half
    assert AbstentionModel((2.0, -1.0), -0.75).confidence(np.array([0.5, 0.25])) == 0.5
    # log 3 is the logit of three quarters
    assert AbstentionModel((1.0,), math.log(3)).confidence(np.array([0.0])) == pytest.approx(0.75)


def test_confidence_stays_in_range_for_any_features() -> None:
    for bias in (-1e6, 1e6):
        assert 0 <= AbstentionModel((0.0,), bias).confidence(np.array([0.0])) <= 1


def test_nothing_retrieved_has_features_of_0(beekeeping: Glossary) -> None:
    retrieval = replace(beekeeping.retriever.search("What is swarming?"), hits=())
    assert features_of("What is swarming?", retrieval, beekeeping).tolist() == [0.0] * len(FEATURES)


@pytest.mark.parametrize("question", ["What is swarming?", "What is the capital of France?", "???", "x" * 1000])
def test_features_are_finite_numbers(beekeeping: Glossary, question: str) -> None:
    features = features_of(question, beekeeping.retriever.search(question), beekeeping)
    assert features.shape == (len(FEATURES),)
    assert np.isfinite(features).all()


def test_the_shipped_model_is_surer_of_what_the_glossary_holds(each_glossary: Glossary) -> None:
    def confidence(question: str) -> float:
        return read_model().confidence(features_of(question, each_glossary.retriever.search(question), each_glossary))

    terms = [record.article.term for record in each_glossary.index.articles.values()]
    held = [confidence(f"What is {term}?") for term in terms]
    other = [confidence(f"What is {word}?") for word in ("a mortgage", "photosynthesis", "the offside rule", "jazz")]
    assert min(held) > max(other)


def test_a_model_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "model.json"
    file.write_text(json.dumps({"weights": dict.fromkeys(FEATURES, 1), "bias": -2}))
    assert read_model(file) == AbstentionModel((1.0,) * len(FEATURES), -2.0)


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", '{"weights": {}, "bias": 0}', '{"weights": {"length": 1}, "bias": "x"}']
)
def test_a_model_that_cannot_be_used_says_how_to_make_one(tmp_path: Path, content: str) -> None:
    file = tmp_path / "model.json"
    file.write_text(content)
    with pytest.raises(ServerError, match="glossator eval fit") as refused:
        read_model(file)
    assert str(file) in str(refused.value)


def test_a_missing_model_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ServerError, match="nowhere"):
        read_model(tmp_path / "nowhere.json")
