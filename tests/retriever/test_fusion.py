"""Fusion against numbers worked by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retriever.fusion import cosine_plus_lexical, feedback_query, share_of_best


def floats(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float32)


def test_share_of_best_divides_by_the_highest_score_of_the_whole_index() -> None:
    # 6 / 8, 2 / 8, 0 / 8; the best text of the index is not among the candidates
    np.testing.assert_allclose(share_of_best(floats(6, 2, 0), 8.0), [0.75, 0.25, 0.0])


def test_share_of_best_is_0_where_no_word_of_the_query_is_known() -> None:
    np.testing.assert_array_equal(share_of_best(floats(0, 0), 0.0), [0, 0])


def test_article_counts_three_times_as_much_as_passage_beside_the_cosine() -> None:
    fused = cosine_plus_lexical(
        floats(0.5, 0.4, 0.45, -0.1), floats(1, 0, 0.5, 0), floats(0, 1, 0.5, 0), lexical_weight=0.2
    )
    # 0.5 + 0.2 * (0.25 * 1 + 0.75 * 0) = 0.55
    # 0.4 + 0.2 * (0.25 * 0 + 0.75 * 1) = 0.55
    # 0.45 + 0.2 * (0.25 * 0.5 + 0.75 * 0.5) = 0.55
    # -0.1 + 0 = -0.1
    np.testing.assert_allclose(fused, [0.55, 0.55, 0.55, -0.1], rtol=1e-6)
    assert fused.dtype == np.float32


def test_no_lexical_weight_leaves_the_cosine() -> None:
    dense = floats(0.3, -0.2)
    np.testing.assert_array_equal(cosine_plus_lexical(dense, floats(1, 1), floats(1, 1), lexical_weight=0.0), dense)


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
    gained = cosine_plus_lexical(dense, passage, article, lexical_weight=weight) - dense
    assert gained.min() >= -1e-6
    assert gained.max() == pytest.approx(min(gained.max(), weight), abs=1e-6)
