"""Values of every measure for every question, written to a file and read back: what comparisons and gates stand on."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.datatypes import Dataset, Measurement, RankedArticle, Run
from eval.errors import EvalError

_ABOUT = ("dataset", "split", "dataset_sha256", "corpus_sha256")
_NOT_MEASURES = {"topic", "text", "kind", "ranking", "shown", *_ABOUT}
_RANKED = 10
_SHOWN_CHARACTERS = 300

Shown = Mapping[str, tuple[RankedArticle, ...]]
"""Topic id -> its first articles with the passages for which they stand there, to be shown to a person."""


@dataclass(frozen=True, slots=True)
class PerQuery:
    """What a per-query file holds: measure -> topic -> value, each topic's best articles, and what was measured on."""

    values: dict[str, dict[str, float]]
    rankings: dict[str, tuple[str, ...]]
    texts: dict[str, str]
    kinds: dict[str, str]
    shown: Shown
    about: Mapping[str, str]


def write_per_query_file(
    file: Path, dataset: Dataset, measurements: list[Measurement], run: Run, corpus_sha256: str, shown: Shown
) -> None:
    """Write a JSON line a topic: id, text, kind, each measure by its name, the ten best articles, and what it is of.

    The first of these articles stand there once more, with the beginning of the passage that was found.
    """
    about = dict(zip(_ABOUT, (dataset.name, dataset.split, dataset.sha256, corpus_sha256), strict=True))
    values: dict[str, dict[str, float]] = {}
    for found in measurements:
        values.setdefault(found.topic_id, {})[found.measure] = found.value
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8", newline="\n") as lines:
        for topic in dataset.topics:
            record = {"topic": topic.topic_id, "text": topic.text, "kind": topic.kind, **values[topic.topic_id]}
            record["ranking"] = list(run.get(topic.topic_id, {}))[:_RANKED]
            record["shown"] = [
                {"article": a.article_id, "passage": a.passage_id, "text": snippet(a.text)}
                for a in shown.get(topic.topic_id, ())
            ]
            lines.write(json.dumps({**record, **about}, ensure_ascii=False) + "\n")


def read_per_query_file(file: Path) -> PerQuery:
    """Read what `write_per_query_file` wrote.

    Raises:
        EvalError: a line is malformed, a topic or an article stands twice, a value is no finite number, lines lack a
            measure that others have, or lines are of different datasets; names file and line.
    """
    values: dict[str, dict[str, float]] = {}
    rankings: dict[str, tuple[str, ...]] = {}
    texts: dict[str, str] = {}
    kinds: dict[str, str] = {}
    shown: dict[str, tuple[RankedArticle, ...]] = {}
    about: dict[str, str] = {}
    for n, record in _records(file):
        topic_id, where = str(record["topic"]), f"{file}: line {n}"
        if topic_id in texts:
            raise EvalError(f"{where}: the topic {topic_id!r} stands there twice; write the file anew")
        ranking = tuple(map(str, record.get("ranking") or ()))
        if len(set(ranking)) != len(ranking):
            twice = next(article for article in ranking if ranking.count(article) > 1)
            raise EvalError(f"{where}: {twice!r} stands twice in the ranking of topic {topic_id!r}")
        of_line = {name: str(record.get(name) or "") for name in _ABOUT}
        if about and of_line != about:
            raise EvalError(f"{where}: is of another dataset or corpus than the lines above; do not join such files")
        about, texts[topic_id], rankings[topic_id] = of_line, str(record.get("text") or ""), ranking
        kinds[topic_id], shown[topic_id] = str(record.get("kind") or ""), _shown(record, where)
        measures = {name: _number(value, name, where) for name, value in record.items() if name not in _NOT_MEASURES}
        if len(texts) > 1 and measures.keys() != values.keys():
            odd = min(measures.keys() ^ values.keys())
            raise EvalError(f"{where}: {odd!r} stands in some lines only; write the file anew")
        for name, value in measures.items():
            values.setdefault(name, {})[topic_id] = value
    if not values:
        raise EvalError(f"{file} holds no measured topics: that run never ran")
    return PerQuery(values, rankings, texts, kinds, shown, about)


def snippet(text: str, length: int = _SHOWN_CHARACTERS) -> str:
    """The beginning of a text on one line, at most so many characters, cut at a word and an ellipsis added."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[:length].rsplit(" ", 1)[0] + " …"


def is_per_query_file(file: Path) -> bool:
    """Whether a file begins as JSON lines do, and not as a TREC run."""
    try:
        with file.open("rb") as stream:
            return stream.read(200).lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{")
    except OSError as error:
        raise EvalError(f"run {file} cannot be read: {error.strerror}; give a TREC run or a per-query file") from error


def _records(file: Path) -> list[tuple[int, dict[str, Any]]]:
    records: list[tuple[int, dict[str, Any]]] = []
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise EvalError(f"per-query file {file} cannot be read: {error}") from error
    for n, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            raise EvalError(f"{file}: line {n} is not JSON; give what `eval retrieval` wrote") from error
        if not isinstance(record, dict) or "topic" not in record:
            raise EvalError(f'{file}: line {n} is no JSON object with "topic"; give what `eval retrieval` wrote')
        records.append((n, record))
    return records


def _shown(record: dict[str, Any], where: str) -> tuple[RankedArticle, ...]:
    shown = record.get("shown") or []
    if not isinstance(shown, list) or not all(isinstance(one, dict) and "article" in one for one in shown):
        raise EvalError(f'{where}: "shown" is no list of articles; give what `eval retrieval` wrote')
    return tuple(
        RankedArticle(str(one["article"]), 0.0, str(one.get("passage") or ""), str(one.get("text") or ""))
        for one in shown
    )


def _number(value: Any, name: str, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise EvalError(f"{where}: {name} is {value}; a comparison needs finite numbers")
    return float(value)
