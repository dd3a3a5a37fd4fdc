"""Answers to judged questions in, the page that shows them out."""

from eval.answer_experiment import AnswerExperiment
from eval.answer_measures import risk_coverage
from eval.plots import risk_coverage_curve
from eval.report import Page, Section, to_repeat


def answers_page(experiment: AnswerExperiment) -> Page:
    """Measures with intervals, risk against coverage, kinds of question, and how to repeat it."""
    dataset, kinds = experiment.dataset, experiment.by_kind
    names = list(next(iter(kinds.values()))) if kinds else []
    measures = tuple(
        (name, f"{e.mean:.3f}", "" if e.low == e.high else f"{e.low:.3f} to {e.high:.3f}", str(e.n))
        for name, e in experiment.measures.items()
    )
    by_kind = tuple(
        (kind, *(f"{values[name]:.0f}" if name == "n" else f"{values[name]:.3f}" for name in names))
        for kind, values in kinds.items()
    )
    sections = [
        Section(
            "Measures",
            columns=("measure", "value", "95 % interval", "n"),
            rows=measures,
            numbers=frozenset({1, 2, 3}),
        ),
        Section(
            "Risk against coverage",
            "Each point is a threshold of confidence: how many answerable questions are answered above it, and what "
            "share of the answers given is wrong: not to be answered at all, or cited first from no relevant article.",
            figure=risk_coverage_curve(risk_coverage(experiment.judged)),
        ),
        Section(
            "Kinds of question",
            columns=("kind", *names),
            rows=by_kind,
            numbers=frozenset(range(1, len(names) + 1)),
        ),
        to_repeat(
            dataset=dataset.name,
            split=dataset.split,
            dataset_sha256=dataset.sha256,
            index_generation=experiment.generation,
        ),
    ]
    answerable = sum(judged.answerable for judged in experiment.judged)
    return Page(
        title=f"{dataset.name}, {dataset.split}: answers",
        summary=f"{answerable} questions with an answer, {len(experiment.judged) - answerable} without · "
        f"an answer takes {experiment.latency_ms['p50']:.1f} ms (p50), {experiment.latency_ms['p95']:.1f} ms (p95)",
        sections=tuple(section for section in sections if section.rows or section.figure),
    )
