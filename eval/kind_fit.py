"""Invented wordings and judged questions with their kinds in, the model that reads a question's kind out."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from eval.datasets import read_dataset
from eval.errors import EvalError
from ingest.datatypes import Article
from server.answering.glossary import Glossary
from server.answering.kind_reading import KIND_NAMES, kind_features

WORDINGS = Path(__file__).with_name("wordings.tsv")

_KINDS_OF_TOPICS = {"how-to": "how", "reverse-dictionary": "naming", "situational": "situation"}
_FILLINGS = 6
_INVERSE_PENALTY = 10.0


@dataclass(frozen=True, slots=True, eq=False)
class KindExamples:
    """Features of questions (n, dim + hints), the number of each one's kind in KIND_NAMES, and how much it counts."""

    features: NDArray[np.float32]
    kinds: NDArray[np.int64]
    weights: NDArray[np.float64]


class KindRecord(TypedDict):
    """A model as its file holds it, weights a row a kind; `encoder` is the one whose vectors it reads."""

    encoder: str
    kinds: tuple[str, ...]
    biases: list[float]
    weights: list[list[float]]


def examples_of_wordings(file: Path, glossary: Glossary, *, counts: float = 1.0, seed: int = 0) -> KindExamples:
    """Wordings, one a line as `kind<TAB>text`, asked of a glossary; `{x}` and `{y}` in them become its terms.

    One with a term is asked of six terms, which together count as one question does: `counts`.

    Raises:
        EvalError: a line is not of that form, or names no known kind.
    """
    random = np.random.default_rng(seed)
    articles = [record.article for record in glossary.index.articles.values()]
    asked: list[tuple[str, str, Article | None, float]] = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        kind, tab, text = line.partition("\t")
        if not tab or kind not in KIND_NAMES:
            raise EvalError(f"{file} line {number}: expected one of {', '.join(KIND_NAMES)}, a tab and a question")
        if "{x}" not in text:
            asked.append((kind, text, None, counts))
            continue
        for _ in range(_FILLINGS):
            x, y = (articles[n] for n in random.choice(len(articles), 2, replace=False))
            terms = [a.term if random.random() < 0.5 else a.term.lower() for a in (x, y)]
            asked.append((kind, text.format(x=terms[0], y=terms[1]), x, counts / _FILLINGS))
    return _examples(asked, glossary)


def examples_of_topics(folder: Path, split: str, glossary: Glossary) -> KindExamples:
    """The questions of a judged set whose `kind` is one that the reader knows; others, such as misspelt, are left out.

    Raises:
        EvalError: the set cannot be read.
    """
    topics = read_dataset(folder, split).topics
    asked = [(_KINDS_OF_TOPICS.get(topic.kind, topic.kind), topic.text, None, 1.0) for topic in topics]
    return _examples([one for one in asked if one[0] in KIND_NAMES], glossary)


def right_share(model: KindRecord, examples: KindExamples) -> dict[str, float]:
    """Of the questions of each kind, and of "all", the share that a model reads right."""
    weights, biases = np.array(model["weights"]), np.array(model["biases"])
    right = (examples.features @ weights.T + biases).argmax(axis=1) == examples.kinds
    names = {name: examples.kinds == number for number, name in enumerate(KIND_NAMES)}
    shares = {name: round(float(right[own].mean()), 4) for name, own in names.items() if own.any()}
    return {"all": round(float(right.mean()), 4), **shares}


def fit_kinds(sets: Sequence[KindExamples], encoder: str) -> KindRecord:
    """The model as `server.answering.kind_reading` reads it, for vectors of the named encoder."""
    features = np.vstack([one.features for one in sets])
    kinds = np.concatenate([one.kinds for one in sets])
    weights, biases = _multinomial(features.astype(np.float64), kinds, np.concatenate([one.weights for one in sets]))
    return KindRecord(
        encoder=encoder,
        kinds=KIND_NAMES,
        biases=[round(float(b), 3) for b in biases],
        weights=[[round(float(w), 2) for w in row] for row in weights],
    )


def _examples(asked: Sequence[tuple[str, str, Article | None, float]], glossary: Glossary) -> KindExamples:
    rows = []
    for _, text, about, _ in asked:
        retrieval = glossary.retriever.search(text[:1000], 1)
        article = about or glossary.index.article(retrieval.hits[0].passage.article_id)
        named = glossary.graph.mentions(text)
        rows.append(kind_features(text, retrieval.query_vector, named, article, glossary))
    kinds = np.array([KIND_NAMES.index(kind) for kind, *_ in asked], dtype=np.int64)
    return KindExamples(np.array(rows), kinds, np.array([weight for *_, weight in asked]))


def _multinomial(
    features: NDArray[np.float64], kinds: NDArray[np.int64], counts: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Weights (kinds, features) and biases of a logistic model with an L2 penalty on the weights."""
    from scipy.optimize import minimize

    n, dim = features.shape
    n_kinds = len(KIND_NAMES)
    right = np.zeros((n, n_kinds))
    right[np.arange(n), kinds] = 1

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        w = flat.reshape(n_kinds, dim + 1)
        z = features @ w[:, :-1].T + w[:, -1]
        z -= z.max(axis=1, keepdims=True)
        log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        off = counts[:, None] * (np.exp(log_p) - right)
        missed = -float((counts * (log_p * right).sum(axis=1)).sum())
        gradient = np.hstack([off.T @ features + w[:, :-1] / _INVERSE_PENALTY, off.sum(axis=0)[:, None]])
        return missed + float((w[:, :-1] ** 2).sum()) / (2 * _INVERSE_PENALTY), gradient.ravel()

    done = minimize(loss, np.zeros(n_kinds * (dim + 1)), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    w = np.asarray(done.x).reshape(n_kinds, dim + 1)
    return w[:, :-1], w[:, -1]


def write_kind_model(model: KindRecord, file: Path) -> None:
    """Write a model, one kind a line."""
    rows = ",\n  ".join(json.dumps(row) for row in model["weights"])
    head = json.dumps({key: value for key, value in model.items() if key != "weights"}, indent=1)
    file.write_text(f'{head[:-2]},\n "weights": [\n  {rows}\n ]\n}}\n', encoding="utf-8")
