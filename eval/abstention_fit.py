"""Judged questions with and without an answer in, the logistic model that says no out."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.answer_measures import auroc, false_answers_at
from eval.datatypes import Dataset, Topic
from eval.errors import EvalError
from eval.experiment import index_of_dataset
from ingest.pipeline import Progress
from retriever.hybrid import open_retriever
from server.answering.abstention import FEATURES, RAISES, features_of
from server.answering.glossary import Glossary
from server.answering.question_answering import HITS
from server.settings import ServerSettings

ELSEWHERE = "elsewhere"
"""The kind of a question that another dataset answers: asked of this one, it is far."""

_LARGEST_SET = 600
_BORROWED = 100
_PENALTY = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class FeatureSet:
    """Features (n, len(FEATURES)) of a dataset's questions; whether each has an answer, and was answered right."""

    name: str
    features: NDArray[np.float64]
    answerable: NDArray[np.bool_]
    right: NDArray[np.bool_]
    kinds: tuple[str, ...]


def read_features(
    dataset: Dataset, settings: ServerSettings, others: Sequence[Dataset] = (), progress: Progress | None = None
) -> FeatureSet:
    """Features of all questions of a dataset, of a seeded sample of 600 where it has more with an answer.

    "Right" means that the best passage lies in a relevant article. Of each of the others a seeded sample of 100
    questions that have their answer there is asked here, where they have none.

    Raises:
        EvalError: the dataset has no questions without an answer.
    """
    if not dataset.unanswerable:
        raise EvalError(
            f"{dataset.folder} has no unanswerable.jsonl for split {dataset.split}; without it nothing can be fitted"
        )
    if dataset.corpus:
        settings = index_of_dataset(dataset, settings, progress)
    glossary = Glossary(open_retriever(settings))
    asked = [(topic, "answerable") for topic in _sample(dataset.topics, _LARGEST_SET)]
    asked += [(topic, topic.kind or "other") for topic in dataset.unanswerable]
    asked += [(topic, ELSEWHERE) for other in others for topic in _sample(other.topics, _BORROWED)]
    rows, right = [], []
    for n, (topic, kind) in enumerate(asked, start=1):
        retrieval = glossary.retriever.search(topic.text[:1000], HITS)
        rows.append(features_of(topic.text, retrieval, glossary))
        grades = dataset.qrels[topic.topic_id] if kind == "answerable" else {}
        right.append(bool(retrieval.hits) and grades.get(retrieval.hits[0].passage.article_id, 0) > 0)
        if progress:
            progress(f"reading {dataset.name}", n, len(asked))
    kinds = tuple(kind for _, kind in asked)
    answerable = np.array([kind == "answerable" for kind in kinds])
    return FeatureSet(dataset.name, np.array(rows), answerable, np.array(right), kinds)


def _sample(topics: Sequence[Topic], most: int) -> list[Topic]:
    """At most so many of the topics, in their order; which, is seeded."""
    picks = np.random.default_rng(0).permutation(len(topics))[:most]
    return [topics[n] for n in sorted(picks)]


def fit(sets: Sequence[FeatureSet]) -> dict[str, object]:
    """The model as `server.answering.abstention` reads it.

    Every set counts the same, and in each the questions with and without an answer count the same, so that neither the
    largest set nor its share of hopeless questions sets the scale; of those without, every kind counts the same.
    Questions whose answer was not found are left out: they look like neither. A feature whose weight would speak for
    the wrong side, by a quirk of one set, gets none.
    """
    features = np.vstack([one.features for one in sets])
    answerable = np.concatenate([one.answerable for one in sets])
    found = _logistic(features, answerable, np.concatenate([_shares(one) for one in sets]) / len(sets))
    by_name = {name: round(float(w), 4) for name, w in zip(FEATURES, found[:-1], strict=True)}
    return {"weights": by_name, "bias": round(float(found[-1]), 4), "fitted_on": [s.name for s in sets]}


def _shares(of: FeatureSet) -> NDArray[np.float64]:
    """How much each question of a set counts, (n,), 1 in all."""
    kinds = np.array(of.kinds)
    counts = np.zeros(len(kinds))
    counts[of.right] = 1 / max(of.right.sum(), 1)
    without = set(of.kinds) - {"answerable"}
    for kind in without:
        counts[kinds == kind] = 1 / len(without) / (kinds == kind).sum()
    return np.asarray(counts / counts.sum())


def _logistic(
    features: NDArray[np.float64], answerable: NDArray[np.bool_], counts: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Weights, then the bias, of a logistic model, each weight on its feature's side; `counts` are 1 in all.

    The penalty is on the squares of the weights times their feature's spread, so that no unit is favoured.
    """
    from scipy.optimize import minimize

    mean = counts @ features
    spread = np.maximum(np.sqrt(counts @ (features - mean) ** 2), 1e-6)
    scaled = (features - mean) / spread

    def loss(w: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        z = scaled @ w[:-1] + w[-1]
        off = counts * (1 / (1 + np.exp(-z)) - answerable)
        value = float(counts @ (np.logaddexp(0, z) - answerable * z) + _PENALTY * (w[:-1] @ w[:-1]) / 2)
        return value, np.append(scaled.T @ off + _PENALTY * w[:-1], off.sum())

    sides = [(0, None) if name in RAISES else (None, 0) for name in FEATURES]
    start = np.zeros(len(FEATURES) + 1)
    done = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[*sides, (None, None)], options={"maxiter": 1000})
    weights = np.asarray(done.x[:-1]) / spread
    return np.append(weights, done.x[-1] - weights @ mean)


def scores(model: dict[str, object], features: NDArray[np.float64]) -> NDArray[np.float64]:
    """Confidence of each row of features by a model that `fit` gave."""
    weights: dict[str, float] = model["weights"]  # type: ignore[assignment]
    bias: float = model["bias"]  # type: ignore[assignment]
    z = features @ np.array([weights[name] for name in FEATURES]) + bias
    return np.asarray(1 / (1 + np.exp(-z)))


def quality(model: dict[str, object], of: FeatureSet) -> dict[str, dict[str, float]]:
    """For each kind of question without an answer: the area under the curve, and its share at 0.95 answered."""
    found = scores(model, of.features)
    yes = found[of.answerable].tolist()
    kinds = np.array(of.kinds)
    table: dict[str, dict[str, float]] = {}
    for kind in sorted(set(of.kinds) - {"answerable"}):
        no = found[kinds == kind].tolist()
        table[kind] = {"auroc": round(auroc(yes, no), 4), "false_at_95_answered": round(false_answers_at(yes, no), 4)}
    return table


def leave_one_out(sets: Sequence[FeatureSet]) -> dict[str, dict[str, dict[str, float]]]:
    """Quality on each set of a model fitted on all others: what a glossary that nobody fitted for may expect."""
    if len(sets) < 2:
        return {}
    return {one.name: quality(fit([other for other in sets if other is not one]), one) for one in sets}


def write_model(model: dict[str, object], file: Path) -> None:
    """Write a model for the setting `abstention_model`."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(model, indent=1) + "\n")
