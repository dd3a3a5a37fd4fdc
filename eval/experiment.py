"""THE FLOW of evaluation: topics + ranker -> run -> measurements."""

import gc
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np

from eval.datatypes import Dataset, Measurement, RankedArticle, Run, Topic
from eval.measures import DEFAULT_MEASURES, measure_run, refuse_unknown_measures
from eval.rankers import ArticleRanking, HybridRanker, Ranker, corpus_digest, preset_ranker, read_plain_articles
from ingest.embedders import CONVERTING_EMBEDDERS, Embedder
from ingest.open_index import open_index
from ingest.pipeline import Progress, ingest
from ingest.settings import IngestSettings
from retriever.hybrid import open_retriever
from retriever.settings import RetrieverSettings

RUNS = Path(".runs")

AnySettings = TypeVar("AnySettings", bound=RetrieverSettings)

INDEX_SETTINGS = ("embedder", "model", "vector_store", "budget_tokens", "segment_vectors")
"""Settings that shape an index."""

RANKING_SETTINGS = (
    *INDEX_SETTINGS,
    *(name for name in RetrieverSettings.model_fields if name not in IngestSettings.model_fields),
)
"""Settings that a ranking depends on."""

_TIMED_QUERIES = 25
_AT_ONCE = 2048
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Experiment:
    """What was measured, with what: enough to repeat it; `shown` holds each topic's first articles with passages."""

    dataset: Dataset
    config: dict[str, object]
    run: Run
    shown: dict[str, tuple[RankedArticle, ...]]
    measurements: list[Measurement]
    latency_ms: dict[str, float]
    index: dict[str, object]


def run_experiment(
    dataset: Dataset,
    settings: RetrieverSettings,
    *,
    measures: Sequence[str] = DEFAULT_MEASURES,
    depth: int = 100,
    preset: str = "",
    progress: Progress | None = None,
    embedder: Embedder | None = None,
) -> Experiment:
    """Rank the articles for every topic of a dataset, and measure the ranking.

    A dataset with a corpus is measured on an index of that corpus, which is kept for the next time; one without is
    measured on the index of the settings. The presets read the corpus itself and build no index. `embedder` is the
    embedder of the settings, where the caller has it loaded.

    Raises:
        EvalError, IngestError: a measure, the dataset or the index is wrong; each says what to do.
    """
    refuse_unknown_measures(measures)
    with _no_garbage_collection():
        if dataset.corpus and not preset:
            embedder = embedder or CONVERTING_EMBEDDERS[settings.embedder](settings.model)
            settings = index_of_dataset(dataset, settings, progress, embedder)
        ranker, index = _ranker(dataset, settings, preset, embedder)
        rankings = _rank_in_parts(ranker, dataset.topics, depth, progress)
        run = run_of(dataset.topics, rankings)
        return Experiment(
            dataset=dataset,
            config=configuration(settings, preset=preset, depth=depth),
            run=run,
            shown={t.topic_id: tuple(r[:_SHOWN]) for t, r in zip(dataset.topics, rankings, strict=True)},
            measurements=measure_run(dataset.qrels, run, measures),
            latency_ms=latency_ms(ranker, dataset.topics),
            index=index,
        )


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Look for no circles of references: indexes and rankings hold many objects and none, and looking takes a tenth."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _rank_in_parts(
    ranker: Ranker, topics: Sequence[Topic], depth: int, progress: Progress | None
) -> list[Sequence[RankedArticle]]:
    """Rankings of all topics, some thousand at a time so that progress can be told."""
    rankings: list[Sequence[RankedArticle]] = []
    for begin in range(0, len(topics), _AT_ONCE):
        rankings += ranker.rank([topic.text for topic in topics[begin : begin + _AT_ONCE]], depth)
        if progress:
            progress("ranking", len(rankings), len(topics))
    return rankings


def run_topics(ranker: Ranker, topics: Sequence[Topic], depth: int = 100) -> Run:
    """The run of a ranker over topics."""
    return run_of(topics, ranker.rank([topic.text for topic in topics], depth))


def run_of(topics: Sequence[Topic], rankings: Sequence[Sequence[RankedArticle]]) -> Run:
    """The rankings of topics as a run."""
    return {topic.topic_id: _scores(ranking) for topic, ranking in zip(topics, rankings, strict=True)}


def _scores(ranking: Sequence[RankedArticle]) -> dict[str, float]:
    if isinstance(ranking, ArticleRanking):
        return ranking.scores
    return {article.article_id: article.score for article in ranking}


def index_of_dataset(
    dataset: Dataset, settings: AnySettings, progress: Progress | None, embedder: Embedder | None = None
) -> AnySettings:
    """Settings whose index holds the dataset's corpus; built, or brought up to date, under `.runs/indexes`.

    `embedder` is the embedder of the settings, where the caller has it loaded.
    """
    variant = f"{settings.embedder}-{settings.model.name if settings.model else 'shipped'}-{settings.budget_tokens}"
    if settings.vector_store != "faiss":
        variant += f"-{settings.vector_store}"
    own = settings.model_copy(update={"index": RUNS / "indexes" / f"{dataset.name}-{variant}"})
    ingest([dataset.corpus or dataset.folder], own, progress=progress, embedder=embedder)
    return own


def configuration(settings: RetrieverSettings, **more: object) -> dict[str, object]:
    """The settings that a ranking depends on, as plain values."""
    values = {name: getattr(settings, name) for name in RANKING_SETTINGS}
    values["model"] = str(values["model"] or "shipped")
    return {**values, **{f"run_{k}" if k in values else k: v for k, v in more.items()}}


def _ranker(
    dataset: Dataset, settings: RetrieverSettings, preset: str, embedder: Embedder | None
) -> tuple[Ranker, dict[str, object]]:
    if preset and dataset.corpus:
        records = read_plain_articles(dataset.corpus)
        about = {"generation": "", "n_articles": len(records), "corpus_sha256": corpus_digest(records)}
        return preset_ranker(preset, records, settings), about
    if preset:
        index = open_index(settings.index)
        ranker: Ranker = preset_ranker(preset, list(index.articles.values()), settings)
    else:
        retriever = open_retriever(settings, embedder)
        index, ranker = retriever.index, HybridRanker(retriever)
    return ranker, {"generation": index.generation, **asdict(index.manifest)}


def latency_ms(ranker: Ranker, topics: Sequence[Topic]) -> dict[str, float]:
    """Milliseconds of ranking one query at a time, encoding included, over the first queries, warm."""
    times: list[float] = []
    for topic in topics[:_TIMED_QUERIES]:
        begin = time.perf_counter()
        ranker.rank([topic.text], 10)
        times.append((time.perf_counter() - begin) * 1e3)
    p50, p95 = np.quantile(times, [0.5, 0.95]) if times else (0.0, 0.0)
    return {"p50": round(float(p50), 3), "p95": round(float(p95), 3)}
