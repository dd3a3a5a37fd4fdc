"""An evaluation or a comparison in, the page that shows it out."""

from collections import defaultdict
from collections.abc import Sequence

from eval.comparison import ALPHA, ChangedTopic, Comparison, Difference
from eval.datatypes import Estimate, Measurement, RankedArticle, Topic
from eval.experiment import Experiment
from eval.given_runs import said_of_given_run
from eval.measures import N_RESAMPLES, estimate, estimates
from eval.per_query_files import snippet
from eval.plots import difference_bars, distributions, kind_bars
from eval.report import Page, Section, to_repeat
from eval.significance import N_FLIPS, said_p

_WEAKEST = 15


def retrieval_page(experiment: Experiment) -> Page:
    """Means with intervals, distributions, kinds, the weakest questions with what was found, and how to repeat it."""
    dataset = experiment.dataset
    values: dict[str, dict[str, float]] = defaultdict(dict)
    for found in experiment.measurements:
        values[found.measure][found.topic_id] = found.value
    first = next(iter(values))
    latency, missed = experiment.latency_ms, said_of_given_run(experiment)
    sections = [
        Section(
            "Measures",
            "Means over all questions with 95 % bootstrap intervals; one that found nothing counts 0.",
            columns=("measure", "mean", "95 % interval"),
            rows=tuple((name, f"{e.mean:.3f}", _span(e)) for name, e in estimates(experiment.measurements).items()),
            numbers=frozenset({1, 2}),
        ),
        Section("How the questions spread", figure=distributions({m: list(v.values()) for m, v in values.items()})),
        *_kinds(experiment.measurements, dataset.topics, first),
        _weakest(experiment, first, values[first]),
        to_repeat(
            dataset=dataset.name,
            split=dataset.split,
            dataset_sha256=dataset.sha256,
            settings=experiment.config,
            index=experiment.index,
            resamples=N_RESAMPLES,
            seed=0,
        ),
    ]
    return Page(
        title=f"{dataset.name}, {dataset.split}: retrieval",
        summary=f"{len(dataset.topics)} questions"
        + (f" · {experiment.index['n_articles']} articles" if "n_articles" in experiment.index else "")
        + (f" · a question takes {latency['p50']:.1f} ms (p50), {latency['p95']:.1f} ms (p95)" if latency else "")
        + (f" · {missed}" if missed else ""),
        sections=tuple(sections),
    )


def comparison_page(comparison: Comparison) -> Page:
    """Means, tests, differences of every question, and the questions that changed most side by side."""
    names = [run.name for run in comparison.runs]
    measures = list(comparison.runs[0].values)
    sections = [
        Section(
            "Means",
            columns=("measure", *names),
            rows=tuple((m, *(f"{comparison.means[n][m].mean:.3f}" for n in names)) for m in measures),
            numbers=frozenset(range(1, len(names) + 1)),
        ),
    ]
    by_name = {run.name: run for run in comparison.runs}
    for (one, other), changed in comparison.changed.items():
        before, after = by_name[one].values[measures[0]], by_name[other].values[measures[0]]
        sections.append(
            Section(
                f"Differences: {one} → {other}",
                f"Paired, two-sided tests, corrected by Holm over {len(comparison.differences)}; * where the "
                f"randomisation test gives p below {ALPHA}. The effect is the mean change in standard deviations of "
                "the change. The plot has a bar for each question.",
                figure=difference_bars([after[t] - before[t] for t in before], measures[0]),
                columns=("measure", "change", "95 % interval", "p", "p (t-test)", "effect", "wins / ties / losses"),
                rows=tuple(_difference(d) for d in comparison.differences if (d.one, d.other) == (one, other)),
                numbers=frozenset(range(1, 7)),
            )
        )
        if changed:
            sections.append(_changed(one, other, changed, measures[0]))
    about = {run.name: dict(run.about) for run in comparison.runs if run.about}
    sections.append(to_repeat(runs=names, of=about, sign_flips=N_FLIPS, seed=comparison.seed))
    return Page(
        title=f"Runs compared: {', '.join(names)}",
        summary=f"{comparison.n_topics} questions, {len(measures)} measures",
        sections=tuple(sections),
    )


def _kinds(measurements: Sequence[Measurement], topics: Sequence[Topic], measure: str) -> list[Section]:
    kinds = {topic.topic_id: topic.kind for topic in topics}
    values: dict[str, list[float]] = defaultdict(list)
    for found in measurements:
        if found.measure == measure and kinds.get(found.topic_id):
            values[kinds[found.topic_id]].append(found.value)
    if not values:
        return []
    return [Section("Kinds of question", figure=kind_bars({kind: estimate(v) for kind, v in values.items()}, measure))]


def _weakest(experiment: Experiment, measure: str, values: dict[str, float]) -> Section:
    topics = sorted(experiment.dataset.topics, key=lambda topic: (values[topic.topic_id], topic.topic_id))[:_WEAKEST]
    rows = []
    for topic in topics:
        judged = experiment.dataset.qrels[topic.topic_id]
        relevant = sorted((a for a, grade in judged.items() if grade > 0), key=lambda a: (-judged[a], a))
        shown = experiment.shown.get(topic.topic_id, ())
        rows.append((f"{values[topic.topic_id]:.3f}", topic.text, ", ".join(relevant[:5]), _passages(shown)))
    return Section(
        "The weakest questions",
        f"By {measure}; what was found, best first.",
        columns=(measure, "question", "relevant", "found"),
        rows=tuple(rows),
        numbers=frozenset({0}),
        texts=frozenset({1, 2, 3}),
    )


def _difference(found: Difference) -> tuple[str, ...]:
    test = found.test
    return (
        found.measure,
        f"{test.mean:+.3f}{' *' if found.significant else ''}",
        _span(found.interval),
        said_p(found.p_randomisation),
        said_p(found.p_t),
        "" if test.effect is None else f"{test.effect:+.2f}",
        f"{test.wins} / {test.ties} / {test.losses}",
    )


def _changed(one: str, other: str, changed: Sequence[ChangedTopic], measure: str) -> Section:
    rows = tuple(
        (
            topic.text or topic.topic_id,
            *(f"{value:.3f}\n{_passages(shown)}" for value, shown in zip(topic.values, topic.articles, strict=True)),
        )
        for topic in changed
    )
    return Section(
        f"{one} → {other}, what changed most",
        f"By {measure}; each side's value and first passages.",
        columns=("question", one, other),
        rows=rows,
        texts=frozenset({0, 1, 2}),
    )


def _passages(shown: Sequence[RankedArticle]) -> str:
    lines = [f"{n}. {a.passage_id or a.article_id}: {snippet(a.text, 160)}" for n, a in enumerate(shown, start=1)]
    return "\n".join(lines) or "nothing"


def _span(found: Estimate) -> str:
    return f"{found.low:+.3f} to {found.high:+.3f}" if found.low < 0 else f"{found.low:.3f} to {found.high:.3f}"
