"""An index folder in, everything a retriever needs of it in memory out; and the same written to a generation."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.datatypes import Article, IndexManifest, Passage
from ingest.errors import IndexMissingError
from ingest.index_folder import checked_generation
from ingest.lexical_index import LexicalIndex
from ingest.records import article_from_json, article_to_json
from ingest.vector_stores import VECTOR_STORES, VectorStore

_ARTICLES = "articles.jsonl"
_SEGMENTS = "segments.npy"
_ASKED = "asked.npy"
_QUERY_ADAPTER = "query_adapter.npy"
_VECTORS = "vectors"
_LEXICAL = "lexical"
_ARTICLE_LEXICAL = "article_lexical"


@dataclass(frozen=True, slots=True)
class IndexedArticle:
    """An article, its passages in order, and the digest of the page it was parsed from."""

    article: Article
    passages: tuple[Passage, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class OpenIndex:
    """One generation: articles by id, passages in rows as in `vectors` and `lexical`, articles as in `article_lexical`.

    `article_row` gives the row of each passage's article.

    `segment_vectors` holds a row for each segment of each article, in the order of the articles; `segment_start` gives
    the first row of an article. It has no rows where the index was built without.

    `asked_vectors` holds a row for each text that an article is asked, in the order of the articles; those of the
    article in row n are the rows from `asked_start[n]` to `asked_start[n + 1]`. `query_adapter` is the map, (dim, dim),
    that was learnt from them; it has no rows where there was nothing to learn from.
    """

    generation: str
    manifest: IndexManifest
    articles: dict[str, IndexedArticle]
    passages: tuple[Passage, ...]
    vectors: VectorStore
    lexical: LexicalIndex
    article_lexical: LexicalIndex
    article_row: NDArray[np.int64]
    segment_vectors: NDArray[np.float32]
    segment_start: dict[str, int]
    asked_vectors: NDArray[np.float32]
    asked_start: NDArray[np.int64]
    query_adapter: NDArray[np.float32]

    @property
    def asked_share(self) -> float:
        """Share of the articles that say what they are asked, 0 to 1."""
        return float(np.mean(np.diff(self.asked_start) > 0))

    def article(self, article_id: str) -> Article:
        """The article of an id.

        Raises:
            KeyError: no article has it.
        """
        return self.articles[article_id].article


def open_index(index: Path) -> OpenIndex:
    """Open the generation in force, checked.

    Raises:
        IndexMissingError: there is none, or it cannot be opened; the message names the command that builds it.
    """
    generation, folder, manifest = checked_generation(index)
    try:
        with (folder / _ARTICLES).open(encoding="utf-8", newline="\n") as lines:
            records = [IndexedArticle(*article_from_json(line)) for line in lines]
        passages = tuple(passage for record in records for passage in record.passages)
        store = VECTOR_STORES[manifest.vector_store]().open(folder / _VECTORS, manifest.vector_index)
        lexical = LexicalIndex.open(folder / _LEXICAL, len(passages))
        article_lexical = LexicalIndex.open(folder / _ARTICLE_LEXICAL, len(records))
        segments, asked, query_adapter = (  # plain arrays: their rows are taken faster
            np.load(folder / name, mmap_mode="r").view(np.ndarray) for name in (_SEGMENTS, _ASKED, _QUERY_ADAPTER)
        )
    except (OSError, ValueError, KeyError, TypeError, RuntimeError) as error:
        raise IndexMissingError(
            f"index {index} cannot be opened: {error}; build it anew with `glossator ingest`"
        ) from error
    return OpenIndex(
        generation,
        manifest,
        {record.article.article_id: record for record in records},
        passages,
        store,
        lexical,
        article_lexical,
        np.repeat(np.arange(len(records)), [len(record.passages) for record in records]),
        segments,
        _segment_starts(records),
        asked,
        np.cumsum([0, *(len(record.article.asked) for record in records)]),
        query_adapter,
    )


def write_index(
    folder: Path,
    articles: Sequence[IndexedArticle],
    vectors: VectorStore,
    segment_vectors: NDArray[np.float32],
    asked_vectors: NDArray[np.float32],
    query_adapter: NDArray[np.float32],
) -> None:
    """Write the files of a generation to an empty folder; rows of the vectors follow the order of the articles."""
    with (folder / _ARTICLES).open("w", encoding="utf-8", newline="\n") as lines:
        for record in articles:
            lines.write(article_to_json(record.article, record.passages, record.digest) + "\n")
    (folder / _VECTORS).mkdir()
    vectors.write(folder / _VECTORS)
    (folder / _LEXICAL).mkdir()
    LexicalIndex.build([lexical_text(r.article, p) for r in articles for p in r.passages]).write(folder / _LEXICAL)
    (folder / _ARTICLE_LEXICAL).mkdir()
    LexicalIndex.build([article_lexical_text(r.article) for r in articles]).write(folder / _ARTICLE_LEXICAL)
    np.save(folder / _SEGMENTS, segment_vectors)
    np.save(folder / _ASKED, asked_vectors)
    np.save(folder / _QUERY_ADAPTER, query_adapter)


def lexical_text(article: Article, passage: Passage) -> str:
    """What BM25 reads for a passage: term, aliases, headings and text."""
    return "\n".join([article.term, *article.aliases, *passage.heading_path, passage.text])


def article_lexical_text(article: Article) -> str:
    """What BM25 reads for a whole article: term, aliases and text."""
    return "\n".join([article.term, *article.aliases, article.text])


def _segment_starts(records: Sequence[IndexedArticle]) -> dict[str, int]:
    starts: dict[str, int] = {}
    row = 0
    for record in records:
        starts[record.article.article_id] = row
        row += len(record.article.segments)
    return starts
