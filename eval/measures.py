"""A run and qrels in, values by ir-measures out, with means, intervals and kinds."""

import subprocess
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice

import ir_measures
import numpy as np
from numpy.typing import NDArray

from eval.datatypes import Estimate, Measurement, Qrels, Run, Topic
from eval.errors import EvalError
from eval.own_measures import MEASURES
from eval.trec_files import ranked

DEFAULT_MEASURES = ("nDCG@10", "RR@10", "Success@1", "Success@5", "R@100")

N_RESAMPLES = 2000


def measure_run(qrels: Qrels, run: Run, measures: Sequence[str] = DEFAULT_MEASURES) -> list[Measurement]:
    """The value of each measure for each topic of the qrels.

    The order of the run counts, not its scores' ties. A topic that the run misses, or that has no relevant article,
    has the value 0. nDCG takes the grade as gain and log2(rank + 1) as discount, as trec_eval does.

    Raises:
        EvalError: a measure is neither an own one, in `MEASURES`, nor one that ir-measures can compute here.
    """
    parsed = [_parsed(name) for name in measures if name not in MEASURES]
    in_order = {topic_id: _by_place(articles) for topic_id, articles in run.items() if topic_id in qrels}
    values = {(name, topic_id): 0.0 for name in canonical_names(measures) for topic_id in qrels}
    names: dict[int, str] = {}  # by identity: a measure is asked its name once, which it puts together anew each time
    for metric in _computed(parsed, qrels, in_order):
        name = names.get(id(metric.measure)) or names.setdefault(id(metric.measure), str(metric.measure))
        if (name, metric.query_id) in values:
            values[name, metric.query_id] = float(metric.value)
    for name in MEASURES.keys() & set(measures):
        for topic_id, grades in qrels.items():
            values[name, topic_id] = MEASURES[name](grades, list(in_order.get(topic_id, {})))
    return [Measurement(name, topic_id, value) for (name, topic_id), value in values.items()]


def _by_place(articles: dict[str, float]) -> dict[str, float]:
    """Articles best first with scores that tell their places and know no ties."""
    in_order = [article_id for article_id, _ in ranked(articles)]
    return dict(zip(in_order, map(float, range(len(in_order), 0, -1)), strict=True))


def canonical_names(measures: Sequence[str]) -> list[str]:
    """Measures by the names under which their values stand: "MRR@10" is "RR@10"; each once, in the order given.

    Raises:
        EvalError: a measure is not known to ir-measures, or cannot be computed with what is installed.
    """
    return list(dict.fromkeys(name if name in MEASURES else str(_parsed(name)) for name in measures))


def estimate(values: Sequence[float], *, seed: int = 0) -> Estimate:
    """Mean of values with a 95 % bootstrap percentile interval of 2,000 resamples; no values give 0 with n = 0."""
    return _estimates_of_columns(np.asarray(values, dtype=np.float64).reshape(-1, 1), seed=seed)[0]


def estimates(measurements: Sequence[Measurement]) -> dict[str, Estimate]:
    """The estimate of each measure, in the order in which they first stand; all over the same resamples."""
    values: dict[str, list[float]] = defaultdict(list)
    for found in measurements:
        values[found.measure].append(found.value)
    if len({len(column) for column in values.values()}) > 1:
        return {name: estimate(found) for name, found in values.items()}
    columns = np.array(list(values.values()), dtype=np.float64).T
    return dict(zip(values, _estimates_of_columns(columns), strict=True)) if values else {}


def _estimates_of_columns(values: NDArray[np.float64], *, seed: int = 0) -> list[Estimate]:
    """An estimate for each column of values, (n, n_columns); each row is drawn, or not, for all columns together."""
    n = len(values)
    if not n:
        return [Estimate(0.0, 0.0, 0.0, 0)] * values.shape[1]
    picks = np.random.default_rng(seed).integers(0, n, size=(N_RESAMPLES, n))
    picks += np.arange(N_RESAMPLES)[:, None] * n
    times_drawn = np.bincount(picks.ravel(), minlength=N_RESAMPLES * n).reshape(N_RESAMPLES, n)
    low, high = np.quantile(times_drawn @ values / n, [0.025, 0.975], axis=0)
    return [
        Estimate(float(m), float(lo), float(hi), n) for m, lo, hi in zip(values.mean(axis=0), low, high, strict=True)
    ]


