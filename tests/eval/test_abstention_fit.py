"""Fitting what says no."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from eval.abstention_fit import (
    ELSEWHERE,
    FeatureSet,
    fit,
    leave_one_out,
    quality,
    read_features,
    scores,
    write_model,
)
from eval.datasets import read_dataset
from eval.errors import EvalError
from ingest.settings import IngestSettings
from server.answering.abstention import FEATURES, RAISES, read_model
from server.errors import ServerError
from server.settings import ServerSettings

WriteDataset = Callable[..., Path]


def invented(name: str, *, seed: int, kept: int = 60) -> FeatureSet:
    """Questions whose first feature tells whether they have an answer, and whose others tell nothing."""
    random = np.random.default_rng(seed)
    answerable = np.arange(kept) < kept // 2
    features = random.random((kept, len(FEATURES)))
    features[:, 0] = np.where(answerable, 0.7, 0.2) + 0.05 * random.standard_normal(kept)
    return FeatureSet(
        name, features, answerable, answerable.copy(), tuple("answerable" if a else "far" for a in answerable)
    )


def test_the_feature_that_tells_gets_the_weight() -> None:
    weights = fit([invented("a", seed=1)])["weights"]
    assert max(weights, key=lambda name: abs(weights[name])) == FEATURES[0]


def test_a_feature_never_speaks_for_the_wrong_side() -> None:
    one = invented("a", seed=1)
    turned = replace(one, features=1 - one.features)  # the first feature now is high where there is no answer
    weights = fit([turned])["weights"]
    assert weights[FEATURES[0]] == 0
    for name in FEATURES:
        assert weights[name] >= 0 if name in RAISES else weights[name] <= 0


def test_a_glossary_that_was_left_out_is_told_apart_too() -> None:
    found = leave_one_out([invented("a", seed=1), invented("b", seed=2)])
    assert found["a"]["far"]["auroc"] > 0.95
    assert found["b"]["far"]["auroc"] > 0.95


def test_one_glossary_leaves_none_out() -> None:
    assert leave_one_out([invented("a", seed=1)]) == {}


def test_the_same_sets_give_the_same_model() -> None:
    assert fit([invented("a", seed=1)]) == fit([invented("a", seed=1)])


def test_questions_whose_answer_was_not_found_do_not_move_the_model() -> None:
    one = invented("a", seed=1)
    lost = np.full((20, len(FEATURES)), 0.5)
    more = FeatureSet(
        "a",
        np.vstack([one.features, lost]),
        np.append(one.answerable, np.ones(20, bool)),
        np.append(one.right, np.zeros(20, bool)),
        one.kinds + ("answerable",) * 20,
    )
    assert fit([more])["weights"] == fit([one])["weights"]


def test_every_kind_without_an_answer_counts_the_same() -> None:
    one = invented("a", seed=1)
    far = np.array(one.kinds) == "far"
    again = FeatureSet(  # four times as many of a kind, all the same, change nothing
        "a",
        np.vstack([one.features, *[one.features[far]] * 3]),
        np.append(one.answerable, np.zeros(3 * far.sum(), bool)),
        np.append(one.right, np.zeros(3 * far.sum(), bool)),
        one.kinds + ("far",) * int(3 * far.sum()),
    )
    assert fit([again])["weights"] == pytest.approx(fit([one])["weights"], abs=2e-3)


def test_the_unit_of_a_feature_does_not_matter() -> None:
    one = invented("a", seed=1)
    unit = np.where(np.arange(len(FEATURES)) == 0, 100.0, 1.0)
    scaled = fit([replace(one, features=one.features * unit)])
    assert scores(scaled, one.features * unit) == pytest.approx(scores(fit([one]), one.features), abs=1e-2)


def test_questions_of_another_dataset_are_asked_as_far_ones(
    write_dataset: WriteDataset, settings: IngestSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # the index of a corpus is kept below the working folder
    folder = write_dataset()
    (folder / "unanswerable.jsonl").write_text('{"_id": "u1", "text": "What does rye cost?", "kind": "near"}\n')
    bread = read_dataset(folder, "test")
    found = read_features(bread, ServerSettings(**settings.model_dump()), [replace(bread, name="other")])
    assert found.kinds == ("answerable",) * 4 + ("near",) + (ELSEWHERE,) * 4
    assert found.answerable.tolist() == [kind == "answerable" for kind in found.kinds]
    assert not found.right[4:].any()
    assert found.features.shape == (9, len(FEATURES))


def test_a_dataset_without_unanswerable_questions_is_refused(
    write_dataset: WriteDataset, settings: IngestSettings
) -> None:
    bread = read_dataset(write_dataset(), "test")
    with pytest.raises(EvalError, match=r"bread has no unanswerable\.jsonl"):
        read_features(bread, ServerSettings(**settings.model_dump()))


def test_a_written_model_gives_the_confidence_of_the_fit(tmp_path: Path) -> None:
    one = invented("a", seed=1)
    model = fit([one])
    write_model(model, tmp_path / "model.json")
    opened = read_model(tmp_path / "model.json")
    assert opened.confidence(one.features[0]) == pytest.approx(scores(model, one.features)[0])
    assert quality(model, one)["far"]["auroc"] > 0.95


def test_a_model_for_other_features_is_refused_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "old.json").write_text(json.dumps({"weights": {"length": 1.0}, "bias": 0}))
    with pytest.raises(ServerError, match="glossator eval fit"):
        read_model(tmp_path / "old.json")


def test_the_shipped_model_says_no_to_nothing_found() -> None:
    assert read_model().confidence(np.zeros(len(FEATURES))) < 0.05
