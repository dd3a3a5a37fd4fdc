"""The Python API: the example of the documentation runs, and outcomes show themselves."""

import re
from pathlib import Path

import pytest

from eval.errors import EvalError
from eval.gate import write_baseline
from eval.notebook import MEASURES, Outcome, audit, compare, gate, retrieval, sweep

DOCUMENTATION = Path(__file__).parents[2] / "docs" / "evaluation.md"


@pytest.fixture(autouse=True)
def judged(write_dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A judged folder below the one in which the test stands."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GLOSSATOR_EMBEDDER", "hashing")
    judgments = [("q1", "sourdough", 2), ("q2", "proofing", 2), ("q3", "gluten", 2), ("q4", "crumb", 2)]
    return write_dataset("judged", qrels={"dev": judgments[:3], "test": judgments[2:]})


def test_the_example_of_the_documentation_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(MEASURES, "Found@3", lambda grades, ranking: 0.0)  # taken out again when the test ends
    [example] = re.findall(r"```python\n(.*?)```", DOCUMENTATION.read_text(), re.DOTALL)
    exec(compile(example, str(DOCUMENTATION), "exec"), {})
    assert (tmp_path / "comparison.html").is_file()
    p_value, counts = capsys.readouterr().out.splitlines()
    assert 0 <= float(p_value) <= 1
    assert "'fault'" in counts


def shows_itself(outcome: Outcome[object]) -> str:
    html = outcome._repr_html_()
    assert html.startswith("<h1>")
    assert "<html" not in html
    assert outcome.document["schema_version"] == 1
    return html


def test_every_outcome_shows_itself_in_a_notebook(judged: Path) -> None:
    first = retrieval(judged, "dev", measures=["RR@10"])
    assert "RR@10" in shows_itself(first)
    assert "Differences" in shows_itself(
        compare(first, retrieval(judged, "dev", preset="plain-bm25", measures=["RR@10"]))
    )
    assert "only 3 questions" in shows_itself(audit(judged, "dev"))
    write_baseline(first.found, judged / "baseline.jsonl")
    closed = gate(first, judged / "baseline.jsonl")
    assert closed.found.passed
    shows_itself(closed)


def test_an_outcome_is_one_line_where_pages_are_not_shown(judged: Path) -> None:
    line = repr(retrieval(judged, "dev", preset="plain-bm25", measures=["RR@10"]))
    assert line.startswith("<")
    assert ", dev: retrieval: 3 questions" in line
    assert len(line) < 200


def test_no_measure_is_refused_here_too(judged: Path) -> None:
    with pytest.raises(EvalError, match="no measure is named"):
        retrieval(judged, "dev", preset="plain-bm25", measures=[])


def test_a_sweep_shows_itself(judged: Path) -> None:
    outcome = sweep(judged, {"lexical_weight": [0.5]}, measure="RR@10", splits=("dev", ""), jobs=1)
    assert "lexical_weight=0.5" in shows_itself(outcome)
