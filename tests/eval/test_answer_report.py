"""The page of an evaluation of answers."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from glossator import app


def test_eval_answers_writes_a_page_with_risk_against_coverage(
    write_dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GLOSSATOR_EMBEDDER", "hashing")
    folder = write_dataset(
        questions=[{"_id": f"q{n}", "text": f"what is dough {n}", "kind": "what"} for n in range(1, 5)]
    )
    (folder / "unanswerable.jsonl").write_text('{"_id": "u1", "text": "how far is the moon", "kind": "far"}\n')
    done = CliRunner().invoke(app, ["eval", "answers", str(folder), "--report", "answers.html"])
    assert done.exit_code == 0, done.output
    html = Path("answers.html").read_text()
    assert "<h2>Risk against coverage</h2>" in html
    assert "4 questions with an answer, 1 without" in html
    assert "false_answer_rate" in html
