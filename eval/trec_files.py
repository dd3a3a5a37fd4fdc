"""TREC run files, in and out."""

import math
from operator import itemgetter
from pathlib import Path

import numpy as np

from eval.datatypes import Run
from eval.errors import EvalError, writing


def write_run(run: Run, file: Path, tag: str = "glossator") -> None:
    """Write a run as `topic Q0 article rank score tag`, in its own order.

    The score written falls strictly with the rank, so that trec_eval, which orders by score and breaks ties by id,
    measures the order that the user saw.

    Raises:
        EvalError: an id holds white space, which separates columns there, and nothing was written; or the file cannot
            be written.
    """
    for name in {*run, *(article_id for articles in run.values() for article_id in articles)}:
        _refuse_white_space(name, file)
    lines = [
        f"{topic_id} Q0 {article_id} {rank} {len(articles) + 1 - rank} {tag}\n"
        for topic_id, articles in run.items()
        for rank, (article_id, _) in enumerate(ranked(articles), start=1)
    ]
    with writing("run", file):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("".join(lines), encoding="utf-8", newline="\n")


def read_run(file: Path) -> Run:
    """Read a run file; each topic's articles stand in the order in which trec_eval ranks them.

    That order is by score in single precision, as which scores are kept, and equal scores by descending bytes of the
    id; ranks in the file and the order of its lines count for nothing.

    Raises:
        EvalError: a line has another shape, a score is no finite number, or an article stands twice for a topic.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise EvalError(f"run {file} cannot be read: {error.strerror}; give a TREC run") from error
    except UnicodeDecodeError as error:
        raise EvalError(f"run {file} is not UTF-8 at byte {error.start}; give a TREC run, saved as UTF-8") from error
    run: Run = {}
    for n, line in enumerate(text.split("\n"), start=1):
        columns = line.split()
        if not columns:
            continue
        if len(columns) != 6:
            raise EvalError(
                f"{file}: line {n} has {len(columns)} columns, 6 are expected: topic Q0 article rank score tag"
            )
        topic_id, _, article_id, _, score, _ = columns
        try:
            value = _single_precision(float(score))
        except ValueError as error:
            raise EvalError(f"{file}: line {n}: the score {score!r} is no number") from error
        if not math.isfinite(value):
            raise EvalError(
                f"{file}: line {n}: the score of {article_id!r} is {score}; a ranking needs finite scores, rank anew"
            )
        if article_id in run.setdefault(topic_id, {}):
            raise EvalError(f"{file}: line {n}: {article_id!r} stands twice for topic {topic_id!r}; leave one out")
        run[topic_id][article_id] = value
    if not run:
        raise EvalError(f"{file} holds no lines: that run never ran")
    return {topic_id: _in_trec_order(articles) for topic_id, articles in run.items()}


def ranked(articles: dict[str, float]) -> list[tuple[str, float]]:
    """Articles best first; equal scores keep the order in which they stand."""
    return sorted(articles.items(), key=itemgetter(1), reverse=True)


def _in_trec_order(articles: dict[str, float]) -> dict[str, float]:
    by_id = sorted(articles.items(), key=lambda item: item[0].encode(), reverse=True)
    return dict(sorted(by_id, key=lambda item: -item[1]))


def _single_precision(score: float) -> float:
    with np.errstate(over="ignore"):
        return float(np.float32(score))


def _refuse_white_space(name: str, file: Path) -> None:
    if name.split() != [name]:
        raise EvalError(f"{file}: the id {name!r} holds white space, which a TREC run cannot; rename it")
