"""What an answer needs of an index."""

import numpy as np
import pytest

from ingest.open_index import open_index
from ingest.pipeline import ingest
from retriever.hybrid import HybridRetriever
from server.answering.glossary import Glossary
from server.settings import ServerSettings


def test_segments_of_a_passage_lie_in_it_and_keep_their_number(beekeeping: Glossary) -> None:
    for passage in beekeeping.index.passages:
        article = beekeeping.index.article(passage.article_id)
        for number, segment in beekeeping.segments_of(passage):
            assert article.segments[number] is segment
            assert passage.start <= segment.start < segment.end <= passage.end


def test_every_segment_lies_in_one_passage(beekeeping: Glossary) -> None:
    n_found = sum(len(beekeeping.segments_of(passage)) for passage in beekeeping.index.passages)
    assert n_found == sum(len(record.article.segments) for record in beekeeping.index.articles.values())


def test_an_index_without_segment_vectors_gives_the_same_vectors(
    beekeeping: Glossary, beekeeping_settings: ServerSettings, tmp_path, request: pytest.FixtureRequest
) -> None:
    without = beekeeping_settings.model_copy(update={"segment_vectors": False, "index": tmp_path / "index"})
    ingest([request.path.parents[1] / "glossaries" / "beekeeping"], without)
    index = open_index(without.index)
    plain = Glossary(HybridRetriever(index, beekeeping.retriever.embedder, without))
    assert len(index.segment_vectors) == 0
    article = index.article("swarming")
    numbers = list(range(len(article.segments)))
    np.testing.assert_array_equal(plain.segment_vectors(article, numbers), beekeeping.segment_vectors(article, numbers))


def test_document_frequency_counts_articles(beekeeping: Glossary) -> None:
    # "smoker" stands in the article of the bee smoker alone; a stem that nobody uses stands in none
    assert beekeeping.document_frequency("smoker") == 1
    assert beekeeping.document_frequency("zeppelin") == 0
    assert 5 < beekeeping.document_frequency("bee") <= 12
