"""A generation written and opened again: the same articles, passages, vectors and words; damage is found out."""

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from ingest.embedders import Embedder
from ingest.errors import IndexMissingError
from ingest.index_folder import current_generation
from ingest.open_index import article_lexical_text, lexical_text, open_index
from ingest.pipeline import ingest
from ingest.settings import IngestSettings

WritePages = Callable[..., Path]

PAGES = {
    "ebb.md": "---\ntitle: Ebb\naliases: [falling tide]\n---\nThe ebb falls. It takes six hours.\n\n"
    "## Signs\n\n- Wet stones",
    "flow.md": "# Flow\n\nThe flow rises.\u00a0It takes six hours too.",
    "slack.html": "<main><h1>Slack Water</h1><p>Slack water is calm.</p></main>",
}


@pytest.fixture(params=["faiss", "exact"])
def index(request: pytest.FixtureRequest, write_pages: WritePages, settings: IngestSettings) -> Path:
    ingest([write_pages(PAGES)], settings.model_copy(update={"vector_store": request.param}))
    return settings.index


def test_passages_are_slices_of_their_article_in_order(index: Path) -> None:
    opened = open_index(index)
    assert len(opened.passages) == opened.manifest.n_passages == 4
    for passage in opened.passages:
        assert opened.article(passage.article_id).text[passage.start : passage.end] == passage.text
    assert [passage.article_id for passage in opened.passages] == ["ebb", "ebb", "flow", "slack"]
    assert [list(opened.articles)[row] for row in opened.article_row] == ["ebb", "ebb", "flow", "slack"]


def test_row_n_of_the_vectors_is_that_of_passage_n(index: Path, hashing_embedder: Embedder) -> None:
    opened = open_index(index)
    prefixes = ["Ebb", "Ebb: Signs", "Flow", "Slack Water"]
    read = [f"{prefix}\n{p.text}" for prefix, p in zip(prefixes, opened.passages, strict=True)]
    np.testing.assert_array_equal(opened.vectors.vectors(np.arange(4)), hashing_embedder.embed(read))


def test_each_segment_has_its_vector_at_the_row_that_is_told(index: Path, hashing_embedder: Embedder) -> None:
    opened = open_index(index)
    for article_id, record in opened.articles.items():
        article = record.article
        first = opened.segment_start[article_id]
        quotes = [article.text[s.start : s.end] for s in article.segments]
        np.testing.assert_array_equal(
            opened.segment_vectors[first : first + len(quotes)], hashing_embedder.embed(quotes)
        )
    assert len(opened.segment_vectors) == opened.manifest.n_segments == 6


def test_what_an_article_is_asked_has_its_vectors_at_the_rows_that_are_told(
    write_pages: WritePages, settings: IngestSettings, hashing_embedder: Embedder
) -> None:
    pages = {
        "ebb.md": "---\nasked: [when does the pier fall dry, our boat sat on mud]\n---\n# Ebb\n\nThe ebb falls.",
        "flow.md": "# Flow\n\nThe flow rises.",
        "slack.md": "---\nasked: nothing moves\n---\n# Slack\n\nThe water stands.",
    }
    ingest([write_pages(pages)], settings)
    opened = open_index(settings.index)
    assert opened.asked_start.tolist() == [0, 2, 2, 3]
    assert opened.asked_share == pytest.approx(2 / 3)
    asked = ["when does the pier fall dry", "our boat sat on mud", "nothing moves"]
    np.testing.assert_array_equal(opened.asked_vectors, hashing_embedder.embed(asked))
    assert opened.query_adapter.shape == (hashing_embedder.dim, hashing_embedder.dim)
    assert np.linalg.norm(opened.query_adapter) > 0


def test_without_anything_asked_there_is_no_map_of_queries(index: Path) -> None:
    assert len(open_index(index).query_adapter) == 0


def test_the_words_of_passages_and_articles_can_be_found(index: Path) -> None:
    opened = open_index(index)
    assert np.flatnonzero(opened.lexical.scores("stones")).tolist() == [1]
    assert np.flatnonzero(opened.lexical.scores("falling tide")).tolist() == [0, 1]
    assert np.flatnonzero(opened.article_lexical.scores("stones")).tolist() == [0]


def test_term_aliases_and_headings_are_read_as_words(index: Path) -> None:
    opened = open_index(index)
    ebb = opened.articles["ebb"]
    assert lexical_text(ebb.article, ebb.passages[1]) == "Ebb\nfalling tide\nSigns\nWet stones"
    assert article_lexical_text(ebb.article) == f"Ebb\nfalling tide\n{ebb.article.text}"


def test_an_article_that_is_not_there_is_a_key_error(index: Path) -> None:
    with pytest.raises(KeyError):
        open_index(index).article("nothing")


def test_an_index_may_do_without_segment_vectors(write_pages: WritePages, settings: IngestSettings) -> None:
    ingest([write_pages(PAGES)], settings.model_copy(update={"segment_vectors": False}))
    assert len(open_index(settings.index).segment_vectors) == 0


@pytest.mark.parametrize("how", ["delete", "truncate", "alter"])
def test_damage_to_any_file_is_found_out_and_mended_by_the_next_ingest(index: Path, tmp_path: Path, how: str) -> None:
    generation = current_generation(index)
    assert generation is not None
    files = [file.relative_to(index) for file in index.rglob("*") if file.is_file() and file.name != ".lock"]
    assert len(files) > 8
    settings = IngestSettings(
        embedder="hashing", index=tmp_path / "damaged", vector_store=open_index(index).manifest.vector_store
    )
    for name in files:
        shutil.rmtree(settings.index, ignore_errors=True)
        shutil.copytree(index, settings.index)
        file = settings.index / name
        data = file.read_bytes()
        file.unlink()
        if how != "delete":
            middle = len(data) // 2
            file.write_bytes(
                data[:middle] + (b"" if how == "truncate" else bytes([data[middle] ^ 8]) + data[middle + 1 :])
            )
        with pytest.raises(IndexMissingError, match="`glossator ingest`"):
            open_index(settings.index)
        assert ingest([tmp_path / "glossary"], settings).generation == generation
        assert len(open_index(settings.index).passages) == 4
