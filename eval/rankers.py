"""What is measured: the product's own retriever, and the two plain baselines that everyone knows."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, overload

import numpy as np
from numpy.typing import NDArray

from eval.datatypes import RankedArticle
from ingest.article_building import ReadArticles, read_articles
from ingest.chunking import Window
from ingest.corpus import read_corpus
from ingest.datatypes import Article, Passage
from ingest.embedders import CONVERTING_EMBEDDERS
from ingest.embedders.model_folder import WordpieceTokenizer, open_model_folder
from ingest.lexical_index import LexicalIndex, plain_stems
from ingest.open_index import IndexedArticle
from ingest.settings import IngestSettings
from retriever.hybrid import HybridRetriever


class Ranker(Protocol):
    """Queries to articles, best first."""

    def rank(self, queries: Sequence[str], depth: int) -> list[Sequence[RankedArticle]]:
        """For each query at most `depth` articles with scores that never rise."""
        ...


class HybridRanker:
    """The retriever as users have it; an article stands where its best passage stands (MaxP).

    No more articles are ranked than the candidates of the settings' `depth` belong to.
    """

    def __init__(self, retriever: HybridRetriever) -> None:
        """Measure this retriever."""
        self._retriever = retriever

    def rank(self, queries: Sequence[str], depth: int) -> list[Sequence[RankedArticle]]:
        """Articles by best passage; one that shares the passage word for word follows the article it is shown with."""
        read = [self._retriever.read(query) for query in queries]
        return self.rank_read(read, self._retriever.embed_queries(read, read=True), depth)

    def rank_read(self, read: Sequence[str], vectors: NDArray[np.float32], depth: int) -> list[Sequence[RankedArticle]]:
        """As `rank`, for queries that were read, and whose vectors are known."""
        passages = self._retriever.index.passages
        found = (self._retriever.ranked_articles(query, vector) for query, vector in zip(read, vectors, strict=True))
        return [ArticleRanking(ids[:depth], scores[:depth], rows[:depth], passages) for ids, scores, rows in found]


class ArticleRanking(Sequence[RankedArticle]):
    """Articles best first, each made when it is looked at: a hundred for each of many queries would fill the memory."""

    def __init__(self, ids: list[str], scores: list[float], rows: list[int], passages: Sequence[Passage]) -> None:
        """Articles by id, in order, with their scores and the rows of passages for which they stand there."""
        self._ids = ids
        self._scores = scores
        self._rows = rows
        self._passages = passages

    @property
    def scores(self) -> dict[str, float]:
        """Scores by id, best first."""
        return dict(zip(self._ids, self._scores, strict=True))

    def __len__(self) -> int:
        """How many articles are ranked."""
        return len(self._ids)

    @overload
    def __getitem__(self, at: int) -> RankedArticle: ...

    @overload
    def __getitem__(self, at: slice) -> list[RankedArticle]: ...

    def __getitem__(self, at: int | slice) -> RankedArticle | list[RankedArticle]:
        """The article at a place counted from 0, or those of a slice."""
        if isinstance(at, slice):
            return [self[n] for n in range(len(self))[at]]
        passage = self._passages[self._rows[at]]
        return RankedArticle(self._ids[at], self._scores[at], passage.passage_id, passage.text)


class PlainMiniLM:
    """One vector an article: title and text, cut at the window, exact search. Here alone input is cut."""

    def __init__(self, articles: Sequence[Article], settings: IngestSettings) -> None:
        """Embed all articles."""
        self._embedder = CONVERTING_EMBEDDERS[settings.embedder](settings.model)
        tokenizer = WordpieceTokenizer(open_model_folder(settings.model))
        self._ids = [article.article_id for article in articles]
        self._texts = [title_and_text(article) for article in articles]
        texts = [tokenizer.cut(text) for text in self._texts]
        self.n_cut = sum(len(cut) < len(whole) for cut, whole in zip(texts, self._texts, strict=True))
        self._vectors = self._embedder.embed(texts)

    def rank(self, queries: Sequence[str], depth: int) -> list[Sequence[RankedArticle]]:
        """Articles by cosine, equal ones by id."""
        found: list[Sequence[RankedArticle]] = []
        for vector in self._embedder.embed(list(queries)):
            scores = self._vectors @ vector  # one query at a time: of many at once the last bits depend on how many
            best = np.argsort(-scores, kind="stable")[:depth]
            found.append([RankedArticle(self._ids[n], float(scores[n]), text=self._texts[n]) for n in best])
        return found


class PlainBM25:
    """BM25 with k1 1.2, b 0.75, English stop words and Snowball stems over title and text."""

    def __init__(self, articles: Sequence[Article]) -> None:
        """Index all articles."""
        self._ids = [article.article_id for article in articles]
        self._texts = [title_and_text(article) for article in articles]
        self._index = LexicalIndex.build(self._texts, k1=1.2, b=0.75, stems_of=plain_stems)

    def rank(self, queries: Sequence[str], depth: int) -> list[Sequence[RankedArticle]]:
        """Articles that share a word with the query, by BM25, equal ones by id."""
        found: list[Sequence[RankedArticle]] = []
        for query in queries:
            rows, scores = self._index.match(plain_stems(query)).best(depth)
            best = zip(rows, scores, strict=True)
            found.append([RankedArticle(self._ids[n], float(score), text=self._texts[n]) for n, score in best])
        return found


PRESETS = ("plain-minilm", "plain-bm25")


def preset_ranker(name: str, records: Sequence[IndexedArticle], settings: IngestSettings) -> Ranker:
    """A baseline over articles, in order of id."""
    articles = [record.article for record in records]
    return PlainMiniLM(articles, settings) if name == "plain-minilm" else PlainBM25(articles)


def read_plain_articles(source: Path) -> tuple[IndexedArticle, ...]:
    """The articles of a corpus without an index, each section a single passage, in order of id."""
    return read_plain_corpus(source).articles


def read_plain_corpus(source: Path) -> ReadArticles:
    """The articles of a corpus as `read_plain_articles` gives them, and what was skipped."""
    window = Window(10**9, 10**9, lambda texts: [0] * len(texts))
    return read_articles(read_corpus([source]), window, None, lambda step, done, total: None)


def corpus_digest(records: Sequence[IndexedArticle]) -> str:
    """SHA-256 of a corpus as an index manifest gives it."""
    return hashlib.sha256("\n".join(f"{r.article.article_id} {r.digest}" for r in records).encode()).hexdigest()


def title_and_text(article: Article) -> str:
    """What the plain baselines read of an article."""
    return f"{article.title}\n{article.text}" if article.title else article.text
