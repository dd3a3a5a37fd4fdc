"""Runs that can be compared are read; every other is refused, and the message says why."""

from pathlib import Path

import pytest

from eval.compared_runs import read_compared_runs
from eval.datasets import read_dataset
from eval.datatypes import Dataset, Measurement, Run
from eval.errors import EvalError
from eval.measures import measure_run
from eval.per_query_files import write_per_query_file

GOOD = [
    ("q1", "sourdough", 2.0),
    ("q1", "crumb", 1.0),
    ("q2", "proofing", 1.0),
    ("q3", "gluten", 1.0),
    ("q4", "crumb", 1.0),
]
WORSE = [("q1", "poolish", 2.0), ("q1", "sourdough", 1), ("q2", "crumb", 1), ("q3", "gluten", 1), ("q4", "scoring", 1)]


def per_query(file: Path, dataset: Dataset, run: Run, *, corpus: str = "c" * 64, measures: str = "RR@10") -> Path:
    write_per_query_file(file, dataset, measure_run(dataset.qrels, run, measures.split()), run, corpus, {})
    return file


@pytest.fixture
def bread(write_dataset) -> Dataset:
    return read_dataset(write_dataset())


def whole_run(dataset: Dataset) -> Run:
    return {topic.topic_id: {"crumb": 2.0, "gluten": 1.0} for topic in dataset.topics}


def test_trec_runs_are_measured_on_the_dataset_and_shown_with_its_texts(bread: Dataset, write_trec) -> None:
    good, worse = read_compared_runs(
        [write_trec("good", GOOD), write_trec("worse", WORSE)], dataset=bread, measures=["RR@10"]
    )
    assert good.values["RR@10"] == {"q1": 1.0, "q2": 1.0, "q3": 1.0, "q4": 1.0}
    assert worse.values["RR@10"] == {"q1": 1.0, "q2": 0.0, "q3": 1.0, "q4": 0.0}
    assert worse.shown["q2"][0].text.startswith("Crumb The crumb is the soft inside")


def test_a_trec_run_and_a_per_query_file_can_be_compared(bread: Dataset, write_trec, tmp_path: Path) -> None:
    file = per_query(tmp_path / "new.per-query.jsonl", bread, whole_run(bread))
    runs = read_compared_runs([write_trec("good", GOOD), file], dataset=bread)
    assert [run.name for run in runs] == ["good", "new"]
    assert list(runs[0].values) == ["RR@10"]


def test_a_run_of_other_questions_is_refused(bread: Dataset, write_trec) -> None:
    strange = write_trec("strange", [("x7", "crumb", 1.0)])
    with pytest.raises(EvalError, match="run strange is of other topics: 'x7' not in"):
        read_compared_runs([write_trec("good", GOOD), strange], dataset=bread)


def test_a_run_that_stopped_half_way_is_refused_unless_it_counts_0(bread: Dataset, write_trec) -> None:
    files = [write_trec("good", GOOD), write_trec("half", GOOD[:3])]
    with pytest.raises(EvalError, match=r"run half ranks nothing for 2 of 4 topics: 'q3', 'q4'; .*--missing-as-zero"):
        read_compared_runs(files, dataset=bread)
    half = read_compared_runs(files, dataset=bread, measures=["RR"], missing_as_zero=True)[1]
    assert half.values["RR"]["q4"] == 0


def test_a_run_of_another_corpus_is_refused(bread: Dataset, write_trec) -> None:
    other = write_trec("other", [(topic, "carburettor", 1.0) for topic, *_ in GOOD[1:]])
    with pytest.raises(EvalError, match="run other ranked another corpus: 'carburettor' not in"):
        read_compared_runs([write_trec("good", GOOD), other], dataset=bread)


def test_files_of_other_judgments_are_refused(bread: Dataset, write_dataset, tmp_path: Path) -> None:
    other = read_dataset(write_dataset("rye", qrels={"test": [("q1", "crumb", 1), ("q2", "crumb", 1)]}))
    files = [
        per_query(tmp_path / "a.jsonl", bread, whole_run(bread)),
        per_query(tmp_path / "b.jsonl", other, whole_run(other)),
    ]
    with pytest.raises(EvalError, match=r"measured on other questions or judgments: bread, test .* and rye, test"):
        read_compared_runs(files, dataset=None)


def test_files_over_other_corpora_are_refused_unless_allowed(bread: Dataset, tmp_path: Path) -> None:
    files = [
        per_query(tmp_path / "a.jsonl", bread, whole_run(bread)),
        per_query(tmp_path / "b.jsonl", bread, whole_run(bread), corpus="d" * 64),
    ]
    with pytest.raises(EvalError, match=r"ranked other corpora .* or say --allow-other-corpus"):
        read_compared_runs(files, dataset=None)
    assert len(read_compared_runs(files, dataset=None, allow_other_corpus=True)) == 2


def test_a_per_query_file_of_a_run_that_found_nothing_is_refused(bread: Dataset, tmp_path: Path) -> None:
    files = [per_query(tmp_path / "a.jsonl", bread, whole_run(bread)), per_query(tmp_path / "b.jsonl", bread, {})]
    with pytest.raises(EvalError, match="run b found nothing for 4 of 4 topics: it never ran to its end"):
        read_compared_runs(files, dataset=None)


def test_a_trec_run_without_a_dataset_is_refused(write_trec) -> None:
    with pytest.raises(EvalError, match="name its folder with --dataset"):
        read_compared_runs([write_trec("a", GOOD), write_trec("b", WORSE)], dataset=None)


def test_files_without_a_common_measure_are_refused(bread: Dataset, tmp_path: Path) -> None:
    files = [
        per_query(tmp_path / "a.jsonl", bread, whole_run(bread)),
        per_query(tmp_path / "b.jsonl", bread, whole_run(bread), measures="AP"),
    ]
    with pytest.raises(EvalError, match="share no measure"):
        read_compared_runs(files, dataset=None)


def test_a_single_question_is_refused(write_dataset, write_trec) -> None:
    lone = read_dataset(write_dataset(qrels={"test": [("q1", "sourdough", 1)]}))
    files = [write_trec("a", GOOD[:2]), write_trec("b", WORSE[:2])]
    with pytest.raises(EvalError, match="holds a single question; nothing can be said"):
        read_compared_runs(files, dataset=lone)


def test_one_run_and_a_run_given_twice_are_refused(bread: Dataset, write_trec) -> None:
    file = write_trec("good", GOOD)
    with pytest.raises(EvalError, match="needs at least two runs"):
        read_compared_runs([file], dataset=bread)
    with pytest.raises(EvalError, match="given twice"):
        read_compared_runs([file, file], dataset=bread)


def test_a_missing_file_is_refused(bread: Dataset, write_trec, tmp_path: Path) -> None:
    with pytest.raises(EvalError, match="cannot be read"):
        read_compared_runs([write_trec("good", GOOD), tmp_path / "none.trec"], dataset=bread)


def test_measurements_are_of_the_topics_of_the_dataset(bread: Dataset, write_trec) -> None:
    runs = read_compared_runs([write_trec("a", GOOD), write_trec("b", WORSE)], dataset=bread, measures=["AP"])
    expected = {found.topic_id for found in measure_run(bread.qrels, {}, ["AP"]) if isinstance(found, Measurement)}
    assert set(runs[0].values["AP"]) == expected
