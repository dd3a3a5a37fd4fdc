"""Rated questions as a judged set."""

import dataclasses
import json
from pathlib import Path

import pytest

from eval.datasets import read_dataset
from eval.errors import EvalError
from eval.feedback_export import ExportReport, export_feedback
from server.feedback_store import AskedQuestion

PLAIN = AskedQuestion("", 1, 0, True, ("kiln",), "kiln", "Kiln", "2026-01-01", 0, 0, ())


def asked(question: str, **told: object) -> AskedQuestion:
    return dataclasses.replace(PLAIN, question=question, **told)


RATED = [
    asked("Nobody rated this?"),
    asked("What fires pots?", up=2, down=1, articles=("kiln", "bisque")),
    asked("Who is the king?", up=1, articles=(), answered_last=False),
    asked("What is slip?", down=1, reasons=("wrong article",)),
    asked("What is glaze?", up=1, down=1),
]


def test_what_is_written_is_a_dataset_that_can_be_read(tmp_path: Path) -> None:
    report = export_feedback(RATED, tmp_path / "judged")
    assert report == ExportReport(judged=1, unanswerable=1, to_judge=2)
    dataset = read_dataset(tmp_path / "judged")
    assert [topic.text for topic in dataset.topics] == ["What fires pots?"]
    assert list(dataset.qrels.values()) == [{"kiln": 1, "bisque": 1}]
    assert [topic.text for topic in dataset.unanswerable] == ["Who is the king?"]


def test_what_is_rated_down_waits_for_a_person_with_what_it_got_and_why(tmp_path: Path) -> None:
    export_feedback(RATED, tmp_path / "judged")
    lines = (tmp_path / "judged" / "to_judge.jsonl").read_text().splitlines()
    records = {record["text"]: record for record in map(json.loads, lines)}
    assert set(records) == {"What is slip?", "What is glaze?"}
    assert records["What is slip?"]["articles"] == ["kiln"]
    assert records["What is slip?"]["reasons"] == ["wrong article"]


def test_ids_are_unique_over_all_files(tmp_path: Path) -> None:
    export_feedback(RATED, tmp_path / "judged")
    lines = [line for file in (tmp_path / "judged").glob("*.jsonl") for line in file.read_text().splitlines()]
    ids = [json.loads(line)["_id"] for line in lines]
    assert len(ids) == len(set(ids)) == 4


def test_without_a_good_rating_there_is_nothing_to_judge_by(tmp_path: Path) -> None:
    with pytest.raises(EvalError, match="rated up"):
        export_feedback(RATED[2:], tmp_path / "judged")
    assert not (tmp_path / "judged").exists()


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(EvalError, match="not empty"):
        export_feedback(RATED, tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]
