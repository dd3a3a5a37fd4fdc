"""A retrieval in, the calibrated probability that the glossary answers the question out."""

import json
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.lexical_index import stems
from retriever.datatypes import Retrieval
from server.answering.glossary import Glossary

FEATURES = ("best_cosine", "segment_cosine", "coverage", "passage_coverage", "lexical_share", "margin")

_MODEL_FILE = Path(__file__).with_name("abstention_model.json")
_TOP = 5


@dataclass(frozen=True, slots=True)
class AbstentionModel:
    """A logistic model: one weight a feature, and a bias."""

    weights: tuple[float, ...]
    bias: float

    def confidence(self, features: NDArray[np.float64]) -> float:
        """Probability in [0, 1]."""
        z = float(np.dot(self.weights, features)) + self.bias
        return 1 / (1 + math.exp(-max(min(z, 40.0), -40.0)))


@cache
def shipped_model() -> AbstentionModel:
    """The model in the package, fitted by `python -m eval.abstention_fit`."""
    record = json.loads(_MODEL_FILE.read_text())
    return AbstentionModel(tuple(record["weights"][name] for name in FEATURES), float(record["bias"]))


def features_of(question: str, retrieval: Retrieval, glossary: Glossary) -> NDArray[np.float64]:
    """What tells an answerable question from another, in the order of FEATURES; each between about 0 and 1.

    None of them knows the length of the question: a first model leaned on it and failed on the next glossary.
    """
    if not retrieval.hits:
        return np.zeros(len(FEATURES))
    hits = retrieval.hits[:_TOP]
    weight = _stem_weights(question, glossary)
    total = sum(weight.values())
    articles = dict.fromkeys(hit.passage.article_id for hit in hits)
    in_article = max((_covered(weight, glossary.stems_of(name)) for name in list(articles)[:2]), default=0.0)
    in_passage = max(
        _covered(weight, _passage_stems(hit.passage.text, hit.passage.article_id, glossary)) for hit in hits
    )
    dense = sorted((hit.dense for hit in retrieval.hits), reverse=True)
    return np.array(
        [
            retrieval.best_dense,
            best_segment_cosine(retrieval, glossary),
            in_article / total if total else 0.0,
            in_passage / total if total else 0.0,
            hits[0].lexical / retrieval.best_lexical if retrieval.best_lexical else 0.0,
            dense[0] - float(np.mean(dense[1:])) if len(dense) > 1 else 0.0,
        ]
    )


def best_segment_cosine(retrieval: Retrieval, glossary: Glossary) -> float:
    """Highest cosine of the question with a single sentence or item of the best passages."""
    best = 0.0
    for hit in retrieval.hits[:_TOP]:
        numbers = [n for n, _ in glossary.segments_of(hit.passage)]
        if numbers:
            vectors = glossary.segment_vectors(glossary.index.article(hit.passage.article_id), numbers)
            best = max(best, float((vectors @ retrieval.query_vector).max()))
    return best


def _stem_weights(question: str, glossary: Glossary) -> dict[str, float]:
    """Weight of each content stem of a question: rarer in the glossary is more, unknown is most."""
    n = len(glossary.index.articles)
    return {
        stem: math.log(1 + n / (0.5 + glossary.document_frequency(stem))) for stem in dict.fromkeys(stems(question))
    }


def _covered(weight: dict[str, float], known: frozenset[str]) -> float:
    return sum(value for stem, value in weight.items() if stem in known)


def _passage_stems(text: str, article_id: str, glossary: Glossary) -> frozenset[str]:
    article = glossary.index.article(article_id)
    return frozenset(stems(" ".join([article.term, *article.aliases, text])))
