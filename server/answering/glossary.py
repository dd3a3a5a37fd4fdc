"""An open index made ready for answering: its retriever, its term graph, and its segments with their vectors."""

import math
from collections import Counter

import numpy as np
from numpy.typing import NDArray

from ingest.datatypes import Article, Passage, Segment
from ingest.lexical_index import stems
from retriever.hybrid import HybridRetriever

_MOST_NEIGHBOURS = 24


class Glossary:
    """One index generation, held for as long as an answer needs it."""

    def __init__(self, retriever: HybridRetriever) -> None:
        """Read the term graph of the retriever's index."""
        self.retriever = retriever
        self.index = retriever.index
        self.graph = retriever.graph
        self.asked_share = self.index.asked_share
        self._article_stems: dict[str, frozenset[str]] = {}
        self._means: dict[str, NDArray[np.float32]] = {}
        self._fields: dict[str, tuple[NDArray[np.float32], NDArray[np.float32]]] = {}
        self._article_row = {article_id: row for row, article_id in enumerate(self.index.articles)}
        self._first_row: dict[str, int] = {}
        for row, passage in enumerate(self.index.passages):
            self._first_row.setdefault(passage.article_id, row)
        self._by_name_stems: dict[frozenset[str], list[str]] | None = None
        self._frequencies: dict[str, int] | None = None

    def segments_of(self, passage: Passage) -> list[tuple[int, Segment]]:
        """The segments that stand wholly in a passage, each with its number in the article."""
        segments = self.index.article(passage.article_id).segments
        return [(n, s) for n, s in enumerate(segments) if passage.start <= s.start and s.end <= passage.end]

    def passage_at(self, article: Article, start: int) -> Passage:
        """The passage in which a segment begins."""
        passages = self.index.articles[article.article_id].passages
        return next(p for p in passages if p.start <= start < p.end)

    def segment_vectors(self, article: Article, numbers: list[int]) -> NDArray[np.float32]:
        """Unit vectors of segments of an article, (n, dim); embedded now where the index was built without."""
        if len(self.index.segment_vectors):
            first = self.index.segment_start[article.article_id]
            vectors: NDArray[np.float32] = np.asarray(self.index.segment_vectors[[first + n for n in numbers]])
            return vectors
        texts = [article.text[article.segments[n].start : article.segments[n].end] for n in numbers]
        return self.retriever.embedder.embed(texts)

    def stems_of(self, article_id: str) -> frozenset[str]:
        """Stems of all words of an article and its names."""
        if article_id not in self._article_stems:
            article = self.index.article(article_id)
            text = " ".join([*article.names, article.text])
            self._article_stems[article_id] = frozenset(stems(text))
        return self._article_stems[article_id]

    def named_alike(self, text: str) -> list[str]:
        """Ids of the articles that a text names but for endings: "customer segments" is "customer segmentation"."""
        if self._by_name_stems is None:
            by_name_stems: dict[frozenset[str], list[str]] = {}
            for article_id, record in self.index.articles.items():
                for name in record.article.names:
                    by_name_stems.setdefault(frozenset(stems(name)), []).append(article_id)
            self._by_name_stems = by_name_stems
        held = frozenset(stems(text))
        return list(dict.fromkeys(self._by_name_stems.get(held, []))) if held else []

    def residual_cosines(
        self, article: Article, numbers: list[int], query_vector: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """Cosines of a query with segments, (n,), after the direction of the article's opening is taken from both.

        The opening says what the article is about; what is left is what is said, or asked, about it.
        """
        opening = self.opening_vector(article.article_id)
        query = without_direction(query_vector, opening)
        segments = self.segment_vectors(article, numbers)
        rest = segments - np.outer(segments @ opening, opening)
        lengths = np.linalg.norm(rest, axis=1) * np.linalg.norm(query)
        cosines: NDArray[np.float32] = (rest @ query) / np.maximum(lengths, 1e-9)
        return cosines

    def opening_vector(self, article_id: str) -> NDArray[np.float32]:
        """Unit vector of an article's first passage."""
        row = self._first_row[article_id]
        vector: NDArray[np.float32] = self.index.vectors.vectors(np.array([row], dtype=np.int64))[0]
        return vector

    def asked_vectors(self, article_id: str) -> NDArray[np.float32]:
        """Unit vectors of what an article says it is asked, (n, dim)."""
        row = self._article_row[article_id]
        vectors: NDArray[np.float32] = self.index.asked_vectors[
            self.index.asked_start[row] : self.index.asked_start[row + 1]
        ]
        return vectors

    def fields_of(self, article_id: str) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """What an article speaks of, and what those around it speak of: mean vectors, (dim,) each, not of unit length.

        The first is the mean over its segments, the second the mean of the same over at most 24 articles linked with
        it, those that it links to first. An article without links is its own neighbour.
        """
        if article_id not in self._fields:
            linked = dict.fromkeys([*self.graph.linked_to(article_id), *self.graph.linked_from(article_id)])
            around = [self._mean_vector(other) for other in list(linked)[:_MOST_NEIGHBOURS]]
            own = self._mean_vector(article_id)
            self._fields[article_id] = own, np.mean(around or [own], axis=0)
        return self._fields[article_id]

    def _mean_vector(self, article_id: str) -> NDArray[np.float32]:
        if article_id not in self._means:
            record = self.index.articles[article_id]
            first = self._first_row[article_id]
            if len(self.index.segment_vectors):
                vectors = self.segment_vectors(record.article, list(range(len(record.article.segments))))
            else:
                vectors = self.index.vectors.vectors(np.arange(first, first + len(record.passages)))
            self._means[article_id] = vectors.mean(axis=0)
        return self._means[article_id]

    def rarity(self, stem: str) -> float:
        """Weight of a stem in (0, 1]: the fewer articles hold it the more, 1 where none does."""
        n = len(self.index.articles)
        return math.log(1 + n / (0.5 + self.document_frequency(stem))) / math.log(1 + n / 0.5)

    def document_frequency(self, stem: str) -> int:
        """How many articles hold a stem."""
        if self._frequencies is None:
            counts: Counter[str] = Counter()
            for article_id in self.index.articles:
                counts.update(self.stems_of(article_id))
            self._frequencies = dict(counts)
        return self._frequencies.get(stem, 0)


def without_direction(vector: NDArray[np.float32], direction: NDArray[np.float32]) -> NDArray[np.float32]:
    """What is left of a vector once its part along a unit vector is taken out, (dim,)."""
    rest: NDArray[np.float32] = vector - (vector @ direction) * direction
    return rest
