"""Rated questions in, a judged set in BEIR format out: what readers said becomes what `eval` measures by."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.errors import EvalError
from server.feedback_store import AskedQuestion

SPLIT = "test"


@dataclass(frozen=True, slots=True)
class ExportReport:
    """How many questions went where."""

    judged: int
    unanswerable: int
    to_judge: int


def export_feedback(questions: Sequence[AskedQuestion], folder: Path) -> ExportReport:
    """Write the rated questions to a new or empty folder.

    A question rated up more than down is judged: the articles cited in its answer are relevant (grade 1), and where
    there was no answer, it is `unanswerable`. A question rated otherwise shows only what is wrong, not what would be
    right: it goes to `to_judge.jsonl` with the articles that it got and the reasons, for a person to judge. Questions
    that nobody rated are left out.

    Raises:
        EvalError: nothing is rated up with an answer, so that there would be no judged set; or the folder is not empty.
    """
    rated = [question for question in questions if question.up or question.down]
    liked = [question for question in rated if question.up > question.down]
    judged = [question for question in liked if question.articles]
    unanswerable = [question for question in liked if not question.articles]
    to_judge = [question for question in rated if question.up <= question.down]
    if not judged:
        raise EvalError(
            f"of {len(questions)} questions none has an answer that is rated up; there is nothing to judge by yet"
        )
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise EvalError(f"{folder} is there already and not empty; name a new folder")
    (folder / "qrels").mkdir(parents=True, exist_ok=True)
    ids = {question.question: f"f{n}" for n, question in enumerate(rated, start=1)}
    _write_lines(folder / "queries.jsonl", [_query(ids, question) for question in judged])
    lines = [f"{ids[question.question]}\t{article}\t1\n" for question in judged for article in question.articles]
    (folder / "qrels" / f"{SPLIT}.tsv").write_text("query-id\tcorpus-id\tscore\n" + "".join(lines), encoding="utf-8")
    if unanswerable:
        records = [{**_query(ids, question), "kind": "near", "split": SPLIT} for question in unanswerable]
        _write_lines(folder / "unanswerable.jsonl", records)
    if to_judge:
        records = [
            {**_query(ids, question), "articles": list(question.articles), "reasons": list(question.reasons)}
            for question in to_judge
        ]
        _write_lines(folder / "to_judge.jsonl", records)
    return ExportReport(len(judged), len(unanswerable), len(to_judge))


def _query(ids: dict[str, str], question: AskedQuestion) -> dict[str, Any]:
    return {"_id": ids[question.question], "text": question.question, "up": question.up, "down": question.down}


def _write_lines(file: Path, records: Sequence[dict[str, Any]]) -> None:
    text = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    file.write_text(text, encoding="utf-8")
