"""Made articles and vectors, and small indexes of them that are built, opened and searched."""

from pathlib import Path

import numpy as np
import pytest

from eval.benchmarks.growth import growth
from eval.benchmarks.synthetic_corpus import RealTexts, synthetic_articles, synthetic_vectors
from eval.benchmarks.unchanged_ingest import unchanged_ingest
from ingest.embedders.hashing import HashingEmbedder
from ingest.settings import IngestSettings
from retriever.hybrid import HybridRetriever


def test_made_passages_are_slices_of_their_articles_and_as_many_as_were_asked_for(retriever: HybridRetriever) -> None:
    articles = list(synthetic_articles(RealTexts.of(retriever.index), 40))
    passages = [passage for record in articles for passage in record.passages]
    assert len(passages) == len({passage.passage_id for passage in passages}) == 40
    assert len(articles) == 5
    for record in articles:
        for passage in record.passages:
            assert record.article.text[passage.start : passage.end] == passage.text != ""


def test_made_texts_use_real_words_and_some_rare_ones(retriever: HybridRetriever) -> None:
    real = RealTexts.of(retriever.index)
    words = [word for record in synthetic_articles(real, 500) for word in record.article.text.split()]
    rare = [word for word in words if word not in set(real.words)]
    assert 0.01 < len(rare) / len(words) < 0.06
    assert len(set(rare)) > len(rare) / 4


def test_made_vectors_are_of_unit_length_near_a_real_one_and_none_is_a_copy(retriever: HybridRetriever) -> None:
    real = RealTexts.of(retriever.index)
    made = synthetic_vectors(real, 300)
    np.testing.assert_allclose(np.linalg.norm(made, axis=1), 1, atol=1e-5)
    nearest = (made @ real.vectors.T).max(axis=1)
    assert (nearest > 0.5).all()
    assert np.mean(nearest < 0.999) > 0.8


def test_the_same_seed_makes_the_same_corpus(retriever: HybridRetriever) -> None:
    real = RealTexts.of(retriever.index)
    assert list(synthetic_articles(real, 30)) == list(synthetic_articles(real, 30))
    np.testing.assert_array_equal(synthetic_vectors(real, 30), synthetic_vectors(real, 30))


def test_an_index_of_each_size_is_built_and_searched_by_stage(
    retriever: HybridRetriever, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GLOSSATOR_EMBEDDER", "hashing")
    told: list[tuple[str, int, int]] = []
    entries = growth(
        retriever.index, ["where do boats lie", "ebb"], tmp_path, progress=lambda *a: told.append(a), sizes=(30, 90)
    )
    assert [entry["passages"] for entry in entries] == [30, 90]
    assert told == [("growing", 0, 2), ("growing", 1, 2), ("growing", 2, 2)]
    for entry in entries:
        assert entry["recall_at_10"] == 1.0  # flat
        assert set(entry["stages_ms"]) == {"dense", "lexical", "retrieve", "search"}
        assert entry["search_ms_p50"] > 0
        assert entry["build_s"] >= 0
        assert entry["rss_mb"] > 20
    assert not list(tmp_path.glob("grown-*"))


def test_a_second_ingest_of_made_articles_changes_nothing_and_is_timed(
    retriever: HybridRetriever, tmp_path: Path
) -> None:
    settings = IngestSettings(embedder="hashing")
    found = unchanged_ingest(RealTexts.of(retriever.index), settings, HashingEmbedder(), tmp_path, n_articles=50)
    assert found["articles"] == 50
    assert found["second_over_first"] > 0
    assert len(list((tmp_path / "twice").glob("*/manifest.json"))) == 1
