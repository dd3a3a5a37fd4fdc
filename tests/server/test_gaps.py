"""What the glossary lacks, from what was asked and rated."""

import dataclasses

from server.feedback_store import AskedQuestion
from server.gaps import ELSEWHERE, gaps

PLAIN = AskedQuestion("", 1, 0, True, ("kiln",), "kiln", "Kiln", "2026-01-01", 0, 0, ())


def asked(question: str, **told: object) -> AskedQuestion:
    return dataclasses.replace(PLAIN, question=question, **told)


def unanswered(question: str, times: int = 1, **told: object) -> AskedQuestion:
    return asked(question, **{"asked": times, "unanswered": times, "answered_last": False, "articles": (), **told})


def names(questions: list[AskedQuestion]) -> list[tuple[str, list[str]]]:
    return [(gap.term, [question.question for question in gap.questions]) for gap in gaps(questions)]


def test_what_is_answered_and_not_rated_down_is_no_gap() -> None:
    assert gaps([asked("a"), asked("b", up=2, down=1), asked("c", up=1, down=1)]) == []


def test_what_is_not_answered_is_a_gap_until_it_is() -> None:
    assert names([unanswered("a")]) == [("Kiln", ["a"])]
    assert gaps([unanswered("a", answered_last=True)]) == []


def test_that_a_question_is_rightly_not_answered_can_be_said() -> None:
    assert gaps([unanswered("a", up=1)]) == []


def test_what_is_rated_down_more_than_up_is_a_gap() -> None:
    assert names([asked("a", up=1, down=2)]) == [("Kiln", ["a"])]


def test_gaps_stand_by_term_the_weightiest_first() -> None:
    glaze = {"nearest": "glaze", "nearest_term": "Glaze"}
    questions = [unanswered("a"), unanswered("b", 3, **glaze), asked("c", down=2), unanswered("d", 1, **glaze)]
    assert names(questions) == [("Glaze", ["b", "d"]), ("Kiln", ["c", "a"])]
    assert [gap.weight for gap in gaps(questions)] == [4, 3]


def test_a_question_near_to_nothing_has_a_place_too() -> None:
    assert names([unanswered("a", nearest="", nearest_term="")]) == [(ELSEWHERE, ["a"])]
