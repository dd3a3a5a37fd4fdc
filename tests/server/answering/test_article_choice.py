"""Which article an answer is made from."""

from copy import copy
from dataclasses import replace

import numpy as np

from retriever.datatypes import Hit, Retrieval
from retriever.question_kinds import kind_of
from server.answering.article_choice import main_article
from server.answering.glossary import Glossary


def retrieved(glossary: Glossary, question: str, scores: dict[str, float], *, passage: int = -1) -> Retrieval:
    """A retrieval whose hits are one passage of each article, with the given scores."""
    found = glossary.retriever.search(question)
    hits = [
        Hit(rank, score, glossary.index.articles[article_id].passages[passage], 0.0, 0.0, ())
        for rank, (article_id, score) in enumerate(scores.items(), start=1)
    ]
    return replace(found, hits=tuple(hits))


def test_a_clear_lead_in_score_decides(beekeeping: Glossary) -> None:
    question = "How do I light a smoker?"
    for first, second in (("swarming", "propolis"), ("propolis", "swarming")):
        retrieval = retrieved(beekeeping, question, {second: 0.1, first: 0.9})
        assert main_article(retrieval, [], kind_of(question), beekeeping).article_id == first


def test_of_passages_that_score_alike_the_article_that_is_about_it_as_a_whole_is_chosen(beekeeping: Glossary) -> None:
    question = "half of the colony leaves with the old queen"
    retrieval = retrieved(beekeeping, question, {"propolis": 0.52, "swarming": 0.5})
    assert main_article(retrieval, [], None, beekeeping).article_id == "swarming"


def test_the_fewer_articles_say_what_they_are_asked_the_more_the_whole_article_decides(beekeeping: Glossary) -> None:
    question = "half of the colony leaves with the old queen"
    retrieval = retrieved(beekeeping, question, {"propolis": 0.52, "swarming": 0.5})
    told = copy(beekeeping)
    for share, chosen in ((0.0, "swarming"), (0.5, "swarming"), (1.0, "propolis")):
        told.asked_share = share
        assert main_article(retrieval, [], None, told).article_id == chosen


def test_the_article_that_opens_with_what_is_to_be_named_gains(beekeeping: Glossary) -> None:
    question = "What do you call it?"
    kind = kind_of(question)
    inside = retrieved(beekeeping, question, {"swarming": 0.7})
    opening = retrieved(beekeeping, question, {"propolis": 0.5}, passage=0)
    both = replace(inside, hits=(*inside.hits, *opening.hits))
    plain = main_article(both, [], None, beekeeping).article_id
    assert plain == "swarming"
    lead = 0.0
    while main_article(replace(both, hits=_raised(both, plain, lead)), [], None, beekeeping).article_id == plain:
        lead -= 0.005
    even = replace(both, hits=_raised(both, plain, lead + 0.005))
    assert main_article(even, [], None, beekeeping).article_id == plain
    assert main_article(even, [], kind, beekeeping).article_id == "propolis"


def test_an_article_is_near_itself_and_its_neighbours(each_glossary: Glossary) -> None:
    for article_id in each_glossary.index.articles:
        own, around = each_glossary.fields_of(article_id)
        linked = {*each_glossary.graph.linked_to(article_id), *each_glossary.graph.linked_from(article_id)}
        means = [each_glossary.fields_of(other)[0] for other in linked] or [own]
        np.testing.assert_allclose(around, np.mean(means, axis=0), atol=1e-6)


def _raised(retrieval: Retrieval, article_id: str, by: float) -> tuple[Hit, ...]:
    return tuple(replace(h, score=h.score + by * (h.passage.article_id == article_id)) for h in retrieval.hits)


def test_what_is_asked_how_to_do_decides_whatever_else_is_near(ask_pages) -> None:
    pages = {
        "no.md": "# Saying No\n\nSaying no is declining a request.\n\n## Steps\n\n- Answer in a week.\n- Say why.\n",
        "inspector.md": "# Inspector\n\nAn inspector visits hives.\n\n## Steps\n\n- Show the inspector the hives.\n",
    }
    for question in ("How do I say no to an inspector?", "how to say no when the inspector visits"):
        assert {c.article_id for c in ask_pages(pages, question).citations} == {"no"}
    about_inspector = ask_pages(pages, "How do I prepare for the inspector who visits my hives?")
    assert about_inspector.citations[0].article_id == "inspector"
