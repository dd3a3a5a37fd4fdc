"""The best of many scores."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.best_texts import best_of_sums


def test_best_rows_come_best_first_with_equal_scores_by_row() -> None:
    assert best_of_sums(np.array([1, 3, 0, 3, 2, 1], dtype=np.float32), 6).tolist() == [1, 3, 4, 0, 5]


def test_what_no_list_names_is_never_among_the_best() -> None:
    assert best_of_sums(np.array([0, 0], dtype=np.float32), 2).tolist() == []


@pytest.mark.parametrize("k", [0, 1, 2, 3])
def test_the_best_are_at_most_k(k: int) -> None:
    assert best_of_sums(np.array([0.5, 4, 2, 3], dtype=np.float32), k).tolist() == [1, 3, 2][:k]


def test_the_best_of_many_sums_are_found_too() -> None:
    sums = np.random.default_rng(5).permutation(20_000).astype(np.float32)
    np.testing.assert_array_equal(best_of_sums(sums, 30), np.argsort(-sums)[:30])


@given(
    seed=st.integers(0, 10_000),
    n_texts=st.sampled_from([1, 7, 300, 20_000]),
    k=st.sampled_from([0, 1, 2, 10, 30, 100, 1500]),
    coarse=st.booleans(),
)
def test_the_best_are_the_head_of_all_sorted(seed: int, n_texts: int, k: int, coarse: bool) -> None:
    sums = np.random.default_rng(seed).uniform(-1, 3, n_texts).clip(0).astype(np.float32)
    if coarse:
        sums = np.round(sums)
    every = np.argsort(-sums, kind="stable")
    np.testing.assert_array_equal(best_of_sums(sums, k), every[sums[every] > 0][:k])
