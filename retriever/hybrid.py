"""THE FLOW of retrieval: read query -> adapt -> dense + lexical -> fuse -> feed back -> section -> fold duplicates."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from ingest.embedders import EMBEDDERS, Embedder
from ingest.errors import IndexMismatchError
from ingest.lexical_index import LexicalMatch, stems
from ingest.open_index import OpenIndex, open_index
from retriever.asked import AskedOfArticles
from retriever.datatypes import Hit, Retrieval
from retriever.dense import nearest_rows
from retriever.errors import RetrieverError
from retriever.fusion import (
    ArticleGroups,
    Evidence,
    adapted_query,
    feedback_query,
    fused_scores,
    lead,
    share_of_best,
    word_share,
)
from retriever.lexical import matches
from retriever.query_reading import QueryReader
from retriever.same_texts import SameTexts
from retriever.section_intent import SectionsAskedFor, section_first
from retriever.sentences import SentenceVectors
from retriever.settings import RetrieverSettings
from retriever.term_graph import TermGraph

MAX_QUERY_CHARACTERS = 1000

_FEEDBACK_PASSAGES = 3
_AS_ASKED = 0.5
"""Map and feedback move a query to what its article is about; which of its sections is meant, the query as asked tells
as well: so far it counts instead where the passages of one article are compared."""
_READ_BY_SENTENCE = 32
"""So many candidates are looked at sentence by sentence; more change no figure of the ablation by more than 0.001."""


@dataclass(frozen=True, slots=True, eq=False)
class WordMatches:
    """What a query's words tell.

    `proposed` are rows of passages for the candidates: those that match the words best, and those `named`; `headings`
    tells which headings answer its kind of question.
    """

    depth: int
    proposed: NDArray[np.int64]
    named: frozenset[int]
    of_passages: LexicalMatch
    of_articles: LexicalMatch
    best_of_passages: float
    best_of_articles: float
    headings: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Passages that either ranking proposed, rows ascending, with their scores; `best_lexical` is over the whole index.

    `named` are those of them whose text stands in several articles, in one that the query names.
    """

    rows: NDArray[np.int64]
    fused: NDArray[np.float32]
    dense: NDArray[np.float32]
    lexical: NDArray[np.float32]
    best_lexical: float
    named: frozenset[int]


