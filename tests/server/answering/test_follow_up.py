"""Which questions lean on the one before, and on which term."""

import pytest

from server.answering.follow_up import PreviousTurn, resolve
from server.answering.glossary import Glossary

BEFORE = [PreviousTurn("What is swarming?", ("swarming", "queen-excluder"))]


@pytest.mark.parametrize(
    "question",
    [
        "How do I prevent it?",
        "And why does that matter for the honey harvest?",
        "What about its signs?",
        "What are the signs?",
        "Why?",
        "why do they leave the hive in warm spring weather",
    ],
)
def test_a_question_that_leans_gets_the_term_before_in_front(beekeeping: Glossary, question: str) -> None:
    resolved = resolve(question, BEFORE, beekeeping)
    assert (resolved.query, resolved.about) == (f"Swarming: {question}", "Swarming")


@pytest.mark.parametrize(
    "question",
    [
        "What is propolis?",
        "How does it differ from a winter cluster?",
        "Which pine needles should burn inside bellows on grass?",
    ],
)
def test_a_question_that_names_a_term_or_says_enough_stands_alone(beekeeping: Glossary, question: str) -> None:
    resolved = resolve(question, BEFORE, beekeeping)
    assert (resolved.query, resolved.about) == (question, "")


def test_nothing_before_leaves_the_question(beekeeping: Glossary) -> None:
    assert resolve("Why?", [], beekeeping).query == "Why?"


def test_the_latest_question_with_a_known_article_counts(beekeeping: Glossary) -> None:
    turns = [
        PreviousTurn("What is swarming?", ("swarming",)),
        PreviousTurn("What is propolis?", ("propolis",)),
        PreviousTurn("What is a unicorn?", ("unicorn",)),
        PreviousTurn("What is the capital of France?", ()),
    ]
    assert resolve("Why?", turns, beekeeping).about == "Propolis"


def test_articles_that_are_gone_leave_the_question_alone(beekeeping: Glossary) -> None:
    assert resolve("Why?", [PreviousTurn("What is a unicorn?", ("unicorn",))], beekeeping).about == ""
