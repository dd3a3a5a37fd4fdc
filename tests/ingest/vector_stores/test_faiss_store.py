"""The FAISS store where it is approximate: forced here on few vectors."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from ingest.vector_stores.exact_store import ExactStore
from ingest.vector_stores.faiss_store import FaissStore
from ingest.vector_stores.probing import TARGET_RECALL, nearest_exactly, recall, sample_queries


def text_like_vectors(n: int, dim: int = 64, seed: int = 3) -> NDArray[np.float32]:
    """Unit vectors in groups, with most of their variance in few directions, as vectors of texts have."""
    rng = np.random.default_rng(seed)
    spectrum = np.arange(1, dim + 1) ** -0.5
    topics = rng.standard_normal((n // 40, dim)) * spectrum
    vectors = topics[rng.integers(0, len(topics), n)] + 0.7 * rng.standard_normal((n, dim)) * spectrum
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(scope="module")
def vectors() -> NDArray[np.float32]:
    return text_like_vectors(6000)


@pytest.fixture(scope="module")
def store(vectors: NDArray[np.float32]) -> FaissStore:
    return FaissStore.build(vectors, flat_up_to=1000)


def test_few_vectors_are_kept_flat_and_many_in_lists(store: FaissStore, vectors: NDArray[np.float32]) -> None:
    assert FaissStore.build(vectors[:1000], flat_up_to=1000).parameters == {"kind": "flat"}
    assert store.parameters["kind"] == "ivf-sq8"
    assert store.parameters["recall_at_10"] >= TARGET_RECALL
    assert 1 <= store.parameters["probes"] < store.parameters["lists"]


def test_the_stated_recall_is_reached_on_queries_that_it_was_not_set_up_with(
    store: FaissStore, vectors: NDArray[np.float32]
) -> None:
    queries = sample_queries(vectors, 300, seed=99)
    found = [store.search(query, 10)[1] for query in queries]
    # 300 queries x 10: the standard error of a recall of 0.97 is at most 0.01
    assert recall(found, nearest_exactly(vectors, queries)) >= store.parameters["recall_at_10"] - 0.03


def test_scores_are_true_cosines_and_fall(store: FaissStore, vectors: NDArray[np.float32]) -> None:
    for query in sample_queries(vectors, 20, seed=4):
        scores, rows = store.search(query, 50)
        np.testing.assert_allclose(scores, vectors[rows] @ query, atol=1e-6)
        assert (np.diff(scores) <= 0).all()
        assert len(set(rows.tolist())) == 50


def test_vectors_come_back_as_they_were_given_and_not_quantised(
    store: FaissStore, vectors: NDArray[np.float32]
) -> None:
    rows = np.array([5999, 0, 7, 7])
    np.testing.assert_array_equal(store.vectors(rows), vectors[rows])


def test_an_approximate_store_survives_being_written_and_opened(
    store: FaissStore, vectors: NDArray[np.float32], tmp_path: Path
) -> None:
    store.write(tmp_path)
    opened = FaissStore.open(tmp_path, store.parameters)
    assert opened.parameters == store.parameters
    for query in sample_queries(vectors, 20, seed=5):
        for one, other in zip(opened.search(query, 30), store.search(query, 30), strict=True):
            np.testing.assert_array_equal(one, other)
    np.testing.assert_array_equal(opened.vectors(np.arange(100)), vectors[:100])


def test_the_same_vectors_make_the_same_approximate_store(tmp_path: Path) -> None:
    written = []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        FaissStore.build(text_like_vectors(2000), flat_up_to=100).write(tmp_path / name)
        written.append({file.name: file.read_bytes() for file in (tmp_path / name).iterdir()})
    assert written[0] == written[1]


def test_exact_search_in_parts_finds_what_the_exact_store_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.vector_stores.probing._ROWS_AT_ONCE", 300)
    few = text_like_vectors(1000)
    queries = sample_queries(few, 20)
    exact = ExactStore(few)
    for query, rows in zip(queries, nearest_exactly(few, queries), strict=True):
        assert set(rows.tolist()) == set(exact.search(query, 10)[1].tolist())
    assert recall(list(nearest_exactly(few, queries)), nearest_exactly(few, queries)) == 1.0


def test_recall_is_the_share_of_the_nearest_that_was_found() -> None:
    # of (0, 1) both are found, of (2, 3) one: 3 of 4
    assert recall([np.array([1, 0]), np.array([3, 9])], np.array([[0, 1], [2, 3]])) == 0.75
