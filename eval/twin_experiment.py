"""Judged questions that name one term in; how often its article comes first, on clean and on scraped pages, out."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.datatypes import Dataset, Run, Topic
from eval.errors import EvalError
from eval.experiment import RUNS, run_topics
from eval.rankers import HybridRanker
from eval.scraped_twin import write_twin
from ingest.pipeline import Progress, ingest
from retriever.hybrid import open_retriever
from retriever.settings import RetrieverSettings
from retriever.term_graph import TermGraph


@dataclass(frozen=True, slots=True)
class TwinResult:
    """A question that names one term: its article, and the articles that were found first on either corpus."""

    topic: Topic
    named: str
    first_clean: str
    first_twin: str


def run_twin(
    dataset: Dataset, corpus: Path, settings: RetrieverSettings, *, seed: int = 0, progress: Progress | None = None
) -> list[TwinResult]:
    """Rank on indexes of a corpus and of its scraped twin, both kept under `.runs`, the questions that name one term.

    A question counts where it names, as the clean corpus knows names, exactly one article, and that one answers it.

    Raises:
        EvalError: no question names one term.
        IngestError: the corpus cannot be read.
    """
    twin = RUNS / f"twin-{seed}"
    shutil.rmtree(twin, ignore_errors=True)
    write_twin(corpus, twin, seed=seed)
    clean_settings, twin_settings = (
        settings.model_copy(update={"index": RUNS / "indexes" / name}) for name in ("twin-clean", f"twin-{seed}")
    )
    ingest([corpus], clean_settings, progress=progress)
    ingest([twin], twin_settings, progress=progress)
    clean = open_retriever(clean_settings)
    named = named_articles(dataset, clean.graph)
    if not named:
        raise EvalError(f"no question of {dataset.name}, {dataset.split} names exactly one term of {corpus}")
    topics = [topic for topic in dataset.topics if topic.topic_id in named]
    on_clean = _first(run_topics(HybridRanker(clean), topics, 10))
    on_twin = _first(run_topics(HybridRanker(open_retriever(twin_settings)), topics, 10))
    return [
        TwinResult(topic, named[topic.topic_id], on_clean[topic.topic_id], on_twin[topic.topic_id]) for topic in topics
    ]


def named_articles(dataset: Dataset, graph: TermGraph) -> dict[str, str]:
    """Topic id -> the one article that a question names, where that article and no other has its highest grade."""
    found: dict[str, str] = {}
    for topic in dataset.topics:
        grades = dataset.qrels[topic.topic_id]
        best = [article_id for article_id, grade in grades.items() if grade == max(grades.values())]
        if len(best) == 1 and graph.mentions(topic.text) == best:
            found[topic.topic_id] = best[0]
    return found


def success_at_1(results: Sequence[TwinResult]) -> tuple[float, float]:
    """The share of questions whose named article was found first, clean and twin; 0 for none."""
    n = max(len(results), 1)
    return (
        sum(result.first_clean == result.named for result in results) / n,
        sum(result.first_twin == result.named for result in results) / n,
    )


def _first(run: Run) -> dict[str, str]:
    return {topic_id: next(iter(articles), "") for topic_id, articles in run.items()}
