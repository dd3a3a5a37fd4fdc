"""Postings lists: sums, and what is kept on disk."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.postings import Postings


def postings_of(lists: list[dict[int, float]]) -> Postings:
    starts = np.concatenate([[0], np.cumsum([len(one) for one in lists])]).astype(np.int64)
    rows = [row for one in lists for row in sorted(one)]
    added = [one[row] for one in lists for row in sorted(one)]
    return Postings(starts, np.array(rows, dtype=np.int32), np.array(added, dtype=np.float32))


def float32(*values: float) -> NDArray[np.float32]:
    return np.array(values, dtype=np.float32)


def test_what_lists_add_to_a_text_is_summed_and_a_list_given_twice_adds_twice() -> None:
    postings = postings_of([{0: 0.5, 3: 1.0}, {3: 0.25}])
    np.testing.assert_array_equal(postings.add_up([0, 1], 5), float32(0.5, 0, 0, 1.25, 0))
    np.testing.assert_array_equal(postings.add_up([1, 1], 5), float32(0, 0, 0, 0.5, 0))
    np.testing.assert_array_equal(postings.add_up([], 2), float32(0, 0))


def test_sums_over_many_texts_are_those_over_few() -> None:
    postings = postings_of([{0: 0.5, 3: 1.0}, {3: 0.25, 4: 2.0}])
    few, many = postings.add_up([0, 1, 1], 5), postings.add_up([0, 1, 1], 100_000)
    assert few.dtype == many.dtype == np.float32
    np.testing.assert_array_equal(few, many[:5])
    assert not many[5:].any()


def test_postings_survive_being_written_and_opened(tmp_path: Path) -> None:
    postings = postings_of([{0: 0.5, 3: 1.0}, {3: 0.25}])
    postings.write(tmp_path)
    opened = Postings.open(tmp_path)
    np.testing.assert_array_equal(opened.add_up([0, 1], 4), postings.add_up([0, 1], 4))


def test_no_lists_are_postings_too(tmp_path: Path) -> None:
    postings_of([]).write(tmp_path)
    assert Postings.open(tmp_path).add_up([], 3).tolist() == [0, 0, 0]
