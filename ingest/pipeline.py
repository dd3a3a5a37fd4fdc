"""THE FLOW of ingest: read, parse, chunk, embed, learn from what is asked, publish."""

import hashlib
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.article_building import ReadArticles, read_articles
from ingest.chunking import Window, embedding_prefix, text_to_embed
from ingest.corpus import read_corpus
from ingest.datatypes import IndexManifest, IngestReport
from ingest.embedders import CONVERTING_EMBEDDERS, Embedder
from ingest.errors import IndexMissingError, IngestError
from ingest.index_folder import FORMAT_VERSION, publish, writing
from ingest.open_index import IndexedArticle, OpenIndex, open_index, write_index
from ingest.query_adapter import fit_query_adapter
from ingest.settings import IngestSettings
from ingest.tokens import ENCODING
from ingest.vector_reuse import KnownVectors, embed_new
from ingest.vector_stores import VECTOR_STORES, VectorStore

Progress = Callable[[str, int, int], None]
"""Told a step's name, how much of it is done, and how much there is."""


@dataclass(slots=True)
class _Clock:
    seconds: dict[str, float] = field(default_factory=dict)
    since: float = field(default_factory=time.perf_counter)

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.seconds[name] = round(now - self.since, 3)
        self.since = now


def ingest(
    sources: Sequence[Path],
    settings: IngestSettings,
    *,
    strict: bool = False,
    progress: Progress | None = None,
    embedder: Embedder | None = None,
) -> IngestReport:
    """Make the index hold exactly the articles of the sources.

    What did not change since the generation in force is neither parsed nor embedded again; where nothing changed, no
    generation is written. Until the last step the old generation stays in force. `embedder` is the embedder of the
    settings, where the caller has it loaded.

    Raises:
        IngestError: a source is wrong, there is nothing to index, or, with `strict`, a page was skipped; nothing was
            written.
    """
    tell: Progress = progress or (lambda step, done, total: None)
    clock = _Clock()
    corpus = read_corpus(sources)
    clock.lap("read")
    embedder = embedder or CONVERTING_EMBEDDERS[settings.embedder](settings.model)
    clock.lap("load")
    with writing(settings.index):
        before = _generation_before(settings, embedder)
        window = Window(settings.budget_tokens, embedder.max_wordpieces, embedder.count_wordpieces)
        read = read_articles(corpus, window, before, tell)
        _check(read, sources, strict=strict)
        clock.lap("parse_and_chunk")
        if before and _digests(read.articles) == _digests(before.articles.values()):
            return _report(before.generation, read, before, clock, published=False)
        known, known_segments, known_asked = _known_vectors(before, window)
        texts = passage_texts(read.articles, window)
        vectors = embed_new(texts, known, embedder, lambda done, n: tell("embedding passages", done, n))
        segments = segment_texts(read.articles) if settings.segment_vectors else []
        segment_vectors = embed_new(
            segments, known_segments, embedder, lambda done, n: tell("embedding sentences", done, n)
        )
        asked_vectors = embed_new(
            asked_texts(read.articles), known_asked, embedder, lambda done, n: tell("embedding what is asked", done, n)
        )
        clock.lap("embed")
        adapter = fit_query_adapter(
            vectors,
            _rows(read.articles, lambda r: r.passages),
            asked_vectors,
            _rows(read.articles, lambda r: r.article.asked),
        )
        clock.lap("learn")
        store = VECTOR_STORES[settings.vector_store]().build(vectors)
        manifest = _manifest(settings, embedder, read.articles, store, len(segment_vectors))
        generation = publish(
            settings.index,
            manifest,
            lambda folder: write_index(folder, read.articles, store, segment_vectors, asked_vectors, adapter),
        )
        clock.lap("publish")
    return _report(generation, read, before, clock, published=True)


def passage_texts(articles: Sequence[IndexedArticle], window: Window) -> list[str]:
    """What the embedder reads for each passage, in the order of the index."""
    return [
        text_to_embed(embedding_prefix(record.article.term, passage.heading_path, window), passage.text)
        for record in articles
        for passage in record.passages
    ]


def segment_texts(articles: Sequence[IndexedArticle]) -> list[str]:
    """The text of each segment, in the order of the index."""
    return [record.article.text[s.start : s.end] for record in articles for s in record.article.segments]


def asked_texts(articles: Sequence[IndexedArticle]) -> list[str]:
    """What the articles are asked, in the order of the index."""
    return [text for record in articles for text in record.article.asked]


