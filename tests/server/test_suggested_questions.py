"""Questions that the first page offers."""

from server.answering.glossary import Glossary
from server.answering.question_answering import answer_question
from server.settings import ServerSettings
from server.suggested_questions import suggested_questions


def test_questions_are_few_different_and_about_terms(each_glossary: Glossary) -> None:
    questions = suggested_questions(each_glossary)
    assert 0 < len(questions) <= 5
    assert len(set(questions)) == len(questions)
    assert all(question.endswith("?") and each_glossary.graph.mentions(question) for question in questions)


def test_questions_that_are_offered_are_answered(each_glossary: Glossary, beekeeping_settings: ServerSettings) -> None:
    for question in suggested_questions(each_glossary):
        assert answer_question(question, each_glossary, beekeeping_settings).status == "answered", question
