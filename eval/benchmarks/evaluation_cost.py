"""A judged set in, what evaluating it costs beyond encoding its questions out.

    python -m eval.benchmarks.evaluation_cost FOLDER [ROUNDS]

The floor is the embedder on all questions in one batch. An evaluation is all that `glossator eval retrieval` does once
its process stands with the encoder loaded and the index of the set is built: checking and opening the index, ranking a
hundred articles for each question, measuring, the intervals, timing 25 questions one at a time, and writing the values
of every question. Floor and evaluation alternate, so that a busy machine slows both; the ratio of the processor
time that all threads took is given too, since a neighbour does not change it. Exit 1 where either median is above 2.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from eval.commands import retrieval_document, write_per_query
from eval.datasets import read_dataset
from eval.experiment import index_of_dataset, run_experiment
from ingest.embedders import EMBEDDERS
from retriever.settings import RetrieverSettings

LIMIT = 2.0


def seconds(act: Callable[[], object]) -> tuple[float, float]:
    """Wall clock and processor seconds of an act."""
    wall, processor = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - wall, time.process_time() - processor


def main(arguments: list[str]) -> int:
    """Print a line a round and the medians; 1 where a ratio is above 2."""
    folder, rounds = Path(arguments[0]), int(arguments[1]) if len(arguments) > 1 else 5
    dataset, settings = read_dataset(folder), RetrieverSettings.read()
    index_of_dataset(dataset, settings, None)
    embedder = EMBEDDERS[settings.embedder](settings.model)
    questions = [topic.text for topic in dataset.topics]

    def evaluate() -> None:
        experiment = run_experiment(read_dataset(folder), settings, embedder=embedder)
        retrieval_document(experiment, write_per_query(experiment))

    embedder.embed(questions)
    evaluate()
    print("| round | floor s (processor s) | evaluation s (processor s) | ratio (of processor time) |")
    print("| --- | --- | --- | --- |")
    ratios = []
    for number in range(1, rounds + 1):
        floor, whole = seconds(lambda: embedder.embed(questions)), seconds(evaluate)
        ratios.append((whole[0] / floor[0], whole[1] / floor[1]))
        print(
            f"| {number} | {floor[0]:.2f} ({floor[1]:.2f}) | {whole[0]:.2f} ({whole[1]:.2f}) | "
            f"{ratios[-1][0]:.2f} ({ratios[-1][1]:.2f}) |",
            flush=True,
        )
    wall, processor = np.median(np.array(ratios), axis=0)
    print(f"\n{len(questions)} questions, median ratio {wall:.2f}, of processor time {processor:.2f}")
    return int(max(wall, processor) > LIMIT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
