"""BEIR folders from elsewhere, read as they are; what is malformed is named with file and line."""

from pathlib import Path

import pytest

from eval.datasets import read_corpus_texts, read_dataset, read_qrels
from eval.errors import EvalError


def qrels_file(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "test.tsv"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_dataset_holds_the_topics_that_the_split_judges_in_the_order_of_their_file(write_dataset) -> None:
    folder = write_dataset(qrels={"test": [("q3", "gluten", 1), ("q1", "sourdough", 1)], "dev": [("q2", "crumb", 1)]})
    dataset = read_dataset(folder, "test")
    assert [topic.topic_id for topic in dataset.topics] == ["q1", "q3"]
    assert dataset.corpus == folder / "corpus.jsonl"


def test_a_scifact_style_folder_loads_unchanged(write_dataset) -> None:
    folder = write_dataset(
        "claims",
        questions=[{"_id": 1, "text": "0-dimensional biomaterials show inductive properties.", "metadata": {}}],
        corpus=[{"_id": 4983, "text": "Alterations of the architecture.", "metadata": {}}],
        qrels={"test": [(1, 4983, 1)]},
    )
    dataset = read_dataset(folder)
    assert dataset.qrels == {"1": {"4983": 1}}
    assert read_corpus_texts(folder / "corpus.jsonl") == {"4983": "Alterations of the architecture."}


def test_grades_are_kept_and_those_below_0_count_as_0(tmp_path: Path) -> None:
    text = "query-id\tcorpus-id\tscore\na\tx\t3\na\ty\t-1\na\tz\t0\n"
    assert read_qrels(qrels_file(tmp_path, text)) == {"a": {"x": 3, "y": 0, "z": 0}}


def test_grades_that_stand_as_decimals_are_read(tmp_path: Path) -> None:
    assert read_qrels(qrels_file(tmp_path, "a\tx\t1.0\na\ty\t2.00\na\tz\t-1.0\n")) == {"a": {"x": 1, "y": 2, "z": 0}}


def test_qrels_of_trec_with_four_columns_are_read(tmp_path: Path) -> None:
    assert read_qrels(qrels_file(tmp_path, "a 0 x 1\na 0 y 0\n")) == {"a": {"x": 1, "y": 0}}


def test_a_file_without_a_header_with_a_byte_order_mark_and_carriage_returns_is_read(tmp_path: Path) -> None:
    assert read_qrels(qrels_file(tmp_path, "\ufeffa\tx\t1\r\na\ty\t0\r\n")) == {"a": {"x": 1, "y": 0}}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a\tx\t1\textra\tmore\n", "line 1 has 5 columns, 3 are expected"),
        ("query-id\tcorpus-id\tscore\na\tx\thigh\n", "line 2: the score 'high' is no whole number"),
        ("query-id\tcorpus-id\tscore\na\tx\t0.5\n", "line 2: the score '0.5' is no whole number"),
        ("a\tx\tnan\n", "line 1: the score 'nan' is no whole number"),
        ("corpus-id\tquery-id\tscore\nx\ta\t1\n", "the columns must stand as query-id, corpus-id, score"),
        ("a\tx\t1\na\tx\t2\n", "line 2 judges 'x' for 'a' a second time"),
        ("query-id\tcorpus-id\tscore\n", "holds no judgments"),
    ],
)
def test_malformed_qrels_are_refused_with_their_line(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(EvalError, match=says):
        read_qrels(qrels_file(tmp_path, text))


def test_swapped_columns_are_recognised(write_dataset) -> None:
    folder = write_dataset(qrels={"test": [("sourdough", "q1", 1), ("gluten", "q3", 1)]})
    with pytest.raises(EvalError, match="has its columns swapped"):
        read_dataset(folder)


def test_one_unknown_number_among_known_ones_is_no_swap(write_dataset) -> None:
    questions = {"1": "what raises bread", "2": "last rest before baking"}
    folder = write_dataset(questions=questions, qrels={"test": [("1", "2", 1), ("77", "1", 1)]}, corpus=None)
    with pytest.raises(EvalError, match="judges '77', which is not in"):
        read_dataset(folder)


def test_judgments_of_unknown_questions_are_refused(write_dataset) -> None:
    with pytest.raises(EvalError, match="judges 'q9', which is not in"):
        read_dataset(write_dataset(qrels={"test": [("q9", "crumb", 1)]}))


def test_an_id_that_stands_twice_is_refused(write_dataset) -> None:
    folder = write_dataset(questions=[{"_id": "q1", "text": "a"}, {"_id": "q1", "text": "b"}])
    with pytest.raises(EvalError, match="line 2: the id 'q1' stands there twice"):
        read_dataset(folder)


def test_a_missing_split_names_those_that_are_there(write_dataset) -> None:
    with pytest.raises(EvalError, match="splits there: test"):
        read_dataset(write_dataset(), "dev")


@pytest.mark.parametrize(
    "line", ['{"_id": "q1"}', '{"_id": "q1", "text": null}', "not json", '["q1", "text"]', '{"text": "no id"}']
)
def test_a_malformed_question_is_refused_with_its_line(write_dataset, line: str) -> None:
    folder = write_dataset()
    (folder / "queries.jsonl").write_text(f'{{"_id": "q0", "text": "fine"}}\n{line}\n')
    with pytest.raises(EvalError, match="line 2 is not a JSON object"):
        read_dataset(folder)
