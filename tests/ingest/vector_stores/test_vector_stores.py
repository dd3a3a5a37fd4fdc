"""The contract of every row of the VECTOR_STORES table: what the exact store finds, any store finds."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from ingest.vector_stores import VECTOR_STORES, VectorStoreKind
from ingest.vector_stores.exact_store import ExactStore


def unit_vectors(n: int, dim: int = 32, seed: int = 7) -> NDArray[np.float32]:
    vectors = np.random.default_rng(seed).standard_normal((n, dim)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.fixture(params=sorted(VECTOR_STORES))
def kind(request: pytest.FixtureRequest) -> VectorStoreKind:
    return VECTOR_STORES[request.param]()


def test_the_exact_store_finds_what_a_hand_finds() -> None:
    # cosines of (1, 0) with rows (0, 1), (1, 0), (0.6, 0.8): 0, 1, 0.6
    store = ExactStore(np.array([[0, 1], [1, 0], [0.6, 0.8]], dtype=np.float32))
    scores, rows = store.search(np.array([1, 0], dtype=np.float32), 2)
    assert rows.tolist() == [1, 2]
    np.testing.assert_allclose(scores, [1, 0.6], rtol=1e-6)


@pytest.mark.parametrize("k", [1, 10, 100])
def test_a_store_agrees_with_the_exact_one(kind: VectorStoreKind, k: int) -> None:
    vectors = unit_vectors(2000)
    store, exact = kind.build(vectors), ExactStore(vectors)
    for query in unit_vectors(20, seed=8):
        scores, rows = store.search(query, k)
        exact_scores, exact_rows = exact.search(query, k)
        np.testing.assert_array_equal(rows, exact_rows)
        np.testing.assert_allclose(scores, exact_scores, atol=1e-6)


def test_scores_are_float32_and_never_rise(kind: VectorStoreKind) -> None:
    scores, rows = kind.build(unit_vectors(300)).search(unit_vectors(1, seed=8)[0], 50)
    assert scores.dtype == np.float32
    assert rows.dtype == np.int64
    assert (np.diff(scores) <= 0).all()


@pytest.mark.parametrize("k", [1, 5, 39, 40, 60])
def test_equal_scores_are_ordered_by_row_and_the_first_rows_win(kind: VectorStoreKind, k: int) -> None:
    vectors = np.tile(unit_vectors(2), (30, 1))  # even rows one vector, odd rows another
    _, rows = kind.build(vectors).search(vectors[0], k)
    assert rows.tolist() == [*range(0, 60, 2), *range(1, 60, 2)][:k]


def test_no_more_is_found_than_is_kept(kind: VectorStoreKind) -> None:
    _, rows = kind.build(unit_vectors(3)).search(unit_vectors(1)[0], 10)
    assert sorted(rows.tolist()) == [0, 1, 2]


def test_an_empty_store_finds_nothing(kind: VectorStoreKind) -> None:
    scores, rows = kind.build(unit_vectors(0)).search(unit_vectors(1)[0], 10)
    assert len(scores) == len(rows) == 0


def test_vectors_come_back_as_they_were_given(kind: VectorStoreKind) -> None:
    vectors = unit_vectors(50)
    rows = np.array([49, 0, 7, 7], dtype=np.int64)
    np.testing.assert_array_equal(kind.build(vectors).vectors(rows), vectors[rows])


def test_a_store_survives_being_written_and_opened(kind: VectorStoreKind, tmp_path: Path) -> None:
    vectors = unit_vectors(500)
    store = kind.build(vectors)
    store.write(tmp_path)
    opened = kind.open(tmp_path, store.parameters)
    for query in unit_vectors(10, seed=8):
        np.testing.assert_array_equal(opened.search(query, 20)[0], store.search(query, 20)[0])
        np.testing.assert_array_equal(opened.search(query, 20)[1], store.search(query, 20)[1])
    rows = np.arange(500, dtype=np.int64)
    np.testing.assert_array_equal(opened.vectors(rows), vectors)


def test_the_same_vectors_are_written_as_the_same_bytes(kind: VectorStoreKind, tmp_path: Path) -> None:
    written = []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        kind.build(unit_vectors(200)).write(tmp_path / name)
        written.append({file.name: file.read_bytes() for file in (tmp_path / name).iterdir()})
    assert written[0] == written[1]
