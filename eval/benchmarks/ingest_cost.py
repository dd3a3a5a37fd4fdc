"""Articles in; how fast they are ingested, and how much of that is the encoder's work, out."""

import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.chunking import Window
from ingest.embedders import Embedder
from ingest.open_index import open_index
from ingest.pipeline import ingest, passage_texts, segment_texts
from ingest.settings import IngestSettings


@dataclass(frozen=True, slots=True)
class IngestCost:
    """One ingest into an empty folder: what it took, in seconds, and what the encoder was given."""

    seconds: float
    encoder_seconds: float
    n_passages: int
    texts: tuple[str, ...]


class TimedEmbedder:
    """An embedder that adds up how long it embeds."""

    def __init__(self, embedder: Embedder) -> None:
        """Time this embedder."""
        self._embedder = embedder
        self.name = embedder.name
        self.fingerprint = embedder.fingerprint
        self.model = embedder.model
        self.dim = embedder.dim
        self.max_wordpieces = embedder.max_wordpieces
        self.seconds = 0.0

    def count_wordpieces(self, texts: Sequence[str]) -> list[int]:
        """As the embedder counts; this time is not the encoder's."""
        return self._embedder.count_wordpieces(texts)

    def knows_word(self, word: str) -> bool:
        """As the embedder knows."""
        return self._embedder.knows_word(word)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As the embedder embeds."""
        begin = time.perf_counter()
        vectors = self._embedder.embed(texts)
        self.seconds += time.perf_counter() - begin
        return vectors


def ingest_cost(source: Path, settings: IngestSettings, embedder: Embedder) -> IngestCost:
    """Ingest a folder into the empty index folder of the settings, from parsing to publishing; the model is loaded."""
    timed = TimedEmbedder(embedder)
    begin = time.perf_counter()
    report = ingest([source], settings, embedder=timed)
    seconds = time.perf_counter() - begin
    articles = list(open_index(settings.index).articles.values())
    window = Window(settings.budget_tokens, embedder.max_wordpieces, embedder.count_wordpieces)
    texts = (*passage_texts(articles, window), *(segment_texts(articles) if settings.segment_vectors else []))
    return IngestCost(seconds, timed.seconds, report.n_passages, tuple(dict.fromkeys(texts)))


def sample_of(corpus: Path, folder: Path, *, every: int) -> Path:
    """A new folder with every so many-th page of a flat folder of pages."""
    folder.mkdir()
    pages = sorted(file for file in corpus.iterdir() if file.suffix == ".md" and file.name[0] not in "_R")
    for page in pages[::every]:
        shutil.copy(page, folder)
    return folder
