"""Which kind a question is."""

import pytest

from retriever.question_kinds import KINDS, SITUATION, kind_of


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What is the difference between a honey super and a brood box?", "difference"),
        ("How do a swarm and a cluster differ?", "difference"),
        ("brood box vs honey super", "difference"),
        ("What should I avoid when I use a smoker?", "pitfalls"),
        ("Which mistakes do beginners make?", "pitfalls"),
        ("How is a smoker most often misused?", "pitfalls"),
        ("How do beginners get the mite count wrong?", "pitfalls"),
        ("How do I know that the flow has begun?", "signs"),
        ("What are the signs of swarming?", "signs"),
        ("Which questions should I ask about the brood box?", "questions"),
        ("Can you give an example of swarming?", "example"),
        ("Show me swarm control in practice", "example"),
        ("How is the mite load calculated?", "metric"),
        ("What is the formula for mite load?", "metric"),
        ("Why does swarming matter?", "why"),
        ("What are the benefits of a winter cluster?", "why"),
        ("When should I use a queen excluder?", "where"),
        ("Does swarm control make sense for two hives?", "where"),
        ("Where are honey supers most useful?", "where"),
        ("What are good practices for honey supers?", "practices"),
        ("How do I light a smoker?", "how"),
        ("What steps does it take?", "how"),
        ("What do you call a sticky resin from buds?", "naming"),
        ("What is swarming?", "definition"),
        ("what's a swarm", "definition"),
        ("Define propolis", "definition"),
        ("What does VDM stand for?", "definition"),
    ],
)
def test_kind_of_question(question: str, kind: str) -> None:
    found = kind_of(question)
    assert found is not None
    assert found.name == kind


def test_every_kind_is_asked_in_the_examples() -> None:
    asked = {case[1] for mark in test_kind_of_question.pytestmark for case in mark.args[1]}
    assert asked == {kind.name for kind in KINDS}


@pytest.mark.parametrize("question", ["", "propolis", "the brood box in winter", "whyte and howl"])
def test_words_that_only_look_like_a_question_have_no_kind(question: str) -> None:
    assert kind_of(question) is None


@pytest.mark.parametrize("question", ["WHY DOES SWARMING MATTER?", "why does swarming matter", "Why  does it matter??"])
def test_case_and_marks_do_not_change_the_kind(question: str) -> None:
    found = kind_of(question)
    assert found is not None
    assert found.name == "why"


def test_no_wording_shows_a_situation_and_its_headings_tell_what_to_do() -> None:
    assert not SITUATION.asked.search("My hives were empty by March. What should I do?")
    for heading in ("How Keepers Use It", "Good Practices", "Mistakes to Avoid"):
        assert SITUATION.headings.search(heading)
    assert not SITUATION.headings.search("Example")
