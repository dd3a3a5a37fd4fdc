"""Passage texts in, a BM25 index of their word stems out: built, written and opened; the only user of bm25s."""

import logging
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.text_cleaning import fold_for_matching

K1 = 1.2
B = 0.75

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")


def stems(text: str) -> list[str]:
    """Stems of the words of a text in order, without English stop words.

    Letter case, quotes and the English possessive are forgiven; stems are Snowball's.
    """
    words = [word.removesuffix("'s") for word in _WORD.findall(fold_for_matching(text))]
    stop = _stop_words()
    return [stem_word(word) for word in words if word not in stop]


@lru_cache(maxsize=200_000)
def stem_word(word: str) -> str:
    """The Snowball stem of one lower-case word."""
    return str(_stemmer().stemWord(word))


class LexicalIndex:
    """BM25 (Lucene's variant) over the stems of texts in rows counted from 0."""

    def __init__(self, engine: Any, n_texts: int) -> None:
        """Serve an engine of bm25s; None where no text holds a word."""
        self._engine = engine
        self._n_texts = n_texts

    @classmethod
    def build(cls, texts: Sequence[str], *, k1: float = K1, b: float = B) -> "LexicalIndex":
        """Index texts; one without words scores 0 for every query. The same texts give the same bytes."""
        bm25s = _bm25s()
        tokens = [stems(text) for text in texts]
        if not any(tokens):
            return cls(None, len(texts))
        engine = bm25s.BM25(method="lucene", k1=k1, b=b)
        # left to itself the library numbers stems in the order of a set, which changes from process to process
        numbers = {stem: n for n, stem in enumerate(sorted({stem for text in tokens for stem in text}))}
        engine.index(([[numbers[stem] for stem in text] for text in tokens], numbers), show_progress=False)
        return cls(engine, len(texts))

    @classmethod
    def open(cls, folder: Path, n_texts: int) -> "LexicalIndex":
        """The index written to a folder."""
        bm25s = _bm25s()
        if not any(folder.iterdir()):
            return cls(None, n_texts)
        return cls(bm25s.BM25.load(str(folder)), n_texts)

    def write(self, folder: Path) -> None:
        """Write the index to an existing folder; nothing where no text holds a word."""
        if self._engine is not None:
            self._engine.save(str(folder), show_progress=False)

    def scores(self, query: str) -> NDArray[np.float32]:
        """BM25 score of every text for a query, (n_texts,); all 0 where no word of it is known."""
        return self.scores_of_stems(stems(query))

    def scores_of_stems(self, query_stems: Sequence[str]) -> NDArray[np.float32]:
        """BM25 score of every text for the stems of a query, (n_texts,); a stem that stands twice counts twice."""
        scores = np.zeros(self._n_texts, dtype=np.float32)
        if self._engine is None:
            return scores
        # the library computed what each stem adds to each text when it built; its own loop over that costs more
        numbers, added = self._engine.vocab_dict, self._engine.scores
        for stem in query_stems:
            number = numbers.get(stem)
            if number is not None:
                start, end = added["indptr"][number : number + 2]
                np.add.at(scores, added["indices"][start:end], added["data"][start:end])
        return scores

    def knows_word(self, word: str) -> bool:
        """Whether a lower-case word is a stop word, or any text holds its stem."""
        return word in _stop_words() or self.knows(stem_word(word))

    def knows(self, stem: str) -> bool:
        """Whether any text holds the stem."""
        return self._engine is not None and stem in self._engine.vocab_dict


@lru_cache(maxsize=1)
def _bm25s() -> Any:
    import bm25s

    logging.getLogger("bm25s").setLevel(logging.WARNING)  # importing it sets its logger to debug
    return bm25s


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    from Stemmer import Stemmer

    return Stemmer("english")


@lru_cache(maxsize=1)
def _stop_words() -> frozenset[str]:
    from bm25s.stopwords import STOPWORDS_EN

    return frozenset(STOPWORDS_EN)
