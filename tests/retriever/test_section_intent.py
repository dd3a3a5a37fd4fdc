"""Which section of an article speaks for it, by the kind of question."""

from operator import itemgetter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retriever.fusion import ArticleGroups
from retriever.section_intent import section_first

PAGES = {
    "mooring.md": """---
term: Mooring
---
Mooring is making a ship fast to a quay.

## Why It Matters

A ship that is made fast cannot drift.

## Common Mistakes to Avoid

Lines led over a sharp edge part in the first swell.

## Example

The barque Ida lay for a week with two lines ashore.
""",
    "towing.md": "# Towing\n\nTowing is pulling a ship by a line.",
}


def floats(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float32)


def test_within_an_article_the_section_asked_for_takes_the_best_score() -> None:
    fits = np.array([False, True, False, True])
    scores, articles = floats(0.9, 0.8, 0.7, 0.95), ArticleGroups(np.array([1, 1, 1, 2]))
    dealt = section_first(scores, scores, fits, articles, weight=0.15)
    # article 1: 0.9, 0.8 + 0.15 and 0.7 order its second passage first; article 2 has one passage
    np.testing.assert_array_equal(dealt, floats(0.8, 0.9, 0.7, 0.95))


def test_passages_of_an_article_may_be_compared_by_other_scores() -> None:
    scores, inside = floats(0.9, 0.8, 0.7, 0.95), floats(0.1, 0.2, 0.4, 0.0)
    articles, nowhere = ArticleGroups(np.array([1, 1, 1, 2])), np.zeros(4, dtype=np.bool_)
    np.testing.assert_array_equal(
        section_first(scores, inside, nowhere, articles, weight=0.15), floats(0.7, 0.8, 0.9, 0.95)
    )


def test_a_section_that_is_farther_behind_than_the_weight_stays_behind() -> None:
    scores = floats(0.9, 0.7)
    np.testing.assert_array_equal(
        section_first(scores, scores, np.array([False, True]), ArticleGroups(np.array([1, 1])), weight=0.15), scores
    )


@given(
    st.lists(st.tuples(st.floats(0, 1, width=32), st.booleans(), st.integers(0, 3)), min_size=1, max_size=20),
    st.floats(0, 2),
)
def test_every_article_keeps_its_scores(rows: list[tuple[float, bool, int]], weight: float) -> None:
    scores, fits, articles = (np.array(column) for column in zip(*sorted(rows, key=itemgetter(2)), strict=True))
    scores = scores.astype(np.float32)
    dealt = section_first(scores, -scores, fits, ArticleGroups(articles), weight=weight)
    for article in set(articles):
        mine = articles == article
        np.testing.assert_array_equal(np.sort(dealt[mine]), np.sort(scores[mine].astype(np.float32)))


@pytest.mark.parametrize(
    ("query", "heading"),
    [
        ("what is mooring", "Definition"),
        ("what should I avoid when mooring a ship", "Common Mistakes to Avoid"),
        ("why does mooring matter", "Why It Matters"),
        ("show me an example of mooring a ship", "Example"),
    ],
)
def test_the_kind_of_question_decides_which_section_comes_first(open_pages, query: str, heading: str) -> None:
    hits = open_pages(PAGES, section_weight=2.0).search(query).hits
    assert hits[0].passage.article_id == "mooring"
    assert hits[0].passage.heading_path[-1] == heading


def test_articles_keep_their_places_and_scores_whatever_the_section_gains(open_pages) -> None:
    def best_of_articles(weight: float) -> list[tuple[str, float]]:
        best: dict[str, float] = {}
        for hit in open_pages(PAGES, section_weight=weight).search("why is towing a ship on a line so hard").hits:
            best.setdefault(hit.passage.article_id, hit.score)
        return list(best.items())

    assert best_of_articles(2.0) == best_of_articles(0.0)
