"""Judged questions with and without an answer in, the logistic model that says no out."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.answer_measures import auroc, false_answers_at
from eval.datasets import read_dataset
from eval.datatypes import Topic
from eval.errors import EvalError
from eval.experiment import index_of_dataset
from ingest.pipeline import Progress
from retriever.hybrid import open_retriever
from server.answering.abstention import FEATURES, RAISES, features_of
from server.answering.glossary import Glossary
from server.answering.question_answering import HITS
from server.settings import ServerSettings

_LARGEST_SET = 600
_INVERSE_PENALTY = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class FeatureSet:
    """Features (n, len(FEATURES)) of a dataset's questions; whether each has an answer, and was answered right."""

    name: str
    features: NDArray[np.float64]
    answerable: NDArray[np.bool_]
    right: NDArray[np.bool_]
    kinds: tuple[str, ...]


def read_features(folder: Path, split: str, settings: ServerSettings, progress: Progress | None = None) -> FeatureSet:
    """Features of all questions of a dataset, of a seeded sample of 600 where it has more with an answer.

    "Right" means that the best passage lies in a relevant article.

    Raises:
        EvalError: the dataset has no questions without an answer.
    """
    dataset = read_dataset(folder, split)
    if not dataset.unanswerable:
        raise EvalError(f"{folder} has no unanswerable.jsonl for split {split}; without it nothing can be fitted")
    if dataset.corpus:
        settings = index_of_dataset(dataset, settings, progress)
    glossary = Glossary(open_retriever(settings))
    picks = np.random.default_rng(0).permutation(len(dataset.topics))[:_LARGEST_SET]
    topics: list[Topic] = [dataset.topics[n] for n in sorted(picks)] + list(dataset.unanswerable)
    rows, answerable, right = [], [], []
    for n, topic in enumerate(topics, start=1):
        retrieval = glossary.retriever.search(topic.text[:1000], HITS)
        rows.append(features_of(topic.text, retrieval, glossary))
        grades = dataset.qrels.get(topic.topic_id, {})
        answerable.append(topic.topic_id in dataset.qrels)
        right.append(bool(retrieval.hits) and grades.get(retrieval.hits[0].passage.article_id, 0) > 0)
        if progress:
            progress(f"reading {dataset.name}", n, len(topics))
    kinds = tuple("answerable" if yes else topic.kind or "other" for yes, topic in zip(answerable, topics, strict=True))
    return FeatureSet(dataset.name, np.array(rows), np.array(answerable), np.array(right), kinds)


def fit(sets: Sequence[FeatureSet]) -> dict[str, object]:
    """The model as `server.answering.abstention` reads it.

    Every set counts the same, and in each the questions with and without an answer count the same, so that neither the
    largest set nor its share of hopeless questions sets the scale. Questions whose answer was not found are left out:
    they look like neither. A feature whose weight would speak for the wrong side, by a quirk of one set, gets none.
    """
    kept = [one.right | ~one.answerable for one in sets]
    weights = []
    for one, rows in zip(sets, kept, strict=True):
        right = one.right[rows]
        share = np.where(right, 1 / max(right.sum(), 1), 1 / max((~right).sum(), 1))
        weights.append(share / share.sum())
    weight = np.concatenate(weights)
    features = np.vstack([one.features[rows] for one, rows in zip(sets, kept, strict=True)])
    right = np.concatenate([one.right[rows] for one, rows in zip(sets, kept, strict=True)])
    found = _logistic(features, right, weight * len(weight) / weight.sum())
    by_name = {name: round(float(w), 4) for name, w in zip(FEATURES, found[:-1], strict=True)}
    return {"weights": by_name, "bias": round(float(found[-1]), 4), "fitted_on": [s.name for s in sets]}


def _logistic(
    features: NDArray[np.float64], right: NDArray[np.bool_], weight: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Weights, then the bias, of a logistic model with an L2 penalty on the weights, each on its feature's side."""
    from scipy.optimize import minimize

    def loss(w: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        z = features @ w[:-1] + w[-1]
        off = weight * (1 / (1 + np.exp(-z)) - right)
        value = float((weight * (np.logaddexp(0, z) - right * z)).sum() * _INVERSE_PENALTY + w[:-1] @ w[:-1] / 2)
        return value, np.append(features.T @ off * _INVERSE_PENALTY + w[:-1], off.sum() * _INVERSE_PENALTY)

    sides = [(0, None) if name in RAISES else (None, 0) for name in FEATURES]
    start = np.zeros(len(FEATURES) + 1)
    done = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[*sides, (None, None)], options={"maxiter": 1000})
    return np.asarray(done.x)


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
