"""Questions that the first page offers."""

from fastapi.testclient import TestClient

from server.answering.glossary import Glossary
from server.answering.question_answering import answer_question
from server.settings import ServerSettings
from server.suggested_questions import SHOWN, SuggestedQuestions, suggested_questions

LONG_ENOUGH = 60.0


def questions_of(glossary: Glossary, settings: ServerSettings) -> list[str]:
    return list(suggested_questions(glossary, settings))


def test_questions_are_few_different_and_about_terms(
    each_glossary: Glossary, beekeeping_settings: ServerSettings
) -> None:
    questions = questions_of(each_glossary, beekeeping_settings)
    assert 0 < len(questions) <= SHOWN
    assert len(set(questions)) == len(questions)
    assert all(question.endswith("?") and each_glossary.graph.mentions(question) for question in questions)


def test_questions_that_are_offered_are_answered(each_glossary: Glossary, beekeeping_settings: ServerSettings) -> None:
    for question in questions_of(each_glossary, beekeeping_settings):
        assert answer_question(question, each_glossary, beekeeping_settings).status == "answered", question


def test_a_glossary_that_answers_nothing_offers_nothing(
    beekeeping: Glossary, beekeeping_settings: ServerSettings
) -> None:
    assert questions_of(beekeeping, beekeeping_settings.model_copy(update={"confidence": 1.0})) == []


def test_they_are_found_in_the_background_and_then_kept(
    beekeeping: Glossary, beekeeping_settings: ServerSettings
) -> None:
    questions = SuggestedQuestions(beekeeping_settings)
    found = questions.of(beekeeping, wait_seconds=LONG_ENOUGH)
    assert found == questions_of(beekeeping, beekeeping_settings)
    assert questions.of(beekeeping) == found


def test_another_generation_gets_its_own(
    beekeeping: Glossary, letterpress: Glossary, beekeeping_settings: ServerSettings
) -> None:
    questions = SuggestedQuestions(beekeeping_settings)
    of_bees = questions.of(beekeeping, wait_seconds=LONG_ENOUGH)
    of_type = questions.of(letterpress, wait_seconds=LONG_ENOUGH)
    assert of_bees
    assert of_type
    assert not set(of_bees) & set(of_type)


def test_the_first_page_links_them(client: TestClient, beekeeping: Glossary) -> None:
    questions = client.app.state.suggested.of(beekeeping, wait_seconds=LONG_ENOUGH)
    page = client.get("/").text
    assert all(question in page for question in questions)
