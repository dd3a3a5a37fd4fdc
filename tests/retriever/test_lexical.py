"""How well passages and articles match the words of a query."""

import numpy as np

from ingest.lexical_index import stems
from retriever.hybrid import HybridRetriever
from retriever.lexical import matches


def test_only_passages_and_articles_with_a_word_of_the_query_score(harbour: HybridRetriever) -> None:
    index = harbour.index
    passages, articles = matches(index, stems("flukes"))
    scores = passages.scores_at(np.arange(len(index.passages)))
    assert [index.passages[row].passage_id for row in np.flatnonzero(scores)] == ["anchor#definition"]
    scores = articles.scores_at(np.arange(len(index.articles)))
    assert [list(index.articles)[row] for row in np.flatnonzero(scores)] == ["anchor"]
