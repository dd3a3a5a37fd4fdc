"""A fresh evaluation and a kept one of the same questions in, the measures that fell significantly out."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.compared_runs import ComparedRun
from eval.comparison import ALPHA, Comparison, Difference, compare_runs, comparison_document
from eval.datatypes import Dataset
from eval.errors import EvalError, writing
from eval.experiment import Experiment
from eval.measures import canonical_names
from eval.per_query_files import PerQuery, read_per_query_file, write_per_query_file


@dataclass(frozen=True, slots=True)
class Gate:
    """The comparison with the baseline, and the falls that close the gate: significant, and above the tolerance."""

    comparison: Comparison
    fallen: tuple[Difference, ...]
    tolerance: float
    alpha: float

    @property
    def passed(self) -> bool:
        """Whether nothing fell."""
        return not self.fallen


def gate(
    experiment: Experiment,
    baseline: Path,
    *,
    measures: Sequence[str] = (),
    tolerance: float = 0.0,
    alpha: float = ALPHA,
    seed: int = 0,
) -> Gate:
    """Compare an evaluation with a baseline: a fall counts where the paired randomisation test, corrected by Holm over
    the measures, rejects "the same" at alpha and the mean fell by more than the tolerance.

    The corpus may have changed, since articles do and a change that makes questions harder to answer is one to notice;
    questions and judgments may not.

    Raises:
        EvalError: there is no baseline, or it is of other questions, judgments or measures.
    """
    dataset = experiment.dataset
    kept = read_baseline(baseline, dataset)
    values: dict[str, dict[str, float]] = {}
    for found in experiment.measurements:
        values.setdefault(found.measure, {})[found.topic_id] = found.value
    wanted = canonical_names(measures) or [name for name in kept.values if name in values]
    missing = [name for name in wanted if name not in values or name not in kept.values]
    if missing or not wanted:
        raise EvalError(
            f"baseline {baseline} has no {', '.join(missing) or 'common measure'}; write it anew with --refresh"
        )
    if len(dataset.topics) < 2:
        raise EvalError(f"{dataset.name} holds a single question; nothing can be said of a fall on one, judge more")
    before = ComparedRun(
        "baseline", {m: kept.values[m] for m in wanted}, kept.rankings, kept.texts, kept.kinds, kept.shown, kept.about
    )
    now = ComparedRun(
        "now",
        {m: values[m] for m in wanted},
        {topic.topic_id: tuple(experiment.run.get(topic.topic_id, {})) for topic in dataset.topics},
        {topic.topic_id: topic.text for topic in dataset.topics},
        {topic.topic_id: topic.kind for topic in dataset.topics},
        experiment.shown,
    )
    comparison = compare_runs([before, now], seed=seed)
    fallen = tuple(d for d in comparison.differences if d.p_randomisation < alpha and d.test.mean < -tolerance)
    return Gate(comparison, fallen, tolerance, alpha)


def read_baseline(file: Path, dataset: Dataset) -> PerQuery:
    """What an earlier evaluation of a dataset kept.

    Raises:
        EvalError: there is none, or it is of other questions or judgments.
    """
    if not file.is_file():
        raise EvalError(f"baseline {file} does not exist; write one with --refresh")
    kept = read_per_query_file(file)
    if kept.about["dataset_sha256"] != dataset.sha256:
        raise EvalError(
            f"baseline {file} is of other questions or judgments than {dataset.name}, {dataset.split} "
            f"({kept.about['dataset_sha256'][:12]} and {dataset.sha256[:12]}); where they were changed on purpose, "
            "write it anew with --refresh"
        )
    return kept


def write_baseline(experiment: Experiment, file: Path) -> None:
    """Keep an evaluation as a baseline: a line a question, small enough to commit.

    Raises:
        EvalError: the file cannot be written.
    """
    corpus = str(experiment.index["corpus_sha256"])
    with writing("baseline", file):
        write_per_query_file(file, experiment.dataset, experiment.measurements, experiment.run, corpus, {})


def gate_document(found: Gate) -> dict[str, object]:
    """The JSON of `eval gate`."""
    return {
        **comparison_document(found.comparison),
        "passed": found.passed,
        "fallen": [difference.measure for difference in found.fallen],
        "alpha": found.alpha,
        "tolerance": found.tolerance,
    }
