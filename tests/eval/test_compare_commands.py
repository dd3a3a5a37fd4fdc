"""`glossator eval compare` as people and scripts run it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]

FIRST = [("q1", "poolish", 2), ("q1", "sourdough", 1), ("q2", "proofing", 1), ("q3", "crumb", 1), ("q4", "gluten", 1)]
SECOND = [("q1", "sourdough", 2), ("q1", "crumb", 1), ("q2", "proofing", 1), ("q3", "gluten", 1), ("q4", "crumb", 1)]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run an eval command as a process of its own, in a folder of the test, with the embedder that loads no model."""

    def run_eval(*arguments: object) -> "subprocess.CompletedProcess[str]":
        environment = {
            **os.environ,
            "GLOSSATOR_EMBEDDER": "hashing",
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "COLUMNS": "200",
        }
        command = [sys.executable, "-m", "glossator", "eval", *map(str, arguments)]
        return subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)

    return run_eval


def test_json_is_one_document_with_every_test(run: Run, write_dataset, write_trec) -> None:
    files = write_trec("first", FIRST), write_trec("second", SECOND)
    done = run("compare", *files, "--dataset", write_dataset(), "--measures", "RR@10 AP", "--json")
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert [c["measure"] for c in document["comparisons"]] == ["RR@10", "AP"]
    assert document["comparisons"][0]["wins"] == 2
    assert document["runs"]["second"]["RR@10"]["mean"] == 1.0


def test_people_see_the_questions_that_changed_most_with_their_passages(run: Run, write_dataset, write_trec) -> None:
    files = write_trec("first", FIRST), write_trec("second", SECOND)
    done = run("compare", *files, "--dataset", write_dataset(), "--measures", "RR@10")
    assert done.returncode == 0, done.stderr
    assert "first → second" in done.stdout
    assert "why does dough stretch" in done.stdout
    assert "1. gluten: Gluten Gluten is the elastic net" in done.stdout


def test_two_evaluations_of_one_dataset_can_be_compared(run: Run, write_dataset) -> None:
    folder = write_dataset()
    files = []
    for more in ((), ("--preset", "plain-bm25")):
        done = run("retrieval", folder, "--json", *more)
        assert done.returncode == 0, done.stderr
        files.append(json.loads(done.stdout)["per_query_file"])
    done = run("compare", *files, "--json")
    assert done.returncode == 0, done.stderr
    changed = json.loads(done.stdout)["changed_most"][0]
    assert changed["measure"] == "nDCG@10"


def test_what_cannot_be_compared_is_refused_in_one_line(run: Run, write_dataset, write_trec) -> None:
    files = write_trec("first", FIRST), write_trec("half", SECOND[:2])
    done = run("compare", *files, "--dataset", write_dataset(), "--json")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("glossator: run half ranks nothing for 3 of 4 topics")
    assert len(done.stderr.splitlines()) == 1
