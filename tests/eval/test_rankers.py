"""Every ranker that is measured keeps the promises of a ranking; the plain baselines are as everyone knows them."""

from collections.abc import Callable
from itertools import pairwise
from math import log
from pathlib import Path

import numpy as np
import pytest

from eval.datatypes import RankedArticle
from eval.rankers import HybridRanker, PlainBM25, PlainMiniLM, Ranker, read_plain_articles
from ingest.lexical_index import plain_stems
from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from retriever.hybrid import open_retriever
from retriever.settings import RetrieverSettings

QUERIES = ["wild yeast starter", "holes of a loaf", "nothing of the kind anywhere"]


@pytest.fixture
def corpus(write_dataset: Callable[..., Path]) -> Path:
    return write_dataset() / "corpus.jsonl"


@pytest.fixture(params=["hybrid", "plain-minilm", "plain-bm25"])
def ranker(request: pytest.FixtureRequest, corpus: Path, settings: IngestSettings) -> Ranker:
    articles = [record.article for record in read_plain_articles(corpus)]
    if request.param == "plain-bm25":
        return PlainBM25(articles)
    if request.param == "plain-minilm":
        return PlainMiniLM(articles, IngestSettings(embedder="openvino"))
    ingest([corpus], settings)
    return HybridRanker(open_retriever(RetrieverSettings(**settings.model_dump())))


def test_scores_never_rise_and_no_article_stands_twice(ranker: Ranker) -> None:
    for ranking in ranker.rank(QUERIES, 10):
        assert all(one.score >= other.score for one, other in pairwise(ranking))
        assert len({article.article_id for article in ranking}) == len(ranking)


def test_no_more_than_depth_articles_are_ranked(ranker: Ranker) -> None:
    assert all(len(ranking) <= 2 for ranking in ranker.rank(QUERIES, 2))


def test_a_query_ranks_the_same_alone_and_among_others(ranker: Ranker) -> None:
    assert list(ranker.rank(QUERIES, 5)[1]) == list(ranker.rank(QUERIES[1:2], 5)[0])


def test_every_article_comes_with_what_was_found(ranker: Ranker) -> None:
    first = ranker.rank(["wild yeast starter"], 1)[0][0]
    assert first.article_id == "sourdough"
    assert "wild yeast" in first.text


def test_an_article_stands_where_its_best_passage_stands(corpus: Path, settings: IngestSettings) -> None:
    ingest([corpus], settings)
    retriever = open_retriever(RetrieverSettings(**settings.model_dump()))
    hits = retriever.search("wild yeast in a loaf", 50).hits
    best: dict[str, RankedArticle] = {}
    for hit in hits:
        article = hit.passage.article_id
        best.setdefault(article, RankedArticle(article, hit.score, hit.passage.passage_id, hit.passage.text))
    assert list(HybridRanker(retriever).rank(["wild yeast in a loaf"], 6)[0]) == list(best.values())


def test_plain_bm25_scores_as_the_formula_says(corpus: Path) -> None:
    ranker = PlainBM25([record.article for record in read_plain_articles(corpus)])
    ranking = ranker.rank(["starter"], 10)[0]
    # one of 6 texts holds the stem once; Lucene's variant: idf * tf / (tf + k1 (1 - b + b length / mean length))
    lengths = [
        len(plain_stems(f"{record.article.title}\n{record.article.text}")) for record in read_plain_articles(corpus)
    ]
    own = len(plain_stems(ranking[0].text))
    idf = log(1 + (6 - 1 + 0.5) / (1 + 0.5))
    expected = idf * 1 / (1 + 1.2 * (1 - 0.75 + 0.75 * own / np.mean(lengths)))
    assert [article.article_id for article in ranking] == ["sourdough"]
    assert ranking[0].score == pytest.approx(expected, rel=1e-5)


def test_plain_minilm_reads_one_text_an_article_cut_at_the_window(write_dataset: Callable[..., Path]) -> None:
    long = "word " * 400 + "leviathan"
    folder = write_dataset("long", corpus={"long": ("Long", long), "cut": ("Long", "word " * 300)})
    articles = [record.article for record in read_plain_articles(folder / "corpus.jsonl")]
    ranker = PlainMiniLM(articles, IngestSettings(embedder="openvino"))
    assert ranker.n_cut == 2
    scores = {article.article_id: article.score for article in ranker.rank(["leviathan"], 2)[0]}
    assert scores["long"] == pytest.approx(scores["cut"], abs=1e-6)
