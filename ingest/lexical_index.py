"""Passage texts in, a BM25 index of their word stems out: built, written, opened and searched."""

import re
from array import array
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from ingest.best_texts import best_of_sums
from ingest.postings import Postings
from ingest.text_cleaning import fold_for_matching

K1 = 1.2
B = 0.75

# fmt: off
STOP_WORDS = frozenset((
    "a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "if", "in", "into", "is", "it", "no", "not", "of",
    "on", "or", "such", "that", "the", "their", "then", "there", "these", "they", "this", "to", "was", "will", "with",
))
# fmt: on
"""English stop words, the list of Lucene."""

_STEMS = "stems.txt"

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_PLAIN_WORD = re.compile(r"\b\w\w+\b")


def stems(text: str) -> list[str]:
    """Stems of the words of a text in order, without English stop words.

    Letter case, quotes and the English possessive are forgiven; stems are Snowball's.
    """
    words = [word.removesuffix("'s") for word in _WORD.findall(fold_for_matching(text))]
    return [stem_word(word) for word in words if word not in STOP_WORDS]


def plain_stems(text: str) -> list[str]:
    """Stems as the common baseline has them: lower case, words of two letters and more, no English stop words."""
    return [stem_word(word) for word in _PLAIN_WORD.findall(text.lower()) if word not in STOP_WORDS]


@lru_cache(maxsize=200_000)
def stem_word(word: str) -> str:
    """The Snowball stem of one lower-case word."""
    return str(_stemmer().stemWord(word))


class LexicalIndex:
    """BM25 (Lucene's variant) over the stems of texts in rows counted from 0."""

    def __init__(self, stems_in_order: Sequence[str], postings: Postings, n_texts: int) -> None:
        """Serve postings, a list for each stem."""
        self._numbers = {stem: n for n, stem in enumerate(stems_in_order)}
        self._postings = postings
        self.n_texts = n_texts

    @classmethod
    def build(
        cls, texts: Iterable[str], *, k1: float = K1, b: float = B, stems_of: Callable[[str], list[str]] = stems
    ) -> Self:
        """Index texts; one without words scores 0 for every query. The same texts give the same bytes.

        Source: Kamphuis et al., ECIR 2020, doi:10.1007/978-3-030-45442-5_4, "Lucene (accurate)".
        """
        numbers: dict[str, int] = {}
        words, lengths = array("i"), array("i")
        for text in texts:
            found = [numbers.setdefault(stem, len(numbers)) for stem in stems_of(text)]
            words.extend(found)
            lengths.append(len(found))
        in_order = sorted(numbers)
        place = np.empty(len(numbers), dtype=np.int64)
        place[[numbers[stem] for stem in in_order]] = np.arange(len(numbers))
        stem_of_word = place[np.frombuffer(words, dtype=np.int32)]
        return cls(
            in_order, _postings(stem_of_word, np.array(lengths, dtype=np.int64), len(numbers), k1, b), len(lengths)
        )

    @classmethod
    def open(cls, folder: Path, n_texts: int) -> Self:
        """The index written to a folder."""
        return cls((folder / _STEMS).read_text(encoding="utf-8").split("\n")[:-1], Postings.open(folder), n_texts)

    def write(self, folder: Path) -> None:
        """Write the index to an existing folder."""
        lines = "".join(f"{stem}\n" for stem in self._numbers)
        (folder / _STEMS).write_text(lines, encoding="utf-8", newline="\n")
        self._postings.write(folder)

    def match(self, query_stems: Sequence[str]) -> "LexicalMatch":
        """What a query's stems find; a stem that stands twice counts twice."""
        lists = [self._numbers[stem] for stem in query_stems if stem in self._numbers]
        return LexicalMatch(self._postings.add_up(lists, self.n_texts))

    def scores(self, query: str) -> NDArray[np.float32]:
        """BM25 score of every text for a query, (n_texts,); all 0 where no word of it is known."""
        return self.match(stems(query)).scores_at(np.arange(self.n_texts, dtype=np.int64))

    def knows_word(self, word: str) -> bool:
        """Whether a lower-case word is a stop word, or any text holds its stem."""
        return word in STOP_WORDS or self.knows(stem_word(word))

    def knows(self, stem: str) -> bool:
        """Whether any text holds the stem."""
        return stem in self._numbers


class LexicalMatch:
    """The BM25 scores that all texts have for one query."""

    def __init__(self, sums: NDArray[np.float32]) -> None:
        """Rank texts by their scores, (n_texts,)."""
        self._sums = sums

    def best(self, k: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Rows and scores of the k best texts, best first, equal scores by row; only those that hold a stem."""
        rows = best_of_sums(self._sums, k)
        return rows, self._sums[rows]

    def highest(self) -> float:
        """The highest score of any text, 0 where none holds a stem."""
        return float(self._sums.max(initial=0.0))

    def scores_at(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The scores of the texts of rows, (len(rows),)."""
        return self._sums[rows]


def _postings(
    stem_of_word: NDArray[np.int64], lengths: NDArray[np.int64], n_stems: int, k1: float, b: float
) -> Postings:
    """What each stem adds to each text that holds it, from all words of all texts in order."""
    n_texts = len(lengths)
    keys = stem_of_word * n_texts
    keys += np.repeat(np.arange(n_texts), lengths)
    keys, frequencies = np.unique(keys, return_counts=True)
    stem, text = np.divmod(keys, max(n_texts, 1))
    texts_with = np.bincount(stem, minlength=n_stems)
    idf = np.log(1 + (n_texts - texts_with + 0.5) / (texts_with + 0.5)).astype(np.float32)
    mean_length = lengths.mean() if n_texts else 1.0
    saturated = frequencies / (k1 * (1 - b + b * lengths[text] / max(mean_length, 1e-9)) + frequencies)
    return Postings(
        np.concatenate([[0], np.cumsum(texts_with)]).astype(np.int64),
        text.astype(np.int32),
        (idf[stem] * saturated).astype(np.float32),
    )


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    from Stemmer import Stemmer

    return Stemmer("english")
