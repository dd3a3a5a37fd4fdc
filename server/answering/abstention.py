"""A retrieval in, the calibrated probability that the glossary answers the question out."""

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.lexical_index import stems
from retriever.datatypes import Hit, Retrieval
from retriever.question_kinds import kind_of
from server.answering.content_words import content_stems, missing_names
from server.answering.glossary import Glossary
from server.errors import ServerError

FEATURES = (
    "top_cosine",
    "margin",
    "coverage",
    "residual_cosine",
    "unknown_share",
    "missing_name",
    "unknown_names",
    "unmet_negation",
    "asks_for_text",
)
"""What the model reads. None knows the length of a question: a model that leaned on it failed on the next glossary."""

RAISES = frozenset({"top_cosine", "margin", "coverage", "residual_cosine"})
"""The features that speak for an answer; the others speak against one. A fit may not turn that round."""

_MODEL_FILE = Path(__file__).with_name("abstention_model.json")
_TOP = 5
_NAME = re.compile(r"(?<=\s)[A-Z][\w'’.-]*")
_NEGATION = re.compile(
    r"\b(?:not|never|no|none|nobody|cannot|least|fewest|without|except|lack\w*|fail\w*|refus\w*|\w+n['’]t)\b",
    re.IGNORECASE,
)
_ASKS_FOR_NEGATION = re.compile(
    r"\b(?:what|who|whom|whose|which|when|where|why|how)\b[^.?!;,]{0,60}?"
    r"\b(?:not|never|cannot|least|fewest|without|except|lack\w*|fail(?:s|ed)? to|refus\w*"
    r"|(?:do|does|did|is|are|was|were|has|have|had|ca|wo|could|would)n['’]t)\b",
    re.IGNORECASE,
)
_ASKS_FOR_TEXT = re.compile(
    r"(?:^|[.!?:,;]\s+)(?:(?:please|now|just|then|and|instead|ok|okay)\W+)*"
    r"(?:write|draft|compose|generate|translate|ignore|disregard|skip|forget|pretend|act as|print|reveal|output|rewrite"
    r"|repeat|roleplay)\b",
    re.IGNORECASE,
)
_NEGATIVE_KINDS = ("pitfalls", "difference")


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

    top_cosine: mean cosine of the three nearest hits. margin: score of the best article less the mean of the four
    after it. coverage: share of the question's content stems, by rarity, that the best article holds. residual_cosine:
    the best cosine of question and segment when what both share with the article's opening is taken away, which tells
    "the price of a kanban board" from "what a kanban board is for". unknown_share: share of the content stems that no
    article holds. missing_name: whether a capitalised name is covered nowhere. unknown_names: capitalised words inside
    the question that the two best articles lack, half for each of two. unmet_negation: whether the question asks what
    is not so, and the sentence that comes nearest speaks of what is. asks_for_text: whether it orders a text or tells
    the service what to do, instead of asking.
    """
    if not retrieval.hits:
        return np.zeros(len(FEATURES))
    hits = retrieval.hits[:_TOP]
    rarity = _rarity(retrieval.read_as, glossary)
    articles = list(dict.fromkeys(hit.passage.article_id for hit in hits))[:2]
    known = glossary.stems_of(articles[0])
    in_two = known.union(*(glossary.stems_of(article_id) for article_id in articles))
    held = sum(value for stem, value in rarity.items() if stem in known)
    names = [name for name in _NAME.findall(question) if any(stem not in in_two for stem in stems(name))]
    cosines = sorted((hit.dense for hit in retrieval.hits), reverse=True)
    values = {
        "top_cosine": float(np.mean(cosines[:3])),
        "margin": _margin(retrieval),
        "coverage": held / sum(rarity.values()) if rarity else 0.0,
        "residual_cosine": max(
            _residual_cosine(hit, n == 0, retrieval.query_vector, glossary) for n, hit in enumerate(hits)
        ),
        "unknown_share": sum(not glossary.document_frequency(stem) for stem in rarity) / max(len(rarity), 1),
        "missing_name": float(any(name[:1].isupper() for name in missing_names(retrieval.read_as, glossary))),
        "unknown_names": min(len(names), 2) / 2,
        "unmet_negation": float(_unmet_negation(question, hits[:3], rarity, retrieval.query_vector, glossary)),
        "asks_for_text": float(bool(_ASKS_FOR_TEXT.search(question))),
    }
    return np.array([values[name] for name in FEATURES])


def _rarity(question: str, glossary: Glossary) -> dict[str, float]:
    """Weight of each content stem of a question: rarer in the glossary is more, unknown is most."""
    n = len(glossary.index.articles)
    found = dict.fromkeys(content_stems(question))
    return {stem: math.log(1 + n / (0.5 + glossary.document_frequency(stem))) for stem in found}


def _margin(retrieval: Retrieval) -> float:
    best: dict[str, float] = {}
    for hit in retrieval.hits:
        best.setdefault(hit.passage.article_id, hit.score)
    scores = sorted(best.values(), reverse=True)[:5]
    return scores[0] - float(np.mean(scores[1:])) if len(scores) > 1 else 0.0


def _unmet_negation(
    question: str,
    hits: Sequence[Hit],
    rarity: dict[str, float],
    query_vector: NDArray[np.float32],
    glossary: Glossary,
) -> bool:
    kind = kind_of(question)
    if not _ASKS_FOR_NEGATION.search(question) or (kind and kind.name in _NEGATIVE_KINDS):
        return False
    total = sum(rarity.values()) or 1.0
    nearest, best = "", -1.0
    for hit in hits:
        article = glossary.index.article(hit.passage.article_id)
        numbered = glossary.segments_of(hit.passage)
        if not numbered:
            continue
        cosines = glossary.segment_vectors(article, [n for n, _ in numbered]) @ query_vector
        for (_, segment), cosine in zip(numbered, cosines, strict=True):
            text = article.text[segment.start : segment.end]
            held = sum(rarity.get(stem, 0.0) for stem in set(stems(text)))
            score = float(cosine) + 0.5 * held / total
            if score > best:
                nearest, best = text, score
    return not _NEGATION.search(nearest)


def _residual_cosine(hit: Hit, whole: bool, query_vector: NDArray[np.float32], glossary: Glossary) -> float:
    """Best cosine of query and segments of a hit's passage, or its `whole` article, without its opening's direction."""
    article = glossary.index.article(hit.passage.article_id)
    numbers = range(len(article.segments)) if whole else [n for n, _ in glossary.segments_of(hit.passage)]
    if not len(numbers):
        return 0.0
    return float(glossary.residual_cosines(article, list(numbers), query_vector).max())
