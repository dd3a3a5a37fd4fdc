"""What articles say they are asked finds them, and nothing else changes."""

import numpy as np
import pytest

from retriever.asked import AskedOfArticles
from retriever.fusion import ArticleGroups

MAST = "# Mast\n\nThe mast carries the sails. A pole of wood or metal."
ASKED = "---\nterm: Mast\nasked: [the wind broke our stick last night, which wood is best]\n---\n" + MAST
PAGES = {"mast.md": MAST, "oar.md": "# Oar\n\nAn oar is a stick that moves a boat. Wind is no help."}
QUERY = "the wind broke our stick"


def test_an_article_is_found_by_what_it_is_asked(open_pages) -> None:
    assert open_pages(PAGES).search(QUERY).hits[0].passage.article_id == "oar"
    found = open_pages({**PAGES, "mast.md": ASKED}).search(QUERY).hits
    assert found[0].passage.article_id == "mast"
    assert "stick" not in found[0].passage.text


def test_every_passage_of_the_article_gains_the_lead_of_the_nearest(open_pages) -> None:
    retriever = open_pages({**PAGES, "mast.md": ASKED})
    vector = retriever.embed_queries([QUERY])[0]
    best = float((retriever.index.asked_vectors @ vector).max())
    rows, dense = np.array([0, 0, 0]), np.array([0.25, 0.125, 1.0], dtype=np.float32)
    gains = AskedOfArticles(retriever.index).gains(rows, ArticleGroups(rows), np.array([0]), dense, vector)
    np.testing.assert_allclose(gains, [best - 0.25, best - 0.125, 0], atol=1e-6)


@pytest.mark.parametrize("best", [[], [1]])
def test_articles_that_are_not_looked_at_or_are_asked_nothing_gain_nothing(open_pages, best: list[int]) -> None:
    retriever = open_pages({**PAGES, "mast.md": ASKED})
    vector = retriever.embed_queries([QUERY])[0]
    rows, dense = np.array([0, 1]), np.zeros(2, dtype=np.float32)
    looked_at = np.array(best, dtype=np.int64)
    gains = AskedOfArticles(retriever.index).gains(rows, ArticleGroups(rows), looked_at, dense, vector)
    assert gains.tolist() == [0, 0]


def test_without_such_texts_scores_are_the_same_whatever_the_weight(open_pages) -> None:
    hits = [open_pages(PAGES, asked_weight=weight).search(QUERY).hits for weight in (0.0, 1.0)]
    assert [hit.score for hit in hits[0]] == [hit.score for hit in hits[1]]


def test_articles_lag_behind_the_one_that_is_asked_most_alike(open_pages) -> None:
    wood = "---\nterm: Wood\nasked: [our stick rots, which wood lasts]\n---\n# Wood\n\nWood floats."
    retriever = open_pages({**PAGES, "mast.md": ASKED, "wood.md": wood})
    vector = retriever.embed_queries([QUERY])[0]
    index = retriever.index
    mast, tree = index.asked_vectors[:2].mean(axis=0) @ vector, index.asked_vectors[2:].mean(axis=0) @ vector
    rows = np.array([0, 0, 1, 2])  # mast twice; oar, which is asked nothing, so that two of three count; wood
    lags = AskedOfArticles(index).lags(rows, ArticleGroups(rows), vector)
    assert mast > tree
    np.testing.assert_allclose(lags, [0, 0, 2 / 3 * (tree - mast) / 2, 2 / 3 * (tree - mast)], atol=1e-6)
    assert lags.dtype == np.float32


@pytest.mark.parametrize("pages", [PAGES, {**PAGES, "mast.md": ASKED}])
def test_nothing_lags_where_no_candidate_is_asked_anything(open_pages, pages: dict[str, str]) -> None:
    retriever = open_pages(pages)
    rows = np.array([1, 1])  # oar
    lags = AskedOfArticles(retriever.index).lags(rows, ArticleGroups(rows), retriever.embed_queries([QUERY])[0])
    assert lags.tolist() == [0, 0]
