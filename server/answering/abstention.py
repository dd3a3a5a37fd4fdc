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
from server.answering.content_words import content_stems, sentences_of
from server.answering.fact_questions import WORDS_FOR_FACTS, fact_asked_for
from server.answering.glossary import Glossary
from server.errors import ServerError

FEATURES = (
    "score",
    "span",
    "asked_alike",
    "unknown_share",
    "absent_name",
    "fact_gap",
    "unmet_negation",
    "asks_for_text",
)
"""What the model reads. None knows the length of a question: a model that leaned on it failed on the next glossary."""

RAISES = frozenset({"score", "span", "asked_alike"})
"""The features that speak for an answer; the others speak against one. A fit may not turn that round."""

_MODEL_FILE = Path(__file__).with_name("abstention_model.json")
_TOP = 5
_TELLS_NOTHING = 0.4
_MOST_ALIKE = 0.3
_NAME = re.compile(r"(?<=[^.?!:\s]\s)[A-Z][\w'’.-]*|\b(?:1\d|20)\d\d\b")
_NEGATION = re.compile(
    r"\b(?:not|never|no|none|nobody|cannot|least|fewest|without|except|lack\w*|fail\w*|refus\w*|\w+n['’]t)\b",
    re.IGNORECASE,
)
_ASKS_FOR_NEGATION = re.compile(
    r"^\W*(?:(?:by|in|at|on|for|to|from|since|under|during)\s+)?"
    r"(?:what|who|whom|whose|which|when|where|how many)\b"
    r"(?:(?!\b(?:that|who|which|and|or|so|when|if|because|but|while|i|we|you)\b)[^.?!;,]){0,45}?"
    r"\b(?:not|never|cannot|least|fewest|lack\w*|fail(?:s|ed)? to|refus\w*"
    r"|(?:do|does|did|is|are|was|were|has|have|had|ca|wo|could|would)n['’]?t)\b",
    re.IGNORECASE,
)
_ASKS_FOR_TEXT = re.compile(
    r"(?:^|[.!?:,;]\s+)(?:(?:please|now|just|then|and|instead|ok|okay)\W+)*"
    r"(?:(?:write|draft|compose|generate|print|output|rewrite)\s+"
    r"(?:me|us|an?|the|my|your|all|some|this|that|these|everything|\d+|two|three|five|ten)\b"
    r"|(?:ignore|disregard|forget|skip)\b[^.?!]{0,40}\b(?:instructions?|rules|glossary|articles?|sources?|context|prompts?"
    r"|everything|above|previous)\b"
    r"|(?:translate|pretend|act as|reveal|roleplay|repeat (?:after|the|this|your))\b)",
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

    score: that of the best hit. span: the length of what is left of the question's unit vector in the span of the five
    sentences nearest to it, of the five best hits: how much of what it asks is said there. asked_alike: cosine of the
    question and the nearest text that the best article says it is asked, less 0.4, at most 0.3 either way; 0 where it
    says nothing. unknown_share: share of its content stems, by rarity, that no article holds. absent_name: rarity of
    the rarest name or year, in a sentence that asks, that the two best articles lack. fact_gap: where such a sentence
    asks for a fact, the share of the question's other words, by rarity, that no passage of the best holds beside such
    a fact; 0 for other questions. unmet_negation: whether it asks what is not so, and the sentence that comes nearest
    speaks of what is. asks_for_text: whether it orders a text or tells the service what to do, instead of asking.
    """
    if not retrieval.hits:
        return np.zeros(len(FEATURES))
    hits, asking = retrieval.hits[:_TOP], _asking(question)
    rarity = {stem: glossary.rarity(stem) for stem in content_stems(retrieval.read_as)}
    unknown = sum(value for stem, value in rarity.items() if not glossary.document_frequency(stem))
    values = {
        "score": retrieval.hits[0].score,
        "span": _span(hits, retrieval.query_vector, glossary),
        "asked_alike": _asked_alike(hits[0].passage.article_id, retrieval.query_vector, glossary),
        "unknown_share": unknown / (sum(rarity.values()) or 1.0),
        "absent_name": _absent_name(asking, hits, glossary),
        "fact_gap": _fact_gap(asking, hits, rarity, glossary),
        "unmet_negation": float(_unmet_negation(question, hits[:3], rarity, retrieval.query_vector, glossary)),
        "asks_for_text": float(bool(_ASKS_FOR_TEXT.search(question))),
    }
    return np.array([values[name] for name in FEATURES])


def _span(hits: Sequence[Hit], query_vector: NDArray[np.float32], glossary: Glossary) -> float:
    rows: dict[tuple[str, int], NDArray[np.float32]] = {}
    for hit in hits:
        article = glossary.index.article(hit.passage.article_id)
        numbers = [n for n, _ in glossary.segments_of(hit.passage)]
        if numbers:
            vectors = glossary.segment_vectors(article, numbers)
            rows.update({(article.article_id, n): vector for n, vector in zip(numbers, vectors, strict=True)})
    if not rows:
        return 0.0
    segments = np.array(list(rows.values()), dtype=np.float64)
    cosines = segments @ query_vector
    nearest = np.argsort(-cosines, kind="stable")[:_TOP]
    products = segments[nearest] @ segments[nearest].T  # pinv: sentences that say the same leave them singular
    length = cosines[nearest] @ np.linalg.pinv(products, rcond=1e-3, hermitian=True) @ cosines[nearest]
    return math.sqrt(min(max(float(length), 0.0), 1.0))


def _asked_alike(article_id: str, query_vector: NDArray[np.float32], glossary: Glossary) -> float:
    asked = glossary.asked_vectors(article_id)
    if not len(asked):
        return 0.0
    alike = float((asked @ query_vector).max()) - _TELLS_NOTHING
    return max(-_MOST_ALIKE, min(alike, _MOST_ALIKE))


def _asking(question: str) -> str:
    """The sentences that ask; all where none ends so. The others tell a situation, and may name whom they like."""
    return " ".join(sentence for sentence in sentences_of(question) if sentence.endswith("?")) or question


def _absent_name(question: str, hits: Sequence[Hit], glossary: Glossary) -> float:
    articles = list(dict.fromkeys(hit.passage.article_id for hit in hits))[:2]
    known = frozenset[str]().union(*(glossary.stems_of(article_id) for article_id in articles))
    absent = [stem for name in _NAME.findall(question) for stem in content_stems(name) if stem not in known]
    return max((glossary.rarity(stem) for stem in absent), default=0.0)


def _fact_gap(question: str, hits: Sequence[Hit], rarity: dict[str, float], glossary: Glossary) -> float:
    kind = fact_asked_for(question)
    if kind is None:
        return 0.0
    best = glossary.index.article(hits[0].passage.article_id)
    given = WORDS_FOR_FACTS.union(stems(" ".join([best.term, *best.aliases])))
    wanted = {stem: value for stem, value in rarity.items() if stem not in given}
    total = sum(wanted.values())
    shares = [0.0]
    for text in (hit.passage.text for hit in hits):
        if kind.given.search(text):
            held = frozenset(stems(text))
            shares.append(sum(value for stem, value in wanted.items() if stem in held) / total if total else 1.0)
    return 1 - max(shares)


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
