"""Runs over a judged set in, what nobody judged yet out: blind to the run, in an order that a seed fixes."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.datasets import read_qrels
from eval.datatypes import Dataset, Qrels, Run
from eval.errors import EvalError

_HEADER = "query-id\tcorpus-id\tscore\n"


@dataclass(frozen=True, slots=True)
class Unjudged:
    """A question and an article that a run placed high and nobody judged; which run, and how high, is not said."""

    topic_id: str
    text: str
    article_id: str


def unjudged(dataset: Dataset, runs: Sequence[Run], judged: Qrels, *, depth: int = 10, seed: int = 0) -> list[Unjudged]:
    """What the runs have among their first `depth` articles and `judged` lacks, question by question.

    Questions are shuffled, and each question's articles too: the order says nothing of runs and ranks.
    """
    shuffle = random.Random(seed)
    topics = sorted(dataset.topics, key=lambda topic: topic.topic_id)
    shuffle.shuffle(topics)
    pool: list[Unjudged] = []
    for topic in topics:
        high = {article for run in runs for article in list(run.get(topic.topic_id, {}))[:depth]}
        articles = sorted(high - judged.get(topic.topic_id, {}).keys())
        shuffle.shuffle(articles)
        pool += [Unjudged(topic.topic_id, topic.text, article) for article in articles]
    return pool


class JudgmentFile:
    """Qrels that grow by a line with each judgment, so that judging may stop at any time and go on later."""

    def __init__(self, file: Path, dataset: Dataset) -> None:
        """Open a file, or begin one with all judgments that the dataset has.

        Raises:
            EvalError: the file holds something else than judgments, or cannot be written.
        """
        self._file = file
        if not file.is_file():
            lines = [f"{t}\t{a}\t{grade}\n" for t, judged in dataset.qrels.items() for a, grade in judged.items()]
            try:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(_HEADER + "".join(lines), encoding="utf-8")
            except OSError as error:
                raise EvalError(f"{file} cannot be written: {error.strerror}; name another with --out") from error
        self.qrels = read_qrels(file)

    def add(self, pair: Unjudged, grade: int) -> None:
        """Write a judgment at once."""
        with self._file.open("a", encoding="utf-8", newline="\n") as lines:
            lines.write(f"{pair.topic_id}\t{pair.article_id}\t{grade}\n")
        self.qrels.setdefault(pair.topic_id, {})[pair.article_id] = grade
