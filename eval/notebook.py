"""The commands of `glossator eval` as functions of the same names, whose outcomes show themselves in a notebook."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from eval.audit import Audit, audit_dataset, audit_document, audit_page
from eval.commands import retrieval_document, write_per_query
from eval.compared_runs import read_compared_runs
from eval.comparison import Comparison, compare_runs, comparison_document
from eval.datasets import read_dataset
from eval.experiment import Experiment, run_experiment
from eval.gate import Gate, gate_document
from eval.gate import gate as close_gate
from eval.measures import DEFAULT_MEASURES
from eval.own_measures import MEASURES
from eval.report import Page, render_fragment, write_report
from eval.retrieval_report import comparison_page, retrieval_page
from eval.sweep import Sweep
from eval.sweep import sweep as run_sweep
from eval.sweep_points import read_points, settings_to_try
from eval.sweep_report import sweep_document, sweep_page
from retriever.settings import RetrieverSettings

__all__ = ["MEASURES", "Outcome", "audit", "compare", "gate", "retrieval", "sweep"]

Found = TypeVar("Found")

Folder = str | Path


@dataclass(frozen=True, slots=True, repr=False)
class Outcome(Generic[Found]):
    """What was found; `document` is the JSON of the command, and a notebook shows the page."""

    found: Found
    document: dict[str, object]
    page: Page

    def report(self, file: Folder) -> None:
        """Write the self-contained page."""
        write_report(self.page, Path(file))

    def __repr__(self) -> str:
        return f"<{self.page.title}: {self.page.summary}>"

    def _repr_html_(self) -> str:
        return render_fragment(self.page)


def retrieval(
    dataset: Folder,
    split: str = "test",
    *,
    measures: Sequence[str] = DEFAULT_MEASURES,
    depth: int = 100,
    preset: str = "",
    **settings: object,
) -> Outcome[Experiment]:
    """Measure retrieval on a BEIR folder, with settings of the README's table, for example `lexical_weight=0.1`."""
    judged = read_dataset(Path(dataset), split)
    experiment = run_experiment(
        judged, RetrieverSettings.read(**settings), measures=measures, depth=depth, preset=preset
    )
    document = retrieval_document(experiment, write_per_query(experiment))
    return Outcome(experiment, document, retrieval_page(experiment))


def compare(
    *runs: Folder | Outcome[Experiment],
    dataset: Folder | None = None,
    split: str = "test",
    measures: Sequence[str] = (),
    allow_other_corpus: bool = False,
    missing_as_zero: bool = False,
    seed: int = 0,
) -> Outcome[Comparison]:
    """Compare runs: TREC files, per-query files, or what `retrieval` gave."""
    files = [Path(str(r.document["per_query_file"])) if isinstance(r, Outcome) else Path(r) for r in runs]
    judged = read_dataset(Path(dataset), split) if dataset else None
    compared = read_compared_runs(
        files,
        dataset=judged,
        measures=measures,
        allow_other_corpus=allow_other_corpus,
        missing_as_zero=missing_as_zero,
    )
    comparison = compare_runs(compared, seed=seed)
    return Outcome(comparison, comparison_document(comparison), comparison_page(comparison))


def audit(
    dataset: Folder, split: str = "test", *, runs: Sequence[Folder] = (), index: Folder | None = None
) -> Outcome[Audit]:
    """Look for what makes figures on a dataset, and of TREC runs over it, worthless or misleading."""
    found = audit_dataset(Path(dataset), split, runs=[Path(run) for run in runs], index=Path(index) if index else None)
    return Outcome(found, audit_document(found), audit_page(found))


def sweep(
    dataset: Folder,
    grid: Mapping[str, Sequence[object]],
    *,
    measure: str = "nDCG@10",
    splits: tuple[str, str] = ("dev", "test"),
    corpus: Folder | None = None,
    jobs: int = 2,
) -> Outcome[Sweep]:
    """Try every combination of a grid of settings on dev, pick the best, measure it on test once."""
    settings = settings_to_try(RetrieverSettings.read(), read_points({"grid": grid}, "sweep"))
    source = Path(corpus) if corpus else None
    found = run_sweep(Path(dataset), settings, measure=measure, splits=splits, source=source, jobs=jobs)
    return Outcome(found, sweep_document(found), sweep_page(found))


def gate(
    experiment: Outcome[Experiment], baseline: Folder, *, tolerance: float = 0.0, alpha: float = 0.05
) -> Outcome[Gate]:
    """Compare what `retrieval` gave with a baseline; `found.passed` says whether nothing fell significantly."""
    found = close_gate(experiment.found, Path(baseline), tolerance=tolerance, alpha=alpha)
    return Outcome(found, gate_document(found), comparison_page(found.comparison))
