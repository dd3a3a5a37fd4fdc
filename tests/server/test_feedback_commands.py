"""`glossator gaps` and `glossator feedback export` as people and scripts run them."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from server.feedback_store import FeedbackStore, Outcome

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[FeedbackStore]:
    """The store beside the index of the test."""
    store = FeedbackStore(tmp_path / "index-feedback.sqlite")
    yield store
    store.close()


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run the command in a folder of the test; no index is there, and none is needed."""

    def run_it(*arguments: str) -> "subprocess.CompletedProcess[str]":
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "GLOSSATOR_INDEX": "index"}
        command = [sys.executable, "-m", "glossator", *arguments]
        return subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)

    return run_it


def test_gaps_are_printed_by_term_with_the_reasons(run: Run, store: FeedbackStore) -> None:
    store.count(Outcome("What [bold]glue[/bold] holds?", (), "kiln", "Kiln", "g1"))
    store.rate(Outcome("What fires?", ("kiln",), "kiln", "Kiln", "g1"), "down", "not hot enough")
    done = run("gaps")
    assert done.returncode == 0
    assert done.stdout.startswith("Kiln")
    assert "What [bold]glue[/bold] holds?" in done.stdout
    assert "“not hot enough”" in done.stdout


def test_gaps_as_json_are_one_document(run: Run, store: FeedbackStore) -> None:
    store.count(Outcome("What glue holds?", (), "kiln", "Kiln", "g1"))
    body = json.loads(run("gaps", "--json").stdout)
    assert body["questions_known"] == 1
    assert body["gaps"][0]["article"] == "kiln"
    assert body["gaps"][0]["questions"][0]["unanswered"] == 1


def test_without_questions_there_are_no_gaps(run: Run) -> None:
    assert json.loads(run("gaps", "--json").stdout) == {"gaps": [], "questions_known": 0}
    assert "No gaps" in run("gaps").stdout


def test_ratings_are_exported(run: Run, store: FeedbackStore, tmp_path: Path) -> None:
    store.rate(Outcome("What fires?", ("kiln",), "kiln", "Kiln", "g1"), "up")
    done = run("feedback", "export", "judged", "--json")
    assert json.loads(done.stdout) == {"dataset": "judged", "judged": 1, "unanswerable": 0, "to_judge": 0}
    assert (tmp_path / "judged" / "qrels" / "test.tsv").is_file()


def test_nothing_to_export_is_one_line_and_exit_2(run: Run) -> None:
    done = run("feedback", "export", "judged", "--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.strip().splitlines()) == 1


def test_the_owners_token_is_not_printed(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GLOSSATOR_OWNER_TOKEN", "s3cret")
    for options in ([], ["--json"]):
        done = run("config", *options)
        assert done.returncode == 0
        assert "s3cret" not in done.stdout
