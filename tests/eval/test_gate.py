"""What closes the gate, and what does not."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from eval.datasets import read_dataset
from eval.datatypes import Dataset, Run
from eval.errors import EvalError
from eval.experiment import Experiment
from eval.gate import gate, gate_document, write_baseline
from eval.measures import measure_run
from glossator import app

N = 40


@pytest.fixture
def dataset(write_dataset) -> Dataset:
    questions = {f"q{n:02}": f"question number {n}" for n in range(N)}
    qrels = {"test": [(topic, f"a{n}", 1) for n, topic in enumerate(questions)]}
    return read_dataset(write_dataset("numbers", questions=questions, qrels=qrels, corpus=None))


def experiment(dataset: Dataset, *, wrong: int, corpus: str = "c") -> Experiment:
    """An evaluation in which the first few questions find the right article second."""
    run: Run = {
        topic.topic_id: {"other": 2.0, f"a{n}": 1.0} if n < wrong else {f"a{n}": 2.0, "other": 1.0}
        for n, topic in enumerate(dataset.topics)
    }
    values = measure_run(dataset.qrels, run, ["RR@10", "R@100"])
    return Experiment(dataset, {}, run, {}, values, {}, {"corpus_sha256": corpus})


@pytest.fixture
def baseline(dataset: Dataset, tmp_path: Path) -> Path:
    file = tmp_path / "baseline.jsonl"
    write_baseline(experiment(dataset, wrong=2), file)
    return file


def test_the_same_evaluation_passes(dataset: Dataset, baseline: Path) -> None:
    assert gate(experiment(dataset, wrong=2), baseline).passed


def test_a_significant_fall_closes_the_gate_and_is_named(dataset: Dataset, baseline: Path) -> None:
    found = gate(experiment(dataset, wrong=20), baseline)
    assert not found.passed
    assert [difference.measure for difference in found.fallen] == ["RR@10"]
    assert found.fallen[0].test.mean == pytest.approx(-18 * 0.5 / N)
    assert gate_document(found)["fallen"] == ["RR@10"]


def test_a_fall_within_chance_passes(dataset: Dataset, baseline: Path) -> None:
    # three more wrong questions of 40: of the 8 sign flips 2 are as far from 0, p = 0.25
    assert gate(experiment(dataset, wrong=5), baseline).passed


def test_a_rise_passes(dataset: Dataset, tmp_path: Path) -> None:
    write_baseline(experiment(dataset, wrong=20), tmp_path / "low.jsonl")
    assert gate(experiment(dataset, wrong=0), tmp_path / "low.jsonl").passed


def test_a_fall_within_the_tolerance_passes(dataset: Dataset, baseline: Path) -> None:
    assert gate(experiment(dataset, wrong=20), baseline, tolerance=0.3).passed


def test_another_corpus_is_compared_all_the_same(dataset: Dataset, baseline: Path) -> None:
    assert not gate(experiment(dataset, wrong=30, corpus="edited"), baseline).passed


def test_other_judgments_are_refused(dataset: Dataset, baseline: Path, write_dataset) -> None:
    other = read_dataset(write_dataset("other", qrels={"test": [("q1", "crumb", 1), ("q2", "crumb", 1)]}))
    with pytest.raises(EvalError, match=r"other questions or judgments than other, test .* anew with --refresh"):
        gate(experiment(other, wrong=0), baseline)


def test_a_missing_baseline_and_a_missing_measure_are_refused(dataset: Dataset, baseline: Path, tmp_path: Path) -> None:
    with pytest.raises(EvalError, match="does not exist; write one with --refresh"):
        gate(experiment(dataset, wrong=0), tmp_path / "none.jsonl")
    with pytest.raises(EvalError, match="has no AP"):
        gate(experiment(dataset, wrong=0), baseline, measures=["AP"])


def test_a_missing_baseline_is_said_before_anything_is_ranked(write_dataset, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("eval.gate_commands.run_experiment", lambda *_, **__: pytest.fail("ranked"))
    done = CliRunner().invoke(app, ["eval", "gate", str(write_dataset()), "--baseline", str(tmp_path / "none.jsonl")])
    assert "does not exist; write one with --refresh" in str(done.exception)


def test_a_baseline_that_cannot_be_written_is_refused(dataset: Dataset, baseline: Path) -> None:
    with pytest.raises(EvalError, match=r"cannot be written: .*; name another file"):
        write_baseline(experiment(dataset, wrong=2), baseline / "within-a-file.jsonl")


def test_the_command_writes_a_baseline_passes_it_and_fails_what_fell(
    write_dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GLOSSATOR_EMBEDDER", "hashing")
    corpus = {f"a{n}": (f"Number {n}", f"Number {n} is called word{n}.") for n in range(N)}
    questions = {f"q{n:02}": f"word{n}" for n in range(N)}
    judged = {"test": [(topic, f"a{n}", 1) for n, topic in enumerate(questions)]}
    folder = write_dataset("numbers", questions=questions, qrels=judged, corpus=corpus)
    command = ["eval", "gate", str(folder), "--baseline", "kept.jsonl", "--measures", "RR@10"]
    assert CliRunner().invoke(app, [*command, "--refresh"]).exit_code == 0
    same = CliRunner().invoke(app, command)
    assert same.exit_code == 0, same.output
    assert "gate open" in same.output
    spoilt = {key: (title, text if n > 19 else "Nothing.") for n, (key, (title, text)) in enumerate(corpus.items())}
    write_dataset("numbers", questions=questions, qrels=judged, corpus=spoilt)
    fell = CliRunner().invoke(app, command)
    assert fell.exit_code == 1
    assert "gate closed: RR@10 by" in fell.output
