"""A real index in, articles with vectors in any number out that are made like it; only for measuring growth.

Vectors: a vector of a real passage or sentence, moved along the difference of two others, as far away (a cosine between
0.95 and 0.7) as near passages of one subject lie from each other. So they vary in the directions in which real vectors
vary, and are neither spread over the sphere, where no index of any kind finds anything, nor copies.
Texts: as long as real passages; their words are drawn by the frequencies of the real words, and one in thirty from a
long tail of made-up words, so that the vocabulary grows with the texts as it does in reality.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.datatypes import Article, Passage, Section
from ingest.open_index import IndexedArticle, OpenIndex

PASSAGES_AN_ARTICLE = 9
_RARE_SHARE = 1 / 30
_RARE_WORDS = 2_000_000
_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class RealTexts:
    """What is taken from a real index: vectors (n, dim), words with their shares, and lengths of passages in words."""

    vectors: NDArray[np.float32]
    words: NDArray[np.object_]
    shares: NDArray[np.float64]
    lengths: NDArray[np.int64]

    @classmethod
    def of(cls, index: OpenIndex) -> "RealTexts":
        """Read an index; its sentences' vectors too where it has them."""
        passages = index.vectors.vectors(np.arange(len(index.passages), dtype=np.int64))
        split = [passage.text.split() for passage in index.passages]
        counts = Counter(word for words in split for word in words)
        words = sorted(counts)
        shares = np.array([counts[word] for word in words], dtype=np.float64)
        return cls(
            np.concatenate([passages, np.asarray(index.segment_vectors).reshape(-1, passages.shape[1])]),
            np.array(words, dtype=object),
            shares / shares.sum(),
            np.array([len(words) for words in split]),
        )


def synthetic_vectors(real: RealTexts, n: int, *, seed: int = 0) -> NDArray[np.float32]:
    """Unit vectors (n, dim) like the real ones."""
    rng = np.random.default_rng(seed)
    made = np.empty((n, real.vectors.shape[1]), dtype=np.float32)
    for at in range(0, n, _AT_ONCE):
        size = min(_AT_ONCE, n - at)
        near, one, other = rng.integers(0, len(real.vectors), (3, size))
        away = real.vectors[one] - real.vectors[other]
        away /= np.maximum(np.linalg.norm(away, axis=1, keepdims=True), 1e-9)
        part = real.vectors[near] + rng.uniform(0.33, 1.0, (size, 1)).astype(np.float32) * away
        made[at : at + size] = part / np.linalg.norm(part, axis=1, keepdims=True)
    return made


def synthetic_articles(
    real: RealTexts, n_passages: int, *, passages_an_article: int = PASSAGES_AN_ARTICLE, seed: int = 0
) -> Iterator[IndexedArticle]:
    """Articles of so many passages each, a section a passage, together `n_passages`."""
    rng = np.random.default_rng(seed)
    texts: list[str] = []
    for n in range(n_passages):
        if n % _AT_ONCE == 0:
            drawn = iter(_texts(real, min(_AT_ONCE, n_passages - n), rng))
        texts.append(next(drawn))
        if len(texts) == passages_an_article or n == n_passages - 1:
            yield _article(f"article-{n // passages_an_article:07}", texts)
            texts = []


def _texts(real: RealTexts, n: int, rng: np.random.Generator) -> Iterator[str]:
    lengths = np.maximum(rng.choice(real.lengths, n), 1)
    total = int(lengths.sum())
    words = real.words[rng.choice(len(real.words), total, p=real.shares)]
    rare = np.flatnonzero(rng.random(total) < _RARE_SHARE)
    ranks = (_RARE_WORDS ** rng.random(len(rare))).astype(np.int64)  # as often as its rank is low: Zipf's law
    words[rare] = [f"xq{rank}" for rank in ranks]
    ends = np.cumsum(lengths)
    for start, end in zip(ends - lengths, ends, strict=True):
        yield " ".join(words[start:end])


def _article(article_id: str, texts: list[str]) -> IndexedArticle:
    term = " ".join(texts[0].split()[:3])
    text = "\n".join(texts)
    sections: list[Section] = []
    passages: list[Passage] = []
    start = 0
    for n, part in enumerate(texts):
        end = start + len(part)
        heading = (f"Part {n + 1}",)
        sections.append(Section(heading, f"part-{n + 1}", start, end))
        n_words = len(part.split())
        passages.append(
            Passage(f"{article_id}#part-{n + 1}", article_id, heading, start, end, part, n_words, n_words + 2)
        )
        start = end + 1
    article = Article(article_id, term, term, text, tuple(sections), ())
    return IndexedArticle(article, tuple(passages), article_id)
