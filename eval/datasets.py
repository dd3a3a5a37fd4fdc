"""A BEIR folder in, its questions and judgments out."""

import hashlib
import json
from pathlib import Path
from typing import Any

from eval.datatypes import Dataset, Qrels, Topic
from eval.errors import EvalError


def read_dataset(folder: Path, split: str = "test") -> Dataset:
    """Read `queries.jsonl`, `qrels/<split>.tsv`, and `unanswerable.jsonl` and `corpus.jsonl` where they are there.

    Topics are those that the split judges, in the order of `queries.jsonl`. Grades below 0 count as 0.

    Raises:
        EvalError: a file is missing or malformed; names file and line.
    """
    if not folder.is_dir():
        raise EvalError(f"dataset {folder} is not a folder; give a BEIR folder with queries.jsonl and qrels/")
    qrels_file, queries_file = folder / "qrels" / f"{split}.tsv", folder / "queries.jsonl"
    if not qrels_file.is_file():
        splits = ", ".join(sorted(file.stem for file in (folder / "qrels").glob("*.tsv"))) or "none"
        raise EvalError(f"{qrels_file} does not exist; splits there: {splits} (choose one with --split)")
    qrels = read_qrels(qrels_file)
    queries = _read_topics(queries_file)
    missing = [topic_id for topic_id in qrels if topic_id not in queries]
    if missing:
        raise EvalError(f"{qrels_file} judges {missing[0]!r}, which is not in {queries_file}; mend one of them")
    unanswerable_file = folder / "unanswerable.jsonl"
    unanswerable = _read_topics(unanswerable_file).values() if unanswerable_file.is_file() else ()
    corpus = folder / "corpus.jsonl"
    digest = hashlib.sha256(queries_file.read_bytes() + qrels_file.read_bytes())
    return Dataset(
        name=folder.resolve().name,
        folder=folder,
        split=split,
        topics=tuple(topic for topic_id, topic in queries.items() if topic_id in qrels),
        qrels=qrels,
        unanswerable=tuple(t for t in unanswerable if str(t.details.get("split") or split) == split),
        corpus=corpus if corpus.is_file() else None,
        sha256=digest.hexdigest(),
    )


def read_qrels(file: Path) -> Qrels:
    """Judgments from a tab-separated file with the header `query-id corpus-id score`, or from TREC's four columns.

    Raises:
        EvalError: a line has another shape or its grade is no whole number; names the line.
    """
    qrels: Qrels = {}
    for n, line in enumerate(_text(file).split("\n"), start=1):
        columns = line.rstrip("\r").split("\t") if "\t" in line else line.split()
        if not line.strip() or (n == 1 and columns[0].lower().replace("_", "-") in ("query-id", "qid")):
            continue
        if len(columns) == 4:  # TREC: topic, iteration, document, grade
            columns = [columns[0], columns[2], columns[3]]
        if len(columns) != 3:
            raise EvalError(f"{file}: line {n} has {len(columns)} columns, 3 are expected: query-id, corpus-id, score")
        try:
            grade = int(columns[2])
        except ValueError as error:
            raise EvalError(f"{file}: line {n}: the score {columns[2]!r} is no whole number") from error
        judged = qrels.setdefault(columns[0], {})
        if columns[1] in judged and judged[columns[1]] != max(grade, 0):
            raise EvalError(
                f"{file}: line {n} judges {columns[1]!r} for {columns[0]!r} a second time, with another score"
            )
        judged[columns[1]] = max(grade, 0)
    if not qrels:
        raise EvalError(f"{file} holds no judgments")
    return qrels


def _read_topics(file: Path) -> dict[str, Topic]:
    topics: dict[str, Topic] = {}
    for n, line in enumerate(_text(file).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            record: dict[str, Any] = json.loads(line)
            topic_id, text = str(record.pop("_id")), str(record.pop("text"))
        except (json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
            raise EvalError(f'{file}: line {n} is not a JSON object with "_id" and "text"; mend that line') from error
        if topic_id in topics:
            raise EvalError(f"{file}: line {n}: the id {topic_id!r} stands there twice; rename one")
        topics[topic_id] = Topic(topic_id, text, record)
    return topics


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise EvalError(f"{file} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise EvalError(f"{file} is not UTF-8 at byte {error.start}; save it as UTF-8") from error
