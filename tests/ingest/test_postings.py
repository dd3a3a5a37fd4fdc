"""Postings lists: sums, and what is kept of each list."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.postings import RANKS, Postings


def postings_of(lists: list[dict[int, float]]) -> Postings:
    starts = np.concatenate([[0], np.cumsum([len(one) for one in lists])]).astype(np.int64)
    rows = [row for one in lists for row in sorted(one)]
    added = [one[row] for one in lists for row in sorted(one)]
    return Postings.of(starts, np.array(rows, dtype=np.int32), np.array(added, dtype=np.float32))


def float32(*values: float) -> NDArray[np.float32]:
    return np.array(values, dtype=np.float32)


def test_what_lists_add_to_a_text_is_summed_and_a_list_given_twice_adds_twice() -> None:
    postings = postings_of([{0: 0.5, 3: 1.0}, {3: 0.25}])
    np.testing.assert_array_equal(postings.add_up([0, 1], 5), float32(0.5, 0, 0, 1.25, 0))
    np.testing.assert_array_equal(postings.add_up([1, 1], 5), float32(0, 0, 0, 0.5, 0))
    np.testing.assert_array_equal(postings.add_up([], 2), float32(0, 0))


def test_sums_of_some_rows_are_the_same_to_the_bit() -> None:
    rng = np.random.default_rng(3)
    postings = postings_of([{int(row): rng.random() for row in rng.choice(90, 40, replace=False)} for _ in range(6)])
    rows = np.array([89, 0, 5, 5, 41])
    lists = [4, 0, 2, 5, 0]
    np.testing.assert_array_equal(postings.add_up_at(lists, rows), postings.add_up(lists, 90)[rows])


def test_the_heights_of_a_list_are_its_values_of_some_ranks() -> None:
    values = {row: float(row + 1) for row in range(150)}
    assert RANKS == (1, 10, 100, 1000)
    np.testing.assert_array_equal(postings_of([{7: 2.0}, values]).heights, [[2, 0, 0, 0], [150, 141, 51, 0]])


def test_postings_survive_being_written_and_opened(tmp_path: Path) -> None:
    postings = postings_of([{0: 0.5, 3: 1.0}, {3: 0.25}])
    postings.write(tmp_path)
    opened = Postings.open(tmp_path)
    np.testing.assert_array_equal(opened.add_up([0, 1], 4), postings.add_up([0, 1], 4))
    np.testing.assert_array_equal(opened.heights, postings.heights)


def test_no_lists_are_postings_too(tmp_path: Path) -> None:
    postings_of([]).write(tmp_path)
    assert Postings.open(tmp_path).add_up([], 3).tolist() == [0, 0, 0]
