"""`glossator corpus twin` and `glossator eval twin`."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from eval.commands import DatasetArgument, SplitOption, eval_app
from eval.corpus_commands import corpus_app, shipped_corpus
from eval.datasets import read_dataset
from eval.datatypes import Dataset
from eval.scraped_twin import write_twin
from eval.twin_experiment import TwinResult, run_twin, success_at_1
from ingest.command_options import JsonOption, LogLevelOption, out, print_json, progress_bars
from retriever.settings import RetrieverSettings

CorpusOption = Annotated[
    Path | None, typer.Option("--corpus", help="The articles. Default: the shipped corpus.", show_default=False)
]
SeedOption = Annotated[int, typer.Option("--seed", help="Another seed draws other titles, navigation and cards.")]


@corpus_app.command("twin")
def write_command(
    folder: Annotated[Path, typer.Argument(metavar="OUT", help="A new folder.", show_default=False)],
    corpus: CorpusOption = None,
    seed: SeedOption = 0,
    as_json: JsonOption = False,
    log_level: LogLevelOption = "warning",
) -> None:
    """Write articles as a scraped glossary site has them: own definitions, shared boilerplate, navigation, cards."""
    families = write_twin(corpus or shipped_corpus(), folder, seed=seed)
    pages_of: dict[str, int] = defaultdict(int)
    for family in families.values():
        pages_of[family] += 1
    if as_json:
        print_json(
            {"schema_version": 1, "folder": str(folder), "seed": seed, "families": dict(sorted(pages_of.items()))}
        )
        return
    told = ", ".join(f"{name} {n}" for name, n in sorted(pages_of.items()))
    out.print(f"{len(families)} pages in {folder}, by family: {told}", markup=False, highlight=False, soft_wrap=True)


@eval_app.command("twin")
def measure_command(
    dataset: DatasetArgument,
    split: SplitOption = "test",
    corpus: CorpusOption = None,
    seed: SeedOption = 0,
    as_json: JsonOption = False,
    log_level: LogLevelOption = "warning",
) -> None:
    """Success@1 of questions that name one term, on the articles and on their scraped twin."""
    judged = read_dataset(dataset, split)
    with progress_bars(shown=not as_json) as progress:
        results = run_twin(judged, corpus or shipped_corpus(), RetrieverSettings.read(), seed=seed, progress=progress)
    if as_json:
        print_json(twin_document(judged, results))
    else:
        _print(judged, results)


def twin_document(judged: Dataset, results: Sequence[TwinResult]) -> dict[str, object]:
    """The JSON of `eval twin`; `lost` holds the questions whose article comes first on the clean corpus alone."""
    clean, twin = success_at_1(results)
    return {
        "schema_version": 1,
        "dataset": judged.name,
        "split": judged.split,
        "queries": len(results),
        "metrics": {"Success@1 clean": round(clean, 6), "Success@1 twin": round(twin, 6)},
        "by_kind": {
            kind: {
                "n": len(of_kind),
                "clean": round(success_at_1(of_kind)[0], 4),
                "twin": round(success_at_1(of_kind)[1], 4),
            }
            for kind, of_kind in _by_kind(results).items()
        },
        "lost": [
            {"query": result.topic.topic_id, "named": result.named, "first": result.first_twin}
            for result in results
            if result.first_clean == result.named != result.first_twin
        ],
        "dataset_sha256": judged.sha256,
    }


def _print(judged: Dataset, results: Sequence[TwinResult]) -> None:
    table = Table("kind", "n", "clean", "twin", title=f"{judged.name} · {judged.split} · questions that name one term")
    for kind, of_kind in {**_by_kind(results), "all": list(results)}.items():
        clean, twin = success_at_1(of_kind)
        table.add_row(kind, str(len(of_kind)), f"{clean:.3f}", f"{twin:.3f}")
    out.print(table)


def _by_kind(results: Sequence[TwinResult]) -> dict[str, list[TwinResult]]:
    found: dict[str, list[TwinResult]] = defaultdict(list)
    for result in results:
        found[result.topic.kind].append(result)
    return dict(sorted(found.items()))