def by_kind(measurements: Sequence[Measurement], topics: Sequence[Topic]) -> dict[str, dict[str, float]]:
    """Mean of each measure for each kind of question, and `n`, the number of its questions; empty without kinds."""
    kinds = {topic.topic_id: topic.kind for topic in topics}
    values: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for found in measurements:
        if kinds.get(found.topic_id):
            values[kinds[found.topic_id]][found.measure].append(found.value)
    return {
        kind: {"n": float(len(next(iter(found.values())))), **{name: float(np.mean(v)) for name, v in found.items()}}
        for kind, found in sorted(values.items())
    }


def intervals_by_kind(
    measurements: Sequence[Measurement], topics: Sequence[Topic]
) -> dict[str, dict[str, list[float]]]:
    """The 95 % bootstrap interval of each measure for each kind of question; empty without kinds."""
    kinds = {topic.topic_id: topic.kind for topic in topics}
    of_kind: dict[str, list[Measurement]] = defaultdict(list)
    for found in measurements:
        if kinds.get(found.topic_id):
            of_kind[kinds[found.topic_id]].append(found)
    return {
        kind: {name: [round(e.low, 4), round(e.high, 4)] for name, e in estimates(found).items()}
        for kind, found in sorted(of_kind.items())
    }


def refuse_unknown_measures(measures: Sequence[str]) -> None:
    """To be called before anything is ranked, since ranking takes long.

    Raises:
        EvalError: no measure is named, or one cannot be computed.
    """
    if not canonical_names(measures):
        raise EvalError(f"no measure is named; try {' '.join(DEFAULT_MEASURES)}")


def _computed(measures: Sequence[ir_measures.Measure], qrels: Qrels, run: Run) -> Iterator[ir_measures.Metric]:
    numbers = {topic_id: str(n) for n, topic_id in enumerate(qrels, start=1)}  # gdeval (ERR) reads numbers alone
    topics = {number: topic_id for topic_id, number in numbers.items()}
    numbered = (
        {numbers[topic_id]: judged for topic_id, judged in qrels.items()},
        {numbers[topic_id]: articles for topic_id, articles in run.items()},
    )
    cut = [measure for measure in measures if _is_cut_reciprocal_rank(measure)]
    whole = [measure for measure in measures if measure not in cut]
    try:
        for metric in ir_measures.iter_calc(whole, *numbered) if whole else ():
            yield metric._replace(query_id=topics[metric.query_id])
        for measure in cut:
            for metric in _reciprocal_rank(measure, *numbered):
                yield metric._replace(query_id=topics[metric.query_id], measure=measure)
    except (ValueError, TypeError, subprocess.CalledProcessError) as error:
        names = ", ".join(map(str, measures))
        raise EvalError(f"ir-measures cannot compute {names} here: {error}; leave out what it names") from error


def _is_cut_reciprocal_rank(measure: ir_measures.Measure) -> bool:
    return measure.NAME == "RR" and "cutoff" in measure.params and measure.params.keys() <= {"cutoff", "rel"}


def _reciprocal_rank(measure: ir_measures.Measure, qrels: Qrels, run: Run) -> Iterator[ir_measures.Metric]:
    """RR@k as the RR of the first k: trec_eval knows no RR with a cutoff, and what does takes as long as all else."""
    first = {topic: dict(islice(articles.items(), measure.params["cutoff"])) for topic, articles in run.items()}
    uncut = ir_measures.RR(**{name: value for name, value in measure.params.items() if name != "cutoff"})
    yield from ir_measures.iter_calc([uncut], qrels, first)


def _parsed(name: str) -> ir_measures.Measure:
    try:
        measure = ir_measures.parse_measure(name)
    except (NameError, ValueError, TypeError, KeyError) as error:
        raise EvalError(
            f"measure {name!r} is not known to ir-measures; try nDCG@10, RR@10, AP, P@5, R@100, or one of ours: "
            f"{', '.join(MEASURES)}"
        ) from error
    cutoff = measure.params.get("cutoff", 1)
    if not isinstance(cutoff, int) or cutoff < 1:  # trec_eval ends the whole process at @0
        raise EvalError(f"measure {name!r}: the cutoff must be a whole number from 1, as in nDCG@10")
    try:
        measure.validate_params()
    except AssertionError as error:
        what = str(error).removeprefix("invalid param ").partition("=")[0]
        raise EvalError(f"measure {name!r}: {what!r} is missing or wrong; write it as in P@5 or AP(rel=2)") from error
    if not ir_measures.DefaultPipeline.supports(measure):
        raise EvalError(f"measure {name!r} needs a package of ir-measures that is not installed; choose another")
    return measure
