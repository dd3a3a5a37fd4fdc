"""Values for every question, written and read back."""

import json
from pathlib import Path

import pytest

from eval.datasets import read_dataset
from eval.datatypes import Measurement, RankedArticle
from eval.errors import EvalError
from eval.per_query_files import is_per_query_file, read_per_query_file, snippet, write_per_query_file


@pytest.fixture
def written(tmp_path: Path, write_dataset) -> Path:
    dataset = read_dataset(write_dataset())
    values = [Measurement("RR@10", topic.topic_id, 1.0 / n) for n, topic in enumerate(dataset.topics, start=1)]
    run = {"q1": {"sourdough": 0.9, "poolish": 0.4}}
    shown = {"q1": (RankedArticle("sourdough", 0.9, "sourdough#definition", "Sourdough is bread."),)}
    file = tmp_path / "run.per-query.jsonl"
    write_per_query_file(file, dataset, values, run, "c" * 64, shown)
    return file


def test_what_was_written_is_read(written: Path) -> None:
    found = read_per_query_file(written)
    assert found.values["RR@10"] == {"q1": 1.0, "q2": 0.5, "q3": 1 / 3, "q4": 0.25}
    assert found.rankings["q1"] == ("sourdough", "poolish")
    assert found.rankings["q2"] == ()
    assert found.shown["q1"] == (RankedArticle("sourdough", 0.0, "sourdough#definition", "Sourdough is bread."),)
    assert found.about["dataset"] == "bread"
    assert found.about["corpus_sha256"] == "c" * 64


def test_a_per_query_file_is_told_from_a_trec_run(written: Path, write_trec) -> None:
    assert is_per_query_file(written)
    assert not is_per_query_file(write_trec("run", [("q1", "a", 1.0)]))


def with_line(file: Path, n: int, **changed: object) -> Path:
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    lines[n] = {**lines[n], **changed}
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return file


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"RR@10": float("nan")}, "line 2: RR@10 is nan; a comparison needs finite numbers"),
        ({"RR@10": "high"}, "line 2: RR@10 is high"),
        ({"topic": "q1"}, "line 2: the topic 'q1' stands there twice"),
        ({"ranking": ["a", "b", "a"]}, "line 2: 'a' stands twice in the ranking of topic 'q2'"),
        ({"corpus_sha256": "d" * 64}, "line 2: is of another dataset or corpus"),
        ({"AP": 0.5}, "line 2: 'AP' stands in some lines only"),
        ({"shown": ["a"]}, 'line 2: "shown" is no list of articles'),
    ],
)
def test_a_malformed_line_is_refused(written: Path, changed: dict[str, object], says: str) -> None:
    with pytest.raises(EvalError, match=says):
        read_per_query_file(with_line(written, 1, **changed))


def test_an_empty_file_never_ran(tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").write_text("\n")
    with pytest.raises(EvalError, match="never ran"):
        read_per_query_file(tmp_path / "empty.jsonl")


def test_a_snippet_is_one_line_cut_at_a_word() -> None:
    assert snippet("one\n two  three") == "one two three"
    cut = snippet("word " * 200)
    assert len(cut) <= 302
    assert cut.endswith("word …")
