"""TREC run files, in and out."""

import math
from pathlib import Path

from eval.datatypes import Run
from eval.errors import EvalError


def write_run(run: Run, file: Path, tag: str = "glossator") -> None:
    """Write a run as `topic Q0 article rank score tag`, in its own order.

    The score written falls strictly with the rank, so that trec_eval, which orders by score and breaks ties by id,
    measures the order that the user saw.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8", newline="\n") as lines:
        for topic_id, articles in run.items():
            for rank, (article_id, _) in enumerate(ranked(articles), start=1):
                lines.write(f"{topic_id} Q0 {article_id} {rank} {len(articles) + 1 - rank} {tag}\n")


def read_run(file: Path) -> Run:
    """Read a run file.

    Raises:
        EvalError: a line has another shape, a score is no finite number, or an article stands twice for a topic.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise EvalError(f"run {file} cannot be read: {error}") from error
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
            value = float(score)
        except ValueError as error:
            raise EvalError(f"{file}: line {n}: the score {score!r} is no number") from error
        if not math.isfinite(value):
            raise EvalError(f"{file}: line {n}: the score is {score}; a ranking needs finite scores")
        if article_id in run.setdefault(topic_id, {}):
            raise EvalError(f"{file}: line {n}: {article_id!r} stands twice for topic {topic_id!r}")
        run[topic_id][article_id] = value
    if not run:
        raise EvalError(f"{file} holds no lines: that run never ran")
    return run


def ranked(articles: dict[str, float]) -> list[tuple[str, float]]:
    """Articles best first; equal scores keep the order in which they stand."""
    return sorted(articles.items(), key=lambda item: -item[1])
