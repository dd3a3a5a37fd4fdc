"""`glossator bench`."""

from typing import Annotated

import typer

from eval.benchmarks.plots import plot_bench
from eval.benchmarks.report import print_report
from eval.benchmarks.speed import bench
from eval.experiment import RUNS
from ingest.command_options import IndexOption, JsonOption, LogLevelOption, out, print_json, progress_bars
from retriever.settings import RetrieverSettings


def bench_command(
    growth: Annotated[
        bool, typer.Option("--growth", help="Also a thousand to a million passages: long, and 8 GB of memory.")
    ] = False,
    index: IndexOption = None,
    as_json: JsonOption = False,
    log_level: LogLevelOption = "warning",
) -> None:
    """Speed and cost on this machine, beside the encoder's own and plain sentence-transformers with FAISS."""
    settings = RetrieverSettings.read(index=index)
    with progress_bars(shown=not as_json) as progress:
        document = bench(settings, with_growth=growth, progress=progress)
    picture = plot_bench(document, RUNS / ("bench-growth.png" if growth else "bench.png"))
    if as_json:
        print_json(document)
    else:
        print_report(document)
        out.print(f"picture: {picture}", highlight=False)
