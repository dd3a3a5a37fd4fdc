"""Fusion against numbers worked by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retriever.fusion import (
    ArticleGroups,
    Evidence,
    adapted_query,
    feedback_query,
    fused_scores,
    lead,
    share_of_best,
    word_share,
)


def floats(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float32)


def test_share_of_best_divides_by_the_highest_score_of_the_whole_index() -> None:
    # 6 / 8, 2 / 8, 0 / 8; the best text of the index is not among the candidates
    np.testing.assert_allclose(share_of_best(floats(6, 2, 0), 8.0), [0.75, 0.25, 0.0])


def test_share_of_best_is_0_where_no_word_of_the_query_is_known() -> None:
    np.testing.assert_array_equal(share_of_best(floats(0, 0), 0.0), [0, 0])


def test_the_words_of_the_article_count_three_times_those_of_the_passage() -> None:
    # 0.25 * 1 + 0.75 * 0; 0.25 * 0 + 0.75 * 1; 0.25 * 0.4 + 0.75 * 0.8
    np.testing.assert_allclose(word_share(floats(1, 0, 0.4), floats(0, 1, 0.8)), [0.25, 0.75, 0.7], rtol=1e-6)


def test_only_a_sentence_nearer_than_its_passage_is_a_gain() -> None:
    np.testing.assert_allclose(lead(floats(0.5, 0.5, 0.5), floats(0.7, 0.5, -1)), [0.2, 0, 0], rtol=1e-6)


def test_an_article_is_as_near_as_its_three_best_candidates_together() -> None:
    dense = floats(0.1, 0.6, 0.5, 0.4, 0.9, 0.3, 0.5)
    # article 7 has 0.6, 0.5, 0.4 and 0.1, of which the last does not count: 0.5; article 8 has 0.9 alone;
    # article 9 has 0.3 and 0.5: 0.4
    support = ArticleGroups(np.array([7, 7, 7, 7, 8, 9, 9])).support(dense)
    np.testing.assert_allclose(support, [0.5, 0.5, 0.5, 0.5, 0.9, 0.4, 0.4], rtol=1e-6)
    assert support.dtype == np.float32


def test_support_does_not_depend_on_the_order_within_an_article() -> None:
    dense, articles = floats(0.1, 0.6, 0.4, 0.5, 0.9), ArticleGroups(np.array([7, 7, 7, 8, 8]))
    there = np.array([2, 0, 1, 4, 3])
    np.testing.assert_array_equal(articles.support(dense[there]), articles.support(dense)[there])


def test_the_best_of_each_article_comes_first_and_equal_ones_as_they_stand() -> None:
    order = ArticleGroups(np.array([2, 2, 2, 5])).best_first(floats(0.1, 0.3, 0.3, 0.9))
    np.testing.assert_array_equal(order, [1, 2, 0, 3])


def test_no_candidates_have_no_support() -> None:
    assert ArticleGroups(np.array([], dtype=np.int64)).support(floats()).shape == (0,)


def test_what_speaks_for_a_candidate_adds_up() -> None:
    evidence = Evidence(
        floats(0, 1), floats(0.2, 0), floats(0.1, 0.1), floats(0, -0.2), ArticleGroups(np.array([3, 3]))
    )
    fused = fused_scores(
        floats(0.6, 0.4),
        evidence,
        sentence_weight=0.5,
        asked_weight=0.4,
        asked_lag_weight=0.3,
        article_weight=0.2,
        lexical_weight=0.25,
    )
    # the article is as near as 0.5: 0.6 + 0.2 * (0.5 - 0.6) + 0.5 * 0.2 + 0.25 * 0 + 0.4 * 0.1 = 0.72
    # 0.4 + 0.2 * (0.5 - 0.4) + 0.5 * 0 + 0.25 * 1 + 0.4 * 0.1 - 0.3 * 0.2 = 0.65
    np.testing.assert_allclose(fused, [0.72, 0.65], rtol=1e-6)
    assert fused.dtype == np.float32


def test_without_weights_the_cosine_is_left() -> None:
    dense = floats(0.3, -0.2)
    evidence = Evidence(*[floats(1, 1)] * 4, ArticleGroups(np.array([0, 0])))
    fused = fused_scores(
        dense,
        evidence,
        sentence_weight=0.0,
        asked_weight=0.0,
        asked_lag_weight=0.0,
        article_weight=0.0,
        lexical_weight=0.0,
    )
    np.testing.assert_array_equal(fused, dense)


def test_a_map_moves_the_query_part_of_the_way_at_unit_length() -> None:
    adapter = np.array([[0, 1], [0, 0]], dtype=np.float32)
    # (0.6, 0.8) goes to (0, 0.6); half of that: (0.6, 1.1), of length sqrt(1.57)
    moved = adapted_query(floats(0.6, 0.8), adapter, weight=0.5)
    np.testing.assert_allclose(moved, [0.6 / 1.57**0.5, 1.1 / 1.57**0.5], rtol=1e-6)
    assert moved.dtype == np.float32


@pytest.mark.parametrize(("rows", "weight"), [(0, 1.0), (2, 0.0)])
def test_no_map_or_no_weight_leaves_the_query_to_the_bit(rows: int, weight: float) -> None:
    query = floats(0.6, 0.8)
    np.testing.assert_array_equal(adapted_query(query, np.ones((rows, 2), dtype=np.float32), weight=weight), query)


def test_feedback_moves_the_query_by_the_weighted_mean_at_unit_length() -> None:
    # mean of (0, 1) and (0.8, 0.6) is (0.4, 0.8); (1, 0) + 0.5 * (0.4, 0.8) = (1.2, 0.4); its length is sqrt(1.6)
    moved = feedback_query(floats(1, 0), np.array([[0, 1], [0.8, 0.6]], dtype=np.float32), weight=0.5)
    np.testing.assert_allclose(moved, [1.2 / 1.6**0.5, 0.4 / 1.6**0.5], rtol=1e-6)
    assert moved.dtype == np.float32


def test_feedback_without_passages_leaves_the_query() -> None:
    query = floats(0.6, 0.8)
    np.testing.assert_array_equal(feedback_query(query, np.zeros((0, 2), dtype=np.float32), weight=0.4), query)


def test_feedback_of_no_weight_leaves_the_query() -> None:
    moved = feedback_query(floats(0.6, 0.8), np.array([[1, 0]], dtype=np.float32), weight=0.0)
    np.testing.assert_allclose(moved, [0.6, 0.8], rtol=1e-6)


@given(
    st.lists(st.tuples(st.floats(-1, 1), st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=20),
    st.floats(0, 2),
)
def test_words_raise_a_cosine_by_at_most_their_weight(rows: list[tuple[float, float, float]], weight: float) -> None:
    dense, passage, article = (floats(*column) for column in zip(*rows, strict=True))
    nothing = np.zeros_like(dense)
    evidence = Evidence(word_share(passage, article), nothing, nothing, nothing, ArticleGroups(np.arange(len(dense))))
    fused = fused_scores(
        dense,
        evidence,
        sentence_weight=0.3,
        asked_weight=0.5,
        asked_lag_weight=0.4,
        article_weight=0.2,
        lexical_weight=weight,
    )
    assert (fused - dense).min() >= -1e-6
    assert (fused - dense).max() <= weight + 1e-6
