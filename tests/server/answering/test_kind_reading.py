"""Which kind a question is, read by meaning."""

from dataclasses import replace

import numpy as np
import pytest

from retriever.question_kinds import KINDS, SITUATION, kind_of
from server.answering import kind_reading
from server.answering.glossary import Glossary
from server.answering.kind_reading import KIND_NAMES, asking_sentence, kind_features, read_kind, read_kind_model


def kind_in(glossary: Glossary, question: str) -> str:
    found = read_kind(question, glossary.retriever.search(question, 5), glossary.graph.mentions(question), glossary)
    return found.name if found else "none"


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Half of my hives were empty by March and the committee shrugs. I don't know where to begin", "situation"),
        ("The new keeper opens every hive twice a day and the bees get nasty. What now?", "situation"),
        ("screen that workers slip through and the queen does not, forgot the word", "naming"),
        ("the sticky stuff that bees bring in to close gaps", "naming"),
        ("ways to do swarm control badly", "pitfalls"),
        ("how do beginners screw up swarm control", "pitfalls"),
        ("what improves first once swarm control takes hold", "signs"),
        ("tell me about somebody who lost a hive through varroa mites", "example"),
        ("my neighbour calls the mite count a waste of time. arguments?", "why"),
        ("need a recipe for swarm control", "how"),
    ],
)
def test_wordings_that_no_pattern_knows_are_read_by_meaning(beekeeping: Glossary, question: str, kind: str) -> None:
    by_words = kind_of(question)
    assert by_words is None or by_words.name != kind
    assert kind_in(beekeeping, question) == kind


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What is propolis?", "definition"),
        ("What is the difference between a brood box and a honey super?", "difference"),
        ("Which mistakes should I avoid with a smoker?", "pitfalls"),
        ("How is the mite load calculated?", "metric"),
        ("Why does swarming matter?", "why"),
        ("why does it matter so much that I count mites, the bees look fine to me anyway", "why"),
    ],
)
def test_plain_wordings_are_read_as_ever(beekeeping: Glossary, question: str, kind: str) -> None:
    assert kind_in(beekeeping, question) == kind


def test_vectors_of_another_encoder_are_not_read(beekeeping: Glossary, monkeypatch: pytest.MonkeyPatch) -> None:
    other = replace(read_kind_model(), encoder="another encoder")
    monkeypatch.setattr(kind_reading, "read_kind_model", lambda: other)
    assert kind_in(beekeeping, "need a recipe for swarm control") == "none"
    assert kind_in(beekeeping, "Why does swarming matter?") == "why"


def test_nothing_retrieved_is_read_by_words(beekeeping: Glossary) -> None:
    question = "Why does swarming matter?"
    nothing = replace(beekeeping.retriever.search(question), hits=())
    assert read_kind(question, nothing, [], beekeeping) is kind_of(question)


def test_the_shipped_model_knows_every_kind_and_its_features(beekeeping: Glossary) -> None:
    model = read_kind_model()
    assert model.kinds == KIND_NAMES == (*(kind.name for kind in KINDS), SITUATION.name, "none")
    article = beekeeping.index.article("swarming")
    vector = beekeeping.retriever.search("swarms").query_vector
    features = kind_features("swarms", vector, [], article, beekeeping)
    assert model.weights.shape == (len(KIND_NAMES), len(features))
    np.testing.assert_allclose(model.probabilities(features).sum(), 1, atol=1e-5)


def test_the_subject_is_taken_out(beekeeping: Glossary) -> None:
    article = beekeeping.index.article("swarming")
    vector = beekeeping.retriever.search("Why do bees swarm?").query_vector
    rest = kind_features("Why do bees swarm?", vector, [], article, beekeeping)[: len(vector)]
    assert abs(float(rest @ beekeeping.opening_vector("swarming"))) < 1e-5
    assert abs(float(np.linalg.norm(rest)) - 1) < 1e-5


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("The hive is empty. Why? Nobody knows.", "Why?"),
        ("Is it late? Should I feed them?", "Should I feed them?"),
        ("The hive is empty. I don't know why", "I don't know why"),
        ("propolis", "propolis"),
    ],
)
def test_the_asking_sentence(question: str, sentence: str) -> None:
    assert asking_sentence(question) == sentence
