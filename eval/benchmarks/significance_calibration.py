"""Invented runs and their noise twins in, how often a difference is called significant out: 5 % is right.

    python -m eval.benchmarks.significance_calibration [COMPARISONS]

Both runs of a comparison rank by the same relevance plus noise of the same spread, so they are equally good, and every
"significant" is a false alarm. Questions differ in how hard they are and in how many relevant articles they have. Runs
go the whole way that users' runs go: scores, measures, paired tests, Holm. The second table gives one run a lead, so
that the tests can be seen to find what is there.
"""

import sys

import numpy as np

from eval.compared_runs import ComparedRun
from eval.comparison import ALPHA, compare_runs
from eval.datatypes import Qrels, Run
from eval.measures import measure_run

MEASURES = ("nDCG@10", "AP", "RR@10", "Success@1", "R@10")

_ARTICLES = 30
_NOISE = 1.0


def judged_set(random: np.random.Generator, n_topics: int) -> tuple[Qrels, np.ndarray]:
    """Judgments, and the relevance that rankings see of each article, (n_topics, 30): clear for easy questions."""
    grades = np.zeros((n_topics, _ARTICLES), dtype=int)
    for topic in range(n_topics):
        n_relevant = random.integers(1, 5)
        grades[topic, :n_relevant] = random.integers(1, 3, n_relevant)
    qrels = {f"q{t}": {f"a{a}": int(grades[t, a]) for a in range(_ARTICLES) if grades[t, a]} for t in range(n_topics)}
    return qrels, grades * random.uniform(0.3, 2.5, (n_topics, 1))


def noisy_run(name: str, qrels: Qrels, relevance: np.ndarray, random: np.random.Generator) -> ComparedRun:
    """A run by relevance plus noise, measured."""
    scores = relevance + random.normal(0, _NOISE, relevance.shape)
    run: Run = {f"q{t}": {f"a{a}": float(row[a]) for a in np.argsort(-row)} for t, row in enumerate(scores)}
    values: dict[str, dict[str, float]] = {}
    for found in measure_run(qrels, run, MEASURES):
        values.setdefault(found.measure, {})[found.topic_id] = found.value
    return ComparedRun(name, values, {topic: tuple(found) for topic, found in run.items()}, {}, {}, {})


def alarms(n_comparisons: int, n_topics: int, *, lead: float = 0.0) -> dict[str, tuple[float, float]]:
    """Share of comparisons called significant, by randomisation and by t-test, for each measure; last: any, by Holm."""
    counts: dict[str, list[list[bool]]] = {name: [[], []] for name in (*MEASURES, "any of 5, Holm")}
    for number in range(n_comparisons):
        random = np.random.default_rng([number, n_topics])
        qrels, relevance = judged_set(random, n_topics)
        runs = [noisy_run("a", qrels, relevance, random), noisy_run("b", qrels, relevance * (1 + lead), random)]
        differences = compare_runs(runs, n_changed=0, seed=number).differences
        for found in differences:
            counts[found.measure][0].append(found.test.p_randomisation < ALPHA)
            counts[found.measure][1].append(found.test.p_t < ALPHA)
        counts["any of 5, Holm"][0].append(any(found.p_randomisation < ALPHA for found in differences))
        counts["any of 5, Holm"][1].append(any(found.p_t < ALPHA for found in differences))
    return {name: (float(np.mean(by[0])), float(np.mean(by[1]))) for name, by in counts.items()}


def main(arguments: list[str]) -> int:
    """Print both tables; 1 where the false alarms of nDCG@10 are not within 5 % +/- 2."""
    n_comparisons = int(arguments[0]) if arguments else 1000
    right = True
    for lead, sizes in ((0.0, (25, 50, 200)), (0.2, (50, 200))):
        print(f"\n{n_comparisons} comparisons, lead {lead:.0%}: share significant, randomisation test / t-test\n")
        print("| measure | " + " | ".join(f"{n} questions" for n in sizes) + " |\n| --- |" + " --- |" * len(sizes))
        tables = [alarms(n_comparisons, n, lead=lead) for n in sizes]
        for name in tables[0]:
            cells = " | ".join(f"{table[name][0]:.1%} / {table[name][1]:.1%}" for table in tables)
            print(f"| {name} | {cells} |")
        if not lead:
            right = all(0.03 <= share <= 0.07 for table in tables for share in table["nDCG@10"])
    return int(not right)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