class HybridRetriever:
    """An open index and the embedder that made it; searches are safe from several threads."""

    def __init__(
        self, index: OpenIndex, embedder: Embedder, settings: RetrieverSettings, *, read_queries: bool = True
    ) -> None:
        """Serve an index; without `read_queries` queries are searched for as they were typed.

        Raises:
            IndexMismatchError: the index was built with another embedder.
        """
        made_by = index.manifest
        if made_by.fingerprint != embedder.fingerprint:
            raise IndexMismatchError(
                f"index {settings.index} was built with {made_by.embedder!r} ({made_by.model}, dim {made_by.dim}), "
                f"settings ask for {embedder.name!r} ({embedder.model}, dim {embedder.dim})"
                f" [{made_by.fingerprint} and {embedder.fingerprint}]; rebuild it with `glossator ingest`, "
                "or set GLOSSATOR_EMBEDDER and GLOSSATOR_MODEL as they were"
            )
        self.index = index
        self.embedder = embedder
        self.settings = settings
        self.graph = TermGraph(index)
        self._read = QueryReader(index, self.graph, embedder.knows_word).read if read_queries else str
        self._adapter_weight = settings.adapter_weight * index.asked_share
        self._sentences = SentenceVectors(index)
        self._asked = AskedOfArticles(index)
        self._sections = SectionsAskedFor(index.passages)
        self._same_texts = SameTexts(index)

    def search(self, query: str, k: int = 10) -> Retrieval:
        """The k best passages for a query, one for each text.

        Raises:
            RetrieverError: the query is empty or too long, or k is below 1.
        """
        check_query(query)
        if k < 1:
            raise RetrieverError(f"k must be at least 1, found {k}")
        begin = time.perf_counter()
        read_as = self._read(query)
        vector = self.embedder.embed([query_text(read_as, self.embedder)])[0]
        encoded = time.perf_counter()
        candidates = self._candidates(self._word_matches(read_as, k), vector)
        hits = tuple(islice(self._hits(candidates), k))
        timings = {
            "encode": round((encoded - begin) * 1e3, 3),
            "retrieve": round((time.perf_counter() - encoded) * 1e3, 3),
        }
        best_dense = float(candidates.dense.max(initial=0.0))
        return Retrieval(query, read_as, hits, vector, best_dense, candidates.best_lexical, timings)

    def read(self, query: str) -> str:
        """The query as it is searched for: misspelt words put right, short forms spelt out."""
        return self._read(query)

    def embed_queries(self, queries: Sequence[str], *, read: bool = False) -> NDArray[np.float32]:
        """Unit vectors of queries, (n, dim), which may have been `read` already.

        A vector does not depend on the queries beside it.
        """
        as_read = queries if read else map(self._read, queries)
        return self.embedder.embed([query_text(query, self.embedder) for query in as_read])

    def ranked_passages(self, query: str, vector: NDArray[np.float32], k: int | None = None) -> Iterator[Hit]:
        """The k best passages for a query whose vector is known, one by one: who needs fewer pays for fewer.

        None for k gives all candidates of the settings' `depth`: the first of them are what a search finds.
        """
        words = self._word_matches(self._read(query), k or 1)
        return islice(self._hits(self._candidates(words, vector)), k)

    def ranked_articles(self, read_as: str, vector: NDArray[np.float32]) -> tuple[list[str], list[float], list[int]]:
        """Articles by best passage (MaxP), best first, for a query that was read: ids, scores, rows of the passages.

        One that shares the passage word for word follows the article with which a search shows it.
        """
        candidates = self._candidates(self._word_matches(read_as, 1), vector)
        return self._same_texts.articles(candidates.rows, candidates.fused, candidates.named)

    def _word_matches(self, query: str, k: int) -> WordMatches:
        """All of a query that can be known without its vector."""
        depth = min(max(self.settings.depth, k), len(self.index.passages))
        of_passages, of_articles = matches(self.index, stems(query))
        named = self._shared_rows_named(query)
        matched, _ = of_passages.best(depth)
        proposed = np.concatenate([matched, np.array(named, dtype=np.int64)])
        return WordMatches(
            depth,
            proposed,
            frozenset(named),
            of_passages,
            of_articles,
            of_passages.highest(),
            of_articles.highest(),
            self._sections.answering(query),
        )

    def _candidates(self, words: WordMatches, vector: NDArray[np.float32]) -> Candidates:
        """What either ranking proposes, scored by both, then once more by the query moved towards the best of them."""
        as_asked, vector = vector, adapted_query(vector, self.index.query_adapter, weight=self._adapter_weight)
        rows = _each_once(nearest_rows(self.index, vector, words.depth), words.proposed)
        vectors = self.index.vectors.vectors(rows)
        dense = vectors @ vector
        article_rows = self.index.article_row[rows]
        articles = ArticleGroups(article_rows)
        lexical = words.of_passages.scores_at(rows)
        passage_share = share_of_best(lexical, words.best_of_passages)
        article_share = share_of_best(words.of_articles.scores_at(article_rows), words.best_of_articles)
        shares = word_share(passage_share, article_share)
        promise = dense + np.float32(self.settings.lexical_weight) * shares
        best = np.argsort(-promise, kind="stable")[:_READ_BY_SENTENCE]
        evidence = Evidence(
            shares,
            self._sentence_gains(rows, dense, best, vector),
            self._asked.gains(article_rows, articles, best, dense, vector),
            self._asked.lags(article_rows, articles, as_asked),
            articles,
        )
        first = self._fused(dense, evidence)
        best = np.argsort(-first, kind="stable")[:_FEEDBACK_PASSAGES]
        moved = feedback_query(vector, vectors[best], weight=self.settings.feedback_weight)
        near = vectors @ moved
        fused = self._fused(near, evidence)
        fits = self._sections.stand_in(words.headings, rows)
        inside = (fused + np.float32(_AS_ASKED) * (vectors @ as_asked - near)).astype(np.float32)
        fused = section_first(fused, inside, fits, articles, weight=self.settings.section_weight)
        return Candidates(rows, fused, dense, lexical, words.best_of_passages, words.named)

    def _sentence_gains(
        self,
        rows: NDArray[np.int64],
        dense: NDArray[np.float32],
        best: NDArray[np.int64],
        vector: NDArray[np.float32],
    ) -> NDArray[np.float32]:
        """What their nearest sentences add to the best candidates; 0 for the others, (len(rows),)."""
        gains = np.zeros(len(rows), dtype=np.float32)
        gains[best] = lead(dense[best], self._sentences.best_cosines(rows[best], vector))
        return gains

    def _shared_rows_named(self, query: str) -> list[int]:
        """Rows whose text stands in several articles, of the articles that the query names."""
        if not self._same_texts:
            return []
        return [row for article_id in self.graph.mentions(query) for row in self._same_texts.rows_of(article_id)]

    def _fused(self, dense: NDArray[np.float32], evidence: Evidence) -> NDArray[np.float32]:
        return fused_scores(
            dense,
            evidence,
            sentence_weight=self.settings.sentence_weight,
            asked_weight=self.settings.asked_weight,
            asked_lag_weight=self.settings.asked_lag_weight,
            article_weight=self.settings.article_weight,
            lexical_weight=self.settings.lexical_weight,
        )

    def _hits(self, candidates: Candidates) -> Iterator[Hit]:
        places = self._same_texts.places(candidates.rows, candidates.fused, candidates.named)
        for rank, (row, score, also_in) in enumerate(places, start=1):
            at = int(candidates.rows.searchsorted(row))
            dense, lexical = float(candidates.dense[at]), float(candidates.lexical[at])
            yield Hit(rank, score, self.index.passages[row], dense, lexical, also_in)


