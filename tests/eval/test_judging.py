"""Judging what nobody judged: blind, shuffled, and going on where it was stopped."""

from itertools import pairwise
from pathlib import Path

import pytest
from typer.testing import CliRunner

from eval.datasets import read_dataset, read_qrels
from eval.datatypes import Dataset
from eval.errors import EvalError
from eval.judging import JudgmentFile, unjudged
from glossator import app

FIRST = {"q1": {"crumb": 3.0, "sourdough": 2.0, "scoring": 1.0}, "q2": {"gluten": 2.0}}
SECOND = {"q1": {"scoring": 2.0, "gluten": 1.0}, "q3": {"crumb": 1.0}}


@pytest.fixture
def bread(write_dataset) -> Dataset:
    return read_dataset(write_dataset())


def test_what_is_judged_or_below_the_depth_is_not_asked_and_nothing_twice(bread: Dataset) -> None:
    pairs = {(p.topic_id, p.article_id) for p in unjudged(bread, [FIRST, SECOND], bread.qrels, depth=3)}
    assert pairs == {("q1", "crumb"), ("q1", "scoring"), ("q1", "gluten"), ("q2", "gluten")}
    shallow = {(p.topic_id, p.article_id) for p in unjudged(bread, [FIRST, SECOND], bread.qrels, depth=1)}
    assert shallow == {("q1", "crumb"), ("q1", "scoring"), ("q2", "gluten")}


def test_the_order_depends_on_the_seed_and_not_on_the_order_of_runs_or_ranks(bread: Dataset) -> None:
    backwards = {topic: dict(reversed(articles.items())) for topic, articles in FIRST.items()}
    one = unjudged(bread, [FIRST, SECOND], bread.qrels, seed=1)
    assert one == unjudged(bread, [SECOND, backwards], bread.qrels, seed=1)
    assert any(unjudged(bread, [FIRST, SECOND], bread.qrels, seed=seed) != one for seed in range(2, 9))


def test_a_question_s_articles_stand_together(bread: Dataset) -> None:
    topics = [pair.topic_id for pair in unjudged(bread, [FIRST, SECOND], bread.qrels, seed=3)]
    assert sum(one != other for one, other in pairwise(topics)) == len(set(topics)) - 1


def test_judgments_begin_with_those_of_the_dataset_and_are_written_at_once(bread: Dataset, tmp_path: Path) -> None:
    file = tmp_path / "new" / "test.tsv"
    pair = unjudged(bread, [FIRST], bread.qrels)[0]
    JudgmentFile(file, bread).add(pair, 1)
    assert read_qrels(file) == {**bread.qrels, pair.topic_id: {**bread.qrels[pair.topic_id], pair.article_id: 1}}
    assert pair not in unjudged(bread, [FIRST], JudgmentFile(file, bread).qrels)


def test_a_file_that_holds_something_else_is_refused(bread: Dataset, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("buy flour and yeast and salt\n")
    with pytest.raises(EvalError, match="line 1 has 6 columns"):
        JudgmentFile(tmp_path / "notes.txt", bread)


def test_judging_in_a_terminal_goes_on_where_it_was_stopped(bread: Dataset, write_trec, tmp_path: Path) -> None:
    lines = [(topic, article, score) for topic, articles in FIRST.items() for article, score in articles.items()]
    file = tmp_path / "judged.tsv"
    command = ["eval", "judge", str(bread.folder), "--run", str(write_trec("first", lines)), "--out", str(file)]
    told = CliRunner().invoke(app, command, input="7\n2\nq\n")
    assert told.exit_code == 0, told.output
    assert "1 judged, 2 left" in told.output
    assert "first" not in told.output.replace(str(tmp_path), "")
    told = CliRunner().invoke(app, command, input="s\n0\n")
    assert "1 judged, 1 left" in told.output
    new = sum(map(len, read_qrels(file).values())) - sum(map(len, bread.qrels.values()))
    assert new == 2


def test_a_run_of_another_corpus_is_refused_before_a_file_is_begun(bread: Dataset, write_trec, tmp_path: Path) -> None:
    engines = write_trec("engines", [("q1", "piston", 1.0)])
    file = tmp_path / "judged.tsv"
    told = CliRunner().invoke(app, ["eval", "judge", str(bread.folder), "--run", str(engines), "--out", str(file)])
    assert "ranked another corpus: 'piston' is not in bread" in str(told.exception)
    assert not file.exists()
