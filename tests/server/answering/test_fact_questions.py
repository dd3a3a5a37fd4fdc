"""Which plain fact a question asks for."""

import pytest

from server.answering.fact_questions import FACT_KINDS, fact_asked_for


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("In which year was the first hive patented?", "year"),
        ("When did Langstroth write his book?", "year"),
        ("How much does a smoker cost?", "money"),
        ("price of a honey extractor", "money"),
        ("average salary of a beekeeper in Bern", "money"),
        ("How many frames does a brood box hold?", "number"),
        ("What percentage of colonies survives?", "number"),
        ("Who invented the queen excluder?", "person"),
        ("At which university did Huber study?", "place"),
        ("Where was Dzierzon born?", "place"),
        ("how do I set prices for my honey", ""),
        ("Who should own the hive?", ""),
        ("the person who invented it, what is he called", ""),
        ("Term for opening the hive to see how many bees are left", ""),
        ("When do I add a super?", ""),
        ("What is swarming?", ""),
        ("How do I calm bees?", ""),
        ("", ""),
    ],
)
def test_the_kind_of_fact_is_read(question: str, kind: str) -> None:
    found = fact_asked_for(question)
    assert (found.name if found else "") == kind


@pytest.mark.parametrize(
    ("kind", "holds", "lacks"),
    [
        ("year", "It was patented in 1852.", "It was patented long ago, with 12 frames."),
        ("money", "A smoker is $30.", "A smoker is 30 cm tall."),
        ("number", "The box holds ten frames.", "The box holds frames."),
        ("person", "It was invented by Hanemann.", "It was invented by a beekeeper. Others copied it."),
    ],
)
def test_a_text_that_gives_a_fact_is_told_from_one_that_does_not(kind: str, holds: str, lacks: str) -> None:
    given = next(one.given for one in FACT_KINDS if one.name == kind)
    assert given.search(holds)
    assert not given.search(lacks)
