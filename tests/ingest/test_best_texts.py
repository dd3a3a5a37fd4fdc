"""The best texts of postings lists: the same by all sums and by the lists themselves."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.best_texts import best_of_lists, best_of_sums
from ingest.postings import Postings


def random_postings(seed: int, n_texts: int, shares: list[float], *, coarse: bool) -> Postings:
    """A list for each share of the texts, rare ones adding more, as rare words do; coarse values give equal sums."""
    rng = np.random.default_rng(seed)
    starts, rows, added = [0], [], []
    for share in shares:
        n = max(int(share * n_texts), 1)
        rows.append(np.sort(rng.choice(n_texts, n, replace=False)))
        values = np.log(1 + 1 / share) * rng.uniform(0.2, 1, n)
        added.append(np.ceil(values * 2) / 2 if coarse else values)
        starts.append(starts[-1] + n)
    return Postings.of(
        np.array(starts, dtype=np.int64),
        np.concatenate(rows).astype(np.int32),
        np.concatenate(added).astype(np.float32),
    )


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
    shares=st.lists(st.sampled_from([0.0005, 0.01, 0.1, 0.5, 0.9]), min_size=1, max_size=6),
    repeated=st.booleans(),
    k=st.sampled_from([0, 1, 2, 10, 100, 101, 1500]),
    coarse=st.booleans(),
)
def test_the_best_by_lists_are_the_best_by_all_sums(
    seed: int, n_texts: int, shares: list[float], repeated: bool, k: int, coarse: bool
) -> None:
    postings = random_postings(seed, n_texts, shares, coarse=coarse)
    lists = [*range(len(shares)), *([0, len(shares) - 1] if repeated else [])]
    expected = best_of_sums(postings.add_up(lists, n_texts), k)
    np.testing.assert_array_equal(best_of_lists(postings, lists, k), expected)


def test_no_lists_have_no_best_texts() -> None:
    assert best_of_lists(random_postings(0, 10, [0.5], coarse=False), [], 5).tolist() == []
