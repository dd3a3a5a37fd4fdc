"""`glossator bench`."""

from eval.benchmarks.report import print_report
from eval.benchmarks.speed import bench
from ingest.command_options import IndexOption, JsonOption, LogLevelOption, print_json, progress_bars
from retriever.settings import RetrieverSettings


def bench_command(
    index: IndexOption = None,
    as_json: JsonOption = False,
    log_level: LogLevelOption = "warning",
) -> None:
    """Speed and cost on this machine, beside the encoder's own and plain sentence-transformers with FAISS."""
    settings = RetrieverSettings.read(index=index)
    with progress_bars(shown=not as_json) as progress:
        document = bench(settings, progress=progress)
    if as_json:
        print_json(document)
    else:
        print_report(document)
