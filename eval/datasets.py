"""A BEIR folder in, its questions and judgments out."""

import hashlib
import json
import math
from collections.abc import Iterator
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
    queries = read_topics(queries_file)
    _refuse_unknown_topics(qrels, qrels_file, queries, queries_file)
    unanswerable_file = folder / "unanswerable.jsonl"
    unanswerable = read_topics(unanswerable_file).values() if unanswerable_file.is_file() else ()
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


def read_dataset_at_index(named: str, split: str) -> tuple[Dataset, Path | None]:
    """The dataset and the index that `folder` or `folder@index` names; a folder without the split has its test split.

    Raises:
        EvalError: as `read_dataset`.
    """
    folder, _, index = named.partition("@")
    own_split = split if (Path(folder) / "qrels" / f"{split}.tsv").is_file() else "test"
    return read_dataset(Path(folder), own_split), Path(index) if index else None


def read_qrels(file: Path) -> Qrels:
    """Judgments from a tab-separated file with the header `query-id corpus-id score`, or from TREC's four columns.

    Grades below 0 count as 0.

    Raises:
        EvalError: a line has another shape, its grade is no whole number, or the header names the columns in another
            order; names the line.
    """
    qrels: Qrels = {}
    for n, line in enumerate(_text(file).split("\n"), start=1):
        columns = line.rstrip("\r").split("\t") if "\t" in line else line.split()
        if not line.strip() or (n == 1 and _is_header(columns, file)):
            continue
        if len(columns) == 4:  # TREC: topic, iteration, document, grade
            columns = [columns[0], columns[2], columns[3]]
        if len(columns) != 3:
            raise EvalError(
                f"{file}: line {n} has {len(columns)} columns, 3 are expected: query-id, corpus-id, score "
                "(or the 4 of TREC qrels); mend that line"
            )
        grade = _grade(columns[2], f"{file}: line {n}")
        judged = qrels.setdefault(columns[0], {})
        if columns[1] in judged and judged[columns[1]] != max(grade, 0):
            raise EvalError(
                f"{file}: line {n} judges {columns[1]!r} for {columns[0]!r} a second time, with another score; "
                "leave one out"
            )
        judged[columns[1]] = max(grade, 0)
    if not qrels:
        raise EvalError(f"{file} holds no judgments; write lines of query-id, corpus-id, score")
    return qrels


def read_topics(file: Path) -> dict[str, Topic]:
    """Questions by id, in the order of a JSON-lines file, judged or not.

    Raises:
        EvalError: a line is malformed, or an id stands twice; names file and line.
    """
    topics: dict[str, Topic] = {}
    for n, record in _json_lines(file, '"_id" and "text"'):
        if not isinstance(record.get("text"), str):
            raise EvalError(f'{file}: line {n} is not a JSON object with "_id" and "text"; mend that line')
        topic_id, text = str(record.pop("_id")), str(record.pop("text"))
        if topic_id in topics:
            raise EvalError(f"{file}: line {n}: the id {topic_id!r} stands there twice; rename one, or leave it out")
        topics[topic_id] = Topic(topic_id, text, record)
    return topics


def read_corpus_texts(file: Path) -> dict[str, str]:
    """Title and text of each article of a `corpus.jsonl` by id, as they stand there; a missing title is empty.

    Raises:
        EvalError: a line is malformed, or an id stands twice; names file and line.
    """
    texts: dict[str, str] = {}
    for n, record in _json_lines(file, '"_id", "title" and "text"'):
        article_id = str(record["_id"])
        if article_id in texts:
            raise EvalError(f"{file}: line {n}: the id {article_id!r} stands there twice; rename one, or leave it out")
        texts[article_id] = f"{record.get('title') or ''}\n{record.get('text') or ''}".strip()
    return texts


def _json_lines(file: Path, keys: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Line numbers and objects, each with an `_id`."""
    for n, line in enumerate(_text(file).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except json.JSONDecodeError:
            record = None
        if not isinstance(record, dict) or "_id" not in record:
            raise EvalError(f"{file}: line {n} is not a JSON object with {keys}; mend that line")
        yield n, record


def _grade(text: str, where: str) -> int:
    """A whole number, which some files write as 1.0."""
    try:
        grade = float(text)
    except ValueError:
        grade = math.nan
    if not grade.is_integer():
        raise EvalError(f"{where}: the score {text!r} is no whole number; grades are 0, 1, 2 ...")
    return int(grade)


def _is_header(columns: list[str], file: Path) -> bool:
    names = [name.lower().replace("_", "-") for name in columns]
    if names[0] in ("corpus-id", "docid", "doc-id", "score"):
        raise EvalError(
            f"{file}: the header is {' '.join(columns)}; the columns must stand as query-id, corpus-id, score"
        )
    return names[0] in ("query-id", "qid")


def _refuse_unknown_topics(qrels: Qrels, qrels_file: Path, queries: dict[str, Topic], queries_file: Path) -> None:
    missing = [topic_id for topic_id in qrels if topic_id not in queries]
    if not missing:
        return
    articles = {article_id for judged in qrels.values() for article_id in judged}
    if len(missing) == len(qrels) and articles <= queries.keys():
        raise EvalError(
            f"{qrels_file} has its columns swapped: {missing[0]!r} stands as query-id and is not in {queries_file}, "
            "and every corpus-id is one of its questions; write query-id, corpus-id, score"
        )
    raise EvalError(f"{qrels_file} judges {missing[0]!r}, which is not in {queries_file}; mend one of them")


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise EvalError(f"{file} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise EvalError(f"{file} is not UTF-8 at byte {error.start}; save it as UTF-8") from error
