"""Rankings by BM25 scores."""

import numpy as np
import pytest

from ingest.lexical_index import stems
from retriever.hybrid import HybridRetriever
from retriever.lexical import best_rows, bm25_scores


def test_best_rows_come_best_first_with_equal_scores_by_row() -> None:
    scores = np.array([1, 3, 0, 3, 2, 1], dtype=np.float32)
    assert best_rows(scores, 6).tolist() == [1, 3, 4, 0, 5]


def test_best_rows_leave_out_what_holds_no_word() -> None:
    assert best_rows(np.array([0, 0], dtype=np.float32), 2).tolist() == []


@pytest.mark.parametrize("k", [1, 2, 3])
def test_best_rows_are_at_most_k(k: int) -> None:
    scores = np.array([0.5, 4, 2, 3], dtype=np.float32)
    assert best_rows(scores, k).tolist() == [1, 3, 2][:k]


def test_every_passage_has_a_score_and_only_those_with_a_word_of_the_query_score(harbour: HybridRetriever) -> None:
    scores = bm25_scores(harbour.index.lexical, stems("flukes"))
    assert len(scores) == len(harbour.index.passages)
    assert [harbour.index.passages[row].passage_id for row in np.flatnonzero(scores)] == ["anchor#definition"]
