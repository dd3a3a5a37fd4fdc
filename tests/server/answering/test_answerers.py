"""The contract of every row of the ANSWERERS table."""

from dataclasses import replace

import pytest

from server.answering import ANSWERERS
from server.answering.glossary import Glossary

pytestmark = pytest.mark.parametrize("name", sorted(ANSWERERS))


def test_nothing_retrieved_selects_nothing(beekeeping: Glossary, name: str) -> None:
    retrieval = replace(beekeeping.retriever.search("What is swarming?"), hits=())
    assert ANSWERERS[name]().select("What is swarming?", retrieval, beekeeping, 120) == []


def test_what_is_selected_stands_in_its_passage(beekeeping: Glossary, name: str) -> None:
    question = "How do I use a queen excluder?"
    selected = ANSWERERS[name]().select(question, beekeeping.retriever.search(question), beekeeping, 120)
    assert selected
    for selection in selected:
        assert selection.segment in selection.article.segments
        assert selection.passage.article_id == selection.article.article_id
        assert selection.passage.start <= selection.segment.start < selection.passage.end
