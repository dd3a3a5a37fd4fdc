"""A retrieval in, the calibrated probability that the glossary answers the question out."""

import json
import math
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.lexical_index import stems
from retriever.datatypes import Hit, Retrieval
from server.answering.glossary import Glossary
from server.errors import ServerError

FEATURES = ("top_cosine", "fused_score", "coverage", "rarest_missing", "residual_cosine", "unknown_names")
"""What the model reads. None knows the length of a question: a model that leaned on it failed on the next glossary."""

_MODEL_FILE = Path(__file__).with_name("abstention_model.json")
_TOP = 5
_NAME = re.compile(r"(?<=\s)[A-Z][\w'’.-]*")


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
def read_model(file: Path | None = None) -> AbstentionModel:
    """The model in a file that `glossator eval fit` wrote; None for the shipped one.

    Raises:
        ServerError: the file cannot be read, or was fitted for other features.
    """
    try:
        record = json.loads((file or _MODEL_FILE).read_text())
        return AbstentionModel(tuple(float(record["weights"][name]) for name in FEATURES), float(record["bias"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ServerError(
            f"abstention model {file} cannot be used ({error!r}); fit one with `glossator eval fit`"
        ) from error


def features_of(question: str, retrieval: Retrieval, glossary: Glossary) -> NDArray[np.float64]:
    """What tells an answerable question from another, in the order of FEATURES; each between about 0 and 1.

    top_cosine: mean cosine of the three nearest hits. fused_score: that of the best hit. coverage: share of the
    question's stems, by rarity, that the two best articles hold. rarest_missing: rarity of the rarest stem that they
    lack. residual_cosine: the best cosine of question and segment when what both share with the article's opening is
    taken away, which tells "the price of a kanban board" from "what a kanban board is for". unknown_names: capitalised
    words inside the question that the articles lack, half for each of two.
    """
    if not retrieval.hits:
        return np.zeros(len(FEATURES))
    hits = retrieval.hits[:_TOP]
    rarity = _rarity(retrieval.read_as, glossary)
    articles = list(dict.fromkeys(hit.passage.article_id for hit in hits))[:2]
    known = frozenset().union(*(glossary.stems_of(article_id) for article_id in articles))
    total = sum(rarity.values())
    missing = [value for stem, value in rarity.items() if stem not in known]
    names = [name for name in _NAME.findall(question) if any(stem not in known for stem in stems(name))]
    rarest = math.log(1 + len(glossary.index.articles) / 0.5)
    cosines = sorted((hit.dense for hit in retrieval.hits), reverse=True)
    return np.array(
        [
            float(np.mean(cosines[:3])),
            hits[0].score,
            1 - sum(missing) / total if total else 0.0,
            max(missing, default=0.0) / rarest,
            max(_residual_cosine(hit, n == 0, retrieval.query_vector, glossary) for n, hit in enumerate(hits)),
            min(len(names), 2) / 2,
        ]
    )


def _rarity(question: str, glossary: Glossary) -> dict[str, float]:
    """Weight of each content stem of a question: rarer in the glossary is more, unknown is most."""
    n = len(glossary.index.articles)
    found = dict.fromkeys(stems(question))
    return {stem: math.log(1 + n / (0.5 + glossary.document_frequency(stem))) for stem in found}


def _residual_cosine(hit: Hit, whole: bool, query_vector: NDArray[np.float32], glossary: Glossary) -> float:
    """Best cosine of query and segments of a hit's passage, or its `whole` article, without its opening's direction."""
    article = glossary.index.article(hit.passage.article_id)
    numbers = range(len(article.segments)) if whole else [n for n, _ in glossary.segments_of(hit.passage)]
    if not len(numbers):
        return 0.0
    return float(glossary.residual_cosines(article, list(numbers), query_vector).max())
