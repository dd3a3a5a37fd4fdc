"""Passages of one text share a place, and articles stand where their best passages do."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retriever.hybrid import HybridRetriever
from retriever.same_texts import SameTexts

PAGES = {
    "bow.md": "# Bow\n\nThe bow is the front of a hull.\n\n## Care\n\nRinse it with fresh water after each trip.",
    "keel.md": "# Keel\n\nThe keel lies under the hull.\n\n## Care\n\nRinse it with fresh water after each trip.",
    "mast.md": "# Mast\n\nThe mast carries the sails.\n\n## Care\n\nTap it and listen for rot.",
}


@pytest.fixture
def texts(open_pages) -> SameTexts:
    return SameTexts(open_pages(PAGES).index)


def scores(*values: float):
    return np.array(values, dtype=np.float32)


ROWS = np.arange(6)  # bow, bow's care, keel, keel's care, mast, mast's care


def test_a_text_that_stands_twice_has_the_place_of_its_best_passage(texts: SameTexts) -> None:
    places = list(texts.places(ROWS, scores(0.125, 0.5, 0.25, 0.75, 0, 0)))
    assert places[:3] == [(3, 0.75, ("bow",)), (2, 0.25, ()), (0, 0.125, ())]


def test_of_a_text_the_named_passage_is_shown(texts: SameTexts) -> None:
    places = list(texts.places(ROWS, scores(0.125, 0.5, 0.25, 0.75, 0, 0), frozenset({1})))
    assert places[0] == (1, 0.75, ("keel",))


def test_an_article_that_shares_the_text_follows_the_one_shown(texts: SameTexts) -> None:
    ids, found, rows = texts.articles(ROWS, scores(0.125, 0.5, 0.25, 0.75, 0.625, 0))
    assert (ids, found, rows) == (["keel", "bow", "mast"], [0.75, 0.75, 0.625], [3, 3, 4])


@given(st.lists(st.sampled_from([0.0, 0.25, 0.5]), min_size=20, max_size=20))
def test_without_shared_texts_articles_are_those_of_the_places(harbour: HybridRetriever, values: list[float]) -> None:
    texts = SameTexts(harbour.index)
    passages = harbour.index.passages
    written = [passage.text for passage in passages]
    rows = np.array([row for row, text in enumerate(written) if written.count(text) == 1])
    assert 2 < len(rows) < len(passages)
    best: dict[str, tuple[float, int]] = {}
    for row, score, _ in texts.places(rows, scores(*values[: len(rows)])):
        best.setdefault(passages[row].article_id, (score, row))
    ids, found, found_rows = texts.articles(rows, scores(*values[: len(rows)]))
    assert [(i, s, r) for i, s, r in zip(ids, found, found_rows, strict=True)] == [(i, *b) for i, b in best.items()]