def open_retriever(settings: RetrieverSettings, embedder: Embedder | None = None) -> HybridRetriever:
    """Open the index in force and the embedder that made it; `embedder` where the caller has it loaded.

    Raises:
        IndexMissingError, IndexMismatchError, EmbedderUnavailableError: each names what to do.
    """
    index = open_index(settings.index)
    return HybridRetriever(index, embedder or EMBEDDERS[settings.embedder](settings.model), settings)


def check_query(query: str) -> None:
    """Refuse a query that is empty or too long.

    Raises:
        RetrieverError: says which.
    """
    if not query.strip():
        raise RetrieverError("the question is empty; type one")
    if len(query) > MAX_QUERY_CHARACTERS:
        raise RetrieverError(
            f"the question has {len(query)} characters, at most {MAX_QUERY_CHARACTERS} are read; shorten it"
        )


def query_text(query: str, embedder: Embedder) -> str:
    """The query as the embedder can read it: whole where it fits the window, else its head and tail.

    A question puts what it asks at either end, so the middle is left out, and only here is anything cut.
    """
    words = query.split()
    text = " ".join(words)
    if text.isascii() and len(text) + 2 <= embedder.max_wordpieces:  # no wordpiece is shorter than a character
        return text
    while embedder.count_wordpieces([text])[0] > embedder.max_wordpieces:
        keep = max(len(words) * 3 // 8, 1)
        words = [*words[:keep], *words[-keep:]] if len(words) > 2 else [text[: len(text) // 2]]
        text = " ".join(words)
    return text


def _each_once(rows: NDArray[np.int64], more: NDArray[np.int64]) -> NDArray[np.int64]:
    """The rows of both, each once, ascending; of a few hundred faster than `numpy.union1d`."""
    both = np.sort(np.concatenate([rows, more]))
    return both[np.concatenate([[True], both[1:] != both[:-1]])] if len(both) else both
