"""Questions with judged sections in, how often the first passages stand in one of them out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from eval.datatypes import Topic
from retriever.hybrid import HybridRetriever

_PASSAGES = 3


@dataclass(frozen=True, slots=True)
class SectionAccuracy:
    """Of `n` questions, the share whose first passage, and one of whose first three, stands in a judged section."""

    n: int
    first: float
    first_three: float


def section_accuracy(
    retriever: HybridRetriever, topics: Sequence[Topic], vectors: NDArray[np.float32]
) -> SectionAccuracy | None:
    """The section accuracy of a retriever over topics whose vectors are known, (n, dim); None where none is judged."""
    found: list[list[bool]] = []
    for topic, vector in zip(topics, vectors, strict=True):
        judged = topic.details.get("sections")
        if not isinstance(judged, list) or not judged:
            continue
        hits = islice(retriever.ranked_passages(topic.text, vector, _PASSAGES), _PASSAGES)
        found.append([_stands_in(hit.passage.passage_id, judged) for hit in hits])
    if not found:
        return None
    first = float(np.mean([hits[0] for hits in found]))
    return SectionAccuracy(len(found), first, float(np.mean([any(hits) for hits in found])))


def _stands_in(passage_id: str, sections: Sequence[str]) -> bool:
    """Whether a passage is a judged section's, or one of its further passages (`-2`, `-3`)."""
    return passage_id in sections or re.sub(r"-\d+$", "", passage_id) in sections
