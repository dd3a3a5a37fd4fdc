"""Measures of answers, against numbers worked by hand."""

from dataclasses import replace

import pytest

from eval.answer_measures import (
    JudgedAnswer,
    answered_rate,
    article_accuracy,
    auroc,
    citation_recall,
    citation_verbatim,
    false_answer_rate,
    false_answers_at,
    measure_answers,
    risk_coverage,
    section_accuracy,
    section_of,
)
from eval.datatypes import Topic
from ingest.datatypes import Article, Section, Segment
from server.answering.datatypes import Answer, AnswerPart, Citation

TEXT = "A keel is the spine of a hull. It keeps the boat upright."
KEEL = Article(
    "keel", "Keel", "Keel", TEXT, (Section(("Definition",), "definition", 0, 57),), (Segment("sentence", 0, 30),)
)


def citation(*, quote: str = TEXT[:30], start: int = 0, end: int = 30, passage: str = "keel#definition") -> Citation:
    return Citation(1, passage.partition("#")[0], "Keel", "Definition", passage, quote, start, end, "keel.md", "")


def judged(
    cited: Citation | None, *, relevant: dict[str, int], confidence: float = 0.9, kind: str = "", text: str = ""
) -> JudgedAnswer:
    parts = (AnswerPart(text or cited.quote, "sentence", (1,)),) if cited else ()
    answer = Answer(
        question="?",
        status="answered" if cited else "not_in_glossary",
        confidence=confidence,
        parts=parts,
        citations=(cited,) if cited else (),
        related=(),
        suggestions=(),
        generation="g",
        n_articles=1,
        n_passages=1,
        timings_ms={},
    )
    return JudgedAnswer(Topic("t", "?", {"kind": kind}), answer, relevant, ("keel#definition",))


def article_of(article_id: str) -> Article:
    return {"keel": KEEL}[article_id]


ANSWERS = [
    judged(citation(), relevant={"keel": 2}),
    judged(citation(), relevant={"mast": 2}, confidence=0.6),
    judged(None, relevant={"keel": 1}, confidence=0.2),
    judged(citation(), relevant={}, confidence=0.7, kind="near"),
    judged(None, relevant={}, confidence=0.1, kind="far"),
]


def test_answered_rate_counts_the_answerable_only() -> None:
    assert answered_rate(ANSWERS) == [1, 1, 0]


def test_false_answer_rate_counts_the_others_only() -> None:
    assert false_answer_rate(ANSWERS) == [1, 0]


def test_article_accuracy_counts_grade_one_and_up_of_what_was_answered() -> None:
    assert article_accuracy([*ANSWERS, judged(citation(), relevant={"keel": 1})]) == [1, 0, 1]


def test_section_accuracy_takes_any_citation_in_a_judged_section() -> None:
    elsewhere = judged(citation(passage="keel#example"), relevant={"keel": 2})
    assert section_accuracy([ANSWERS[0], elsewhere]) == [1, 0]


def test_where_no_sections_are_judged_none_are_measured() -> None:
    without = [replace(one, sections=()) for one in ANSWERS]
    assert "section_accuracy" in measure_answers(ANSWERS, article_of)
    assert "section_accuracy" not in measure_answers(without, article_of)


@pytest.mark.parametrize(
    ("passage", "expected"),
    [("keel#use", True), ("keel#use-2", True), ("keel#use-cases", False), ("keel#us", False), ("mast#use", False)],
)
def test_a_later_passage_belongs_to_its_section(passage: str, expected: bool) -> None:
    assert section_of(passage, ["keel#use"]) is expected


def test_a_quote_that_does_not_stand_at_its_offsets_is_not_verbatim() -> None:
    shifted = judged(citation(start=1, end=31), relevant={"keel": 2})
    assert citation_verbatim([ANSWERS[0], shifted], article_of) == [1, 0]


def test_a_part_that_its_quote_does_not_hold_is_not_recalled() -> None:
    invented = judged(citation(), relevant={"keel": 2}, text="A keel is made of gold.")
    assert citation_recall([ANSWERS[0], invented], article_of) == [1, 0]


def test_the_area_counts_pairs_and_ties_half() -> None:
    # pairs (0.9, 0.5), (0.9, 0.7), (0.5, 0.5), (0.5, 0.7): won, won, tied, lost = 2.5 of 4
    assert auroc([0.9, 0.5], [0.5, 0.7]) == pytest.approx(0.625)


def test_the_area_of_nothing_is_a_half() -> None:
    assert auroc([], [0.3]) == 0.5


def test_false_answers_are_counted_at_the_threshold_that_lets_the_share_pass() -> None:
    # of 20 answerable 0.05, 0.10 .. 1.00 the threshold 0.10 lets 19 pass; of the others only 0.5 does
    yes = [n / 20 for n in range(1, 21)]
    assert false_answers_at(yes, [0.02, 0.09, 0.5], answered=0.95) == pytest.approx(1 / 3)


def test_risk_falls_to_nothing_where_nothing_is_answered() -> None:
    points = risk_coverage(ANSWERS)
    assert points[0]["coverage"] == pytest.approx(2 / 3, abs=1e-4)  # two of three answerable are answered
    assert points[0]["risk"] == pytest.approx(2 / 3, abs=1e-4)  # of three answers given one is right
    assert points[-1] == {"threshold": 1.0, "coverage": 0.0, "risk": 0.0}


def test_refusal_is_told_for_each_kind() -> None:
    found = measure_answers(ANSWERS, article_of)
    assert found["false_answer_rate.near"].mean == 1
    assert found["false_answer_rate.far"].mean == 0
    assert found["auroc_answerable.far"].mean == 1
