"""THE FLOW of a sweep: settings -> indexes -> values on dev -> the best -> once on test."""

import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

from eval.datasets import read_dataset
from eval.datatypes import Estimate
from eval.errors import EvalError
from eval.experiment import INDEX_SETTINGS, RUNS, configuration
from eval.measures import canonical_names, estimate
from eval.significance import PairedTest, holm, paired_tests
from eval.sweep_jobs import Job, build_index, is_kept, rank_and_measure, time_queries
from eval.sweep_points import AS_IT_IS
from ingest.pipeline import Progress
from retriever.settings import RetrieverSettings

_SAME_TIME = 1.05
_LOG = RUNS / "sweeps" / "test-looks.jsonl"


@dataclass(frozen=True, slots=True)
class Point:
    """One setting on dev: its mean, cost, p of "as good as the picked one" by Holm, and whether nothing beats it.

    A point is on the front where no other is at least as good, as fast and as small, and better in one of them. Times
    within 5 % of each other are the same, since timing a setting twice differs by as much.
    """

    name: str
    quality: Estimate
    latency_ms: float
    index_mb: float
    p_as_good: float
    on_front: bool


@dataclass(frozen=True, slots=True)
class OnTest:
    """The picked settings and those in force on test, the difference, and how often test was looked at before."""

    picked: Estimate
    as_it_is: Estimate
    test: PairedTest | None
    looks_before: int


@dataclass(frozen=True, slots=True)
class Sweep:
    """All settings that were tried, the best on dev by the measure, and what it reaches on test."""

    dataset: str
    measure: str
    dev: str
    points: tuple[Point, ...]
    picked: str
    on_test: OnTest | None
    n_kept: int
    in_force: dict[str, object]
    dataset_sha256: str


def sweep(
    folder: Path,
    settings: Mapping[str, RetrieverSettings],
    *,
    measure: str = "nDCG@10",
    splits: tuple[str, str] = ("dev", "test"),
    source: Path | None = None,
    jobs: int = 2,
    progress: Progress | None = None,
) -> Sweep:
    """Try settings on the first split, pick the best mean, and measure it on the second split, once.

    `source` are the articles; None: the dataset's own corpus, else the index of the settings, which then must be the
    same for all. What was measured before with the same articles, judgments, settings and code is not measured again,
    so a sweep that was stopped goes on where it stopped. Latency is timed when nothing else runs. An empty name of the
    second split leaves the test out.

    Raises:
        EvalError, IngestError: the dataset, a setting or an index is wrong.
    """
    tell: Progress = progress or (lambda step, done, total: None)
    dev, test = splits
    if dev == test:
        raise EvalError(f"{dev} cannot pick settings and test them too; name another --test, or '' to leave it out")
    dataset = read_dataset(folder, dev)
    measures = tuple(canonical_names([measure]))
    source = source or dataset.corpus
    everything = {
        name: Job(name, chosen.model_dump(), folder, dev, measures, source) for name, chosen in settings.items()
    }
    _refuse_other_indexes(everything, source)
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        distinct = {job.opened().index: job for job in everything.values()}
        _all(pool, build_index, list(distinct.values()), "building indexes", tell)
        n_kept = sum(is_kept(job) for job in everything.values())
        found = _all(pool, rank_and_measure, list(everything.values()), f"ranking {dev}", tell)
    latency = {}
    for n, (name, job) in enumerate(everything.items(), start=1):
        latency[name] = time_queries(job)["p50"]
        tell("timing", n, len(everything))
    values = {name: list(document["values"][measures[0]].values()) for name, document in found.items()}
    picked = max(values, key=lambda name: (float(np.mean(values[name])), -latency[name]))
    return Sweep(
        dataset=dataset.name,
        measure=measures[0],
        dev=dev,
        points=_points(values, latency, {name: document["index_mb"] for name, document in found.items()}, picked),
        picked=picked,
        on_test=_on_test(everything, picked, test) if test else None,
        n_kept=n_kept,
        in_force=configuration(settings[AS_IT_IS]),
        dataset_sha256=dataset.sha256,
    )


def _all(
    pool: ProcessPoolExecutor, act: Callable[[Job], Any], jobs: Sequence[Job], step: str, tell: Progress
) -> dict[str, Any]:
    """Outcomes by name, in the order of the jobs."""
    running = {pool.submit(act, job): job.name for job in jobs}
    outcomes: dict[str, Any] = {}
    tell(step, 0, len(jobs))
    for done in as_completed(running):
        outcomes[running[done]] = done.result()
        tell(step, len(outcomes), len(jobs))
    return {job.name: outcomes[job.name] for job in jobs}


def _points(
    values: Mapping[str, list[float]], latency: Mapping[str, float], sizes: Mapping[str, float], picked: str
) -> tuple[Point, ...]:
    others = [name for name in values if name != picked]
    p_values = {picked: 1.0}
    if others and len(values[picked]) > 1:
        differences = np.array([np.subtract(values[name], values[picked]) for name in others]).T
        p_values |= dict(zip(others, holm([t.p_randomisation for t in paired_tests(differences)]), strict=True))
    front = on_front({name: (float(np.mean(v)), latency[name], sizes[name]) for name, v in values.items()})
    return tuple(
        Point(
            name,
            estimate(found),
            latency[name],
            sizes[name],
            p_values.get(name, 1.0),
            on_front=name in front,
        )
        for name, found in values.items()
    )


def on_front(points: Mapping[str, tuple[float, float, float]]) -> set[str]:
    """Names of those, by (quality, milliseconds, megabytes), that no other beats."""
    return {name for name, point in points.items() if not any(_beats(other, point) for other in points.values())}


def _beats(one: tuple[float, float, float], other: tuple[float, float, float]) -> bool:
    as_good = one[0] >= other[0] and one[1] <= other[1] * _SAME_TIME and one[2] <= other[2]
    return as_good and (one[0] > other[0] or one[1] * _SAME_TIME < other[1] or one[2] < other[2])


def _on_test(jobs: Mapping[str, Job], picked: str, split: str) -> OnTest:
    """Measure two settings on test and write down that test was looked at."""
    dataset = read_dataset(jobs[picked].folder, split)
    values = {}
    for name in dict.fromkeys((AS_IT_IS, picked)):
        job = jobs[name]
        on_test = Job(name, job.settings, job.folder, split, job.measures, job.source)
        values[name] = list(rank_and_measure(on_test)["values"][job.measures[0]].values())
    before = [json.loads(line) for line in _LOG.read_text().splitlines()] if _LOG.is_file() else []
    looks = sum(look["dataset_sha256"] == dataset.sha256 for look in before)
    _LOG.parent.mkdir(parents=True, exist_ok=True)
    with _LOG.open("a") as lines:
        lines.write(json.dumps({"dataset_sha256": dataset.sha256, "picked": picked}) + "\n")
    difference = np.subtract(values[picked], values[AS_IT_IS])[:, None]
    test = paired_tests(difference)[0] if picked != AS_IT_IS and len(difference) > 1 else None
    return OnTest(estimate(values[picked]), estimate(values[AS_IT_IS]), test, looks)


def _refuse_other_indexes(jobs: Mapping[str, Job], source: Path | None) -> None:
    """Without articles to build of, all settings must rank the index that is there."""
    shapes = {tuple(str(job.settings[name]) for name in INDEX_SETTINGS) for job in jobs.values()}
    if not source and len(shapes) > 1:
        raise EvalError(
            f"{', '.join(INDEX_SETTINGS)} change the index, and this dataset has no corpus to build it of; name "
            "the articles with --corpus"
        )