def _rows(articles: Sequence[IndexedArticle], parts: Callable[[IndexedArticle], Sequence[object]]) -> NDArray[np.int64]:
    """The row of the article of each of its parts, in the order of the index."""
    return np.repeat(np.arange(len(articles)), [len(parts(record)) for record in articles])


def _generation_before(settings: IngestSettings, embedder: Embedder) -> OpenIndex | None:
    """The generation in force, where its vectors and passages are what these settings would give."""
    try:
        before = open_index(settings.index)
    except IndexMissingError:
        return None
    made_by = before.manifest
    same = (
        made_by.fingerprint == embedder.fingerprint
        and made_by.max_wordpieces == embedder.max_wordpieces
        and made_by.budget_tokens == settings.budget_tokens
        and made_by.segment_vectors == settings.segment_vectors
        and made_by.vector_store == settings.vector_store
        and made_by.tokenizer == ENCODING
    )
    return before if same else None


def _known_vectors(before: OpenIndex | None, window: Window) -> tuple[KnownVectors, KnownVectors, KnownVectors]:
    known, known_segments, known_asked = KnownVectors(), KnownVectors(), KnownVectors()
    if before:
        records = list(before.articles.values())
        rows = np.arange(len(before.passages), dtype=np.int64)
        known.add(passage_texts(records, window), before.vectors.vectors(rows))
        if before.manifest.segment_vectors:
            known_segments.add(segment_texts(records), np.asarray(before.segment_vectors))
        known_asked.add(asked_texts(records), np.asarray(before.asked_vectors))
    return known, known_segments, known_asked


def _check(read: ReadArticles, sources: Sequence[Path], *, strict: bool) -> None:
    if strict and read.skipped:
        first = read.skipped[0]
        raise IngestError(f"{first.path}: {first.reason}; {len(read.skipped)} pages would be skipped (--strict)")
    if not read.articles:
        where = ", ".join(map(str, sources))
        why = f"; {read.skipped[0].path}: {read.skipped[0].reason}" if read.skipped else ""
        raise IngestError(f"nothing to index in {where}{why}; give .txt, .md, .html or a BEIR corpus.jsonl with text")


def _digests(articles: Iterable[IndexedArticle]) -> list[tuple[str, str]]:
    return [(record.article.article_id, record.digest) for record in articles]


def _manifest(
    settings: IngestSettings,
    embedder: Embedder,
    articles: Sequence[IndexedArticle],
    store: VectorStore,
    n_segments: int,
) -> IndexManifest:
    corpus_digest = hashlib.sha256("\n".join(f"{a} {d}" for a, d in _digests(articles)).encode()).hexdigest()
    return IndexManifest(
        format_version=FORMAT_VERSION,
        embedder=embedder.name,
        fingerprint=embedder.fingerprint,
        model=embedder.model,
        dim=embedder.dim,
        max_wordpieces=embedder.max_wordpieces,
        tokenizer=ENCODING,
        budget_tokens=settings.budget_tokens,
        vector_store=settings.vector_store,
        vector_index=store.parameters,
        segment_vectors=settings.segment_vectors,
        n_articles=len(articles),
        n_passages=sum(len(record.passages) for record in articles),
        n_segments=n_segments,
        corpus_sha256=corpus_digest,
    )


def _report(
    generation: str, read: ReadArticles, before: OpenIndex | None, clock: _Clock, *, published: bool
) -> IngestReport:
    old = {} if before is None else {name: record.digest for name, record in before.articles.items()}
    new = dict(_digests(read.articles))
    passages = [passage for record in read.articles for passage in record.passages]
    return IngestReport(
        generation=generation,
        n_articles=len(new),
        n_passages=len(passages),
        added=tuple(name for name in new if name not in old),
        changed=tuple(name for name in new if name in old and new[name] != old[name]),
        deleted=tuple(sorted(name for name in old if name not in new)),
        unchanged=sum(new[name] == old.get(name) for name in new),
        skipped=tuple(sorted(read.skipped, key=lambda page: page.path)),
        published=published,
        warnings=tuple((r.article.article_id, warning) for r in read.articles for warning in r.article.warnings),
        longest_passage_tokens=max((p.n_tokens for p in passages), default=0),
        longest_passage_wordpieces=max((p.n_wordpieces for p in passages), default=0),
        seconds=clock.seconds,
    )
