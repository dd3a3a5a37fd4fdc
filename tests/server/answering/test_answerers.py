"""The contract of every row of the ANSWERERS table."""

from dataclasses import replace
from threading import Event

import pytest

from server.answering import ANSWERERS
from server.answering.datatypes import DraftPart
from server.answering.glossary import Glossary
from server.settings import ServerSettings

pytestmark = pytest.mark.parametrize("name", sorted(ANSWERERS))


def test_nothing_retrieved_answers_nothing(beekeeping: Glossary, ready_settings: ServerSettings, name: str) -> None:
    retrieval = replace(beekeeping.retriever.search("What is swarming?"), hits=())
    answerer = ANSWERERS[name](ready_settings)
    steps = answerer.answer("What is swarming?", retrieval, beekeeping, max_words=120, cancelled=Event())
    assert not [step for step in steps if isinstance(step, DraftPart)]


def test_every_part_quotes_a_stretch_inside_a_passage(
    beekeeping: Glossary, ready_settings: ServerSettings, name: str
) -> None:
    question = "How do I use a queen excluder?"
    retrieval = beekeeping.retriever.search(question)
    answerer = ANSWERERS[name](ready_settings)
    steps = list(answerer.answer(question, retrieval, beekeeping, max_words=120, cancelled=Event()))
    parts = [step for step in steps if isinstance(step, DraftPart)]
    assert parts
    for part in parts:
        assert part.quotes
        for quote in part.quotes:
            assert quote.passage.article_id == quote.article.article_id
            assert quote.passage.start <= quote.start < quote.end <= quote.passage.end
            assert quote.text == quote.article.text[quote.start : quote.end]
