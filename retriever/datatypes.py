"""The records that flow out of retrieval: hits, related terms, and all of them for one query."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ingest.datatypes import Passage

Reason = Literal["linked", "mentioned", "similar", "alias"]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage in a ranking: `rank` from 1, higher `score` is better.

    `dense` is the cosine of query and passage, `lexical` its BM25 score; `also_in` names the other articles that hold
    the passage word for word, in order of id.
    """

    rank: int
    score: float
    passage: Passage
    dense: float
    lexical: float
    also_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RelatedTerm:
    """Another article worth a look, its score in (0, 1], and why it is named."""

    article_id: str
    term: str
    score: float
    reason: Reason


@dataclass(frozen=True, slots=True, eq=False)
class Retrieval:
    """What was found for one query: hits best first, the query's unit vector, and milliseconds by step.

    `read_as` is the query that was searched for, misspelt words put right and short forms spelt out; `best_dense` and
    `best_lexical` are the highest scores over the whole index.
    """

    query: str
    read_as: str
    hits: tuple[Hit, ...]
    query_vector: NDArray[np.float32]
    best_dense: float
    best_lexical: float
    timings_ms: dict[str, float]
