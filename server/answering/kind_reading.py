"""A question and what was retrieved in, its kind read by meaning as well as by wording out."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.datatypes import Article
from retriever.datatypes import Retrieval
from retriever.question_kinds import KINDS, SITUATION, QuestionKind, kind_of
from server.answering.content_words import sentences_of
from server.answering.glossary import Glossary, without_direction

KIND_NAMES = (*(kind.name for kind in (*KINDS, SITUATION)), "none")

MODEL_FILE = Path(__file__).with_name("kind_model.json")
_HINT = 0.3
"""What a hint is worth beside a direction of unit length."""
_SURE = 0.35
_FIRST_PERSON = re.compile(r"\b(?:i|we|my|our|us|me)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, eq=False)
class KindModel:
    """A multinomial logistic model over the vectors of one encoder: weights (kinds, dim + hints), biases (kinds,)."""

    encoder: str
    kinds: tuple[str, ...]
    weights: NDArray[np.float32]
    biases: NDArray[np.float32]

    def probabilities(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Of each kind, (kinds,); they add up to 1."""
        z = self.weights @ features + self.biases
        e = np.exp(z - z.max())
        p: NDArray[np.float32] = e / e.sum()
        return p


@cache
def read_kind_model() -> KindModel:
    """The shipped model."""
    record = json.loads(MODEL_FILE.read_text())
    return KindModel(
        record["encoder"],
        tuple(record["kinds"]),
        np.array(record["weights"], dtype=np.float32),
        np.array(record["biases"], dtype=np.float32),
    )


def read_kind(question: str, retrieval: Retrieval, named: Sequence[str], glossary: Glossary) -> QuestionKind | None:
    """The kind of a question: the most likely by meaning where that is sure enough, else the one that its words show.

    The model reads the vectors of one encoder; a glossary that was embedded with another is read by words alone.
    """
    by_words = kind_of(question)
    model = read_kind_model()
    if model.encoder != glossary.index.manifest.model or not retrieval.hits:
        return by_words
    article = glossary.index.article(retrieval.hits[0].passage.article_id)
    p = model.probabilities(kind_features(question, retrieval.query_vector, named, article, glossary))
    likeliest = int(p.argmax())
    if p[likeliest] < _SURE:
        return by_words
    kind = next((kind for kind in (*KINDS, SITUATION) if kind.name == model.kinds[likeliest]), None)
    return (_begun_with(question) or kind) if kind is SITUATION else kind


def _begun_with(question: str) -> QuestionKind | None:
    """The kind that a question of one sentence begins with: "why does it matter that I ..." tells no situation."""
    if len(sentences_of(question)) > 1:
        return None
    return next((kind for kind in KINDS if kind.name != "definition" and kind.asked.match(question.strip())), None)


def kind_features(
    question: str, query_vector: NDArray[np.float32], named: Sequence[str], article: Article, glossary: Glossary
) -> NDArray[np.float32]:
    """What the model reads, (dim + hints,): what is asked about the article's subject, and a few hints.

    The first is the direction of the question's vector once the direction of the article's opening is taken out. The
    hints: the kind that the words of the asking sentence show, whether the question names the article, and whether it
    speaks in the first person.
    """
    rest = without_direction(query_vector, glossary.opening_vector(article.article_id))
    shown = kind_of(asking_sentence(question))
    hints = [float(shown is not None and shown.name == name) for name in KIND_NAMES]
    hints += [float(article.article_id in named), float(bool(_FIRST_PERSON.search(question)))]
    features: NDArray[np.float32] = np.concatenate(
        [rest / max(float(np.linalg.norm(rest)), 1e-9), _HINT * np.array(hints)]
    ).astype(np.float32)
    return features


def asking_sentence(question: str) -> str:
    """The last sentence that ends in a question mark, else the last sentence."""
    sentences = sentences_of(question)
    return next((s for s in reversed(sentences) if s.endswith("?")), sentences[-1])
