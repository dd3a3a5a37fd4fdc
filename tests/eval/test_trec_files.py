"""TREC runs, in and out."""

from pathlib import Path

import pytest

from eval.errors import EvalError
from eval.trec_files import read_run, write_run


def test_a_written_run_has_strictly_falling_scores_in_the_order_that_the_user_saw(tmp_path: Path) -> None:
    file = tmp_path / "run.trec"
    write_run({"q": {"b": 0.5, "a": 0.5, "c": 0.5}}, file)
    rows = [line.split() for line in file.read_text().splitlines()]
    assert [row[2] for row in rows] == ["b", "a", "c"]
    assert [float(row[4]) for row in rows] == [3.0, 2.0, 1.0]


def test_a_run_written_and_read_keeps_its_order(tmp_path: Path) -> None:
    run = {"q1": {"b": 0.9, "a": 0.9, "c": 0.1}, "q2": {"z": 3.0}}
    write_run(run, tmp_path / "run.trec")
    read = read_run(tmp_path / "run.trec")
    assert {topic: list(articles) for topic, articles in read.items()} == {"q1": ["b", "a", "c"], "q2": ["z"]}


def test_equal_scores_are_read_in_the_order_of_trec_eval_by_descending_id(write_trec) -> None:
    run = read_run(write_trec("tied", [("q", "a", 1.0), ("q", "c", 1.0), ("q", "b", 1.0), ("q", "z", 0.5)]))
    assert list(run["q"]) == ["c", "b", "a", "z"]


def test_scores_that_single_precision_cannot_tell_apart_are_equal(write_trec) -> None:
    run = read_run(write_trec("near", [("q", "a", "0.10000000001"), ("q", "b", "0.1")]))
    assert list(run["q"]) == ["b", "a"]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("q Q0 a 1 0.5", "line 2 has 5 columns, 6 are expected"),
        ("q Q0 a 1 nan tag", "line 2: the score of 'a' is nan; a ranking needs finite scores, rank anew"),
        ("q Q0 a 1 inf tag", "line 2: the score of 'a' is inf"),
        ("q Q0 a 1 high tag", "line 2: the score 'high' is no number"),
        ("q Q0 first 1 0.5 tag", "line 2: 'first' stands twice for topic 'q'"),
    ],
)
def test_a_malformed_run_is_refused_with_its_line(tmp_path: Path, line: str, says: str) -> None:
    file = tmp_path / "run.trec"
    file.write_text(f"q Q0 first 1 0.9 tag\n{line}\n")
    with pytest.raises(EvalError, match=says):
        read_run(file)


def test_a_byte_order_mark_is_no_part_of_the_first_topic(tmp_path: Path) -> None:
    (tmp_path / "run.trec").write_text("\ufeffq Q0 a 1 0.9 tag\r\n", encoding="utf-8")
    assert read_run(tmp_path / "run.trec").keys() == {"q"}


def test_a_run_that_is_not_there_is_one_plain_line(tmp_path: Path) -> None:
    with pytest.raises(EvalError, match=r"none\.trec cannot be read: No such file or directory; give a TREC run"):
        read_run(tmp_path / "none.trec")


def test_a_run_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EvalError, match=r"cannot be written: .*; name another file"):
        write_run({"q": {"a": 1.0}}, tmp_path / "file" / "run.trec")


def test_an_empty_run_never_ran(tmp_path: Path) -> None:
    (tmp_path / "run.trec").write_text("")
    with pytest.raises(EvalError, match="never ran"):
        read_run(tmp_path / "run.trec")


def test_an_id_with_white_space_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    file = tmp_path / "run.trec"
    with pytest.raises(EvalError, match="'two words' holds white space"):
        write_run({"q": {"fine": 1.0, "two words": 0.5}}, file)
    assert not file.exists()
