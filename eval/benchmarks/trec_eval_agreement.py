"""Judged sets and their runs in, the largest difference from trec_eval's own code out, with and without ties.

    python -m eval.benchmarks.trec_eval_agreement FOLDER RUN [FOLDER RUN ...]

Each run is measured twice: as it is, and with its scores cut to one decimal of their range, which ties most articles.
trec_eval's code is called without ir-measures between; a topic that it leaves out counts 0. Exit 1 above 1e-9.
"""

import sys
import tempfile
from pathlib import Path

import numpy as np
import pytrec_eval

from eval.datasets import read_dataset
from eval.datatypes import Qrels, Run
from eval.measures import measure_run
from eval.trec_files import read_run

TREC_NAMES = {
    "nDCG@10": "ndcg_cut_10",
    "nDCG": "ndcg",
    "RR": "recip_rank",
    "AP": "map",
    "P@5": "P_5",
    "R@100": "recall_100",
    "Success@1": "success_1",
    "Success@5": "success_5",
    "Bpref": "bpref",
    "Rprec": "Rprec",
}
"""Measures as ir-measures and as trec_eval write them."""

TOLERANCE = 1e-9


def largest_differences(qrels: Qrels, run: Run) -> dict[str, float]:
    """For each measure the largest difference over all topics; the run is written to a file and read as users do."""
    theirs = pytrec_eval.RelevanceEvaluator(qrels, set(TREC_NAMES.values())).evaluate(run)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "run.trec"
        lines = [f"{topic} Q0 {a} 0 {score!r} x\n" for topic, found in run.items() for a, score in found.items()]
        file.write_text("".join(lines))
        ours = measure_run(qrels, read_run(file), list(TREC_NAMES))
    differences: dict[str, float] = dict.fromkeys(TREC_NAMES, 0.0)
    for found in ours:
        expected = theirs.get(found.topic_id, {}).get(TREC_NAMES[found.measure], 0.0)
        differences[found.measure] = max(differences[found.measure], abs(found.value - expected))
    return differences


def with_ties(run: Run) -> Run:
    """The run with each topic's scores cut to ten steps."""
    tied: Run = {}
    for topic, articles in run.items():
        scores = np.array(list(articles.values()))
        steps = np.floor(10 * (scores - scores.min()) / max(float(np.ptp(scores)), 1e-9))
        tied[topic] = dict(zip(articles, steps.tolist(), strict=True))
    return tied


def main(arguments: list[str]) -> int:
    """Print a table; 1 where a difference is above the tolerance."""
    worst = 0.0
    print("| set | run | topics | tied articles | largest difference |\n| --- | --- | --- | --- | --- |")
    for folder, file in zip(arguments[::2], arguments[1::2], strict=True):
        dataset, run = read_dataset(Path(folder)), read_run(Path(file))
        for name, variant in (("as it is", run), ("tied", with_ties(run))):
            largest = max(largest_differences(dataset.qrels, variant).values())
            tied = 1 - sum(len(set(a.values())) for a in variant.values()) / sum(len(a) for a in variant.values())
            print(
                f"| {dataset.name} | {Path(file).stem}, {name} | {len(dataset.topics)} | {tied:.0%} | {largest:.1e} |"
            )
            worst = max(worst, largest)
    return int(worst > TOLERANCE)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
