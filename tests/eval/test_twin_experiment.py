"""How often the article that a question names comes first, on a glossary and on its scraped twin."""

from collections.abc import Callable
from pathlib import Path

import pytest

from eval.datatypes import Dataset, Topic
from eval.errors import EvalError
from eval.twin_commands import twin_document
from eval.twin_experiment import TwinResult, run_twin, success_at_1
from retriever.settings import RetrieverSettings

WritePages = Callable[..., Path]


def judged(*asked: tuple[str, dict[str, int]]) -> Dataset:
    topics = tuple(Topic(f"q{n}", text, {"kind": "why" if n else "definition"}) for n, (text, _) in enumerate(asked))
    qrels = {topic.topic_id: grades for topic, (_, grades) in zip(topics, asked, strict=True)}
    return Dataset("tides", Path("tides"), "dev", topics, qrels, (), None, "")


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RetrieverSettings:
    """Settings of a small index; what the experiment writes goes to a folder of the test."""
    monkeypatch.chdir(tmp_path)
    return RetrieverSettings(embedder="hashing")


def test_only_questions_that_name_the_one_article_that_answers_them_count(
    write_pages: WritePages, sound_pages: dict[str, str], settings: RetrieverSettings
) -> None:
    dataset = judged(
        ("What is the ebb?", {"ebb": 2, "flow": 1}),
        ("Best practices of neaps", {"neap": 2}),
        ("Ebb or flow?", {"ebb": 2, "flow": 2}),
        ("Does the flow lead to a neap?", {"neap": 2}),
        ("Which tide is weak?", {"neap": 2}),
        ("Why is the spring weak?", {"neap": 2}),
    )
    results = run_twin(dataset, write_pages(sound_pages), settings)
    assert [(result.topic.topic_id, result.named) for result in results] == [("q0", "ebb"), ("q1", "neap")]
    assert success_at_1(results) == (1.0, 1.0)


def test_an_article_that_shares_its_text_with_all_others_comes_first_where_it_is_named(
    write_pages: WritePages, sound_pages: dict[str, str], settings: RetrieverSettings
) -> None:
    questions = ("What are common mistakes to avoid with {}?", "Which questions to ask about a {}?")
    asked = [(question.format(name), {name: 2}) for question in questions for name in ("ebb", "flow", "neap", "spring")]
    assert success_at_1(run_twin(judged(*asked), write_pages(sound_pages), settings))[1] == 1.0


def test_no_question_that_names_a_term_is_refused(
    write_pages: WritePages, sound_pages: dict[str, str], settings: RetrieverSettings
) -> None:
    with pytest.raises(EvalError, match="no question of tides, dev names exactly one term"):
        run_twin(judged(("Which tide is weak?", {"neap": 2})), write_pages(sound_pages), settings)


def test_the_document_counts_by_kind_and_names_what_the_twin_lost() -> None:
    dataset = judged(("a", {"ebb": 2}), ("b", {"ebb": 2}), ("c", {"neap": 2}))
    firsts = [("ebb", "ebb"), ("ebb", "flow"), ("flow", "flow")]
    named = ["ebb", "ebb", "neap"]
    results = [
        TwinResult(topic, name, clean, twin)
        for topic, name, (clean, twin) in zip(dataset.topics, named, firsts, strict=True)
    ]
    document = twin_document(dataset, results)
    assert document["metrics"] == {"Success@1 clean": 0.666667, "Success@1 twin": 0.333333}
    assert document["by_kind"] == {
        "definition": {"n": 1, "clean": 1.0, "twin": 1.0},
        "why": {"n": 2, "clean": 0.5, "twin": 0.0},
    }
    assert document["lost"] == [{"query": "q1", "named": "ebb", "first": "flow"}]
