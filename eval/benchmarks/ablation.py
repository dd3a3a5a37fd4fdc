"""Judged sets in, what each part of the ranking is worth out: the default, and each part taken out of it.

Run as a program it takes BEIR folders, each with `@INDEX` where it has no corpus or its index is built already, and
prints the table:

    python -m eval.benchmarks.ablation eval/gold@.index path/to/beir-folder --split dev
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray
from rich.table import Table

from eval.benchmarks.section_accuracy import section_accuracy
from eval.datasets import read_dataset_at_index
from eval.datatypes import Dataset
from eval.experiment import index_of_dataset, run_of
from eval.measures import measure_run
from eval.rankers import HybridRanker
from ingest.command_options import out, progress_bars
from retriever.hybrid import HybridRetriever, open_retriever
from retriever.settings import RetrieverSettings

PARTS: dict[str, Mapping[str, float]] = {
    "default": {},
    "without words": {"lexical_weight": 0.0},
    "without the nearest sentence": {"sentence_weight": 0.0},
    "without what articles are asked": {"asked_weight": 0.0, "asked_lag_weight": 0.0, "adapter_weight": 0.0},
    "without the map learnt from it": {"adapter_weight": 0.0},
    "without the article's best passages": {"article_weight": 0.0},
    "without feedback": {"feedback_weight": 0.0},
    "without the section asked for": {"section_weight": 0.0},
    "without reading the query": {},
    "cosine alone": {
        "lexical_weight": 0.0,
        "sentence_weight": 0.0,
        "asked_weight": 0.0,
        "asked_lag_weight": 0.0,
        "adapter_weight": 0.0,
        "article_weight": 0.0,
        "feedback_weight": 0.0,
    },
}
"""Settings that take a part out, by what is left; the query that is not read goes to the ranking as typed."""

_AS_TYPED = "without reading the query"
_DEPTH = 100
_MEASURE = "nDCG@10"


@dataclass(frozen=True, slots=True)
class AblationRow:
    """One variant: mean nDCG@10 by data set, and how often the best section came first where sections are judged."""

    variant: str
    ndcg: dict[str, float]
    section_first: dict[str, float]

    @property
    def mean(self) -> float:
        """Mean over the data sets."""
        return float(np.mean(list(self.ndcg.values())))


def ablation(datasets: Sequence[tuple[Dataset, HybridRetriever]]) -> list[AblationRow]:
    """A row for each of PARTS, in that order; a query is embedded once, and again where it is not read."""
    rows = [AblationRow(variant, {}, {}) for variant in PARTS]
    for dataset, retriever in datasets:
        vectors = retriever.embed_queries([topic.text for topic in dataset.topics])
        for row in rows:
            variant = _variant(retriever, row.variant)
            own = _as_typed_vectors(variant, dataset) if row.variant == _AS_TYPED else vectors
            read = [variant.read(topic.text) for topic in dataset.topics]
            rankings = HybridRanker(variant).rank_read(read, own, _DEPTH)
            found = measure_run(dataset.qrels, run_of(dataset.topics, rankings), (_MEASURE,))
            row.ndcg[dataset.name] = float(np.mean([value.value for value in found]))
            accuracy = section_accuracy(variant, dataset.topics, own)
            if accuracy:
                row.section_first[dataset.name] = accuracy.first
    return rows


def _variant(retriever: HybridRetriever, name: str) -> HybridRetriever:
    settings = retriever.settings.model_copy(update=dict(PARTS[name]))
    return HybridRetriever(retriever.index, retriever.embedder, settings, read_queries=name != _AS_TYPED)


def _as_typed_vectors(retriever: HybridRetriever, dataset: Dataset) -> NDArray[np.float32]:
    return retriever.embed_queries([topic.text for topic in dataset.topics])


def ablation_table(rows: Sequence[AblationRow]) -> Table:
    """The rows as a table: a column a data set, the mean, and section accuracy where it is judged."""
    names, judged = list(rows[0].ndcg), list(rows[0].section_first)
    table = Table("nDCG@10", *names, "mean", *(f"best section first, {name}" for name in judged))
    for row in rows:
        values = [row.ndcg[name] for name in names]
        table.add_row(row.variant, *(f"{v:.3f}" for v in [*values, row.mean, *(row.section_first[n] for n in judged)]))
    return table


def main(
    datasets: Annotated[list[str], typer.Argument(metavar="DATASET[@INDEX]...", help="Folders in BEIR format.")],
    split: Annotated[str, typer.Option("--split", help="Which split; test where a folder has no such.")] = "dev",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """Print what each part of the ranking is worth on judged sets."""
    opened: list[tuple[Dataset, HybridRetriever]] = []
    with progress_bars(shown=not as_json) as progress:
        for named in datasets:
            dataset, index = read_dataset_at_index(named, split)
            settings = RetrieverSettings.read(index=index)
            if dataset.corpus and not index:
                settings = index_of_dataset(dataset, settings, progress)
            opened.append((dataset, open_retriever(settings)))
    rows = ablation(opened)
    if as_json:
        shown = [{"variant": r.variant, "ndcg": r.ndcg, "mean": r.mean, "section_first": r.section_first} for r in rows]
        out.print_json(json.dumps(shown))
    else:
        out.print(ablation_table(rows))


if __name__ == "__main__":
    typer.run(main)
