"""`glossator eval sweep`."""

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from eval.commands import DatasetArgument, ReportOption, eval_app
from eval.errors import EvalError
from eval.report import write_report
from eval.sweep import Sweep, sweep
from eval.sweep_points import read_grid, read_points_file, settings_to_try
from eval.sweep_report import said_of_test, sweep_document, sweep_page
from ingest.command_options import IndexOption, JsonOption, LogLevelOption, out, print_json, progress_bars
from retriever.settings import RetrieverSettings


@eval_app.command("sweep")
def sweep_command(
    dataset: DatasetArgument,
    grid: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE,VALUE", help="Values to try; may stand again.", show_default=False),
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option("--settings", help="TOML with [grid] lists or [[settings]] tables.", show_default=False),
    ] = None,
    corpus: Annotated[
        Path | None, typer.Option("--corpus", help="Articles, where the dataset has none.", show_default=False)
    ] = None,
    measure: Annotated[str, typer.Option("--measure", help="What is best.")] = "nDCG@10",
    dev: Annotated[str, typer.Option("--dev", help="The split on which the best is picked.")] = "dev",
    test: Annotated[str, typer.Option("--test", help="The split that is looked at once; '' leaves it out.")] = "test",
    jobs: Annotated[int, typer.Option("--jobs", min=1, help="Processes at a time.")] = min(os.cpu_count() or 1, 4),
    report: ReportOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
    log_level: LogLevelOption = "warning",
) -> None:
    """Try settings on dev, pick the best, measure it on test once. Goes on where it was stopped."""
    choices = [*read_grid(grid or ()), *(read_points_file(file) if file else [])]
    if not choices:
        raise EvalError("nothing to try; give --set name=value,value or --settings FILE")
    settings = settings_to_try(RetrieverSettings.read(index=index), choices)
    with progress_bars(shown=not as_json) as progress:
        found = sweep(
            dataset, settings, measure=measure, splits=(dev, test), source=corpus, jobs=jobs, progress=progress
        )
    if report:
        write_report(sweep_page(found), report)
    if as_json:
        print_json(sweep_document(found))
    else:
        _print(found)


def _print(found: Sweep) -> None:
    table = Table(title=f"{found.dataset} · {len(found.points)} settings on {found.dev}")
    table.add_column("settings")
    for column in (found.measure, "95 % interval", "p", "ms", "MB", "front"):
        table.add_column(column, justify="right", no_wrap=True)
    for point in sorted(found.points, key=lambda point: -point.quality.mean):
        table.add_row(
            escape(point.name),
            f"{point.quality.mean:.3f}",
            f"{point.quality.low:.3f}…{point.quality.high:.3f}",
            f"{point.p_as_good:.3f}",
            f"{point.latency_ms:.1f}",
            f"{point.index_mb:.2f}",
            "•" if point.on_front else "",
        )
    out.print(table)
    out.print(
        "p: as good as the picked one, by Holm; front: nothing else is better, faster and smaller", highlight=False
    )
    kept = f" ({found.n_kept} of {len(found.points)} settings were measured before)" if found.n_kept else ""
    out.print(said_of_test(found) + kept, highlight=False)
