"""Runs over the same questions in; their differences, paired tests and the questions that changed most out."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from eval.compared_runs import ComparedRun
from eval.datatypes import Estimate, RankedArticle
from eval.measures import estimate
from eval.provenance import provenance
from eval.significance import N_FLIPS, PairedTest, holm, paired_tests

ALPHA = 0.05


@dataclass(frozen=True, slots=True)
class Difference:
    """Run `other` minus run `one` in one measure; `p` values are corrected by Holm over all that were compared."""

    one: str
    other: str
    measure: str
    interval: Estimate
    test: PairedTest
    p_randomisation: float
    p_t: float

    @property
    def significant(self) -> bool:
        """Whether the corrected randomisation test rejects "the same" at 0.05."""
        return self.p_randomisation < ALPHA


@dataclass(frozen=True, slots=True)
class ChangedTopic:
    """A question on which two runs differ: both values, and both runs' first articles with their passages."""

    topic_id: str
    text: str
    values: tuple[float, float]
    articles: tuple[tuple[RankedArticle, ...], tuple[RankedArticle, ...]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All pairs of runs in all measures; `changed` holds, for each pair, the topics that changed most in the first."""

    runs: tuple[ComparedRun, ...]
    means: dict[str, dict[str, Estimate]]
    differences: tuple[Difference, ...]
    changed: dict[tuple[str, str], tuple[ChangedTopic, ...]]
    n_topics: int
    seed: int


def compare_runs(runs: Sequence[ComparedRun], *, n_changed: int = 5, seed: int = 0) -> Comparison:
    """Compare every pair of runs, the later against the earlier, in every measure that they have in common.

    Raises:
        ValueError: fewer than two topics, or a value is not finite; `read_compared_runs` gives no such runs.
    """
    measures, topics = list(runs[0].values), list(runs[0].rankings)
    pairs = list(combinations(runs, 2))
    keys = [(one, other, measure) for one, other in pairs for measure in measures]
    matrix = np.asarray([[o.values[m][t] - r.values[m][t] for r, o, m in keys] for t in topics], dtype=np.float64)
    tests = paired_tests(matrix, seed=seed)
    by_randomisation, by_t = holm([t.p_randomisation for t in tests]), holm([t.p_t for t in tests])
    differences = tuple(
        Difference(one.name, other.name, measure, estimate(list(column), seed=seed), test, p, p_t)
        for (one, other, measure), column, test, p, p_t in zip(
            keys, matrix.T, tests, by_randomisation, by_t, strict=True
        )
    )
    return Comparison(
        runs=tuple(runs),
        means={r.name: {m: estimate([r.values[m][t] for t in topics], seed=seed) for m in measures} for r in runs},
        differences=differences,
        changed={(a.name, b.name): _most_changed(a, b, measures[0], n_changed) for a, b in pairs},
        n_topics=len(topics),
        seed=seed,
    )


def comparison_document(comparison: Comparison) -> dict[str, object]:
    """The JSON of `eval compare`."""
    return {
        "schema_version": 1,
        "queries": comparison.n_topics,
        "runs": {
            name: {m: {"mean": round(e.mean, 6), "interval_95": _rounded(e)} for m, e in means.items()}
            for name, means in comparison.means.items()
        },
        "comparisons": [_difference_document(difference) for difference in comparison.differences],
        "changed_most": [
            {
                "runs": list(names),
                "measure": next(iter(comparison.runs[0].values)),
                "queries": [
                    {"topic": c.topic_id, "text": c.text, "values": list(c.values), "articles": _articles(c)}
                    for c in changed
                ],
            }
            for names, changed in comparison.changed.items()
        ],
        "correction": "Holm",
        "sign_flips": N_FLIPS,
        "seed": comparison.seed,
        "repeat": provenance(),
    }


def _difference_document(difference: Difference) -> dict[str, object]:
    test = difference.test
    return {
        "runs": [difference.one, difference.other],
        "measure": difference.measure,
        "difference": round(test.mean, 6),
        "interval_95": _rounded(difference.interval),
        "effect_size": None if test.effect is None else round(test.effect, 4),
        "p_randomisation": round(test.p_randomisation, 6),
        "p_t": round(test.p_t, 6),
        "p_randomisation_holm": round(difference.p_randomisation, 6),
        "p_t_holm": round(difference.p_t, 6),
        "significant": difference.significant,
        "wins": test.wins,
        "ties": test.ties,
        "losses": test.losses,
    }


def _most_changed(one: ComparedRun, other: ComparedRun, measure: str, n: int) -> tuple[ChangedTopic, ...]:
    before, after = one.values[measure], other.values[measure]
    order = sorted((t for t in before if before[t] != after[t]), key=lambda t: (-abs(after[t] - before[t]), t))
    return tuple(
        ChangedTopic(
            topic_id=t,
            text=one.texts.get(t, "") or other.texts.get(t, ""),
            values=(round(before[t], 6), round(after[t], 6)),
            articles=(tuple(one.shown.get(t, ())), tuple(other.shown.get(t, ()))),
        )
        for t in order[:n]
    )


def _articles(changed: ChangedTopic) -> list[list[dict[str, str]]]:
    return [
        [{"article": a.article_id, "passage": a.passage_id, "text": a.text} for a in shown]
        for shown in changed.articles
    ]


def _rounded(estimate: Estimate) -> list[float]:
    return [round(estimate.low, 6), round(estimate.high, 6)]
