"""The flow of ingest: what is embedded, what is published, what is refused."""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from ingest.datatypes import IngestReport
from ingest.embedders import CONVERTING_EMBEDDERS, EMBEDDERS
from ingest.embedders.hashing import HashingEmbedder
from ingest.errors import IndexMismatchError, IndexMissingError, IngestError
from ingest.index_folder import current_generation
from ingest.open_index import open_index
from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from retriever.hybrid import open_retriever
from retriever.settings import RetrieverSettings

WritePages = Callable[..., Path]

PAGES = {
    "ebb.md": "# Ebb\n\nThe ebb falls. It takes six hours.",
    "flow.md": "# Flow\n\nThe flow rises.\n\n## Signs\n\nDry stones get wet.",
    "slack.txt": "Slack Water\nSlack water is the short time in which a tidal stream does not run.\n",
}


class CountingEmbedder(HashingEmbedder):
    """Remembers what it was asked to embed."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.read.extend(texts)
        return super().embed(texts)


class OtherEmbedder(HashingEmbedder):
    """The same vectors under another name."""

    name = "other"
    fingerprint = "other-1"


@pytest.fixture
def embedded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """All texts that were embedded, in order; clear it to count anew."""
    embedder = CountingEmbedder()
    monkeypatch.setitem(CONVERTING_EMBEDDERS, "hashing", lambda model: embedder)
    return embedder.read


@pytest.fixture
def glossary(write_pages: WritePages) -> Path:
    return write_pages(PAGES)


def files_of(index: Path) -> dict[str, bytes]:
    folder = index / (current_generation(index) or "")
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def summary(report: IngestReport) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], int]:
    return report.added, report.changed, report.deleted, report.unchanged


def test_a_first_ingest_adds_every_article(glossary: Path, settings: IngestSettings) -> None:
    report = ingest([glossary], settings)
    assert summary(report) == (("ebb", "flow", "slack"), (), (), 0)
    assert (report.n_articles, report.n_passages, report.published) == (3, 4, True)
    assert list(open_index(settings.index).articles) == ["ebb", "flow", "slack"]


def test_the_manifest_says_what_made_the_index(glossary: Path, settings: IngestSettings) -> None:
    ingest([glossary], settings)
    made_by = open_index(settings.index).manifest
    assert (made_by.embedder, made_by.fingerprint, made_by.dim) == ("hashing", "hashing-crc32-256", 256)
    assert (made_by.budget_tokens, made_by.vector_store) == (settings.budget_tokens, settings.vector_store)
    assert (made_by.n_articles, made_by.n_passages, made_by.n_segments) == (3, 4, 5)


def test_nothing_changed_means_no_new_generation_and_nothing_embedded(
    glossary: Path, settings: IngestSettings, embedded: list[str]
) -> None:
    first = ingest([glossary], settings)
    before = {file: file.stat().st_mtime_ns for file in settings.index.rglob("*") if file.name != ".lock"}
    embedded.clear()
    second = ingest([glossary], settings)
    assert embedded == []
    assert second.generation == first.generation
    assert not second.published
    assert summary(second) == ((), (), (), 3)
    for file, written in before.items():
        if file.is_file():
            assert file.stat().st_mtime_ns == written


def test_what_did_not_change_is_not_embedded_again(
    glossary: Path, settings: IngestSettings, write_pages: WritePages, embedded: list[str]
) -> None:
    ingest([glossary], settings)
    embedded.clear()
    write_pages({"flow.md": PAGES["flow.md"].replace("Dry stones get wet.", "The sand gets wet.")})
    report = ingest([glossary], settings)
    assert sorted(embedded) == ["Flow: Signs\nThe sand gets wet.", "The sand gets wet."]
    assert summary(report) == ((), ("flow",), (), 2)


def test_what_changed_is_replaced(glossary: Path, settings: IngestSettings, write_pages: WritePages) -> None:
    ingest([glossary], settings)
    write_pages({"ebb.md": "# Ebb\n\nThe ebb sinks."})
    ingest([glossary], settings)
    index = open_index(settings.index)
    assert index.article("ebb").text == "The ebb sinks."
    assert not any("six hours" in passage.text for passage in index.passages)
    assert index.lexical.scores("hours").tolist() == [0] * len(index.passages)


def test_what_was_deleted_is_gone(glossary: Path, settings: IngestSettings, embedded: list[str]) -> None:
    ingest([glossary], settings)
    embedded.clear()
    (glossary / "ebb.md").unlink()
    report = ingest([glossary], settings)
    assert summary(report) == ((), (), ("ebb",), 2)
    assert embedded == []
    assert list(open_index(settings.index).articles) == ["flow", "slack"]


def test_an_index_holds_exactly_the_given_sources(
    glossary: Path, settings: IngestSettings, write_pages: WritePages
) -> None:
    ingest([glossary], settings)
    report = ingest([write_pages({"tide.md": "The tide turns."}, "other")], settings)
    assert summary(report) == (("tide",), (), ("ebb", "flow", "slack"), 0)


def test_a_page_that_moved_to_another_ending_names_its_new_file(glossary: Path, settings: IngestSettings) -> None:
    ingest([glossary], settings)
    (glossary / "ebb.md").rename(glossary / "ebb.markdown")
    ingest([glossary], settings)
    assert open_index(settings.index).article("ebb").file == "ebb.markdown"


def test_an_index_reached_step_by_step_is_the_same_as_one_made_at_once(
    glossary: Path, settings: IngestSettings, write_pages: WritePages, tmp_path: Path
) -> None:
    last = {**PAGES, "ebb.md": "# Ebb\n\nThe ebb sinks.", "tide.html": "<p>The tide turns.</p>"}
    ingest([glossary], settings)
    write_pages({"ebb.md": last["ebb.md"]})
    ingest([glossary], settings)
    write_pages({"tide.html": last["tide.html"]})
    stepwise = ingest([glossary], settings)
    at_once = ingest(
        [write_pages(last, "fresh")], settings.model_copy(update={"index": tmp_path / "index of the fresh one"})
    )
    assert stepwise.generation == at_once.generation
    assert files_of(settings.index) == files_of(tmp_path / "index of the fresh one")


def test_going_back_to_old_content_goes_back_to_the_old_name(
    glossary: Path, settings: IngestSettings, write_pages: WritePages
) -> None:
    first = ingest([glossary], settings)
    write_pages({"ebb.md": "# Ebb\n\nThe ebb sinks."})
    second = ingest([glossary], settings)
    write_pages(PAGES)
    third = ingest([glossary], settings)
    assert first.generation == third.generation != second.generation
    assert open_index(settings.index).article("ebb").text == "The ebb falls. It takes six hours."


def test_the_same_content_has_the_same_name_in_any_process(glossary: Path, settings: IngestSettings) -> None:
    generation = ingest([glossary], settings).generation
    for seed in ("1", "2"):
        index = settings.index.with_name(f"index-{seed}")
        environment = {**os.environ, "GLOSSATOR_EMBEDDER": "hashing", "PYTHONHASHSEED": seed}
        command = [sys.executable, "-m", "glossator", "ingest", str(glossary), "--index", str(index)]
        subprocess.run(command, env=environment, check=True, capture_output=True)
        assert current_generation(index) == generation


@pytest.mark.parametrize("setting", [{"budget_tokens": 16}, {"segment_vectors": False}, {"vector_store": "exact"}])
def test_other_settings_make_another_generation(
    glossary: Path, settings: IngestSettings, setting: dict[str, object]
) -> None:
    first = ingest([glossary], settings)
    second = ingest([glossary], settings.model_copy(update=setting))
    assert second.published
    assert second.generation != first.generation
    assert open_index(settings.index).manifest.n_articles == 3


def test_vectors_of_another_embedder_are_not_reused(
    glossary: Path, settings: IngestSettings, monkeypatch: pytest.MonkeyPatch, embedded: list[str]
) -> None:
    ingest([glossary], settings)
    n_texts = len(embedded)
    other = CountingEmbedder()
    other.fingerprint = "other-1"
    monkeypatch.setitem(CONVERTING_EMBEDDERS, "hashing", lambda model: other)
    assert ingest([glossary], settings).published
    assert len(other.read) == n_texts


def test_an_index_of_another_window_is_chunked_anew(
    glossary: Path, settings: IngestSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest([glossary], settings)
    narrow = CountingEmbedder()
    narrow.max_wordpieces = 16
    monkeypatch.setitem(CONVERTING_EMBEDDERS, "hashing", lambda model: narrow)
    assert ingest([glossary], settings).published
    assert all(passage.n_wordpieces <= 16 for passage in open_index(settings.index).passages)


def test_an_index_of_another_embedder_is_refused_naming_both_and_the_way_out(
    glossary: Path, settings: IngestSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest([glossary], settings)
    monkeypatch.setitem(EMBEDDERS, "hashing", lambda model: OtherEmbedder())
    with pytest.raises(IndexMismatchError, match=r"built with 'hashing'.*ask for 'other'.*`glossator ingest`"):
        open_retriever(RetrieverSettings(embedder="hashing", index=settings.index))


def test_skipped_pages_are_reported_and_the_others_indexed(settings: IngestSettings, write_pages: WritePages) -> None:
    folder = write_pages({**PAGES, "README.md": "x", "photo.md": b"\x00\x01", "empty.md": "", "notes.doc": "x"})
    report = ingest([folder], settings)
    assert report.n_articles == 3
    assert {Path(page.path).name: page.reason.split(",")[0] for page in report.skipped} == {
        "README.md": "not an article",
        "photo.md": "holds binary data",
        "empty.md": "holds no article text",
        "notes.doc": "unknown ending .doc",
    }


def test_warnings_name_their_article(settings: IngestSettings, write_pages: WritePages) -> None:
    report = ingest([write_pages({**PAGES, "cafe.md": "The café falls.".encode("cp1252")})], settings)
    assert report.warnings == (("cafe", "byte 7 is not UTF-8: read as Windows-1252"),)


def test_strict_refuses_what_would_be_skipped_and_writes_nothing(
    glossary: Path, settings: IngestSettings, write_pages: WritePages
) -> None:
    generation = ingest([glossary], settings, strict=True).generation
    write_pages({"empty.md": "", "ebb.md": "# Ebb\n\nThe ebb sinks."})
    with pytest.raises(IngestError, match=r"empty\.md: holds no article text; 1 pages would be skipped \(--strict\)"):
        ingest([glossary], settings, strict=True)
    assert open_index(settings.index).generation == generation


@pytest.mark.parametrize(
    ("pages", "message"),
    [
        ({}, r"nothing to index in .*glossary; give \.txt, \.md, \.html"),
        ({"empty.md": ""}, r"nothing to index in .*empty\.md: holds no article text"),
        ({"notes.doc": "x"}, r"nothing to index in .*notes\.doc: unknown ending \.doc"),
        ({"ebb.md": "One.", "ebb.txt": "Two."}, r"two pages have the id 'ebb'"),
        ({"corpus.jsonl": "{"}, r"corpus\.jsonl: line 1"),
    ],
    ids=["empty folder", "empty article", "unknown ending", "twins", "broken line"],
)
def test_what_cannot_be_indexed_is_refused_and_the_old_index_stays(
    settings: IngestSettings, write_pages: WritePages, pages: dict[str, str], message: str
) -> None:
    generation = ingest([write_pages(PAGES, "old")], settings).generation
    with pytest.raises(IngestError, match=message):
        ingest([write_pages(pages)], settings)
    assert open_index(settings.index).generation == generation


def test_a_source_that_does_not_exist_is_refused_and_the_old_index_stays(
    glossary: Path, settings: IngestSettings
) -> None:
    generation = ingest([glossary], settings).generation
    with pytest.raises(IngestError, match="nowhere does not exist"):
        ingest([glossary, glossary / "nowhere"], settings)
    assert open_index(settings.index).generation == generation


def test_where_nothing_could_be_indexed_no_index_stands(settings: IngestSettings, write_pages: WritePages) -> None:
    with pytest.raises(IngestError):
        ingest([write_pages({"empty.md": ""})], settings)
    with pytest.raises(IndexMissingError):
        open_index(settings.index)


def test_the_longest_passage_is_told(glossary: Path, settings: IngestSettings) -> None:
    report = ingest([glossary], settings)
    passages = open_index(settings.index).passages
    assert report.longest_passage_tokens == max(passage.n_tokens for passage in passages)
    assert report.longest_passage_wordpieces == max(passage.n_wordpieces for passage in passages)


def test_progress_names_its_steps_in_order(glossary: Path, settings: IngestSettings) -> None:
    told: list[str] = []
    ingest([glossary], settings, progress=lambda step, done, total: told.append(step))
    assert list(dict.fromkeys(told)) == ["reading articles", "embedding passages", "embedding sentences"]


def test_all_samples_can_be_ingested(samples: Path, settings: IngestSettings) -> None:
    report = ingest([samples], settings, strict=True)
    assert report.n_articles == 8
    for passage in open_index(settings.index).passages:
        assert passage.n_tokens <= settings.budget_tokens
