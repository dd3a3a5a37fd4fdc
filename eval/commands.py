"""`glossator eval retrieval`."""

import hashlib
import json
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from eval.datasets import read_dataset
from eval.errors import EvalError
from eval.experiment import RUNS, Experiment, run_experiment
from eval.given_runs import measure_given_run, said_of_given_run
from eval.measures import DEFAULT_MEASURES, N_RESAMPLES, by_kind, estimates, intervals_by_kind
from eval.per_query_files import write_per_query_file
from eval.provenance import provenance
from eval.rankers import PRESETS
from eval.report import write_report
from eval.retrieval_report import retrieval_page
from eval.trec_files import write_run
from ingest.command_options import IndexOption, JsonOption, LogLevelOption, out, print_json, progress_bars
from retriever.settings import RetrieverSettings

eval_app = typer.Typer(help="Measure retrieval and answers on judged questions.", no_args_is_help=True)

DatasetArgument = Annotated[
    Path, typer.Argument(metavar="DATASET", help="A folder in BEIR format.", show_default=False)
]
SplitOption = Annotated[str, typer.Option("--split", help="Which qrels/<split>.tsv.")]
ReportOption = Annotated[
    Path | None, typer.Option("--report", help="Write a self-contained HTML page with plots.", show_default=False)
]


@eval_app.command("retrieval")
def retrieval_command(
    dataset: DatasetArgument,
    split: SplitOption = "test",
    depth: Annotated[int, typer.Option("--depth", min=1, max=1000, help="Articles ranked for a question.")] = 100,
    measures: Annotated[str, typer.Option("--measures", help="Measures, as ir-measures writes them.")] = " ".join(
        DEFAULT_MEASURES
    ),
    preset: Annotated[str, typer.Option("--preset", help="plain-minilm or plain-bm25: the known baselines.")] = "",
    run_out: Annotated[Path | None, typer.Option("--run-out", help="Write the TREC run.", show_default=False)] = None,
    run: Annotated[
        Path | None, typer.Option("--run", help="Measure this TREC run and rank nothing.", show_default=False)
    ] = None,
    report: ReportOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
    log_level: LogLevelOption = "warning",
) -> None:
    """Retrieval measures on judged questions. The plain presets alone cut input, at 256 wordpieces."""
    if preset and preset not in PRESETS:
        raise EvalError(f"preset {preset!r} is not one of {', '.join(PRESETS)}")
    if preset and run:
        raise EvalError("--preset ranks and --run is ranked already; give one of them")
    judged = read_dataset(dataset, split)
    settings = RetrieverSettings.read(index=index)
    with progress_bars(shown=not as_json) as progress:
        experiment = (
            measure_given_run(judged, run, measures.split())
            if run
            else run_experiment(
                judged, settings, measures=measures.split(), depth=depth, preset=preset, progress=progress
            )
        )
    if run_out:
        write_run(experiment.run, run_out)
    if report:
        write_report(retrieval_page(experiment), report)
    document = retrieval_document(experiment, write_per_query(experiment))
    if as_json:
        print_json(document)
    else:
        _print(experiment, document)


def retrieval_document(experiment: Experiment, per_query: Path) -> dict[str, object]:
    """The JSON of `eval retrieval`."""
    found = estimates(experiment.measurements)
    return {
        "schema_version": 1,
        "dataset": experiment.dataset.name,
        "split": experiment.dataset.split,
        "queries": len(experiment.dataset.topics),
        "config": experiment.config,
        "metrics": {name: round(value.mean, 6) for name, value in found.items()},
        "intervals_95": {name: [round(v.low, 4), round(v.high, 4)] for name, v in found.items()},
        "by_kind": by_kind(experiment.measurements, experiment.dataset.topics),
        "intervals_95_by_kind": intervals_by_kind(experiment.measurements, experiment.dataset.topics),
        "per_query_file": str(per_query),
        "latency_ms": experiment.latency_ms,
        "index": experiment.index,
        "dataset_sha256": experiment.dataset.sha256,
        "repeat": {**provenance(), "resamples": N_RESAMPLES, "seed": 0},
    }


def write_per_query(experiment: Experiment) -> Path:
    """Write the value of every measure for every topic, a line a topic; the file's name tells the configuration."""
    corpus = str(experiment.index["corpus_sha256"])
    seed = json.dumps([experiment.config, experiment.index["generation"], corpus, experiment.dataset.sha256])
    ranker = experiment.config["preset"] or "hybrid"
    name = f"{experiment.dataset.name}-{experiment.dataset.split}-{ranker}"
    file = RUNS / f"{name}-{hashlib.sha256(seed.encode()).hexdigest()[:8]}.per-query.jsonl"
    write_per_query_file(file, experiment.dataset, experiment.measurements, experiment.run, corpus, experiment.shown)
    return file


def _print(experiment: Experiment, document: dict[str, object]) -> None:
    dataset = experiment.dataset
    table = Table(title=f"{dataset.name} · {dataset.split} · {len(dataset.topics)} questions")
    table.add_column("measure")
    table.add_column("mean", justify="right")
    table.add_column("95 % interval", justify="right")
    for name, value in estimates(experiment.measurements).items():
        table.add_row(name, f"{value.mean:.3f}", f"{value.low:.3f} to {value.high:.3f}")
    out.print(table)
    kinds = by_kind(experiment.measurements, dataset.topics)
    if kinds:
        names = [name for name in next(iter(kinds.values())) if name != "n"]
        table = Table("kind", "n", *names)
        for kind, values in kinds.items():
            table.add_row(kind, f"{values['n']:.0f}", *(f"{values[name]:.3f}" for name in names))
        out.print(table)
    latency = experiment.latency_ms
    if latency:
        out.print(f"latency p50 {latency['p50']:.1f} ms, p95 {latency['p95']:.1f} ms")
    if said := said_of_given_run(experiment):
        out.print(said, highlight=False)
    out.print(f"per question: {document['per_query_file']}", soft_wrap=True, highlight=False)
