"""The nearest sentence of a passage, against a search through all sentences."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retriever.hybrid import HybridRetriever
from retriever.sentences import SentenceVectors


def nearest_by_hand(retriever: HybridRetriever, row: int, query_vector: np.ndarray) -> float:
    """The highest cosine of all segments of which a passage holds a character."""
    index = retriever.index
    passage = index.passages[row]
    first = index.segment_start[passage.article_id]
    cosines = [
        float(index.segment_vectors[first + n] @ query_vector)
        for n, segment in enumerate(index.article(passage.article_id).segments)
        if segment.start < passage.end and segment.end > passage.start
    ]
    return max(cosines)


@given(st.sets(st.integers(0, 8), min_size=1))
def test_each_passage_has_the_cosine_of_its_nearest_sentence(harbour: HybridRetriever, rows: set[int]) -> None:
    query_vector = harbour.embed_queries(["dropping the anchor on rock"])[0]
    asked = np.array(sorted(rows & set(range(len(harbour.index.passages)))) or [0], dtype=np.int64)
    found = SentenceVectors(harbour.index).best_cosines(asked, query_vector)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, [nearest_by_hand(harbour, int(row), query_vector) for row in asked], atol=1e-6)


def test_a_sentence_in_several_passages_counts_for_each(open_pages) -> None:
    sentence = "The " + ", ".join(f"lamp{n} burns" for n in range(60)) + " tonight."
    retriever = open_pages({"lamps.md": f"# Lamps\n\n{sentence}\n"}, budget_tokens=32)
    assert len(retriever.index.passages) > 2
    query_vector = retriever.embed_queries([sentence])[0]
    found = SentenceVectors(retriever.index).best_cosines(np.arange(len(retriever.index.passages)), query_vector)
    np.testing.assert_allclose(found, 1.0, atol=1e-5)


def test_an_index_without_sentence_vectors_gives_no_passage_a_gain(open_pages) -> None:
    pages = {"keel.md": "# Keel\n\nThe keel carries a ship. It is long.", "mast.md": "# Mast\n\nThe mast is high."}
    retriever = open_pages(pages, segment_vectors=False)
    query_vector = retriever.embed_queries(["keel"])[0]
    rows = np.arange(2)
    np.testing.assert_array_equal(SentenceVectors(retriever.index).best_cosines(rows, query_vector), [-1, -1])
    assert retriever.search("the keel carries").hits[0].passage.article_id == "keel"


def test_no_rows_have_no_cosines(harbour: HybridRetriever) -> None:
    query_vector = harbour.embed_queries(["keel"])[0]
    assert SentenceVectors(harbour.index).best_cosines(np.array([], dtype=np.int64), query_vector).shape == (0,)


def test_a_passage_gains_its_share_of_the_lead_of_its_nearest_sentence(open_pages) -> None:
    pages = {"bell.md": "# Bell\n\nA bell rings in fog. The cook paints oars, the mate sews sails."}
    retriever = open_pages(pages, sentence_weight=0.3, lexical_weight=0.0, feedback_weight=0.0)
    (hit,) = retriever.search("a bell rings in fog").hits
    # the query is the sentence, whose cosine is 1
    assert hit.dense < 0.9
    assert hit.score == pytest.approx(hit.dense + 0.3 * (1 - hit.dense), abs=1e-5)
