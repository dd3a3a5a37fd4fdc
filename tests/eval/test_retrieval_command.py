"""`glossator eval retrieval` as people and scripts run it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from eval.datasets import read_dataset
from eval.measures import measure_run
from eval.per_query_files import read_per_query_file
from eval.trec_files import read_run
from glossator import app


@pytest.fixture
def folder(write_dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GLOSSATOR_EMBEDDER", "hashing")
    questions = [
        {"_id": "q1", "text": "wild yeast in a starter", "kind": "what"},
        {"_id": "q2", "text": "last rest of shaped dough", "kind": "when"},
        {"_id": "q3", "text": "elastic net of proteins", "kind": "what"},
        {"_id": "q4", "text": "soft inside of a loaf", "kind": "what"},
    ]
    return write_dataset(questions=questions)


def evaluate(folder: Path, *options: str) -> dict[str, object]:
    done = CliRunner().invoke(app, ["eval", "retrieval", str(folder), "--json", *options])
    assert done.exit_code == 0, done.output
    return dict(json.loads(done.stdout))


def test_the_document_is_as_the_contract_says(folder: Path) -> None:
    document = evaluate(folder)
    expected = {"dataset", "split", "queries", "config", "metrics", "per_query_file", "latency_ms", "index"}
    assert expected <= document.keys()
    assert list(document["metrics"]) == ["nDCG@10", "RR@10", "Success@1", "Success@5", "R@100"]
    assert document["latency_ms"].keys() == {"p50", "p95"}
    assert (document["dataset"], document["split"], document["queries"]) == ("bread", "test", 4)


def test_the_values_are_those_of_the_run_that_was_written(folder: Path) -> None:
    document = evaluate(folder, "--run-out", "run.trec", "--measures", "AP RR")
    values = measure_run(read_dataset(folder).qrels, read_run(Path("run.trec")), ["AP", "RR"])
    means = {name: sum(v.value for v in values if v.measure == name) / 4 for name in ("AP", "RR")}
    assert document["metrics"] == pytest.approx(means, abs=1e-6)


def test_a_written_run_measured_again_has_the_same_values(folder: Path) -> None:
    first = evaluate(folder, "--run-out", "run.trec")
    again = evaluate(folder, "--run", "run.trec")
    assert again["metrics"] == first["metrics"]
    assert again["latency_ms"] == {}
    assert again["config"]["run"] == "run.trec"


def test_every_question_stands_in_the_per_query_file_with_its_passages(folder: Path) -> None:
    document = evaluate(folder)
    found = read_per_query_file(Path(str(document["per_query_file"])))
    assert found.kinds == {"q1": "what", "q2": "when", "q3": "what", "q4": "what"}
    assert found.shown["q1"][0].passage_id.startswith("sourdough#")
    assert sum(found.values["RR@10"].values()) / 4 == pytest.approx(document["metrics"]["RR@10"], abs=1e-6)


def test_kinds_have_means_and_intervals(folder: Path) -> None:
    document = evaluate(folder)
    assert document["by_kind"]["what"]["n"] == 3
    low, high = document["intervals_95_by_kind"]["what"]["nDCG@10"]
    assert low <= document["by_kind"]["what"]["nDCG@10"] <= high


def test_a_second_evaluation_is_the_same_to_the_last_digit(folder: Path) -> None:
    first, second = evaluate(folder), evaluate(folder)
    for document in (first, second):
        document.pop("latency_ms")
    assert first == second


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--preset", "plain-rust"], "preset 'plain-rust' is not one of plain-minilm, plain-bm25"),
        (["--preset", "plain-bm25", "--run", "x"], "give one of them"),
        (["--measures", "nDGC@10"], "'nDGC@10' is not known"),
        (["--measures", ""], "no measure is named"),
        (["--measures", "nDCG@0"], "the cutoff must be a whole number from 1"),
        (["--split", "dev"], "splits there: test"),
    ],
)
def test_what_is_wrong_is_said(folder: Path, options: list[str], says: str) -> None:
    done = CliRunner().invoke(app, ["eval", "retrieval", str(folder), *options])
    assert done.exit_code != 0
    assert says in str(done.exception)


def test_a_run_of_another_dataset_is_refused(folder: Path, write_trec) -> None:
    done = CliRunner().invoke(
        app, ["eval", "retrieval", str(folder), "--run", str(write_trec("other", [("x1", "crumb", 1.0)]))]
    )
    assert "its topics are 'x1' and the like, the dataset's 'q1'" in str(done.exception)


def test_a_run_of_another_corpus_is_refused(folder: Path, write_trec) -> None:
    engines = write_trec("engines", [("q1", "piston", 2.0), ("q2", "valve", 1.0)])
    done = CliRunner().invoke(app, ["eval", "retrieval", str(folder), "--run", str(engines)])
    assert "ranked another corpus: of its 2 articles, such as 'piston', none is in" in str(done.exception)
    (folder / "corpus.jsonl").unlink()
    done = CliRunner().invoke(app, ["eval", "retrieval", str(folder), "--run", str(engines)])
    assert "such as 'piston', none is judged in bread" in str(done.exception)


def test_topics_that_a_given_run_misses_are_counted_on_the_terminal_and_the_page(folder: Path, write_trec) -> None:
    half = write_trec("half", [("q1", "sourdough", 2.0), ("q2", "proofing", 1.0)])
    done = CliRunner().invoke(app, ["eval", "retrieval", str(folder), "--run", str(half), "--report", "half.html"])
    assert "the run ranks nothing for 2 of 4 questions; each counts 0" in done.output
    assert "the run ranks nothing for 2 of 4 questions; each counts 0" in Path("half.html").read_text()
