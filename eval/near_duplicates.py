"""Texts in, pairs of texts that are nearly the same out."""

from collections.abc import Mapping

import numpy as np

from ingest.text_cleaning import fold_for_matching

SIMILARITY = 0.7

_SHINGLE_WORDS = 4
_LEAST_WORDS = 12
_ROWS_AT_ONCE = 512


def words_of(text: str) -> str:
    """The words of a text in lower case with one space between them, all that is not a letter or digit left out."""
    return " ".join("".join(c if c.isalnum() else " " for c in fold_for_matching(text)).split())


def near_duplicates(texts: Mapping[str, str], *, similarity: float = SIMILARITY) -> list[tuple[str, str, float]]:
    """Pairs of ids whose texts share at least this part of their runs of four words, most similar first.

    The similarity is exact: the Jaccard coefficient of the two sets of runs, 1 for equal texts. Texts under twelve
    words are only paired with their equals.

    Source: Broder, On the resemblance and containment of documents, 1997, doi:10.1109/SEQUEN.1997.666900.
    """
    if len(texts) < 2:
        return []
    from sklearn.feature_extraction.text import CountVectorizer

    ids = list(texts)
    try:
        counts = CountVectorizer(analyzer=_shingles, binary=True, dtype=np.int32).fit_transform(texts.values())
    except ValueError:  # no text holds a word
        return []
    sizes = np.asarray(counts.sum(axis=1)).ravel()
    transposed = counts.T.tocsc()
    pairs: list[tuple[str, str, float]] = []
    for begin in range(0, len(ids), _ROWS_AT_ONCE):
        shared = (counts[begin : begin + _ROWS_AT_ONCE] @ transposed).tocoo()
        rows, columns = shared.row + begin, shared.col
        jaccard = shared.data / (sizes[rows] + sizes[columns] - shared.data)
        keep = (rows < columns) & (jaccard >= similarity)
        pairs += [(ids[r], ids[c], float(j)) for r, c, j in zip(rows[keep], columns[keep], jaccard[keep], strict=True)]
    return sorted(pairs, key=lambda pair: (-pair[2], pair[0], pair[1]))


def _shingles(text: str) -> list[str]:
    words = words_of(text).split()
    if len(words) < _LEAST_WORDS:
        return [" ".join(words)] if words else []
    return [" ".join(words[n : n + _SHINGLE_WORDS]) for n in range(len(words) - _SHINGLE_WORDS + 1)]
