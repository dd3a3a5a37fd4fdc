"""`glossator eval gate`."""

from pathlib import Path
from typing import Annotated

import typer

from eval.commands import DatasetArgument, SplitOption, eval_app
from eval.compare_commands import print_comparison
from eval.comparison import ALPHA
from eval.datasets import read_dataset
from eval.experiment import run_experiment
from eval.gate import gate, gate_document, read_baseline, write_baseline
from eval.measures import DEFAULT_MEASURES
from eval.significance import said_p
from ingest.command_options import IndexOption, JsonOption, LogLevelOption, out, print_json, progress_bars
from retriever.settings import RetrieverSettings


@eval_app.command("gate")
def gate_command(
    dataset: DatasetArgument,
    baseline: Annotated[Path, typer.Option("--baseline", help="What an earlier evaluation gave for each question.")],
    split: SplitOption = "test",
    measures: Annotated[str, typer.Option("--measures", help="Measures that may not fall.")] = " ".join(
        DEFAULT_MEASURES
    ),
    alpha: Annotated[
        float, typer.Option("--alpha", min=0, max=1, help="Chance of a false alarm, over all measures.")
    ] = ALPHA,
    tolerance: Annotated[
        float, typer.Option("--tolerance", min=0, help="A fall of a mean up to this is let pass.")
    ] = 0,
    refresh: Annotated[bool, typer.Option("--refresh", help="Write the baseline anew and let pass.")] = False,
    index: IndexOption = None,
    as_json: JsonOption = False,
    log_level: LogLevelOption = "warning",
) -> None:
    """Exit 1 where a measure fell significantly below the baseline. For continuous integration."""
    judged, settings = read_dataset(dataset, split), RetrieverSettings.read(index=index)
    if not refresh:
        read_baseline(baseline, judged)  # before anything is ranked
    with progress_bars(shown=not as_json) as progress:
        experiment = run_experiment(judged, settings, measures=measures.split(), progress=progress)
    if refresh:
        write_baseline(experiment, baseline)
        if as_json:
            print_json({"schema_version": 1, "baseline": str(baseline), "refreshed": True})
        else:
            out.print(f"baseline written to {baseline}; commit it", highlight=False)
        return
    found = gate(experiment, baseline, measures=measures.split(), tolerance=tolerance, alpha=alpha)
    if as_json:
        print_json(gate_document(found))
    else:
        print_comparison(found.comparison)
        fallen = ", ".join(f"{d.measure} by {-d.test.mean:.3f} (p {said_p(d.p_randomisation)})" for d in found.fallen)
        out.print(f"gate closed: {fallen} fell" if fallen else "gate open: nothing fell significantly", highlight=False)
    if not found.passed:
        raise typer.Exit(1)
