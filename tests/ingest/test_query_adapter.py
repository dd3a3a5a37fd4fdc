"""The map that is learnt from what articles are asked: its loss against finite differences, and that it helps."""

import numpy as np
import pytest

from ingest import query_adapter
from ingest.query_adapter import fit_query_adapter

DIM = 12
N_ARTICLES = 10


def unit(vectors: np.ndarray) -> np.ndarray:
    return (vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)).astype(np.float32)


def asked_of(articles: np.ndarray, *, each: int, scenes: np.ndarray, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Questions that sound more like one of a few scenes than like the article that answers them."""
    rng = np.random.default_rng(seed)
    rows = np.repeat(np.arange(len(articles)), each)
    told = scenes[rng.integers(0, len(scenes), len(rows))]
    return unit(articles[rows] + 2.5 * told + 0.1 * rng.normal(size=(len(rows), DIM))), rows


@pytest.fixture(scope="module")
def glossary() -> tuple[np.ndarray, np.ndarray]:
    """Vectors of articles, one passage each, and of scenes, which some articles lie near to."""
    rng = np.random.default_rng(5)
    scenes = unit(rng.normal(size=(3, DIM)))
    articles = unit(rng.normal(size=(N_ARTICLES, DIM)) + 2 * scenes[rng.integers(0, 3, N_ARTICLES)])
    return articles, scenes


def share_found(articles: np.ndarray, queries: np.ndarray, rows: np.ndarray) -> float:
    return float(np.mean((queries @ articles.T).argmax(axis=1) == rows))


def test_questions_that_it_never_saw_come_nearer_to_their_articles(glossary: tuple[np.ndarray, np.ndarray]) -> None:
    articles, scenes = glossary
    asked, rows = asked_of(articles, each=30, scenes=scenes, seed=1)
    adapter = fit_query_adapter(articles, np.arange(N_ARTICLES), asked, rows)
    new, answer = asked_of(articles, each=20, scenes=scenes, seed=2)
    assert adapter.shape == (DIM, DIM)
    assert adapter.dtype == np.float32
    assert share_found(articles, new + new @ adapter, answer) > share_found(articles, new, answer) + 0.2


def test_the_slope_of_the_loss_is_right(glossary: tuple[np.ndarray, np.ndarray]) -> None:
    articles, scenes = glossary
    asked, rows = asked_of(articles, each=3, scenes=scenes, seed=3)
    directions = query_adapter._directions(articles, asked)
    (group,) = query_adapter._groups(articles, np.arange(N_ARTICLES), asked, rows, directions)
    rng = np.random.default_rng(4)
    at, along = (rng.normal(scale=0.2, size=(DIM, DIM)).astype(np.float32) for _ in range(2))
    _, slope = query_adapter._loss(at, group)
    step = np.float32(0.01)
    ahead, behind = (query_adapter._loss(at + sign * step * along, group)[0] for sign in (1, -1))
    assert float((slope * along).sum()) == pytest.approx((ahead - behind) / (2 * step), rel=0.01)


def test_a_question_is_not_compared_with_itself() -> None:
    passages = unit(np.eye(3))
    asked = unit(np.array([[1, 1, 0], [1, 0, 1], [0, 1, 1]]))
    (group,) = query_adapter._groups(passages, np.arange(3), asked, np.array([0, 0, 1]), np.eye(3, dtype=np.float32))
    at = [int(np.flatnonzero((group.queries == question).all(axis=1))[0]) for question in asked]
    # of the first article the passage and its other question; the second article has no other question
    np.testing.assert_allclose(group.without[at[0]], passages[0] + asked[1], rtol=1e-6)
    np.testing.assert_allclose(group.without[at[2]], passages[1], rtol=1e-6)


def test_few_questions_leave_the_map_small(glossary: tuple[np.ndarray, np.ndarray]) -> None:
    articles, scenes = glossary
    asked, rows = asked_of(articles, each=30, scenes=scenes, seed=6)
    of_two = np.flatnonzero(rows < 2)[::30]  # one of each
    few = fit_query_adapter(articles, np.arange(N_ARTICLES), asked[of_two], rows[of_two])
    many = fit_query_adapter(articles, np.arange(N_ARTICLES), asked, rows)
    assert 0 < np.linalg.norm(few) < np.linalg.norm(many) / 3


def test_the_loss_of_no_map_is_that_of_the_plain_cosines() -> None:
    passages, asked = unit(np.eye(3)), unit(np.array([[1, 1, 0], [0, 1, 1]]))
    (group,) = query_adapter._groups(passages, np.arange(3), asked, np.array([0, 2]), np.eye(3, dtype=np.float32))
    value, _ = query_adapter._loss(np.zeros((3, 3), dtype=np.float32), group)
    # each question lies at 0.7071 from its own article's passage; the other article is its passage and its question,
    # which it meets at 0 and at 0.5
    assert value == pytest.approx(2 * np.log(1 + np.exp(20 * (0.5 - 0.5**0.5))), rel=1e-4)


@pytest.mark.parametrize("size", [4, DIM])
def test_a_map_moves_queries_within_the_directions_that_it_is_learnt_in(
    glossary: tuple[np.ndarray, np.ndarray], monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    articles, scenes = glossary
    monkeypatch.setattr(query_adapter, "_DIRECTIONS", size)
    asked, rows = asked_of(articles, each=6, scenes=scenes, seed=8)
    adapter = fit_query_adapter(articles, np.arange(N_ARTICLES), asked, rows)
    assert np.linalg.matrix_rank(adapter, tol=1e-4) <= size
    inside = query_adapter._directions(articles, asked)
    np.testing.assert_allclose(inside.T @ inside, np.eye(size), atol=1e-5)
    np.testing.assert_allclose(inside @ inside.T @ adapter, adapter, atol=1e-5)


@pytest.mark.parametrize("rows", [[], [2, 2]])
def test_there_is_nothing_to_learn_where_less_than_two_articles_are_asked(rows: list[int]) -> None:
    passages = unit(np.eye(3))
    adapter = fit_query_adapter(passages, np.arange(3), passages[rows], np.array(rows, dtype=np.int64))
    assert adapter.shape == (0, 3)


def test_the_same_vectors_give_the_same_map_in_groups_too(
    glossary: tuple[np.ndarray, np.ndarray], monkeypatch: pytest.MonkeyPatch
) -> None:
    articles, scenes = glossary
    asked, rows = asked_of(articles, each=6, scenes=scenes, seed=7)
    monkeypatch.setattr(query_adapter, "_GROUP", 25)
    groups = query_adapter._groups(articles, np.arange(N_ARTICLES), asked, rows, np.eye(DIM, dtype=np.float32))
    assert [len(group.queries) for group in groups] == [20, 20, 20]
    first, again = (fit_query_adapter(articles, np.arange(N_ARTICLES), asked, rows) for _ in range(2))
    np.testing.assert_array_equal(first, again)
    assert np.linalg.norm(first) > 0
